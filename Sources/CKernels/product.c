#include "product.h"

CK_ANY_ORDER

/// A block of `rows` x `vectors` stays in registers through the whole depth. Both are constants
/// where this is inlined.
CK_INLINE void block(const int rows, const int vectors, ck_left left, ck_right right, int64_t depth,
                     int accumulate, float *result, int64_t result_stride) {
    ck_vector sums[6][2];
    CK_UNROLLED for (int i = 0; i < rows; i++) {
        CK_UNROLLED for (int v = 0; v < vectors; v++) sums[i][v] = 0;
    }
    for (int64_t k = 0; k < depth; k++) {
        ck_vector b[2];
        CK_UNROLLED for (int v = 0; v < vectors; v++) {
            b[v] =
                *(const ck_vector *)(right.data + k * right.depth_stride + v * right.vector_stride);
        }
        CK_UNROLLED for (int i = 0; i < rows; i++) {
            const float a = left.data[i * left.row_stride + k * left.depth_stride];
            CK_UNROLLED for (int v = 0; v < vectors; v++) sums[i][v] += a * b[v];
        }
    }
    CK_UNROLLED for (int i = 0; i < rows; i++) {
        CK_UNROLLED for (int v = 0; v < vectors; v++) {
            ck_vector *out = (ck_vector *)(result + i * result_stride + v * CK_LANES);
            *out = accumulate ? *out + sums[i][v] : sums[i][v];
        }
    }
}

/// All rows of `vectors` columns: blocks of `height` rows, and one lower block for the rest.
CK_INLINE void strip(const int height, const int vectors, ck_left left, ck_right right,
                     int64_t depth, int accumulate, float *result, int64_t result_stride,
                     int64_t rows) {
    for (; rows >= height; rows -= height) {
        block(height, vectors, left, right, depth, accumulate, result, result_stride);
        left.data += height * left.row_stride;
        result += height * result_stride;
    }
    // Cases that `height` rules out leave no code behind.
    switch (rows) {
        case 1: block(1, vectors, left, right, depth, accumulate, result, result_stride); break;
        case 2: block(2, vectors, left, right, depth, accumulate, result, result_stride); break;
        case 3: block(3, vectors, left, right, depth, accumulate, result, result_stride); break;
        case 4: block(4, vectors, left, right, depth, accumulate, result, result_stride); break;
        case 5: block(5, vectors, left, right, depth, accumulate, result, result_stride); break;
        default: break;
    }
}

CK_INLINE void product(const int height, const int width, ck_left left, ck_right right,
                       int64_t depth, int accumulate, float *result, int64_t result_stride,
                       int64_t rows, int64_t vectors) {
    for (; vectors >= width; vectors -= width) {
        strip(height, width, left, right, depth, accumulate, result, result_stride, rows);
        right.data += width * right.vector_stride;
        result += width * CK_LANES;
    }
    if (width > 1 && vectors > 0)
        strip(height, 1, left, right, depth, accumulate, result, result_stride, rows);
}

#define CK_PRODUCT(height, width)                                                                  \
    void ck_product(CK_PRODUCT_ARGUMENTS) {                                                        \
        product(height, width, left, right, depth, accumulate, result, result_stride, rows,        \
                vectors);                                                                          \
    }

// As many sums as fit into the registers beside the vectors of the right operand. (A vector is two
// AVX2 registers, and four of NEON's 32.)
#ifdef CK_HAS_CLONES
CK_AVX512 CK_PRODUCT(6, 2)
CK_AVX2 CK_PRODUCT(4, 1)
CK_BASELINE CK_PRODUCT(2, 1)
#elif defined(__aarch64__)
CK_PRODUCT(6, 1)
#else
CK_PRODUCT(4, 1)
#endif
