// The words that rouge-chinese and ms-swift's rouge compare: tokens joined by blanks, cut into
// sentences, and cut at white space again, with the empty words that this leaves behind.
#pragma once

#include <string_view>

#include "text/tokenizer.h"

namespace shijin {

/// What stands for the empty word '' that a blank sentence becomes; no word holds white space
inline constexpr std::string_view kEmptyWord = "\n";
/// What stands between two sentences in the words of split_rouge_sentences; no word holds it
inline constexpr std::string_view kSentenceBreak = ".";

/// Cut as rouge-chinese 1.0.3 does what `words` found and blanks joined, or the text itself where
/// `words` is nullptr; no word at all is where it raises "Hypothesis is empty."
void split_rouge_zh(std::string_view text, const Tokenizer* words, TokenSink& sink,
                    const UserWords* user = nullptr);

/// Cut as rouge 1.0.1 does what `words` found, without blanks, and joined by one: at periods and
/// white space, with kSentenceBreak between the sentences
void split_rouge_sentences(std::string_view text, const Tokenizer& words, TokenSink& sink,
                           const UserWords* user = nullptr);

/// Tell whether EvalScope takes a text for Chinese: it holds one of U+4E00 to U+9FA5
bool evalscope_chinese(std::string_view text);

}  // namespace shijin
