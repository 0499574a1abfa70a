// What the forward and backward passes of attention share: the parts of one (segment, head), in
// float32.
#ifndef CALQUE_KERNELS_ATTENTION_H
#define CALQUE_KERNELS_ATTENTION_H

#include "product.h"

/// The weights of how many query rows are in memory at a time.
enum { CK_FORWARD_ROWS = 24, CK_BACKWARD_ROWS = 48 };

/// The types are the attention's: constants in each of the bodies that there is for them.
typedef struct {
    ck_type type, key_type;
    const ck_attention *attention;
    ck_segment segment;
    int64_t head;
    int64_t weight_offset;  // of this segment and head's first weight
} ck_head;

CK_INLINE int64_t ck_longest(const ck_attention *attention) {
    int64_t longest = 0;
    for (int64_t s = 0; s < attention->segment_count; s++) {
        if (attention->segments[s].key_count > longest) longest = attention->segments[s].key_count;
    }
    return longest;
}

/// The keys that query i of the segment sees: a count.
CK_INLINE int64_t ck_seen(const ck_head *h, int64_t i) {
    const int64_t keys = h->segment.key_count;
    if (!h->attention->causal) return keys;
    const int64_t seen = i + 1 + keys - h->segment.query_count;
    return seen < 0 ? 0 : seen > keys ? keys : seen;
}

/// The address of this head's part of a row.
CK_INLINE void *ck_part(const ck_head *h, ck_type type, const void *data, int64_t stride,
                        int64_t row) {
    return ck_at(type, data, row * stride + h->head * h->attention->head_width);
}

/// The same of a row of queries or results.
CK_INLINE void *ck_head_row(const ck_head *h, ck_columns columns, int64_t row) {
    return ck_part(h, h->type, columns.data, columns.stride, row);
}

/// Which of the two matrices with a row for every key.
typedef enum { CK_KEYS, CK_VALUES } ck_side;

/// The address of key or value j of the segment.
CK_INLINE const void *ck_key(const ck_head *h, ck_side side, int64_t j) {
    const ck_attention *a = h->attention;
    const ck_blocks *blocks = a->blocks;
    const int64_t at = h->segment.key_start + j;
    if (!blocks) {
        const ck_columns columns = side == CK_KEYS ? a->key : a->value;
        return ck_part(h, h->key_type, columns.data, columns.stride, at);
    }
    const uint64_t place = blocks->places[at];
    const int64_t offset = side == CK_KEYS ? 0 : blocks->value_offset;
    const void *data = ck_at(h->key_type, blocks->matrices[place >> 32], offset);
    return ck_part(h, h->key_type, data, blocks->stride, (uint32_t)place);
}

/// out [padded(D)] = factor * a row of D elements; zeros beyond D.
CK_INLINE void ck_load_row(const ck_head *h, ck_type type, const void *row, float factor,
                           float *out) {
    const int64_t width = h->attention->head_width;
    for (int64_t c = 0; c < width; c += CK_LANES) {
        ck_vector values;
        ck_read(type, ck_at(type, row, c), width - c, &values);
        *(ck_vector *)(out + c) = factor * values;
    }
}

/// out [count, padded(D)] = factor * rows first ..< first + count of this head's columns; zeros
/// beyond D.
CK_INLINE void ck_load_rows(const ck_head *h, ck_columns columns, int64_t first, int64_t count,
                            float factor, float *out) {
    const int64_t width = ck_padded(h->attention->head_width);
    for (int64_t r = 0; r < count; r++)
        ck_load_row(h, h->type, ck_head_row(h, columns, first + r), factor, out + r * width);
}

/// Rows first ..< first + count of this head's columns = values [count, padded(D)], times
/// factors[r] unless that is NULL.
CK_INLINE void ck_store_rows(const ck_head *h, const float *values, const float *factors,
                             ck_columns columns, int64_t first, int64_t count) {
    const int64_t width = h->attention->head_width;
    for (int64_t r = 0; r < count; r++) {
        void *row = ck_head_row(h, columns, first + r);
        for (int64_t c = 0; c < width; c += CK_LANES, values += CK_LANES) {
            const ck_vector scaled = *(const ck_vector *)values * (factors ? factors[r] : 1.0f);
            ck_write(h->type, &scaled, width - c, ck_at(h->type, row, c));
        }
    }
}

