#include "attention.h"
#include "dropout.h"

CK_ANY_ORDER

/// The scratch of one call, [rows, columns] each.
typedef struct {
    float *keys;             // [padded(keys), padded(D)], transposed in panels
    float *values;           // [padded(keys), padded(D)], transposed in panels
    float *scaled_keys;      // [keys, padded(D)]
    float *key_gradient;     // [keys, padded(D)]
    float *value_gradient;   // [keys, padded(D)]
    float *queries;          // [CK_BACKWARD_ROWS, padded(D)], scaled
    float *out_gradient;     // [CK_BACKWARD_ROWS, padded(D)]
    float *query_gradient;   // [CK_BACKWARD_ROWS, padded(D)]
    float *weights;          // [CK_BACKWARD_ROWS, padded(keys)]
    float *weight_gradient;  // [CK_BACKWARD_ROWS, padded(keys)]
} buffers;

static buffers divide(const ck_attention *attention, void *workspace) {
    const int64_t keys = ck_padded(ck_longest(attention)), width = ck_padded(attention->head_width);
    buffers b;
    b.keys = workspace;
    b.values = b.keys + keys * width;
    b.scaled_keys = b.values + keys * width;
    b.key_gradient = b.scaled_keys + keys * width;
    b.value_gradient = b.key_gradient + keys * width;
    b.queries = b.value_gradient + keys * width;
    b.out_gradient = b.queries + CK_BACKWARD_ROWS * width;
    b.query_gradient = b.out_gradient + CK_BACKWARD_ROWS * width;
    b.weights = b.query_gradient + CK_BACKWARD_ROWS * width;
    b.weight_gradient = b.weights + CK_BACKWARD_ROWS * keys;
    return b;
}

/// The backward pass needs more than the forward pass.
int64_t ck_attention_workspace(const ck_attention *attention) {
    const int64_t keys = ck_padded(ck_longest(attention)), width = ck_padded(attention->head_width);
    return (5 * keys * width + CK_BACKWARD_ROWS * (3 * width + 2 * keys)) * (int64_t)sizeof(float);
}

/// What the softmax's gradient subtracts: the sum over a row of P dP, which is the sum over the
/// head's columns of dO O, with dropout too.
CK_INLINE float row_correction(const ck_head *h, ck_columns out, ck_columns out_gradient,
                               int64_t row) {
    const int64_t width = h->attention->head_width;
    const void *outs = ck_head_row(h, out, row), *gradients = ck_head_row(h, out_gradient, row);
    ck_vector sum = 0;
    for (int64_t c = 0; c < width; c += CK_LANES) {
        ck_vector o, g;
        ck_read(h->type, ck_at(h->type, outs, c), width - c, &o);
        ck_read(h->type, ck_at(h->type, gradients, c), width - c, &g);
        sum += o * g;
    }
    return ck_sum_lanes(&sum);
}

/// From scores S and dropped-out weights' gradients dP, [limit] each:
/// P = exp(S - log_sum_exp); scores become dropout(P), gradients become dS = P (dropout(dP) -
/// correction).
CK_INLINE void differentiate_row(int on, const ck_head *h, int64_t i, float log_sum_exp,
                                 float correction, int32_t limit, float *scores, float *gradients) {
    const int64_t index = h->weight_offset + i * h->segment.key_count;
    const ck_dropout_run run = ck_dropout_from(h->attention->dropout, (uint64_t)index);
    const int32_t seen = (int32_t)ck_seen(h, i);
    CK_INDEPENDENT
    for (int32_t j = 0; j < limit; j++) {
        const float weight = j < seen ? ck_exp(scores[j] - log_sum_exp) : 0;
        const float factor = ck_dropped(on, &run, (uint32_t)j, 1.0f);
        gradients[j] = weight * (factor * gradients[j] - correction);
        scores[j] = weight * factor;
    }
}

