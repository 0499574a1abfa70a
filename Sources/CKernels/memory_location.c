#include "memory.h"
#include "softmax_row.h"

CK_ANY_ORDER

/// Keeps the logarithm of an empty weight finite.
static const float least_weight = 1e-16f;

/// How far shift k moves the focus to the right, around the ring of slots.
CK_INLINE int64_t distance(const ck_memory *m, int64_t k) {
    return (k - m->shifts / 2 + m->slots) % m->slots;
}

/// out[i] += factor * x[i - distance], around the ring.
CK_INLINE void add_moved(const float *x, float factor, int64_t distance, int64_t count,
                         float *out) {
    CK_INDEPENDENT
    for (int64_t i = 0; i < count - distance; i++) out[i + distance] += factor * x[i];
    const float *end = x + count - distance;
    CK_INDEPENDENT
    for (int64_t i = 0; i < distance; i++) out[i] += factor * end[i];
}

/// Sum over i of x[i] * y[i + distance], around the ring.
CK_INLINE float product_moved(const float *x, const float *y, int64_t distance, int64_t count) {
    float sum = 0;
    for (int64_t i = 0; i < count - distance; i++) sum += x[i] * y[i + distance];
    const float *end = x + count - distance;
    for (int64_t i = 0; i < distance; i++) sum += end[i] * y[i];
    return sum;
}

CK_INLINE void location_head(const ck_memory *m, const float *content, const float *previous,
                             const float *parameters, int64_t head, float *interpolated,
                             float *shifted, float *weighting) {
    const float gate = parameters[ck_gate(m, head)];
    const float *shift = parameters + ck_shift(m, head);
    const float sharpening = parameters[ck_sharpening(m, head)];
    CK_INDEPENDENT
    for (int64_t i = 0; i < m->slots; i++) {
        interpolated[i] = gate * content[i] + (1.0f - gate) * previous[i];  // (7)
        shifted[i] = 0;
    }
    for (int64_t k = 0; k < m->shifts; k++)  // (8)
        add_moved(interpolated, shift[k], distance(m, k), m->slots, shifted);
    CK_INDEPENDENT
    for (int64_t i = 0; i < m->slots; i++)  // (9): the softmax of sharpening * log(shifted)
        weighting[i] = sharpening * ck_log(shifted[i] + least_weight);
    ck_softmax_row(weighting, m->slots);
}

CK_VECTORISED void ck_memory_location_forward(const ck_memory *memory, const float *content,
                                              const float *previous, const float *parameters,
                                              float *interpolated, float *shifted,
                                              float *weighting) {
    const int64_t heads = ck_heads(memory), count = ck_parameter_count(memory);
    for (int64_t r = 0; r < memory->sequences * heads; r++) {
        const int64_t row = r * memory->slots;
        location_head(memory, content + row, previous + row, parameters + r / heads * count,
                      r % heads, interpolated + row, shifted + row, weighting + row);
    }
}

/// `gradient` becomes the one with respect to `shifted`; returns the one with respect to the
/// sharpening.
CK_INLINE float sharpening_gradient(const float *shifted, const float *weighting, float sharpening,
                                    float *gradient, int64_t slots) {
    ck_softmax_row_gradient(weighting, gradient, slots);
    float sum = 0;
    CK_INDEPENDENT
    for (int64_t i = 0; i < slots; i++) {
        const float weight = shifted[i] + least_weight;
        sum += gradient[i] * ck_log(weight);
        gradient[i] *= sharpening / weight;
    }
    return sum;
}

CK_INLINE void location_head_gradient(const ck_memory *m, const float *content,
                                      const float *previous, const float *parameters, int64_t head,
                                      const float *interpolated, const float *shifted,
                                      const float *weighting, float *gradient,
                                      float *content_gradient, float *previous_gradient,
                                      float *parameters_gradient) {
    const float gate = parameters[ck_gate(m, head)];
    const float *shift = parameters + ck_shift(m, head);
    parameters_gradient[ck_sharpening(m, head)] += sharpening_gradient(
        shifted, weighting, parameters[ck_sharpening(m, head)], gradient, m->slots);
    float *shift_gradient = parameters_gradient + ck_shift(m, head);
    for (int64_t i = 0; i < m->slots; i++) content_gradient[i] = 0;
    for (int64_t k = 0; k < m->shifts; k++) {
        const int64_t right = distance(m, k), left = (m->slots - right) % m->slots;
        shift_gradient[k] += product_moved(interpolated, gradient, right, m->slots);
        add_moved(gradient, shift[k], left, m->slots, content_gradient);
    }
    float gate_gradient = 0;
    CK_INDEPENDENT
    for (int64_t i = 0; i < m->slots; i++) {
        const float whole = content_gradient[i];
        gate_gradient += whole * (content[i] - previous[i]);
        content_gradient[i] = gate * whole;
        previous_gradient[i] = (1.0f - gate) * whole;
    }
    parameters_gradient[ck_gate(m, head)] += gate_gradient;
}

CK_VECTORISED void ck_memory_location_backward(
    const ck_memory *memory, const float *content, const float *previous, const float *parameters,
    const float *interpolated, const float *shifted, const float *weighting,
    float *weighting_gradient, float *content_gradient, float *previous_gradient,
    float *parameters_gradient) {
    const int64_t heads = ck_heads(memory), count = ck_parameter_count(memory);
    for (int64_t r = 0; r < memory->sequences * heads; r++) {
        const int64_t row = r * memory->slots, first = r / heads * count;
        location_head_gradient(memory, content + row, previous + row, parameters + first, r % heads,
                               interpolated + row, shifted + row, weighting + row,
                               weighting_gradient + row, content_gradient + row,
                               previous_gradient + row, parameters_gradient + first);
    }
}
