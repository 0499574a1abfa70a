#include "memory.h"
#include "softmax_row.h"

CK_ANY_ORDER

int64_t ck_memory_parameter_count(const ck_memory *memory) { return ck_parameter_count(memory); }

/// log(1 + e^x), from the side on which nothing overflows.
CK_INLINE float softplus(float x) {
    const float magnitude = x < 0 ? -x : x;
    return (x > 0 ? x : 0) + ck_log(1.0f + ck_exp(-magnitude));
}

/// The derivative of softplus, from its value y: 1 - e^-y.
CK_INLINE float softplus_slope(float y) { return 1.0f - ck_exp(-y); }

CK_INLINE void tanh_row(float *x, int64_t count) {
    CK_INDEPENDENT
    for (int64_t c = 0; c < count; c++) x[c] = ck_tanh(x[c]);
}

CK_INLINE void sigmoid_row(float *x, int64_t count) {
    CK_INDEPENDENT
    for (int64_t c = 0; c < count; c++) x[c] = ck_sigmoid(x[c]);
}

CK_INLINE void tanh_row_gradient(const float *y, float *gradient, int64_t count) {
    CK_INDEPENDENT
    for (int64_t c = 0; c < count; c++) gradient[c] *= 1.0f - y[c] * y[c];
}

CK_INLINE void sigmoid_row_gradient(const float *y, float *gradient, int64_t count) {
    CK_INDEPENDENT
    for (int64_t c = 0; c < count; c++) gradient[c] *= y[c] * (1.0f - y[c]);
}

/// The parameters of one sequence, in place.
CK_INLINE void activate(const ck_memory *m, float *x) {
    for (int64_t h = 0; h < ck_heads(m); h++) {
        tanh_row(x + ck_key(m, h), m->width);
        ck_softmax_row(x + ck_shift(m, h), m->shifts);
        x[ck_strength(m, h)] = softplus(x[ck_strength(m, h)]);
        x[ck_gate(m, h)] = ck_sigmoid(x[ck_gate(m, h)]);
        x[ck_sharpening(m, h)] = 1.0f + softplus(x[ck_sharpening(m, h)]);
    }
    for (int64_t h = 0; h < m->write_heads; h++) {
        sigmoid_row(x + ck_erase(m, h), m->width);
        tanh_row(x + ck_add_vector(m, h), m->width);
    }
}

/// The gradient of `activate`, in place.
CK_INLINE void activate_gradient(const ck_memory *m, const float *y, float *gradient) {
    for (int64_t h = 0; h < ck_heads(m); h++) {
        const int64_t key = ck_key(m, h), shift = ck_shift(m, h), strength = ck_strength(m, h),
                      gate = ck_gate(m, h), sharpening = ck_sharpening(m, h);
        tanh_row_gradient(y + key, gradient + key, m->width);
        ck_softmax_row_gradient(y + shift, gradient + shift, m->shifts);
        gradient[strength] *= softplus_slope(y[strength]);
        gradient[gate] *= y[gate] * (1.0f - y[gate]);
        gradient[sharpening] *= softplus_slope(y[sharpening] - 1.0f);
    }
    for (int64_t h = 0; h < m->write_heads; h++) {
        const int64_t erase = ck_erase(m, h), add = ck_add_vector(m, h);
        sigmoid_row_gradient(y + erase, gradient + erase, m->width);
        tanh_row_gradient(y + add, gradient + add, m->width);
    }
}

CK_VECTORISED void ck_memory_parameters_forward(const ck_memory *memory, const float *raw,
                                                float *parameters) {
    const int64_t count = ck_parameter_count(memory);
    if (raw != parameters)
        memcpy(parameters, raw, (size_t)(memory->sequences * count) * sizeof *raw);
    for (int64_t b = 0; b < memory->sequences; b++) activate(memory, parameters + b * count);
}

CK_VECTORISED void ck_memory_parameters_backward(const ck_memory *memory, const float *parameters,
                                                 float *gradient) {
    const int64_t count = ck_parameter_count(memory);
    for (int64_t b = 0; b < memory->sequences; b++)
        activate_gradient(memory, parameters + b * count, gradient + b * count);
}
