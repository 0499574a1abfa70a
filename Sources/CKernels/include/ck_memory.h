// The external memory of a Neural Turing Machine (Graves, Wayne & Danihelka 2014): heads address
// its slots, write to them and read them.
//
// Legend: B sequences, N slots, M width of a slot, H heads, of which the first W write and the
// others read, S shifts. Numbers in parentheses are the paper's equations.
// Everything is float32. A sequence's memory lies transposed, [M, N], so that every loop runs along
// the slots. Weightings are [B, H, N].
#ifndef CALQUE_KERNELS_MEMORY_H
#define CALQUE_KERNELS_MEMORY_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
    int64_t sequences;  // B
    int64_t slots;      // N
    int64_t width;      // M
    int64_t write_heads, read_heads;
    int64_t shifts;  // S, odd and at most N: number k moves the focus by k - S / 2 slots
} ck_memory;

/// P, the length of a sequence's head parameters. First come, head by head, key [M], shift [S],
/// strength, gate and sharpening; then, for each write head, erase [M] and add [M].
int64_t ck_memory_parameter_count(const ck_memory *memory);

/// Brings what a controller emits [B, P] into the ranges that the equations ask for: key and add
/// by tanh, shift by softmax, strength by softplus, gate and erase by the logistic function,
/// sharpening by 1 + softplus. `parameters` may be `raw`.
void ck_memory_parameters_forward(const ck_memory *memory, const float *raw, float *parameters);
/// gradient [B, P] with respect to `parameters` becomes the one with respect to `raw`.
void ck_memory_parameters_backward(const ck_memory *memory, const float *parameters,
                                   float *gradient);

/// Content addressing (5, 6): weighting = softmax over the slots of strength * similarity, where
/// similarity = key . slot / sqrt((|key|^2 + e) (|slot|^2 + e)), e = 1e-16.
/// For the gradient it leaves similarity [B, H, N] and inverse_norms [B, N], which are
/// 1 / sqrt(|slot|^2 + e).
void ck_memory_content_forward(const ck_memory *memory, const float *contents,
                               const float *parameters, float *similarity, float *inverse_norms,
                               float *weighting);
/// contents_gradient and parameters_gradient are added to; weighting_gradient is spoiled. workspace
/// [N].
void ck_memory_content_backward(const ck_memory *memory, const float *contents,
                                const float *parameters, const float *similarity,
                                const float *inverse_norms, const float *weighting,
                                float *weighting_gradient, float *contents_gradient,
                                float *parameters_gradient, float *workspace);

/// Location addressing: interpolated = gate * content + (1 - gate) * previous (7); shifted = the
/// circular convolution of interpolated with shift (8); weighting = (shifted + 1e-16)^sharpening
/// over the sum of that (9).
void ck_memory_location_forward(const ck_memory *memory, const float *content,
                                const float *previous, const float *parameters, float *interpolated,
                                float *shifted, float *weighting);
/// content_gradient and previous_gradient are overwritten, parameters_gradient is added to;
/// weighting_gradient is spoiled.
void ck_memory_location_backward(const ck_memory *memory, const float *content,
                                 const float *previous, const float *parameters,
                                 const float *interpolated, const float *shifted,
                                 const float *weighting, float *weighting_gradient,
                                 float *content_gradient, float *previous_gradient,
                                 float *parameters_gradient);

/// Writing: all write heads erase (3), then all add (4):
/// out = contents * product over heads of (1 - weighting * erase) + sum over heads of weighting *
/// add.
void ck_memory_write_forward(const ck_memory *memory, const float *contents, const float *weighting,
                             const float *parameters, float *out);
/// out_gradient becomes the gradient with respect to `contents`; weighting_gradient and
/// parameters_gradient are added to. workspace [N].
void ck_memory_write_backward(const ck_memory *memory, const float *contents,
                              const float *weighting, const float *parameters, float *out_gradient,
                              float *weighting_gradient, float *parameters_gradient,
                              float *workspace);

/// Reading (2): out = sum over slots of weighting * slot, for each read head; [B, H - W, M].
void ck_memory_read_forward(const ck_memory *memory, const float *contents, const float *weighting,
                            float *out);
/// contents_gradient and weighting_gradient are added to.
void ck_memory_read_backward(const ck_memory *memory, const float *contents, const float *weighting,
                             const float *out_gradient, float *contents_gradient,
                             float *weighting_gradient);

#ifdef __cplusplus
}
#endif
#endif
