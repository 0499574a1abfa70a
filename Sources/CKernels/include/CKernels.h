// The vectorised kernels that surround the matrix products: each reads its operands once, does its
// arithmetic in float32 and writes its results once.
//
// Every kernel runs on the calling thread, allocates nothing and keeps nothing between calls.
// Not-a-number in an operand shows in the result. Operands overlap only where it says so.
//
// Legend: R rows (tokens of a packed batch), W width of a row (model width), C classes
// (vocabulary), H heads, D width of one head.
// All matrices are row-major. `void *` operands have the element type named by the `type` argument.
#ifndef CALQUE_KERNELS_H
#define CALQUE_KERNELS_H

#include "ck_int8.h"
#include "ck_memory.h"
#include "ck_processor.h"
#include "ck_recurrent.h"
#include "ck_team.h"
#include "ck_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Dropout (Srivastava et al. 2014) without a stored mask: element i of a matrix is dropped when
/// `hash(seed, i) < probability * 2^32`, and what is kept is divided by `1 - probability`. The
/// gradient kernels compute the same mask again from the same seed. Element i is row * width +
/// column, counted from the first row the kernel is given.
/// Probability is in 0 ..< 1; 0 switches dropout off.
typedef struct {
    float probability;
    uint64_t seed;
} ck_dropout;

/// The 32-bit hash that decides on dropout of element `index`; exposed so that readable references
/// can agree with it.
uint32_t ck_dropout_hash(uint64_t seed, uint64_t index);

// ---- Elementwise --------------------------------------------------------------------------------

/// destination[i] = source[i], converted; bfloat16 and float16 round to nearest, ties to even.
void ck_convert(ck_type from, const void *source, ck_type to, void *destination, int64_t count);
/// destination[i] += source[i]
void ck_add(ck_type type, const void *source, void *destination, int64_t count);
/// destination[i] = factor * source[i] (source may be destination)
void ck_scale(ck_type type, float factor, const void *source, void *destination, int64_t count);
/// destination[i] = dropout(source[i]) (source may be destination). Its own gradient: apply it to
/// the output gradient.
void ck_dropout_apply(ck_type type, const void *source, ck_dropout dropout, void *destination,
                      int64_t count);
/// out[i] = input[i] + dropout(branch[i])
void ck_residual(ck_type type, const void *input, const void *branch, ck_dropout dropout, void *out,
                 int64_t count);
/// sums[c] += sum over rows of matrix[r, c]; the gradient of a bias.
void ck_column_sums(ck_type type, const void *matrix, int64_t rows, int64_t columns, float *sums);

typedef enum {
    CK_RELU = 0,
    CK_GELU = 1,
    CK_GELU_TANH = 2,
    CK_SWISH = 3,
    CK_TANH = 4,
    CK_SIGMOID = 5
} ck_activation;

/// y[i] = dropout(activation(x[i])) (y may be x). GELU is the exact one (erf); GELU_TANH the
/// approximation; SWISH is x * sigmoid(x).
void ck_activation_forward(ck_type type, ck_activation kind, const void *x, ck_dropout dropout,
                           void *y, int64_t count);
/// x_gradient = gradient of `ck_activation_forward` (x_gradient may be y_gradient). `saved` is y
/// for RELU, TANH and SIGMOID with dropout off, y for RELU also with dropout on (the mask is read
/// off its zeros), and x for everything else.
/// When `bias_gradient` is not NULL, the column sums of x_gradient [rows, columns] are added to it
/// in the same pass.
void ck_activation_backward(ck_type type, ck_activation kind, const void *y_gradient,
                            const void *saved, ck_dropout dropout, void *x_gradient,
                            float *bias_gradient, int64_t rows, int64_t columns);

// ---- Embedding ----------------------------------------------------------------------------------

