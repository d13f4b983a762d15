// SQLite in WAL mode with synchronous=FULL: a commit that returned is on the disk.
#include "db/database.h"

#include <sqlite3.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

namespace shijin {
namespace {

constexpr Text kCannotOpen{"the store's database cannot be opened: {0}",
                           "無法開啟儲存區的資料庫：{0}"};
constexpr Text kOpenHelp{
    "check that you may write to this folder, or name another with --store DIR",
    "請確認這個資料夾可以寫入，或用 --store 資料夾 另外指定"};
constexpr Text kForeign{"this is a database of another program", "這是其他程式的資料庫"};
constexpr Text kForeignHelp{"name another folder with --store DIR", "請用 --store 資料夾 另外指定"};
constexpr Text kNoDatabase{"this file is damaged, or no database at all",
                           "這個檔案已損壞，或根本不是資料庫"};
constexpr Text kNoDatabaseHelp{
    "move it away, but keep it: the next command makes a new one from the folders under runs/, and "
    "ratings by people stand in no other place; bring back a copy if you have one",
    "請把它移走但保留：下一個命令會從 runs/ "
    "底下的資料夾重建，而人工評分只存在這個檔案裡；若有備份請復原"};
constexpr Text kBusy{"another program has been writing here for more than {0} seconds",
                     "另一個程式已在此寫入超過 {0} 秒"};
constexpr Text kBusyHelp{"wait until it has ended, then try again", "請等它結束後再試一次"};
constexpr Text kFull{"the database cannot be written: the disk is full",
                     "無法寫入資料庫：磁碟空間已滿"};
constexpr Text kFullHelp{"make room on the disk, or name another folder with --store DIR",
                         "請清出磁碟空間，或用 --store 資料夾 另外指定"};
constexpr Text kReadOnly{"the database cannot be written: it may only be read",
                         "無法寫入資料庫：它是唯讀的"};
constexpr Text kFailed{"the database refuses: {0}", "資料庫回報錯誤：{0}"};
constexpr Text kNewer{
    "a newer shijin has written here: its \"{0}\" tables have version {1}, this program knows {2}",
    "這裡由較新的 shijin 寫過：「{0}」的表格是第 {1} 版，這個程式只認得第 {2} 版"};
constexpr Text kNewerHelp{"update shijin, or name another folder with --store DIR",
                          "請更新 shijin，或用 --store 資料夾 另外指定"};

constexpr int kWaitSeconds = 10;
constexpr std::int64_t kApplication = 0x534A494E;  // "SJIN", so that `file` and we can tell

// SQLite calls a disk that has no room for its shared memory an I/O error; the system knows better.
int told_apart(int code, sqlite3* connection) {
  if ((code & 0xFF) != SQLITE_IOERR) return code;
  const int reason = connection == nullptr ? 0 : sqlite3_system_errno(connection);
  const bool full = reason == ENOSPC || reason == EDQUOT || code == SQLITE_IOERR_SHMSIZE;
  return full ? SQLITE_FULL : code;
}

Error database_error(int code, const std::string& path, const char* words) {
  Error error;
  error.at.file = path;
  error.name = "store-unreadable";
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      error.name = "store-busy";
      error.found = Message(kBusy, {std::to_string(kWaitSeconds)});
      error.help = Message(kBusyHelp);
      return error;
    case SQLITE_FULL:
      error.name = "store-unwritable";
      error.found = Message(kFull);
      error.help = Message(kFullHelp);
      return error;
    case SQLITE_READONLY:
      error.name = "store-unwritable";
      error.found = Message(kReadOnly);
      error.help = Message(kOpenHelp);
      return error;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      error.found = Message(kNoDatabase);
      error.help = Message(kNoDatabaseHelp);
      return error;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      error.name = "store-unwritable";
      error.found = Message(kCannotOpen, {words});
      error.help = Message(kOpenHelp);
      return error;
    default:
      error.found = Message(kFailed, {words});
      return error;
  }
}

}  // namespace

