#include "vector.h"

CK_ANY_ORDER

static size_t row_size(ck_type type, int64_t width) {
    return (size_t)width * (type == CK_FLOAT32 ? 4 : 2);
}

void ck_gather_rows(ck_type type, const void *matrix, const int32_t *indices, void *out,
                    int64_t rows, int64_t width) {
    const size_t size = row_size(type, width);
    for (int64_t r = 0; r < rows; r++) {
        char *row = (char *)out + (size_t)r * size;
        if (indices[r] < 0) memset(row, 0, size);
        else memcpy(row, (const char *)matrix + (size_t)indices[r] * size, size);
    }
}

CK_INLINE void scatter(ck_type type, const void *matrix, const int32_t *indices, void *out,
                       int64_t rows, int64_t width) {
    for (int64_t r = 0; r < rows; r++) {
        if (indices[r] < 0) continue;
        const void *from = ck_at(type, matrix, r * width);
        void *to = ck_at(type, out, indices[r] * width);
        CK_INDEPENDENT
        for (int64_t c = 0; c < width; c++)
            ck_store(type, to, c, ck_load(type, to, c) + ck_load(type, from, c));
    }
}

CK_VECTORISED void ck_scatter_rows(ck_type type, const void *matrix, const int32_t *indices,
                                   void *out, int64_t rows, int64_t width) {
    CK_FOR_TYPE(type, scatter, matrix, indices, out, rows, width);
}

void ck_copy_columns(ck_type from, const void *source, int64_t source_stride, ck_type to, void *out,
                     int64_t out_stride, int64_t rows, int64_t width) {
    const size_t size = row_size(to, width);
    for (int64_t r = 0; r < rows; r++) {
        const void *row = ck_at(from, source, r * source_stride);
        void *target = ck_at(to, out, r * out_stride);
        if (from == to) memcpy(target, row, size);
        else ck_convert(from, row, to, target, width);
    }
}
