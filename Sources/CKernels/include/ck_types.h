// What operands are made of.
#ifndef CALQUE_KERNELS_TYPES_H
#define CALQUE_KERNELS_TYPES_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Element types. Arithmetic kernels take `CK_FLOAT32` and `CK_BFLOAT16`; `ck_convert` also reads
/// and writes `CK_FLOAT16`.
typedef enum { CK_FLOAT32 = 0, CK_BFLOAT16 = 1, CK_FLOAT16 = 2 } ck_type;

/// One sentence (or one hypothesis): its query rows and the key rows they attend to.
typedef struct {
    int64_t query_start, query_count, key_start, key_count;
} ck_segment;

#ifdef __cplusplus
}
#endif
#endif
