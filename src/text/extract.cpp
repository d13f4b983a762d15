// The three ways of --extract over one interface.
#include "text/extract.h"

#include <unicode/uregex.h>
#include <unicode/utext.h>

#include <array>
#include <deque>
#include <functional>
#include <vector>

#include "base/json_walk.h"
#include "base/numbers.h"
#include "base/utf8.h"
#include "text/label_finder.h"
#include "text/python_literal.h"

namespace shijin {
namespace {

constexpr Text kUnknown{"--extract {0} is not a way to find labels",
                        "--extract {0} 不是找標籤的方式"};
constexpr Text kUnknownHelp{"Write --extract {0}.", "請寫 --extract {0}。"};
constexpr Text kNoLabels{"--extract first-label does not know the labels",
                         "--extract first-label 不知道有哪些標籤"};
constexpr Text kNoLabelsExpected{"the labels to look for", "要找的標籤"};
constexpr Text kNoLabelsHelp{"Name them: --labels positive,negative.",
                             "請列出標籤，例如 --labels 正面,負面。"};
constexpr Text kBadPattern{"the pattern {0} is not a regular expression (character {1})",
                           "{0} 不是合法的正規表示式（第 {1} 個字元）"};
constexpr Text kPatternExpected{"an ICU regular expression whose first group is the label",
                                "ICU 正規表示式，第一個群組就是標籤"};
constexpr Text kPatternHelp{
    "Check its brackets and backslashes; for example: --extract 'regex:answer:\\s*(\\w+)'.",
    "請檢查括號與反斜線，例如：--extract 'regex:答案：\\s*(\\w+)'。"};
constexpr Text kEmptyPath{"--extract json: names no place", "--extract json: 沒有指定位置"};
constexpr Text kPathExpected{"a path such as label or result.label",
                             "路徑，例如 label 或 result.label"};
constexpr std::string_view kWays = "first-label, regex:PATTERN, json:PATH";

// About a millisecond each; enough for any honest pattern on any honest output.
constexpr std::int32_t kTimeLimit = 100;

struct RegexCloser {
  void operator()(URegularExpression* regex) const { uregex_close(regex); }
};
using Regex = std::unique_ptr<URegularExpression, RegexCloser>;

// ICU's view of UTF-8, so that places come back in bytes.
class Utf8Text {
 public:
  explicit Utf8Text(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    utext_openUTF8(&text_, text.data(), static_cast<std::int64_t>(text.size()), &status);
  }
  ~Utf8Text() { utext_close(&text_); }
  Utf8Text(const Utf8Text&) = delete;
  Utf8Text& operator=(const Utf8Text&) = delete;
  UText* get() { return &text_; }

 private:
  UText text_ = UTEXT_INITIALIZER;
};

Error way_error(std::string_view name, Message found, Message expected, Message help) {
  Error error;
  error.name = name;
  error.found = std::move(found);
  error.expected = std::move(expected);
  error.help = std::move(help);
  return error;
}

Result<Regex> compile(std::string_view pattern) {
  Utf8Text text(pattern);
  UParseError place{};
  UErrorCode status = U_ZERO_ERROR;
  Regex regex(uregex_openUText(text.get(), 0, &place, &status));
  if (U_FAILURE(status) == 0) uregex_setTimeLimit(regex.get(), kTimeLimit, &status);
  if (U_FAILURE(status) == 0) return regex;
  return way_error("regex-invalid",
                   Message(kBadPattern, {pattern, std::to_string(std::max(place.offset, 1))}),
                   kPatternExpected, kPatternHelp);
}

// Finds the value at a path; the walk's nodes are the steps that still have to be taken.
struct PathSink {
  using Node = const std::string*;

  Node end = nullptr;
  std::string_view raw;
  bool found = false;
  bool escaped = false;

  Node child(Node object, std::string_view key) const {
    return object != end && *object == key ? object + 1 : nullptr;
  }
  Node element(Node list, std::size_t index) const {
    return list != end && *list == std::to_string(index) ? list + 1 : nullptr;
  }
  std::size_t tail(Node) const { return 0; }
  Node from_end(Node, std::size_t) const { return nullptr; }
  void text(Node node, std::string_view value, bool has_escapes) { put(node, value, has_escapes); }
  void value(Node node, std::string_view value, JsonKind kind) {
    if (kind == JsonKind::number || kind == JsonKind::boolean) put(node, value, false);
  }
  void put(Node node, std::string_view value, bool has_escapes) {
    if (node != end) return;
    raw = value;
    found = true;
    escaped = has_escapes;
  }
  bool allows_nan(Node) const { return true; }
};

std::vector<std::string> steps_of(std::string_view path) {
  std::vector<std::string> steps;
  while (!path.empty()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    steps.emplace_back(path.substr(0, dot));
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  return steps;
}

}  // namespace

std::string_view found_by_name(FoundBy by) {
  static constexpr std::array<std::string_view, 8> kNames = {
      "unparsed", "whole", "first", "alias", "negation", "pattern", "path", "gave-up"};
  return kNames.at(static_cast<std::size_t>(by));
}

struct LabelExtractor::State {
  LabelFinder finder;
  Regex regex;
  std::vector<std::string> path;
  std::deque<std::string> owned;  // labels that had to be unescaped

