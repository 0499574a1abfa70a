// Attention of one query, as in decoding word by word, all heads at once: a row of keys or values
// is read from end to end. Scores lie key by key, [keys, heads], so that the lanes of a vector are
// heads (over and over, when there are fewer than lanes), and a softmax needs no sums across them.
// Here `weights` are not normalised: what normalises them is the inverse of their sum.
#ifndef CALQUE_KERNELS_ATTENTION_SINGLE_H
#define CALQUE_KERNELS_ATTENTION_SINGLE_H

#include "attention.h"

/// Vectors of values whose sums are formed at a time: half of the registers of AVX-512, or of NEON,
/// where a vector takes four.
#ifdef __aarch64__
enum { CK_SINGLE_VECTORS = 4 };
#else
enum { CK_SINGLE_VECTORS = 16 };
#endif

/// Whether the lanes of a vector are whole sets of heads, and the width of a head is one of the two
/// that the body is compiled for.
CK_INLINE int ck_is_single(const ck_attention *a, ck_segment s) {
    return s.query_count == 1 && CK_LANES % a->heads == 0 &&
           (a->head_width == 32 || a->head_width == 64) && a->dropout.probability == 0;
}

/// Asks for the row that will be read after this one. Rows lie scattered, so that the processor
/// does not see by itself what comes next.
CK_INLINE void ck_fetch_row(ck_type type, const void *row, int64_t width) {
    const char *line = row, *end = ck_at(type, row, width);
    for (; line < end; line += 64) __builtin_prefetch(line);
}

/// scores[j * heads + head] = query . key j, for every key and head; query [heads, width].
CK_INLINE void ck_single_scores(const ck_head *h, const int width, const float *query,
                                float *scores) {
    const int64_t keys = h->segment.key_count, heads = h->attention->heads, all = heads * width;
    ck_vector sums[CK_LANES];
    for (int64_t first = 0; first < keys; first += CK_LANES / heads) {
        for (int64_t i = 0; i < CK_LANES; i += heads) {
            const int64_t j = first + i / heads;
            for (int64_t head = 0; head < heads; head++) sums[i + head] = 0;
            if (j >= keys) continue;
            const void *key = ck_key(h, CK_KEYS, j);
            ck_fetch_row(h->key_type, ck_key(h, CK_VALUES, j), all);
            if (j + 2 < keys) ck_fetch_row(h->key_type, ck_key(h, CK_KEYS, j + 2), all);
            for (int64_t head = 0; head < heads; head++) {
                ck_vector sum = 0;
                CK_UNROLLED for (int c = 0; c < width; c += CK_LANES) {
                    ck_vector values;
                    ck_read_all(h->key_type, ck_at(h->key_type, key, head * width + c), &values);
                    sum += *(const ck_vector *)(query + head * width + c) * values;
                }
                sums[i + head] = sum;
            }
        }
        ck_sum_each(sums, (ck_vector *)(scores + first * heads));
    }
}

/// Every lane with the one `distance` lanes after it, around the end.
CK_INLINE void ck_rotate(const ck_vector *x, int64_t distance, ck_vector *out) {
    float twice[2 * CK_LANES];
    memcpy(twice, x, sizeof *x);
    memcpy(twice + CK_LANES, x, sizeof *x);
    memcpy(out, twice + distance, sizeof *out);
}

/// scores = exp(scores - the head's largest); `largest` and `sum` of those are, lane by lane, the
/// lane's head's.
CK_INLINE void ck_single_weights(int64_t keys, int64_t heads, float *scores, ck_vector *largest,
                                 ck_vector *sum) {
    const int64_t pairs = keys * heads;
    ck_vector rotated;
    *largest = -INFINITY;
    *sum = 0;
    for (int64_t p = 0; p < pairs; p += CK_LANES) {
        ck_keep_first(pairs - p, -INFINITY, (ck_vector *)(scores + p));
        *largest = __builtin_elementwise_max(*largest, *(ck_vector *)(scores + p));
    }
    for (int64_t distance = heads; distance < CK_LANES; distance *= 2) {
        ck_rotate(largest, distance, &rotated);
        *largest = __builtin_elementwise_max(*largest, rotated);
    }
    for (int64_t p = 0; p < pairs; p += CK_LANES) {
        ck_vector weights = *(ck_vector *)(scores + p) - *largest;
        ck_exp_all(&weights);
        *(ck_vector *)(scores + p) = weights;
        *sum += weights;
    }
    for (int64_t distance = heads; distance < CK_LANES; distance *= 2) {
        ck_rotate(sum, distance, &rotated);
        *sum += rotated;
    }
}

/// Columns first ..< first + 16 * vectors of `out` = sum over keys of weights[j, head] * value j,
/// normalised. `first` is the first column of a head.
CK_INLINE void ck_single_values(const ck_head *h, const int width, const int vectors, int64_t first,
                                const float *weights, const float *inverse, void *out) {
    const int64_t keys = h->segment.key_count, heads = h->attention->heads;
    const int64_t head = first / width;
    ck_vector sums[CK_SINGLE_VECTORS];
    CK_UNROLLED for (int v = 0; v < vectors; v++) sums[v] = 0;
    for (int64_t j = 0; j < keys; j++) {
        const void *value = ck_at(h->key_type, ck_key(h, CK_VALUES, j), first);
        CK_UNROLLED for (int v = 0; v < vectors; v++) {
            ck_vector values;
            ck_read_all(h->key_type, ck_at(h->key_type, value, v * CK_LANES), &values);
            sums[v] += weights[j * heads + head + v * CK_LANES / width] * values;
        }
    }
    CK_UNROLLED for (int v = 0; v < vectors; v++) {
        const ck_vector mean = sums[v] * inverse[head + v * CK_LANES / width];
        ck_write_all(h->type, &mean, ck_at(h->type, out, first + v * CK_LANES));
    }
}

#endif