/// out[i] = sum of the lanes of rows[i]: four rounds, each adding the halves of vector i and of its
/// partner, interleaved.
CK_INLINE void ck_sum_each(ck_vector rows[CK_LANES], ck_vector *out) {
    CK_UNROLLED for (int half = CK_LANES / 2; half > 0; half /= 2) {
        CK_UNROLLED for (int i = 0; i < half; i++) {
            const ck_vector a = rows[i], b = rows[i + half];
            rows[i] = __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22,
                                              7, 23) +
                      __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29,
                                              14, 30, 15, 31);
        }
    }
    *out = rows[0];
}

/// Transposes sixteen vectors: four rounds, each interleaving vector i with vector i + 8.
CK_INLINE void ck_transpose(ck_vector rows[CK_LANES]) {
    CK_UNROLLED for (int round = 0; round < 4; round++) {
        ck_vector next[CK_LANES];
        CK_UNROLLED for (int i = 0; i < 8; i++) {
            next[2 * i] = __builtin_shufflevector(rows[i], rows[i + 8], 0, 16, 1, 17, 2, 18, 3, 19,
                                                  4, 20, 5, 21, 6, 22, 7, 23);
            next[2 * i + 1] = __builtin_shufflevector(rows[i], rows[i + 8], 8, 24, 9, 25, 10, 26,
                                                      11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
        }
        CK_UNROLLED for (int i = 0; i < CK_LANES; i++) rows[i] = next[i];
    }
}

/// Column c of the `i`th of sixteen keys (or values) from `start` on; the last is repeated where
/// there are fewer.
CK_INLINE const void *ck_key_column(const ck_head *h, ck_side side, int64_t start, int64_t i,
                                    int64_t c) {
    const int64_t last = h->segment.key_count - 1, j = start + i < last ? start + i : last;
    return ck_at(h->key_type, ck_key(h, side, j), c);
}

/// out [16, 16] = transposed columns c ..< c + 16 of sixteen rows; only the first `count` columns
/// are there.
CK_INLINE void ck_transpose_columns(const ck_head *h, ck_side side, int64_t start, int64_t c,
                                    int64_t count, float *out) {
    ck_vector square[CK_LANES];
    CK_UNROLLED for (int i = 0; i < CK_LANES; i++)
        ck_read(h->key_type, ck_key_column(h, side, start, i, c), count, &square[i]);
    ck_transpose(square);
    memcpy(out, square, sizeof square);
}

/// out [32, 16] = transposed columns c ..< c + 32 of sixteen rows of bfloat16: pairs of columns are
/// transposed as one, then taken apart.
CK_INLINE void ck_transpose_pairs(const ck_head *h, ck_side side, int64_t start, int64_t c,
                                  float *out) {
    ck_vector square[CK_LANES];
    CK_UNROLLED for (int i = 0; i < CK_LANES; i++)
        memcpy(&square[i], ck_key_column(h, side, start, i, c), sizeof square[i]);
    ck_transpose(square);
    CK_UNROLLED for (int i = 0; i < CK_LANES; i++) {
        const ck_words pair = (ck_words)square[i];
        *(ck_vector *)(out + 2 * i * CK_LANES) = (ck_vector)(pair << 16);
        *(ck_vector *)(out + (2 * i + 1) * CK_LANES) = (ck_vector)(pair & 0xffff0000u);
    }
}

/// The key (or value) rows of this head as the right operand of queries times keys: panels of
/// sixteen keys, each [padded(D), 16].
CK_INLINE ck_right ck_load_transposed(const ck_head *h, ck_side side, float *out) {
    const int64_t width = h->attention->head_width, keys = h->segment.key_count,
                  panel = ck_padded(width) * CK_LANES;
    for (int64_t start = 0; start < keys; start += CK_LANES) {
        float *columns_out = out + start * ck_padded(width);
        int64_t c = 0;
        if (h->key_type == CK_BFLOAT16) {
            for (; c + 32 <= width; c += 32)
                ck_transpose_pairs(h, side, start, c, columns_out + c * CK_LANES);
        }
        for (; c + CK_LANES <= width; c += CK_LANES) {
            ck_transpose_columns(h, side, start, c, CK_LANES, columns_out + c * CK_LANES);
        }
        if (c < width)
            ck_transpose_columns(h, side, start, c, width - c, columns_out + c * CK_LANES);
    }
    return (ck_right){out, CK_LANES, panel};
}

#endif
