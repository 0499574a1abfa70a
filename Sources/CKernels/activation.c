#include "dropout.h"
#include "mathematics.h"

CK_ANY_ORDER

static const float root_half = 0.707106781187f;        // 1 / sqrt(2)
static const float density_at_zero = 0.398942280401f;  // 1 / sqrt(2 pi)
static const float gelu_slope = 0.797884560803f;       // sqrt(2 / pi)
static const float gelu_cubic = 0.044715f;             // Hendrycks & Gimpel 2016, section 2

/// x (1 + tanh(u)) / 2 = x sigmoid(2 u), which loses nothing where tanh is near -1: the 2 u.
CK_INLINE float gelu_argument(float x) { return 2.0f * gelu_slope * (x + gelu_cubic * x * x * x); }

CK_INLINE float activation(ck_activation kind, float x) {
    switch (kind) {
        case CK_RELU: return x < 0 ? 0 : x;
        case CK_GELU: return 0.5f * x * (1.0f + ck_erf(root_half * x));
        case CK_GELU_TANH: return x * ck_sigmoid(gelu_argument(x));
        case CK_SWISH: return x * ck_sigmoid(x);
        case CK_TANH: return ck_tanh(x);
        case CK_SIGMOID: return ck_sigmoid(x);
    }
    return x;
}

/// d/dx [x Phi(x)] = Phi(x) + x phi(x)
CK_INLINE float gelu_derivative(float x) {
    const float distribution = 0.5f * (1.0f + ck_erf(root_half * x));
    return distribution + x * density_at_zero * ck_exp(-0.5f * x * x);
}

/// With s = sigmoid(u(x)): d/dx [x s] = s + x s (1 - s) u'(x)
CK_INLINE float gelu_tanh_derivative(float x) {
    const float s = ck_sigmoid(gelu_argument(x));
    const float slope = 2.0f * gelu_slope * (1.0f + 3.0f * gelu_cubic * x * x);
    return s + x * s * (1.0f - s) * slope;
}

/// d/dx [x s(x)] = s + x s (1 - s)
CK_INLINE float swish_derivative(float x) {
    const float s = ck_sigmoid(x);
    return s * (1.0f + x * (1.0f - s));
}

/// From y for RELU, and for TANH and SIGMOID without dropout; from x for everything else.
CK_INLINE float derivative(ck_activation kind, int from_input, float saved) {
    switch (kind) {
        case CK_RELU: return saved > 0 ? 1.0f : 0.0f;
        case CK_GELU: return gelu_derivative(saved);
        case CK_GELU_TANH: return gelu_tanh_derivative(saved);
        case CK_SWISH: return swish_derivative(saved);
        case CK_TANH: {
            const float y = from_input ? ck_tanh(saved) : saved;
            return 1.0f - y * y;
        }
        case CK_SIGMOID: {
            const float y = from_input ? ck_sigmoid(saved) : saved;
            return y * (1.0f - y);
        }
    }
    return 1.0f;
}

/// The gradient's factor: what dropout left, times the derivative. RELU reads the mask off y, which
/// is 0 where it was dropped.
CK_INLINE float gradient_factor(ck_activation kind, int on, const ck_dropout_run *run,
                                uint32_t offset, float saved) {
    const float factor = derivative(kind, on, saved);
    if (kind == CK_RELU) return on ? factor * run->kept : factor;
    return ck_dropped(on, run, offset, factor);
}

CK_INLINE void forward_run(ck_type type, int on, ck_activation kind, const void *x,
                           ck_dropout dropout, int64_t start, void *y, int64_t count) {
    const ck_dropout_run run = ck_dropout_from(dropout, (uint64_t)start);
    CK_INDEPENDENT
    for (int64_t i = 0; i < count; i++) {
        ck_store(type, y, i,
                 ck_dropped(on, &run, (uint32_t)i, activation(kind, ck_load(type, x, i))));
    }
}

CK_INLINE void forward(ck_type type, int on, ck_activation kind, const void *x, ck_dropout dropout,
                       void *y, int64_t count) {
    const int64_t longest_run = (int64_t)1 << 30;
    for (int64_t i = 0; i < count; i += longest_run) {
        const int64_t length = count - i < longest_run ? count - i : longest_run;
        forward_run(type, on, kind, ck_at(type, x, i), dropout, i, ck_at(type, y, i), length);
    }
}

