// A C door to ICU's sentence boundaries (https://icu.unicode.org), 60 or later, whose own functions
// carry the library's version in their names.

#ifndef CICU_H
#define CICU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

/// The boundaries of sentences in one text after the other. To be used by one thread at a time.
typedef struct cicu_sentences cicu_sentences;

/// The rules of a language ("en"), or of all languages (""); NULL if ICU's data lack them.
cicu_sentences *cicu_sentences_open(const char *language);
void cicu_sentences_close(cicu_sentences *sentences);

/// Begins with a text in UTF-8, which has to stay where it is until its last boundary is known. False
/// if ICU cannot read it.
bool cicu_sentences_begin(cicu_sentences *sentences, const char *bytes, size_t count);

/// The number of bytes before the next boundary, the end of the text being the last; -1 after it.
int64_t cicu_sentences_next(cicu_sentences *sentences);

/// Takes a text that ends with NUL, and is there only for the time of the call.
typedef void (*cicu_text_visitor)(void *context, const char *text);

/// Hands out what ends no sentence of a language though a full stop is its last character: the
/// standard suppressions of Unicode's locale data (`@ss=standard`). Nothing where there are none.
void cicu_suppressions(const char *language, cicu_text_visitor visit, void *context);

/// Hands out the language of a locale, in two letters if it has such a code: "de" for "de-AT", "deu"
/// and "deu_Latn".
void cicu_language(const char *locale, cicu_text_visitor visit, void *context);

/// Hands out the text that Unicode's locale data has in a language or script ("de", "zh_Hant"): names
/// of languages, countries, currencies, units, cities, months. Nothing where there are no such data.
void cicu_locale_texts(const char *locale, cicu_text_visitor visit, void *context);

/// Hands out the name of a locale in another's language: "German" for "de" in "en"; nothing where there
/// is none.
void cicu_display_name(const char *locale, const char *in, cicu_text_visitor visit, void *context);

/// The script of a character, as a number of ICU's; 0 and 1 for what all scripts or none have.
int32_t cicu_script(uint32_t character);

#if defined(__cplusplus)
}
#endif

#endif
