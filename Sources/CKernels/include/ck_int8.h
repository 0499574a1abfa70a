// Products in eight bits, for inference.
#ifndef CALQUE_KERNELS_INT8_H
#define CALQUE_KERNELS_INT8_H

#include "ck_team.h"
#include "ck_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/// A weight matrix [outputs, inputs] in eight bits: weight = scales[output] * code, with codes of
/// -127 ... 127. The codes lie as the product reads them: in panels of 64 outputs, and within a
/// panel four inputs at a time. Outputs are padded to a multiple of 64 and inputs to one of 4, with
/// zeros.
typedef struct {
    const int8_t *codes;       // [padded outputs / 64][padded inputs / 4][64][4], 64-byte-aligned
    const float *scales;       // [outputs]
    const int32_t *code_sums;  // [outputs]: the sum of the codes of an output
    int64_t outputs, inputs;
} ck_int8_matrix;

/// Outputs of a panel, and inputs that the processor multiplies and adds in one go.
enum { CK_INT8_PANEL = 64, CK_INT8_GROUP = 4 };

/// Rows of activations in eight bits: x = scales[row] * (code - zeros[row]).
typedef struct {
    uint8_t *codes;  // [rows, padded columns]: a multiple of 4
    float *scales;   // [rows]
    int32_t *zeros;  // [rows]: the code of zero
    int64_t rows, columns;
} ck_int8_rows;

/// Where a product goes, and what becomes of it on the way.
typedef struct {
    const float *bias;  // [outputs]; may be NULL
    int relu;           // when not 0, clipped below at zero
    ck_type type;       // of `out`
    void *out;          // [rows, outputs]
    int64_t stride;     // elements from row to row
} ck_int8_result;

/// The number of codes of a padded matrix.
int64_t ck_int8_code_count(int64_t outputs, int64_t inputs);
/// Rounds a float32 matrix [outputs, inputs] to eight bits, each output with a scale of its own:
/// its largest magnitude / 127. Not-a-number or infinity in a row makes its scale not-a-number.
void ck_int8_quantize_matrix(const float *weights, int64_t outputs, int64_t inputs, int8_t *codes,
                             float *scales, int32_t *code_sums);
/// Lays codes [given, inputs] out that lie row by row, as other programs have them; the outputs after
/// the given ones, up to `outputs`, are zeros.
void ck_int8_pack_matrix(const int8_t *rows, int64_t given, int64_t outputs, int64_t inputs,
                         int8_t *codes, int32_t *code_sums);
/// A matrix of some outputs of another one: output i is that of number ids[i], for i below `count`.
void ck_int8_gather_outputs(const ck_int8_matrix *matrix, const int32_t *ids, int64_t count,
                            int8_t *codes, float *scales, int32_t *code_sums);
/// Rounds float32 rows [rows, columns] to eight bits, each row over its own range, which takes in
/// zero, so that zeros stay exact. Infinity in a row makes its scale not-a-number; not-a-number
/// itself becomes some number.
void ck_int8_quantize_rows(const float *x, const ck_int8_rows *out);
/// Rounds float32 rows [rows, columns] to eight bits by one multiplier for all: code = 127 + x *
/// multiplier, rounded to the nearest, or to the even one of two as near, and cut off at 0 and 254.
/// So does intgemm, whose products Marian's models in eight bits are made for. Not-a-number or
/// infinity in a row makes its scale not-a-number.
void ck_int8_quantize_rows_by(const float *x, float multiplier, const ck_int8_rows *out);
/// What `ck_int8_quantize_matrix` makes of a matrix [outputs, inputs], as numbers again: scale * code,
/// of the given type.
void ck_int8_round_matrix(ck_type type, const float *weights, void *out, int64_t outputs,
                          int64_t inputs);
/// What `ck_int8_quantize_rows` makes of rows [rows, columns], as numbers again: scale * (code - zero).
/// Rows and result are of the given type, and may be the same.
void ck_int8_round_rows(ck_type type, const void *x, void *out, int64_t rows, int64_t columns);
/// out = left * right^T + bias, clipped below at zero when `relu`; [left.rows, right.outputs].
/// The sums are exact, so that a row's result does not depend on the other rows, as long as they
/// stay within 32 bits: of up to 66,311 inputs.
void ck_int8_product(const ck_int8_rows *left, const ck_int8_matrix *right,
                     const ck_int8_result *result);

/// A product that is to be computed.
typedef struct {
    ck_int8_rows left;
    ck_int8_matrix right;
    ck_int8_result result;
} ck_int8_call;

/// Computes products that do not depend on each other. Where `team` has helpers and it pays, each member
/// computes some of the outputs, and reads the weights of these alone: the results are the same.
/// `team` may be NULL; the caller is its leader.
void ck_int8_products(ck_team *team, const ck_int8_call *calls, int64_t count);
/// `ck_int8_gather_outputs`, of which each member of the team does some outputs.
void ck_int8_gather_together(ck_team *team, const ck_int8_matrix *matrix, const int32_t *ids,
                             int64_t count, int8_t *codes, float *scales, int32_t *code_sums);

/// The ways to compute the product, by the instructions that they take; numbered from the portable
/// one on for each kind of processor.
typedef enum {
    CK_INT8_PORTABLE = 0,
    // x86-64
    CK_INT8_AVX2 = 1,
    CK_INT8_VNNI = 2,
    // AArch64
    CK_INT8_NEON = 1,
    CK_INT8_DOTPROD = 2,
    CK_INT8_I8MM = 3
} ck_int8_variant;

/// The variant of `ck_int8_product`: the last that this processor has. It has those before it, too.
ck_int8_variant ck_int8_best_variant(void);
/// The product by one variant, which the processor has to have. All have the same sums.
void ck_int8_product_by(ck_int8_variant variant, const ck_int8_rows *left,
                        const ck_int8_matrix *right, const ck_int8_result *result);

/// out[r, :] = scale * matrix[ids[r], :] + positions[position_ids[r], :]; [rows, inputs], float32;
/// positions may be NULL.
void ck_int8_embedding(const ck_int8_matrix *table, const int32_t *ids, const float *positions,
                       const int32_t *position_ids, float scale, float *out, int64_t rows);

#ifdef __cplusplus
}
#endif
#endif
