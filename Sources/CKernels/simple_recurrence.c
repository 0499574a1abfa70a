// The simpler simple recurrent unit: rows follow each other in time, columns know nothing of each
// other.
#include "mathematics.h"

CK_ANY_ORDER

/// `before` [width] is c of the row before; not read in a first row, before which it is 0.
CK_INLINE void forward_row(ck_type type, int is_first, const void *input, const float *bias,
                           const float *before, float *cell, void *out, int64_t width) {
    const void *const forget = ck_at(type, input, width);
    CK_INDEPENDENT
    for (int64_t i = 0; i < width; i++) {
        const float x = ck_load(type, input, i);
        const float f = ck_sigmoid(ck_load(type, forget, i) + bias[i]);
        const float c = x + f * ((is_first ? 0.0f : before[i]) - x);
        cell[i] = c;
        ck_store(type, out, i, c < 0 ? 0 : c);
    }
}

CK_INLINE void forward(ck_type type, const void *input, const float *bias,
                       const ck_segment *segments, int64_t segment_count, const float *initial,
                       float *cell, void *out, int64_t width) {
    for (int64_t s = 0; s < segment_count; s++) {
        const int64_t start = segments[s].query_start, end = start + segments[s].query_count;
        const float *before = initial ? initial + s * width : NULL;
        for (int64_t r = start; r < end; r++) {
            const void *row = ck_at(type, input, 2 * r * width);
            void *out_row = ck_at(type, out, r * width);
            float *here = cell + r * width;
            if (before) forward_row(type, 0, row, bias, before, here, out_row, width);
            else forward_row(type, 1, row, bias, NULL, here, out_row, width);
            before = here;
        }
    }
}

CK_VECTORISED void ck_simple_recurrence_forward(ck_type type, const void *input, const float *bias,
                                                const ck_segment *segments, int64_t segment_count,
                                                const float *initial, float *cell, void *out,
                                                int64_t width) {
    CK_FOR_TYPE(type, forward, input, bias, segments, segment_count, initial, cell, out, width);
}

/// `carried` [width] is the gradient of c that the row after gives, and becomes that which the row
/// before gets.
CK_INLINE void backward_row(ck_type type, int is_first, void *input, const float *bias,
                            const float *before, const float *cell, const void *out_gradient,
                            float *carried, float *bias_gradient, int64_t width) {
    void *const forget = ck_at(type, input, width);
    CK_INDEPENDENT
    for (int64_t i = 0; i < width; i++) {
        const float x = ck_load(type, input, i);
        const float f = ck_sigmoid(ck_load(type, forget, i) + bias[i]);
        const float gradient = carried[i] + (cell[i] > 0 ? ck_load(type, out_gradient, i) : 0.0f);
        const float f_gradient =
            gradient * ((is_first ? 0.0f : before[i]) - x) * f * (1.0f - f);
        ck_store(type, input, i, gradient * (1.0f - f));
        ck_store(type, forget, i, f_gradient);
        bias_gradient[i] += f_gradient;
        carried[i] = gradient * f;
    }
}

CK_INLINE void backward(ck_type type, void *input, const float *bias, const ck_segment *segments,
                        int64_t segment_count, const float *cell, const void *out_gradient,
                        float *carried, float *bias_gradient, int64_t width) {
    for (int64_t s = 0; s < segment_count; s++) {
        const int64_t start = segments[s].query_start, end = start + segments[s].query_count;
        memset(carried, 0, (size_t)width * sizeof *carried);
        for (int64_t r = end - 1; r >= start; r--) {
            void *row = ck_at(type, input, 2 * r * width);
            const void *gradient = ck_at(type, out_gradient, r * width);
            const float *here = cell + r * width;
            if (r > start)
                backward_row(type, 0, row, bias, here - width, here, gradient, carried,
                             bias_gradient, width);
            else
                backward_row(type, 1, row, bias, NULL, here, gradient, carried, bias_gradient,
                             width);
        }
    }
}

CK_VECTORISED void ck_simple_recurrence_backward(ck_type type, void *input, const float *bias,
                                                 const ck_segment *segments, int64_t segment_count,
                                                 const float *cell, const void *out_gradient,
                                                 float *carried, float *bias_gradient,
                                                 int64_t width) {
    CK_FOR_TYPE(type, backward, input, bias, segments, segment_count, cell, out_gradient, carried,
                bias_gradient, width);
}
