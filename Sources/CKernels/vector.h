// What every kernel file shares: how loops become vector code, and how elements are read and
// written.
//
// A kernel is a plain loop in an always-inlined body. The body is instantiated in a `CK_VECTORISED`
// function, which the compiler clones for AVX-512, AVX2 and the baseline and picks from when the
// program is loaded. Arguments such as the element type are constants where the body is inlined, so
// that the loops contain no branch on them.
#ifndef CALQUE_KERNELS_VECTOR_H
#define CALQUE_KERNELS_VECTOR_H

#include "CKernels.h"

#include <string.h>

#ifndef __has_feature
#define __has_feature(feature) 0
#endif

// Clones are chosen by an indirect function, which needs the GNU C library's loader. It runs before the thread
// sanitizer does, which would watch it.
#if defined(__x86_64__) && defined(__GLIBC__) && !__has_feature(thread_sanitizer)
#define CK_HAS_CLONES
#define CK_VECTORISED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CK_VECTORISED
#endif

#define CK_INLINE static inline __attribute__((always_inline))

/// Ahead of a loop whose iterations do not depend on each other: operands are either the same array
/// or apart.
#define CK_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")

/// Ahead of a loop over variables that are to live in registers.
#define CK_UNROLLED _Pragma("clang loop unroll(full)")

/// At the head of a file whose sums may be formed in any order.
#define CK_ANY_ORDER _Pragma("clang fp contract(fast) reassociate(on)")

CK_INLINE uint32_t ck_bits(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

CK_INLINE float ck_float(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/// bfloat16 is the upper half of a float.
CK_INLINE float ck_from_bfloat16(uint16_t value) { return ck_float((uint32_t)value << 16); }

/// To nearest, ties to even: add just under half of the last place kept, and its parity.
/// Not-a-number stays so.
CK_INLINE uint16_t ck_to_bfloat16(float value) {
    const uint32_t bits = ck_bits(value);
    const uint32_t rounded = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
    const uint32_t quiet = (bits >> 16) | 0x40;
    return (uint16_t)(value != value ? quiet : rounded);
}

CK_INLINE float ck_load(ck_type type, const void *data, int64_t i) {
    return type == CK_FLOAT32 ? ((const float *)data)[i]
                              : ck_from_bfloat16(((const uint16_t *)data)[i]);
}

CK_INLINE void ck_store(ck_type type, void *data, int64_t i, float value) {
    if (type == CK_FLOAT32) ((float *)data)[i] = value;
    else ((uint16_t *)data)[i] = ck_to_bfloat16(value);
}

/// Stores `value` and returns it as it will be read back.
CK_INLINE float ck_store_rounded(ck_type type, void *data, int64_t i, float value) {
    if (type == CK_FLOAT32) return ((float *)data)[i] = value;
    const uint16_t rounded = ck_to_bfloat16(value);
    ((uint16_t *)data)[i] = rounded;
    return ck_from_bfloat16(rounded);
}

/// The address of element i.
CK_INLINE void *ck_at(ck_type type, const void *data, int64_t i) {
    return (char *)data + i * (type == CK_FLOAT32 ? 4 : 2);
}

/// Inlines `body` once for each element type, so that the type is a constant in its loops.
#define CK_FOR_TYPE(type, body, ...)                                                               \
    do {                                                                                           \
        if ((type) == CK_FLOAT32) body(CK_FLOAT32, __VA_ARGS__);                                   \
        else body(CK_BFLOAT16, __VA_ARGS__);                                                       \
    } while (0)

/// The same for each element type with a condition on and off: the second argument of `body`.
#define CK_FOR_TYPE_AND(type, condition, body, ...)                                                \
    do {                                                                                           \
        if (condition) CK_FOR_TYPE(type, body, 1, __VA_ARGS__);                                    \
        else CK_FOR_TYPE(type, body, 0, __VA_ARGS__);                                              \
    } while (0)

#endif
