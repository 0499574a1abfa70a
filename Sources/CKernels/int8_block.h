// The product of eight-bit rows with one panel, written once for every instruction set: the file
// that includes this defines CK_INT8_FUNCTION (attributes of a function for the instruction set),
// CK_INT8_NAME(name), the function CK_INT8_NAME(sums) as in int8_sums.h, CK_INT8_OFFSET (what it
// takes off the codes of rows) and CK_INT8_WIDTH(rows): the vectors of a panel whose sums for so
// many rows fit into the registers, a divisor of CK_INT8_VECTORS.

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
        const int32_t zero = t->zeros[first + i] - CK_INT8_OFFSET;
        const ck_integers exact = sums[i][v] - zero * (ck_integers)code_sums;
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

/// `rows` rows, a constant where this is inlined, times the panel. With `fetches` the panel after
/// this one is asked for meanwhile.
CK_INT8_FUNCTION static inline __attribute__((always_inline)) void CK_INT8_NAME(tile)(
    const int rows, const int fetches, const ck_int8_tile *t, int64_t first) {
    const int width = CK_INT8_WIDTH(rows);
    CK_UNROLLED for (int start = 0; start < CK_INT8_VECTORS; start += width) {
        ck_integers sums[CK_INT8_TILE_ROWS][CK_INT8_VECTORS];
        CK_INT8_NAME(sums)(rows, width, fetches, t, first, start, sums);
        CK_UNROLLED for (int v = start; v < start + width; v++) {
            const int64_t count = t->width - v * CK_LANES;
            if (count >= CK_LANES) CK_INT8_NAME(write)(rows, t, first, v, sums, CK_LANES);
            else if (count > 0) CK_INT8_NAME(write)(rows, t, first, v, sums, count);
        }
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
