#include "softmax_row.h"

CK_VECTORISED void ck_softmax_forward(const float *x, float *y, int64_t rows, int64_t classes) {
    for (int64_t r = 0; r < rows; r++) {
        float *row = y + r * classes;
        if (x != y) memcpy(row, x + r * classes, (size_t)classes * sizeof *row);
        ck_softmax_row(row, classes);
    }
}

CK_VECTORISED void ck_softmax_backward(const float *y, float *gradient, int64_t rows,
                                       int64_t classes) {
    for (int64_t r = 0; r < rows; r++)
        ck_softmax_row_gradient(y + r * classes, gradient + r * classes, classes);
}
