#include "memory.h"

CK_ANY_ORDER

/// x[i] *= 1 - erase * weighting[i]
CK_INLINE void erase_row(float erase, const float *weighting, float *x, int64_t slots) {
    CK_INDEPENDENT
    for (int64_t i = 0; i < slots; i++) x[i] *= 1.0f - erase * weighting[i];
}

/// One sequence; row c of a memory is number c of every slot.
CK_INLINE void write_sequence(const ck_memory *m, const float *contents, const float *weighting,
                              const float *parameters, float *out) {
    memcpy(out, contents, (size_t)(m->width * m->slots) * sizeof *out);
    for (int64_t c = 0; c < m->width; c++) {
        float *row = out + c * m->slots;
        for (int64_t h = 0; h < m->write_heads; h++)  // (3)
            erase_row(parameters[ck_erase(m, h) + c], weighting + h * m->slots, row, m->slots);
        for (int64_t h = 0; h < m->write_heads; h++) {  // (4)
            const float add = parameters[ck_add_vector(m, h) + c];
            const float *weights = weighting + h * m->slots;
            CK_INDEPENDENT
            for (int64_t i = 0; i < m->slots; i++) row[i] += weights[i] * add;
        }
    }
}

CK_VECTORISED void ck_memory_write_forward(const ck_memory *memory, const float *contents,
                                           const float *weighting, const float *parameters,
                                           float *out) {
    const int64_t size = memory->width * memory->slots;
    for (int64_t b = 0; b < memory->sequences; b++) {
        write_sequence(memory, contents + b * size,
                       weighting + b * ck_heads(memory) * memory->slots,
                       parameters + b * ck_parameter_count(memory), out + b * size);
    }
}

/// What reaches a head's weighting, erase and add from number c of every slot. `kept` receives what
/// the other heads leave of the slots, times the gradient.
CK_INLINE void write_head_gradient(const ck_memory *m, const float *row, const float *weighting,
                                   const float *parameters, int64_t head, int64_t c,
                                   const float *out_gradient, float *weighting_gradient,
                                   float *parameters_gradient, float *kept) {
    const int64_t erase_column = ck_erase(m, head) + c, add_column = ck_add_vector(m, head) + c;
    const float erase = parameters[erase_column], add = parameters[add_column];
    CK_INDEPENDENT
    for (int64_t i = 0; i < m->slots; i++) kept[i] = row[i] * out_gradient[i];
    for (int64_t h = 0; h < m->write_heads; h++) {
        if (h == head) continue;
        erase_row(parameters[ck_erase(m, h) + c], weighting + h * m->slots, kept, m->slots);
    }
    const float *weights = weighting + head * m->slots;
    float *gradient = weighting_gradient + head * m->slots, erased = 0, added = 0;
    CK_INDEPENDENT
    for (int64_t i = 0; i < m->slots; i++) {
        erased += kept[i] * weights[i];
        added += out_gradient[i] * weights[i];
        gradient[i] += out_gradient[i] * add - kept[i] * erase;
    }
    parameters_gradient[erase_column] -= erased;
    parameters_gradient[add_column] += added;
}

CK_INLINE void write_sequence_gradient(const ck_memory *m, const float *contents,
                                       const float *weighting, const float *parameters,
                                       float *out_gradient, float *weighting_gradient,
                                       float *parameters_gradient, float *workspace) {
    for (int64_t c = 0; c < m->width; c++) {
        const float *row = contents + c * m->slots;
        float *gradient = out_gradient + c * m->slots;
        for (int64_t h = 0; h < m->write_heads; h++) {
            write_head_gradient(m, row, weighting, parameters, h, c, gradient, weighting_gradient,
                                parameters_gradient, workspace);
        }
        for (int64_t h = 0; h < m->write_heads; h++)
            erase_row(parameters[ck_erase(m, h) + c], weighting + h * m->slots, gradient, m->slots);
    }
}

CK_VECTORISED void ck_memory_write_backward(const ck_memory *memory, const float *contents,
                                            const float *weighting, const float *parameters,
                                            float *out_gradient, float *weighting_gradient,
                                            float *parameters_gradient, float *workspace) {
    const int64_t size = memory->width * memory->slots, rows = ck_heads(memory) * memory->slots;
    const int64_t count = ck_parameter_count(memory);
    for (int64_t b = 0; b < memory->sequences; b++) {
        write_sequence_gradient(memory, contents + b * size, weighting + b * rows,
                                parameters + b * count, out_gradient + b * size,
                                weighting_gradient + b * rows, parameters_gradient + b * count,
                                workspace);
    }
}
