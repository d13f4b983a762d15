// Writing and reading the list of names.
#include "metrics/label_names.h"

namespace shijin {

std::int32_t LabelNamesOut::place(LabelId id) {
  if (id < 0) return id;
  const auto [at, fresh] = places_.emplace(id, static_cast<std::int32_t>(names_.size()));
  if (fresh) names_.push_back(labels_->name(id));
  return at->second;
}

void LabelNamesOut::write(ByteWriter& writer) const { writer.write(names_); }

LabelNamesIn::LabelNamesIn(ByteReader& reader, LabelSet& labels) : reader_(&reader) {
  for (const std::string& name : reader.read<std::vector<std::string>>()) {
    ids_.push_back(labels.id(name));
  }
}

LabelId LabelNamesIn::id(std::int32_t place) {
  if (place == kNoLabel || place == kUnparsed) return place;
  if (place < 0 || static_cast<std::size_t>(place) >= ids_.size()) {
    reader_->fail();
    return kNoLabel;
  }
  return ids_[static_cast<std::size_t>(place)];
}

}  // namespace shijin
