// Cuts that several tokenisers share: at white space, and sacreBLEU's rules for Western text.
#pragma once

#include <string_view>

#include "text/tokenizer.h"

namespace shijin {

/// Cut at Python white space, as str.split() does
void split_at_space(std::string_view text, TokenSink& sink);

/// What sacreBLEU's four substitutions see before the first and after the last character
enum class Ends : std::uint8_t { padded, bare };
/// Whether sacreBLEU's "Chinese characters" stand alone, and which those are
enum class Chinese : std::uint8_t { kept_together, one_by_one, as_meant };

/// Cut as sacreBLEU's TokenizerRegexp, in one pass over the bytes
///
/// `text` has no white space at its ends. `origin` gives the original bytes of each byte of `text`,
/// or is empty when `text` is the original from byte `offset` on.
void split_western(std::string_view text, Ends ends, Chinese chinese, std::span<const Span> origin,
                   std::size_t offset, TokenSink& sink);

/// Tell whether sacreBLEU's zh tokeniser takes a character for a Chinese one: its table as it
/// works, not as it was meant (two ranges with five hexadecimal digits are read as four and one)
bool is_sacrebleu_chinese(char32_t c);

/// The same table as it was meant
bool is_sacrebleu_chinese_as_meant(char32_t c);

}  // namespace shijin
