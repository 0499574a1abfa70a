#include "lanes.h"

#include <float.h>

/// Adding 1.5 * 2^23 leaves the nearest integer, ties to even, in the low bits of the sum.
static const float to_integer = 12582912.0f;

/// What `ck_int8_quantize_matrix` makes of a row, as numbers again.
CK_INLINE void round_output(const float *row, int64_t count, ck_type type, void *out) {
// The product is rounded before it becomes a code, as it is there.
#pragma clang fp contract(off)
    ck_vector most = 0, poison = 0, values;
    for (int64_t i = 0; i < count; i += CK_LANES) {
        ck_read(CK_FLOAT32, row + i, count - i, &values);
        most = __builtin_elementwise_max(most, __builtin_elementwise_abs(values));
        poison += values * 0;
    }
    const float largest = ck_largest_lane(&most);
    const int is_finite = largest + ck_sum_lanes(&poison) <= FLT_MAX;
    const float inverse = is_finite && largest > 127 * FLT_MIN ? 127 / largest : 0;
    const float scale = is_finite ? largest / 127 : NAN;
    for (int64_t i = 0; i < count; i += CK_LANES) {
        ck_read(CK_FLOAT32, row + i, count - i, &values);
        const ck_vector shifted = values * inverse + to_integer;
        values = (shifted - to_integer) * scale;
        ck_write(type, &values, count - i, ck_at(type, out, i));
    }
}

CK_INLINE void round_outputs(ck_type type, const float *weights, void *out, int64_t outputs,
                             int64_t inputs) {
    for (int64_t o = 0; o < outputs; o++)
        round_output(weights + o * inputs, inputs, type, ck_at(type, out, o * inputs));
}

CK_VECTORISED void ck_int8_round_matrix(ck_type type, const float *weights, void *out,
                                        int64_t outputs, int64_t inputs) {
    CK_FOR_TYPE(type, round_outputs, weights, out, outputs, inputs);
}

/// What `ck_int8_quantize_rows` makes of a row, as numbers again.
CK_INLINE void round_row(ck_type type, const void *row, int64_t count, void *out) {
    ck_vector low = 0, high = 0, poison = 0, values;
    for (int64_t i = 0; i < count; i += CK_LANES) {
        ck_read(type, ck_at(type, row, i), count - i, &values);
        low = __builtin_elementwise_min(low, values);
        high = __builtin_elementwise_max(high, values);
        poison += values * 0;
    }
    const ck_vector negated = -low;
    const float smallest = -ck_largest_lane(&negated);
    const float range = ck_largest_lane(&high) + ck_sum_lanes(&poison) - smallest;
    const int is_finite = range <= FLT_MAX;
    const float inverse = is_finite && range > 254 * FLT_MIN ? 254 / range : 0;
    const float zero = is_finite ? ceilf(-smallest * inverse) : 0;
    const float scale = is_finite ? range / 254 : NAN;
    for (int64_t i = 0; i < count; i += CK_LANES) {
        ck_read(type, ck_at(type, row, i), count - i, &values);
        const ck_vector shifted = (values * inverse + zero) + to_integer;
        values = ((shifted - to_integer) - zero) * scale;
        ck_write(type, &values, count - i, ck_at(type, out, i));
    }
}

CK_INLINE void round_rows(ck_type type, const void *x, void *out, int64_t rows, int64_t columns) {
    for (int64_t r = 0; r < rows; r++)
        round_row(type, ck_at(type, x, r * columns), columns, ck_at(type, out, r * columns));
}

CK_VECTORISED void ck_int8_round_rows(ck_type type, const void *x, void *out, int64_t rows,
                                      int64_t columns) {
    CK_FOR_TYPE(type, round_rows, x, out, rows, columns);
}
