// From the facts of a check to sentences: what was found, by how much, and what to do.
#include <algorithm>
#include <cmath>

#include "base/numbers.h"
#include "check/data_check.h"

namespace shijin {
namespace {

using Level = Finding::Level;

constexpr Text kDuplicates{
    "{0} of {1} rows ({2}) repeat an earlier row: {3} the same, {4} nearly the same. They count "
    "twice, and intervals look narrower than they are.",
    "{1} 筆中有 {0} 筆（{2}）與前面的樣本重複：{3} "
    "筆相同，{4} 筆幾乎相同。重複樣本會被重複計算，區間也會顯得過窄。"};
constexpr Text kDuplicatesOne{
    "1 of {0} rows ({1}) repeats an earlier row: {2} the same, {3} nearly the same. It counts "
    "twice, and intervals look narrower than they are.",
    "{0} 筆中有 1 筆（{1}）與前面的樣本重複：{2} "
    "筆相同，{3} 筆幾乎相同。重複樣本會被重複計算，區間也會顯得過窄。"};
constexpr Text kDuplicatesRemedy{"Keep one of each; row {0} repeats row {1}.",
                                 "每組請只留一筆；例如第 {0} 筆與第 {1} 筆重複。"};

constexpr Text kConflict{
    "{0} rows have the text of an earlier row and another label: no model can get both right.",
    "{0} 筆與前面的樣本文字相同、標籤卻不同：任何模型都不可能兩者都答對。"};
constexpr Text kConflictOne{
    "1 row has the text of an earlier row and another label: no model can get both right.",
    "1 筆與前面的樣本文字相同、標籤卻不同：任何模型都不可能兩者都答對。"};
constexpr Text kConflictRemedy{
    "Decide which label is right; row {0} says \"{1}\", row {2} says \"{3}\".",
    "請決定哪個標籤正確；第 {0} 筆標為「{1}」，第 {2} 筆標為「{3}」。"};

constexpr Text kSuspects{
    "{0} of {1} labels ({2}) are doubtful: the model is surer of another label than it usually is "
    "where that label stands.",
    "{1} 個標籤中有 {0} 個（{2}）可疑：模型對另一個標籤的把握，高過它在該標籤樣本上的平均。"};
constexpr Text kSuspectsOne{
    "1 of {0} labels ({1}) is doubtful: the model is surer of another label than it usually is "
    "where that label stands.",
    "{0} 個標籤中有 1 個（{1}）可疑：模型對另一個標籤的把握，高過它在該標籤樣本上的平均。"};
constexpr Text kSuspectsRemedy{
    "Check them by hand, the most doubtful first: row {0} is labelled \"{1}\", perhaps \"{2}\". "
    "The probabilities must come from a model that has not seen these labels.",
    "請人工複查，最可疑的排在前面：第 {0} 筆標為「{1}」，可能是「{2}」。"
    "機率必須來自沒看過這些標籤的模型。"};

constexpr Text kProbabilitiesOne{
    "1 of {0} rows has probabilities that are not numbers from 0 to 1, or do not sum to 1.",
    "{0} 筆中有 1 筆的機率不是 0 到 1 的數，或總和不是 1。"};
constexpr Text kProbabilities{
    "{0} of {1} rows have probabilities that are not numbers from 0 to 1, or do not sum to 1.",
    "{1} 筆中有 {0} 筆的機率不是 0 到 1 的數，或總和不是 1。"};
constexpr Text kProbabilitiesRemedy{
    "Write one probability a label in each row; these rows are not searched for doubtful labels.",
    "請在每一列寫出各標籤的機率；這些樣本沒有列入可疑標籤的搜尋。"};

constexpr Text kSupport{
    "Label {0} has {1} rows: its recall can be known no closer than ± {2} (at a recall of 0.80).",
    "標籤 {0} 只有 {1} 筆：其召回率最多只能估到 ± {2}（以召回率 0.80 計）。"};
constexpr Text kSupportOne{
    "Label {0} has 1 row: its recall can be known no closer than ± {1} (at a recall of 0.80).",
    "標籤 {0} 只有 1 筆：其召回率最多只能估到 ± {1}（以召回率 0.80 計）。"};
constexpr Text kSupportMore{"{0} Of {1} labels, {2} have too few rows.",
                            "{0}{1} 個標籤中有 {2} 個樣本過少。"};
constexpr Text kSupportRemedy{"Have at least {0} rows of each label that you make claims about.",
                              "凡要下結論的標籤，每個至少準備 {0} 筆。"};

constexpr Text kEmptyOne{"1 of {0} inputs is empty.", "{0} 筆輸入中有 1 筆是空的。"};
constexpr Text kEmpty{"{0} of {1} inputs are empty.", "{1} 筆輸入中有 {0} 筆是空的。"};
constexpr Text kEmptyRemedy{"Fill them in, or leave the rows out.", "請補上，或移除這些樣本。"};
constexpr Text kGarbledOne{"1 of {0} inputs is garbled: it went through a wrong encoding.",
                           "{0} 筆輸入中有 1 筆是亂碼：曾以錯誤的編碼轉換。"};
constexpr Text kGarbled{"{0} of {1} inputs are garbled: they went through a wrong encoding.",
                        "{1} 筆輸入中有 {0} 筆是亂碼：曾以錯誤的編碼轉換。"};
constexpr Text kGarbledRemedy{"Read the source again with its own encoding: --encoding NAME.",
                              "請以正確的編碼重新讀取來源：--encoding 名稱。"};

constexpr Text kPercent{"{0} %", "{0} %"};

Message percent(double share) {
  std::string shown = fixed(100 * share, share < 0.0995 ? 1 : 0);
  if (shown.ends_with(".0")) shown.resize(shown.size() - 2);
  return Message(kPercent, {shown});
}

Example example_of(std::int64_t row, const std::string& text) {
  Example one;
  one.id = std::to_string(row);
  one.row = row;
  one.input = text;
  return one;
}

class Words {
 public:
  explicit Words(const CheckReport& report)
      : report_(report), rows_(static_cast<double>(report.rows)) {}

