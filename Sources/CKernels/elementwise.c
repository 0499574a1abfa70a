#include "dropout.h"

CK_ANY_ORDER

uint32_t ck_dropout_hash(uint64_t seed, uint64_t index) {
    return ck_mix32((uint32_t)index, ck_first_key(seed, (uint32_t)(index >> 32)),
                    ck_second_key(seed));
}

CK_INLINE void add(ck_type type, const void *source, void *destination, int64_t count) {
    CK_INDEPENDENT
    for (int64_t i = 0; i < count; i++) {
        ck_store(type, destination, i, ck_load(type, destination, i) + ck_load(type, source, i));
    }
}

CK_VECTORISED void ck_add(ck_type type, const void *source, void *destination, int64_t count) {
    CK_FOR_TYPE(type, add, source, destination, count);
}

CK_INLINE void scale(ck_type type, float factor, const void *source, void *destination,
                     int64_t count) {
    CK_INDEPENDENT
    for (int64_t i = 0; i < count; i++)
        ck_store(type, destination, i, factor * ck_load(type, source, i));
}

CK_VECTORISED void ck_scale(ck_type type, float factor, const void *source, void *destination,
                            int64_t count) {
    CK_FOR_TYPE(type, scale, factor, source, destination, count);
}

/// out[i] = input[i] + dropout(branch[i]), without the input when it is NULL; [count], the first
/// being element `start` of its matrix.
CK_INLINE void residual(ck_type type, int on, int has_input, const void *input, const void *branch,
                        ck_dropout dropout, int64_t start, void *out, int64_t count) {
    const ck_dropout_run run = ck_dropout_from(dropout, (uint64_t)start);
    CK_INDEPENDENT
    for (int64_t i = 0; i < count; i++) {
        const float kept = ck_dropped(on, &run, (uint32_t)i, ck_load(type, branch, i));
        ck_store(type, out, i, has_input ? ck_load(type, input, i) + kept : kept);
    }
}

/// A dropout run is shorter than 2^32 elements.
static const int64_t longest_run = (int64_t)1 << 30;

CK_INLINE void dropout_apply(ck_type type, const void *source, ck_dropout dropout,
                             void *destination, int64_t count) {
    for (int64_t i = 0; i < count; i += longest_run) {
        const int64_t length = count - i < longest_run ? count - i : longest_run;
        residual(type, 1, 0, NULL, ck_at(type, source, i), dropout, i, ck_at(type, destination, i),
                 length);
    }
}

CK_VECTORISED void ck_dropout_apply(ck_type type, const void *source, ck_dropout dropout,
                                    void *destination, int64_t count) {
    if (dropout.probability > 0)
        CK_FOR_TYPE(type, dropout_apply, source, dropout, destination, count);
    else if (source != destination) ck_convert(type, source, type, destination, count);
}

CK_INLINE void residual_runs(ck_type type, int on, const void *input, const void *branch,
                             ck_dropout dropout, void *out, int64_t count) {
    for (int64_t i = 0; i < count; i += longest_run) {
        const int64_t length = count - i < longest_run ? count - i : longest_run;
        residual(type, on, 1, ck_at(type, input, i), ck_at(type, branch, i), dropout, i,
                 ck_at(type, out, i), length);
    }
}

CK_VECTORISED void ck_residual(ck_type type, const void *input, const void *branch,
                               ck_dropout dropout, void *out, int64_t count) {
    CK_FOR_TYPE_AND(type, dropout.probability > 0, residual_runs, input, branch, dropout, out,
                    count);
}

/// Four rows at a time, so that the sums are read and written once for the four.
CK_INLINE void column_sums(ck_type type, const void *matrix, int64_t rows, int64_t columns,
                           float *sums) {
    int64_t r = 0;
    for (; r + 4 <= rows; r += 4) {
        const void *first = ck_at(type, matrix, r * columns), *second = ck_at(type, first, columns);
        const void *third = ck_at(type, second, columns), *fourth = ck_at(type, third, columns);
        CK_INDEPENDENT
        for (int64_t c = 0; c < columns; c++) {
            sums[c] += (ck_load(type, first, c) + ck_load(type, second, c)) +
                       (ck_load(type, third, c) + ck_load(type, fourth, c));
        }
    }
    for (; r < rows; r++) {
        const void *row = ck_at(type, matrix, r * columns);
        CK_INDEPENDENT
        for (int64_t c = 0; c < columns; c++) sums[c] += ck_load(type, row, c);
    }
}

CK_VECTORISED void ck_column_sums(ck_type type, const void *matrix, int64_t rows, int64_t columns,
                                  float *sums) {
    CK_FOR_TYPE(type, column_sums, matrix, rows, columns, sums);
}
