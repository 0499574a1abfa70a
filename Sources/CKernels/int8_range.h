// How a row is rounded to eight bits, both to store codes and to make numbers of them again.
#ifndef CALQUE_KERNELS_INT8_RANGE_H
#define CALQUE_KERNELS_INT8_RANGE_H

#include "lanes.h"

#include <float.h>

/// What makes codes of numbers, code = x * inverse + zero, and numbers of codes,
/// x = scale * (code - zero).
typedef struct {
    float inverse, zero;
    float scale;  // not-a-number where the row has a number which is none, or infinity
} ck_int8_range;

/// Adding 1.5 * 2^23 leaves the nearest integer, ties to even, in the low bits of the sum.
#define CK_TO_INTEGER 12582912.0f

/// The range of an output whose largest magnitude is given: its codes are from -127 to 127.
CK_INLINE ck_int8_range ck_int8_output_range(float largest) {
    // Numbers so small that their scale would not be one are nothing; with infinity nothing can be
    // said of the others, and the scale shows it.
    if (!(largest <= FLT_MAX)) return (ck_int8_range){0, 0, NAN};
    return (ck_int8_range){
        .inverse = largest > 127 * FLT_MIN ? 127 / largest : 0, .zero = 0, .scale = largest / 127};
}

/// The range of a row that is multiplied: its codes are from 0 to 255.
CK_INLINE ck_int8_range ck_int8_row_range(float smallest, float largest) {
    const float range = largest - smallest;
    if (!(range <= FLT_MAX)) return (ck_int8_range){0, 0, NAN};
    const float inverse = range > 254 * FLT_MIN ? 254 / range : 0;
    // Rounded up, so that the smallest code is not below 0, nor the largest above 255.
    return (ck_int8_range){
        .inverse = inverse, .zero = ceilf(-smallest * inverse), .scale = range / 254};
}

/// The smallest and the largest of a row and zero; the largest is NaN where anything in the row is
/// NaN or infinite, which a comparison would pass over.
CK_INLINE void ck_int8_find_extremes(ck_type type, const void *row, int64_t count,
                                     float *smallest, float *largest) {
    // Two of each, so that one comparison need not wait for the other.
    ck_vector low[2] = {0, 0}, high[2] = {0, 0}, values[2], poison = 0;
    for (int64_t c = 0; c < count; c += 2 * CK_LANES) {
        CK_UNROLLED for (int i = 0; i < 2; i++) {
            const int64_t first = c + i * CK_LANES;
            ck_read(type, ck_at(type, row, first), count - first, &values[i]);
            low[i] = __builtin_elementwise_min(low[i], values[i]);
            high[i] = __builtin_elementwise_max(high[i], values[i]);
            poison += values[i] * 0;
        }
    }
    const ck_vector negated = -__builtin_elementwise_min(low[0], low[1]);
    const ck_vector positive = __builtin_elementwise_max(high[0], high[1]);
    *smallest = -ck_largest_lane(&negated);
    *largest = ck_largest_lane(&positive) + ck_sum_lanes(&poison);
}

/// Codes of sixteen numbers, in the low bits of floats that are larger by `CK_TO_INTEGER`: with one
/// rounding before that to whole numbers, so that all processors have the same.
CK_INLINE void ck_int8_shift(const ck_vector *values, const ck_int8_range *range,
                             ck_vector *shifted) {
    const ck_vector scaled = __builtin_elementwise_fma(*values, (ck_vector)range->inverse,
                                                       (ck_vector)range->zero);
    *shifted = scaled + CK_TO_INTEGER;
}

#endif
