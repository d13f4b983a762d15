// Dataset: the whole references behind a LLaMA-Factory predictions file, whose "label" is a decode
// of token ids cut at cutoff_len. They are taken from the dataset named in dataset_info.json, row
// by row, and only after every label has proved to be the beginning of its reference.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "table/format.h"

namespace shijin {

/// References of the rows whose label was cut; other rows keep their label
struct DatasetReferences {
  std::string name;  // in dataset_info.json
  std::string file;
  std::int64_t rows = 0;                                // of the predictions
  std::unordered_map<std::int64_t, std::string> whole;  // by 1-based data row

  /// The whole reference of a row, or a view of nothing
  std::string_view find(std::int64_t row) const {
    const auto at = whole.find(row);
    return at == whole.end() ? std::string_view() : std::string_view(at->second);
  }
};

/// What to look for
struct DatasetQuery {
  std::string predictions;  // the file
  std::string label;        // its column with the reference that may be cut
  std::string folder;       // of dataset_info.json, or that file; "" looks beside the predictions
  std::function<Result<std::unique_ptr<Reader>>(const std::string& path)> open;
};

/// Find the dataset that the predictions were made on; nothing when none is there or none fits,
/// which `notes` then says. A folder that was named but has no dataset_info.json is an Error.
///
/// Reads the predictions once more. Blanks do not count in the comparison (decoding loses some).
Result<std::optional<DatasetReferences>> find_dataset(const DatasetQuery& query, Notes& notes);

/// How a label stands to a reference, blanks, an empty <think></think> and a broken last character
/// aside
enum class LabelFit : std::uint8_t { whole, cut, differs };
LabelFit fit_label(std::string_view label, std::string_view reference);

}  // namespace shijin
