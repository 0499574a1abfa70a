#include "CCLD2.h"

// The library's header needs it and does not say so.
#include <cstdio>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

// More says nothing further of what a text is in.
static const size_t longest = 1 << 16;

void ccld2_guesses(const char *bytes, size_t count, ccld2_guess guesses[3]) {
    CLD2::CLDHints hints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
    CLD2::Language languages[3] = {
        CLD2::UNKNOWN_LANGUAGE, CLD2::UNKNOWN_LANGUAGE, CLD2::UNKNOWN_LANGUAGE};
    int percents[3] = {0, 0, 0};
    double scores[3];
    int letters = 0, valid = 0;
    bool isReliable = false;
    size_t length = count < longest ? count : longest;
    // Not within a character.
    while (length < count && length > 0 && (bytes[length] & 0xC0) == 0x80) length--;
    CLD2::ExtDetectLanguageSummaryCheckUTF8(
        bytes, static_cast<int>(length), true, &hints, CLD2::kCLDFlagBestEffort, languages, percents,
        scores, nullptr, &letters, &isReliable, &valid);
    for (int place = 0; place < 3; place++) {
        guesses[place].code = CLD2::LanguageCode(languages[place]);
        guesses[place].percent = percents[place];
    }
}
