// The product of eight-bit rows for AArch64, by the instructions that it has.
#ifndef CALQUE_KERNELS_INT8_ARM_H
#define CALQUE_KERNELS_INT8_ARM_H

#include "arm.h"
#include "int8_tile.h"

/// A `ck_integers` is four of the 32 registers: the sums of six rows with one take 24.
#define CK_INT8_WIDTH(rows) ((rows) == 1 ? 4 : (rows) == 2 ? 2 : 1)

#define CK_INT8_INLINE CK_INT8_FUNCTION static inline __attribute__((always_inline))

/// Both are computed before anything after this is read. Otherwise the compiler brings so many
/// loads together that their results have no registers.
#define CK_IN_ORDER(first, second) __asm__ volatile("" : "+w"(first), "+w"(second) : : "memory")

// NEON and SDOT multiply signed codes with signed ones. 128 less is one of -128 ... 127; the zeros
// of rows are as much less.
#define CK_INT8_OFFSET 128
#define CK_SIGNED_CODES(codes) vreinterpretq_s8_s32(vdupq_n_s32((codes) ^ (int32_t)0x80808080))

#define CK_INT8_FUNCTION
#define CK_INT8_NAME(name) neon_##name
#define CK_INT8_ADD(sum, codes, panel) neon_add(&(sum), (codes), &(panel))

/// Two products stay within 16 bits: 2 * 128 * 127 < 2^15.
CK_INT8_INLINE void neon_add(ck_integers *sums, int32_t codes, const ck_integers *panel) {
    int32x4_t *quarters = (int32x4_t *)sums;
    const int8x16_t *right = (const int8x16_t *)panel;
    int8x16_t left = CK_SIGNED_CODES(codes);
    __asm__("" : "+w"(left));
    CK_UNROLLED for (int i = 0; i < 4; i++) {
        const int16x8_t low = vmull_s8(vget_low_s8(left), vget_low_s8(right[i]));
        const int16x8_t high = vmull_high_s8(left, right[i]);
        quarters[i] = vpadalq_s16(quarters[i], vpaddq_s16(low, high));
        CK_IN_ORDER(quarters[i], left);
    }
}
#include "int8_sums.h"
#include "int8_block.h"
#undef CK_INT8_FUNCTION
#undef CK_INT8_NAME
#undef CK_INT8_ADD

#define CK_INT8_FUNCTION __attribute__((target("dotprod")))
#define CK_INT8_NAME(name) dotprod_##name
#define CK_INT8_ADD(sum, codes, panel) dotprod_add(&(sum), (codes), &(panel))

CK_INT8_INLINE void dotprod_add(ck_integers *sums, int32_t codes, const ck_integers *panel) {
    int32x4_t *quarters = (int32x4_t *)sums;
    const int8x16_t *right = (const int8x16_t *)panel, left = CK_SIGNED_CODES(codes);
    CK_UNROLLED for (int i = 0; i < 4; i++) quarters[i] = vdotq_s32(quarters[i], right[i], left);
}
#include "int8_sums.h"
#include "int8_block.h"
#undef CK_INT8_FUNCTION
#undef CK_INT8_NAME
#undef CK_INT8_ADD
#undef CK_INT8_OFFSET

// USDOT and USMMLA multiply unsigned codes with signed ones, as they are.
#define CK_INT8_OFFSET 0

#define CK_INT8_FUNCTION __attribute__((target("i8mm")))
#define CK_INT8_NAME(name) usdot_##name
#define CK_INT8_ADD(sum, codes, panel) usdot_add(&(sum), (codes), &(panel))

CK_INT8_INLINE void usdot_add(ck_integers *sums, int32_t codes, const ck_integers *panel) {
    int32x4_t *quarters = (int32x4_t *)sums;
    const int8x16_t *right = (const int8x16_t *)panel;
    const uint8x16_t left = vreinterpretq_u8_s32(vdupq_n_s32(codes));
    CK_UNROLLED for (int i = 0; i < 4; i++) quarters[i] = vusdotq_s32(quarters[i], left, right[i]);
}
#include "int8_sums.h"
#undef CK_INT8_NAME
#undef CK_INT8_ADD

#define CK_INT8_NAME(name) i8mm_##name
#include "int8_pairs.h"

/// A single row has no partner.
CK_INT8_INLINE void i8mm_sums(const int rows, const int vectors, const int fetches,
                              const ck_int8_tile *t, int64_t first, const int v,
                              ck_integers sums[CK_INT8_TILE_ROWS][CK_INT8_VECTORS]) {
    if (rows == 1) usdot_sums(rows, vectors, fetches, t, first, v, sums);
    else i8mm_pair_sums(rows, vectors, fetches, t, first, v, sums);
}
#include "int8_block.h"
#undef CK_INT8_FUNCTION
#undef CK_INT8_NAME
#undef CK_INT8_OFFSET
#undef CK_INT8_WIDTH

#endif
