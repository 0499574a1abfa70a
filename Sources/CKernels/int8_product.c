#include "int8_tile.h"

#if defined(__x86_64__) && defined(__GLIBC__)
#include "int8_x86.h"
#elif defined(__aarch64__) && defined(__ARM_NEON)
#include "int8_arm.h"
#endif

/// Byte i of every lane, with its sign.
#define CK_BYTE(lanes, i) ((lanes) << (24 - 8 * (i)) >> 24)
#define CK_INT8_FUNCTION
#define CK_INT8_NAME(name) portable_##name
#define CK_INT8_OFFSET 0
#define CK_INT8_WIDTH(rows) CK_INT8_VECTORS
#define CK_INT8_ADD(sum, codes, panel)                                                             \
    sum += ((codes) & 255) * CK_BYTE(panel, 0) + ((codes) >> 8 & 255) * CK_BYTE(panel, 1) +        \
           ((codes) >> 16 & 255) * CK_BYTE(panel, 2) + ((codes) >> 24 & 255) * CK_BYTE(panel, 3)
#include "int8_sums.h"
#include "int8_block.h"

#if defined(CALQUE_KERNELS_INT8_X86_H)

ck_int8_variant ck_int8_best_variant(void) {
    if (__builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("x86-64-v4"))
        return CK_INT8_VNNI;
    return __builtin_cpu_supports("x86-64-v3") ? CK_INT8_AVX2 : CK_INT8_PORTABLE;
}

void ck_int8_product_by(ck_int8_variant variant, const ck_int8_rows *left,
                        const ck_int8_matrix *right, const ck_int8_result *result) {
    switch (variant) {
        case CK_INT8_VNNI: vnni_product(left, right, result); break;
        case CK_INT8_AVX2: avx2_product(left, right, result); break;
        default: portable_product(left, right, result);
    }
}

#elif defined(CALQUE_KERNELS_INT8_ARM_H)

ck_int8_variant ck_int8_best_variant(void) {
    if (!ck_arm_has(CK_ARM_DOT_PRODUCTS)) return CK_INT8_NEON;
    return ck_arm_has(CK_ARM_INT8_MATRICES) ? CK_INT8_I8MM : CK_INT8_DOTPROD;
}

void ck_int8_product_by(ck_int8_variant variant, const ck_int8_rows *left,
                        const ck_int8_matrix *right, const ck_int8_result *result) {
    switch (variant) {
        case CK_INT8_I8MM: i8mm_product(left, right, result); break;
        case CK_INT8_DOTPROD: dotprod_product(left, right, result); break;
        case CK_INT8_NEON: neon_product(left, right, result); break;
        default: portable_product(left, right, result);
    }
}

#else

ck_int8_variant ck_int8_best_variant(void) { return CK_INT8_PORTABLE; }

void ck_int8_product_by(ck_int8_variant variant, const ck_int8_rows *left,
                        const ck_int8_matrix *right, const ck_int8_result *result) {
    (void)variant;
    portable_product(left, right, result);
}

#endif

void ck_int8_product(const ck_int8_rows *left, const ck_int8_matrix *right,
                     const ck_int8_result *result) {
    ck_int8_product_by(ck_int8_best_variant(), left, right, result);
}
