#include "lanes.h"

/// Logit c of a row: logits[c] + bias[c].
CK_INLINE float logit(int biased, const float *logits, const float *bias, int64_t c) {
    return biased ? logits[c] + bias[c] : logits[c];
}

typedef struct {
    float maximum, sum;
} row_extent;

/// Adds up to sixteen logits from column c on to the row's maxima and sums.
CK_INLINE void extend(int biased, const float *logits, const float *bias, int64_t c, int64_t count,
                      ck_vector *maximum, ck_vector *sum) {
    ck_vector values, offsets;
    ck_read(CK_FLOAT32, logits + c, count, &values);
    if (biased) {
        ck_read(CK_FLOAT32, bias + c, count, &offsets);
        values += offsets;
    }
    *sum += values;
    ck_keep_first(count, -INFINITY, &values);
    *maximum = values > *maximum ? values : *maximum;
}

/// The largest and the sum of a row's logits.
CK_INLINE row_extent measure(int biased, const float *logits, const float *bias, int64_t classes) {
    ck_vector maxima[4] = {-INFINITY, -INFINITY, -INFINITY, -INFINITY}, sums[4] = {0, 0, 0, 0};
    int64_t c = 0;
    for (; c + 4 * CK_LANES <= classes; c += 4 * CK_LANES) {
        CK_UNROLLED for (int i = 0; i < 4; i++) {
            extend(biased, logits, bias, c + i * CK_LANES, CK_LANES, &maxima[i], &sums[i]);
        }
    }
    for (; c < classes; c += CK_LANES)
        extend(biased, logits, bias, c, classes - c, &maxima[0], &sums[0]);
    CK_UNROLLED for (int i = 1; i < 4; i++) {
        maxima[0] = maxima[i] > maxima[0] ? maxima[i] : maxima[0];
        sums[0] += sums[i];
    }
    return (row_extent){ck_largest_lane(&maxima[0]), ck_sum_lanes(&sums[0])};
}

/// Sum over classes of exp(logit - maximum). `exponentials`, unless NULL, receives the terms; it may be
/// where the logits are.
CK_INLINE float sum_exponentials(int biased, const float *logits, const float *bias, float maximum,
                                 float *exponentials, int64_t classes) {
#pragma clang fp reassociate(on)
    float sum = 0;
    CK_INDEPENDENT
    for (int64_t c = 0; c < classes; c++) {
        const float term = ck_exp(logit(biased, logits, bias, c) - maximum);
        if (exponentials) exponentials[c] = term;
        sum += term;
    }
    return sum;
}

/// gradient[c] = scale * (p[c] - base), for every class alike: p is an exponential over their sum.
CK_INLINE void write_gradient(ck_type type, const float *exponentials, float sum, float scale,
                              float base, void *gradient, int64_t classes) {
    const float factor = scale / sum, offset = scale * base;
    CK_INDEPENDENT
    for (int64_t c = 0; c < classes; c++)
        ck_store(type, gradient, c, exponentials[c] * factor - offset);
}

/// Whether the first of the largest logits is the target's.
CK_INLINE int is_correct(int biased, const float *logits, const float *bias, int32_t target,
                         float maximum) {
    if (logit(biased, logits, bias, target) < maximum) return 0;
    int earlier = 0;
    for (int64_t c = 0; c < target; c++) earlier |= logit(biased, logits, bias, c) >= maximum;
    return !earlier;
}

/// With p the softmax, s the smoothing and C classes: loss = (1 - s) * -log p[target] + s / C * sum
/// of -log p, and gradient = scale * (p - s / C - (1 - s) [c is the target]).
/// Where a gradient is wanted, the logits may be overwritten.
CK_INLINE float add_row(ck_type type, int biased, float *logits, const float *bias,
                        int32_t target, float smoothing, float scale, void *gradient,
                        int64_t classes, ck_loss *total) {
    const row_extent extent = measure(biased, logits, bias, classes);
    const float target_logit = logit(biased, logits, bias, target);
    total->correct += is_correct(biased, logits, bias, target, extent.maximum);
    // A float32 gradient has room for them.
    float *exponentials = type == CK_FLOAT32 ? gradient : logits;
    const float sum =
        gradient ? sum_exponentials(biased, logits, bias, extent.maximum, exponentials, classes)
                 : sum_exponentials(biased, logits, bias, extent.maximum, NULL, classes);
    const float log_sum = ck_log(sum);
    if (gradient) {
        const float base = smoothing / (float)classes;
        const float p = exponentials[target] / sum;
        write_gradient(type, exponentials, sum, scale, base, gradient, classes);
        ck_store(type, gradient, target, scale * (p - base - (1.0f - smoothing)));
    }
    const double negative_log_likelihood =
        (double)(extent.maximum - target_logit) + (double)log_sum;
    const double average =
        (double)extent.maximum + (double)log_sum - (double)extent.sum / (double)classes;
    total->negative_log_likelihood += negative_log_likelihood;
    total->loss += (1.0 - (double)smoothing) * negative_log_likelihood;
    // The average is infinite where a logit is.
    if (smoothing > 0) total->loss += (double)smoothing * average;
    total->counted += 1;
    return (float)-negative_log_likelihood;
}

CK_INLINE void cross_entropy(ck_type type, int biased, float *logits, const float *bias,
                             const int32_t *targets, float smoothing, float gradient_scale,
                             void *gradient, float *token_log_probabilities, int64_t rows,
                             int64_t classes, int64_t stride, ck_loss *total) {
    for (int64_t r = 0; r < rows; r++) {
        void *row = gradient ? ck_at(type, gradient, r * stride) : NULL;
        float log_probability = 0;
        if (targets[r] >= 0) {
            log_probability = add_row(type, biased, logits + r * stride, bias, targets[r],
                                      smoothing, gradient_scale, row, classes, total);
        } else if (row) {
            memset(row, 0, (size_t)classes * (type == CK_FLOAT32 ? 4 : 2));
        }
        if (token_log_probabilities) token_log_probabilities[r] = log_probability;
    }
}

CK_VECTORISED ck_loss ck_cross_entropy(ck_type type, float *logits, const float *bias,
                                       const int32_t *targets, float smoothing,
                                       float gradient_scale, void *gradient,
                                       float *token_log_probabilities, int64_t rows,
                                       int64_t classes, int64_t stride) {
    ck_loss total = {0, 0, 0, 0};
    CK_FOR_TYPE_AND(type, bias != NULL, cross_entropy, logits, bias, targets, smoothing,
                    gradient_scale, gradient, token_log_probabilities, rows, classes, stride,
                    &total);
    return total;
}
