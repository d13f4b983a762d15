// The tables of the store; a step that was ever released is never changed.
#include "store/index.h"

#include <algorithm>

#include "base/hash.h"
#include "base/json_writer.h"

namespace shijin {
namespace {

constexpr std::string_view kSteps[] = {
    "CREATE TABLE run (id TEXT PRIMARY KEY, name TEXT NOT NULL, created TEXT NOT NULL,"
    " version TEXT NOT NULL, task TEXT NOT NULL, profile TEXT NOT NULL, path TEXT NOT NULL,"
    " digest TEXT NOT NULL, test_set TEXT NOT NULL, answers TEXT NOT NULL, rows INTEGER NOT NULL,"
    " decision TEXT NOT NULL, metric TEXT NOT NULL, value REAL, lo REAL, hi REAL,"
    " decimals INTEGER NOT NULL) STRICT",
    "CREATE TABLE comparison (question TEXT PRIMARY KEY, created TEXT NOT NULL,"
    " test_set TEXT NOT NULL, metric TEXT NOT NULL, runs TEXT NOT NULL, winner TEXT NOT NULL,"
    " decision TEXT NOT NULL) STRICT",
    "CREATE TABLE version (test_set TEXT NOT NULL, answers TEXT NOT NULL,"
    " PRIMARY KEY (test_set, answers)) STRICT, WITHOUT ROWID",
};

SqlValue sql(const std::optional<double>& value) {
  return value ? SqlValue(*value) : SqlValue(nullptr);
}

std::string as_json(const std::vector<std::string>& texts) {
  std::string out;
  JsonWriter json(out);
  json.begin_array();
  for (const std::string& text : texts) json.text(text);
  json.end_array();
  return out;
}

// The same versions in any order, asked on the same test set, are one question.
std::string question_of(const ComparisonRecord& comparison) {
  std::vector<std::string> answers = comparison.answers;
  std::sort(answers.begin(), answers.end());
  answers.erase(std::unique(answers.begin(), answers.end()), answers.end());
  answers.push_back(comparison.test_set);
  Digest digest;
  digest.add(as_json(answers));
  return digest.hex();
}

}  // namespace

Result<Index> Index::open(const std::string& path) {
  Database database = SJ_TRY(Database::open(path));
  SJ_TRY(database.migrate({"runs", kSteps}));
  return Index(std::move(database));
}

Result<std::vector<RunRecord>> Index::runs() {
  const auto rows = SJ_TRY(database_.rows(
      "SELECT id, name, created, version, task, profile, path, digest, test_set, answers, rows,"
      " decision, metric, value, lo, hi, decimals FROM run ORDER BY id"));
  std::vector<RunRecord> runs;
  for (const SqlRow& row : rows) {
    RunRecord& run = runs.emplace_back();
    std::size_t at = 0;
    for (std::string* text : {&run.id, &run.name, &run.created, &run.version, &run.task,
                              &run.profile, &run.path, &run.digest, &run.test_set, &run.answers}) {
      *text = sql_text(row[at++]);
    }
    run.rows = sql_integer(row[at++]);
    run.decision = sql_text(row[at++]);
    run.primary = sql_text(row[at++]);
    run.value = sql_number(row[at++]);
    run.lo = sql_number(row[at++]);
    run.hi = sql_number(row[at++]);
    run.decimals = static_cast<int>(sql_integer(row[at++]));
  }
  return runs;
}

Result<Done> Index::see(const std::string& test_set, const std::string& answers) {
  if (test_set.empty() || answers.empty()) return Done{};
  return database_.run("INSERT OR IGNORE INTO version VALUES (?1, ?2)", {test_set, answers});
}

Result<Done> Index::insert(const RunRecord& run) {
  SJ_TRY(database_.run(
      "INSERT OR IGNORE INTO run VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
      " ?14, ?15, ?16, ?17)",
      {run.id, run.name, run.created, run.version, run.task, run.profile, run.path, run.digest,
       run.test_set, run.answers, run.rows, run.decision, run.primary, sql(run.value), sql(run.lo),
       sql(run.hi), std::int64_t{run.decimals}}));
  return see(run.test_set, run.answers);
}

Result<Done> Index::add(const RunRecord& run) { return change({run}, {}); }

Result<Done> Index::change(const std::vector<RunRecord>& add,
                           const std::vector<std::string>& remove) {
  if (add.empty() && remove.empty()) return Done{};
  return database_.write([&]() -> Result<Done> {
    for (const RunRecord& run : add) SJ_TRY(insert(run));
    for (const std::string& id : remove) {
      SJ_TRY(database_.run("DELETE FROM run WHERE id = ?1", {id}));
    }
    return Done{};
  });
}

Result<Done> Index::note(const ComparisonRecord& comparison) {
  return database_.write([&]() -> Result<Done> {
    for (const std::string& answers : comparison.answers) {
      SJ_TRY(see(comparison.test_set, answers));
    }
    return database_.run(
        "INSERT OR IGNORE INTO comparison VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        {question_of(comparison), comparison.created, comparison.test_set, comparison.metric,
         as_json(comparison.names), comparison.winner, comparison.decision});
  });
}

Result<TestSetUse> Index::use_of(const std::string& test_set) {
  TestSetUse use;
  const auto versions =
      SJ_TRY(database_.rows("SELECT count(*) FROM version WHERE test_set = ?1", {test_set}));
  const auto comparisons =
      SJ_TRY(database_.rows("SELECT count(*) FROM comparison WHERE test_set = ?1", {test_set}));
  use.versions = sql_integer(versions[0][0]);
  use.comparisons = sql_integer(comparisons[0][0]);
  return use;
}

}  // namespace shijin
