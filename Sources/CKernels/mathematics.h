// Elementary functions in the form of branch-free scalar code that vectorises.
#ifndef CALQUE_KERNELS_MATHEMATICS_H
#define CALQUE_KERNELS_MATHEMATICS_H

#include "vector.h"

#include <math.h>

/// Beyond these, exp is not a normal float.
#define CK_EXP_LOWEST -87.3f
#define CK_EXP_HIGHEST 88.7f

/// e^x with a relative error below 1.2e-7; 0 below -87.3, and the value at 88.7 above.
/// x = n log 2 + r with |r| <= log(2) / 2; e^r is a polynomial (Cephes `expf`); 2^n is added to the
/// exponent.
CK_INLINE float ck_exp(float x) {
#pragma clang fp contract(fast) reassociate(off)
    const float to_integer =
        12582912.0f;  // 1.5 * 2^23: adding it leaves the nearest integer in the low bits
    const float clamped = x > CK_EXP_HIGHEST ? CK_EXP_HIGHEST : x;
    const float shifted = clamped * 1.44269504089f + to_integer;
    const float n = shifted - to_integer;
    const float r = (clamped - n * 0.693359375f) + n * 2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = (p * r) * r + (r + 1.0f);
    const float scaled = ck_float(ck_bits(p) + (ck_bits(shifted) << 23));
    return x < CK_EXP_LOWEST ? 0.0f : scaled;
}

/// log x of a positive normal float, within 1 unit in the last place; -infinity at 0, and
/// not-a-number for everything else.
/// x = 2^n (1 + f) with 1 + f between sqrt(1/2) and sqrt(2); log(1 + f) is a polynomial (Cephes
/// `logf`).
CK_INLINE float ck_log(float x) {
#pragma clang fp contract(fast) reassociate(off)
    const uint32_t exponent = (ck_bits(x) - 0x3f3504f3) & 0xff800000;
    const float f = ck_float(ck_bits(x) - exponent) - 1.0f;
    const float n = (float)((int32_t)exponent >> 23), s = f * f;
    float p = 7.0376836292e-2f;
    p = p * f + -1.1514610310e-1f;
    p = p * f + 1.1676998740e-1f;
    p = p * f + -1.2420140846e-1f;
    p = p * f + 1.4249322787e-1f;
    p = p * f + -1.6668057665e-1f;
    p = p * f + 2.0000714765e-1f;
    p = p * f + -2.4999993993e-1f;
    p = p * f + 3.3333331174e-1f;
    const float correction = p * f * s - 0.5f * s + n * -2.12194440e-4f;
    const float value = (f + correction) + n * 0.693359375f;
    return x > 0 ? value : x == 0 ? -INFINITY : NAN;
}

CK_INLINE float ck_sigmoid(float x) { return 1.0f / (1.0f + ck_exp(-x)); }

/// Within 7 units in the last place: a rational function on |x| < 7.905, beyond which a float's
/// tanh is 1 (Eigen `ptanh`).
CK_INLINE float ck_tanh(float x) {
#pragma clang fp contract(fast) reassociate(off)
    const float limit = 7.90531110763549805f;
    const float c = x > limit ? limit : x < -limit ? -limit : x;
    const float s = c * c;
    float p = -2.76076847742355e-16f;
    p = p * s + 2.00018790482477e-13f;
    p = p * s + -8.60467152213735e-11f;
    p = p * s + 5.12229709037114e-08f;
    p = p * s + 1.48572235717979e-05f;
    p = p * s + 6.37261928875436e-04f;
    p = p * s + 4.89352455891786e-03f;
    float q = 1.19825839466702e-06f;
    q = q * s + 1.18534705686654e-04f;
    q = q * s + 2.26843463243900e-03f;
    q = q * s + 4.89352518554385e-03f;
    return c * p / q;
}

/// Within 8 units in the last place: a rational function on |x| < 4, beyond which a float's erf is
/// 1 (Eigen `perf`).
CK_INLINE float ck_erf(float x) {
#pragma clang fp contract(fast) reassociate(off)
    const float c = x > 4.0f ? 4.0f : x < -4.0f ? -4.0f : x;
    const float s = c * c;
    float p = -2.72614225801306e-10f;
    p = p * s + 2.77068142495902e-08f;
    p = p * s + -2.10102402082508e-06f;
    p = p * s + -5.69250639462346e-05f;
    p = p * s + -7.34990630326855e-04f;
    p = p * s + -2.95459980854025e-03f;
    p = p * s + -1.60960333262415e-02f;
    float q = -1.45660718464996e-05f;
    q = q * s + -2.13374055278905e-04f;
    q = q * s + -1.68282697438203e-03f;
    q = q * s + -7.37332916720468e-03f;
    q = q * s + -1.42647390514189e-02f;
    return c * p / q;
}

#endif