  std::vector<Finding> all() {
    if (report_.rows == 0) return {};
    tell_conflicts();
    tell_duplicates();
    tell_suspects();
    tell_probabilities();
    tell_texts();
    tell_support();
    std::stable_sort(findings_.begin(), findings_.end(),
                     [](const Finding& a, const Finding& b) { return a.severity < b.severity; });
    return std::move(findings_);
  }

 private:
  Finding& add(std::string name, Level level, Message headline, Message remedy) {
    Finding finding;
    finding.name = std::move(name);
    finding.severity = level;
    finding.headline = std::move(headline);
    finding.remedy = std::move(remedy);
    findings_.push_back(std::move(finding));
    return findings_.back();
  }

  // A sentence about one, or about several whose number comes first.
  static Message counted(const Text& one, const Text& several, std::int64_t count,
                         std::vector<Message> arguments) {
    if (count == 1) return Message(one, std::move(arguments));
    arguments.insert(arguments.begin(), grouped(count));
    return Message(several, std::move(arguments));
  }

  static void show(Finding& finding, const std::vector<RepeatedRow>& rows) {
    for (std::size_t i = 0; i < std::min<std::size_t>(3, rows.size()); ++i) {
      finding.samples.push_back(example_of(rows[i].row, rows[i].text));
      finding.samples.back().score = rows[i].similarity;
    }
  }

  void tell_duplicates() {
    const std::int64_t count = report_.duplicates_exact + report_.duplicates_near;
    if (count == 0) return;
    const double share = static_cast<double>(count) / rows_;
    const RepeatedRow& first = report_.duplicates.front();
    Finding& finding =
        add("duplicates", share >= 0.05 ? Level::medium : Level::low,
            counted(kDuplicatesOne, kDuplicates, count,
                    {grouped(report_.rows), percent(share), grouped(report_.duplicates_exact),
                     grouped(report_.duplicates_near)}),
            Message(kDuplicatesRemedy, {std::to_string(first.row), std::to_string(first.other)}));
    finding.numbers = {{"rows", static_cast<double>(count)},
                       {"of", rows_},
                       {"share", share},
                       {"exact", static_cast<double>(report_.duplicates_exact)},
                       {"near", static_cast<double>(report_.duplicates_near)},
                       {"row", static_cast<double>(first.row)},
                       {"other", static_cast<double>(first.other)}};
    show(finding, report_.duplicates);
  }

