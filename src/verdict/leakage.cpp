// Leakage: test rows stand in the training set, so the score says less than it seems to.
#include "verdict/leakage.h"

#include <algorithm>
#include <cmath>

#include "base/numbers.h"
#include "verdict/gate.h"
#include "verdict/rule.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kLeaks{
    "{0} of {1} test rows ({2}) stand in the training set: {3} whole, {4} nearly, {5} in pieces.",
    "{1} 筆測試資料中有 {0} 筆（{2}）出現在訓練集：{3} 筆相同，{4} 筆幾乎相同，{5} 筆為片段。"};
constexpr Text kLeaksOne{
    "1 of {0} test rows ({1}) stands in the training set: {2} whole, {3} nearly, {4} in pieces.",
    "{0} 筆測試資料中有 1 筆（{1}）出現在訓練集：{2} 筆相同，{3} 筆幾乎相同，{4} 筆為片段。"};
constexpr Text kScore{"{0} is {1} with them, {2} ({3} – {4}) without them (n = {5}).",
                      "含這些樣本時，{0}為 {1}，在 {5} 筆乾淨樣本上為 {2}（{3} – {4}）。"};
constexpr Text kScoreAlone{"{0} is {1} with them, {2} without them (n = {3}).",
                           "含這些樣本時，{0}為 {1}，在 {3} 筆乾淨樣本上為 {2}。"};
constexpr Text kGatePasses{"Without them {0} passes.", "去掉它們之後，{0} 通過。"};
constexpr Text kGateFails{"Without them {0} fails.", "去掉它們之後，{0} 不通過。"};
constexpr Text kGateOpen{"Without them {0} is undecided.", "去掉它們之後，{0} 無法判定。"};
constexpr Text kRemedy{
    "Take them out of the training set and train again, or out of the test set; test row {0} is "
    "row {1} of {2}.",
    "請從訓練集移除後重新訓練，或從測試集移除；例如測試第 {0} 筆就是 {2} 的第 {1} 筆。"};
constexpr Text kRemedyHeld{
    "Take them out of the training set and train again, or out of the test set; look at test row "
    "{0}.",
    "請從訓練集移除後重新訓練，或從測試集移除；請看測試第 {0} 筆。"};
constexpr Text kRelabelled{"{0} carry another label there.", "其中 {0} 筆在訓練集標的是別的標籤。"};
constexpr Text kRelabelledOne{"1 carries another label there.",
                              "其中 1 筆在訓練集標的是別的標籤。"};

constexpr double kMuch = 0.01;  // of the rows
constexpr std::size_t kShown = 3;

// The score to speak of: what a bar is about, else what the verdict is about, else accuracy, else
// the first.
const LeakedScore* chosen(const Evidence& evidence) {
  const std::vector<LeakedScore>& scores = evidence.leakage->scores;
  const auto known = [&](std::string_view key) -> const LeakedScore* {
    for (const LeakedScore& score : scores) {
      if (score.all.key == key && score.all.score.value && score.clean.score.value) return &score;
    }
    return nullptr;
  };
  for (const GateLine& gate : evidence.verdict.gates) {
    if (const LeakedScore* score = gate.skipped ? nullptr : known(gate.key)) return score;
  }
  if (const LeakedScore* score = known(evidence.verdict.primary_key)) return score;
  if (const LeakedScore* score = known("accuracy")) return score;
  for (const LeakedScore& score : scores) {
    if (const LeakedScore* defined = known(score.all.key)) return defined;
  }
  return nullptr;
}

Message score_words(const Evidence& evidence, const LeakedScore& score) {
  const int decimals = score.all.decimals;
  const std::string all = fixed(*score.all.score.value, decimals);
  const std::string clean = fixed(*score.clean.score.value, decimals);
  const std::string rows = grouped(score.clean.n);
  const Message name = subject(evidence, score.all);
  if (!score.clean.interval) return Message(kScoreAlone, {name, all, clean, rows});
  return Message(kScore, {name, all, clean, fixed(score.clean.interval->lo, decimals),
                          fixed(score.clean.interval->hi, decimals), rows});
}

// How far the score is off, as a part of its range; the share of the rows where no score tells, or
// where a bar is decided otherwise without them.
double effect_of(const LeakedScore* score, double share, bool decides) {
  if (score == nullptr) return share;
  const double range = score->all.high - score->all.low;
  if (!std::isfinite(range) || !(range > 0)) return share;
  const double off = std::fabs(*score->all.score.value - *score->clean.score.value) / range;
  return decides ? std::max(off, share) : off;
}