std::optional<double> sql_number(const SqlValue& value) {
  if (const auto* real = std::get_if<double>(&value)) return *real;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  return std::nullopt;
}

std::int64_t sql_integer(const SqlValue& value) {
  const auto* whole = std::get_if<std::int64_t>(&value);
  return whole == nullptr ? 0 : *whole;
}

std::string sql_text(const SqlValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? std::string() : *text;
}

struct Statement::State {
  sqlite3* connection = nullptr;
  sqlite3_stmt* statement = nullptr;
  std::string path;

  ~State() { sqlite3_finalize(statement); }

  Error error(int code) const {
    return database_error(told_apart(code, connection), path, sqlite3_errmsg(connection));
  }

  int bind(int place, const SqlValue& value) const {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
      return sqlite3_bind_int64(statement, place, *whole);
    }
    if (const auto* real = std::get_if<double>(&value)) {
      return sqlite3_bind_double(statement, place, *real);
    }
    if (const auto* text = std::get_if<std::string>(&value)) {
      return sqlite3_bind_text64(statement, place, text->data(), text->size(), SQLITE_TRANSIENT,
                                 SQLITE_UTF8);
    }
    return sqlite3_bind_null(statement, place);
  }

  SqlValue column(int place) const {
    switch (sqlite3_column_type(statement, place)) {
      case SQLITE_INTEGER:
        return std::int64_t{sqlite3_column_int64(statement, place)};
      case SQLITE_FLOAT:
        return sqlite3_column_double(statement, place);
      case SQLITE_NULL:
        return nullptr;
      default: {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, place));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, place));
        return std::string(text == nullptr ? "" : text, text == nullptr ? 0 : size);
      }
    }
  }
};

Statement::Statement(std::unique_ptr<State> state) : state_(std::move(state)) {}
Statement::Statement(Statement&&) noexcept = default;
Statement& Statement::operator=(Statement&&) noexcept = default;
Statement::~Statement() = default;

Result<std::vector<SqlRow>> Statement::rows(std::initializer_list<SqlValue> values) {
  int place = 0;
  for (const SqlValue& value : values) {
    const int code = state_->bind(++place, value);
    SJ_CHECK(code != SQLITE_RANGE, "a statement was given more values than it has places");
    if (code != SQLITE_OK) return state_->error(code);
  }
  std::vector<SqlRow> rows;
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(state_->statement)) == SQLITE_ROW) {
    SqlRow& row = rows.emplace_back();
    const int columns = sqlite3_column_count(state_->statement);
    for (int i = 0; i < columns; ++i) row.push_back(state_->column(i));
  }
  if (code != SQLITE_DONE) {
    Error error = state_->error(code);
    sqlite3_reset(state_->statement);
    return error;
  }
  sqlite3_reset(state_->statement);
  sqlite3_clear_bindings(state_->statement);
  return rows;
}

Result<Done> Statement::run(std::initializer_list<SqlValue> values) {
  SJ_TRY(rows(values));
  return Done{};
}

struct Database::State {
  sqlite3* connection = nullptr;
  std::string path;

  ~State() { sqlite3_close(connection); }

  Error error(int code) const {
    return database_error(told_apart(code, connection), path,
                          connection == nullptr ? "" : sqlite3_errmsg(connection));
  }
};

