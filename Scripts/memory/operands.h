// Operands of kernels: memory of exactly their size, filled at random, and written to a file or compared with
// one when the kernels have run.
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

/// Where results are written to, or what they are compared with; NULL where neither is asked for.
static FILE *written = NULL, *expected = NULL;
static int64_t compared = 0;

/// How close results are to be: the same bits; as close as sums in another order; or as results of numbers of
/// which some were rounded to bfloat16 the other way.
typedef enum { EXACT, CLOSE, COARSE } agreement;

static agreement agreement_of(ck_type type) { return type == CK_FLOAT32 ? CLOSE : COARSE; }

static float number_at(int kind, const void *data, int64_t i) {
    float value;
    if (kind == FLOAT32) return ((const float *)data)[i];
    ck_convert((ck_type)kind, (const uint16_t *)data + i, CK_FLOAT32, &value, 1);
    return value;
}

static int are_close(agreement how, float a, float b, float largest) {
    const float relative = how == CLOSE ? 1e-4f : 1.0f / 128;
    const float absolute = how == CLOSE ? 1e-5f : 1.0f / 256;
    return a == b || fabsf(a - b) <= relative * fabsf(b) + absolute * largest;
}

/// Ends the program at the first number that is not as expected.
static void compare(const char *name, int place, const operand *o, const void *other,
                    agreement how) {
    const int64_t size = size_of(o->kind);
    float largest = 0;
    compared += o->count;
    if (memcmp(o->data, other, (size_t)(size * o->count)) == 0) return;
    if (how == CLOSE && o->kind == BFLOAT16) how = COARSE;
    const int is_exact = how == EXACT || o->kind >= INT32;
    for (int64_t i = 0; i < o->count && !is_exact; i++)
        largest = fmaxf(largest, fabsf(number_at(o->kind, other, i)));
    for (int64_t i = 0; i < o->count; i++) {
        const char *a = (const char *)o->data + i * size, *b = (const char *)other + i * size;
        if (memcmp(a, b, (size_t)size) == 0) continue;
        int64_t bits[2] = {0, 0};
        float values[2] = {0, 0};
        memcpy(&bits[0], a, (size_t)size);
        memcpy(&bits[1], b, (size_t)size);
        if (o->kind < INT32) {
            values[0] = number_at(o->kind, o->data, i);
            values[1] = number_at(o->kind, other, i);
            // Which not-a-number it is says nothing.
            if (isnan(values[0]) && isnan(values[1])) continue;
        }
        if (!is_exact && are_close(how, values[0], values[1], largest)) continue;
        fprintf(stderr, "%s: operand %d, element %lld of %lld: %.9g (%llx) where %.9g (%llx) is expected\n",
                name, place, (long long)i, (long long)o->count, (double)values[0],
                (unsigned long long)bits[0], (double)values[1], (unsigned long long)bits[1]);
        exit(1);
    }
}

static void check(const char *name, int place, const operand *o, agreement how) {
    const size_t bytes = (size_t)(size_of(o->kind) * o->count);
    if (written && fwrite(o->data, 1, bytes, written) != bytes) abort();
    if (!expected) return;
    void *other = block((int64_t)bytes);
    if (fread(other, 1, bytes, expected) != bytes) {
        fprintf(stderr, "%s: the file with what is expected is too short\n", name);
        exit(1);
    }
    compare(name, place, o, other, how);
    free(other);
}

/// Checks and frees all operands; `name` is what they were taken for.
static void release(const char *name, agreement how) {
    for (int i = 0; i < operand_count; i++) {
        if (operands[i].kind != SCRATCH) check(name, i, &operands[i], how);
        free(operands[i].data);
    }
    operand_count = 0;
}

#endif
