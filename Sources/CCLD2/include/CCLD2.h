// A C door to the Compact Language Detector 2 (https://github.com/CLD2Owners/cld2), which is a library
// of C++.

#ifndef CCLD2_H
#define CCLD2_H

#include <stddef.h>

#if defined(__cplusplus)
extern "C" {
#endif

/// A language that a part of a text is in.
typedef struct {
    /// Its code, such as "de" or "zh-Hant"; "un" for none. It stays for ever.
    const char *code;
    /// How much of the text it is, from 0 to 100.
    int percent;
} ccld2_guess;

/// Sets the three languages that most of a text in UTF-8 is in, the first one first. Any number of
/// threads may ask at the same time.
void ccld2_guesses(const char *bytes, size_t count, ccld2_guess guesses[3]);

#if defined(__cplusplus)
}
#endif

#endif
