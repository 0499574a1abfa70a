// Calls every kernel with operands that lie in memory of exactly their size, for sizes around every
// multiple that vector code likes, so that a sanitizer sees what is read or written beside them.
#define _GNU_SOURCE

#include "CKernels.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 1;

static uint32_t draw(void) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33);
}

/// Memory of exactly this size, until `release`.
static void *block(int64_t bytes) {
    static const size_t alignment = 64;
    void *data = NULL;
    if (posix_memalign(&data, alignment, bytes > 0 ? (size_t)bytes : 1)) abort();
    return data;
}

enum { CAPACITY = 64 };
static void *blocks[CAPACITY];
static int block_count = 0;

static void *take(int64_t bytes) {
    if (block_count == CAPACITY) abort();
    return blocks[block_count++] = block(bytes);
}

static void release(void) {
    while (block_count > 0) free(blocks[--block_count]);
}

static int64_t size_of(ck_type type) { return type == CK_FLOAT32 ? 4 : 2; }

/// `count` numbers in -1 ..< 1.
static void *numbers(ck_type type, int64_t count) {
    float *floats = block(4 * count);
    for (int64_t i = 0; i < count; i++) floats[i] = (float)draw() / 1073741824.0f - 1;
    void *data = take(size_of(type) * count);
    ck_convert(CK_FLOAT32, floats, type, data, count);
    free(floats);
    return data;
}

static float *floats(int64_t count) { return numbers(CK_FLOAT32, count); }

static int32_t *indices(int64_t count, int32_t below) {
    int32_t *data = take(4 * count);
    for (int64_t i = 0; i < count; i++) data[i] = (int32_t)(draw() % (uint32_t)below);
    return data;
}

static void elementwise(ck_type type, int64_t rows, int64_t columns) {
    const int64_t count = rows * columns;
    const ck_dropout off = {0, 0}, on = {0.3f, 7};
    void *x = numbers(type, count), *y = numbers(type, count), *z = numbers(type, count);
    for (ck_type to = CK_FLOAT32; to <= CK_FLOAT16; to++) {
        void *other = take(size_of(to) * count);
        ck_convert(type, x, to, other, count);
        ck_convert(to, other, type, x, count);
    }
    ck_add(type, x, y, count);
    ck_scale(type, 0.5f, x, x, count);
    ck_dropout_apply(type, x, on, x, count);
    ck_residual(type, x, y, on, z, count);
    ck_column_sums(type, x, rows, columns, floats(columns));
    for (ck_activation kind = CK_RELU; kind <= CK_SIGMOID; kind++) {
        ck_activation_forward(type, kind, x, kind % 2 ? off : on, y, count);
        ck_activation_backward(type, kind, z, x, off, y, floats(columns), rows, columns);
        ck_activation_backward(type, kind, z, x, on, z, NULL, rows, columns);
    }
    release();
}

static void rows_and_norms(ck_type type, int64_t rows, int64_t width) {
    const ck_dropout on = {0.3f, 7}, off = {0, 0};
    void *table = numbers(type, 9 * width), *x = numbers(type, rows * width);
    int32_t *ids = indices(rows, 9), *places = indices(rows, 5);
    float *positions = floats(5 * width);
    ck_embedding_forward(type, table, ids, positions, places, 2, on, x, rows, width);
    ck_embedding_forward(type, table, ids, NULL, NULL, 2, off, x, rows, width);
    ids[0] = -1;
    ck_embedding_backward(type, x, ids, 2, on, floats(9 * width), rows, width);
    ck_gather_rows(type, table, ids, x, rows, width);
    ck_scatter_rows(type, x, ids, table, rows, width);
    ck_copy_columns(type, x, width, CK_FLOAT32, floats(rows * width), width, rows, width);
    void *branch = numbers(type, rows * width), *sum = take(size_of(type) * rows * width);
    void *out = take(size_of(type) * rows * width);
    float *mean = take(4 * rows), *deviation = take(4 * rows);
    float *gain = floats(width), *bias = floats(width);
    ck_residual_norm_forward(type, x, branch, gain, bias, 1e-5f, on, sum, out, mean, deviation,
                             rows, width);
    ck_residual_norm_forward(type, NULL, branch, gain, bias, 1e-5f, off, NULL, out, NULL, NULL,
                             rows, width);
    ck_residual_norm_backward(type, out, sum, gain, mean, deviation, on, x, 1, branch,
                              floats(width), floats(width), rows, width);
    ck_residual_norm_backward(type, out, sum, gain, mean, deviation, off, NULL, 0, branch,
                              floats(width), floats(width), rows, width);
    release();
}

