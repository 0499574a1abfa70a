#include "int8_range.h"

/// The codes of a row, as numbers again.
CK_INLINE void round_by_range(ck_type type, const void *row, int64_t count,
                              const ck_int8_range *range, ck_type result, void *out) {
    ck_vector values, shifted;
    for (int64_t i = 0; i < count; i += CK_LANES) {
        ck_read(type, ck_at(type, row, i), count - i, &values);
        ck_int8_shift(&values, range, &shifted);
        values = ((shifted - CK_TO_INTEGER) - range->zero) * range->scale;
        ck_write(result, &values, count - i, ck_at(result, out, i));
    }
}

/// What `ck_int8_quantize_matrix` makes of a row, as numbers again.
CK_INLINE void round_output(const float *row, int64_t count, ck_type type, void *out) {
    float smallest, largest;
    ck_int8_find_extremes(CK_FLOAT32, row, count, &smallest, &largest);
    const ck_int8_range range = ck_int8_output_range(largest < -smallest ? -smallest : largest);
    round_by_range(CK_FLOAT32, row, count, &range, type, out);
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
    float smallest, largest;
    ck_int8_find_extremes(type, row, count, &smallest, &largest);
    const ck_int8_range range = ck_int8_row_range(smallest, largest);
    round_by_range(type, row, count, &range, type, out);
}

CK_INLINE void round_rows(ck_type type, const void *x, void *out, int64_t rows, int64_t columns) {
    for (int64_t r = 0; r < rows; r++)
        round_row(type, ck_at(type, x, r * columns), columns, ck_at(type, out, r * columns));
}

CK_VECTORISED void ck_int8_round_rows(ck_type type, const void *x, void *out, int64_t rows,
                                      int64_t columns) {
    CK_FOR_TYPE(type, round_rows, x, out, rows, columns);
}
