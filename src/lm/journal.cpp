// One JSON object a line; the first holds the key. Lines are written with one call each.
#include "lm/journal.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/file.h"
#include "base/json_writer.h"

namespace shijin {
namespace {

using Json = nlohmann::json;

constexpr Text kOther{"the unfinished run in {0} has other settings, another model or other data",
                      "{0} 中未完成的執行使用了不同的設定、模型或資料"};
constexpr Text kOtherHelp{"finish it with its own settings, or remove that file to begin anew",
                          "請用原本的設定執行完，或刪除該檔案重新開始"};
constexpr Text kUnwritable{"the answers cannot be written down in {0}: {1}",
                           "無法將回答寫入 {0}：{1}"};
constexpr std::size_t kMostBytes = std::size_t{4} << 30U;

Error cannot_write(const std::string& path, int error) {
  Error problem;
  problem.name = "journal-unwritable";
  problem.at.file = path;
  problem.found = Message(kUnwritable, {path, system_reason(error)});
  return problem;
}

// One answer of a whole line; false where the line is no such thing.
bool read_answer(const std::string& line, std::map<std::int64_t, Generation>& answers) {
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object() || !json.contains("row") || !json["row"].is_number_integer() ||
      !json.contains("predict") || !json["predict"].is_string() || !json.contains("tokens") ||
      !json["tokens"].is_number_integer() || !json.contains("cut") || !json["cut"].is_boolean()) {
    return false;
  }
  answers[json["row"].get<std::int64_t>()] = {json["predict"].get<std::string>(),
                                              json["tokens"].get<int>(), json["cut"].get<bool>()};
  return true;
}

// A token as [bytes, log-probability]; the bytes null where they are not known.
std::optional<TokenScore> read_token(const Json& json) {
  if (!json.is_array() || json.size() != 2 || !json[1].is_number()) return std::nullopt;
  TokenScore token{json[1].get<double>(), {}};
  if (json[0].is_number_unsigned()) token.bytes = json[0].get<std::size_t>();
  return token;
}

// Scores of jobs in a row; false where the line is no such thing.
bool read_scores(const std::string& line, std::map<std::size_t, TextScores>& scores) {
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object() || !json.contains("job") || !json["job"].is_number_unsigned() ||
      !json.contains("scores") || !json["scores"].is_array()) {
    return false;
  }
  std::vector<TextScores> jobs;
  for (const Json& targets : json["scores"]) {
    TextScores& job = jobs.emplace_back();
    for (const Json& tokens : targets) {
      auto& target = job.tokens.emplace_back();
      for (const Json& one : tokens) {
        const auto token = read_token(one);
        if (!token) return false;
        target.push_back(*token);
      }
    }
  }
  std::size_t job = json["job"].get<std::size_t>();
  for (TextScores& one : jobs) scores[job++] = std::move(one);
  return true;
}

// Scores of one window; false where the line is no such thing.
bool read_window(const std::string& line, std::map<std::size_t, std::vector<double>>& windows) {
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object() || !json.contains("window") || !json["window"].is_number_unsigned() ||
      !json.contains("log_prob") || !json["log_prob"].is_array()) {
    return false;
  }
  std::vector<double> log_probs;
  for (const Json& one : json["log_prob"]) {
    if (!one.is_number()) return false;
    log_probs.push_back(one.get<double>());
  }
  windows[json["window"].get<std::size_t>()] = std::move(log_probs);
  return true;
}

}  // namespace

struct Journal::State {
  std::string path;
  int file = -1;
  std::map<std::int64_t, Generation> answers;
  std::map<std::size_t, TextScores> scores;
  std::map<std::size_t, std::vector<double>> windows;

  ~State() {
    if (file >= 0) ::close(file);
  }

  Result<Done> append(const std::string& line) const {
    for (std::size_t at = 0; at < line.size();) {
      const ssize_t wrote = ::write(file, line.data() + at, line.size() - at);
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote < 0) return cannot_write(path, errno);
      at += static_cast<std::size_t>(wrote);
    }
    return Done{};
  }
};

