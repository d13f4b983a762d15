// LabelFinder: the first label that a text says and does not deny.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/extract.h"

namespace shijin {

/// Immutable after construction, so any number of threads may use one
class LabelFinder {
 public:
  LabelFinder() = default;
  LabelFinder(std::span<const std::string> labels, Aliases aliases);

  bool empty() const { return labels_.empty(); }
  /// As LabelExtractor::extract with first-label
  Extraction find(std::string_view text) const;

 private:
  // A way to write a label; folded is with small ASCII letters.
  struct Word {
    std::string text;
    std::string folded;
    std::size_t label;
    bool alias;
    bool exact;  // another label differs by case only, so case decides
  };

  void add_aliases();
  void finish_words();
  Extraction whole(std::string_view text) const;
  const Word* word_at(std::string_view text, std::string_view folded, std::size_t at) const;

  std::vector<std::string> labels_;
  std::vector<Word> words_;  // the longest first
  std::array<bool, 256> begins_{};
};

/// What a text says of the word that follows it
enum class Stance : std::uint8_t { said, denied, asked };

/// Read the end of the text before a word, its ASCII letters small: "it is not a " denies
Stance stance_after(std::string_view before);

}  // namespace shijin
