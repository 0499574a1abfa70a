// The gates of recurrent cells, in the arrangement of PyTorch's `nn.RNN`, `nn.LSTM` and `nn.GRU`.
#include "mathematics.h"

CK_ANY_ORDER

CK_INLINE void elman_forward(ck_type type, void *input, const void *hidden, void *out, int64_t rows,
                             int64_t width) {
    CK_INDEPENDENT
    for (int64_t i = 0; i < rows * width; i++) {
        const float h = ck_tanh(ck_load(type, input, i) + ck_load(type, hidden, i));
        ck_store(type, input, i, h);
        ck_store(type, out, i, h);
    }
}

CK_VECTORISED void ck_elman_forward(ck_type type, void *input, const void *hidden, void *out,
                                    int64_t rows, int64_t width) {
    CK_FOR_TYPE(type, elman_forward, input, hidden, out, rows, width);
}

CK_INLINE void elman_backward(ck_type type, void *input, const void *out_gradient, int64_t rows,
                              int64_t width) {
    CK_INDEPENDENT
    for (int64_t i = 0; i < rows * width; i++) {
        const float h = ck_load(type, input, i);
        ck_store(type, input, i, ck_load(type, out_gradient, i) * (1.0f - h * h));
    }
}

CK_VECTORISED void ck_elman_backward(ck_type type, void *input, const void *out_gradient,
                                     int64_t rows, int64_t width) {
    CK_FOR_TYPE(type, elman_backward, input, out_gradient, rows, width);
}

CK_INLINE void lstm_forward_row(ck_type type, void *input, const void *hidden,
                                const float *previous_cell, float *cell, void *out, int64_t width) {
    void *const in = input, *const forget = ck_at(type, input, width),
                *const content = ck_at(type, input, 2 * width),
                *const output = ck_at(type, input, 3 * width);
    const void *const forget_hidden = ck_at(type, hidden, width),
                      *const content_hidden = ck_at(type, hidden, 2 * width),
                      *const output_hidden = ck_at(type, hidden, 3 * width);
    CK_INDEPENDENT
    for (int64_t c = 0; c < width; c++) {
        const float i = ck_sigmoid(ck_load(type, in, c) + ck_load(type, hidden, c));
        const float f = ck_sigmoid(ck_load(type, forget, c) + ck_load(type, forget_hidden, c));
        const float g = ck_tanh(ck_load(type, content, c) + ck_load(type, content_hidden, c));
        const float o = ck_sigmoid(ck_load(type, output, c) + ck_load(type, output_hidden, c));
        const float state = f * previous_cell[c] + i * g;
        ck_store(type, in, c, i);
        ck_store(type, forget, c, f);
        ck_store(type, content, c, g);
        ck_store(type, output, c, o);
        cell[c] = state;
        ck_store(type, out, c, o * ck_tanh(state));
    }
}

CK_INLINE void lstm_forward(ck_type type, void *input, const void *hidden,
                            const float *previous_cell, float *cell, void *out, int64_t rows,
                            int64_t width) {
    for (int64_t r = 0; r < rows; r++) {
        lstm_forward_row(type, ck_at(type, input, 4 * r * width),
                         ck_at(type, hidden, 4 * r * width), previous_cell + r * width,
                         cell + r * width, ck_at(type, out, r * width), width);
    }
}

CK_VECTORISED void ck_lstm_forward(ck_type type, void *input, const void *hidden,
                                   const float *previous_cell, float *cell, void *out, int64_t rows,
                                   int64_t width) {
    CK_FOR_TYPE(type, lstm_forward, input, hidden, previous_cell, cell, out, rows, width);
}

CK_INLINE void lstm_backward_row(ck_type type, void *input, const float *previous_cell,
                                 const float *cell, const void *out_gradient, float *cell_gradient,
                                 int64_t width) {
    void *const in = input, *const forget = ck_at(type, input, width),
                *const content = ck_at(type, input, 2 * width),
                *const output = ck_at(type, input, 3 * width);
    CK_INDEPENDENT
    for (int64_t c = 0; c < width; c++) {
        const float i = ck_load(type, in, c), f = ck_load(type, forget, c),
                    g = ck_load(type, content, c), o = ck_load(type, output, c);
        const float h_gradient = ck_load(type, out_gradient, c), t = ck_tanh(cell[c]);
        const float c_gradient = cell_gradient[c] + h_gradient * o * (1.0f - t * t);
        ck_store(type, in, c, c_gradient * g * i * (1.0f - i));
        ck_store(type, forget, c, c_gradient * previous_cell[c] * f * (1.0f - f));
        ck_store(type, content, c, c_gradient * i * (1.0f - g * g));
        ck_store(type, output, c, h_gradient * t * o * (1.0f - o));
        cell_gradient[c] = c_gradient * f;
    }
}

