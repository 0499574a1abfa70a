// Where things lie in an external memory and in the parameters of its heads.
#ifndef CALQUE_KERNELS_MEMORY_LAYOUT_H
#define CALQUE_KERNELS_MEMORY_LAYOUT_H

#include "ck_memory.h"
#include "vector.h"

CK_INLINE int64_t ck_heads(const ck_memory *m) { return m->write_heads + m->read_heads; }

/// Columns of the parameters that a head addresses with.
CK_INLINE int64_t ck_address_width(const ck_memory *m) { return m->width + m->shifts + 3; }

/// Columns of a sequence's parameters.
CK_INLINE int64_t ck_parameter_count(const ck_memory *m) {
    return ck_heads(m) * ck_address_width(m) + m->write_heads * 2 * m->width;
}

// The first column of a head's key, shift, strength, gate, sharpening, erase and add.

CK_INLINE int64_t ck_key(const ck_memory *m, int64_t head) { return head * ck_address_width(m); }
CK_INLINE int64_t ck_shift(const ck_memory *m, int64_t head) { return ck_key(m, head) + m->width; }
CK_INLINE int64_t ck_strength(const ck_memory *m, int64_t head) {
    return ck_shift(m, head) + m->shifts;
}
CK_INLINE int64_t ck_gate(const ck_memory *m, int64_t head) { return ck_strength(m, head) + 1; }
CK_INLINE int64_t ck_sharpening(const ck_memory *m, int64_t head) {
    return ck_strength(m, head) + 2;
}
CK_INLINE int64_t ck_erase(const ck_memory *m, int64_t head) {
    return ck_heads(m) * ck_address_width(m) + head * 2 * m->width;
}
CK_INLINE int64_t ck_add_vector(const ck_memory *m, int64_t head) {
    return ck_erase(m, head) + m->width;
}

#endif
