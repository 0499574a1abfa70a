// Guided alignment (Chen et al. 2016): one head of an attention learns where to look.
#include "softmax_row.h"

CK_ANY_ORDER

CK_INLINE float dot(ck_type type, const void *a, const void *b, int64_t width) {
    float sum = 0;
    CK_INDEPENDENT
    for (int64_t c = 0; c < width; c++) sum += ck_load(type, a, c) * ck_load(type, b, c);
    return sum;
}

/// The row of a matrix.
CK_INLINE void *row(ck_type type, ck_columns columns, int64_t r) {
    return ck_at(type, columns.data, r * columns.stride);
}

/// The scores become exp(x - largest) over the sum of that. Returns the log of the sum of exp(x).
CK_INLINE float softmax(float *x, int64_t count) {
    const float largest = ck_largest(x, count);
    float sum = 0;
    CK_INDEPENDENT
    for (int64_t c = 0; c < count; c++) {
        x[c] = ck_exp(x[c] - largest);
        sum += x[c];
    }
    const float factor = 1.0f / sum;
    CK_INDEPENDENT
    for (int64_t c = 0; c < count; c++) x[c] *= factor;
    return largest + ck_log(sum);
}

/// The loss of a query that has links, whose scores become weight * (p - A).
CK_INLINE float query_loss(const int32_t *links, int64_t link_count, int64_t key_start,
                           float weight, float *scores, int64_t key_count) {
    const float share = 1.0f / (float)link_count;
    float linked = 0;
    for (int64_t l = 0; l < link_count; l++) linked += scores[links[l] - key_start];
    const float loss = softmax(scores, key_count) - share * linked;
    CK_INDEPENDENT
    for (int64_t j = 0; j < key_count; j++) scores[j] *= weight;
    for (int64_t l = 0; l < link_count; l++) scores[links[l] - key_start] -= weight * share;
    return loss;
}

CK_INLINE double forward(ck_type type, const ck_attention *a, const ck_links *links, float weight,
                         float *score_gradient) {
    double total = 0;
    for (int64_t s = 0; s < a->segment_count; s++) {
        const ck_segment segment = a->segments[s];
        for (int64_t i = 0; i < segment.query_count; i++, score_gradient += segment.key_count) {
            const int64_t query = segment.query_start + i;
            const int64_t first = links->offsets[query];
            const int64_t count = links->offsets[query + 1] - first;
            if (count == 0) continue;
            for (int64_t j = 0; j < segment.key_count; j++) {
                score_gradient[j] =
                    a->scale * dot(type, row(type, a->query, query),
                                   row(type, a->key, segment.key_start + j), a->head_width);
            }
            total += (double)query_loss(links->keys + first, count, segment.key_start, weight,
                                        score_gradient, segment.key_count);
        }
    }
    return total;
}

CK_VECTORISED double ck_alignment_loss_forward(const ck_attention *attention,
                                               const ck_links *links, float weight,
                                               float *score_gradient) {
    return attention->type == CK_FLOAT32
               ? forward(CK_FLOAT32, attention, links, weight, score_gradient)
               : forward(CK_BFLOAT16, attention, links, weight, score_gradient);
}

/// sum += factor * x
CK_INLINE void add_scaled(ck_type type, float factor, const void *x, float *sum, int64_t width) {
    CK_INDEPENDENT
    for (int64_t c = 0; c < width; c++) sum[c] += factor * ck_load(type, x, c);
}

/// to += factor * sum, and the sum begins anew.
CK_INLINE void hand_over(ck_type type, float factor, float *sum, void *to, int64_t width) {
    CK_INDEPENDENT
    for (int64_t c = 0; c < width; c++) {
        ck_store(type, to, c, ck_load(type, to, c) + factor * sum[c]);
        sum[c] = 0;
    }
}

CK_INLINE void backward(ck_type type, const ck_attention *a, const ck_links *links,
                        const float *score_gradient, ck_columns query_gradient,
                        ck_columns key_gradient, float *sum) {
    const int64_t width = a->head_width;
    const int32_t *offsets = links->offsets;
    memset(sum, 0, (size_t)width * sizeof *sum);
    for (int64_t s = 0; s < a->segment_count; s++) {
        const ck_segment segment = a->segments[s];
        const int64_t queries = segment.query_start, keys = segment.key_start;
        const int64_t count = segment.key_count;
        for (int64_t i = 0; i < segment.query_count; i++) {
            if (offsets[queries + i] == offsets[queries + i + 1]) continue;
            for (int64_t j = 0; j < count; j++)
                add_scaled(type, score_gradient[i * count + j], row(type, a->key, keys + j), sum,
                           width);
            hand_over(type, a->scale, sum, row(type, query_gradient, queries + i), width);
        }
        for (int64_t j = 0; j < count; j++) {
            for (int64_t i = 0; i < segment.query_count; i++) {
                if (offsets[queries + i] == offsets[queries + i + 1]) continue;
                add_scaled(type, score_gradient[i * count + j], row(type, a->query, queries + i),
                           sum, width);
            }
            hand_over(type, a->scale, sum, row(type, key_gradient, keys + j), width);
        }
        score_gradient += segment.query_count * count;
    }
}

CK_VECTORISED void ck_alignment_loss_backward(const ck_attention *attention, const ck_links *links,
                                              const float *score_gradient,
                                              ck_columns query_gradient, ck_columns key_gradient,
                                              float *sum) {
    if (attention->type == CK_FLOAT32)
        backward(CK_FLOAT32, attention, links, score_gradient, query_gradient, key_gradient, sum);
    else
        backward(CK_BFLOAT16, attention, links, score_gradient, query_gradient, key_gradient, sum);
}
