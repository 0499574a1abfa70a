// Dropout decided by a hash of (seed, index): the same mask wherever and however often it is
// computed.
#ifndef CALQUE_KERNELS_DROPOUT_H
#define CALQUE_KERNELS_DROPOUT_H

#include "vector.h"

/// splitmix64's finaliser (Steele et al. 2014).
CK_INLINE uint64_t ck_mix64(uint64_t x) {
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

/// Enters before the first multiplication, and depends on the upper half of the index.
CK_INLINE uint32_t ck_first_key(uint64_t seed, uint32_t upper) {
    return (uint32_t)ck_mix64(ck_mix64(seed) ^ upper);
}
/// Enters between the multiplications, so that two seeds never give the same mask in another order.
CK_INLINE uint32_t ck_second_key(uint64_t seed) { return (uint32_t)(ck_mix64(seed) >> 32); }

/// A bijection of 32 bits with little bias ("lowbias32", Wellons 2018), keyed.
CK_INLINE uint32_t ck_mix32(uint32_t x, uint32_t first_key, uint32_t second_key) {
    x ^= first_key;
    x ^= x >> 16;
    x *= 0x7feb352du;
    x ^= x >> 15;
    x ^= second_key;
    x *= 0x846ca68bu;
    return x ^ (x >> 16);
}

/// Dropout of the elements from some index onwards: at most 2^32 of them, so that the upper half of
/// the index changes once at most.
typedef struct {
    uint32_t lower, first_key, next_first_key, second_key, threshold;
    float kept;
} ck_dropout_run;

CK_INLINE ck_dropout_run ck_dropout_from(ck_dropout dropout, uint64_t index) {
    const uint32_t upper = (uint32_t)(index >> 32);
    return (ck_dropout_run){
        .lower = (uint32_t)index,
        .first_key = ck_first_key(dropout.seed, upper),
        .next_first_key = ck_first_key(dropout.seed, upper + 1),
        .second_key = ck_second_key(dropout.seed),
        .threshold = (uint32_t)((double)dropout.probability * 4294967296.0),
        .kept = 1.0f / (1.0f - dropout.probability),
    };
}

/// What the run's element `offset` is multiplied by: 0, or 1 / (1 - probability).
CK_INLINE float ck_dropout_factor(const ck_dropout_run *run, uint32_t offset) {
    const uint32_t lower = run->lower + offset;
    const uint32_t first_key = lower < run->lower ? run->next_first_key : run->first_key;
    return ck_mix32(lower, first_key, run->second_key) < run->threshold ? 0.0f : run->kept;
}

/// `value` dropped out, where `on` is a constant.
CK_INLINE float ck_dropped(int on, const ck_dropout_run *run, uint32_t offset, float value) {
    return on ? value * ck_dropout_factor(run, offset) : value;
}

#endif
