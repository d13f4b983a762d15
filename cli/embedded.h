// An embedding model asked on behalf of a command, and the table that comes of it.
#pragma once

#include <string>
#include <vector>

#include "cli/eval_plan.h"

namespace shijin::cli {

/// What the notes about a table that was made say, as notes about the files it was made of: `file`
/// is that table, `place` the file and line of each of its rows
Notes about_users_files(const Notes& notes, const std::string& file,
                        const std::vector<FileFacts>& files,
                        const std::vector<std::pair<std::size_t, std::int64_t>>& place);

/// Outputs compared with their references by an embedding model
class Embedded {
 public:
  /// Compare what the files hold; the table that comes of it stays below .shijin/asked
  static Result<Embedded> make(const std::string& model, const std::vector<std::string>& files,
                               const ReadOptions& read, const EvaluateOptions& options,
                               Notes& notes, const Console& console);

  const std::string& file() const { return file_; }
  /// How that file is to be read, instead of those it was made of
  ReadOptions reading(const ReadOptions& read) const;
  /// Let the evidence speak of the files, and say which model compared them
  void give_facts(Evidence& evidence) const;

 private:
  EmbeddedRows rows_;
  EmbeddingFacts facts_;
  std::string file_;
  std::size_t cut_ = 0;
};

}  // namespace shijin::cli
