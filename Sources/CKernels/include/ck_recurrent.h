// What surrounds the products of recurrent models.
#ifndef CALQUE_KERNELS_RECURRENT_H
#define CALQUE_KERNELS_RECURRENT_H

#include "ck_types.h"

#ifdef __cplusplus
extern "C" {
#endif

// ---- Recurrent cells: what a step does after its products ---------------------------------------

// What reaches the gates of a step's rows, each part [rows, gates * width]: `input` from the
// step's input, biases included; `hidden` from the hidden state before.
// Forward passes leave the gates' values in `input`, backward passes the gradients of what went
// into them.

/// h = tanh(input + hidden) (Elman 1990)
void ck_elman_forward(ck_type type, void *input, const void *hidden, void *out, int64_t rows,
                      int64_t width);
void ck_elman_backward(ck_type type, void *input, const void *out_gradient, int64_t rows,
                       int64_t width);

/// The long short-term memory (Hochreiter & Schmidhuber 1997; forget gate: Gers et al. 2000). Gates
/// i, f, g, o, side by side:
/// c = sigmoid(f) * previous_cell + sigmoid(i) * tanh(g); h = sigmoid(o) * tanh(c)
void ck_lstm_forward(ck_type type, void *input, const void *hidden, const float *previous_cell,
                     float *cell, void *out, int64_t rows, int64_t width);
/// `cell_gradient` [rows, width] is the gradient with respect to c that comes from elsewhere than
/// h, and becomes the one with respect to the previous cell.
void ck_lstm_backward(ck_type type, void *input, const float *previous_cell, const float *cell,
                      const void *out_gradient, float *cell_gradient, int64_t rows, int64_t width);

/// The gated recurrent unit (Cho et al. 2014), the reset gate after the product. Gates r, z, n, side
/// by side:
/// n = tanh(n_input + sigmoid(r) * (n_hidden + bias)); h = (1 - sigmoid(z)) * n + sigmoid(z) *
/// previous. `bias` [width].
void ck_gru_forward(ck_type type, void *input, const void *hidden, const float *bias,
                    const void *previous, void *out, int64_t rows, int64_t width);
/// `hidden` becomes the gradient of `hidden`; bias_gradient [width] and previous_gradient [rows,
/// width] are added to.
void ck_gru_backward(ck_type type, void *input, void *hidden, const float *bias,
                     const void *previous, const void *out_gradient, void *previous_gradient,
                     float *bias_gradient, int64_t rows, int64_t width);

// ---- The simpler simple recurrent unit: all steps of all sentences ------------------------------

/// For every row of a segment, in order (Kim et al. 2019):
/// f = sigmoid(f_input + bias); c = f * (c of the row before) + (1 - f) * x; out = max(0, c)
/// `input` [rows, 2 * width] is x and, beside it, f_input; `bias` [width]; `cell` [rows, width]
/// gets c. Of a segment only its query rows count; rows of none are not written. `initial`
/// [segment_count, width] is c before the first rows; NULL for zeros.
void ck_simple_recurrence_forward(ck_type type, const void *input, const float *bias,
                                  const ck_segment *segments, int64_t segment_count,
                                  const float *initial, float *cell, void *out, int64_t width);
/// From zeros: the rows of `input` become their gradient. `bias_gradient` [width] is added to;
/// `carried` [width] is the call's own.
void ck_simple_recurrence_backward(ck_type type, void *input, const float *bias,
                                   const ck_segment *segments, int64_t segment_count,
                                   const float *cell, const void *out_gradient, float *carried,
                                   float *bias_gradient, int64_t width);

// ---- Attention of a recurrent decoder: one query a row ------------------------------------------

/// How well a key k answers a query q.
typedef enum {
    CK_SCORE_DOT = 0,      // q . k (Luong et al. 2015)
    CK_SCORE_ADDITIVE = 1  // v . tanh(q + k) (Bahdanau et al. 2015)
} ck_score;

/// All matrices are float32: the gradients of keys and values add up over the decoder's steps.
typedef struct {
    ck_score score;
    const ck_segment *segments;  // of one query each, which no other segment has
    int64_t segment_count;
    int64_t key_width, value_width;
    const float *query;   // [rows, key_width]
    const float *key;     // [source rows, key_width]
    const float *value;   // [source rows, value_width]
    const float *vector;  // v [key_width], for CK_SCORE_ADDITIVE
} ck_step_attention;

/// out[query] = sum of weights * values, where weights = softmax(scores). `weights` receives them,
/// segment by segment. Rows of `out` that belong to no segment are not written.
void ck_step_attention_forward(const ck_step_attention *attention, float *out, float *weights);
/// All gradients are added to; `out` and `weights` are the forward results.
void ck_step_attention_backward(const ck_step_attention *attention, const float *out,
                                const float *weights, const float *out_gradient,
                                float *query_gradient, float *key_gradient, float *value_gradient,
                                float *vector_gradient);

#ifdef __cplusplus
}
#endif
#endif
