#include "int8_range.h"
#include "int8_tile.h"

/// The place of code (output, input) in a packed matrix.
CK_INLINE int64_t place(int64_t output, int64_t input, int64_t inputs) {
    const int64_t panel = output / CK_INT8_PANEL * CK_INT8_PANEL;
    return panel * ck_int8_padded(inputs, CK_INT8_GROUP) +
           (input / CK_INT8_GROUP * CK_INT8_PANEL + output % CK_INT8_PANEL) * CK_INT8_GROUP +
           input % CK_INT8_GROUP;
}

int64_t ck_int8_code_count(int64_t outputs, int64_t inputs) {
    return ck_int8_padded(outputs, CK_INT8_PANEL) * ck_int8_padded(inputs, CK_INT8_GROUP);
}

CK_VECTORISED void ck_int8_quantize_matrix(const float *weights, int64_t outputs, int64_t inputs,
                                           int8_t *codes, float *scales, int32_t *code_sums) {
    memset(codes, 0, (size_t)ck_int8_code_count(outputs, inputs));
    for (int64_t o = 0; o < outputs; o++) {
        const float *row = weights + o * inputs;
        float largest = 0, poison = 0;
        for (int64_t i = 0; i < inputs; i++) {
            const float magnitude = fabsf(row[i]);
            largest = magnitude > largest ? magnitude : largest;
            poison += magnitude * 0;
        }
        const ck_int8_range range = ck_int8_output_range(largest + poison);
        scales[o] = range.scale;
        code_sums[o] = 0;
        for (int64_t i = 0; i < inputs; i++) {
            // Nothing times what is no number would be none, and no code.
            const int8_t code = range.inverse > 0 ? (int8_t)lrintf(row[i] * range.inverse) : 0;
            codes[place(o, i, inputs)] = code;
            code_sums[o] += code;
        }
    }
}

void ck_int8_pack_matrix(const int8_t *rows, int64_t given, int64_t outputs, int64_t inputs,
                         int8_t *codes, int32_t *code_sums) {
    memset(codes, 0, (size_t)ck_int8_code_count(outputs, inputs));
    memset(code_sums, 0, (size_t)outputs * sizeof *code_sums);
    const int64_t whole = inputs / CK_INT8_GROUP * CK_INT8_GROUP;
    for (int64_t o = 0; o < given; o++, rows += inputs) {
        int8_t *first = codes + place(o, 0, inputs);
        for (int64_t i = 0; i < whole; i += CK_INT8_GROUP)
            memcpy(first + i * CK_INT8_PANEL, rows + i, CK_INT8_GROUP);
        memcpy(first + whole * CK_INT8_PANEL, rows + whole, (size_t)(inputs - whole));
        for (int64_t i = 0; i < inputs; i++) code_sums[o] += rows[i];
    }
}

void ck_int8_gather_outputs(const ck_int8_matrix *matrix, const int32_t *ids, int64_t count,
                            int8_t *codes, float *scales, int32_t *code_sums) {
    enum { ahead = 2 };
    const int64_t padded = ck_int8_padded(matrix->inputs, CK_INT8_GROUP);
    // Outputs after the last one fill its panel up.
    const int64_t last = count / CK_INT8_PANEL * CK_INT8_PANEL;
    if (last < count) memset(codes + last * padded, 0, (size_t)(CK_INT8_PANEL * padded));
    for (int64_t o = 0; o < count; o++) {
        const int8_t *from = matrix->codes + place(ids[o], 0, matrix->inputs);
        // Every group of an output lies in a cache line of its own, which takes longer to come than
        // to read: those of an output after this one are asked for meanwhile.
        const int32_t later = ids[o + ahead < count ? o + ahead : count - 1];
        const int8_t *next = matrix->codes + place(later, 0, matrix->inputs);
        int8_t *to = codes + place(o, 0, matrix->inputs);
        for (int64_t i = 0; i < padded; i += CK_INT8_GROUP) {
            __builtin_prefetch(next + i * CK_INT8_PANEL);
            memcpy(to + i * CK_INT8_PANEL, from + i * CK_INT8_PANEL, CK_INT8_GROUP);
        }
        scales[o] = matrix->scales[ids[o]];
        code_sums[o] = matrix->code_sums[ids[o]];
    }
}

typedef uint8_t ck_bytes __attribute__((ext_vector_type(16)));

