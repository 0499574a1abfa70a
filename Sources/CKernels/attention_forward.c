#include "attention_few.h"
#include "attention_single.h"
#include "dropout.h"

CK_ANY_ORDER

/// The scratch of one call, [rows, columns] each.
typedef struct {
    float *keys;     // [padded(keys), padded(D)], transposed in panels
    float *values;   // [keys, padded(D)]
    float *queries;  // [CK_FORWARD_ROWS, padded(D)], scaled
    float *weights;  // [CK_FORWARD_ROWS, padded(keys)]
    float *out;      // [CK_FORWARD_ROWS, padded(D)]
} buffers;

static buffers divide(const ck_attention *attention, void *workspace) {
    const int64_t keys = ck_padded(ck_longest(attention)), width = ck_padded(attention->head_width);
    buffers b;
    b.keys = workspace;
    b.values = b.keys + keys * width;
    b.queries = b.values + keys * width;
    b.weights = b.queries + CK_FORWARD_ROWS * width;
    b.out = b.weights + CK_FORWARD_ROWS * keys;
    return b;
}

/// Largest of row[0 ..< seen].
CK_INLINE float row_maximum(const float *row, int64_t seen) {
    ck_vector largest = -INFINITY;
    for (int64_t j = 0; j < seen; j += CK_LANES) {
        ck_vector scores = *(const ck_vector *)(row + j);
        ck_keep_first(seen - j, -INFINITY, &scores);
        largest = scores > largest ? scores : largest;
    }
    return ck_largest_lane(&largest);
}

/// row[j] = exp(row[j] - maximum) for j < seen and 0 up to padded(limit); returns the sum.
CK_INLINE float row_exponentials(float *row, float maximum, int64_t seen, int64_t limit) {
    ck_vector sum = 0;
    int64_t j = 0;
    for (; j < seen; j += CK_LANES) {
        ck_vector weights = *(const ck_vector *)(row + j) - maximum;
        ck_keep_first(seen - j, -INFINITY, &weights);
        ck_exp_all(&weights);
        *(ck_vector *)(row + j) = weights;
        sum += weights;
    }
    for (; j < limit; j += CK_LANES) *(ck_vector *)(row + j) = 0;
    return ck_sum_lanes(&sum);
}

CK_INLINE void drop_row(const ck_head *h, float *row, int64_t i, int64_t seen) {
    const int64_t index = h->weight_offset + i * h->segment.key_count;
    const ck_dropout_run run = ck_dropout_from(h->attention->dropout, (uint64_t)index);
    CK_INDEPENDENT
    for (int64_t j = 0; j < seen; j++) row[j] *= ck_dropout_factor(&run, (uint32_t)j);
}

/// The softmax of one row, kept for whoever looks at it: [key_count].
CK_INLINE void write_weights(const float *row, float inverse, int64_t seen, int64_t keys,
                             float *weights) {
    for (int64_t j = 0; j < keys; j++) weights[j] = j < seen ? row[j] * inverse : 0;
}

/// Turns the scores of `count` query rows from `first` on, [count, padded(keys)], into
/// unnormalised, dropped-out weights;
/// writes what normalises them.
CK_INLINE void weigh(const ck_head *h, float *scores, int64_t first, int64_t count, float *inverse,
                     float *log_sum_exp, float *weights) {
    const ck_attention *a = h->attention;
    const int64_t keys = h->segment.key_count, limit = ck_seen(h, first + count - 1);
    float maxima[CK_FORWARD_ROWS], sums[CK_FORWARD_ROWS], logarithms[CK_FORWARD_ROWS];
    for (int64_t i = 0; i < count; i++) {
        float *row = scores + i * ck_padded(keys);
        const int64_t seen = ck_seen(h, first + i);
        maxima[i] = row_maximum(row, seen);
        sums[i] = row_exponentials(row, maxima[i], seen, limit);
        inverse[i] = sums[i] == 0 ? 0 : 1.0f / sums[i];
        if (weights)
            write_weights(row, inverse[i], seen, keys,
                          weights + h->weight_offset + (first + i) * keys);
        if (a->dropout.probability > 0) drop_row(h, row, first + i, seen);
    }
    if (!log_sum_exp) return;
    for (int64_t i = 0; i < count; i++) logarithms[i] = maxima[i] + ck_log(sums[i]);
    for (int64_t i = 0; i < count; i++) {
        log_sum_exp[(h->segment.query_start + first + i) * a->heads + h->head] = logarithms[i];
    }
}

