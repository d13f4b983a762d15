// Slices: rows with something in common on which the model errs more often than on the others.
#include <cmath>

#include "base/numbers.h"
#include "verdict/rule.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kHeadline{
    "On rows {0} ({1}, {2}) the error rate is {3} ({4} – {5}) against {6} overall; mending it "
    "would lift accuracy by at most {7} points.",
    "在{0}的樣本上（{1}，占 {2}），錯誤率為 {3}（{4} – {5}），整體為 "
    "{6}；補救後準確率最多可提高 {7} 個百分點。"};
constexpr Text kAnd{" and ", "且"};
constexpr Text kAdd{"Add training rows {0}, above all like {1}, and evaluate again.",
                    "請增加{0}的訓練資料，特別是像{1}的樣本，再重新評測。"};
constexpr Text kPin{"Watch it with --slice-by {0}.", "可用 --slice-by {0} 持續追蹤。"};

constexpr std::size_t kAtMost = 3;  // findings; the others stand in the list of slices

Message words_of(const SliceLine& line) {
  std::vector<Message> parts;
  for (const SliceCondition& condition : line.conditions) parts.push_back(condition.words);
  return join(parts, kAnd);
}

Message remedy_of(const SliceLine& line) {
  const std::vector<Example> few(
      line.examples.begin(),
      line.examples.begin() +
          static_cast<std::ptrdiff_t>(std::min<std::size_t>(3, line.examples.size())));
  Message pin;
  for (const SliceCondition& condition : line.conditions) {
    if (pin.empty() && !condition.name.empty()) pin = Message(kPin, {condition.name});
  }
  return sentences({Message(kAdd, {words_of(line), example_rows(few)}), pin});
}

std::vector<Finding> apply(const Evidence& evidence) {
  std::vector<Finding> findings;
  const SliceFacts& all = evidence.slices;
  if (all.rows == 0) return findings;
  const auto total = static_cast<double>(all.rows);
  const double overall = static_cast<double>(all.errors) / total;
  for (const SliceLine& line : all.lines) {
    if (line.pinned || !line.p_adjusted || !line.interval || findings.size() == kAtMost) continue;
    const auto n = static_cast<double>(line.n);
    const auto errors = static_cast<double>(line.errors);
    const double rate = errors / n;
    const double lift = (rate - overall) * n / total;
    Finding finding;
    finding.name = "slice-weak";
    finding.severity = lift >= 0.03   ? Finding::Level::high
                       : lift >= 0.01 ? Finding::Level::medium
                                      : Finding::Level::low;
    finding.headline =
        Message(kHeadline, {words_of(line), row_count(n), percent(n / total), percent(rate),
                            percent(line.interval->lo), percent(line.interval->hi),
                            percent(overall), fixed(100 * lift, 1)});
    finding.numbers = {{"rows", n},
                       {"share", n / total},
                       {"errors", errors},
                       {"error_rate", rate},
                       {"error_rate_lo", line.interval->lo},
                       {"error_rate_hi", line.interval->hi},
                       {"overall", overall},
                       {"accuracy_gain", lift},
                       {"p_adjusted", *line.p_adjusted}};
    finding.because = {"accuracy"};
    finding.samples = line.examples;
    finding.remedy = remedy_of(line);
    finding.gain = errors / total;
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace

SJ_RULE(
    slice_weak,
    {.name = "slice-weak",
     .summary = {"Rows with something in common go wrong more often: found on one half of the "
                 "rows and confirmed on the other.",
                 "有共同特徵的樣本更常答錯：在一半樣本上找到，並在另一半上得到證實。"},
     .remedy = {"Add training rows of that kind, look at the wrong ones, and pin the slice with "
                "--slice-by to see whether the next round mends it.",
                "增加這一類的訓練資料，查看答錯的樣本，並用 --slice-by "
                "固定這個切片，看下一輪是否改善。"},
     .apply = &apply});

}  // namespace shijin
