// A label task has its texts in other places than a task with references.
#include "metrics/own_field.h"

#include <algorithm>

#include "metrics/own_metric.h"

namespace shijin {

bool RowField::is_role(std::string_view name) {
  return name == "output" || name == "predicted" || name == "reference" || name == "truth" ||
         name == "input" || name == "id";
}

RowField::RowField(std::string_view name, const OwnMetrics* own) {
  if (name == "output" || name == "predicted") {
    kind_ = Kind::output;
  } else if (name == "reference" || name == "truth") {
    kind_ = Kind::reference;
  } else if (name == "input") {
    kind_ = Kind::input;
  } else if (name == "id") {
    kind_ = Kind::id;
  } else {
    kind_ = Kind::column;
    const auto columns = own->columns();
    const auto found = std::find(columns.begin(), columns.end(), name);
    SJ_CHECK(found != columns.end(), "a definition reads a column that was not asked for");
    column_ = static_cast<std::size_t>(found - columns.begin());
  }
}

std::string_view RowField::of(const Samples& samples, std::size_t row) const {
  switch (kind_) {
    case Kind::output:
      return samples.output.empty() ? samples.predicted_text[row] : samples.output[row];
    case Kind::reference: {
      if (samples.output.empty()) return samples.truth_text[row];
      const auto references = samples.references(row);
      return references.empty() ? std::string_view() : references.front();
    }
    case Kind::input:
      return samples.input.empty() ? std::string_view() : samples.input[row];
    case Kind::id:
      return samples.id.empty() ? std::string_view() : samples.id[row];
    case Kind::column:
      return samples.extra[row * samples.extra_columns + column_];
  }
  return {};
}

}  // namespace shijin
