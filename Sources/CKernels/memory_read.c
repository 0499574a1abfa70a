#include "memory.h"

CK_ANY_ORDER

/// One read head of one sequence: out[c] = sum over slots of weighting * number c of the slot.
CK_INLINE void read_head(const ck_memory *m, const float *contents, const float *weighting,
                         float *out) {
    for (int64_t c = 0; c < m->width; c++) {
        const float *row = contents + c * m->slots;
        float sum = 0;
        for (int64_t i = 0; i < m->slots; i++) sum += weighting[i] * row[i];
        out[c] = sum;
    }
}

CK_INLINE void read_head_gradient(const ck_memory *m, const float *contents, const float *weighting,
                                  const float *out_gradient, float *contents_gradient,
                                  float *weighting_gradient) {
    for (int64_t c = 0; c < m->width; c++) {
        const float *row = contents + c * m->slots, gradient = out_gradient[c];
        float *row_gradient = contents_gradient + c * m->slots;
        CK_INDEPENDENT
        for (int64_t i = 0; i < m->slots; i++) {
            row_gradient[i] += gradient * weighting[i];
            weighting_gradient[i] += gradient * row[i];
        }
    }
}

/// Where the weighting of a read head of a sequence begins.
CK_INLINE int64_t read_weighting(const ck_memory *m, int64_t b, int64_t head) {
    return (b * ck_heads(m) + m->write_heads + head) * m->slots;
}

CK_VECTORISED void ck_memory_read_forward(const ck_memory *memory, const float *contents,
                                          const float *weighting, float *out) {
    const int64_t size = memory->width * memory->slots, heads = memory->read_heads;
    for (int64_t b = 0; b < memory->sequences; b++) {
        for (int64_t h = 0; h < heads; h++) {
            read_head(memory, contents + b * size, weighting + read_weighting(memory, b, h),
                      out + (b * heads + h) * memory->width);
        }
    }
}

CK_VECTORISED void ck_memory_read_backward(const ck_memory *memory, const float *contents,
                                           const float *weighting, const float *out_gradient,
                                           float *contents_gradient, float *weighting_gradient) {
    const int64_t size = memory->width * memory->slots, heads = memory->read_heads;
    for (int64_t b = 0; b < memory->sequences; b++) {
        for (int64_t h = 0; h < heads; h++) {
            const int64_t row = read_weighting(memory, b, h);
            read_head_gradient(memory, contents + b * size, weighting + row,
                               out_gradient + (b * heads + h) * memory->width,
                               contents_gradient + b * size, weighting_gradient + row);
        }
    }
}
