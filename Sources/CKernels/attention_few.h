// Attention of a few queries, as in decoding word by word: keys and values are read where they are,
// since bringing them into another order would cost more than the products.
#ifndef CALQUE_KERNELS_ATTENTION_FEW_H
#define CALQUE_KERNELS_ATTENTION_FEW_H

#include "attention.h"

/// Up to this many queries of a segment.
enum { CK_FEW = 2 };

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

/// query . row; [width] and a row of `type`.
CK_INLINE void ck_partial_product(ck_type type, const float *query, const void *row, int64_t width,
                                  ck_vector *sum) {
    *sum = 0;
    for (int64_t c = 0; c < width; c += CK_LANES) {
        ck_vector values;
        ck_read(type, ck_at(type, row, c), width - c, &values);
        *sum += *(const ck_vector *)(query + c) * values;
    }
}

/// scores[j] = query . key j, for every key; query [padded(D)], scores [padded(keys)].
CK_INLINE void ck_few_scores(const ck_head *h, int64_t width, const float *query, float *scores) {
    const int64_t keys = h->segment.key_count, stride = h->attention->key.stride;
    const void *key = ck_head_row(h, h->attention->key, h->segment.key_start);
    for (int64_t start = 0; start < keys; start += CK_LANES) {
        const int64_t count = keys - start < CK_LANES ? keys - start : CK_LANES;
        ck_vector sums[CK_LANES];
        for (int64_t i = 0; i < count; i++) {
            ck_partial_product(h->type, query, key, width, &sums[i]);
            key = ck_at(h->type, key, stride);
        }
        for (int64_t i = count; i < CK_LANES; i++) sums[i] = 0;
        ck_sum_each(sums, (ck_vector *)(scores + start));
    }
}

/// out[0 ..< padded(D)] = sum over the first `count` keys of weights[j] * value j. Two sums, so
/// that one addition need not wait for the other.
CK_INLINE void ck_few_values(const ck_head *h, int64_t width, const float *weights, int64_t count,
                             float *out) {
    const int64_t stride = h->attention->value.stride;
    const void *first = ck_head_row(h, h->attention->value, h->segment.key_start);
    for (int64_t c = 0; c < width; c += CK_LANES) {
        const void *value = ck_at(h->type, first, c);
        ck_vector even = 0, odd = 0, values;
        for (int64_t j = 0; j < count; j++) {
            ck_read(h->type, value, width - c, &values);
            even += weights[j] * values;
            value = ck_at(h->type, value, stride);
            if (++j == count) break;
            ck_read(h->type, value, width - c, &values);
            odd += weights[j] * values;
            value = ck_at(h->type, value, stride);
        }
        *(ck_vector *)(out + c) = even + odd;
    }
}

#endif
