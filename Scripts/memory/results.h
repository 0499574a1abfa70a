// What the kernels made of their operands: written to a file, or compared with one.
#ifndef RESULTS_H
#define RESULTS_H

#include "operands.h"

/// Where results are written to, or what they are compared with; NULL where neither is asked for.
static FILE *written = NULL, *expected = NULL;
static int64_t compared = 0;

/// How close results are to be: the same bits; as close as sums in another order; or as results of
/// numbers of which some were rounded to bfloat16 the other way.
typedef enum { EXACT, CLOSE, COARSE } agreement;

static agreement agreement_of(ck_type type) { return type == CK_FLOAT32 ? CLOSE : COARSE; }

static int are_close(agreement how, float a, float b, float largest) {
    const float relative = how == CLOSE ? 1e-4f : 1.0f / 128;
    const float absolute = how == CLOSE ? 1e-5f : 1.0f / 256;
    return a == b || fabsf(a - b) <= relative * fabsf(b) + absolute * largest;
}

/// Element i of an operand as a number; 0 where it is none.
static float number_at(int kind, const void *data, int64_t i) {
    float value = 0;
    if (kind == FLOAT32) return ((const float *)data)[i];
    if (kind < INT32) ck_convert((ck_type)kind, (const uint16_t *)data + i, CK_FLOAT32, &value, 1);
    return value;
}

/// The largest magnitude, and no less than 1: so large is what kernels read, and where that cancels
/// out, its rounding is left.
static float largest_of(const operand *o, const void *data) {
    float largest = 1;
    for (int64_t i = 0; i < o->count && o->kind < INT32; i++)
        largest = fmaxf(largest, fabsf(number_at(o->kind, data, i)));
    return largest;
}

/// Ends the program at the first number that is not as expected.
static void compare(const char *name, int place, const operand *o, const void *other,
                    agreement how) {
    const int64_t size = size_of(o->kind);
    compared += o->count;
    if (memcmp(o->data, other, (size_t)(size * o->count)) == 0) return;
    if (how == CLOSE && o->kind == BFLOAT16) how = COARSE;
    if (o->kind >= INT32) how = EXACT;
    const float largest = how == EXACT ? 0 : largest_of(o, other);
    for (int64_t i = 0; i < o->count; i++) {
        uint32_t bits[2] = {0, 0};
        memcpy(&bits[0], (const char *)o->data + i * size, (size_t)size);
        memcpy(&bits[1], (const char *)other + i * size, (size_t)size);
        const float a = number_at(o->kind, o->data, i), b = number_at(o->kind, other, i);
        // Which not-a-number it is says nothing.
        if (bits[0] == bits[1] || (isnan(a) && isnan(b))) continue;
        if (how != EXACT && are_close(how, a, b, largest)) continue;
        fprintf(stderr, "%s: operand %d, element %lld of %lld: %.9g (%x) instead of %.9g (%x)\n",
                name, place, (long long)i, (long long)o->count, (double)a, bits[0], (double)b,
                bits[1]);
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
