// CER: character error rate, as jiwer computes it (Levenshtein 1966). 0 is perfect; it may pass 1.
#include <limits>

#include "metrics/error_rate.h"

namespace shijin {
namespace {

struct Cer : ErrorRate {
  Cer(const Arguments&, const MetricContext&) : ErrorRate("codepoint", Edges::stripped) {}
};

constexpr ExampleRow kCopywriting[] = {
    {"學生黨必入!這款平價口紅顯白不挑皮", "這款口紅顯白又平價,學生黨閉眼衝"},
    {"貴婦級抗老面霜,修護肌底,煥發年輕光澤", "奢享抗老配方,讓肌膚重返年輕"}};
constexpr ExampleRow kWeather[] = {{"今天天气很好", "今天的天气很好"}};
constexpr ExampleRow kNoReferenceText[] = {{"ab", ""}};
constexpr ExampleSource kPeer = "jiwer 4.0.0";
constexpr MetricExample kExamples[] = {
    {"", kWeather, 1.0 / 7, {"by hand: 1 character is missing, of 7", "手算：7 個字中缺 1 個字"}},
    {"", kCopywriting, 0.9333333333333333, kPeer},
    {"", kNoReferenceText, 2, kPeer},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};
constexpr Text kDepartures[] = {
    {"Rows without any reference count nowhere.", "沒有參考文字的列不計入。"}};

}  // namespace

SJ_METRIC(
    cer, Cer,
    {.title = {"Character error rate", "字元錯誤率"},
     .summary = {"Characters to insert, delete or replace to turn the outputs into their "
                 "references, for each character of the references.",
                 "把輸出改成參考文字需要增、刪、換多少字元，除以參考文字的總字數。"},
     .reading = {"0 is perfect, lower is better; 0.05 means one wrong character in twenty. It "
                 "passes 1 when the output is much too long.",
                 "0 為完全正確，越低越好；0.05 表示每二十個字錯一個。輸出過長時會超過 1。"},
     .misleads =
         {"It suits transcription and correction, where one wording is right. For free "
          "writing a good answer in other words scores as badly as a wrong one. Full and "
          "half width, Traditional and Simplified count as different characters.",
          "適用於聽寫、校對這類只有一種正確寫法的任務。自由寫作中，換句話說的好答案和錯的答案"
          "分數一樣差。全形與半形、繁體與簡體都算不同的字。"},
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
