// Columns of JSON records: dotted paths ("messages.1.content") found in the first records, and the
// plan by which the wanted ones are taken out of every record in one pass.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_walk.h"

namespace shijin {

/// One step of a path: a key of an object, or an element of a list (counted from 0; from the end
/// with -1, -2, …)
struct JsonStep {
  std::string key;
  std::int64_t index = 0;
  bool is_key = true;

  bool operator==(const JsonStep&) const = default;
};

using JsonPath = std::vector<JsonStep>;

/// Paths in order of first appearance, with the names people write for them
struct JsonColumns {
  std::vector<std::string> names;
  std::vector<JsonPath> paths;
};

/// Collects the paths of records
///
/// Scalars and lists are columns, objects are not. Of a list only the first eight elements are
/// listed, and the last two of a list of objects (-1, -2). At most kMostJsonColumns are kept.
class JsonColumnFinder {
 public:
  JsonColumnFinder();
  ~JsonColumnFinder();
  JsonColumnFinder(const JsonColumnFinder&) = delete;
  JsonColumnFinder& operator=(const JsonColumnFinder&) = delete;

  /// Add the paths of one record; a record with a fault adds those before it
  JsonFinding add(std::string_view record);
  JsonColumns columns() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

inline constexpr std::size_t kMostJsonColumns = 1024;

/// Memory for cells whose escapes had to be undone; chunks outlive the arena in `chunks`
class JsonArena {
 public:
  explicit JsonArena(std::vector<std::unique_ptr<char[]>>& chunks) : chunks_(chunks) {}
  /// Room for `size` bytes, of which `keep` says how many were used
  char* room(std::size_t size);
  void keep(std::size_t size) { at_ += size; }

 private:
  std::vector<std::unique_ptr<char[]>>& chunks_;
  char* at_ = nullptr;
  char* end_ = nullptr;
};

/// The wanted paths, ready to be read; immutable, so any number of threads may use one
class JsonPlan {
 public:
  JsonPlan(std::span<const JsonPath> paths, std::span<const int> wanted);

  struct Node {
    JsonStep step;
    std::vector<int> cells;      // which of the wanted columns lie right here
    std::vector<Node> children;  // keys, and elements from the front in rising order
    std::vector<Node> from_end;  // element -1, -2, …; those nobody wants have no cells
  };
  const Node& root() const { return root_; }

 private:
  Node root_;
};

/// Takes records apart by a plan; one thread at a time
///
/// A text is unescaped, a number or boolean stands as written, null leaves the cell missing, a list
/// or object is its JSON. Views point into the record or into the arena.
class JsonRecordReader {
 public:
  /// What becomes of NaN and Infinity, which Python writes, in a wanted column
  enum class Nan : std::uint8_t { refuse, keep };

  JsonRecordReader(const JsonPlan& plan, JsonArena& arena, Nan nan);
  ~JsonRecordReader();
  JsonRecordReader(const JsonRecordReader&) = delete;
  JsonRecordReader& operator=(const JsonRecordReader&) = delete;

  JsonFinding read(std::string_view record, std::span<std::string_view> cells);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace shijin
