#include "vector.h"

CK_ANY_ORDER

/// Adds `other` to `first`, [count].
CK_INLINE void add_block(const float *other, float *first, int64_t count) {
    CK_INDEPENDENT
    for (int64_t i = 0; i < count; i++) first[i] += other[i];
}

CK_INLINE float sum_of_squares(const float *values, int64_t count) {
    float sum = 0;
    for (int64_t i = 0; i < count; i++) sum += values[i] * values[i];
    return sum;
}

/// Block by block, so that the sum is still in cache when the next addend and the square are taken;
/// only within a block are squares summed in float.
CK_VECTORISED double ck_sum_gradients(float *first, const float *const *others, int64_t other_count,
                                      int64_t count) {
    const int64_t block = 1024;
    double total = 0;
    for (int64_t i = 0; i < count; i += block) {
        const int64_t length = count - i < block ? count - i : block;
        for (int64_t o = 0; o < other_count; o++) add_block(others[o] + i, first + i, length);
        total += (double)sum_of_squares(first + i, length);
    }
    return total;
}

CK_INLINE void adam_update(const ck_adam *adam, float *weight, float *moment1, float *moment2,
                           const float *gradient, float *average, uint16_t *compute,
                           int64_t count) {
    const ck_adam a = *adam;
    const float inverse_correction = 1.0f / a.root_correction;
    CK_INDEPENDENT
    for (int64_t i = 0; i < count; i++) {
        const float g = a.gradient_scale * gradient[i];
        const float m = a.beta1 * moment1[i] + (1.0f - a.beta1) * g;
        const float v = a.beta2 * moment2[i] + (1.0f - a.beta2) * (g * g);
        const float step =
            a.step_size * m / (__builtin_elementwise_sqrt(v) * inverse_correction + a.epsilon);
        const float w = weight[i] - (step + a.decay * weight[i]);
        moment1[i] = m;
        moment2[i] = v;
        weight[i] = w;
        if (average) average[i] = a.average_decay * average[i] + (1.0f - a.average_decay) * w;
        if (compute) compute[i] = ck_to_bfloat16(w);
    }
}

CK_VECTORISED void ck_adam_update(const ck_adam *adam, float *weight, float *moment1,
                                  float *moment2, const float *gradient, float *average,
                                  uint16_t *compute, int64_t count) {
    if (average && compute)
        adam_update(adam, weight, moment1, moment2, gradient, average, compute, count);
    else if (average) adam_update(adam, weight, moment1, moment2, gradient, average, NULL, count);
    else if (compute) adam_update(adam, weight, moment1, moment2, gradient, NULL, compute, count);
    else adam_update(adam, weight, moment1, moment2, gradient, NULL, NULL, count);
}
