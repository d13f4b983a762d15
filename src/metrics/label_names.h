// LabelNames: labels on their way to and from a file. Ids belong to a run, so a file holds names,
// each once, and places in that list.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "base/bytes.h"
#include "metrics/label_set.h"

namespace shijin {

/// Gather the labels that are stored, give each its place, then write names before places
class LabelNamesOut {
 public:
  explicit LabelNamesOut(const LabelSet& labels) : labels_(&labels) {}
  /// The place of a label, or the negative id itself where it is none
  std::int32_t place(LabelId id);
  void write(ByteWriter& writer) const;

 private:
  const LabelSet* labels_;
  std::vector<std::string> names_;
  std::unordered_map<LabelId, std::int32_t> places_;
};

/// Read the names, and turn places into this run's ids
class LabelNamesIn {
 public:
  LabelNamesIn(ByteReader& reader, LabelSet& labels);
  /// The id at a place; a place that does not exist makes the reader fail
  LabelId id(std::int32_t place);

 private:
  ByteReader* reader_;
  std::vector<LabelId> ids_;
};

}  // namespace shijin
