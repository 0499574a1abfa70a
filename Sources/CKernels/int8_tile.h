// What the product of eight-bit rows with a panel of weights works on.
#ifndef CALQUE_KERNELS_INT8_TILE_H
#define CALQUE_KERNELS_INT8_TILE_H

#include "lanes.h"

enum {
    /// Rows whose sums stay in registers: 6 x 4 of the 32 that AVX-512 has, and a panel's vectors.
    CK_INT8_TILE_ROWS = 6,
    CK_INT8_VECTORS = CK_INT8_PANEL / CK_LANES,
    /// Rows that meet all panels before the next rows do: 120 KiB at 512 columns, so that they stay
    /// in the second-level cache.
    CK_INT8_BLOCK_ROWS = 240
};

/// All rows of the left operand, and one panel of the right with what belongs to its outputs.
typedef struct {
    const uint8_t *codes;  // [rows, stride]
    const float *row_scales;
    const int32_t *zeros;
    int64_t stride;        // padded inputs
    const int8_t *panel;   // [stride / 4][64][4]
    const float *scales;
    const float *code_sums;  // the bits of int32_t
    int64_t width;           // outputs of this panel, 64 or fewer
    ck_int8_result result;   // beginning with this panel's outputs
} ck_int8_tile;

CK_INLINE int64_t ck_int8_padded(int64_t count, int64_t multiple) {
    return (count + multiple - 1) / multiple * multiple;
}

/// The panel that begins with output `start`.
CK_INLINE ck_int8_tile ck_int8_tile_at(const ck_int8_rows *left, const ck_int8_matrix *right,
                                       const ck_int8_result *result, int64_t start) {
    const int64_t stride = ck_int8_padded(right->inputs, CK_INT8_GROUP);
    const int64_t rest = right->outputs - start;
    return (ck_int8_tile){.codes = left->codes,
                          .row_scales = left->scales,
                          .zeros = left->zeros,
                          .stride = stride,
                          .panel = right->codes + start * stride,
                          .scales = right->scales + start,
                          .code_sums = (const float *)(right->code_sums + start),
                          .width = rest < CK_INT8_PANEL ? rest : CK_INT8_PANEL,
                          .result = {.bias = result->bias ? result->bias + start : NULL,
                                     .relu = result->relu,
                                     .type = result->type,
                                     .out = ck_at(result->type, result->out, start),
                                     .stride = result->stride}};
}

#endif