CK_INLINE void forward_rows(const ck_head *h, const buffers *b, ck_right keys, ck_right values,
                            int64_t first, int64_t count, ck_columns out, float *log_sum_exp,
                            float *weights) {
    const ck_attention *a = h->attention;
    const int64_t width = ck_padded(a->head_width), stride = ck_padded(h->segment.key_count);
    const int64_t limit = ck_seen(h, first + count - 1), row = h->segment.query_start + first;
    const ck_left queries = {b->queries, width, 1}, kept = {b->weights, stride, 1};
    float inverse[CK_FORWARD_ROWS];
    ck_load_rows(h, a->query, row, count, a->scale, b->queries);
    ck_product(queries, keys, a->head_width, 0, b->weights, stride, count,
               ck_padded(limit) / CK_LANES);
    weigh(h, b->weights, first, count, inverse, log_sum_exp, weights);
    ck_product(kept, values, limit, 0, b->out, width, count, width / CK_LANES);
    ck_store_rows(h, b->out, inverse, out, row, count);
}

/// All queries of the segment, when they are few: keys and values are read where they are.
CK_INLINE void forward_few(const ck_head *h, const buffers *b, ck_columns out, float *log_sum_exp,
                           float *weights) {
    const ck_segment s = h->segment;
    const int64_t width = h->attention->head_width;
    const int64_t row = ck_padded(width), stride = ck_padded(s.key_count);
    float inverse[CK_FEW];
    ck_load_rows(h, h->attention->query, s.query_start, s.query_count, h->attention->scale,
                 b->queries);
    for (int64_t i = 0; i < s.query_count; i++)
        ck_few_scores(h, width, b->queries + i * row, b->weights + i * stride);
    weigh(h, b->weights, 0, s.query_count, inverse, log_sum_exp, weights);
    for (int64_t i = 0; i < s.query_count; i++) {
        ck_few_values(h, width, b->weights + i * stride, ck_seen(h, i), b->out + i * row);
    }
    ck_store_rows(h, b->out, inverse, out, s.query_start, s.query_count);
}

/// What others want to know of a single query's weights, [keys, heads].
CK_INLINE void write_single(const ck_head *h, const float *kept, const ck_vector *largest,
                            const ck_vector *sum, const float *inverse, float *log_sum_exp,
                            float *weights) {
    const int64_t keys = h->segment.key_count, heads = h->attention->heads;
    for (int64_t head = 0; head < heads; head++) {
        if (log_sum_exp)
            log_sum_exp[h->segment.query_start * heads + head] =
                (*largest)[head] + ck_log((*sum)[head]);
        for (int64_t j = 0; j < keys && weights; j++)
            weights[h->weight_offset + head * keys + j] = kept[j * heads + head] * inverse[head];
    }
}

