// Calls of every kernel with attention in it.
#ifndef CALL_ATTENTION_H
#define CALL_ATTENTION_H

#include "results.h"

static void attention(ck_type type, ck_type key_type, int64_t width, int64_t length, int causal) {
    // Heads that fill vectors, for the two widths at which single queries have code of their own.
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

#endif