/// out[r, :] = dropout(scale * table[ids[r], :] + positions[position_ids[r], :]); positions
/// (float32) may be NULL.
void ck_embedding_forward(ck_type type, const void *table, const int32_t *ids,
                          const float *positions, const int32_t *position_ids, float scale,
                          ck_dropout dropout, void *out, int64_t rows, int64_t width);
/// table_gradient[ids[r], :] += scale * dropout(out_gradient[r, :]); rows whose id is negative are
/// passed over.
void ck_embedding_backward(ck_type type, const void *out_gradient, const int32_t *ids, float scale,
                           ck_dropout dropout, float *table_gradient, int64_t rows, int64_t width);

// ---- Rows and columns ---------------------------------------------------------------------------

/// out[r, :] = matrix[indices[r], :]; zeros where the index is negative
void ck_gather_rows(ck_type type, const void *matrix, const int32_t *indices, void *out,
                    int64_t rows, int64_t width);

/// out[indices[r], :] += rows[r, :]; rows whose index is negative are passed over. The gradient of
/// `ck_gather_rows`.
void ck_scatter_rows(ck_type type, const void *matrix, const int32_t *indices, void *out,
                     int64_t rows, int64_t width);
/// Columns of one matrix into columns of another, converted: out[r, c] = source[r, c]. Strides are
/// in elements.
void ck_copy_columns(ck_type from, const void *source, int64_t source_stride, ck_type to, void *out,
                     int64_t out_stride, int64_t rows, int64_t width);

// ---- Layer normalisation (Ba et al. 2016) with the residual and dropout in front of it ----------

/// sum[r, :] = input[r, :] + dropout(branch[r, :]);
/// out[r, :] = gain * (sum - mean) * inverse_deviation + bias.
/// With `input` NULL it normalises `branch` alone (dropout must be off) and `sum` is not written.
/// mean and inverse_deviation [rows] may both be NULL when no gradient is wanted, and so may `sum`.
/// `out` may be `input` or `branch`.
/// What is normalised is `sum` as it is stored, rounded to `type`.
/// Variance is the biased one, computed about the mean (two passes over the row, which is in
/// cache); inverse_deviation = 1 / sqrt(variance + epsilon).
void ck_residual_norm_forward(ck_type type, const void *input, const void *branch,
                              const float *gain, const float *bias, float epsilon,
                              ck_dropout dropout, void *sum, void *out, float *mean,
                              float *inverse_deviation, int64_t rows, int64_t width);
/// From out_gradient: s = gradient with respect to `sum`;
/// input_gradient = s (added when `accumulate` is not 0), branch_gradient = dropout(s);
/// gain_gradient and bias_gradient [width] are added to.
/// input_gradient or branch_gradient may be NULL. Neither may be `out_gradient`.
void ck_residual_norm_backward(ck_type type, const void *out_gradient, const void *sum,
                               const float *gain, const float *mean, const float *inverse_deviation,
                               ck_dropout dropout, void *input_gradient, int accumulate,
                               void *branch_gradient, float *gain_gradient, float *bias_gradient,
                               int64_t rows, int64_t width);

// ---- Scaled dot-product attention (Vaswani et al. 2017, equation 1) over packed sentences -------

/// A block of columns of a row-major matrix: element (r, c) is data[r * stride + c] (stride in
/// elements). Heads lie side by side: head h is columns h*D ..< (h+1)*D.
typedef struct {
    void *data;
    int64_t stride;
} ck_columns;

/// Keys and values in several matrices ("blocks"), as a decoder's steps leave them behind: key j of
/// a segment is row `(uint32_t)place` of block `place >> 32`, where place = places[key_start + j].
typedef struct {
    const uint64_t *places;
    const void *const *matrices;  // a row of each: keys, and `value_offset` elements on, values
    int64_t stride, value_offset;
} ck_blocks;

