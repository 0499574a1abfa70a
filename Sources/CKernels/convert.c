#include "arm.h"
#include "vector.h"

/// The exponent is rebiased by a multiplication, which also makes subnormal numbers right.
CK_INLINE float from_float16(uint16_t value) {
    const uint32_t magnitude = (uint32_t)(value & 0x7fff) << 13;
    const uint32_t special = magnitude >= 0x0f800000 ? 0x7f800000 : 0;  // infinite or not a number
    const float rebiased = ck_float(magnitude) * 0x1p112f;
    return ck_float(ck_bits(rebiased) | special | (uint32_t)(value & 0x8000) << 16);
}

/// To nearest, ties to even. Results below 2^-14 are subnormal: adding 1/2 lets the float adder
/// shift and round them.
CK_INLINE uint16_t to_float16(float value) {
    const uint32_t bits = ck_bits(value), magnitude = bits & 0x7fffffff;
    const uint32_t subnormal = ck_bits(ck_float(magnitude) + 0.5f) - 0x3f000000;
    const uint32_t normal = (magnitude - 0x38000000 + 0xfff + ((magnitude >> 13) & 1)) >> 13;
    uint32_t result = magnitude < 0x38800000 ? subnormal : normal;
    result = magnitude >= 0x477ff000 ? 0x7c00 : result;
    result = magnitude > 0x7f800000 ? 0x7e00 : result;
    return (uint16_t)(result | (bits >> 16 & 0x8000));
}

CK_INLINE float load(ck_type type, const void *data, int64_t i) {
    return type == CK_FLOAT16 ? from_float16(((const uint16_t *)data)[i]) : ck_load(type, data, i);
}

CK_INLINE void store(ck_type type, void *data, int64_t i, float value) {
    if (type == CK_FLOAT16) ((uint16_t *)data)[i] = to_float16(value);
    else ck_store(type, data, i, value);
}

CK_INLINE void convert(ck_type from, const void *source, ck_type to, void *destination,
                       int64_t count) {
    CK_INDEPENDENT
    for (int64_t i = 0; i < count; i++) store(to, destination, i, load(from, source, i));
}

CK_INLINE void convert_from(ck_type from, const void *source, ck_type to, void *destination,
                            int64_t count) {
    switch (to) {
        case CK_FLOAT32: convert(from, source, CK_FLOAT32, destination, count); break;
        case CK_BFLOAT16: convert(from, source, CK_BFLOAT16, destination, count); break;
        case CK_FLOAT16: convert(from, source, CK_FLOAT16, destination, count); break;
    }
}

#ifdef CK_HAS_ARM_VERSIONS
/// What `ck_to_bfloat16` computes, by an instruction for four numbers.
__attribute__((target("bf16"))) static void round_to_bfloat16(const float *source,
                                                              uint16_t *destination,
                                                              int64_t count) {
    int64_t i = 0;
    for (; i + 8 <= count; i += 8) {
        const bfloat16x8_t low = vcvtq_low_bf16_f32(vld1q_f32(source + i));
        const bfloat16x8_t both = vcvtq_high_bf16_f32(low, vld1q_f32(source + i + 4));
        vst1q_u16(destination + i, vreinterpretq_u16_bf16(both));
    }
    for (; i < count; i++) destination[i] = ck_to_bfloat16(source[i]);
}
#endif

CK_VECTORISED void ck_convert(ck_type from, const void *source, ck_type to, void *destination,
                              int64_t count) {
    if (from == to) {
        memmove(destination, source, (size_t)count * (from == CK_FLOAT32 ? 4 : 2));
        return;
    }
#ifdef CK_HAS_ARM_VERSIONS
    if (from == CK_FLOAT32 && to == CK_BFLOAT16 && ck_arm_has(CK_ARM_BFLOAT16)) {
        round_to_bfloat16(source, destination, count);
        return;
    }
#endif
    switch (from) {
        case CK_FLOAT32: convert_from(CK_FLOAT32, source, to, destination, count); break;
        case CK_BFLOAT16: convert_from(CK_BFLOAT16, source, to, destination, count); break;
        case CK_FLOAT16: convert_from(CK_FLOAT16, source, to, destination, count); break;
    }
}