/// The only query of the segment, all heads at once. A constant `width` keeps a head in registers.
CK_INLINE void forward_single(const ck_head *h, const int width, const buffers *b, ck_columns out,
                              float *log_sum_exp, float *weights) {
    const int64_t heads = h->attention->heads, all = heads * width, row = h->segment.query_start;
    ck_vector largest, sum;
    float inverse[CK_LANES];
    for (int64_t c = 0; c < all; c += CK_LANES) {
        ck_vector *query = (ck_vector *)(b->queries + c);
        ck_read_all(h->type, ck_at(h->type, ck_head_row(h, h->attention->query, row), c), query);
        *query *= h->attention->scale;
    }
    ck_single_scores(h, width, b->queries, b->weights);
    ck_single_weights(h->segment.key_count, heads, b->weights, &largest, &sum);
    for (int64_t i = 0; i < heads; i++) inverse[i] = sum[i] == 0 ? 0 : 1.0f / sum[i];
    write_single(h, b->weights, &largest, &sum, inverse, log_sum_exp, weights);
    void *result = ck_head_row(h, out, row);
    int64_t c = 0;
    for (; c + CK_SINGLE_VECTORS * CK_LANES <= all; c += CK_SINGLE_VECTORS * CK_LANES)
        ck_single_values(h, width, CK_SINGLE_VECTORS, c, b->weights, inverse, result);
    for (; c < all; c += width)
        ck_single_values(h, width, width / CK_LANES, c, b->weights, inverse, result);
}

/// All queries of the segment, a block of rows after the other.
CK_INLINE void forward_head(const ck_head *h, const buffers *b, ck_columns out, float *log_sum_exp,
                            float *weights) {
    const ck_segment s = h->segment;
    const ck_right keys = ck_load_transposed(h, CK_KEYS, b->keys);
    const int64_t width = ck_padded(h->attention->head_width);
    for (int64_t j = 0; j < s.key_count; j++)
        ck_load_row(h, h->key_type, ck_key(h, CK_VALUES, j), 1, b->values + j * width);
    const ck_right values = {b->values, width, CK_LANES};
    for (int64_t i = 0; i < s.query_count; i += CK_FORWARD_ROWS) {
        const int64_t count =
            s.query_count - i < CK_FORWARD_ROWS ? s.query_count - i : CK_FORWARD_ROWS;
        forward_rows(h, b, keys, values, i, count, out, log_sum_exp, weights);
    }
}

/// One segment, all heads.
CK_INLINE void forward_segment(ck_head *h, const buffers *b, ck_columns out, float *log_sum_exp,
                               float *weights) {
    const int64_t pairs = h->segment.query_count * h->segment.key_count;
    h->head = 0;
    if (ck_is_single(h->attention, h->segment)) {
        // Constants, so that a head stays in registers.
        if (h->attention->head_width == 32) forward_single(h, 32, b, out, log_sum_exp, weights);
        else forward_single(h, 64, b, out, log_sum_exp, weights);
        h->weight_offset += h->attention->heads * pairs;
        return;
    }
    for (; h->head < h->attention->heads; h->head++, h->weight_offset += pairs) {
        if (h->segment.query_count > CK_FEW) forward_head(h, b, out, log_sum_exp, weights);
        else forward_few(h, b, out, log_sum_exp, weights);
    }
}

CK_INLINE void forward(ck_type type, ck_type key_type, const ck_attention *attention,
                       const buffers *b, ck_columns out, float *log_sum_exp, float *weights) {
    ck_head head = {.type = type, .key_type = key_type, .attention = attention, .weight_offset = 0};
    for (int64_t s = 0; s < attention->segment_count; s++) {
        head.segment = attention->segments[s];
        forward_segment(&head, b, out, log_sum_exp, weights);
    }
}

CK_VECTORISED void ck_attention_forward(const ck_attention *attention, ck_columns out,
                                        float *log_sum_exp, float *weights, void *workspace) {
    const buffers b = divide(attention, workspace);
    if (attention->type == CK_BFLOAT16)
        forward(CK_BFLOAT16, CK_BFLOAT16, attention, &b, out, log_sum_exp, weights);
    else if (attention->key_type == CK_BFLOAT16)
        forward(CK_FLOAT32, CK_BFLOAT16, attention, &b, out, log_sum_exp, weights);
    else forward(CK_FLOAT32, CK_FLOAT32, attention, &b, out, log_sum_exp, weights);
}
