// SQuAD's exact match and F1: short English answers, compared without case, punctuation and
// articles (Rajpurkar et al. 2016). 0–1.
#include <limits>
#include <map>

#include "metrics/answer_mean.h"
#include "text/answer.h"

namespace shijin {
namespace {

struct SquadEm : AnswerMean<SquadEm> {
  SquadEm(const Arguments&, const MetricContext&) {}
  double value(std::string_view output, std::string_view reference) const {
    return squad_answer(output) == squad_answer(reference) ? 1 : 0;
  }
};

// How often each word of a normal answer occurs.
std::map<std::string, std::size_t> bag(const std::string& answer, std::size_t& words) {
  std::map<std::string, std::size_t> counts;
  words = 0;
  for (std::size_t begin = 0; begin < answer.size();) {
    const std::size_t end = std::min(answer.find(' ', begin), answer.size());
    ++counts[answer.substr(begin, end - begin)];
    ++words;
    begin = end + 1;
  }
  return counts;
}

struct SquadF1 : AnswerMean<SquadF1> {
  SquadF1(const Arguments& arguments, const MetricContext&)
      : empty_is_right_(arguments.text("version") == "2") {}
  double value(std::string_view output, std::string_view reference) const {
    std::size_t of_output = 0;
    std::size_t of_reference = 0;
    const auto said = bag(squad_answer(output), of_output);
    const auto wanted = bag(squad_answer(reference), of_reference);
    if (empty_is_right_ && (of_output == 0 || of_reference == 0)) {
      return of_output == of_reference ? 1 : 0;
    }
    std::size_t common = 0;
    for (const auto& [word, count] : said) {
      const auto found = wanted.find(word);
      if (found != wanted.end()) common += std::min(count, found->second);
    }
    return answer_f1(common, of_output, of_reference);
  }

 private:
  bool empty_is_right_;
};

constexpr ParameterInfo kVersion[] = {
    {"version",
     {"2: an empty answer to an empty reference is right (SQuAD 2.0); 1: its F1 is 0 (SQuAD 1.1)",
      "2：參考為空時，空的回答算對（SQuAD 2.0）；1：此時 F1 為 0（SQuAD 1.1）"},
     ParameterKind::choice,
     "1",
     "1|2"}};

constexpr ExampleRow kAnswers[] = {{"The Denver Broncos!", "Denver Broncos"},
                                   {"in a red house", "red house\x1fthe big red house"},
                                   {"1976", "1977"}};
constexpr ExampleRow kEmpty[] = {{"", ""}};
constexpr ExampleRow kWeather[] = {{"今天天气很好", "今天的天气很好"}};
constexpr ExampleSource kFirst = {"SQuAD 1.1's evaluation script", "SQuAD 1.1 的評測腳本"};
constexpr ExampleSource kSecond = {"SQuAD 2.0's evaluation script", "SQuAD 2.0 的評測腳本"};
constexpr MetricExample kExamplesEm[] = {
    {"",
     kAnswers,
     1.0 / 3,
     {"by hand: only row 1 is equal without case, punctuation and articles",
      "手算：不計大小寫、標點與冠詞，只有第 1 筆相同"}},
    {"", kEmpty, 1, kFirst},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};
constexpr MetricExample kExamplesF1[] = {
    {"",
     kAnswers,
     (1 + 0.8) / 3,
     {"by hand: 1, then 2·(2/3)·1/(2/3 + 1) = 4/5, then 0",
      "手算：依序為 1、2·(2/3)·1/(2/3 + 1) = 4/5、0"}},
    {"", kEmpty, 0, kFirst},
    {"version=2", kEmpty, 1, kSecond},
    {"",
     kWeather,
     0,
     {"SQuAD 1.1's evaluation script: each side is one word",
      "SQuAD 1.1 的評測腳本：兩邊各算一個詞"}},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};

constexpr Text kDepartures[] = {
    {"0 to 1; the script prints 0 to 100.", "範圍為 0 到 1；原腳本印出 0 到 100。"},
    {"What a letter is follows Unicode 15; the script follows its Python. It matters only beside "
     "an article.",
     "何謂字母依 Unicode 15；原腳本依所用的 Python。只有緊鄰冠詞時才有差別。"},
    {"Rows without any reference count nowhere.", "沒有參考文字的列不計入。"}};
constexpr Text kMisleads{
    "It cuts at blanks only: an unspaced Chinese answer is one word, right or wrong as a whole; "
    "use "
    "cmrc_f1. It was made for answers of a few words.",
    "只在空白處切開：沒有空格的中文答案整個算一個詞，不是全對就是全錯，請用 "
    "cmrc_f1。它是為幾個詞的短答案設計的。"};

}  // namespace

SJ_METRIC(squad_em, SquadEm,
          {.title = {"SQuAD exact match", "SQuAD 完全相符"},
           .summary = {"The share of answers that equal a reference once case, ASCII punctuation "
                       "and a, an, the are left out.",
                       "忽略大小寫、ASCII 標點與 a、an、the 之後，與任一參考答案相同的比例。"},
           .reading = {"1 means every answer is right.", "1 表示每個答案都對。"},
           .misleads = kMisleads,
           .needs = Needs::reference,
           .family = "answers",
           .cite = "Rajpurkar et al. 2016",
           .peer = "SQuAD evaluation script 1.1",
           .departures = kDepartures,
           .examples = kExamplesEm});
SJ_METRIC(
    squad_f1, SquadF1,
    {.title = {"SQuAD F1", "SQuAD F1 分數"},
     .summary = {"How many words answer and reference share, against the best reference, once "
                 "case, ASCII punctuation and a, an, the are left out.",
                 "忽略大小寫、ASCII 標點與 a、an、the "
                 "之後，答案與最接近的參考答案有多少相同的詞。"},
     .reading = {"0 to 1. 1 means the same words, in whatever order.",
                 "0 到 1。1 表示用詞完全相同，順序不拘。"},
     .misleads = kMisleads,
     .needs = Needs::reference,
     .family = "answers",
     .cite = "Rajpurkar et al. 2016, 2018",
     .peer = "SQuAD evaluation scripts 1.1 and 2.0",
     .departures = kDepartures,
     .parameters = kVersion,
     .examples = kExamplesF1});

}  // namespace shijin
