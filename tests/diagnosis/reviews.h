// The bundled Chinese reviews, and files made from them, for the tests of what a diagnosis finds.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "shijin.h"
#include "source_dir.h"

namespace shijin::diagnosis {

struct Review {
  std::string text;
  std::string label;
};

inline std::vector<Review> read_reviews(const std::string& name) {
  std::ifstream file(source_dir() + "/tests/data/" + name);
  std::vector<Review> reviews;
  for (std::string line; std::getline(file, line);) {
    const nlohmann::json one = nlohmann::json::parse(line);
    const auto& label = one["label"];
    reviews.push_back({one["text"], label.is_string() ? label.get<std::string>() : label.dump()});
  }
  return reviews;
}

/// A folder of one test, removed at its end
class Folder {
 public:
  explicit Folder(const std::string& name)
      : path_(std::filesystem::temp_directory_path() /
              ("shijin_diagnosis_" + name + "_" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  /// Write one JSON object a line
  std::string write(const std::string& name, const std::vector<nlohmann::json>& rows) const {
    const std::string path = (path_ / name).string();
    std::ofstream file(path);
    for (const nlohmann::json& row : rows) file << row.dump() << '\n';
    return path;
  }

 private:
  std::filesystem::path path_;
};

/// Evaluate a file, decide, and find
inline Evidence diagnose(const std::string& path, const EvaluateOptions& options = {},
                         const ReadOptions& read = {}) {
  Notes notes;
  Result<Table> table = Table::open(std::vector<std::string>{path}, read, notes);
  SJ_CHECK(table.ok(), "the test's file cannot be opened");
  Result<Evidence> evidence = evaluate(table.value(), options, {});
  SJ_CHECK(evidence.ok(), "the test's file cannot be evaluated");
  decide(*evidence);
  evidence->findings = find_all(*evidence);
  return std::move(evidence).value();
}

}  // namespace shijin::diagnosis
