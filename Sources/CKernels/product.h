// The small float32 matrix products inside attention.
#ifndef CALQUE_KERNELS_PRODUCT_H
#define CALQUE_KERNELS_PRODUCT_H

#include "lanes.h"

/// Where the right operand lies: element (k, 16 v + lane) is data[k * depth_stride + v *
/// vector_stride + lane].
typedef struct {
    const float *data;
    int64_t depth_stride, vector_stride;
} ck_right;

/// Element (i, k) is data[i * row_stride + k * depth_stride].
typedef struct {
    const float *data;
    int64_t row_stride, depth_stride;
} ck_left;

/// The arguments of `ck_product`.
#define CK_PRODUCT_ARGUMENTS                                                                       \
    ck_left left, ck_right right, int64_t depth, int accumulate, float *result,                    \
        int64_t result_stride, int64_t rows, int64_t vectors

/// result[i, :] = sum over k < depth of left(i, k) * right(k, :), added to what is there when
/// `accumulate`; [rows, 16 * vectors].
/// Three functions of one name rather than clones of one: the instruction sets have different
/// numbers of registers.
#ifdef CK_HAS_CLONES
#define CK_AVX512 __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma")))
#define CK_AVX2 __attribute__((target("avx2,fma")))
#define CK_BASELINE __attribute__((target("default")))
CK_AVX512 void ck_product(CK_PRODUCT_ARGUMENTS);
CK_AVX2 void ck_product(CK_PRODUCT_ARGUMENTS);
CK_BASELINE void ck_product(CK_PRODUCT_ARGUMENTS);
#else
void ck_product(CK_PRODUCT_ARGUMENTS);
#endif

#endif
