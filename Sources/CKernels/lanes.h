// Sixteen floats at a time, for the loops that the compiler cannot make vector code of by itself.
// Functions take vectors by address: a vector argument would tie them to one instruction set.
#ifndef CALQUE_KERNELS_LANES_H
#define CALQUE_KERNELS_LANES_H

#include "mathematics.h"

enum { CK_LANES = 16 };

/// A register of AVX-512; two or four of what came before.
typedef float ck_vector __attribute__((ext_vector_type(16)));
typedef float ck_eight __attribute__((ext_vector_type(8)));
typedef float ck_four __attribute__((ext_vector_type(4)));
typedef int32_t ck_integers __attribute__((ext_vector_type(16)));
typedef uint32_t ck_words __attribute__((ext_vector_type(16)));
typedef uint16_t ck_halves __attribute__((ext_vector_type(16)));

CK_INLINE int64_t ck_padded(int64_t count) { return (count + CK_LANES - 1) / CK_LANES * CK_LANES; }

CK_INLINE void ck_read_all(ck_type type, const void *data, ck_vector *out) {
    if (type == CK_FLOAT32) {
        memcpy(out, data, sizeof *out);
    } else {
        ck_halves halves;
        memcpy(&halves, data, sizeof halves);
        *out = (ck_vector)(__builtin_convertvector(halves, ck_words) << 16);
    }
}

CK_INLINE void ck_write_all(ck_type type, const ck_vector *values, void *data) {
    if (type == CK_FLOAT32) {
        memcpy(data, values, sizeof *values);
    } else {
        const ck_words bits = (ck_words)*values;
        const ck_words rounded = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16,
                       quiet = (bits >> 16) | 0x40;
        const ck_halves halves =
            __builtin_convertvector(*values != *values ? quiet : rounded, ck_halves);
        memcpy(data, &halves, sizeof halves);
    }
}

/// The first `count` of sixteen elements; 0 in the other lanes.
CK_INLINE void ck_read(ck_type type, const void *data, int64_t count, ck_vector *out) {
    if (count >= CK_LANES) {
        ck_read_all(type, data, out);
    } else {
        float lanes[CK_LANES] = {0};
        for (int64_t i = 0; i < count; i++) lanes[i] = ck_load(type, data, i);
        memcpy(out, lanes, sizeof *out);
    }
}

/// The first `count` of sixteen elements; the others in memory stay.
CK_INLINE void ck_write(ck_type type, const ck_vector *values, int64_t count, void *data) {
    if (count >= CK_LANES) {
        ck_write_all(type, values, data);
    } else {
        float lanes[CK_LANES];
        memcpy(lanes, values, sizeof lanes);
        for (int64_t i = 0; i < count; i++) ck_store(type, data, i, lanes[i]);
    }
}

/// x = `otherwise` in the lanes from `count` on.
CK_INLINE void ck_keep_first(int64_t count, float otherwise, ck_vector *x) {
    const ck_integers lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    *x = lane < (int32_t)count ? *x : (ck_vector)otherwise;
}

CK_INLINE float ck_sum_lanes(const ck_vector *x) {
    const ck_eight eight = x->lo + x->hi;
    const ck_four four = eight.lo + eight.hi;
    return (four.x + four.z) + (four.y + four.w);
}

CK_INLINE float ck_largest_lane(const ck_vector *x) {
    const ck_eight eight = x->lo > x->hi ? x->lo : x->hi;
    const ck_four four = eight.lo > eight.hi ? eight.lo : eight.hi;
    const float even = four.x > four.z ? four.x : four.z, odd = four.y > four.w ? four.y : four.w;
    return even > odd ? even : odd;
}

/// `ck_exp` of every lane.
CK_INLINE void ck_exp_all(ck_vector *x) {
#pragma clang fp contract(fast) reassociate(off)
    const ck_vector clamped = *x > CK_EXP_HIGHEST ? (ck_vector)CK_EXP_HIGHEST : *x;
    const ck_vector shifted = clamped * 1.44269504089f + 12582912.0f;
    const ck_vector n = shifted - 12582912.0f;
    const ck_vector r = (clamped - n * 0.693359375f) + n * 2.12194440e-4f;
    ck_vector p = (ck_vector)1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = (p * r) * r + (r + 1.0f);
    const ck_vector scaled = (ck_vector)((ck_words)p + ((ck_words)shifted << 23));
    *x = *x < CK_EXP_LOWEST ? (ck_vector)0.0f : scaled;
}

#endif
