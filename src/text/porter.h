// Porter's stemmer (Porter 1980) with the extensions of NLTK, which rouge-score and METEOR use.
#pragma once

#include <string>
#include <string_view>

namespace shijin {

/// Give the stem of a word of ASCII letters in lower case and digits; equal to NLTK 3.10.4's
/// PorterStemmer().stem(word), which has irregular forms ("dying" → "die") and rules of its own
std::string porter_stem(std::string_view word);

}  // namespace shijin
