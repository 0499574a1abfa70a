#include "lanes.h"

#include <float.h>

/// How many classes are worked on while they are in cache.
enum { block_length = 256 };

CK_INLINE double exponentials(const float *x, float shift, float scale, int64_t count,
                              float *out) {
    double total = 0;
    for (int64_t c = 0; c < count; c += CK_LANES) {
        ck_vector values;
        ck_read(CK_FLOAT32, x + c, count - c, &values);
        values = scale * (values - shift);
        ck_exp_all(&values);
        ck_keep_first(count - c, 0, &values);
        ck_write(CK_FLOAT32, &values, count - c, out + c);
        total += ck_sum_lanes(&values);
    }
    return total;
}

CK_VECTORISED double ck_exponentials(const float *x, float shift, float scale, int64_t count,
                                     float *out) {
    return exponentials(x, shift, scale, count, out);
}

/// One block of one row. Sums are kept relative to the largest log-probability; that of a class
/// which all models find impossible is -FLT_MAX, whose difference from -infinity is a number's.
CK_INLINE void log_mean_block(const float *const *logits, const float *log_sums, int64_t models,
                              int64_t rows, int64_t offset, int64_t count, float *out) {
    float largest[block_length], sums[block_length];
    for (int64_t c = 0; c < count; c++) {
        largest[c] = -FLT_MAX;
        sums[c] = 0;
    }
    for (int64_t m = 0; m < models; m++) {
        const float *values = logits[m] + offset, log_sum = log_sums[m * rows];
        CK_INDEPENDENT
        for (int64_t c = 0; c < count; c++) {
            const float value = values[c] - log_sum;
            largest[c] = value > largest[c] ? value : largest[c];
        }
    }
    for (int64_t m = 0; m < models; m++) {
        const float *values = logits[m] + offset, log_sum = log_sums[m * rows];
        CK_INDEPENDENT
        for (int64_t c = 0; c < count; c++) sums[c] += ck_exp((values[c] - log_sum) - largest[c]);
    }
    const float log_models = ck_log((float)models);
    CK_INDEPENDENT
    for (int64_t c = 0; c < count; c++) out[c] = largest[c] + (ck_log(sums[c]) - log_models);
}

CK_VECTORISED void ck_log_mean_softmax(const float *const *logits, const float *log_sums,
                                       int64_t models, int64_t rows, int64_t classes, float *out) {
    for (int64_t r = 0; r < rows; r++) {
        for (int64_t start = 0; start < classes; start += block_length) {
            const int64_t count = classes - start < block_length ? classes - start : block_length;
            const int64_t offset = r * classes + start;
            log_mean_block(logits, log_sums + r, models, rows, offset, count, out + offset);
        }
    }
}
