// Whether the words before a label deny it or ask for it, in English and Chinese. Only the words
// next to it count, past fillers such as "a very" and 是: this is no parser, and says "said" when
// in doubt.
#include <algorithm>
#include <iterator>

#include "base/utf8.h"
#include "text/label_finder.h"

namespace shijin {
namespace {

constexpr std::string_view kOpening[] = {" ",  "\"", "'", "`",  "*",  "(",  "[",     "「",
                                         "『", "“",  "‘", "《", "（", "【", "\u3000"};
constexpr std::string_view kFillersZh[] = {
    "屬於", "属于", "認為", "认为", "歸為", "归为", "視為", "视为", "完全", "明顯", "明显", "真正",
    "一個", "一个", "一則", "一则", "那麼", "那么", "是",   "為",   "为",   "算",   "太",   "很",
    "夠",   "够",   "能",   "會",   "会",   "說",   "说",   "被",   "到",   "有",   "具"};
constexpr std::string_view kDenialsZh[] = {"不",   "非",   "未",     "無",     "无",     "沒",
                                           "没",   "缺乏", "談不上", "谈不上", "稱不上", "称不上",
                                           "無法", "无法", "難以",   "难以"};
// They end like a denial and are none: 無非是, 不得不說是, 莫非是.
constexpr std::string_view kNoDenialsZh[] = {"無非",   "无非",   "莫非", "若非", "除非",
                                             "不得不", "不能不", "不無", "不无", "非得"};
// Questions, and hedges that say neither.
constexpr std::string_view kQuestionsZh[] = {"是否",   "能否",   "可否",  "未必",
                                             "不一定", "不見得", "不见得"};

constexpr std::string_view kFillersEn[] = {
    "a",      "an",       "the",        "very",    "really",      "so",
    "quite",  "entirely", "clearly",    "be",      "been",        "being",
    "is",     "at",       "all",        "exactly", "necessarily", "considered",
    "called", "as",       "classified", "labeled", "labelled",    "categorized",
    "truly",  "overly",   "it",         "this",    "that",        "particularly"};
constexpr std::string_view kDenialsEn[] = {"not",   "no",      "never",   "cannot", "neither",
                                           "nor",   "without", "hardly",  "non",    "isnt",
                                           "wasnt", "lacks",   "lacking", "ain't"};

constexpr std::string_view kPhrasesEn[] = {"non-", "rather than", "instead of"};

template <class Words>
std::string_view ending_in(std::string_view text, const Words& words) {
  std::string_view longest;
  for (std::string_view word : words) {
    if (text.ends_with(word) && word.size() > longest.size()) longest = word;
  }
  return longest;
}

// The last word of Latin letters and apostrophes, or "".
std::string_view last_word(std::string_view text) {
  std::size_t from = text.size();
  while (from > 0) {
    if (text[from - 1] >= 'a' && text[from - 1] <= 'z') {
      --from;
    } else if (text[from - 1] == '\'') {
      --from;
    } else if (text.substr(0, from).ends_with("’")) {
      from -= std::string_view("’").size();
    } else {
      break;
    }
  }
  if (from > 0 && text[from - 1] == '_') return {};
  return text.substr(from);
}

bool denies(std::string_view word) {
  return word.ends_with("n't") || word.ends_with("n’t") ||
         std::find(std::begin(kDenialsEn), std::end(kDenialsEn), word) != std::end(kDenialsEn);
}

struct Reader {
  std::string_view text;
  std::string_view last_filler;

  void drop(std::string_view ending) { text.remove_suffix(ending.size()); }

  // Drop what may stand between a denial and the word it denies.
  void drop_fillers() {
    for (;;) {
      if (const auto mark = ending_in(text, kOpening); !mark.empty()) {
        drop(mark);
        continue;
      }
      if (!ending_in(text, kNoDenialsZh).empty()) return;
      const std::string_view word = last_word(text);
      const bool filler =
          std::find(std::begin(kFillersEn), std::end(kFillersEn), word) != std::end(kFillersEn);
      const std::string_view dropped = filler && !word.empty() ? word : ending_in(text, kFillersZh);
      if (dropped.empty()) return;
      last_filler = dropped;
      drop(dropped);
    }
  }

  // Drop one denial; "" when there is none.
  std::string_view take_denial() {
    if (!ending_in(text, kNoDenialsZh).empty()) return {};
    std::string_view denial = ending_in(text, kDenialsZh);
    if (denial.empty()) denial = ending_in(text, kPhrasesEn);
    if (denial.empty()) {
      const std::string_view word = last_word(text);
      if (denies(word)) denial = word;
    }
    drop(denial);
    return denial;
  }
};

}  // namespace

Stance stance_after(std::string_view before) {
  Reader reader{before, {}};
  reader.drop_fillers();
  const std::string_view ending = reader.text;
  if (!ending_in(ending, kQuestionsZh).empty() || last_word(ending) == "whether") {
    return Stance::asked;
  }
  const std::string_view denial = reader.take_denial();
  if (denial.empty()) return Stance::said;
  // 是不是, 算不算, 有沒有: the same word on both sides of the denial makes a question.
  const bool chinese = denial.size() >= 3 && !reader.last_filler.empty();
  if (chinese && reader.text.ends_with(reader.last_filler)) return Stance::asked;
  // 並非不正面: two denials say it.
  if (denial == "不") {
    reader.drop_fillers();
    if (!reader.take_denial().empty()) return Stance::said;
  }
  return Stance::denied;
}

}  // namespace shijin
