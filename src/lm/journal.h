// Journal: answers and scores as they come, so that a killed run goes on where it was.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>

#include "base/result.h"
#include "lm/text_model.h"

namespace shijin {

/// A file of answers under way; `key` says what they are answers to, and of which model
///
/// A line that was not written to its end is as if it were not there. A journal of another key is
/// not touched: it is an Error, so that no answer of other settings is ever taken over or lost.
class Journal {
 public:
  static Result<Journal> open(const std::string& path, const std::string& key);
  Journal(Journal&&) noexcept;
  Journal& operator=(Journal&&) noexcept;
  ~Journal();

  /// The answers found, by data row
  const std::map<std::int64_t, Generation>& answers() const;
  /// Write an answer down; it is in the file when this returns
  Result<Done> add(std::int64_t row, const Generation& answer);
  /// How many jobs have scores
  std::size_t scored() const;
  /// Give away the scores found, by job
  std::map<std::size_t, TextScores> take_scores();
  /// Write the scores of jobs in a row down, as one line: all of them, or none
  Result<Done> add(std::size_t first_job, std::span<const TextScores> scores);
  /// How many windows of texts have scores, give them away, and write those of one down
  std::size_t windows() const;
  std::map<std::size_t, std::vector<double>> take_windows();
  Result<Done> add_window(std::size_t window, std::span<const double> log_probs);
  /// Remove the file: all is in a better place
  void finish();

 private:
  struct State;
  explicit Journal(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace shijin
