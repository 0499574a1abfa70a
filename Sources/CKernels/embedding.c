#include "dropout.h"

CK_ANY_ORDER

/// out[c] = dropout(scale * embedding[c] + position[c]), [width]
CK_INLINE void forward_row(ck_type type, int on, const void *embedding, const float *position,
                           float scale, const ck_dropout_run *run, void *out, int64_t width) {
    CK_INDEPENDENT
    for (int64_t c = 0; c < width; c++) {
        const float scaled = scale * ck_load(type, embedding, c);
        ck_store(type, out, c,
                 ck_dropped(on, run, (uint32_t)c, position ? scaled + position[c] : scaled));
    }
}

CK_INLINE void forward(ck_type type, int on, const void *table, const int32_t *ids,
                       const float *positions, const int32_t *position_ids, float scale,
                       ck_dropout dropout, void *out, int64_t rows, int64_t width) {
    for (int64_t r = 0; r < rows; r++) {
        const ck_dropout_run run = ck_dropout_from(dropout, (uint64_t)(r * width));
        const void *embedding = ck_at(type, table, ids[r] * width);
        void *row = ck_at(type, out, r * width);
        if (positions)
            forward_row(type, on, embedding, positions + position_ids[r] * width, scale, &run, row,
                        width);
        else forward_row(type, on, embedding, NULL, scale, &run, row, width);
    }
}

CK_VECTORISED void ck_embedding_forward(ck_type type, const void *table, const int32_t *ids,
                                        const float *positions, const int32_t *position_ids,
                                        float scale, ck_dropout dropout, void *out, int64_t rows,
                                        int64_t width) {
    CK_FOR_TYPE_AND(type, dropout.probability > 0, forward, table, ids, positions, position_ids,
                    scale, dropout, out, rows, width);
}

CK_INLINE void backward(ck_type type, int on, const void *out_gradient, const int32_t *ids,
                        float scale, ck_dropout dropout, float *table_gradient, int64_t rows,
                        int64_t width) {
    for (int64_t r = 0; r < rows; r++) {
        if (ids[r] < 0) continue;
        const ck_dropout_run run = ck_dropout_from(dropout, (uint64_t)(r * width));
        const void *gradient = ck_at(type, out_gradient, r * width);
        float *sums = table_gradient + ids[r] * width;
        CK_INDEPENDENT
        for (int64_t c = 0; c < width; c++)
            sums[c] += scale * ck_dropped(on, &run, (uint32_t)c, ck_load(type, gradient, c));
    }
}

CK_VECTORISED void ck_embedding_backward(ck_type type, const void *out_gradient, const int32_t *ids,
                                         float scale, ck_dropout dropout, float *table_gradient,
                                         int64_t rows, int64_t width) {
    CK_FOR_TYPE_AND(type, dropout.probability > 0, backward, out_gradient, ids, scale, dropout,
                    table_gradient, rows, width);
}
