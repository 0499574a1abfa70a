// Calls every kernel with operands that lie in memory of exactly their size, for sizes around every
// multiple that vector code likes and for random ones, so that a sanitizer sees what is read or
// written beside them. What the kernels make can be written to a file, and compared with what
// another processor made.
#define _GNU_SOURCE

#include "call_attention.h"
#include "call_eight_bits.h"

/// Numbers of every kind between the types: random bits, and around what is subnormal, a tie,
/// infinite or no number.
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

static void losses(ck_type type, int64_t rows, int64_t classes) {
    float *logits = floats(rows * classes), *bias = floats(classes), *y = floats(rows * classes);
    int32_t *targets = indices(rows, (int32_t)classes);
    targets[rows - 1] = -1;
    ck_cross_entropy(type, logits, bias, targets, 0.1f, 0.5f, take(type, rows * classes),
                     take(FLOAT32, rows), rows, classes, classes);
    ck_cross_entropy(type, logits, NULL, targets, 0, 1, NULL, NULL, rows, classes, classes);
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

static void external_memory(int64_t slots, int64_t width, int64_t write, int64_t read) {
    const ck_memory memory = {2, slots, width, write, read, slots < 3 ? 1 : 3};
    const int64_t heads = write + read, all = 2 * heads * slots, contents = 2 * slots * width;
    const int64_t parameters = 2 * ck_memory_parameter_count(&memory);
    float *p = floats(parameters), *c = floats(contents), *norms = take(FLOAT32, 2 * slots);
    float *similarity = take(FLOAT32, all), *weighting = take(FLOAT32, all);
    float *interpolated = take(FLOAT32, all);
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
