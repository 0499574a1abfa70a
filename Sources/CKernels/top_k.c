#include "lanes.h"

#include <float.h>

/// How many logits are brought into the cache and looked at together.
enum { block_length = CK_TOP_K_BLOCK };

/// The best so far, descending; of equal ones the earlier first.
typedef struct {
    float *values;
    int32_t *indices;
    int64_t held, k;
} selection;

CK_INLINE void insert(selection *best, float value, int32_t index) {
    int64_t place = best->held < best->k ? best->held++ : best->k - 1;
    for (; place > 0 && value > best->values[place - 1]; place--) {
        best->values[place] = best->values[place - 1];
        best->indices[place] = best->indices[place - 1];
    }
    best->values[place] = value;
    best->indices[place] = index;
}

/// Looks closer only at those sixteen of the block that hold something better than the worst so
/// far.
CK_INLINE void select_from(const float *block, int64_t start, int64_t count, selection *best) {
    for (int64_t c = 0; c < count; c += CK_LANES) {
        if (best->held == best->k &&
            !(ck_largest_lane((const ck_vector *)(block + c)) > best->values[best->k - 1]))
            continue;
        for (int64_t i = c; i < c + CK_LANES && i < count; i++) {
            if (best->held < best->k || block[i] > best->values[best->k - 1])
                insert(best, block[i], (int32_t)(start + i));
        }
    }
}

/// block = up to `block_length` logits with their bias, and -infinity up to a multiple of sixteen;
/// returns the largest. Of numbers that are none, which no comparison finds, `undefined` keeps a
/// trace.
CK_INLINE float load_block(int biased, const float *logits, const float *bias, int64_t count,
                           float *block, ck_integers *undefined) {
    ck_vector largest = -INFINITY;
    for (int64_t c = 0; c < count; c += CK_LANES) {
        ck_vector values, offsets;
        ck_read(CK_FLOAT32, logits + c, count - c, &values);
        if (biased) {
            ck_read(CK_FLOAT32, bias + c, count - c, &offsets);
            values += offsets;
        }
        ck_keep_first(count - c, -INFINITY, &values);
        *(ck_vector *)(block + c) = values;
        *undefined |= values != values;
        largest = values > largest ? values : largest;
    }
    return ck_largest_lane(&largest);
}

CK_INLINE float sum_exponentials(const float *block, int64_t count, float maximum) {
#pragma clang fp reassociate(on)
    ck_vector sum = 0;
    for (int64_t c = 0; c < count; c += CK_LANES) {
        ck_vector terms = *(const ck_vector *)(block + c) - maximum;
        ck_exp_all(&terms);
        sum += terms;
    }
    return ck_sum_lanes(&sum);
}

/// One pass: the sum of exponentials is kept relative to the largest so far, and scaled when a
/// larger comes (Milakov & Gimelshein 2018).
CK_INLINE void top_k_row(int biased, const float *logits, const float *bias, int64_t classes,
                         selection *best) {
    _Alignas(64) float block[block_length];
    float maximum = -FLT_MAX, sum = 0;
    ck_integers undefined = 0;
    for (int64_t start = 0; start < classes; start += block_length) {
        const int64_t count = classes - start < block_length ? classes - start : block_length;
        const float largest =
            load_block(biased, logits + start, biased ? bias + start : NULL, count, block,
                       &undefined);
        if (largest > maximum) {
            sum *= ck_exp(maximum - largest);
            maximum = largest;
        }
        sum += sum_exponentials(block, count, maximum);
        if (best->held < best->k || largest > best->values[best->k - 1])
            select_from(block, start, count, best);
    }
    int has_undefined = 0;
    for (int lane = 0; lane < CK_LANES; lane++) has_undefined |= undefined[lane];
    const float log_sum = has_undefined ? NAN : ck_log(sum);
    for (int64_t i = 0; i < best->k; i++) best->values[i] = (best->values[i] - maximum) - log_sum;
}

CK_VECTORISED void ck_log_softmax_top_k(const float *logits, const float *bias, int64_t rows,
                                        int64_t classes, int64_t k, float *values,
                                        int32_t *indices) {
    for (int64_t r = 0; r < rows; r++) {
        selection best = {values + r * k, indices + r * k, 0, k};
        if (bias) top_k_row(1, logits + r * classes, bias, classes, &best);
        else top_k_row(0, logits + r * classes, NULL, classes, &best);
    }
}
