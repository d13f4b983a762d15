// Notes: the diagnostics of one job, in order: the first 20 errors in full, then a count.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/error.h"

namespace shijin {

/// Collect diagnostics; errors beyond `kShownErrors`, and warnings of one name beyond it, are
/// counted, not kept
///
/// Not thread-safe: each shard has its own, and they are appended in shard order.
class Notes {
 public:
  static constexpr std::size_t kShownErrors = 20;  // and warnings of one name

  void add(Error note);
  /// Add a warning once: a second one of the same name and place is left out
  void warn(Error note);
  void append(const Notes& later);
  /// Count further ones that somebody else has counted and not kept
  void count_unkept(std::size_t errors, std::size_t warnings);

  const std::vector<Error>& all() const { return notes_; }
  std::size_t errors() const { return errors_; }
  std::size_t warnings() const { return warnings_; }
  bool has_errors() const { return errors_ > 0; }

 private:
  std::vector<Error> notes_;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
};

/// Print all notes, then how many errors were not shown
std::string describe(const Notes& notes, Language language);

}  // namespace shijin