Journal::Journal(std::unique_ptr<State> state) : state_(std::move(state)) {}
Journal::Journal(Journal&&) noexcept = default;
Journal& Journal::operator=(Journal&&) noexcept = default;
Journal::~Journal() = default;

Result<Journal> Journal::open(const std::string& path, const std::string& key) {
  auto state = std::make_unique<State>();
  state->path = path;
  std::string head;
  JsonWriter json(head, JsonWriter::Layout::one_line);
  json.begin_object().key("schema").text("shijin.journal/1").key("key").text(key).end_object();
  head += "\n";
  std::error_code failed;
  std::string kept = head;
  if (std::filesystem::exists(path, failed)) {
    const std::string bytes = SJ_TRY(read_file(path, kMostBytes));
    // A head cut short was killed before its first answer: nothing is lost by beginning anew.
    if (bytes.find('\n') != std::string::npos && !bytes.starts_with(head)) {
      Error error;
      error.name = "journal-other";
      error.at.file = path;
      error.found = Message(kOther, {path});
      error.help = Message(kOtherHelp);
      return error;
    }
    for (std::size_t at = head.size(); at < bytes.size();) {
      const std::size_t end = bytes.find('\n', at);
      if (end == std::string::npos) break;
      const std::string line = bytes.substr(at, end - at);
      if (read_answer(line, state->answers) || read_scores(line, state->scores) ||
          read_window(line, state->windows)) {
        kept += line + "\n";
      }
      at = end + 1;
    }
  }
  SJ_TRY(write_file(path, kept));
  state->file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (state->file < 0) return cannot_write(path, errno);
  return Journal(std::move(state));
}

const std::map<std::int64_t, Generation>& Journal::answers() const { return state_->answers; }

Result<Done> Journal::add(std::int64_t row, const Generation& answer) {
  std::string line;
  JsonWriter json(line, JsonWriter::Layout::one_line);
  json.begin_object().key("row").integer(row).key("predict").text(answer.text);
  json.key("tokens").integer(answer.tokens).key("cut").boolean(answer.cut).end_object();
  state_->answers[row] = answer;
  return state_->append(line + "\n");
}

std::size_t Journal::scored() const { return state_->scores.size(); }

std::map<std::size_t, TextScores> Journal::take_scores() { return std::move(state_->scores); }

Result<Done> Journal::add(std::size_t first_job, std::span<const TextScores> scores) {
  std::string line;
  JsonWriter json(line, JsonWriter::Layout::one_line);
  json.begin_object().key("job").integer(static_cast<std::int64_t>(first_job)).key("scores");
  json.begin_array();
  for (const TextScores& job : scores) {
    json.begin_array();
    for (const auto& target : job.tokens) {
      json.begin_array();
      for (const TokenScore& token : target) {
        json.begin_array();
        token.bytes ? json.integer(static_cast<std::int64_t>(*token.bytes)) : json.null();
        json.number(token.log_prob).end_array();
      }
      json.end_array();
    }
    json.end_array();
  }
  json.end_array().end_object();
  return state_->append(line + "\n");
}

std::size_t Journal::windows() const { return state_->windows.size(); }

std::map<std::size_t, std::vector<double>> Journal::take_windows() {
  return std::move(state_->windows);
}

Result<Done> Journal::add_window(std::size_t window, std::span<const double> log_probs) {
  std::string line;
  JsonWriter json(line, JsonWriter::Layout::one_line);
  json.begin_object().key("window").integer(static_cast<std::int64_t>(window));
  json.key("log_prob").begin_array();
  for (const double one : log_probs) json.number(one);
  json.end_array().end_object();
  return state_->append(line + "\n");
}

void Journal::finish() {
  std::error_code failed;
  std::filesystem::remove(state_->path, failed);
}

}  // namespace shijin
