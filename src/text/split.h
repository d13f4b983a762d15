// Cuts that several tokenisers share: at white space, rouge-score's, and sacreBLEU's rules for
// Western text.
#pragma once

#include <string_view>

#include "text/tokenizer.h"

namespace shijin {

/// Cut at Python white space, as str.split() does
void split_at_space(std::string_view text, TokenSink& sink);

/// Cut as rouge-score does without a stemmer: lower-cased runs of a to z and 0 to 9
void split_latin(std::string_view text, TokenSink& sink);

/// What sacreBLEU's four substitutions see before the first and after the last character
enum class Ends : std::uint8_t { padded, bare };
/// Which characters stand alone: none; sacreBLEU's "Chinese" ones as its table works or as it was
/// meant; those of its TER's `asian_support`
enum class Chinese : std::uint8_t { kept_together, one_by_one, as_meant, tercom };

/// Cut as sacreBLEU's TokenizerRegexp, in one pass over the bytes
///
/// `text` has no white space at its ends. `origin` gives the original bytes of each byte of `text`,
/// or is empty when `text` is the original from byte `offset` on.
void split_western(std::string_view text, Ends ends, Chinese chinese, std::span<const Span> origin,
                   std::size_t offset, TokenSink& sink);

/// The same as pieces of an original from byte `offset` on
void western_pieces(std::string_view text, Ends ends, Chinese chinese, std::size_t offset,
                    Pieces& out);

/// Tell whether sacreBLEU's zh tokeniser takes a character for a Chinese one: its table as it
/// works, not as it was meant (two ranges with five hexadecimal digits are read as four and one)
bool is_sacrebleu_chinese(char32_t c);

/// The same table as it was meant
bool is_sacrebleu_chinese_as_meant(char32_t c);

/// The same for `asian_support` of sacreBLEU's TER: its ranges as written, one of them reaching far
/// (3200 to 3F22), and no kana, since its rules for kana never match
bool is_tercom_asian(char32_t c);
/// The punctuation among them, which `no_punct` removes
bool is_tercom_asian_punctuation(char32_t c);

}  // namespace shijin
