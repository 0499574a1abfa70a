#include "dropout.h"

#include <math.h>

CK_ANY_ORDER

/// sum[c] = input[c] + dropout(branch[c]), rounded to `type`; returns the total of the rounded
/// sums, which are what the gradient will read back.
CK_INLINE float add_row(ck_type type, int on, const void *input, const void *branch,
                        const ck_dropout_run *run, void *sum, int64_t width) {
    float total = 0;
    CK_INDEPENDENT
    for (int64_t c = 0; c < width; c++) {
        const float kept = ck_dropped(on, run, (uint32_t)c, ck_load(type, branch, c));
        total += ck_store_rounded(type, sum, c, ck_load(type, input, c) + kept);
    }
    return total;
}

CK_INLINE float row_total(ck_type type, const void *row, int64_t width) {
    float total = 0;
    for (int64_t c = 0; c < width; c++) total += ck_load(type, row, c);
    return total;
}

/// The biased variance, about the mean: no cancellation.
CK_INLINE float row_variance(ck_type type, const void *row, float mean, int64_t width) {
    float total = 0;
    for (int64_t c = 0; c < width; c++) {
        const float deviation = ck_load(type, row, c) - mean;
        total += deviation * deviation;
    }
    return total / (float)width;
}

CK_INLINE void normalise_row(ck_type type, const void *sum, const float *gain, const float *bias,
                             float mean, float inverse_deviation, void *out, int64_t width) {
    CK_INDEPENDENT
    for (int64_t c = 0; c < width; c++) {
        ck_store(type, out, c,
                 gain[c] * ((ck_load(type, sum, c) - mean) * inverse_deviation) + bias[c]);
    }
}

CK_INLINE void forward(ck_type type, int on, const void *input, const void *branch,
                       const float *gain, const float *bias, float epsilon, ck_dropout dropout,
                       void *sum, void *out, float *mean, float *inverse_deviation, int64_t rows,
                       int64_t width) {
    for (int64_t r = 0; r < rows; r++) {
        const int64_t start = r * width;
        const void *branch_row = ck_at(type, branch, start);
        void *out_row = ck_at(type, out, start);
        const void *sum_row = branch_row;
        float total;
        if (input) {
            const ck_dropout_run run = ck_dropout_from(dropout, (uint64_t)start);
            void *kept_row = sum ? ck_at(type, sum, start) : out_row;
            total = add_row(type, on, ck_at(type, input, start), branch_row, &run, kept_row, width);
            sum_row = kept_row;
        } else {
            total = row_total(type, branch_row, width);
        }
        const float row_mean = total / (float)width;
        const float inverse = 1.0f / sqrtf(row_variance(type, sum_row, row_mean, width) + epsilon);
        normalise_row(type, sum_row, gain, bias, row_mean, inverse, out_row, width);
        if (mean) mean[r] = row_mean;
        if (inverse_deviation) inverse_deviation[r] = inverse;
    }
}

CK_VECTORISED void ck_residual_norm_forward(ck_type type, const void *input, const void *branch,
                                            const float *gain, const float *bias, float epsilon,
                                            ck_dropout dropout, void *sum, void *out, float *mean,
                                            float *inverse_deviation, int64_t rows, int64_t width) {
    CK_FOR_TYPE_AND(type, dropout.probability > 0, forward, input, branch, gain, bias, epsilon,
                    dropout, sum, out, mean, inverse_deviation, rows, width);
}

/// The averages over a row that the gradient subtracts: of g, and of g * normalised, where g =
/// out_gradient * gain.
typedef struct {
    float gradient, projection;
} row_averages;

/// Also adds the row to the gradients of gain and bias: out_gradient * normalised, and
/// out_gradient.
CK_INLINE row_averages reduce_row(ck_type type, const void *out_gradient, const void *sum,
                                  const float *gain, float mean, float inverse_deviation,
                                  float *gain_gradient, float *bias_gradient, int64_t width) {
    float gradient = 0, projection = 0;
    CK_INDEPENDENT
    for (int64_t c = 0; c < width; c++) {
        const float normalised = (ck_load(type, sum, c) - mean) * inverse_deviation;
        const float out = ck_load(type, out_gradient, c);
        gradient += out * gain[c];
        projection += out * gain[c] * normalised;
        gain_gradient[c] += out * normalised;
        bias_gradient[c] += out;
    }
    return (row_averages){gradient / (float)width, projection / (float)width};
}

/// s = inverse_deviation * (g - average(g) - normalised * average(g * normalised))
CK_INLINE void gradient_row(ck_type type, int on, const void *out_gradient, const void *sum,
                            const float *gain, float mean, float inverse_deviation,
                            row_averages averages, const ck_dropout_run *run, void *input_gradient,
                            int accumulate, void *branch_gradient, int64_t width) {
    CK_INDEPENDENT
    for (int64_t c = 0; c < width; c++) {
        const float normalised = (ck_load(type, sum, c) - mean) * inverse_deviation;
        const float g = ck_load(type, out_gradient, c) * gain[c];
        const float s =
            inverse_deviation * (g - averages.gradient - normalised * averages.projection);
        if (input_gradient) {
            ck_store(type, input_gradient, c,
                     accumulate ? s + ck_load(type, input_gradient, c) : s);
        }
        if (branch_gradient)
            ck_store(type, branch_gradient, c, ck_dropped(on, run, (uint32_t)c, s));
    }
}

CK_INLINE void backward(ck_type type, int on, const void *out_gradient, const void *sum,
                        const float *gain, const float *mean, const float *inverse_deviation,
                        ck_dropout dropout, void *input_gradient, int accumulate,
                        void *branch_gradient, float *gain_gradient, float *bias_gradient,
                        int64_t rows, int64_t width) {
    for (int64_t r = 0; r < rows; r++) {
        const int64_t start = r * width;
        const void *out_row = ck_at(type, out_gradient, start), *sum_row = ck_at(type, sum, start);
        const row_averages averages =
            reduce_row(type, out_row, sum_row, gain, mean[r], inverse_deviation[r], gain_gradient,
                       bias_gradient, width);
        const ck_dropout_run run = ck_dropout_from(dropout, (uint64_t)start);
        void *input_row = input_gradient ? ck_at(type, input_gradient, start) : NULL;
        void *branch_row = branch_gradient ? ck_at(type, branch_gradient, start) : NULL;
        gradient_row(type, on, out_row, sum_row, gain, mean[r], inverse_deviation[r], averages,
                     &run, input_row, accumulate, branch_row, width);
    }
}

CK_VECTORISED void ck_residual_norm_backward(ck_type type, const void *out_gradient,
                                             const void *sum, const float *gain, const float *mean,
                                             const float *inverse_deviation, ck_dropout dropout,
                                             void *input_gradient, int accumulate,
                                             void *branch_gradient, float *gain_gradient,
                                             float *bias_gradient, int64_t rows, int64_t width) {
    CK_FOR_TYPE_AND(type, dropout.probability > 0, backward, out_gradient, sum, gain, mean,
                    inverse_deviation, dropout, input_gradient, accumulate, branch_gradient,
                    gain_gradient, bias_gradient, rows, width);
}
