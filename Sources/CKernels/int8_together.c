#include "int8_tile.h"

enum {
    /// Codes that a core reads about as quickly alone: that another one learns of its part, and its results
    /// come back, takes as long as it takes to read a hundred thousand.
    few_codes = 256 << 10,
    /// Rows that take as long to multiply as their matrix to be read.
    balanced_rows = 4
};

typedef struct {
    const ck_int8_call *calls;
    int64_t count, panels, parts;
} products;

CK_INLINE int64_t panel_count(const ck_int8_call *call) {
    return ck_int8_padded(call->right.outputs, CK_INT8_PANEL) / CK_INT8_PANEL;
}

/// The product for panels first ..< end of the matrix.
static void multiply(const ck_int8_call *call, int64_t first, int64_t end) {
    const int64_t start = first * CK_INT8_PANEL;
    const int64_t rest = call->right.outputs - start, width = (end - first) * CK_INT8_PANEL;
    const ck_int8_tile tile = ck_int8_tile_at(&call->left, &call->right, &call->result, start);
    const ck_int8_matrix right = {.codes = tile.panel,
                                  .scales = tile.scales,
                                  .code_sums = (const int32_t *)tile.code_sums,
                                  .outputs = rest < width ? rest : width,
                                  .inputs = call->right.inputs};
    ck_int8_product(&call->left, &right, &tile.result);
}

/// A part of the panels of all products, as they stand one after the other.
static void multiply_part(const void *job, int64_t part) {
    const products *p = job;
    int64_t first = p->panels * part / p->parts, end = p->panels * (part + 1) / p->parts;
    for (int64_t i = 0; i < p->count && end > 0; i++) {
        const int64_t own = panel_count(&p->calls[i]);
        if (first < own) multiply(&p->calls[i], first, end < own ? end : own);
        first = first > own ? first - own : 0;
        end -= own;
    }
}

/// Whether it takes longer to read and multiply the matrices than to share that.
static bool are_many(const products *p) {
    int64_t work = 0;
    for (int64_t i = 0; i < p->count; i++) {
        const ck_int8_call *call = &p->calls[i];
        const int64_t codes = ck_int8_code_count(call->right.outputs, call->right.inputs);
        work += codes + codes * call->left.rows / balanced_rows;
    }
    return work >= few_codes;
}

void ck_int8_products(ck_team *team, const ck_int8_call *calls, int64_t count) {
    products p = {.calls = calls, .count = count, .parts = 1};
    for (int64_t i = 0; i < count; i++) p.panels += panel_count(&calls[i]);
    if (team && are_many(&p)) p.parts = ck_team_parts(team);
    if (p.parts > p.panels) p.parts = p.panels;
    if (p.parts > 1) {
        ck_team_run(team, multiply_part, &p, p.parts);
    } else {
        for (int64_t i = 0; i < count; i++)
            ck_int8_product(&calls[i].left, &calls[i].right, &calls[i].result);
    }
}

typedef struct {
    const ck_int8_matrix *matrix;
    const int32_t *ids;
    int64_t count, parts;
    int8_t *codes;
    float *scales;
    int32_t *code_sums;
} selection;

/// Some of the panels of the selection.
static void gather_part(const void *job, int64_t part) {
    const selection *s = job;
    const int64_t panels = ck_int8_padded(s->count, CK_INT8_PANEL) / CK_INT8_PANEL;
    const int64_t first = panels * part / s->parts * CK_INT8_PANEL;
    const int64_t end = panels * (part + 1) / s->parts * CK_INT8_PANEL;
    ck_int8_gather_outputs(s->matrix, s->ids + first, (end < s->count ? end : s->count) - first,
                           s->codes + first * ck_int8_padded(s->matrix->inputs, CK_INT8_GROUP),
                           s->scales + first, s->code_sums + first);
}

void ck_int8_gather_together(ck_team *team, const ck_int8_matrix *matrix, const int32_t *ids,
                             int64_t count, int8_t *codes, float *scales, int32_t *code_sums) {
    selection s = {matrix, ids, count, 1, codes, scales, code_sums};
    if (team && count * matrix->inputs >= few_codes) s.parts = ck_team_parts(team);
    if (s.parts > 1) ck_team_run(team, gather_part, &s, s.parts);
    else ck_int8_gather_outputs(matrix, ids, count, codes, scales, code_sums);
}
