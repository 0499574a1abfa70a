#include "CICU.h"

#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/uloc.h>
#include <unicode/ures.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>

struct cicu_sentences {
    UBreakIterator *iterator;
    UText text;
};

cicu_sentences *cicu_sentences_open(const char *language) {
    cicu_sentences *sentences = malloc(sizeof *sentences);
    if (sentences == NULL) return NULL;
    const UText nothing = UTEXT_INITIALIZER;
    sentences->text = nothing;
    UErrorCode status = U_ZERO_ERROR;
    sentences->iterator = ubrk_open(UBRK_SENTENCE, language, NULL, 0, &status);
    if (U_SUCCESS(status)) return sentences;
    free(sentences);
    return NULL;
}

void cicu_sentences_close(cicu_sentences *sentences) {
    ubrk_close(sentences->iterator);
    utext_close(&sentences->text);
    free(sentences);
}

bool cicu_sentences_begin(cicu_sentences *sentences, const char *bytes, size_t count) {
    UErrorCode status = U_ZERO_ERROR;
    utext_openUTF8(&sentences->text, bytes, (int64_t)count, &status);
    ubrk_setUText(sentences->iterator, &sentences->text, &status);
    return U_SUCCESS(status);
}

int64_t cicu_sentences_next(cicu_sentences *sentences) {
    const int32_t boundary = ubrk_next(sentences->iterator);
    return boundary == UBRK_DONE ? -1 : boundary;
}

void cicu_suppressions(const char *language, cicu_text_visitor visit, void *context) {
    UErrorCode status = U_ZERO_ERROR;
    // Directly: without the default locale's, which would take the place of those that are missing.
    UResourceBundle *locale = ures_openDirect(U_ICUDATA_NAME "-brkitr", language, &status);
    UResourceBundle *exceptions = ures_getByKey(locale, "exceptions", NULL, &status);
    UResourceBundle *texts = ures_getByKey(exceptions, "SentenceBreak", NULL, &status);
    const int32_t count = U_SUCCESS(status) ? ures_getSize(texts) : 0;
    for (int32_t i = 0; i < count; i++) {
        UErrorCode problem = U_ZERO_ERROR;
        int32_t length = 0;
        const UChar *text = ures_getStringByIndex(texts, i, &length, &problem);
        char bytes[256];
        u_strToUTF8(bytes, sizeof bytes, NULL, text, length, &problem);
        // A warning says that there was no room for the NUL.
        if (problem == U_ZERO_ERROR) visit(context, bytes);
    }
    ures_close(texts);
    ures_close(exceptions);
    ures_close(locale);
}

void cicu_language(const char *locale, cicu_text_visitor visit, void *context) {
    UErrorCode status = U_ZERO_ERROR;
    char language[ULOC_LANG_CAPACITY];
    uloc_getLanguage(locale, language, sizeof language, &status);
    visit(context, status == U_ZERO_ERROR ? language : "");
}

// Hands out all texts of a resource and of those in it.
static void visit_texts(
    const UResourceBundle *resource, int depth, cicu_text_visitor visit, void *context) {
    UErrorCode status = U_ZERO_ERROR;
    const UResType type = ures_getType(resource);
    if (type == URES_STRING) {
        int32_t length = 0;
        const UChar *text = ures_getString(resource, &length, &status);
        char bytes[512];
        u_strToUTF8(bytes, sizeof bytes, NULL, text, length, &status);
        if (status == U_ZERO_ERROR) visit(context, bytes);
        return;
    }
    if ((type != URES_TABLE && type != URES_ARRAY) || depth == 0) return;
    const int32_t count = ures_getSize(resource);
    for (int32_t i = 0; i < count; i++) {
        UErrorCode problem = U_ZERO_ERROR;
        UResourceBundle *part = ures_getByIndex(resource, i, NULL, &problem);
        if (U_SUCCESS(problem)) visit_texts(part, depth - 1, visit, context);
        ures_close(part);
    }
}

void cicu_locale_texts(const char *locale, cicu_text_visitor visit, void *context) {
    static const struct {
        const char *bundle, *key;
    } tables[] = {
        {U_ICUDATA_NAME "-lang", "Languages"},  {U_ICUDATA_NAME "-lang", "Scripts"},
        {U_ICUDATA_NAME "-lang", "Variants"},   {U_ICUDATA_NAME "-region", "Countries"},
        {U_ICUDATA_NAME "-curr", "Currencies"}, {U_ICUDATA_NAME "-curr", "CurrencyPlurals"},
        {U_ICUDATA_NAME "-unit", "units"},      {U_ICUDATA_NAME "-zone", "zoneStrings"},
        {NULL, "calendar"},                     {NULL, "fields"},
        {NULL, "listPattern"},
    };
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        UErrorCode status = U_ZERO_ERROR;
        UResourceBundle *bundle = ures_openDirect(tables[i].bundle, locale, &status);
        UResourceBundle *table = ures_getByKey(bundle, tables[i].key, NULL, &status);
        if (U_SUCCESS(status)) visit_texts(table, 8, visit, context);
        ures_close(table);
        ures_close(bundle);
    }
}

void cicu_display_name(
    const char *locale, const char *in, cicu_text_visitor visit, void *context) {
    UErrorCode status = U_ZERO_ERROR;
    UChar name[128];
    const int32_t length = uloc_getDisplayName(locale, in, name, 128, &status);
    char bytes[512];
    u_strToUTF8(bytes, sizeof bytes, NULL, name, length < 128 ? length : 0, &status);
    if (U_SUCCESS(status) && status != U_USING_DEFAULT_WARNING && length > 0) visit(context, bytes);
}

int32_t cicu_script(uint32_t character) {
    UErrorCode status = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript((UChar32)character, &status);
    return U_SUCCESS(status) ? (int32_t)script : 0;
}
