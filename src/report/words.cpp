// The shared words of reports.
#include "report/words.h"

#include <cmath>

#include "base/numbers.h"
#include "metrics/arguments.h"

namespace shijin {
namespace {

constexpr Text kOneRow{"1 row", "1 筆"};
constexpr Text kRows{"{0} rows", "{0} 筆"};
constexpr Text kPlace{"row {0}", "第 {0} 筆"};
constexpr Text kPlaceWithId{"row {0} ({1})", "第 {0} 筆（{1}）"};
constexpr Text kConfusion{"is {0}, said {1}", "實為 {0}，判為 {1}"};
constexpr Text kEmptyLabel{"(empty)", "（空白）"};
constexpr Text kClassification{"classification", "分類"};
constexpr Text kGeneration{"generation", "生成"};
constexpr Text kRating{"rating", "評分"};
constexpr Text kLanguageModel{"language model", "語言模型"};
constexpr Text kPass{"PASS", "達標"};
constexpr Text kFail{"FAIL", "不達標"};
constexpr Text kUndecided{"NOT ENOUGH EVIDENCE", "證據不足"};

constexpr Text kGatePass{"pass", "達標"};
constexpr Text kGateFail{"fail", "不達標"};
constexpr Text kGateUndecided{"undecided", "未定"};
constexpr Text kGateSkipped{"skipped", "略過"};

// By what an interval or a p was worked out; docs/statistics.md says when and why.
struct MethodWords {
  std::string_view method;
  Text words;
};
constexpr MethodWords kMethods[] = {
    {"wilson", {"Wilson", "Wilson 法"}},
    {"wilson-jaccard", {"Wilson on Jaccard", "Jaccard 上的 Wilson 法"}},
    {"dirichlet", {"draws of the counts", "重抽計數"}},
    {"delta", {"the delta method", "delta 法"}},
    {"t", {"Student's t", "t 分布"}},
    {"poisson-bootstrap", {"resampling", "重抽樣"}},
    {"poisson-bootstrap-bca", {"resampling (BCa)", "重抽樣（BCa）"}},
    {"cluster-t", {"t over clusters", "依群的 t 分布"}},
    {"greg", {"regression on the machine's scores", "以機器分數迴歸"}},
    {"cluster-wilson", {"Wilson over clusters", "依群的 Wilson 法"}},
    {"cluster-wilson-jaccard", {"Wilson on Jaccard over clusters", "依群、Jaccard 上的 Wilson 法"}},
    {"cluster-jackknife", {"the jackknife over clusters", "依群的刀切法"}},
    {"paired-poisson-bootstrap", {"paired resampling", "成對重抽樣"}},
    {"paired-cluster-t", {"t over paired clusters", "依成對各群的 t 分布"}},
    {"paired-jackknife", {"the paired jackknife", "成對刀切法"}},
    {"all-alike", {"Wilson on rows that are all alike", "以 Wilson 法估計相同者的比例"}},
    {"permutation", {"exchanging answers at random", "隨機交換兩者的回答"}},
    {"exact-permutation", {"every exchange of answers", "窮舉回答的交換"}},
    {"mcnemar-mid-p", {"McNemar's mid-p", "McNemar 的 mid-p"}},
    {"jackknife-z", {"the jackknife's z", "刀切法的 z 檢定"}},
};

}  // namespace

Message rows_of(std::int64_t n) { return n == 1 ? Message(kOneRow) : Message(kRows, {grouped(n)}); }

std::string count_text(double count) {
  const bool whole = count == std::floor(count) && std::abs(count) < 9e15;
  return whole ? grouped(static_cast<std::int64_t>(count)) : fixed(count, 2);
}

Message value_words(const Score& score, int decimals) {
  return score.value ? Message(fixed(*score.value, decimals)) : Message("—");
}

Message interval_words(const Interval& interval, int decimals) {
  // Digits that a tool prints of its score say nothing about the doubt.
  if (decimals > 3) decimals = interval.hi > 1 ? 2 : 3;
  return Message(fixed(interval.lo, decimals) + " – " + fixed(interval.hi, decimals));
}

Message method_words(std::string_view method) {
  for (const MethodWords& known : kMethods) {
    if (known.method == method) return Message(known.words);
  }
  return Message(method);
}

Message label_words(const std::string& label) {
  return label.empty() ? Message(kEmptyLabel) : Message(label);
}

Message place_words(const Example& example) {
  const std::string row = grouped(example.row);
  if (example.id.empty() || example.id == std::to_string(example.row)) {
    return Message(kPlace, {row});
  }
  return Message(kPlaceWithId, {row, example.id});
}

Message confusion_words(const Example& example, Task task) {
  if (task != Task::classification) return {};
  if (example.reference.empty() && example.output.empty()) return {};
  return Message(kConfusion, {label_words(example.reference), label_words(example.output)});
}

Message task_words(Task task) {
  switch (task) {
    case Task::classification:
      return Message(kClassification);
    case Task::generation:
      return Message(kGeneration);
    case Task::rating:
      return Message(kRating);
    case Task::lm:
      return Message(kLanguageModel);
  }
  return {};
}

Message decision_words(Decision decision) {
  switch (decision) {
    case Decision::pass:
      return Message(kPass);
    case Decision::fail:
      return Message(kFail);
    case Decision::undecided:
      return Message(kUndecided);
    case Decision::none:
      return {};
  }
  return {};
}

Message gate_words(Decision decision, Skipped skipped) {
  if (skipped == Skipped::yes || decision == Decision::none) return Message(kGateSkipped);
  if (decision == Decision::undecided) return Message(kGateUndecided);
  return Message(decision == Decision::pass ? kGatePass : kGateFail);
}

std::string file_name(std::string_view path) {
  const std::size_t slash = path.find_last_of("/\\");
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

std::optional<std::string> label_of_key(const std::string& key) {
  const Result<std::vector<KeyText>> keys = parse_keys(key);
  if (!keys.ok() || keys->size() != 1 || keys->front().arguments.size() != 1) return std::nullopt;
  const auto& [name, value] = keys->front().arguments.front();
  return name == "label" ? std::optional(value) : std::nullopt;
}

LabelScores label_scores(const Evidence& evidence) {
  LabelScores scores;
  for (const ScoreLine& line : evidence.metrics) {
    if (const std::optional<std::string> label = label_of_key(line.key)) {
      scores.try_emplace({line.metric, *label}, &line);
    }
  }
  return scores;
}

}  // namespace shijin