typedef struct {
    ck_type type;      // of queries and results
    ck_type key_type;  // of keys and values: `type`, or bfloat16 beside float32 (forward only)
    const ck_segment *segments;
    int64_t segment_count;
    int64_t heads, head_width;
    float scale;  // of the scores; 1 / sqrt(D) in the paper
    int causal;   // when not 0, query i of a segment sees keys j <= i + (key_count - query_count)
    // On the attention weights. Element index: weight_offset(segment, head) + i * key_count + j,
    // where weight_offset counts the weights of all segments and heads before.
    ck_dropout dropout;
    ck_columns query, key, value;
    const ck_blocks *blocks;  // when not NULL, instead of `key` and `value` (forward only)
} ck_attention;

/// Bytes of 64-byte-aligned scratch that a call, forward or backward, needs for these segments and
/// shapes.
int64_t ck_attention_workspace(const ck_attention *attention);
/// out = softmax(scale * Q K^T, masked) dropped out, times V, for every segment and head.
/// `log_sum_exp` [query rows, heads], indexed by the absolute query row, may be NULL. `weights`,
/// when not NULL, receives the softmax (before dropout), float32, segment by segment, head by head,
/// [query_count, key_count] each. Rows of `out` that belong to no segment are not written. A query
/// that sees no key gets zeros, and a log_sum_exp of -infinity.
void ck_attention_forward(const ck_attention *attention, ck_columns out, float *log_sum_exp,
                          float *weights, void *workspace);
/// Gradients with respect to Q, K and V (overwritten; rows that belong to no segment are not
/// written). The weights are computed again from Q, K and log_sum_exp rather than stored: memory
/// stays linear in the length. `out` is the forward result.
/// Segments must not share key rows (true in training).
void ck_attention_backward(const ck_attention *attention, ck_columns out, const float *log_sum_exp,
                           ck_columns out_gradient, ck_columns query_gradient,
                           ck_columns key_gradient, ck_columns value_gradient, void *workspace);

// ---- Guided alignment (Chen et al. 2016) --------------------------------------------------------

/// Which keys the queries of an attention are linked to: query row r to key rows
/// keys[offsets[r]] ... keys[offsets[r + 1] - 1], each once, all of the query's segment.
typedef struct {
    const int32_t *offsets;  // [query rows + 1]
    const int32_t *keys;
} ck_links;

/// The loss of one head, whose columns `query` and `key` are (heads, causal, dropout and value do not
/// count): with p the softmax of scale * Q K^T, and A 1/n for each of a query's n links, the sum over
/// the queries with links of - sum of A * log p. `score_gradient`, segment by segment
/// [query_count, key_count], gets weight * (p - A) for queries with links, and is left as it is for
/// those without.
double ck_alignment_loss_forward(const ck_attention *attention, const ck_links *links, float weight,
                                 float *score_gradient);
/// Adds to the gradients of Q and K, of `attention`'s type. `sum` [head_width] is the call's own.
/// Segments must not share key rows.
void ck_alignment_loss_backward(const ck_attention *attention, const ck_links *links,
                                const float *score_gradient, ck_columns query_gradient,
                                ck_columns key_gradient, float *sum);

// ---- Loss (label smoothing: Szegedy et al. 2016) ------------------------------------------------

typedef struct {
    // Sum over counted rows of (1 - s) * -log p[target] + s / C * sum over classes of -log p.
    double loss;
    double negative_log_likelihood;  // sum over counted rows of -log p[target]
    int64_t counted;                 // rows with target >= 0
    // Counted rows whose largest logit is the target's (the first, when several are equal).
    int64_t correct;
} ck_loss;

/// Cross-entropy of `logits` [rows, classes] (float32; `bias` [classes] is added first and may be
/// NULL) against `targets` (negative: row does not count and its gradient is zero). `gradient`
/// [rows, classes] (of `type`, may be NULL) = gradient_scale * (softmax - smoothed target); where it is
/// wanted, the logits may be overwritten. `stride` numbers lie between the beginnings of two rows of
/// logits, or of the gradient.
/// `token_log_probabilities` [rows] (may be NULL) = log p[target], 0 where the row does not count.
ck_loss ck_cross_entropy(ck_type type, float *logits, const float *bias,
                         const int32_t *targets, float smoothing, float gradient_scale,
                         void *gradient, float *token_log_probabilities, int64_t rows,
                         int64_t classes, int64_t stride);

