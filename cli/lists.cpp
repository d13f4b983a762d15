// One small scanner for all three forms.
#include "cli/lists.h"

#include <algorithm>

namespace shijin::cli {
namespace {

constexpr Text kUnclosed{"--{0}: a quote is not closed in {1}", "--{0}：{1} 裡的引號沒有關閉"};
constexpr Text kEmptyLabel{"--{0}: an item of \"{1}\" is empty", "--{0}：「{1}」裡有空的項目"};
constexpr Text kTwice{"--{0}: \"{1}\" is given twice", "--{0}：「{1}」給了兩次"};
constexpr Text kNotACost{"--cost: \"{0}\" cannot be read", "--cost：無法讀取「{0}」"};
constexpr Text kCostForm{
    "truth>predicted=cost, such as 0>1=5 (saying 1 when it is 0 costs 5), cost 0 or more; or a "
    "file with one a line",
    "真實標籤>預測標籤=成本，例如 0>1=5（真實為 0 卻答 1，成本為 5），成本須為 0 "
    "以上；也可以是每行一項的檔案"};
constexpr Text kNotAShare{"--prevalence: \"{0}\" cannot be read", "--prevalence：無法讀取「{0}」"};
constexpr Text kShareForm{"label=share, such as 0=0.1, each share above 0 and at most 1",
                          "標籤=占比，例如 0=0.1，占比須大於 0 且不超過 1"};
constexpr Text kSumAboveOne{"--prevalence: the shares add up to {0}",
                            "--prevalence：占比加總為 {0}"};
constexpr Text kAtMostOne{"at most 1", "不超過 1"};
constexpr Text kQuoteHelp{"write a label that holds , = > or a quote as \"…\"",
                          "標籤含有 , = > 或引號時，請寫成 \"…\""};

Error list_error(Message found, Message expected) {
  Error error;
  error.name = "option-value-invalid";
  error.found = std::move(found);
  error.expected = std::move(expected);
  error.help = Message(kQuoteHelp);
  return error;
}

// Read one item at `at` up to a character of `stops`; white space around it is dropped.
Result<std::string> read_item(std::string_view option, std::string_view text, std::size_t& at,
                              std::string_view stops) {
  while (at < text.size() && text[at] == ' ') ++at;
  std::string item;
  if (at < text.size() && text[at] == '"') {
    for (++at; at < text.size() && text[at] != '"'; ++at) {
      if (text[at] == '\\' && at + 1 < text.size()) ++at;
      item += text[at];
    }
    if (at >= text.size()) return list_error(Message(kUnclosed, {option, text}), {});
    for (++at; at < text.size() && text[at] == ' ';) ++at;
    return item;
  }
  while (at < text.size() && stops.find(text[at]) == std::string_view::npos) item += text[at++];
  while (!item.empty() && item.back() == ' ') item.pop_back();
  if (item.empty()) return list_error(Message(kEmptyLabel, {option, text}), {});
  return item;
}

// Move past `mark`, or say that it is not there.
bool take(std::string_view text, std::size_t& at, char mark) {
  if (at >= text.size() || text[at] != mark) return false;
  ++at;
  return true;
}

// Read "=number" and the comma after it.
std::optional<double> take_number(std::string_view text, std::size_t& at) {
  if (!take(text, at, '=')) return std::nullopt;
  const std::size_t end = std::min(text.find(',', at), text.size());
  const auto number = parse_number(strip_python_space(text.substr(at, end - at)));
  at = std::min(text.size(), end + 1);
  return number;
}

}  // namespace

Result<std::vector<std::string>> parse_labels(std::string_view text) {
  std::vector<std::string> labels;
  for (std::size_t at = 0;;) {
    labels.push_back(SJ_TRY(read_item("labels", text, at, ",")));
    const auto same = std::count(labels.begin(), labels.end(), labels.back());
    if (same > 1) return list_error(Message(kTwice, {"labels", labels.back()}), {});
    if (at >= text.size()) return labels;
    if (!take(text, at, ',')) return list_error(Message(kEmptyLabel, {"labels", text}), {});
  }
}

Result<std::map<std::string, double>> parse_costs(std::string_view text) {
  std::map<std::string, double> costs;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const std::string truth = SJ_TRY(read_item("cost", text, at, ">=,"));
    const bool arrow = take(text, at, '>');
    const std::string predicted = arrow ? SJ_TRY(read_item("cost", text, at, "=,")) : "";
    const auto cost = arrow ? take_number(text, at) : std::nullopt;
    if (!cost || !(*cost >= 0 && *cost <= 1e300)) {
      return list_error(Message(kNotACost, {text.substr(begin)}), Message(kCostForm));
    }
    const std::string key = truth + ">" + predicted;
    if (!costs.emplace(key, *cost).second) return list_error(Message(kTwice, {"cost", key}), {});
  }
  if (costs.empty()) return list_error(Message(kNotACost, {text}), Message(kCostForm));
  return costs;
}

Result<std::map<std::string, double>> parse_prevalence(std::string_view text) {
  std::map<std::string, double> shares;
  double sum = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const std::string label = SJ_TRY(read_item("prevalence", text, at, "=,"));
    const auto share = take_number(text, at);
    if (!share || !(*share > 0 && *share <= 1)) {
      return list_error(Message(kNotAShare, {text.substr(begin)}), Message(kShareForm));
    }
    sum += *share;
    if (!shares.emplace(label, *share).second) {
      return list_error(Message(kTwice, {"prevalence", label}), {});
    }
  }
  if (shares.empty()) return list_error(Message(kNotAShare, {text}), Message(kShareForm));
  if (sum > 1 + 1e-9) {
    return list_error(Message(kSumAboveOne, {fixed(sum, 3)}), Message(kAtMostOne));
  }
  return shares;
}

std::string quote_label(std::string_view label) {
  if (!label.empty() && label.find_first_of(",=>\" \\") == std::string_view::npos) {
    return std::string(label);
  }
  std::string out = "\"";
  for (char c : label) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

}  // namespace shijin::cli
