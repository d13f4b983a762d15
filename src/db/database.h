// Database: one SQLite file behind a few words: open, migrate, prepare, write all or nothing. What
// has been written and acknowledged survives a killed program and a cut power line.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace shijin {

/// What a column or a parameter holds
using SqlValue = std::variant<std::nullptr_t, std::int64_t, double, std::string>;
using SqlRow = std::vector<SqlValue>;

/// The number of a value, or nothing where it is null or text
std::optional<double> sql_number(const SqlValue& value);
/// The whole number of a value, or 0
std::int64_t sql_integer(const SqlValue& value);
/// The text of a value, or ""
std::string sql_text(const SqlValue& value);

/// A prepared statement; belongs to its Database and must not outlive it
class Statement {
 public:
  Statement(Statement&&) noexcept;
  Statement& operator=(Statement&&) noexcept;
  ~Statement();

  /// Run with `values` in place of ?1, ?2, … and give every row
  Result<std::vector<SqlRow>> rows(std::initializer_list<SqlValue> values = {});
  /// Run for its effect
  Result<Done> run(std::initializer_list<SqlValue> values = {});

 private:
  friend class Database;
  struct State;
  explicit Statement(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// The tables of one part of the program, as SQL steps: step n takes version n to n + 1. A step
/// that was ever released is never changed; new ones are added behind it
struct Schema {
  std::string_view part;  // "runs"; parts share a file and know nothing of each other
  std::span<const std::string_view> steps;
};

/// One connection; not thread-safe: every thread opens its own
///
/// Several programs may read and write the same file: writers wait for each other up to 10 seconds.
class Database {
 public:
  /// Open a file, or make it
  static Result<Database> open(const std::string& path);
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  /// Bring the tables of a part up to date; refused where a newer program has been here
  Result<Done> migrate(const Schema& schema);
  Result<Statement> prepare(std::string_view sql);
  /// Prepare and run once for its effect
  Result<Done> run(std::string_view sql, std::initializer_list<SqlValue> values = {});
  /// Prepare and give every row
  Result<std::vector<SqlRow>> rows(std::string_view sql,
                                   std::initializer_list<SqlValue> values = {});
  /// Do all of `work` as the only writer, or none of it; when this returns Done it is on the disk
  Result<Done> write(const std::function<Result<Done>()>& work);
  /// Rows that the last statement changed
  std::int64_t changes() const;
  const std::string& path() const;

 private:
  struct State;
  explicit Database(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// The version of SQLite that is linked, for `shijin doctor`
std::string_view sqlite_version();

}  // namespace shijin