Database::Database(std::unique_ptr<State> state) : state_(std::move(state)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

const std::string& Database::path() const { return state_->path; }
std::int64_t Database::changes() const { return sqlite3_changes64(state_->connection); }

Result<Database> Database::open(const std::string& path) {
  auto state = std::make_unique<State>();
  state->path = path;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(path.c_str(), &state->connection, flags, nullptr);
  if (code != SQLITE_OK) return state->error(code);
  sqlite3_busy_timeout(state->connection, kWaitSeconds * 1000);
  Database database(std::move(state));
  // Entering WAL needs the file alone and does not ask the busy handler: two first comers retry.
  for (int tries = 0;; ++tries) {
    auto mode = database.rows("PRAGMA journal_mode=WAL");
    if (mode.ok()) break;
    if (mode.error().name != "store-busy" || tries == kWaitSeconds * 100) return mode.error();
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  SJ_TRY(database.run("PRAGMA synchronous=FULL"));
  SJ_TRY(database.run("PRAGMA foreign_keys=ON"));
  return database;
}

Result<Statement> Database::prepare(std::string_view sql) {
  auto state = std::make_unique<Statement::State>();
  state->connection = state_->connection;
  state->path = state_->path;
  const int code = sqlite3_prepare_v3(state_->connection, sql.data(), static_cast<int>(sql.size()),
                                      0, &state->statement, nullptr);
  if (code != SQLITE_OK) return state_->error(code);
  return Statement(std::move(state));
}

Result<Done> Database::run(std::string_view sql, std::initializer_list<SqlValue> values) {
  Statement statement = SJ_TRY(prepare(sql));
  return statement.run(values);
}

Result<std::vector<SqlRow>> Database::rows(std::string_view sql,
                                           std::initializer_list<SqlValue> values) {
  Statement statement = SJ_TRY(prepare(sql));
  return statement.rows(values);
}

Result<Done> Database::write(const std::function<Result<Done>()>& work) {
  SJ_TRY(run("BEGIN IMMEDIATE"));
  Result<Done> done = work();
  if (done.ok()) done = run("COMMIT");
  if (done.ok()) return done;
  const Error error = done.error();
  static_cast<void>(run("ROLLBACK"));  // fails where SQLite has rolled back by itself
  return error;
}

Result<Done> Database::migrate(const Schema& schema) {
  const auto known = static_cast<std::int64_t>(schema.steps.size());
  const auto version_now = [&]() -> Result<std::int64_t> {
    const auto table = SJ_TRY(rows("SELECT 1 FROM sqlite_master WHERE name = 'part'"));
    if (table.empty()) return std::int64_t{0};
    const auto found =
        SJ_TRY(rows("SELECT version FROM part WHERE name = ?1", {std::string(schema.part)}));
    return found.empty() ? std::int64_t{0} : sql_integer(found[0][0]);
  };
  const auto application = SJ_TRY(rows("PRAGMA application_id"));
  const auto tables = SJ_TRY(rows("SELECT count(*) FROM sqlite_master"));
  if (sql_integer(application[0][0]) != kApplication && sql_integer(tables[0][0]) > 0) {
    Error error;
    error.name = "store-foreign";
    error.at.file = path();
    error.found = Message(kForeign);
    error.help = Message(kForeignHelp);
    return error;
  }
  const std::int64_t before = SJ_TRY(version_now());
  if (before > known) {
    Error error;
    error.name = "store-newer";
    error.at.file = path();
    error.found =
        Message(kNewer, {std::string(schema.part), std::to_string(before), std::to_string(known)});
    error.help = Message(kNewerHelp);
    return error;
  }
  if (before == known) return Done{};
  return write([&]() -> Result<Done> {
    SJ_TRY(run("PRAGMA application_id = " + std::to_string(kApplication)));
    SJ_TRY(
        run("CREATE TABLE IF NOT EXISTS part (name TEXT PRIMARY KEY, version INTEGER NOT NULL)"
            " STRICT"));
    // Another program may have been first while this one waited.
    const std::int64_t from = SJ_TRY(version_now());
    for (std::int64_t step = from; step < known; ++step) {
      SJ_TRY(run(schema.steps[static_cast<std::size_t>(step)]));
    }
    return run(
        "INSERT INTO part VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET version = max(version, "
        "?2)",
        {std::string(schema.part), known});
  });
}

std::string_view sqlite_version() { return sqlite3_libversion(); }

}  // namespace shijin
