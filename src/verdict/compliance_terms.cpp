// Compliance terms: outputs with an advertising term of tier 1 that nothing exempts. Candidates,
// never verdicts: loud only where the user asked for compliance.
#include <algorithm>

#include "base/numbers.h"
#include "verdict/screened.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr ScreenedWords kWords{
    .one = {"1 of {0} outputs holds an advertising term to check ({1}); a person decides.",
            "{0} 筆輸出中有 1 筆出現待審的廣告用語（{1}），是否違規由人判定。"},
    .many = {"{0} of {1} outputs hold advertising terms to check ({2}); a person decides.",
             "{1} 筆輸出中有 {0} 筆出現待審的廣告用語（{2}），是否違規由人判定。"},
    .help =
        {"Read {0} and decide each: proof, a prize or an everyday meaning clears a term. Rewrite "
         "what stays without the absolute word, in the references and training rows too; waive "
         "or add terms with --terms FILE.",
         "請逐筆審閱{0}：有佐證、屬於獎項或日常語意即可放行；其餘請改寫、去掉絕對化字眼，"
         "參考答案與訓練樣本也一樣。可用 --terms 檔案 豁免或增補。"},
    .because = "compliance_rate"};
constexpr Text kPlace{"row {0} “{1}” ({2})", "第 {0} 筆「{1}」（{2}）"};
constexpr Text kPlaces{"Found: {0}.", "找到：{0}。"};
constexpr Text kSeparator{"; ", "；"};

bool asked_for(const Evidence& evidence) {
  return std::any_of(evidence.metrics.begin(), evidence.metrics.end(),
                     [](const ScoreLine& line) { return line.metric == "compliance_rate"; });
}

std::vector<Finding> apply(const Evidence& evidence) {
  std::vector<Finding> findings = tell_screened(evidence, "compliance-terms", kWords);
  if (findings.empty()) return findings;
  Finding& finding = findings.front();
  if (!asked_for(evidence)) finding.severity = Finding::Level::info;
  std::vector<Message> places;
  for (const Example& example : finding.samples) {
    for (const Mark& mark : example.marks) {
      if (mark.tier > 1 || !mark.exempt.empty()) continue;
      places.emplace_back(kPlace,
                          std::initializer_list<Message>{
                              std::to_string(example.row),
                              example.output.substr(mark.begin, mark.end - mark.begin), mark.what});
    }
  }
  if (places.empty()) return findings;
  finding.remedy =
      sentences({Message(kPlaces, {join(places, kSeparator)}), std::move(finding.remedy)});
  return findings;
}

}  // namespace

SJ_RULE(
    compliance_terms,
    {.name = "compliance-terms",
     .summary = {"Chinese outputs hold an absolute or misleading advertising term of tier 1 that "
                 "no context exempts; each is a candidate, and a person decides.",
                 "中文輸出出現第 1 級的絕對化或誤導性廣告用語，且沒有豁免情境；每一筆都只是候選，"
                 "由人判定。"},
     .remedy = {"Read each and decide; rewrite what stays, in the training rows too; waive or add "
                "terms with --terms FILE.",
                "逐筆審閱判定；需要改的連同訓練樣本一併改寫；可用 --terms 檔案 豁免或增補。"},
     .apply = &apply});

}  // namespace shijin