static void attention(ck_type type, ck_type key_type, int64_t width, int64_t length, int causal) {
    const int64_t heads = 3, model = heads * width;
    const int64_t queries = length + 2, keys = causal ? queries : 2 * length + 1;
    const ck_segment segments[] = {{0, length, 0, causal ? length : length + 1},
                                   {length, 2, keys - (causal ? 2 : length), causal ? 2 : length}};
    ck_attention call = {.type = type, .key_type = key_type, .segments = segments,
                         .segment_count = 2, .heads = heads, .head_width = width,
                         .scale = 1 / sqrtf((float)width), .causal = causal,
                         .dropout = {type == key_type ? 0.2f : 0, 3}};
    const int64_t size = size_of(type);
    call.query = (ck_columns){numbers(type, queries * model), model};
    call.key = (ck_columns){numbers(key_type, keys * model), model};
    call.value = (ck_columns){numbers(key_type, keys * model), model};
    ck_columns out = {take(size * queries * model), model};
    float *sums = take(4 * queries * heads);
    int64_t weight_count = 0;
    for (int i = 0; i < 2; i++) {
        weight_count += heads * segments[i].query_count * segments[i].key_count;
    }
    float *weights = take(4 * weight_count);
    void *workspace = take(ck_attention_workspace(&call));
    ck_attention_forward(&call, out, sums, weights, workspace);
    if (type == key_type) {
        ck_columns gradient = {numbers(type, queries * model), model};
        ck_columns query = {take(size * queries * model), model};
        ck_columns key = {take(size * keys * model), model};
        ck_columns value = {take(size * keys * model), model};
        ck_attention_backward(&call, out, sums, gradient, query, key, value, workspace);
    }
    // A step of a decoder: one query a segment, keys in blocks of a row for each hypothesis.
    enum { HYPOTHESES = 5 };
    ck_segment single[HYPOTHESES];
    const void **matrices = take((int64_t)sizeof(void *) * length);
    uint64_t *places = take((int64_t)sizeof(uint64_t) * HYPOTHESES * length);
    for (int64_t step = 0; step < length; step++) {
        matrices[step] = numbers(key_type, HYPOTHESES * 2 * model);
        if (block_count > CAPACITY - 8) length = step + 1;
    }
    for (int64_t i = 0; i < HYPOTHESES; i++) {
        single[i] = (ck_segment){i, 1, i * length, length};
        for (int64_t j = 0; j < length; j++) {
            places[i * length + j] = (uint64_t)j << 32 | draw() % HYPOTHESES;
        }
    }
    const ck_blocks steps = {places, matrices, 2 * model, model};
    ck_attention step = call;
    step.segments = single;
    step.segment_count = HYPOTHESES;
    step.causal = 0;
    step.dropout.probability = 0;
    step.blocks = &steps;
    step.query = (ck_columns){numbers(type, HYPOTHESES * model), model};
    ck_columns step_out = {take(size * HYPOTHESES * model), model};
    ck_attention_forward(&step, step_out, NULL, NULL, take(ck_attention_workspace(&step)));
    release();
}

static void losses(ck_type type, int64_t rows, int64_t classes) {
    float *logits = floats(rows * classes), *bias = floats(classes), *y = floats(rows * classes);
    int32_t *targets = indices(rows, (int32_t)classes);
    targets[rows - 1] = -1;
    ck_cross_entropy(type, logits, bias, targets, 0.1f, 0.5f, take(size_of(type) * rows * classes),
                     take(4 * rows), rows, classes);
    ck_cross_entropy(type, logits, NULL, targets, 0, 1, NULL, NULL, rows, classes);
    ck_binary_cross_entropy(logits, y, take(4 * classes), classes);
    ck_softmax_forward(logits, y, rows, classes);
    ck_softmax_backward(y, logits, rows, classes);
    for (int64_t k = 1; k <= classes; k += k < 8 ? 3 : classes) {
        ck_log_softmax_top_k(logits, k % 2 ? bias : NULL, rows, classes, k, take(4 * rows * k),
                             take(4 * rows * k));
    }
    ck_exponentials(logits, 1, 0.5f, classes, y);
    const float *both[] = {logits, y};
    ck_log_mean_softmax(both, floats(2 * rows), 2, rows, classes, logits);
    release();
}

static void optimiser(int64_t count) {
    const float *others[] = {floats(count), floats(count)};
    float *gradient = floats(count);
    ck_sum_gradients(gradient, others, 2, count);
    const ck_adam adam = {0.01f, 0.9f, 0.98f, 1e-9f, 0.5f, 1, 0.1f, 0.9f};
    float *second = floats(count);
    for (int64_t i = 0; i < count; i++) second[i] = fabsf(second[i]);
    ck_adam_update(&adam, floats(count), floats(count), second, gradient, floats(count),
                   take(2 * count), count);
    ck_adam_update(&adam, floats(count), floats(count), second, gradient, NULL, NULL, count);
    release();
}