  Extraction by_pattern(std::string_view output);
  Extraction by_path(std::string_view output);
  bool walk_path(std::string_view json, PathSink& sink) const;
  bool walk_either(std::string_view text, std::string& json, PathSink& sink) const;
  Extraction settle(std::string_view output, std::string_view found, FoundBy by);
};

// With labels, what was found must say one of them.
Extraction LabelExtractor::State::settle(std::string_view output, std::string_view found,
                                         FoundBy by) {
  const std::string_view trimmed = strip_python_space(found);
  if (trimmed.empty()) return {};
  std::string_view label = trimmed;
  if (!finder.empty()) {
    const Extraction said = finder.find(trimmed);
    if (!said.parsed()) return {};
    label = said.label;
  }
  Extraction out{label, by, {0, 0}};
  const std::less_equal<const char*> below;
  if (below(output.data(), trimmed.data()) &&
      below(trimmed.data() + trimmed.size(), output.data() + output.size())) {
    const auto begin = static_cast<std::uint32_t>(trimmed.data() - output.data());
    out.span = {begin, begin + static_cast<std::uint32_t>(trimmed.size())};
  }
  return out;
}

Extraction LabelExtractor::State::by_pattern(std::string_view output) {
  Utf8Text text(output);
  UErrorCode status = U_ZERO_ERROR;
  uregex_setUText(regex.get(), text.get(), &status);
  const bool found = uregex_findNext(regex.get(), &status) != 0;
  if (U_FAILURE(status) != 0) return {{}, FoundBy::gave_up, {0, 0}};
  if (!found) return {};
  const std::int32_t group = std::min(uregex_groupCount(regex.get(), &status), 1);
  const std::int64_t begin = uregex_start64(regex.get(), group, &status);
  const std::int64_t end = uregex_end64(regex.get(), group, &status);
  if (U_FAILURE(status) != 0 || begin < 0) return {};
  return settle(
      output, output.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin)),
      FoundBy::pattern);
}

bool LabelExtractor::State::walk_path(std::string_view json, PathSink& sink) const {
  sink = PathSink();
  sink.end = path.data() + path.size();
  return JsonWalk<PathSink>(sink).any_value(json, path.data()).ok();
}

// JSON, or the same as Python prints it, which is then kept in `json`.
bool LabelExtractor::State::walk_either(std::string_view text, std::string& json,
                                        PathSink& sink) const {
  if (walk_path(text, sink)) return true;
  if (text.find('\'') == text.npos) return false;
  std::string rewritten = json_of_python(text);
  if (!walk_path(rewritten, sink)) return false;
  json = std::move(rewritten);
  return walk_path(json, sink);
}

// The whole output, or the widest stretch in braces from one of the first few that open.
Extraction LabelExtractor::State::by_path(std::string_view output) {
  constexpr int kTries = 8;
  PathSink sink;
  std::string json;  // lives as long as what the sink found in it
  bool good = walk_either(output, json, sink);
  std::size_t open = 0;
  for (int i = 0; i < kTries && !good; ++i) {
    open = output.find_first_of("{[", open);
    if (open == std::string_view::npos) return {};
    const std::size_t close = output.find_last_of(output[open] == '{' ? '}' : ']');
    if (close != std::string_view::npos && close > open) {
      good = walk_either(output.substr(open, close - open + 1), json, sink);
    }
    ++open;
  }
  if (!good || !sink.found) return {};
  if (!sink.escaped && json.empty()) return settle(output, sink.raw, FoundBy::path);
  std::string value(sink.raw.size(), '\0');
  if (sink.escaped) {
    value.resize(unescape_json(sink.raw, value.data()));
  } else {
    value = sink.raw;
  }
  if (!finder.empty()) return settle(output, value, FoundBy::path);
  owned.push_back(std::move(value));
  return settle(output, owned.back(), FoundBy::path);
}

LabelExtractor::LabelExtractor(std::unique_ptr<State> state) : state_(std::move(state)) {}
LabelExtractor::LabelExtractor(LabelExtractor&&) noexcept = default;
LabelExtractor& LabelExtractor::operator=(LabelExtractor&&) noexcept = default;
LabelExtractor::~LabelExtractor() = default;

LabelExtractor::LabelExtractor(const LabelExtractor& other) : state_(std::make_unique<State>()) {
  state_->finder = other.state_->finder;
  state_->path = other.state_->path;
  if (other.state_->regex == nullptr) return;
  UErrorCode status = U_ZERO_ERROR;
  state_->regex.reset(uregex_clone(other.state_->regex.get(), &status));
  SJ_CHECK(U_FAILURE(status) == 0, "a pattern that compiled can be copied");
}

Result<LabelExtractor> LabelExtractor::make(std::string_view way,
                                            std::span<const std::string> labels, Aliases aliases) {
  auto state = std::make_unique<State>();
  state->finder = LabelFinder(labels, aliases);
  if (way == "first-label") {
    if (labels.empty()) {
      return way_error("extract-needs-labels", kNoLabels, kNoLabelsExpected, kNoLabelsHelp);
    }
  } else if (way.starts_with("regex:")) {
    state->regex = SJ_TRY(compile(way.substr(6)));
  } else if (way.starts_with("json:")) {
    state->path = steps_of(way.substr(5));
    if (state->path.empty()) {
      return way_error("extract-path-empty", kEmptyPath, kPathExpected,
                       Message(kUnknownHelp, {"json:label"}));
    }
  } else {
    static constexpr std::array<std::string_view, 3> kNames = {"first-label", "regex:", "json:"};
    const std::string near = nearest_name(way, kNames);
    return way_error("extract-unknown", Message(kUnknown, {way}), Message(kWays),
                     Message(kUnknownHelp, {near.empty() ? "first-label" : near.c_str()}));
  }
  return LabelExtractor(std::move(state));
}

Extraction LabelExtractor::extract(std::string_view output) {
  if (state_->regex != nullptr) return state_->by_pattern(output);
  if (!state_->path.empty()) return state_->by_path(output);
  return state_->finder.find(output);
}

}  // namespace shijin
