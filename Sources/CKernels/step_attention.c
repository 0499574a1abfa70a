// The attention of recurrent decoders (Bahdanau et al. 2015, appendix A.1.2; Luong et al. 2015,
// section 3.1).
#include "softmax_row.h"

CK_ANY_ORDER

CK_INLINE float dot(const float *a, const float *b, int64_t width) {
    float sum = 0;
    CK_INDEPENDENT
    for (int64_t c = 0; c < width; c++) sum += a[c] * b[c];
    return sum;
}

CK_INLINE float additive(const float *query, const float *key, const float *vector, int64_t width) {
    float sum = 0;
    CK_INDEPENDENT
    for (int64_t c = 0; c < width; c++) sum += vector[c] * ck_tanh(query[c] + key[c]);
    return sum;
}

/// to += factor * from
CK_INLINE void add_scaled(float factor, const float *from, float *to, int64_t width) {
    CK_INDEPENDENT
    for (int64_t c = 0; c < width; c++) to[c] += factor * from[c];
}

CK_INLINE void forward(const ck_step_attention *a, float *out, float *weights) {
    const int64_t keys = a->key_width, values = a->value_width;
    for (int64_t s = 0; s < a->segment_count; s++) {
        const ck_segment segment = a->segments[s];
        const float *query = a->query + segment.query_start * keys;
        float *result = out + segment.query_start * values;
        for (int64_t j = 0; j < segment.key_count; j++) {
            const float *key = a->key + (segment.key_start + j) * keys;
            weights[j] = a->score == CK_SCORE_DOT ? dot(query, key, keys)
                                                  : additive(query, key, a->vector, keys);
        }
        ck_softmax_row(weights, segment.key_count);
        memset(result, 0, (size_t)values * sizeof *result);
        for (int64_t j = 0; j < segment.key_count; j++)
            add_scaled(weights[j], a->value + (segment.key_start + j) * values, result, values);
        weights += segment.key_count;
    }
}

CK_VECTORISED void ck_step_attention_forward(const ck_step_attention *attention, float *out,
                                             float *weights) {
    forward(attention, out, weights);
}

CK_INLINE void dot_backward(float gradient, const float *query, const float *key,
                            float *query_gradient, float *key_gradient, int64_t width) {
    add_scaled(gradient, key, query_gradient, width);
    add_scaled(gradient, query, key_gradient, width);
}

CK_INLINE void additive_backward(float gradient, const float *query, const float *key,
                                 const float *vector, float *query_gradient, float *key_gradient,
                                 float *vector_gradient, int64_t width) {
    CK_INDEPENDENT
    for (int64_t c = 0; c < width; c++) {
        const float t = ck_tanh(query[c] + key[c]);
        const float inner = gradient * vector[c] * (1.0f - t * t);
        vector_gradient[c] += gradient * t;
        query_gradient[c] += inner;
        key_gradient[c] += inner;
    }
}

CK_INLINE void backward(const ck_step_attention *a, const float *out, const float *weights,
                        const float *out_gradient, float *query_gradient, float *key_gradient,
                        float *value_gradient, float *vector_gradient) {
    const int64_t keys = a->key_width, values = a->value_width;
    for (int64_t s = 0; s < a->segment_count; s++) {
        const ck_segment segment = a->segments[s];
        const float *gradient = out_gradient + segment.query_start * values;
        // The softmax's gradient takes off the mean of the weights' gradients, which is the
        // gradient times the result.
        const float mean = dot(gradient, out + segment.query_start * values, values);
        for (int64_t j = 0; j < segment.key_count; j++) {
            const int64_t row = segment.key_start + j;
            const float *query = a->query + segment.query_start * keys, *key = a->key + row * keys;
            const float score_gradient =
                weights[j] * (dot(gradient, a->value + row * values, values) - mean);
            float *of_query = query_gradient + segment.query_start * keys,
                  *of_key = key_gradient + row * keys;
            add_scaled(weights[j], gradient, value_gradient + row * values, values);
            if (a->score == CK_SCORE_DOT)
                dot_backward(score_gradient, query, key, of_query, of_key, keys);
            else
                additive_backward(score_gradient, query, key, a->vector, of_query, of_key,
                                  vector_gradient, keys);
        }
        weights += segment.key_count;
    }
}

CK_VECTORISED void ck_step_attention_backward(const ck_step_attention *attention, const float *out,
                                              const float *weights, const float *out_gradient,
                                              float *query_gradient, float *key_gradient,
                                              float *value_gradient, float *vector_gradient) {
    backward(attention, out, weights, out_gradient, query_gradient, key_gradient, value_gradient,
             vector_gradient);
}
