#include "int8_tile.h"

#if defined(__x86_64__) && defined(__GLIBC__)
#define CK_HAS_VARIANTS 1

#define CK_INT8_FUNCTION __attribute__((target("arch=x86-64-v4,avx512vnni")))
#define CK_INT8_NAME(name) vnni_##name
#define CK_INT8_ADD(sum, codes, panel)                                                             \
    sum = (ck_integers)__builtin_ia32_vpdpbusd512((sum), (ck_integers)(codes), (panel))
#include "int8_block.h"
#undef CK_INT8_FUNCTION
#undef CK_INT8_NAME
#undef CK_INT8_ADD

#define CK_INT8_FUNCTION __attribute__((target("arch=x86-64-v3")))
#define CK_INT8_NAME(name) avx2_##name
#define CK_INT8_ADD(sum, codes, panel) avx2_add(&(sum), (codes), &(panel))

typedef int32_t ck_eight_integers __attribute__((ext_vector_type(8)));
typedef int16_t ck_sixteen_halves __attribute__((ext_vector_type(16)));

/// Products of codes of 16 bits, added in pairs.
#define CK_PAIRS(left, right) (ck_eight_integers) __builtin_ia32_pmaddwd256(left, right)

/// Adds to eight sums. Bytes 0 and 2 of every lane, then bytes 1 and 3, become 16 bits, in which
/// nothing is lost.
#define CK_ADD_EIGHT(sum, even, odd, panel)                                                        \
    sum += CK_PAIRS(even, (ck_sixteen_halves)(panel) << 8 >> 8) +                                  \
           CK_PAIRS(odd, (ck_sixteen_halves)(panel) >> 8)

CK_INT8_FUNCTION static inline __attribute__((always_inline)) void avx2_add(
    ck_integers *sums, int32_t codes, const ck_integers *panel) {
    const ck_sixteen_halves even = (ck_sixteen_halves)(ck_eight_integers)(codes & 0x00ff00ff);
    const ck_sixteen_halves odd = (ck_sixteen_halves)(ck_eight_integers)(codes >> 8 & 0x00ff00ff);
    CK_ADD_EIGHT(sums->lo, even, odd, panel->lo);
    CK_ADD_EIGHT(sums->hi, even, odd, panel->hi);
}
#include "int8_block.h"
#undef CK_INT8_FUNCTION
#undef CK_INT8_NAME
#undef CK_INT8_ADD
#endif

/// Byte i of every lane, with its sign.
#define CK_BYTE(lanes, i) ((lanes) << (24 - 8 * (i)) >> 24)
#define CK_INT8_FUNCTION
#define CK_INT8_NAME(name) portable_##name
#define CK_INT8_ADD(sum, codes, panel)                                                             \
    sum += ((codes) & 255) * CK_BYTE(panel, 0) + ((codes) >> 8 & 255) * CK_BYTE(panel, 1) +        \
           ((codes) >> 16 & 255) * CK_BYTE(panel, 2) + ((codes) >> 24 & 255) * CK_BYTE(panel, 3)
#include "int8_block.h"

ck_int8_variant ck_int8_best_variant(void) {
#ifdef CK_HAS_VARIANTS
    if (__builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("x86-64-v4"))
        return CK_INT8_VNNI;
    if (__builtin_cpu_supports("x86-64-v3")) return CK_INT8_AVX2;
#endif
    return CK_INT8_PORTABLE;
}

void ck_int8_product_by(ck_int8_variant variant, const ck_int8_rows *left,
                        const ck_int8_matrix *right, const ck_int8_result *result) {
    switch (variant) {
#ifdef CK_HAS_VARIANTS
        case CK_INT8_VNNI: vnni_product(left, right, result); break;
        case CK_INT8_AVX2: avx2_product(left, right, result); break;
#endif
        default: portable_product(left, right, result);
    }
}

void ck_int8_product(const ck_int8_rows *left, const ck_int8_matrix *right,
                     const ck_int8_result *result) {
    ck_int8_product_by(ck_int8_best_variant(), left, right, result);
}
