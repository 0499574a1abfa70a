// Calls every kernel with operands that lie in memory of exactly their size, for sizes around every
// multiple that vector code likes and for random ones, so that a sanitizer sees what is read or written beside
// them. What the kernels make can be written to a file, and compared with what another processor made.
#define _GNU_SOURCE

#include "operands.h"

/// Numbers of every kind between the types: random bits, and around what is subnormal, a tie, infinite or no
/// number.
static void conversions(int64_t count) {
    static const uint32_t odd[] = {0,          0x80000000, 1,          0x00007fff, 0x00008000,
                                   0x00008001, 0x00018000, 0x007fffff, 0x00800000, 0x3f808000,
                                   0x3f818000, 0x477fefff, 0x477ff000, 0x387fffff, 0x33000000,
                                   0x7f7fffff, 0x7f7f8000, 0x7f800000, 0xff800000, 0x7f800001,
                                   0x7fc00000, 0xffc12345, 0x7fbfffff};
    uint32_t *bits = take(INT32, count);
    const int64_t known = sizeof odd / sizeof *odd;
    for (int64_t i = 0; i < count; i++)
        bits[i] = i < known ? odd[i] : draw() << 1 ^ draw();
    for (ck_type from = CK_FLOAT32; from <= CK_FLOAT16; from++) {
        void *source = take(from, count);
        ck_convert(CK_FLOAT32, bits, from, source, count);
        for (ck_type to = CK_FLOAT32; to <= CK_FLOAT16; to++)
            ck_convert(from, source, to, take(to, count), count);
    }
    release("conversions", EXACT);
}

