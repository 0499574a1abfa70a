// Calque from C, and from whatever speaks C: load a translation model, translate, score, align, look at
// attention.
//
//     calque_error *error = NULL;
//     calque_translator *translator = calque_translator_load("model", NULL, &error);
//     calque_text line = {"la casa roja", 12};
//     calque_translations *translations =
//         calque_translate(translator, &line, 1, NULL, CALQUE_PLAIN, &error);
//     puts(calque_translation_text(translations, 0, 0).bytes);
//     calque_translations_free(translations);
//     calque_translator_free(translator);
//
// Every function may be called from any thread, and any number of threads may use one translator at
// once: what they ask for shares batches. A function that can fail takes a place for an error as its
// last argument, which may be NULL; when it fails, it returns NULL and leaves an error there that the
// caller frees. What a handle hands out (texts, numbers) lives as long as the handle. All text is UTF-8.
// A handle may be freed while others are in use, in any order; each once, and to free NULL is nothing.
// No other function takes NULL for a handle: the program ends. Look whether loading gave one.

#ifndef CALQUE_H
#define CALQUE_H

#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

/// A loaded model with its workers.
typedef struct calque_translator calque_translator;
/// What became of the lines of one call.
typedef struct calque_translations calque_translations;
/// The scores of pairs.
typedef struct calque_scores calque_scores;
/// The alignments of pairs.
typedef struct calque_alignments calque_alignments;
/// The attention between a line and a translation.
typedef struct calque_attention calque_attention;
/// A call that goes on while its caller does something else.
typedef struct calque_call calque_call;
/// Why something failed.
typedef struct calque_error calque_error;

/// Text in UTF-8. What Calque hands out ends with a NUL that is not counted.
typedef struct calque_text {
    const char *bytes;
    size_t count;
} calque_text;

// MARK: Errors

/// What is at fault.
typedef enum calque_error_kind {
    /// The text of a call: a sentence that is too long, bytes that are no UTF-8.
    CALQUE_ERROR_INPUT = 1,
    /// An option: one that does not exist, is out of its range, or contradicts another.
    CALQUE_ERROR_OPTION = 2,
    /// The folder of a model: it holds none, or is damaged.
    CALQUE_ERROR_MODEL = 3,
    /// This processor or this version, which cannot do it.
    CALQUE_ERROR_UNSUPPORTED = 4,
    /// This machine: a file that cannot be read, too little memory.
    CALQUE_ERROR_SYSTEM = 5,
    /// The call was cancelled.
    CALQUE_ERROR_CANCELLED = 6,
} calque_error_kind;

calque_error_kind calque_error_get_kind(const calque_error *error);
/// What happened, where, and what to do, in sentences.
calque_text calque_error_message(const calque_error *error);
void calque_error_free(calque_error *error);

// MARK: Models

/// The version of Calque, such as "0.1.0".
const char *calque_version(void);

/// How a model is loaded. Zeros are what is best.
typedef struct calque_load_options {
    /// How many workers there are, each of which translates whole batches on one core; in eight bits,
    /// idle ones help the others. At most 1024; 0 for one a core.
    size_t workers;
    /// "float32", "bfloat16" or "int8"; NULL for what the model is best run in.
    const char *precision;
} calque_load_options;

/// Loads the model of a folder: one that `calque train` wrote, one in the Hugging Face Marian layout, or
/// one of Firefox's.
calque_translator *calque_translator_load(
    const char *folder, const calque_load_options *options, calque_error **error);
void calque_translator_free(calque_translator *translator);

// MARK: Translating

/// What is told of translations beside their text.
typedef enum calque_detail {
    CALQUE_PLAIN = 0,
    /// Which words go together, by the model's attention.
    CALQUE_ALIGNED = 1,
} calque_detail;

/// Translates lines, and waits.
///
/// `options` are keys and values by turns, ended by NULL, such as {"beam", "4", "n-best", "2", NULL}, as
/// in `calque translate --help`; NULL for what the model's folder says.
calque_translations *calque_translate(
    calque_translator *translator, const calque_text *lines, size_t count,
    const char *const *options, calque_detail detail, calque_error **error);

/// Takes the end of a call, once, on a thread of Calque's: translations, or an error. What it is given
/// is its to free.
typedef void (*calque_completion)(
    void *context, calque_translations *translations, calque_error *error);