/// Sixteen codes: round(values * inverse + zero).
CK_INLINE void round_all(const ck_vector *values, const ck_int8_range *range, ck_bytes *codes) {
    ck_vector shifted;
    ck_int8_shift(values, range, &shifted);
    *codes = __builtin_convertvector((ck_words)shifted, ck_bytes);
}

CK_INLINE void round_row(const float *row, int64_t count, const ck_int8_range *range,
                         uint8_t *codes) {
    ck_vector values;
    ck_bytes rounded;
    int64_t c = 0;
    for (; c + CK_LANES <= count; c += CK_LANES) {
        ck_read_all(CK_FLOAT32, row + c, &values);
        round_all(&values, range, &rounded);
        memcpy(codes + c, &rounded, sizeof rounded);
    }
    if (c == count) return;
    ck_read(CK_FLOAT32, row + c, count - c, &values);
    round_all(&values, range, &rounded);
    memcpy(codes + c, &rounded, (size_t)(count - c));
}

CK_VECTORISED void ck_int8_quantize_rows(const float *x, const ck_int8_rows *out) {
    const int64_t stride = ck_int8_padded(out->columns, CK_INT8_GROUP);
    for (int64_t r = 0; r < out->rows; r++) {
        const float *row = x + r * out->columns;
        uint8_t *codes = out->codes + r * stride;
        float smallest, largest;
        ck_int8_find_extremes(CK_FLOAT32, row, out->columns, &smallest, &largest);
        const ck_int8_range range = ck_int8_row_range(smallest, largest);
        out->scales[r] = range.scale;
        out->zeros[r] = (int32_t)range.zero;
        round_row(row, out->columns, &range, codes);
        memset(codes + out->columns, 0, (size_t)(stride - out->columns));
    }
}

/// Sixteen codes of round_row_by, and 0 added to `poison` for every number, or not-a-number.
CK_INLINE void round_by(const ck_vector *values, float multiplier, ck_vector *poison,
                        ck_bytes *codes) {
    const ck_vector bound = 127;
    *poison += *values * 0;
    // Cut off before the rounding, which leaves ±127 as they are. A product by itself, which no
    // processor rounds together with the sum.
    ck_vector scaled = *values * multiplier;
    scaled = __builtin_elementwise_min(__builtin_elementwise_max(scaled, -bound), bound);
    const ck_vector shifted = scaled + CK_TO_INTEGER;
    *codes = __builtin_convertvector((ck_words)shifted + 127, ck_bytes);
}

/// Codes 127 + values * multiplier, and NaN for a row that has a number which is none, else 0.
CK_INLINE float round_row_by(const float *row, int64_t count, float multiplier, uint8_t *codes) {
    ck_vector values, poison = 0;
    ck_bytes rounded;
    for (int64_t c = 0; c < count; c += CK_LANES) {
        const int64_t rest = count - c;
        ck_read(CK_FLOAT32, row + c, rest, &values);
        round_by(&values, multiplier, &poison, &rounded);
        memcpy(codes + c, &rounded, rest < CK_LANES ? (size_t)rest : sizeof rounded);
    }
    return ck_sum_lanes(&poison);
}

CK_VECTORISED void ck_int8_quantize_rows_by(const float *x, float multiplier,
                                            const ck_int8_rows *out) {
    const int64_t stride = ck_int8_padded(out->columns, CK_INT8_GROUP);
    for (int64_t r = 0; r < out->rows; r++) {
        uint8_t *codes = out->codes + r * stride;
        const float poison = round_row_by(x + r * out->columns, out->columns, multiplier, codes);
        memset(codes + out->columns, 0, (size_t)(stride - out->columns));
        out->scales[r] = 1 / multiplier + poison;
        out->zeros[r] = 127;
    }
}

CK_VECTORISED void ck_int8_embedding(const ck_int8_matrix *table, const int32_t *ids,
                                     const float *positions, const int32_t *position_ids,
                                     float scale, float *out, int64_t rows) {
    const int64_t width = table->inputs;
    for (int64_t r = 0; r < rows; r++, out += width) {
        const float factor = scale * table->scales[ids[r]];
        for (int64_t i = 0; i < width; i++)
            out[i] = factor * table->codes[place(ids[r], i, width)];
        if (!positions) continue;
        const float *position = positions + position_ids[r] * width;
        for (int64_t i = 0; i < width; i++) out[i] += position[i];
    }
}
