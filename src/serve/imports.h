// Imports: files that were dropped on the page: what is in them, what is wrong with them, and the
// runs made of them. They lie in a private folder under names of ours, and go with the server.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace shijin {

/// A file that lies in the folder
struct Import {
  std::string id;
  std::string path;  // ours
  std::string name;  // of the file, for people
  std::uint64_t order = 0;
};

/// How the user says it is to be read and measured
struct ImportAsked {
  std::string encoding;                                  // "" detects
  std::string task;                                      // "" or "auto": from the roles
  std::string name;                                      // of the run; "" takes the file's
  std::vector<std::pair<std::string, std::string>> map;  // role → column
  std::vector<std::string> gates;
};

/// All imports of a server; any thread
class Imports {
 public:
  explicit Imports(std::string folder) : folder_(std::move(folder)) {}

  /// A path for a file of this name that is about to come; it keeps the ending where one is known
  std::string new_path(std::string_view name);
  /// Take in a file that lies at such a path; the oldest one goes where there are many
  Import add(const std::string& path, std::string name);
  std::optional<Import> find(std::string_view id) const;
  void remove(std::string_view id);

 private:
  std::string folder_;
  mutable std::mutex mutex_;  // of what follows
  std::map<std::string, Import, std::less<>> imports_;
  std::uint64_t next_ = 0;
};

/// The name of a file as a page sends it, percent-coded, as it may be shown: no folder, no control
/// characters, not long
std::string shown_name(std::string_view coded);

/// What is said of a request that is not of the form that a page sends
Error page_form_error();

/// JSON that speaks of a file of ours, by the name that the user knows it by
std::string renamed_in(std::string json, const std::string& path, const std::string& name);

/// What a run made of a file is called: "r6" of "r6.jsonl.gz"
std::string stem_of(const std::string& name);

/// Read a request of the page: {"encoding", "task", "name", "map": [[role, column]…], "gates"}
Result<ImportAsked> read_asked(std::string_view json);

/// What a file holds, as JSON: columns, first rows, roles, and all its problems row by row
std::string preview_import(const Import& import, const ImportAsked& asked);

/// Measure it and put it into a store, made where there is none; gives the run's id. Problems that
/// prevent it are JSON of notes in `problems`
Result<std::string> run_import(const Import& import, const ImportAsked& asked,
                               const std::string& store, const std::atomic<bool>& stop,
                               std::string& problems);

}  // namespace shijin