CK_INLINE void lstm_backward(ck_type type, void *input, const float *previous_cell,
                             const float *cell, const void *out_gradient, float *cell_gradient,
                             int64_t rows, int64_t width) {
    for (int64_t r = 0; r < rows; r++) {
        lstm_backward_row(type, ck_at(type, input, 4 * r * width), previous_cell + r * width,
                          cell + r * width, ck_at(type, out_gradient, r * width),
                          cell_gradient + r * width, width);
    }
}

CK_VECTORISED void ck_lstm_backward(ck_type type, void *input, const float *previous_cell,
                                    const float *cell, const void *out_gradient,
                                    float *cell_gradient, int64_t rows, int64_t width) {
    CK_FOR_TYPE(type, lstm_backward, input, previous_cell, cell, out_gradient, cell_gradient, rows,
                width);
}

CK_INLINE void gru_forward_row(ck_type type, void *input, const void *hidden, const float *bias,
                               const void *previous, void *out, int64_t width) {
    void *const reset = input, *const update = ck_at(type, input, width),
                *const content = ck_at(type, input, 2 * width);
    const void *const update_hidden = ck_at(type, hidden, width),
                      *const content_hidden = ck_at(type, hidden, 2 * width);
    CK_INDEPENDENT
    for (int64_t c = 0; c < width; c++) {
        const float r = ck_sigmoid(ck_load(type, reset, c) + ck_load(type, hidden, c));
        const float z = ck_sigmoid(ck_load(type, update, c) + ck_load(type, update_hidden, c));
        const float past = ck_load(type, content_hidden, c) + bias[c];
        const float n = ck_tanh(ck_load(type, content, c) + r * past);
        ck_store(type, reset, c, r);
        ck_store(type, update, c, z);
        ck_store(type, content, c, n);
        ck_store(type, out, c, n + z * (ck_load(type, previous, c) - n));
    }
}

CK_INLINE void gru_forward(ck_type type, void *input, const void *hidden, const float *bias,
                           const void *previous, void *out, int64_t rows, int64_t width) {
    for (int64_t r = 0; r < rows; r++) {
        gru_forward_row(type, ck_at(type, input, 3 * r * width), ck_at(type, hidden, 3 * r * width),
                        bias, ck_at(type, previous, r * width), ck_at(type, out, r * width), width);
    }
}

CK_VECTORISED void ck_gru_forward(ck_type type, void *input, const void *hidden, const float *bias,
                                  const void *previous, void *out, int64_t rows, int64_t width) {
    CK_FOR_TYPE(type, gru_forward, input, hidden, bias, previous, out, rows, width);
}

CK_INLINE void gru_backward_row(ck_type type, void *input, void *hidden, const float *bias,
                                const void *previous, const void *out_gradient,
                                void *previous_gradient, float *bias_gradient, int64_t width) {
    void *const reset = input, *const update = ck_at(type, input, width),
                *const content = ck_at(type, input, 2 * width);
    void *const update_hidden = ck_at(type, hidden, width),
                *const content_hidden = ck_at(type, hidden, 2 * width);
    CK_INDEPENDENT
    for (int64_t c = 0; c < width; c++) {
        const float r = ck_load(type, reset, c), z = ck_load(type, update, c),
                    n = ck_load(type, content, c);
        const float past = ck_load(type, content_hidden, c) + bias[c];
        const float gradient = ck_load(type, out_gradient, c);
        const float z_gradient = gradient * (ck_load(type, previous, c) - n) * z * (1.0f - z);
        const float n_gradient = gradient * (1.0f - z) * (1.0f - n * n);
        const float r_gradient = n_gradient * past * r * (1.0f - r);
        ck_store(type, reset, c, r_gradient);
        ck_store(type, update, c, z_gradient);
        ck_store(type, content, c, n_gradient);
        ck_store(type, hidden, c, r_gradient);
        ck_store(type, update_hidden, c, z_gradient);
        ck_store(type, content_hidden, c, n_gradient * r);
        bias_gradient[c] += n_gradient * r;
        ck_store(type, previous_gradient, c,
                 ck_load(type, previous_gradient, c) + gradient * z);
    }
}

CK_INLINE void gru_backward(ck_type type, void *input, void *hidden, const float *bias,
                            const void *previous, const void *out_gradient, void *previous_gradient,
                            float *bias_gradient, int64_t rows, int64_t width) {
    for (int64_t r = 0; r < rows; r++) {
        gru_backward_row(type, ck_at(type, input, 3 * r * width),
                         ck_at(type, hidden, 3 * r * width), bias, ck_at(type, previous, r * width),
                         ck_at(type, out_gradient, r * width),
                         ck_at(type, previous_gradient, r * width), bias_gradient, width);
    }
}

CK_VECTORISED void ck_gru_backward(ck_type type, void *input, void *hidden, const float *bias,
                                   const void *previous, const void *out_gradient,
                                   void *previous_gradient, float *bias_gradient, int64_t rows,
                                   int64_t width) {
    CK_FOR_TYPE(type, gru_backward, input, hidden, bias, previous, out_gradient, previous_gradient,
                bias_gradient, rows, width);
}