/// Begins to translate lines, which are copied, and returns at once.
calque_call *calque_translate_later(
    calque_translator *translator, const calque_text *lines, size_t count,
    const char *const *options, calque_detail detail, calque_completion completion, void *context,
    calque_error **error);
/// Ends a call soon: its completion is given CALQUE_ERROR_CANCELLED, unless it is done already.
void calque_call_cancel(calque_call *call);
/// Frees what stands for a call, which goes on.
void calque_call_free(calque_call *call);
/// Waits until all calls are done and their completions have returned: before what completions use goes
/// away, as at the end of an interpreter. Within a completion it would wait for itself.
void calque_calls_finish(void);

/// How many lines there are.
size_t calque_translations_count(const calque_translations *translations);
/// How many translations a line has, the best first: one at least.
size_t calque_translation_count(const calque_translations *translations, size_t line);
calque_text calque_translation_text(
    const calque_translations *translations, size_t line, size_t rank);
/// What translations are ranked by.
double calque_translation_score(
    const calque_translations *translations, size_t line, size_t rank);
/// log P of a translation.
double calque_translation_log_probability(
    const calque_translations *translations, size_t line, size_t rank);
/// How many things a reader should know of a line's translation.
size_t calque_translation_warning_count(const calque_translations *translations, size_t line);
calque_text calque_translation_warning(
    const calque_translations *translations, size_t line, size_t warning);
/// How the words of the best translation go with the line's: an alignment of one pair, which lives as
/// long as `translations`; NULL unless CALQUE_ALIGNED was asked for, and for an empty line.
const calque_alignments *calque_translation_alignment(
    const calque_translations *translations, size_t line);
void calque_translations_free(calque_translations *translations);

// MARK: Scores, alignments, attention

/// How probable the model finds translations that exist.
calque_scores *calque_score(
    calque_translator *translator, const calque_text *sources, const calque_text *targets,
    size_t count, calque_error **error);
size_t calque_scores_count(const calque_scores *scores);
/// log P of a pair's translation, its end included.
double calque_scores_log_probability(const calque_scores *scores, size_t pair);
/// log P of every token of a pair's translation, the end's last.
const float *calque_scores_tokens(const calque_scores *scores, size_t pair, size_t *count);
void calque_scores_free(calque_scores *scores);

/// Which words of lines and of translations that exist go together.
calque_alignments *calque_align(
    calque_translator *translator, const calque_text *sources, const calque_text *targets,
    size_t count, calque_error **error);
size_t calque_alignments_count(const calque_alignments *alignments);
/// How many words a pair's line or translation has: what spaces part.
size_t calque_alignment_source_count(const calque_alignments *alignments, size_t pair);
size_t calque_alignment_target_count(const calque_alignments *alignments, size_t pair);
calque_text calque_alignment_source_word(
    const calque_alignments *alignments, size_t pair, size_t word);
calque_text calque_alignment_target_word(
    const calque_alignments *alignments, size_t pair, size_t word);
/// The attention of every target word to every source word, row by row:
/// [target words][source words].
const float *calque_alignment_weights(const calque_alignments *alignments, size_t pair);
/// The words that go together, as places by turns, the source's first; `count` pairs of them.
const uint32_t *calque_alignment_links(
    const calque_alignments *alignments, size_t pair, size_t *count);
void calque_alignments_free(calque_alignments *alignments);

/// What the model looks at while it translates a line, or while it is given a translation. `layer` and
/// `head` count from 0; -1 is the last layer, and the mean of its heads. With -1 for both it is the head
/// that a guided model aligns by.
calque_attention *calque_attend(
    calque_translator *translator, calque_text source, const calque_text *target, int layer, int head,
    calque_error **error);
size_t calque_attention_source_count(const calque_attention *attention);
size_t calque_attention_target_count(const calque_attention *attention);
/// The pieces of either side, the end's last.
calque_text calque_attention_source_piece(const calque_attention *attention, size_t piece);
calque_text calque_attention_target_piece(const calque_attention *attention, size_t piece);
/// [target pieces][source pieces]
const float *calque_attention_weights(const calque_attention *attention);
void calque_attention_free(calque_attention *attention);

#if defined(__cplusplus)
}
#endif

#endif
