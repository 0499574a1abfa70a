#include "memory.h"
#include "softmax_row.h"

CK_ANY_ORDER

/// e: keeps slots and keys of no length from having a direction.
static const float least_square = 1e-16f;

CK_INLINE float inverse_length(const float *key, int64_t width) {
    float square = least_square;
    for (int64_t c = 0; c < width; c++) square += key[c] * key[c];
    return 1.0f / __builtin_elementwise_sqrt(square);
}

/// inverse_norms[i] = 1 / sqrt(|slot i|^2 + e)
CK_INLINE void slot_norms(const ck_memory *m, const float *contents, float *inverse_norms) {
    for (int64_t i = 0; i < m->slots; i++) inverse_norms[i] = least_square;
    for (int64_t c = 0; c < m->width; c++) {
        const float *row = contents + c * m->slots;
        CK_INDEPENDENT
        for (int64_t i = 0; i < m->slots; i++) inverse_norms[i] += row[i] * row[i];
    }
    CK_INDEPENDENT
    for (int64_t i = 0; i < m->slots; i++)
        inverse_norms[i] = 1.0f / __builtin_elementwise_sqrt(inverse_norms[i]);
}

/// The cosines of a key and every slot.
CK_INLINE void cosines(const ck_memory *m, const float *contents, const float *key,
                       const float *inverse_norms, float *similarity) {
    for (int64_t i = 0; i < m->slots; i++) similarity[i] = 0;
    for (int64_t c = 0; c < m->width; c++) {
        const float *row = contents + c * m->slots, factor = key[c];
        CK_INDEPENDENT
        for (int64_t i = 0; i < m->slots; i++) similarity[i] += factor * row[i];
    }
    const float length = inverse_length(key, m->width);
    CK_INDEPENDENT
    for (int64_t i = 0; i < m->slots; i++) similarity[i] *= length * inverse_norms[i];
}

CK_INLINE void content_head(const ck_memory *m, const float *contents, const float *parameters,
                            int64_t head, const float *inverse_norms, float *similarity,
                            float *weighting) {
    cosines(m, contents, parameters + ck_key(m, head), inverse_norms, similarity);
    const float strength = parameters[ck_strength(m, head)];
    CK_INDEPENDENT
    for (int64_t i = 0; i < m->slots; i++) weighting[i] = strength * similarity[i];
    ck_softmax_row(weighting, m->slots);
}

CK_VECTORISED void ck_memory_content_forward(const ck_memory *memory, const float *contents,
                                             const float *parameters, float *similarity,
                                             float *inverse_norms, float *weighting) {
    const int64_t slots = memory->slots, heads = ck_heads(memory);
    for (int64_t b = 0; b < memory->sequences; b++) {
        const float *matrix = contents + b * memory->width * slots;
        slot_norms(memory, matrix, inverse_norms + b * slots);
        for (int64_t h = 0; h < heads; h++) {
            const int64_t row = (b * heads + h) * slots;
            content_head(memory, matrix, parameters + b * ck_parameter_count(memory), h,
                         inverse_norms + b * slots, similarity + row, weighting + row);
        }
    }
}

/// With c = key . slot * k * n, where k and n are the inverse lengths of key and slot:
/// dc/dkey = k n slot - c k^2 key and dc/dslot = k n key - c n^2 slot.
/// `gradient` becomes the factor of the key in the slots' gradients; their own factor is taken from
/// `own`.
CK_INLINE void content_head_gradient(const ck_memory *m, const float *contents,
                                     const float *parameters, int64_t head, const float *similarity,
                                     const float *inverse_norms, const float *weighting,
                                     float *gradient, float *parameters_gradient, float *own) {
    const float *key = parameters + ck_key(m, head);
    const float strength = parameters[ck_strength(m, head)], length = inverse_length(key, m->width);
    ck_softmax_row_gradient(weighting, gradient, m->slots);
    float projection = 0;
    CK_INDEPENDENT
    for (int64_t i = 0; i < m->slots; i++) {
        const float along = gradient[i] * similarity[i];
        projection += along;
        own[i] += strength * along * inverse_norms[i] * inverse_norms[i];
        gradient[i] *= strength * length * inverse_norms[i];
    }
    parameters_gradient[ck_strength(m, head)] += projection;
    float *key_gradient = parameters_gradient + ck_key(m, head);
    for (int64_t c = 0; c < m->width; c++) {
        const float *row = contents + c * m->slots;
        float sum = 0;
        for (int64_t i = 0; i < m->slots; i++) sum += gradient[i] * row[i];
        key_gradient[c] += sum - strength * projection * length * length * key[c];
    }
}

/// Adds to a sequence's memory what its heads' keys and its own slots bring.
CK_INLINE void contents_gradient_of(const ck_memory *m, const float *contents,
                                    const float *parameters, const float *factors, const float *own,
                                    float *contents_gradient) {
    for (int64_t c = 0; c < m->width; c++) {
        const float *row = contents + c * m->slots;
        float *out = contents_gradient + c * m->slots;
        CK_INDEPENDENT
        for (int64_t i = 0; i < m->slots; i++) out[i] -= own[i] * row[i];
        for (int64_t h = 0; h < ck_heads(m); h++) {
            const float *factor = factors + h * m->slots, key = parameters[ck_key(m, h) + c];
            CK_INDEPENDENT
            for (int64_t i = 0; i < m->slots; i++) out[i] += factor[i] * key;
        }
    }
}

CK_VECTORISED void ck_memory_content_backward(const ck_memory *memory, const float *contents,
                                              const float *parameters, const float *similarity,
                                              const float *inverse_norms, const float *weighting,
                                              float *weighting_gradient, float *contents_gradient,
                                              float *parameters_gradient, float *workspace) {
    const int64_t slots = memory->slots, heads = ck_heads(memory);
    const int64_t count = ck_parameter_count(memory);
    for (int64_t b = 0; b < memory->sequences; b++) {
        const int64_t first = b * memory->width * slots;
        for (int64_t i = 0; i < slots; i++) workspace[i] = 0;
        for (int64_t h = 0; h < heads; h++) {
            const int64_t row = (b * heads + h) * slots;
            content_head_gradient(memory, contents + first, parameters + b * count, h,
                                  similarity + row, inverse_norms + b * slots, weighting + row,
                                  weighting_gradient + row, parameters_gradient + b * count,
                                  workspace);
        }
        contents_gradient_of(memory, contents + first, parameters + b * count,
                             weighting_gradient + b * heads * slots, workspace,
                             contents_gradient + first);
    }
}
