// A C door to the SentencePiece library (https://github.com/google/sentencepiece), 0.1.97 or later.
//
// Texts and pieces are bytes with a count; they may hold NUL. No exception leaves a function: those
// that can fail return the reason, which the caller deletes, or NULL when all is well.

#ifndef CSENTENCEPIECE_H
#define CSENTENCEPIECE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

/// Bytes that someone else owns.
typedef struct {
    const char *bytes;
    size_t count;
} csp_view;

/// Bytes that the receiver owns.
typedef struct csp_text csp_text;
csp_view csp_text_view(const csp_text *text);
void csp_text_set(csp_text *text, csp_view content);
void csp_text_delete(csp_text *text);

/// A model. All functions that take a `const csp_model *` may run at the same time in many threads.
typedef struct csp_model csp_model;

/// Makes `*model` from the content of a model file.
csp_text *csp_model_load(csp_view serialized, csp_model **model);
void csp_model_delete(csp_model *model);

/// The model as the content of a model file.
csp_text *csp_model_serialize(const csp_model *model);

int32_t csp_piece_count(const csp_model *model);

/// What a piece is to the model.
typedef enum {
    csp_piece_normal,
    csp_piece_unknown,
    csp_piece_control,
    csp_piece_byte,
    csp_piece_unused,
} csp_piece_kind;

// Pieces by their id in the model, which is not their id in a Marian vocabulary.
// Requires 0 <= id < csp_piece_count.
csp_view csp_piece(const csp_model *model, int32_t id);
csp_piece_kind csp_kind(const csp_model *model, int32_t id);
float csp_score(const csp_model *model, int32_t id);

/// The id of a piece, or that of the unknown piece.
int32_t csp_piece_id(const csp_model *model, csp_view piece);

/// How to draw a segmentation instead of taking the best.
typedef struct {
    /// BPE: the probability of leaving out a merge. Unigram: the inverse temperature.
    float alpha;
    /// The draw follows from the seed, the text and the model alone, in whatever thread it is made.
    uint32_t seed;
} csp_sampling;

/// Pieces of a text: piece i has the id `ids[i]` and ends before `bytes[ends[i]]`. The bytes of an
/// unknown piece are those of the normalised text. Piece i stands for the bytes of the text, as it
/// was before normalisation, from `text_starts[i]` up to `text_ends[i]`.
typedef struct {
    size_t count;
    const int32_t *ids;
    const size_t *ends;
    const char *bytes;
    const size_t *text_starts;
    const size_t *text_ends;
} csp_pieces;

/// Cuts a text into pieces: `*pieces`, which `csp_pieces_delete` frees.
/// @param sampling NULL for the best segmentation.
csp_text *csp_encode(const csp_model *model, csp_view text, const csp_sampling *sampling,
                     const csp_pieces **pieces);
void csp_pieces_delete(const csp_pieces *pieces);

/// Joins pieces to a text: `*text`, which `csp_text_delete` frees.
csp_text *csp_decode(const csp_model *model, const csp_view *pieces, size_t count,
                     csp_text **text);

/// A setting of the trainer, by the name that `spm_train` gives it.
typedef struct {
    const char *name;
    const char *value;
} csp_setting;

/// Sets the next sentence with `csp_text_set`; false after the last one.
typedef bool (*csp_next_sentence)(void *context, csp_text *sentence);

/// Trains a model on the sentences that `next` hands out: `*serialized`, the content of a model
/// file. Writes nothing to standard error.
csp_text *csp_train(const csp_setting *settings, size_t setting_count, csp_next_sentence next,
                    void *context, csp_text **serialized);

#if defined(__cplusplus)
}
#endif

#endif
