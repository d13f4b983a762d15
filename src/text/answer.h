// Short answers as question-answering benchmarks compare them: SQuAD's for English (Rajpurkar et
// al. 2016) and CMRC 2018's for Chinese (Cui et al. 2019).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shijin {

/// Lower-case, without ASCII punctuation, without "a", "an", "the", words one blank apart
std::string squad_answer(std::string_view text);

/// Lower-case, without white space at the ends and without CMRC's punctuation
std::string cmrc_answer(std::string_view text);

/// The same cut into units: each Han character alone, the rest into words as NLTK's word_tokenize
/// does with preserve_line=True (its sentence splitter needs data that is not part of the package)
std::vector<std::string> cmrc_units(std::string_view text);

}  // namespace shijin
