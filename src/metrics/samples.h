// Samples: one shard of a test set as metrics see it: columns of texts, labels and probabilities,
// with each text tokenised at most once however many metrics ask.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "metrics/label_set.h"
#include "text/tokenizer.h"

namespace shijin {

enum class Field : std::uint8_t { input, output, reference };
enum class Case : std::uint8_t { kept, folded };

/// Tokens of one column as ids: equal ids mean equal tokens, in every field of one shard
struct Tokens {
  std::vector<std::uint32_t> ids;
  std::vector<std::uint32_t> begin;  // one more than there are texts

  std::span<const std::uint32_t> of(std::size_t text) const {
    return {ids.data() + begin[text], ids.data() + begin[text + 1]};
  }
};

/// What a language model gave each token of a text: natural logarithms, flat
struct TokenScores {
  std::span<const double> all;
  std::span<const std::uint32_t>
      begin;  // one more than there are texts; empty where none was asked

  bool known() const { return !begin.empty(); }
  std::span<const double> of(std::size_t text) const {
    return all.subspan(begin[text], begin[text + 1] - begin[text]);
  }
};

/// One shard. Spans are either empty (no such role) or as long as `size`; the engine owns them
///
/// One thread works on a shard; the token cache is not locked.
class Samples {
 public:
  std::size_t size = 0;
  std::span<const std::int64_t> row;     // 1-based data row
  std::span<const std::string_view> id;  // always set
  std::span<const std::string_view> input;
  std::span<const std::string_view> output;     // a missing output is "" here; see output_missing
  std::span<const std::string_view> reference;  // all references of all samples, flat
  std::span<const std::uint32_t> reference_begin;  // size + 1 offsets into `reference`
  std::span<const LabelId> truth;
  std::span<const LabelId> predicted;
  std::span<const LabelId> classes;                  // the label of each probability column
  std::span<const double> probabilities;             // size × classes.size(), row by row
  std::span<const std::string_view> scored;          // the texts that a language model scored …
  TokenScores log_probs;                             // … and what it gave each of their tokens
  TokenScores chunked;                               // … and in windows, as llama-perplexity does
  std::span<const double> embedding;                 // size × kEmbeddingValues; NaN: none
  std::span<const double> weight;                    // empty: every row weighs 1
  std::span<const std::string_view> truth_text;      // the labels as they stand in the file
  std::span<const std::string_view> predicted_text;  // … and what the model said, unextracted
  std::span<const std::string_view> extra;           // size × extra_columns texts, for own metrics
  std::size_t extra_columns = 0;
  const UserWords* words = nullptr;  // a user's, for the tokenisers that take them

  std::span<const std::string_view> references(std::size_t sample) const {
    return reference.subspan(reference_begin[sample],
                             reference_begin[sample + 1] - reference_begin[sample]);
  }
  /// The tokens of a whole field; for Field::reference, text i is `reference[i]`
  const Tokens& tokens(Field field, const Tokenizer& tokenizer, Case letters = Case::kept);
  /// Tell whether tokens were asked for since the last such question that `words` may have changed
  bool take_words_used() { return std::exchange(words_used_, false); }
  /// What several metrics work out of a shard: made by the first that asks under this name, and
  /// kept as long as the samples are
  template <class T, class Make>
  const T& once(std::string_view name, const Make& make) {
    if (!kept(name)) keep(name, std::make_shared<const T>(make()));
    return *static_cast<const T*>(kept(name));
  }

 private:
  bool words_used_ = false;
  struct Cache;
  const void* kept(std::string_view name) const;
  void keep(std::string_view name, std::shared_ptr<const void> what);
  std::shared_ptr<Cache> cache_;  // shared only to keep the type copyable before first use
};

}  // namespace shijin
