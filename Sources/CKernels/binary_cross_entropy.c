#include "mathematics.h"

CK_ANY_ORDER

/// Loss and gradient of [count] bits; few enough for a float to sum them.
CK_INLINE float add_block(const float *logits, const float *targets, float *gradient,
                          int64_t count, int64_t *wrong) {
    float loss = 0;
    int32_t missed = 0;
    CK_INDEPENDENT
    for (int64_t i = 0; i < count; i++) {
        const float x = logits[i], t = targets[i], magnitude = x < 0 ? -x : x;
        loss += (x > 0 ? x : 0) - x * t + ck_log(1.0f + ck_exp(-magnitude));
        missed += (x > 0) != (t > 0.5f);
        if (gradient) gradient[i] = ck_sigmoid(x) - t;
    }
    *wrong += missed;
    return loss;
}

CK_VECTORISED ck_bit_loss ck_binary_cross_entropy(const float *logits, const float *targets,
                                                  float *gradient, int64_t count) {
    const int64_t block = 1024;
    ck_bit_loss total = {0, 0};
    for (int64_t i = 0; i < count; i += block) {
        const int64_t length = count - i < block ? count - i : block;
        total.loss += (double)(gradient ? add_block(logits + i, targets + i, gradient + i, length,
                                                    &total.wrong)
                                        : add_block(logits + i, targets + i, NULL, length,
                                                    &total.wrong));
    }
    return total;
}
