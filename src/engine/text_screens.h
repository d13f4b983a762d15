// TextScreens: which outputs refuse, loop, break off, are garbled, repeat their input, are in
// another script than wanted, hold terms to check, or are one text over and over; for the findings.
// One a shard.
#pragma once

#include <map>
#include <string>

#include "engine/shard.h"
#include "evidence/evidence.h"
#include "text/fold.h"
#include "text/text_counts.h"

namespace shijin {

/// What the screens of src/text stop at, by the name of the rule that tells it
class TextScreens {
 public:
  /// Look at the outputs of a generation shard
  void look(const ShardPlan& plan, const Shard& shard);
  void merge(const TextScreens& later);
  const std::map<std::string, Screened>& found() const { return found_; }
  /// The output that occurs most often, beside the reference and the input that do
  SameText most_frequent() const;

 private:
  // Both of an output that lies folded in `folded_`; the second drops what was inserted.
  void look_at(const ShardPlan& plan, const Shard& shard, std::size_t i);
  void look_at_terms(const ShardPlan& plan, const Shard& shard, std::size_t i);
  Screened& note(std::string_view name, const ShardPlan& plan, const Shard& shard, std::size_t i,
                 std::string_view kind);
  void count_texts(const ShardPlan& plan, const Shard& shard);

  std::map<std::string, Screened> found_;
  FoldedText folded_;
  TextCounts outputs_;
  TextCounts references_;  // the first of each row
  TextCounts inputs_;
  std::map<TextCounts::Key, std::vector<Example>> frequent_;  // outputs that may be the one
};

}  // namespace shijin