/// [columns] of one row.
CK_INLINE void backward_row(ck_type type, int on, ck_activation kind, const void *y_gradient,
                            const void *saved, const ck_dropout_run *run, void *x_gradient,
                            float *bias_gradient, int64_t columns) {
    CK_INDEPENDENT
    for (int64_t c = 0; c < columns; c++) {
        const float factor = gradient_factor(kind, on, run, (uint32_t)c, ck_load(type, saved, c));
        const float gradient = factor * ck_load(type, y_gradient, c);
        ck_store(type, x_gradient, c, gradient);
        if (bias_gradient) bias_gradient[c] += gradient;
    }
}

CK_INLINE void backward(ck_type type, int on, ck_activation kind, const void *y_gradient,
                        const void *saved, ck_dropout dropout, void *x_gradient,
                        float *bias_gradient, int64_t rows, int64_t columns) {
    for (int64_t r = 0; r < rows; r++) {
        const ck_dropout_run run = ck_dropout_from(dropout, (uint64_t)(r * columns));
        const void *gradient_row = ck_at(type, y_gradient, r * columns),
                   *saved_row = ck_at(type, saved, r * columns);
        void *out = ck_at(type, x_gradient, r * columns);
        if (bias_gradient)
            backward_row(type, on, kind, gradient_row, saved_row, &run, out, bias_gradient,
                         columns);
        else backward_row(type, on, kind, gradient_row, saved_row, &run, out, NULL, columns);
    }
}

// One cloned function for each kind keeps every loop free of branches.
#define CK_KIND(name, kind)                                                                        \
    CK_VECTORISED static void forward_##name(ck_type type, const void *x, ck_dropout dropout,      \
                                             void *y, int64_t count) {                             \
        CK_FOR_TYPE_AND(type, dropout.probability > 0, forward, kind, x, dropout, y, count);       \
    }                                                                                              \
    CK_VECTORISED static void backward_##name(                                                     \
        ck_type type, const void *y_gradient, const void *saved, ck_dropout dropout,               \
        void *x_gradient, float *bias_gradient, int64_t rows, int64_t columns) {                   \
        CK_FOR_TYPE_AND(type, dropout.probability > 0, backward, kind, y_gradient, saved, dropout, \
                        x_gradient, bias_gradient, rows, columns);                                 \
    }

CK_KIND(relu, CK_RELU)
CK_KIND(gelu, CK_GELU)
CK_KIND(gelu_tanh, CK_GELU_TANH)
CK_KIND(swish, CK_SWISH)
CK_KIND(tanh, CK_TANH)
CK_KIND(sigmoid, CK_SIGMOID)

void ck_activation_forward(ck_type type, ck_activation kind, const void *x, ck_dropout dropout,
                           void *y, int64_t count) {
    switch (kind) {
        case CK_RELU: forward_relu(type, x, dropout, y, count); break;
        case CK_GELU: forward_gelu(type, x, dropout, y, count); break;
        case CK_GELU_TANH: forward_gelu_tanh(type, x, dropout, y, count); break;
        case CK_SWISH: forward_swish(type, x, dropout, y, count); break;
        case CK_TANH: forward_tanh(type, x, dropout, y, count); break;
        case CK_SIGMOID: forward_sigmoid(type, x, dropout, y, count); break;
    }
}

void ck_activation_backward(ck_type type, ck_activation kind, const void *y_gradient,
                            const void *saved, ck_dropout dropout, void *x_gradient,
                            float *bias_gradient, int64_t rows, int64_t columns) {
#define CK_BACKWARD(name)                                                                          \
    backward_##name(type, y_gradient, saved, dropout, x_gradient, bias_gradient, rows, columns)
    switch (kind) {
        case CK_RELU: CK_BACKWARD(relu); break;
        case CK_GELU: CK_BACKWARD(gelu); break;
        case CK_GELU_TANH: CK_BACKWARD(gelu_tanh); break;
        case CK_SWISH: CK_BACKWARD(swish); break;
        case CK_TANH: CK_BACKWARD(tanh); break;
        case CK_SIGMOID: CK_BACKWARD(sigmoid); break;
    }
#undef CK_BACKWARD
}