// The first bar that the clean rows decide otherwise.
Message gate_words(const Evidence& evidence) {
  Evidence clean;
  clean.task = evidence.task;
  for (const LeakedScore& score : evidence.leakage->scores) clean.metrics.push_back(score.clean);
  for (const GateLine& gate : evidence.verdict.gates) {
    if (gate.skipped || gate.against_base || clean.find(gate.key) == nullptr) continue;
    GateLine again = gate;
    decide_gate(clean, again);
    if (again.decision == gate.decision) continue;
    const Text& words = again.decision == Decision::pass   ? kGatePasses
                        : again.decision == Decision::fail ? kGateFails
                                                           : kGateOpen;
    return Message(words, {gate.gate});
  }
  return {};
}

Message remedy_words(const LeakageFacts& facts) {
  const RepeatedRow& first = facts.rows.front();
  Message remedy = first.other > 0
                       ? Message(kRemedy, {std::to_string(first.row), std::to_string(first.other),
                                           first.other_file})
                       : Message(kRemedyHeld, {std::to_string(first.row)});
  if (facts.relabelled == 0) return remedy;
  return sentences({std::move(remedy), facts.relabelled == 1
                                           ? Message(kRelabelledOne)
                                           : Message(kRelabelled, {grouped(facts.relabelled)})});
}

void add_numbers(const LeakageFacts& facts, const LeakedScore* score, Finding& finding) {
  const RepeatedRow& first = facts.rows.front();
  const auto count = static_cast<double>(facts.count());
  const auto rows = static_cast<double>(facts.test_rows);
  finding.numbers = {{"rows", count},
                     {"of", rows},
                     {"share", count / rows},
                     {"exact", static_cast<double>(facts.exact)},
                     {"near", static_cast<double>(facts.near)},
                     {"held", static_cast<double>(facts.held)},
                     {"relabelled", static_cast<double>(facts.relabelled)},
                     {"row", static_cast<double>(first.row)},
                     {"train_row", static_cast<double>(first.other)}};
  if (score == nullptr) return;
  finding.because = {score->all.key};
  finding.numbers.emplace_back("value", *score->all.score.value);
  finding.numbers.emplace_back("clean", *score->clean.score.value);
  if (score->clean.interval) {
    finding.numbers.emplace_back("clean_lo", score->clean.interval->lo);
    finding.numbers.emplace_back("clean_hi", score->clean.interval->hi);
  }
  finding.numbers.emplace_back("clean_rows", static_cast<double>(score->clean.n));
}

}  // namespace

std::vector<Finding> leakage_findings(const Evidence& evidence) {
  if (!evidence.leakage || evidence.leakage->rows.empty()) return {};
  const LeakageFacts& facts = *evidence.leakage;
  const double share = static_cast<double>(facts.count()) / static_cast<double>(facts.test_rows);
  std::vector<Message> counts = {grouped(facts.test_rows), percent(share), grouped(facts.exact),
                                 grouped(facts.near), grouped(facts.held)};
  if (facts.count() > 1) counts.insert(counts.begin(), grouped(facts.count()));
  const Message leaks(facts.count() > 1 ? kLeaks : kLeaksOne, std::move(counts));
  const LeakedScore* const score = chosen(evidence);
  Finding finding;
  finding.name = "leakage";
  finding.severity = share >= kMuch ? Finding::Level::high : Finding::Level::medium;
  const Message gate = gate_words(evidence);
  finding.headline =
      sentences({leaks, score != nullptr ? score_words(evidence, *score) : Message(), gate});
  finding.remedy = remedy_words(facts);
  finding.gain = effect_of(score, share, !gate.empty());
  add_numbers(facts, score, finding);
  for (std::size_t i = 0; i < std::min(kShown, facts.rows.size()); ++i) {
    Example& one = finding.samples.emplace_back();
    one.id = std::to_string(facts.rows[i].row);
    one.row = facts.rows[i].row;
    one.input = facts.rows[i].text;
    one.score = facts.rows[i].similarity;
  }
  return {finding};
}

SJ_RULE(
    leakage,
    {.name = "leakage",
     .summary =
         {"Test rows stand in the training set (--train), whole, nearly whole (Jaccard similarity "
          "from 0.6), or in pieces (70 % of their eight-character pieces). The score on the clean "
          "rows is the one to trust.",
          "測試樣本出現在訓練集（--train）：整筆、幾乎整筆（Jaccard 相似度達 "
          "0.6），或以片段出現（七成的八字片段）。應以乾淨樣本上的分數為準。"},
     .remedy = {"Take those rows out of the training set and train again, or out of the test set.",
                "請把這些樣本從訓練集移除後重新訓練，或從測試集移除。"},
     .apply = &leakage_findings});

}  // namespace shijin
