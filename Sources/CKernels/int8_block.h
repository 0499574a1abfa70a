// The product of eight-bit rows with one panel, written once for every instruction set: the file
// that includes this defines CK_INT8_FUNCTION (attributes of a function for the instruction set),
// CK_INT8_NAME(name) and CK_INT8_ADD(sum, codes, panel), which adds to each of sixteen sums the
// products of four unsigned codes with its four signed ones.

#include "int8_tile.h"

/// Sixteen sums of `rows` rows into `count` results each.
CK_INT8_FUNCTION static inline __attribute__((always_inline)) void CK_INT8_NAME(write)(
    const int rows, const ck_int8_tile *t, int64_t first, int v,
    ck_integers sums[CK_INT8_TILE_ROWS][CK_INT8_VECTORS], int64_t count) {
    ck_vector scales, biases = 0, code_sums;
    ck_read(CK_FLOAT32, t->scales + v * CK_LANES, count, &scales);
    ck_read(CK_FLOAT32, t->code_sums + v * CK_LANES, count, &code_sums);
    if (t->result.bias) ck_read(CK_FLOAT32, t->result.bias + v * CK_LANES, count, &biases);
    CK_UNROLLED for (int i = 0; i < rows; i++) {
        const ck_integers exact = sums[i][v] - t->zeros[first + i] * (ck_integers)code_sums;
        ck_vector values = __builtin_convertvector(exact, ck_vector);
        // Rounded once, on every processor.
        values = __builtin_elementwise_fma(values, t->row_scales[first + i] * scales, biases);
        if (t->result.relu) values = __builtin_elementwise_max(values, (ck_vector)0.0f);
        const int64_t place = (first + i) * t->result.stride + v * CK_LANES;
        void *out = ck_at(t->result.type, t->result.out, place);
        if (t->result.type == CK_FLOAT32) ck_write(CK_FLOAT32, &values, count, out);
        else ck_write(CK_BFLOAT16, &values, count, out);
    }
}

/// `rows` rows, a constant where this is inlined, times the panel: all sums stay in registers.
/// With `fetches` the panel after this one is asked for meanwhile.
CK_INT8_FUNCTION static inline __attribute__((always_inline)) void CK_INT8_NAME(tile)(
    const int rows, const int fetches, const ck_int8_tile *t, int64_t first) {
    ck_integers sums[CK_INT8_TILE_ROWS][CK_INT8_VECTORS];
    CK_UNROLLED for (int i = 0; i < rows; i++) {
        CK_UNROLLED for (int v = 0; v < CK_INT8_VECTORS; v++) sums[i][v] = 0;
    }
    const uint8_t *codes = t->codes + first * t->stride;
    const int8_t *panel = t->panel;
    for (int64_t k = 0; k < t->stride; k += CK_INT8_GROUP) {
        ck_integers right[CK_INT8_VECTORS];
        CK_UNROLLED for (int v = 0; v < CK_INT8_VECTORS; v++)
            right[v] = *(const ck_integers *)(panel + v * 64);
        if (fetches) {
            const int8_t *next = panel + t->stride * CK_INT8_PANEL;
            CK_UNROLLED for (int v = 0; v < CK_INT8_VECTORS; v++)
                __builtin_prefetch(next + v * 64, 0, 2);
        }
        panel += CK_INT8_PANEL * CK_INT8_GROUP;
        CK_UNROLLED for (int i = 0; i < rows; i++) {
            int32_t four;
            memcpy(&four, codes + i * t->stride + k, sizeof four);
            CK_UNROLLED for (int v = 0; v < CK_INT8_VECTORS; v++)
                CK_INT8_ADD(sums[i][v], four, right[v]);
        }
    }
    CK_UNROLLED for (int v = 0; v < CK_INT8_VECTORS; v++) {
        const int64_t count = t->width - v * CK_LANES;
        if (count >= CK_LANES) CK_INT8_NAME(write)(rows, t, first, v, sums, CK_LANES);
        else if (count > 0) CK_INT8_NAME(write)(rows, t, first, v, sums, count);
    }
}

/// Rows first ..< end times one panel.
CK_INT8_FUNCTION static void CK_INT8_NAME(panel)(const ck_int8_tile *t, int64_t first,
                                                 int64_t end) {
    // A panel that is used more than once is in the cache after its first use; while it is used
    // for the second time, there is room for the next.
    if (end - first >= 2 * CK_INT8_TILE_ROWS) {
        CK_INT8_NAME(tile)(CK_INT8_TILE_ROWS, 0, t, first);
        CK_INT8_NAME(tile)(CK_INT8_TILE_ROWS, 1, t, first + CK_INT8_TILE_ROWS);
        first += 2 * CK_INT8_TILE_ROWS;
    }
    for (; first + CK_INT8_TILE_ROWS <= end; first += CK_INT8_TILE_ROWS)
        CK_INT8_NAME(tile)(CK_INT8_TILE_ROWS, 0, t, first);
    switch (end - first) {
        case 1: CK_INT8_NAME(tile)(1, 0, t, first); break;
        case 2: CK_INT8_NAME(tile)(2, 0, t, first); break;
        case 3: CK_INT8_NAME(tile)(3, 0, t, first); break;
        case 4: CK_INT8_NAME(tile)(4, 0, t, first); break;
        case 5: CK_INT8_NAME(tile)(5, 0, t, first); break;
        default: break;
    }
}

CK_INT8_FUNCTION static void CK_INT8_NAME(product)(const ck_int8_rows *left,
                                                   const ck_int8_matrix *right,
                                                   const ck_int8_result *result) {
    for (int64_t first = 0; first < left->rows; first += CK_INT8_BLOCK_ROWS) {
        const int64_t end =
            left->rows - first < CK_INT8_BLOCK_ROWS ? left->rows : first + CK_INT8_BLOCK_ROWS;
        for (int64_t start = 0; start < right->outputs; start += CK_INT8_PANEL) {
            const ck_int8_tile tile = ck_int8_tile_at(left, right, result, start);
            CK_INT8_NAME(panel)(&tile, first, end);
        }
    }
}
