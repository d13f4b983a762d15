// Labels exchanged: the model tells labels apart but calls them by each other's names.
#include <cmath>

#include "base/numbers.h"
#include "stats/interval.h"
#include "verdict/exchange.h"
#include "verdict/rule.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kTwo{
    "Labels {0} and {1} look exchanged: {2} of their {3} rows bear the other one's name.",
    "標籤 {0} 與 {1} 看來對調了：兩者的 {3} 筆樣本中有 {2} 筆被叫成另一個。"};
constexpr Text kMore{"{0} labels go by each other's names ({1} of their {2} rows): {3}.",
                     "有 {0} 個標籤的名稱互換了（{2} 筆樣本中的 {1} 筆）：{3}。"};
constexpr Text kCalled{"{0} as {1}", "{0} 被叫成 {1}"};
constexpr Text kAndMore{"and {0} more", "另有 {0} 個"};
constexpr Text kComma{", ", "、"};
constexpr Text kAccuracy{
    "With the names given back accuracy would be {0} ({1} – {2}) instead of {3}.",
    "換回來之後，準確率會是 {0}（{1} – {2}），而不是 {3}。"};
constexpr Text kRemedy{
    "Before training again, compare what \"{0}\" means in the training data, the prompt and the "
    "test set: one has it reversed.",
    "先別重新訓練：請核對「{0}」在訓練資料、提示詞與測試集裡各代表什麼，其中一處寫反了。"};
constexpr Text kLook{"Look at {0}.", "請看{0}。"};

constexpr std::size_t kShown = 3;  // names in the sentence, and samples

Message names_of(const Evidence& evidence, const Exchange& exchange) {
  const auto& labels = evidence.confusion.labels;
  std::vector<Message> words;
  for (const CalledAs& one : exchange.names) {
    if (words.size() == kShown) {
      words.emplace_back(
          kAndMore, std::initializer_list<Message>{std::to_string(exchange.names.size() - kShown)});
      break;
    }
    words.emplace_back(kCalled,
                       std::initializer_list<Message>{labels[one.truth], labels[one.predicted]});
  }
  return join(words, kComma);
}

Message headline_of(const Evidence& evidence, const Exchange& exchange) {
  const auto& labels = evidence.confusion.labels;
  const std::string gained = grouped(std::llround(exchange.gained));
  const std::string rows = grouped(std::llround(exchange.rows));
  if (exchange.names.size() == 2 && exchange.names[0].predicted == exchange.names[1].truth &&
      exchange.names[1].predicted == exchange.names[0].truth) {
    return Message(
        kTwo, {labels[exchange.names[0].truth], labels[exchange.names[1].truth], gained, rows});
  }
  return Message(
      kMore, {std::to_string(exchange.names.size()), gained, rows, names_of(evidence, exchange)});
}

std::vector<Example> samples_of(const Evidence& evidence, const Exchange& exchange) {
  std::vector<Example> samples;
  const auto& examples = evidence.confusion.examples;
  for (const CalledAs& one : exchange.names) {
    if (one.truth >= examples.size() || one.predicted >= examples[one.truth].size()) continue;
    const auto& cell = examples[one.truth][one.predicted];
    if (!cell.empty() && samples.size() < kShown) samples.push_back(cell.front());
  }
  return samples;
}

std::vector<Finding> apply(const Evidence& evidence) {
  const Exchange exchange = find_exchange(evidence);
  if (exchange.names.empty()) return {};
  double hits = 0;
  for (const LabelLine& label : evidence.labels) hits += label.hits;
  const double total = truth_total(evidence);
  const double now = hits / total;
  const double then = (hits - exchange.lost + exchange.gained) / total;
  const double rows = own_rows(evidence, static_cast<double>(evidence.data.used));
  const Bounds bounds = wilson_interval(then * rows, rows, 0.95);
  Finding finding;
  finding.name = "labels-exchanged";
  finding.severity = Finding::Level::high;
  finding.headline = sentences({headline_of(evidence, exchange),
                                Message(kAccuracy, {beside(then, now, 2), fixed(bounds.lo, 2),
                                                    fixed(bounds.hi, 2), beside(now, then, 2)})});
  finding.numbers = {{"labels", static_cast<double>(exchange.names.size())},
                     {"rows", exchange.rows},
                     {"called", exchange.gained},
                     {"lost", exchange.lost},
                     {"accuracy", now},
                     {"accuracy_exchanged", then},
                     {"exchanged_lo", bounds.lo},
                     {"exchanged_hi", bounds.hi}};
  finding.because = {"accuracy"};
  finding.gain = (exchange.gained - exchange.lost) / total;
  finding.samples = samples_of(evidence, exchange);
  const std::string& first = evidence.confusion.labels[exchange.names.front().truth];
  const Message look =
      finding.samples.empty() ? Message() : Message(kLook, {example_rows(finding.samples)});
  finding.remedy = sentences({look, Message(kRemedy, {first})});
  return {finding};
}

}  // namespace

SJ_RULE(
    labels_exchanged,
    {.name = "labels-exchanged",
     .summary =
         {"The model tells labels apart but calls them by each other's names: exchanging "
          "the names would turn two rows right for each that turns wrong, beyond chance.",
          "模型分得出標籤，名稱卻互相對調：換回來之後，多對的樣本至少是多錯的兩倍，不像是巧合。"},
     .remedy = {"Compare the label map of the training data, the prompt and the test set before "
                "training again.",
                "重新訓練之前，先核對訓練資料、提示詞與測試集的標籤對照。"},
     .apply = &apply});

}  // namespace shijin
