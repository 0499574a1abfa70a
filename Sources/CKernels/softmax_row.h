// The softmax of a row, and its gradient.
#ifndef CALQUE_KERNELS_SOFTMAX_ROW_H
#define CALQUE_KERNELS_SOFTMAX_ROW_H

#include "lanes.h"

CK_INLINE float ck_largest(const float *x, int64_t count) {
    ck_vector largest = -INFINITY;
    for (int64_t c = 0; c < count; c += CK_LANES) {
        ck_vector values;
        ck_read(CK_FLOAT32, x + c, count - c, &values);
        ck_keep_first(count - c, -INFINITY, &values);
        largest = values > largest ? values : largest;
    }
    return ck_largest_lane(&largest);
}

/// x[c] = exp(x[c]) over the sum of that.
CK_INLINE void ck_softmax_row(float *x, int64_t count) {
    const float largest = ck_largest(x, count);
    ck_vector sums = 0;
    for (int64_t c = 0; c < count; c += CK_LANES) {
        ck_vector values;
        ck_read(CK_FLOAT32, x + c, count - c, &values);
        values -= largest;
        ck_exp_all(&values);
        ck_keep_first(count - c, 0, &values);
        ck_write(CK_FLOAT32, &values, count - c, x + c);
        sums += values;
    }
    const float factor = 1.0f / ck_sum_lanes(&sums);
    CK_INDEPENDENT
    for (int64_t c = 0; c < count; c++) x[c] *= factor;
}

/// With y the softmax: gradient[c] = y[c] * (gradient[c] - sum of y * gradient).
CK_INLINE void ck_softmax_row_gradient(const float *y, float *gradient, int64_t count) {
#pragma clang fp reassociate(on)
    float mean = 0;
    for (int64_t c = 0; c < count; c++) mean += y[c] * gradient[c];
    CK_INDEPENDENT
    for (int64_t c = 0; c < count; c++) gradient[c] = y[c] * (gradient[c] - mean);
}

#endif
