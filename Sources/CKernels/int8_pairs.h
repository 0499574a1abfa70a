// Sums of products of eight-bit codes by USMMLA, which multiplies eight codes of two rows with
// those of two outputs: four sums at once, and twice the products of USDOT. Included by int8_arm.h.
#ifndef CALQUE_KERNELS_INT8_PAIRS_H
#define CALQUE_KERNELS_INT8_PAIRS_H

enum { CK_INT8_TILE_PAIRS = CK_INT8_TILE_ROWS / 2, CK_INT8_OUTPUT_PAIRS = CK_INT8_PANEL / 2 };

/// Sums [row, output] of two rows and two outputs each.
typedef int32x4_t ck_int8_pairs[CK_INT8_TILE_PAIRS][CK_INT8_OUTPUT_PAIRS];

/// Adds the products of codes [2, 8] of each pair of rows with one group of four inputs, `near`,
/// and the next, `far`, each [outputs, 4].
CK_INT8_INLINE void i8mm_add(const int pairs, const int vectors, const uint8x16_t *codes,
                             const ck_integers *near, const ck_integers *far, ck_int8_pairs sums) {
    CK_UNROLLED for (int q = 0; q < 4 * vectors; q++) {
        const int32x4_t four = ((const int32x4_t *)near)[q], next = ((const int32x4_t *)far)[q];
        const int8x16_t low = vreinterpretq_s8_s32(vzip1q_s32(four, next));
        const int8x16_t high = vreinterpretq_s8_s32(vzip2q_s32(four, next));
        CK_UNROLLED for (int p = 0; p < pairs; p++) {
            sums[p][2 * q] = vusmmlaq_s32(sums[p][2 * q], codes[p], low);
            sums[p][2 * q + 1] = vusmmlaq_s32(sums[p][2 * q + 1], codes[p], high);
            CK_IN_ORDER(sums[p][2 * q], sums[p][2 * q + 1]);
        }
    }
}

/// out = the sums of each row, output by output.
CK_INT8_INLINE void i8mm_part(const int rows, const int vectors, const int v, ck_int8_pairs sums,
                              ck_integers out[CK_INT8_TILE_ROWS][CK_INT8_VECTORS]) {
    CK_UNROLLED for (int i = 0; i < rows; i++) {
        CK_UNROLLED for (int q = 0; q < 4 * vectors; q++) {
            const int64x2_t low = vreinterpretq_s64_s32(sums[i / 2][2 * q]);
            const int64x2_t high = vreinterpretq_s64_s32(sums[i / 2][2 * q + 1]);
            ((int32x4_t *)&out[i][v])[q] =
                vreinterpretq_s32_s64(i % 2 ? vzip2q_s64(low, high) : vzip1q_s64(low, high));
        }
    }
}

/// As `sums` in int8_sums.h. The last of an odd number of rows is its own partner.
CK_INT8_INLINE void i8mm_pair_sums(const int rows, const int vectors, const int fetches,
                                   const ck_int8_tile *t, int64_t first, const int v,
                                   ck_integers out[CK_INT8_TILE_ROWS][CK_INT8_VECTORS]) {
    const int pairs = (rows + 1) / 2;
    ck_int8_pairs sums;
    uint8x16_t codes[CK_INT8_TILE_PAIRS];
    CK_UNROLLED for (int p = 0; p < pairs; p++) {
        CK_UNROLLED for (int q = 0; q < 8 * vectors; q++) sums[p][q] = vdupq_n_s32(0);
    }
    const int64_t stride = t->stride, after = stride * CK_INT8_PANEL;
    const uint8_t *left = t->codes + first * stride;
    const int8_t *right = t->panel + v * 64;
    int64_t k = 0;
    for (; k + 2 * CK_INT8_GROUP <= stride; k += 2 * CK_INT8_GROUP) {
        const int8_t *far = right + CK_INT8_PANEL * CK_INT8_GROUP;
        CK_UNROLLED for (int w = 0; w < vectors && fetches; w++) {
            __builtin_prefetch(right + after + w * 64, 0, 2);
            __builtin_prefetch(far + after + w * 64, 0, 2);
        }
        CK_UNROLLED for (int p = 0; p < pairs; p++) {
            const int second = 2 * p + 1 < rows ? 2 * p + 1 : 2 * p;
            codes[p] = vcombine_u8(vld1_u8(left + 2 * p * stride + k),
                                   vld1_u8(left + second * stride + k));
        }
        i8mm_add(pairs, vectors, codes, (const ck_integers *)right, (const ck_integers *)far, sums);
        right = far + CK_INT8_PANEL * CK_INT8_GROUP;
    }
    if (k < stride) {
        // One group is left, beside which the other is nothing.
        const ck_integers none[CK_INT8_VECTORS] = {0};
        CK_UNROLLED for (int p = 0; p < pairs; p++) {
            uint32x4_t four = vdupq_n_u32(0);
            const int second = 2 * p + 1 < rows ? 2 * p + 1 : 2 * p;
            memcpy(&four, left + 2 * p * stride + k, CK_INT8_GROUP);
            memcpy((uint32_t *)&four + 2, left + second * stride + k, CK_INT8_GROUP);
            codes[p] = vreinterpretq_u8_u32(four);
        }
        i8mm_add(pairs, vectors, codes, (const ck_integers *)right, none, sums);
    }
    i8mm_part(rows, vectors, v, sums, out);
}

#endif
