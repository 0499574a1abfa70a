// Calls of every kernel of eight-bit codes.
#ifndef CALL_EIGHT_BITS_H
#define CALL_EIGHT_BITS_H

#include "results.h"

#include <pthread.h>

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

static void *help(void *team_and_recall) {
    void **arguments = team_and_recall;
    while (!ck_team_help(arguments[0], arguments[1])) {}
    return NULL;
}

/// What two threads compute and lay out together.
static void together(const ck_int8_rows *left, const ck_int8_matrix *right, const int32_t *ids) {
    ck_team *team = ck_team_create();
    ck_recall *recall = ck_recall_create();
    void *arguments[] = {team, recall};
    pthread_t helper;
    if (pthread_create(&helper, NULL, help, arguments)) abort();
    const int64_t outputs = right->outputs, rows = left->rows;
    ck_int8_call calls[2];
    for (int i = 0; i < 2; i++) {
        const ck_int8_result result = {NULL, 0, CK_FLOAT32, take(FLOAT32, rows * outputs), outputs};
        calls[i] = (ck_int8_call){*left, *right, result};
    }
    for (int i = 0; i < 4; i++) ck_int8_products(team, calls, 2);
    ck_int8_gather_together(team, right, ids, rows,
                            take(BYTES, ck_int8_code_count(rows, right->inputs)),
                            take(FLOAT32, rows), take(INT32, rows));
    ck_recall_set(recall, true);
    pthread_join(helper, NULL);
    ck_team_destroy(team);
    ck_recall_destroy(recall);
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
    ck_int8_embedding(&matrix, ids, floats(5 * inputs), places, 2, take(FLOAT32, rows * inputs),
                      rows);
    ck_int8_gather_outputs(&matrix, ids, rows, take(BYTES, ck_int8_code_count(rows, inputs)),
                           take(FLOAT32, rows), take(INT32, rows));
    ck_int8_gather_together(NULL, &matrix, ids, rows, take(BYTES, ck_int8_code_count(rows, inputs)),
                            take(FLOAT32, rows), take(INT32, rows));
    together(&left, &matrix, ids);
    const int8_t *given = codes_of_weights(outputs / 2 * inputs);
    ck_int8_pack_matrix(given, outputs / 2, outputs, inputs, codes, sums);
    release("eight bits", EXACT);
}

#endif
