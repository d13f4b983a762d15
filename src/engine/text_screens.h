// TextScreens: which outputs refuse, loop, break off, are garbled, repeat their input, are in
// another script than wanted, or hold terms to check; for the findings. One a shard.
#pragma once

#include <map>
#include <string>

#include "engine/shard.h"
#include "evidence/evidence.h"
#include "text/fold.h"

namespace shijin {

/// What the screens of src/text stop at, by the name of the rule that tells it
class TextScreens {
 public:
  /// Look at the outputs of a generation shard
  void look(const ShardPlan& plan, const Shard& shard);
  void merge(const TextScreens& later);
  const std::map<std::string, Screened>& found() const { return found_; }

 private:
  // Both of an output that lies folded in `folded_`; the second drops what was inserted.
  void look_at(const ShardPlan& plan, const Shard& shard, std::size_t i);
  void look_at_terms(const ShardPlan& plan, const Shard& shard, std::size_t i);
  Screened& note(std::string_view name, const ShardPlan& plan, const Shard& shard, std::size_t i,
                 std::string_view kind);

  std::map<std::string, Screened> found_;
  FoldedText folded_;
};

}  // namespace shijin
