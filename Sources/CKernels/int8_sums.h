// Sums of products of eight-bit codes, written once for the instruction sets that multiply four
// codes of a row with the four of each output: the file that includes this defines
// CK_INT8_FUNCTION (attributes of a function for the instruction set), CK_INT8_NAME(name) and
// CK_INT8_ADD(sum, codes, panel), which adds to each of sixteen sums the products of four unsigned
// codes, less CK_INT8_OFFSET, with its four signed ones.

#include "int8_tile.h"

/// The sums of `rows` rows with vectors v ..< v + `vectors` of the panel. `rows`, `vectors` and `v`
/// are constants where this is inlined, so that all sums stay in registers. With `fetches` the
/// same vectors of the panel after this one are asked for meanwhile.
CK_INT8_FUNCTION static inline __attribute__((always_inline)) void CK_INT8_NAME(sums)(
    const int rows, const int vectors, const int fetches, const ck_int8_tile *t, int64_t first,
    const int v, ck_integers sums[CK_INT8_TILE_ROWS][CK_INT8_VECTORS]) {
    CK_UNROLLED for (int i = 0; i < rows; i++) {
        CK_UNROLLED for (int w = v; w < v + vectors; w++) sums[i][w] = 0;
    }
    const uint8_t *codes = t->codes + first * t->stride;
    const int8_t *panel = t->panel;
    for (int64_t k = 0; k < t->stride; k += CK_INT8_GROUP) {
        ck_integers right[CK_INT8_VECTORS];
        CK_UNROLLED for (int w = v; w < v + vectors; w++)
            right[w] = *(const ck_integers *)(panel + w * 64);
        if (fetches) {
            const int8_t *next = panel + t->stride * CK_INT8_PANEL;
            CK_UNROLLED for (int w = v; w < v + vectors; w++)
                __builtin_prefetch(next + w * 64, 0, 2);
        }
        panel += CK_INT8_PANEL * CK_INT8_GROUP;
        CK_UNROLLED for (int i = 0; i < rows; i++) {
            int32_t four;
            memcpy(&four, codes + i * t->stride + k, sizeof four);
            CK_UNROLLED for (int w = v; w < v + vectors; w++)
                CK_INT8_ADD(sums[i][w], four, right[w]);
        }
    }
}