/// Queries first ..< first + count: their gradient, and their addends to the gradients of keys and
/// values.
CK_INLINE void backward_rows(const ck_head *h, const buffers *b, ck_right keys, ck_right values,
                             int64_t first, int64_t count, ck_columns out, const float *log_sum_exp,
                             ck_columns out_gradient, ck_columns query_gradient) {
    const ck_attention *a = h->attention;
    const int64_t width = ck_padded(a->head_width), vectors = width / CK_LANES,
                  stride = ck_padded(h->segment.key_count);
    const int64_t limit = ck_seen(h, first + count - 1), row = h->segment.query_start + first;
    const ck_left queries = {b->queries, width, 1}, gradients = {b->out_gradient, width, 1};
    ck_load_rows(h, a->query, row, count, a->scale, b->queries);
    ck_load_rows(h, out_gradient, row, count, 1, b->out_gradient);
    ck_product(queries, keys, a->head_width, 0, b->weights, stride, count,
               ck_padded(limit) / CK_LANES);
    ck_product(gradients, values, a->head_width, 0, b->weight_gradient, stride, count,
               ck_padded(limit) / CK_LANES);
    for (int64_t i = 0; i < count; i++) {
        const float log_sum = log_sum_exp[(row + i) * a->heads + h->head];
        const float correction = row_correction(h, out, out_gradient, row + i);
        float *scores = b->weights + i * stride, *score_gradients = b->weight_gradient + i * stride;
        const int32_t length = (int32_t)ck_padded(limit);
        if (a->dropout.probability > 0)
            differentiate_row(1, h, first + i, log_sum, correction, length, scores,
                              score_gradients);
        else
            differentiate_row(0, h, first + i, log_sum, correction, length, scores,
                              score_gradients);
    }
    // dQ = dS (scale K);  dK += dS^T (scale Q);  dV += dropout(P)^T dO
    const ck_left rows = {b->weight_gradient, stride, 1};
    const ck_left transposed = {b->weight_gradient, 1, stride},
                  weights_transposed = {b->weights, 1, stride};
    const ck_right scaled_keys = {b->scaled_keys, width, CK_LANES};
    const ck_right scaled_queries = {b->queries, width, CK_LANES},
                   out_gradients = {b->out_gradient, width, CK_LANES};
    ck_product(rows, scaled_keys, limit, 0, b->query_gradient, width, count, vectors);
    ck_product(transposed, scaled_queries, count, 1, b->key_gradient, width, limit, vectors);
    ck_product(weights_transposed, out_gradients, count, 1, b->value_gradient, width, limit,
               vectors);
    ck_store_rows(h, b->query_gradient, NULL, query_gradient, row, count);
}

CK_INLINE void backward_head(const ck_head *h, const buffers *b, ck_columns out,
                             const float *log_sum_exp, ck_columns out_gradient,
                             ck_columns query_gradient, ck_columns key_gradient,
                             ck_columns value_gradient) {
    const ck_segment s = h->segment;
    const ck_attention *a = h->attention;
    const size_t bytes = (size_t)(s.key_count * ck_padded(a->head_width)) * sizeof(float);
    const ck_right keys = ck_load_transposed(h, CK_KEYS, b->keys),
                   values = ck_load_transposed(h, CK_VALUES, b->values);
    ck_load_rows(h, a->key, s.key_start, s.key_count, a->scale, b->scaled_keys);
    memset(b->key_gradient, 0, bytes);
    memset(b->value_gradient, 0, bytes);
    for (int64_t i = 0; i < s.query_count; i += CK_BACKWARD_ROWS) {
        const int64_t count =
            s.query_count - i < CK_BACKWARD_ROWS ? s.query_count - i : CK_BACKWARD_ROWS;
        backward_rows(h, b, keys, values, i, count, out, log_sum_exp, out_gradient, query_gradient);
    }
    ck_store_rows(h, b->key_gradient, NULL, key_gradient, s.key_start, s.key_count);
    ck_store_rows(h, b->value_gradient, NULL, value_gradient, s.key_start, s.key_count);
}

CK_INLINE void backward(ck_type type, const ck_attention *attention, const buffers *b,
                        ck_columns out, const float *log_sum_exp, ck_columns out_gradient,
                        ck_columns query_gradient, ck_columns key_gradient,
                        ck_columns value_gradient) {
    ck_head head = {.type = type, .key_type = type, .attention = attention, .weight_offset = 0};
    for (int64_t s = 0; s < attention->segment_count; s++) {
        head.segment = attention->segments[s];
        for (head.head = 0; head.head < attention->heads; head.head++) {
            backward_head(&head, b, out, log_sum_exp, out_gradient, query_gradient, key_gradient,
                          value_gradient);
            head.weight_offset += head.segment.query_count * head.segment.key_count;
        }
    }
}

CK_VECTORISED void ck_attention_backward(const ck_attention *attention, ck_columns out,
                                         const float *log_sum_exp, ck_columns out_gradient,
                                         ck_columns query_gradient, ck_columns key_gradient,
                                         ck_columns value_gradient, void *workspace) {
    const buffers b = divide(attention, workspace);
    CK_FOR_TYPE(attention->type, backward, attention, &b, out, log_sum_exp, out_gradient,
                query_gradient, key_gradient, value_gradient);
}
