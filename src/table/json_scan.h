// Cutting a JSON list into its elements without reading them: only brackets, commas and quotes
// count. What is inside is judged later, element by element.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace shijin {

/// Steps over a list whose bytes arrive piece by piece; begins behind its opening bracket
///
/// `next` is called with everything read so far, from the same beginning each time (or after
/// `drop`, less what was dropped).
class JsonListScanner {
 public:
  explicit JsonListScanner(std::size_t begin) : at_(begin), element_(kNone) {}

  /// Find the end of the next element: true when [begin, end) is one whole element (empty where a
  /// comma stands with nothing before it); false when more bytes are needed, or the list is closed
  bool next(std::string_view bytes, std::size_t& begin, std::size_t& end);

  bool closed() const { return closed_; }
  /// Where the scan stands, and where the element begins that is not yet whole (or the same place)
  std::size_t at() const { return at_; }
  std::size_t unfinished() const { return element_ == kNone ? at_ : element_; }
  /// Forget bytes from the front
  void drop(std::size_t bytes);

 private:
  static constexpr std::size_t kNone = std::string_view::npos;

  bool skip_text(std::string_view bytes);
  bool finish(std::string_view bytes, std::size_t& begin, std::size_t& end);

  std::size_t at_;
  std::size_t element_;
  std::size_t depth_ = 0;
  bool in_text_ = false;
  bool after_comma_ = false;
  bool closed_ = false;
};

/// The rows inside a JSON document that is one object
struct JsonRows {
  std::string_view list;               // a list of objects, with its brackets; or
  std::vector<std::string_view> rows;  // the objects themselves
};

/// Find the rows of a document: under a usual name ("results.results", "data", "predictions"), as
/// its only list of objects, as its members ({"0": {…}, "1": {…}}), or the document itself
Result<JsonRows> find_json_rows(const std::string& path, std::string_view document);

}  // namespace shijin
