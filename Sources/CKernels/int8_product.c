#include "int8_tile.h"

#if defined(__x86_64__) && defined(__GLIBC__)
#define CK_HAS_VNNI 1
#define CK_INT8_FUNCTION __attribute__((target("arch=x86-64-v4,avx512vnni")))
#define CK_INT8_NAME(name) vnni_##name
#define CK_INT8_ADD(sum, codes, panel)                                                             \
    sum = (ck_integers)__builtin_ia32_vpdpbusd512((sum), (ck_integers)(codes), (panel))
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

void ck_int8_product_portable(const ck_int8_rows *left, const ck_int8_matrix *right,
                              const ck_int8_result *result) {
    portable_product(left, right, result);
}

#ifdef CK_HAS_VNNI
static int has_vnni(void) {
    return __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("x86-64-v4");
}
#endif

void ck_int8_product(const ck_int8_rows *left, const ck_int8_matrix *right,
                     const ck_int8_result *result) {
#ifdef CK_HAS_VNNI
    if (has_vnni()) {
        vnni_product(left, right, result);
        return;
    }
#endif
    portable_product(left, right, result);
}