static void elementwise(ck_type type, int64_t rows, int64_t columns) {
    const int64_t count = rows * columns;
    const ck_dropout off = {0, 0}, on = {0.3f, 7};
    void *x = numbers(type, count), *y = numbers(type, count), *z = numbers(type, count);
    for (ck_type to = CK_FLOAT32; to <= CK_FLOAT16; to++) {
        void *other = take(to, count);
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
    release("elementwise", agreement_of(type));
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
    void *branch = numbers(type, rows * width), *sum = take(type, rows * width);
    void *out = take(type, rows * width);
    float *mean = take(FLOAT32, rows), *deviation = take(FLOAT32, rows);
    float *gain = floats(width), *bias = floats(width);
    ck_residual_norm_forward(type, x, branch, gain, bias, 1e-5f, on, sum, out, mean, deviation,
                             rows, width);
    ck_residual_norm_forward(type, NULL, branch, gain, bias, 1e-5f, off, NULL, out, NULL, NULL,
                             rows, width);
    ck_residual_norm_backward(type, out, sum, gain, mean, deviation, on, x, 1, branch,
                              floats(width), floats(width), rows, width);
    ck_residual_norm_backward(type, out, sum, gain, mean, deviation, off, NULL, 0, branch,
                              floats(width), floats(width), rows, width);
    release("rows and norms", agreement_of(type));
}

static void attention(ck_type type, ck_type key_type, int64_t width, int64_t length, int causal) {
    // As many heads as a vector has room for, for the widths whose single queries have a kernel of their own.
    const int64_t heads = width == 32 ? 8 : width == 64 ? 4 : 3, model = heads * width;
    const int64_t queries = length + 2, keys = causal ? queries : 2 * length + 1;
    const ck_segment segments[] = {{0, length, 0, causal ? length : length + 1},
                                   {length, 2, keys - (causal ? 2 : length), causal ? 2 : length}};
    ck_attention call = {.type = type, .key_type = key_type, .segments = segments,
                         .segment_count = 2, .heads = heads, .head_width = width,
                         .scale = 1 / sqrtf((float)width), .causal = causal,
                         .dropout = {type == key_type ? 0.2f : 0, 3}};
    call.query = (ck_columns){numbers(type, queries * model), model};
    call.key = (ck_columns){numbers(key_type, keys * model), model};
    call.value = (ck_columns){numbers(key_type, keys * model), model};
    ck_columns out = {take(type, queries * model), model};
    float *sums = take(FLOAT32, queries * heads);
    int64_t weight_count = 0;
    for (int i = 0; i < 2; i++) {
        weight_count += heads * segments[i].query_count * segments[i].key_count;
    }
    float *weights = take(FLOAT32, weight_count);
    void *workspace = take(SCRATCH, ck_attention_workspace(&call));
    ck_attention_forward(&call, out, sums, weights, workspace);
    if (type == key_type) {
        ck_columns gradient = {numbers(type, queries * model), model};
        ck_columns query = {take(type, queries * model), model};
        ck_columns key = {take(type, keys * model), model};
        ck_columns value = {take(type, keys * model), model};
        ck_attention_backward(&call, out, sums, gradient, query, key, value, workspace);
    }
    // A step of a decoder: one query a segment, keys in blocks of a row for each hypothesis.
    enum { HYPOTHESES = 5 };
    ck_segment single[HYPOTHESES];
    const void **matrices = take(SCRATCH, (int64_t)sizeof(void *) * length);
    uint64_t *places = take(SCRATCH, (int64_t)sizeof(uint64_t) * HYPOTHESES * length);
    for (int64_t step = 0; step < length; step++) {
        matrices[step] = numbers(key_type, HYPOTHESES * 2 * model);
        if (operand_count > CAPACITY - 8) length = step + 1;
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
    ck_columns step_out = {take(type, HYPOTHESES * model), model};
    ck_attention_forward(&step, step_out, NULL, NULL, take(SCRATCH, ck_attention_workspace(&step)));
    release("attention", agreement_of(type));
}

static void losses(ck_type type, int64_t rows, int64_t classes) {
    float *logits = floats(rows * classes), *bias = floats(classes), *y = floats(rows * classes);
    int32_t *targets = indices(rows, (int32_t)classes);
    targets[rows - 1] = -1;
    ck_cross_entropy(type, logits, bias, targets, 0.1f, 0.5f, take(type, rows * classes),
                     take(FLOAT32, rows), rows, classes);
    ck_cross_entropy(type, logits, NULL, targets, 0, 1, NULL, NULL, rows, classes);
    ck_binary_cross_entropy(logits, y, take(FLOAT32, classes), classes);
    ck_softmax_forward(logits, y, rows, classes);
    ck_softmax_backward(y, logits, rows, classes);
    for (int64_t k = 1; k <= classes; k += k < 8 ? 3 : classes) {
        ck_log_softmax_top_k(logits, k % 2 ? bias : NULL, rows, classes, k, take(FLOAT32, rows * k),
                             take(INT32, rows * k));
    }
    ck_exponentials(logits, 1, 0.5f, classes, y);
    const float *both[] = {logits, y};
    ck_log_mean_softmax(both, floats(2 * rows), 2, rows, classes, logits);
    release("losses", agreement_of(type));
}

static void optimiser(int64_t count) {
    const float *others[] = {floats(count), floats(count)};
    float *gradient = floats(count);
    ck_sum_gradients(gradient, others, 2, count);
    const ck_adam adam = {0.01f, 0.9f, 0.98f, 1e-9f, 0.5f, 1, 0.1f, 0.9f};
    float *second = floats(count);
    for (int64_t i = 0; i < count; i++) second[i] = fabsf(second[i]);
    ck_adam_update(&adam, floats(count), floats(count), second, gradient, floats(count),
                   take(BFLOAT16, count), count);
    ck_adam_update(&adam, floats(count), floats(count), second, gradient, NULL, NULL, count);
    release("optimiser", CLOSE);
}

/// The product by every variant, which all make the same of it to the last bit.
static void every_product(const ck_int8_rows *left, const ck_int8_matrix *right,
                          const ck_int8_result *result) {
    const operand portable = {(int)result->type, result->out, left->rows * right->outputs};
    ck_int8_product_by(CK_INT8_PORTABLE, left, right, result);
    for (int variant = 1; variant <= (int)ck_int8_best_variant(); variant++) {
        ck_int8_result other = *result;
        other.out = block(size_of(portable.kind) * portable.count);
        ck_int8_product_by((ck_int8_variant)variant, left, right, &other);
        compare("products of eight bits by variant", variant, &portable, other.out, EXACT);
        free(other.out);
    }
}

/// As many inputs as there may be, with all codes as large as they can be.
static void largest_sums(float weight) {
    const int64_t inputs = 66311, outputs = 2, padded = (inputs + 3) / 4 * 4;
    float *weights = take(FLOAT32, outputs * inputs), *x = take(FLOAT32, 3 * inputs);
    for (int64_t i = 0; i < outputs * inputs; i++) weights[i] = weight;
    for (int64_t i = 0; i < 3 * inputs; i++) x[i] = 1;
    int8_t *codes = take(BYTES, ck_int8_code_count(outputs, inputs));
    const ck_int8_matrix matrix = {codes, take(FLOAT32, outputs), take(INT32, outputs), outputs,
                                   inputs};
    ck_int8_quantize_matrix(weights, outputs, inputs, codes, (float *)matrix.scales,
                            (int32_t *)matrix.code_sums);
    const ck_int8_rows left = {take(BYTES, 3 * padded), take(FLOAT32, 3), take(INT32, 3), 3,
                               inputs};
    ck_int8_quantize_rows(x, &left);
    const ck_int8_result result = {NULL, 0, CK_FLOAT32, take(FLOAT32, 3 * outputs), outputs};
    every_product(&left, &matrix, &result);
    release("largest sums of eight bits", EXACT);
}

static void eight_bits(int64_t rows, int64_t outputs, int64_t inputs) {
    const int64_t padded = (inputs + 3) / 4 * 4;
    int8_t *codes = take(BYTES, ck_int8_code_count(outputs, inputs));
    float *scales = take(FLOAT32, outputs);
    int32_t *sums = take(INT32, outputs);
    float *weights = floats(outputs * inputs);
    weights[0] = INFINITY;
    ck_int8_quantize_matrix(weights, outputs, inputs, codes, scales, sums);
    weights[0] = NAN;
    ck_int8_quantize_matrix(weights, outputs, inputs, codes, scales, sums);
    weights[0] = 0.5f;
    ck_int8_quantize_matrix(weights, outputs, inputs, codes, scales, sums);
    const ck_int8_matrix matrix = {codes, scales, sums, outputs, inputs};
    const ck_int8_rows left = {take(BYTES, rows * padded), take(FLOAT32, rows), take(INT32, rows),
                               rows, inputs};
    float *x = floats(rows * inputs);
    const float first = x[0];
    const float odd[] = {INFINITY, -INFINITY, NAN, 3e38f, first};
    for (int i = 0; i < 5; i++) {
        x[0] = odd[i];
        ck_int8_quantize_rows(x, &left);
        ck_int8_round_rows(CK_FLOAT32, x, take(FLOAT32, rows * inputs), rows, inputs);
    }
    for (ck_type type = CK_FLOAT32; type <= CK_BFLOAT16; type++) {
        ck_int8_round_matrix(type, weights, take(type, outputs * inputs), outputs, inputs);
        ck_int8_round_rows(type, numbers(type, rows * inputs),
                           take(type, rows * inputs), rows, inputs);
    }
    for (ck_type type = CK_FLOAT32; type <= CK_BFLOAT16; type++) {
        const ck_int8_result result = {floats(outputs), type == CK_FLOAT32, type,
                                       take(type, rows * outputs), outputs};
        every_product(&left, &matrix, &result);
    }
    int32_t *ids = indices(rows, (int32_t)outputs), *places = indices(rows, 5);
    ck_int8_embedding(&matrix, ids, floats(5 * inputs), places, 2, take(FLOAT32, rows * inputs), rows);
    ck_int8_gather_outputs(&matrix, ids, rows, take(BYTES, ck_int8_code_count(rows, inputs)),
                           take(FLOAT32, rows), take(INT32, rows));
    const int8_t *given = codes_of_weights(outputs / 2 * inputs);
    ck_int8_pack_matrix(given, outputs / 2, outputs, inputs, codes, sums);
    release("eight bits", EXACT);
}

static void cells(ck_type type, int64_t rows, int64_t width) {
    const int64_t count = rows * width;
    void *gates = numbers(type, 4 * count), *hidden = numbers(type, 4 * count);
    void *out = take(type, count), *gradient = numbers(type, count);
    float *before = floats(count), *cell = take(FLOAT32, count), *bias = floats(width);
    ck_elman_forward(type, gates, hidden, out, rows, width);
    ck_elman_backward(type, gates, gradient, rows, width);
    ck_lstm_forward(type, gates, hidden, before, cell, out, rows, width);
    ck_lstm_backward(type, gates, before, cell, gradient, floats(count), rows, width);
    void *previous = numbers(type, count), *three = numbers(type, 3 * count);
    void *below = numbers(type, 3 * count);
    ck_gru_forward(type, three, below, bias, previous, out, rows, width);
    ck_gru_backward(type, three, below, bias, previous, gradient, numbers(type, count),
                    floats(width), rows, width);
    release("cells", agreement_of(type));
}

static void simple_recurrence(ck_type type, int64_t length, int64_t width) {
    const ck_segment segments[] = {{0, length, 0, 0}, {length, 0, 0, 0}, {length, 2, 0, 0}};
    const int64_t rows = length + 2;
    void *input = numbers(type, 2 * rows * width);
    float *bias = floats(width), *cell = take(FLOAT32, rows * width);
    void *out = take(type, rows * width);
    ck_simple_recurrence_forward(type, input, bias, segments, 3, floats(3 * width), cell, out,
                                 width);
    ck_simple_recurrence_forward(type, input, bias, segments, 3, NULL, cell, out, width);
    ck_simple_recurrence_backward(type, input, bias, segments, 3, cell,
                                  numbers(type, rows * width), take(FLOAT32, width), floats(width),
                                  width);
    release("simple recurrence", agreement_of(type));
}

static void alignment_loss(ck_type type, int64_t width, int64_t length) {
    const ck_segment segments[] = {{0, 2, 0, length}, {2, 1, length, 1}};
    const int32_t offsets[] = {0, 2, 2, 3};
    const int32_t linked[] = {0, (int32_t)length - 1, (int32_t)length};
    const int64_t stride = width + 3;
    ck_attention call = {.type = type, .key_type = type, .segments = segments,
                         .segment_count = 2, .heads = 1, .head_width = width, .scale = 0.5f};
    call.query = (ck_columns){numbers(type, 3 * stride), stride};
    call.key = (ck_columns){numbers(type, (length + 1) * stride), stride};
    const ck_links links = {offsets, linked};
    float *gradient = take(FLOAT32, (2 * length + 1));
    ck_alignment_loss_forward(&call, &links, 0.1f, gradient);
    ck_alignment_loss_backward(&call, &links, gradient,
                               (ck_columns){numbers(type, 3 * stride), stride},
                               (ck_columns){numbers(type, (length + 1) * stride), stride},
                               take(FLOAT32, width));
    release("alignment loss", agreement_of(type));
}

static void step_attention(int64_t width, int64_t length) {
    const ck_segment segments[] = {{0, 1, 0, length}, {1, 1, length, 1}};
    for (ck_score score = CK_SCORE_DOT; score <= CK_SCORE_ADDITIVE; score++) {
        const int64_t values = width + 3, keys = length + 1;
        const ck_step_attention call = {score, segments, 2, width, values, floats(2 * width),
                                        floats(keys * width), floats(keys * values), floats(width)};
        float *out = take(FLOAT32, 2 * values), *weights = take(FLOAT32, keys);
        ck_step_attention_forward(&call, out, weights);
        ck_step_attention_backward(&call, out, weights, floats(2 * values), floats(2 * width),
                                   floats(keys * width), floats(keys * values), floats(width));
        release("step attention", CLOSE);
    }
}

static void external_memory(int64_t slots, int64_t width, int64_t write, int64_t read) {
    const ck_memory memory = {2, slots, width, write, read, slots < 3 ? 1 : 3};
    const int64_t heads = write + read, all = 2 * heads * slots, contents = 2 * slots * width;
    const int64_t parameters = 2 * ck_memory_parameter_count(&memory);
    float *p = floats(parameters), *c = floats(contents), *norms = take(FLOAT32, 2 * slots);
    float *similarity = take(FLOAT32, all), *weighting = take(FLOAT32, all), *interpolated = take(FLOAT32, all);
    float *shifted = take(FLOAT32, all), *focus = take(FLOAT32, all), *spare = take(FLOAT32, slots);
    ck_memory_parameters_forward(&memory, p, p);
    ck_memory_content_forward(&memory, c, p, similarity, norms, weighting);
    ck_memory_location_forward(&memory, weighting, weighting, p, interpolated, shifted, focus);
    float *written = take(FLOAT32, contents);
    ck_memory_write_forward(&memory, c, focus, p, written);
    ck_memory_read_forward(&memory, written, focus, take(FLOAT32, 2 * read * width));
    float *dc = floats(contents), *dw = floats(all), *dp = floats(parameters);
    ck_memory_read_backward(&memory, written, focus, floats(2 * read * width), dc, dw);
    ck_memory_write_backward(&memory, c, focus, p, dc, dw, dp, spare);
    ck_memory_location_backward(&memory, weighting, weighting, p, interpolated, shifted, focus, dw,
                                floats(all), floats(all), dp);
    ck_memory_content_backward(&memory, c, p, similarity, norms, weighting, floats(all), dc, dp,
                               spare);
    ck_memory_parameters_backward(&memory, p, dp);
    release("external memory", CLOSE);
}

/// Everything of one element type that is `size` wide.
static void all_of_type(ck_type type, int64_t size) {
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
    for (int64_t length = 2; length <= 20; length += 9) alignment_loss(type, size, length);
}

static void all_of_width(int64_t size) {
    for (ck_type type = CK_FLOAT32; type <= CK_BFLOAT16; type++) all_of_type(type, size);
    for (int64_t length = 1; length <= 9; length += 4) step_attention(size, length);
    conversions(size);
    optimiser(size * 67);
}

static void all_of_edges(void) {
    static const int64_t sizes[] = {1,  2,  3,  7,  8,  9,  15,  16, 17,
                                    31, 32, 33, 63, 64, 65, 100, 129};
    const int count = sizeof sizes / sizeof *sizes;
    for (int i = 0; i < count; i++) {
        all_of_width(sizes[i]);
        for (int j = 0; j < count; j += 3) {
            for (int64_t rows = 1; rows <= 13; rows += 4) eight_bits(rows, sizes[i], sizes[j]);
            external_memory(sizes[i], sizes[j] / 4 + 1, 1 + j % 2, 1 + i % 2);
        }
    }
    // More rows than meet all panels at a time.
    eight_bits(250, 66, 20);
    largest_sums(1);
    largest_sums(-1);
}

static void all_of_random(int times) {
    for (int i = 0; i < times; i++) {
        all_of_width(draw_size(200));
        for (int j = 0; j < 20; j++) {
            const int64_t rows = draw_size(30), outputs = draw_size(300);
            eight_bits(rows, outputs, draw_size(300));
        }
        const int64_t slots = 1 + draw_size(60), width = draw_size(40);
        external_memory(slots, width, 1 + i % 2, 1 + i / 2 % 2);
    }
}

static FILE *opened(const char *path, const char *mode) {
    FILE *file = fopen(path, mode);
    if (!file) perror(path);
    if (!file) exit(1);
    return file;
}

/// kernels [write|compare FILE [SEED]]
int main(int count, char **arguments) {
    enum { RANDOM_WIDTHS = 6 };
    if (count > 2 && strcmp(arguments[1], "write") == 0) written = opened(arguments[2], "wb");
    if (count > 2 && strcmp(arguments[1], "compare") == 0) expected = opened(arguments[2], "rb");
    if (count > 3) state = strtoull(arguments[3], NULL, 10);
    all_of_edges();
    all_of_random(RANDOM_WIDTHS);
    if (written && fclose(written)) abort();
    ck_processor processor;
    ck_processor_read(&processor);
    printf("every kernel ran; products of eight bits in %d ways", 1 + (int)ck_int8_best_variant());
    if (processor.multiplies_bfloat16_on_arm) printf(", bfloat16 by the processor");
    if (expected) printf("; %lld results as expected", (long long)compared);
    puts("");
}
