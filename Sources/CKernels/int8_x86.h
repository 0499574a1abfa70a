// The product of eight-bit rows for x86-64, by the instructions that it has.
#ifndef CALQUE_KERNELS_INT8_X86_H
#define CALQUE_KERNELS_INT8_X86_H

#include "int8_tile.h"

// Unsigned codes are multiplied as they are.
#define CK_INT8_OFFSET 0
#define CK_INT8_WIDTH(rows) CK_INT8_VECTORS

#define CK_INT8_FUNCTION __attribute__((target("arch=x86-64-v4,avx512vnni")))
#define CK_INT8_NAME(name) vnni_##name
#define CK_INT8_ADD(sum, codes, panel)                                                             \
    sum = (ck_integers)__builtin_ia32_vpdpbusd512((sum), (ck_integers)(codes), (panel))
#include "int8_sums.h"
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
#include "int8_sums.h"
#include "int8_block.h"
#undef CK_INT8_FUNCTION
#undef CK_INT8_NAME
#undef CK_INT8_ADD
#undef CK_INT8_OFFSET
#undef CK_INT8_WIDTH

#endif