static void eight_bits(int64_t rows, int64_t outputs, int64_t inputs) {
    const int64_t padded = (inputs + 3) / 4 * 4;
    int8_t *codes = take(ck_int8_code_count(outputs, inputs));
    float *scales = take(4 * outputs);
    int32_t *sums = take(4 * outputs);
    float *weights = floats(outputs * inputs);
    weights[0] = INFINITY;
    ck_int8_quantize_matrix(weights, outputs, inputs, codes, scales, sums);
    weights[0] = NAN;
    ck_int8_quantize_matrix(weights, outputs, inputs, codes, scales, sums);
    weights[0] = 0.5f;
    ck_int8_quantize_matrix(weights, outputs, inputs, codes, scales, sums);
    const ck_int8_matrix matrix = {codes, scales, sums, outputs, inputs};
    const ck_int8_rows left = {take(rows * padded), take(4 * rows), take(4 * rows), rows, inputs};
    float *x = floats(rows * inputs);
    const float first = x[0];
    const float odd[] = {INFINITY, -INFINITY, NAN, 3e38f, first};
    for (int i = 0; i < 5; i++) {
        x[0] = odd[i];
        ck_int8_quantize_rows(x, &left);
        ck_int8_round_rows(CK_FLOAT32, x, take(4 * rows * inputs), rows, inputs);
    }
    for (ck_type type = CK_FLOAT32; type <= CK_BFLOAT16; type++) {
        ck_int8_round_matrix(type, weights, take(size_of(type) * outputs * inputs), outputs, inputs);
        ck_int8_round_rows(type, numbers(type, rows * inputs),
                           take(size_of(type) * rows * inputs), rows, inputs);
    }
    for (ck_int8_variant variant = CK_INT8_PORTABLE; variant <= ck_int8_best_variant(); variant++) {
        for (ck_type type = CK_FLOAT32; type <= CK_BFLOAT16; type++) {
            const ck_int8_result result = {floats(outputs), type == CK_FLOAT32, type,
                                           take(size_of(type) * rows * outputs), outputs};
            ck_int8_product_by(variant, &left, &matrix, &result);
        }
    }
    int32_t *ids = indices(rows, (int32_t)outputs), *places = indices(rows, 5);
    ck_int8_embedding(&matrix, ids, floats(5 * inputs), places, 2, take(4 * rows * inputs), rows);
    ck_int8_gather_outputs(&matrix, ids, rows, take(ck_int8_code_count(rows, inputs)),
                           take(4 * rows), take(4 * rows));
    const int8_t *given = take(outputs / 2 * inputs);
    ck_int8_pack_matrix(given, outputs / 2, outputs, inputs, codes, sums);
    release();
}

static void cells(ck_type type, int64_t rows, int64_t width) {
    const int64_t count = rows * width, size = size_of(type);
    void *gates = numbers(type, 4 * count), *hidden = numbers(type, 4 * count);
    void *out = take(size * count), *gradient = numbers(type, count);
    float *before = floats(count), *cell = take(4 * count), *bias = floats(width);
    ck_elman_forward(type, gates, hidden, out, rows, width);
    ck_elman_backward(type, gates, gradient, rows, width);
    ck_lstm_forward(type, gates, hidden, before, cell, out, rows, width);
    ck_lstm_backward(type, gates, before, cell, gradient, floats(count), rows, width);
    void *previous = numbers(type, count), *three = numbers(type, 3 * count);
    void *below = numbers(type, 3 * count);
    ck_gru_forward(type, three, below, bias, previous, out, rows, width);
    ck_gru_backward(type, three, below, bias, previous, gradient, numbers(type, count),
                    floats(width), rows, width);
    release();
}

static void simple_recurrence(ck_type type, int64_t length, int64_t width) {
    const ck_segment segments[] = {{0, length, 0, 0}, {length, 0, 0, 0}, {length, 2, 0, 0}};
    const int64_t rows = length + 2;
    void *input = numbers(type, 2 * rows * width);
    float *bias = floats(width), *cell = take(4 * rows * width);
    void *out = take(size_of(type) * rows * width);
    ck_simple_recurrence_forward(type, input, bias, segments, 3, floats(3 * width), cell, out,
                                 width);
    ck_simple_recurrence_forward(type, input, bias, segments, 3, NULL, cell, out, width);
    ck_simple_recurrence_backward(type, input, bias, segments, 3, cell,
                                  numbers(type, rows * width), take(4 * width), floats(width),
                                  width);
    release();
}

