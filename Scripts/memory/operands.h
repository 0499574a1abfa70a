// Operands of kernels: memory of exactly their size, filled at random.
#ifndef OPERANDS_H
#define OPERANDS_H

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

/// 1 ... `limit`.
static int64_t draw_size(int64_t limit) { return 1 + draw() % limit; }

/// What an operand is made of: the element types of kernels, and more. Nobody looks at scratch.
enum {
    FLOAT32 = CK_FLOAT32,
    BFLOAT16 = CK_BFLOAT16,
    FLOAT16 = CK_FLOAT16,
    INT32,
    BYTES,
    SCRATCH
};

static int64_t size_of(int kind) {
    switch (kind) {
        case FLOAT32:
        case INT32: return 4;
        case BFLOAT16:
        case FLOAT16: return 2;
        default: return 1;
    }
}

/// Memory of exactly this size, zeros.
static void *block(int64_t bytes) {
    static const size_t alignment = 64;
    void *data = NULL;
    if (posix_memalign(&data, alignment, bytes > 0 ? (size_t)bytes : 1)) abort();
    memset(data, 0, (size_t)bytes);
    return data;
}

typedef struct {
    int kind;
    void *data;
    int64_t count;
} operand;

enum { CAPACITY = 64 };
static operand operands[CAPACITY];
static int operand_count = 0;

/// An operand of `count` elements, until `release`.
static void *take(int kind, int64_t count) {
    if (operand_count == CAPACITY) abort();
    operand *next = &operands[operand_count++];
    *next = (operand){kind, block(size_of(kind) * count), count};
    return next->data;
}

/// `count` numbers in -1 ..< 1.
static void *numbers(ck_type type, int64_t count) {
    float *floats = block(4 * count);
    for (int64_t i = 0; i < count; i++) floats[i] = (float)draw() / 1073741824.0f - 1;
    void *data = take((int)type, count);
    ck_convert(CK_FLOAT32, floats, type, data, count);
    free(floats);
    return data;
}

static float *floats(int64_t count) { return numbers(CK_FLOAT32, count); }

static int32_t *indices(int64_t count, int32_t below) {
    int32_t *data = take(INT32, count);
    for (int64_t i = 0; i < count; i++) data[i] = (int32_t)(draw() % (uint32_t)below);
    return data;
}

/// `count` codes from -127 to 127.
static int8_t *codes_of_weights(int64_t count) {
    int8_t *data = take(BYTES, count);
    for (int64_t i = 0; i < count; i++) data[i] = (int8_t)(draw() % 255 - 127);
    return data;
}

#endif
