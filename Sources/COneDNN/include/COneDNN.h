// Matrix products of oneDNN, compiled once for a shape and run many times. The two generations of its API (2.x and 3.x) differ
// in the implementation alone.
#ifndef CALQUE_ONEDNN_H
#define CALQUE_ONEDNN_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum { ONEDNN_FLOAT32, ONEDNN_BFLOAT16, ONEDNN_INT8, ONEDNN_INT32 } onednn_type;

/// result [rows, columns] (+)= activation(left [rows, inner] * right [inner, columns] + bias [columns]).
/// A transposed operand lies in memory as its transpose; strides count elements from one stored row to the next.
typedef struct {
    int64_t rows, columns, inner;
    int64_t left_stride, right_stride, result_stride;
    onednn_type left_type, right_type, result_type;
    bool left_transposed, right_transposed;
    bool accumulate;  // add to what the result holds (before the activation)
    bool bias;        // a float32 vector is added to every row
    bool relu;
} onednn_product_description;

/// A compiled product. It belongs to the thread that made it.
typedef struct onednn_product onednn_product;

/// Returns NULL when oneDNN has no implementation for the description.
onednn_product *onednn_product_create(const onednn_product_description *description);
/// Runs the product; `bias` is ignored unless described. Returns 0 on success, oneDNN's status otherwise.
int onednn_product_run(onednn_product *product, const void *left, const void *right, const float *bias, void *result);
void onednn_product_destroy(onednn_product *product);

/// Sets the number of threads that oneDNN uses inside one product called from this thread (OpenMP's per-thread setting).
void onednn_use_one_thread(void);

/// Vector instructions that multiply bfloat16, as far as oneDNN uses them here.
bool onednn_uses_avx512_bfloat16(void);
/// Tiles that multiply bfloat16 (AMX), as far as oneDNN uses them here.
bool onednn_uses_amx_bfloat16(void);
/// Whether oneDNN has code for this processor for the product, and not only its plain reference.
bool onednn_product_is_optimized(const onednn_product *product);
/// oneDNN's version: "2.6.3".
void onednn_version(char *text, int capacity);

#ifdef __cplusplus
}
#endif
#endif
