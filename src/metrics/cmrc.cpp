// CMRC 2018's exact match and F1: short Chinese answers; the F1 is over the longest common run of
// characters and words (Cui et al. 2019). 0–1.
#include <limits>
#include <map>
#include <string>

#include "metrics/answer_mean.h"
#include "metrics/common_run.h"
#include "text/answer.h"

namespace shijin {
namespace {

struct CmrcEm : AnswerMean<CmrcEm> {
  CmrcEm(const Arguments&, const MetricContext&) {}
  double value(std::string_view output, std::string_view reference) const {
    return cmrc_answer(output) == cmrc_answer(reference) ? 1 : 0;
  }
};

struct CmrcF1 : AnswerMean<CmrcF1> {
  CmrcF1(const Arguments&, const MetricContext&) {}
  double value(std::string_view output, std::string_view reference) const {
    std::map<std::string, std::uint32_t> known;
    const auto ids = [&](std::string_view text) {
      std::vector<std::uint32_t> out;
      for (std::string& unit : cmrc_units(text)) {
        const auto next = static_cast<std::uint32_t>(known.size());
        out.push_back(known.emplace(std::move(unit), next).first->second);
      }
      return out;
    };
    const std::vector<std::uint32_t> said = ids(output);
    const std::vector<std::uint32_t> wanted = ids(reference);
    return answer_f1(longest_common_run(wanted, said), said.size(), wanted.size());
  }
};

constexpr ExampleRow kWeather[] = {{"今天天气很好", "今天的天气很好"}};
constexpr ExampleRow kAnswers[] = {{"1998年，在北京。", "1998年在北京"},
                                   {"是 Apple 公司", "Apple公司\x1f苹果公司"},
                                   {"上海", "北京"}};
constexpr ExampleRow kEmpty[] = {{"", ""}};
constexpr ExampleSource kScript = {"CMRC 2018's evaluation script", "CMRC 2018 的評測腳本"};
constexpr MetricExample kExamplesEm[] = {
    {"",
     kAnswers,
     1.0 / 3,
     {"by hand: row 1 is equal without punctuation, rows 2 and 3 are not",
      "手算：去掉標點後第 1 筆相同，第 2、3 筆不同"}},
    {"", kEmpty, 1, kScript},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};
constexpr MetricExample kExamplesF1[] = {
    {"",
     kWeather,
     8.0 / 13,
     {"by hand: 4 characters in a row of 6 and 7: 2·4/(6 + 7)",
      "手算：6 字與 7 字之中，最長有 4 字連續相同：2·4/(6 + 7)"}},
    {"",
     kAnswers,
     (1 + 6.0 / 7) / 3,
     {"by hand: 1, then 2·3/(4 + 3), then 0", "手算：依序為 1、2·3/(4 + 3)、0"}},
    {"", kEmpty, 0, kScript},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};

constexpr Text kScale{"0 to 1; the script prints 0 to 100.",
                      "範圍為 0 到 1；原腳本印出 0 到 100。"};
constexpr Text kRows{"Rows without any reference count nowhere.", "沒有參考文字的列不計入。"};
constexpr Text kDeparturesEm[] = {kScale, kRows};
constexpr Text kDeparturesF1[] = {
    kScale,
    {"A stretch without Han characters is taken for one sentence. The script has NLTK's punkt cut "
     "it into sentences first, with data that must be downloaded: there a full stop inside the "
     "stretch may stand alone, here only the last one does.",
     "不含漢字的片段視為一個句子。原腳本會先用 NLTK 的 punkt（需另外下載資料）斷句：片段中間的句點"
     "可能獨立成詞，這裡只有最後一個會。"},
    kRows};

}  // namespace

SJ_METRIC(
    cmrc_em, CmrcEm,
    {.title = {"CMRC exact match", "CMRC 完全相符"},
     .summary = {"The share of answers that equal a reference once case and CMRC's list of "
                 "punctuation are left out.",
                 "忽略大小寫與 CMRC 所列的標點之後，與任一參考答案相同的比例。"},
     .reading = {"1 means every answer is right.", "1 表示每個答案都對。"},
     .misleads = {"Only the punctuation of its list is left out: an ASCII full stop or comma, "
                  "or a blank inside, makes a right answer wrong; so do Traditional characters "
                  "against Simplified ones.",
                  "只忽略清單裡的標點：多一個半形句點、逗號，或中間多一個空格，"
                  "對的答案也算錯；繁簡不同也算錯。"},
     .needs = Needs::reference,
     .family = "answers",
     .cite = "Cui et al. 2019",
     .peer = "CMRC 2018 evaluation script",
     .departures = kDeparturesEm,
     .examples = kExamplesEm});
SJ_METRIC(
    cmrc_f1, CmrcF1,
    {.title = {"CMRC F1", "CMRC F1 分數"},
     .summary = {"How much of answer and reference their longest common run makes up, in Han "
                 "characters and words of other scripts, against the best reference.",
                 "答案與最接近的參考答案之間，最長的連續相同片段（漢字逐字、其他文字逐詞）所占"
                 "的比例。"},
     .reading = {"0 to 1. 1 means equal but for case and punctuation.",
                 "0 到 1。1 表示除大小寫與標點外完全相同。"},
     .misleads = {"One character that differs in the middle halves it, for only the longest "
                  "run counts; other Chinese F1 scores count the characters or words "
                  "wherever they stand.",
                  "只算最長的連續片段，中間錯一個字就可能折半；其他中文 F1 "
                  "則不論位置計算相同的字或詞。"},
     .needs = Needs::reference,
     .family = "answers",
     .cite = "Cui et al. 2019",
     .peer = "CMRC 2018 evaluation script",
     .departures = kDeparturesF1,
     .examples = kExamplesF1});

}  // namespace shijin