static void alignment_loss(ck_type type, int64_t width, int64_t length) {
    const ck_segment segments[] = {{0, 2, 0, length}, {2, 1, length, 1}};
    const int32_t offsets[] = {0, 2, 2, 3};
    const int32_t linked[] = {0, (int32_t)length - 1, (int32_t)length};
    const int64_t stride = width + 3, size = size_of(type);
    ck_attention call = {.type = type, .key_type = type, .segments = segments,
                         .segment_count = 2, .heads = 1, .head_width = width, .scale = 0.5f};
    call.query = (ck_columns){numbers(type, 3 * stride), stride};
    call.key = (ck_columns){numbers(type, (length + 1) * stride), stride};
    const ck_links links = {offsets, linked};
    float *gradient = take(4 * (2 * length + 1));
    ck_alignment_loss_forward(&call, &links, 0.1f, gradient);
    ck_alignment_loss_backward(&call, &links, gradient,
                               (ck_columns){numbers(type, 3 * stride), stride},
                               (ck_columns){numbers(type, (length + 1) * stride), stride},
                               take(4 * width));
    release();
}

static void step_attention(int64_t width, int64_t length) {
    const ck_segment segments[] = {{0, 1, 0, length}, {1, 1, length, 1}};
    for (ck_score score = CK_SCORE_DOT; score <= CK_SCORE_ADDITIVE; score++) {
        const int64_t values = width + 3, keys = length + 1;
        const ck_step_attention call = {score, segments, 2, width, values, floats(2 * width),
                                        floats(keys * width), floats(keys * values), floats(width)};
        float *out = take(4 * 2 * values), *weights = take(4 * keys);
        ck_step_attention_forward(&call, out, weights);
        ck_step_attention_backward(&call, out, weights, floats(2 * values), floats(2 * width),
                                   floats(keys * width), floats(keys * values), floats(width));
        release();
    }
}

static void external_memory(int64_t slots, int64_t width, int64_t write, int64_t read) {
    const ck_memory memory = {2, slots, width, write, read, slots < 3 ? 1 : 3};
    const int64_t heads = write + read, all = 2 * heads * slots, contents = 2 * slots * width;
    const int64_t parameters = 2 * ck_memory_parameter_count(&memory);
    float *p = floats(parameters), *c = floats(contents), *norms = take(4 * 2 * slots);
    float *similarity = take(4 * all), *weighting = take(4 * all), *interpolated = take(4 * all);
    float *shifted = take(4 * all), *focus = take(4 * all), *spare = take(4 * slots);
    ck_memory_parameters_forward(&memory, p, p);
    ck_memory_content_forward(&memory, c, p, similarity, norms, weighting);
    ck_memory_location_forward(&memory, weighting, weighting, p, interpolated, shifted, focus);
    float *written = take(4 * contents);
    ck_memory_write_forward(&memory, c, focus, p, written);
    ck_memory_read_forward(&memory, written, focus, take(4 * 2 * read * width));
    float *dc = floats(contents), *dw = floats(all), *dp = floats(parameters);
    ck_memory_read_backward(&memory, written, focus, floats(2 * read * width), dc, dw);
    ck_memory_write_backward(&memory, c, focus, p, dc, dw, dp, spare);
    ck_memory_location_backward(&memory, weighting, weighting, p, interpolated, shifted, focus, dw,
                                floats(all), floats(all), dp);
    ck_memory_content_backward(&memory, c, p, similarity, norms, weighting, floats(all), dc, dp,
                               spare);
    ck_memory_parameters_backward(&memory, p, dp);
    release();
}

int main(void) {
    static const int64_t sizes[] = {1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 100, 129};
    const int count = sizeof sizes / sizeof *sizes;
    for (int i = 0; i < count; i++) {
        const int64_t size = sizes[i];
        for (ck_type type = CK_FLOAT32; type <= CK_BFLOAT16; type++) {
            for (int64_t rows = 1; rows <= 7; rows += 3) {
                elementwise(type, rows, size);
                rows_and_norms(type, rows, size);
                losses(type, rows, size);
                cells(type, rows, size);
                simple_recurrence(type, rows, size);
            }
            for (int64_t length = 1; length <= 40; length += length < 5 ? 1 : 17) {
                for (int causal = 0; causal <= 1; causal++) {
                    attention(type, type, size, length, causal);
                    attention(CK_FLOAT32, CK_BFLOAT16, size, length, causal);
                }
            }
        }
        for (int64_t length = 1; length <= 9; length += 4) step_attention(size, length);
        for (int64_t length = 2; length <= 20; length += 9) {
            alignment_loss(CK_FLOAT32, size, length);
            alignment_loss(CK_BFLOAT16, size, length);
        }
        for (int j = 0; j < count; j += 3) {
            for (int64_t rows = 1; rows <= 13; rows += 4) eight_bits(rows, size, sizes[j]);
            external_memory(size, sizes[j] / 4 + 1, 1 + j % 2, 1 + i % 2);
        }
        optimiser(size * 67);
    }
    puts("every kernel ran");
}
