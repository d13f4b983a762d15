// When NLTK's word_tokenize can be had without its statistical model of sentences.
#pragma once

#include <string_view>

namespace shijin {

/// Tell whether NLTK's Punkt has no place to look at where a sentence might end: no period,
/// question or exclamation mark that a quote, a bracket or another word follows
bool is_one_nltk_sentence(std::string_view text);

}  // namespace shijin