/// Loss of independent bits.
typedef struct {
    double loss;    // sum of -log p, in nats
    int64_t wrong;  // bits whose more probable value is not the target's
} ck_bit_loss;

/// Binary cross-entropy of bits whose probability of being 1 is the logistic function of a logit.
/// Targets are 0 or 1. gradient (may be NULL) = p - target.
ck_bit_loss ck_binary_cross_entropy(const float *logits, const float *targets, float *gradient,
                                    int64_t count);

// ---- Softmax of rows ----------------------------------------------------------------------------

/// y[r, :] = softmax(x[r, :]); y may be x.
void ck_softmax_forward(const float *x, float *y, int64_t rows, int64_t classes);
/// The gradient with respect to y becomes the one with respect to x.
void ck_softmax_backward(const float *y, float *gradient, int64_t rows, int64_t classes);

// ---- Search -------------------------------------------------------------------------------------

/// Logits that `ck_log_softmax_top_k` looks at together. -infinity after the last logit, up to a whole
/// number of blocks or any more of them, changes no bit of what it finds.
enum { CK_TOP_K_BLOCK = 256 };

/// For each row of float32 logits (plus `bias`, may be NULL): the k largest log-probabilities,
/// descending (ties: smaller index first), into values [rows, k] and indices [rows, k]. The logits
/// are read once for the softmax and the selection together. A row with a NaN has NaN for all its
/// log-probabilities. 1 <= k <= classes.
void ck_log_softmax_top_k(const float *logits, const float *bias, int64_t rows, int64_t classes,
                          int64_t k, float *values, int32_t *indices);
/// out[i] = exp(scale * (x[i] - shift)); returns their sum. For drawing from a softmax: with the
/// largest x as `shift` and 1 / temperature as `scale`. out may be x.
double ck_exponentials(const float *x, float shift, float scale, int64_t count, float *out);
/// out[r, c] = log of the mean over the models m of exp(logits[m][r, c] - log_sums[m, r]): of their
/// probabilities, when log_sums [models, rows] are the logarithms of the sums of exponentials of
/// the rows. logits: `models` matrices [rows, classes], one of which `out` may be.
void ck_log_mean_softmax(const float *const *logits, const float *log_sums, int64_t models,
                         int64_t rows, int64_t classes, float *out);

// ---- Optimiser ----------------------------------------------------------------------------------

/// first[i] += others[0][i] + others[1][i] + …; returns the sum of the squares of the result, for
/// the norm of the whole gradient (in float over blocks of 1,024, whose sums are added in double).
double ck_sum_gradients(float *first, const float *const *others, int64_t other_count,
                        int64_t count);

/// Adam (Kingma & Ba 2015) / AdamW (Loshchilov & Hutter 2019):
/// g = gradient_scale * gradient; m, v moments;
/// weight -= step_size * m / (sqrt(v) / root_correction + epsilon) + decay * weight, where the
/// caller passes step_size = lr / (1 - beta1^t), root_correction = sqrt(1 - beta2^t),
/// decay = lr * weight_decay (AdamW) or 0.
typedef struct {
    float step_size, beta1, beta2, epsilon, root_correction, gradient_scale, decay;
    // average = average_decay * average + (1 - average_decay) * weight, when `average` is not NULL.
    float average_decay;
} ck_adam;

/// One step. `average` (exponential moving average) and `compute` (the bfloat16 copy that products
/// read) may be NULL.
void ck_adam_update(const ck_adam *adam, float *weight, float *moment1, float *moment2,
                    const float *gradient, float *average, uint16_t *compute, int64_t count);

#ifdef __cplusplus
}
#endif
#endif