  void tell_conflicts() {
    if (report_.conflicts == 0) return;
    const double share = static_cast<double>(report_.conflicts) / rows_;
    const RepeatedRow& first = report_.conflicting.front();
    Finding& finding =
        add("label-conflict", share >= 0.01 ? Level::high : Level::medium,
            report_.conflicts == 1 ? Message(kConflictOne)
                                   : Message(kConflict, {grouped(report_.conflicts)}),
            Message(kConflictRemedy, {std::to_string(first.row), first.label,
                                      std::to_string(first.other), first.other_label}));
    finding.numbers = {{"rows", static_cast<double>(report_.conflicts)},
                       {"share", share},
                       {"row", static_cast<double>(first.row)},
                       {"other", static_cast<double>(first.other)}};
    show(finding, report_.conflicting);
  }

  void tell_suspects() {
    if (report_.suspects == 0) return;
    const double share = static_cast<double>(report_.suspects) / rows_;
    const SuspectLine& first = report_.suspected.front();
    Finding& finding = add(
        "labels-suspected", share >= 0.01 ? Level::medium : Level::low,
        counted(kSuspectsOne, kSuspects, report_.suspects, {grouped(report_.rows), percent(share)}),
        Message(kSuspectsRemedy, {std::to_string(first.row), first.given, first.likely}));
    finding.numbers = {{"rows", static_cast<double>(report_.suspects)},
                       {"of", rows_},
                       {"share", share},
                       {"row", static_cast<double>(first.row)}};
    for (std::size_t i = 0; i < std::min<std::size_t>(3, report_.suspected.size()); ++i) {
      const SuspectLine& line = report_.suspected[i];
      Example one = example_of(line.row, line.text);
      one.reference = line.given;
      one.output = line.likely;
      one.score = line.margin;
      finding.samples.push_back(std::move(one));
    }
  }

  void tell_probabilities() {
    const std::int64_t count = report_.probabilities_bad;
    if (count == 0) return;
    Finding& finding =
        add("probabilities-bad", Level::medium,
            counted(kProbabilitiesOne, kProbabilities, count, {grouped(report_.rows)}),
            Message(kProbabilitiesRemedy));
    finding.numbers = {{"rows", static_cast<double>(count)}, {"of", rows_}};
  }

  void tell_texts() {
    const auto tell = [&](std::string name, std::int64_t count, const Text& one,
                          const Text& several, Text remedy) {
      if (count == 0) return;
      Finding& finding =
          add(std::move(name), Level::medium, counted(one, several, count, {grouped(report_.rows)}),
              Message(remedy));
      finding.numbers = {{"rows", static_cast<double>(count)}, {"of", rows_}};
    };
    tell("inputs-empty", report_.empty_texts, kEmptyOne, kEmpty, kEmptyRemedy);
    tell("inputs-garbled", report_.garbled_texts, kGarbledOne, kGarbled, kGarbledRemedy);
  }

  void tell_support() {
    const auto small =
        std::count_if(report_.support.begin(), report_.support.end(),
                      [](const SupportLine& line) { return line.rows < line.needed; });
    if (small == 0) return;
    const SupportLine& least = report_.support.front();
    const std::string margin = fixed(least.margin, 2);
    Message headline = least.rows == 1
                           ? Message(kSupportOne, {least.label, margin})
                           : Message(kSupport, {least.label, grouped(least.rows), margin});
    const auto labels = static_cast<std::int64_t>(report_.support.size());
    if (small > 1) headline = Message(kSupportMore, {headline, grouped(labels), grouped(small)});
    Finding& finding = add("support-small", Level::low, headline,
                           Message(kSupportRemedy, {grouped(least.needed)}));
    finding.numbers = {{"rows", static_cast<double>(least.rows)},
                       {"margin", least.margin},
                       {"recall", 0.8},
                       {"labels", static_cast<double>(labels)},
                       {"labels_small", static_cast<double>(small)},
                       {"needed", static_cast<double>(least.needed)}};
  }

  const CheckReport& report_;
  double rows_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> check_findings(const CheckReport& report) { return Words(report).all(); }

}  // namespace shijin
