// Attention of a few queries: keys and values are read where they are, since bringing them into
// another order would cost more than the products.
#ifndef CALQUE_KERNELS_ATTENTION_FEW_H
#define CALQUE_KERNELS_ATTENTION_FEW_H

#include "attention.h"

/// Up to this many queries of a segment.
enum { CK_FEW = 2 };

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
    const int64_t keys = h->segment.key_count;
    for (int64_t start = 0; start < keys; start += CK_LANES) {
        const int64_t count = keys - start < CK_LANES ? keys - start : CK_LANES;
        ck_vector sums[CK_LANES];
        for (int64_t i = 0; i < count; i++) {
            ck_partial_product(h->key_type, query, ck_key(h, CK_KEYS, start + i), width, &sums[i]);
        }
        for (int64_t i = count; i < CK_LANES; i++) sums[i] = 0;
        ck_sum_each(sums, (ck_vector *)(scores + start));
    }
}

/// Sixteen columns of value j, from c on.
CK_INLINE void ck_read_value(const ck_head *h, int64_t j, int64_t c, int64_t width,
                             ck_vector *out) {
    ck_read(h->key_type, ck_at(h->key_type, ck_key(h, CK_VALUES, j), c), width - c, out);
}

/// out[0 ..< padded(D)] = sum over the first `count` keys of weights[j] * value j. Two sums, so
/// that one addition need not wait for the other.
CK_INLINE void ck_few_values(const ck_head *h, int64_t width, const float *weights, int64_t count,
                             float *out) {
    for (int64_t c = 0; c < width; c += CK_LANES) {
        ck_vector even = 0, odd = 0, values;
        for (int64_t j = 0; j < count; j++) {
            ck_read_value(h, j, c, width, &values);
            even += weights[j] * values;
            if (++j == count) break;
            ck_read_value(h, j, c, width, &values);
            odd += weights[j] * values;
        }
        *(ck_vector *)(out + c) = even + odd;
    }
}

#endif
