// WER: word error rate, as jiwer computes it. 0 is perfect; it may pass 1.
#include <limits>

#include "metrics/error_rate.h"

namespace shijin {
namespace {

struct Wer : ErrorRate {
  Wer(const Arguments&, const MetricContext&) : ErrorRate("jiwer", Edges::kept) {}
};

constexpr ExampleRow kEnglish[] = {{"the cat sat on the mat .", "the cat is on the mat ."},
                                   {"Hello, world!", "Hello, world!"}};
constexpr ExampleRow kChinese[] = {{"今天天气很好", "今天的天气很好"}};
constexpr ExampleRow kNoReferenceText[] = {{"a b", ""}};
constexpr ExampleSource kPeer = "jiwer 4.0.0";
constexpr MetricExample kExamples[] = {
    {"",
     kEnglish,
     1.0 / 9,
     {"by hand: 1 word is another, of 7 + 2", "手算：7 + 2 個詞中有 1 個換了"}},
    {"",
     kChinese,
     1,
     {"by hand: a sentence without blanks is one word, and it is not the same",
      "手算：沒有空格的一句算一個詞，而它不相同"}},
    {"", kNoReferenceText, 2, kPeer},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};
constexpr Text kDepartures[] = {
    {"Rows without any reference count nowhere.", "沒有參考文字的列不計入。"}};

}  // namespace

SJ_METRIC(
    wer, Wer,
    {.title = {"Word error rate", "詞錯誤率"},
     .summary = {"Words to insert, delete or replace to turn the outputs into their references, "
                 "for each word of the references.",
                 "把輸出改成參考文字需要增、刪、換多少個詞，除以參考文字的總詞數。"},
     .reading = {"0 is perfect, lower is better. It passes 1 when the output is much too long.",
                 "0 為完全正確，越低越好。輸出過長時會超過 1。"},
     .misleads = {"Words are what blanks separate: an unspaced Chinese sentence is one word, so a "
                  "single wrong character makes all of it wrong. Use cer for Chinese. Case and "
                  "punctuation count as errors.",
                  "詞以空格分隔：沒有空格的中文整句算一個詞，錯一個字就全錯，中文請用 "
                  "cer。大小寫與標點不同也算錯。"},
     .needs = Needs::reference,
     .better = Better::lower,
     .low = 0,
     .high = std::numeric_limits<double>::infinity(),
     .perfect = 0,
     .family = "edit",
     .cite = "Levenshtein 1966",
     .peer = "jiwer 4.0.0",
     .departures = kDepartures,
     .examples = kExamples});

}  // namespace shijin
