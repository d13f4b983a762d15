// The table of measures.
#include "rate/measures.h"

#include <algorithm>
#include <array>

namespace shijin {
namespace {

constexpr std::array<RatingMeasure, 9> kMeasures = {{
    {"human",
     {"Mean rating", "評分平均"},
     {"The mean of all scores that raters gave; human[dim=fluency] is that of one dimension.",
      "所有評分的平均；human[dim=fluency] 是單一面向的平均。"},
     {"On the raters' own scale. The interval takes an item's ratings together: five people on one "
      "item are not five items.",
      "沿用評分者所用的量尺。區間把同一項目的評分視為一體：五個人評同一項，並不等於五個項目。"},
     {"It speaks for these raters. With two or three of them, how strict they happen to be does "
      "not "
      "average out with more items: see rater_severity.",
      "它只代表這幾位評分者。只有兩三位時，他們剛好偏嚴或偏鬆，不會因為項目變多而抵銷；"
      "請看 rater_severity。"},
     {"higher is better, on the scale of the raters", "越高越好，依評分者的量尺"},
     {"(5+4+4+2 + 5+4+3+1) / 8 = 28 / 8 = 3.5.", "(5+4+4+2 + 5+4+3+1) / 8 = 28 / 8 = 3.5。"},
     3.5,
     "statsmodels",
     "Liang & Zeger 1986; Miller 2024"},
    {"krippendorff_alpha",
     {"Krippendorff's alpha", "Krippendorff 一致性 α"},
     {"How far raters agree beyond chance, scores taken as ordered: 4 against 5 is nearer than 1 "
      "against 5. Ratings may be missing.",
      "評分者的一致程度扣除碰巧的部分，並考慮分數有高低次序：4 與 5 比 1 與 5 接近。允許缺漏。"},
     {"1 is full agreement, 0 is chance, below 0 is contrary. Krippendorff: below 0.667 do not "
      "lean "
      "on the scores, up to 0.8 only tentatively.",
      "1 為完全一致，0 相當於碰巧，負值表示相反。Krippendorff 的建議：低於 0.667 不要依賴這些"
      "評分，0.667 到 0.8 只能暫作參考。"},
     {"Where nearly all scores are alike it falls though raters agree: chance would agree as well. "
      "Then read gwet_ac2 beside it.",
      "當幾乎所有分數都相同時，即使評分者一致也會偏低，因為碰巧也會一致；此時請同時看 gwet_ac2。"},
     {"higher is better, up to 1", "越高越好，最高 1"},
     {"Differences between scores c and k are squared counts of the scores from c to k, the two "
      "ends "
      "by half. Observed in the pairs (4,3) and (2,1): (2*4 + 2*1) / 8 = 1.25. Between any two of "
      "the "
      "eight scores: 2*316 / (8*7) = 11.286. 1 - 1.25 / 11.286 = 0.889.",
      "分數 c 與 k 的差距，是 c 到 k 之間的評分個數（兩端各算一半）的平方。實際出現在 (4,3) 與 "
      "(2,1)：(2*4 + 2*1) / 8 = 1.25。八個評分任取兩個：2*316 / (8*7) = 11.286。"
      "1 - 1.25 / 11.286 = 0.889。"},
     0.8892405063291139,
     "krippendorff",
     "Krippendorff 2011"},
    {"gwet_ac2",
     {"Gwet's AC2", "Gwet 一致性 AC2"},
     {"Agreement beyond chance with quadratic weights, chance reckoned so that it stays low where "
      "one score dominates.",
      "以平方加權、扣除碰巧後的一致程度；其碰巧程度的算法，在某個分數獨大時仍然偏低。"},
     {"1 is full agreement, 0 is chance. Above 0.8 is good.",
      "1 為完全一致，0 相當於碰巧；0.8 以上為佳。"},
     {"It counts the scores that were given; a scale of which only two points were used looks like "
      "one of two points.",
      "只計入實際出現過的分數；若量尺只用到其中兩點，就等於只有兩點的量尺。"},
     {"higher is better, up to 1", "越高越好，最高 1"},
     {"Weights are 1 - (difference/4)^2: 1, 1, 15/16, 15/16, on average 0.96875. By chance 18.75 / "
      "(5*4) * 0.75 = 0.703, where 18.75 is the sum of all weights and 0.75 that of share * (1 - "
      "share) over the five scores. (0.96875 - 0.703) / (1 - 0.703) = 0.895.",
      "權重為 1 - (差/4)^2：1、1、15/16、15/16，平均 0.96875。碰巧：18.75 / (5*4) * 0.75 = 0.703，"
      "其中 18.75 是全部權重之和，0.75 是五種分數各自「占比 * (1 - 占比)」之和。"
      "(0.96875 - 0.703) / (1 - 0.703) = 0.895。"},
     0.8947368421052632,
     "irrCAC",
     "Gwet 2008, 2014"},
    {"icc",
     {"ICC of one rater", "單一評分者 ICC"},
     {"Share of the spread of scores that lies between items, one rater's scores taken as they are "
      "(McGraw and Wong's ICC(A,1)).",
      "分數的離散有多少來自項目之間的差別，以單一評分者的原始分數計（McGraw 與 Wong 的 "
      "ICC(A,1)）。"},
     {"1: raters differ in nothing; 0: items differ no more than raters do.",
      "1 表示評分者完全一致；0 表示項目間的差別不比評分者間的大。"},
     {"It needs every rater on every item; items that somebody left out are set aside. Items that "
      "are all alike give a low ICC, however well raters agree.",
      "需要每位評分者都評過每個項目；有人漏評的項目不列入。若項目本身都差不多，ICC 會偏低，"
      "與評分者是否一致無關。"},
     {"higher is better, up to 1", "越高越好，最高 1"},
     {"Mean squares: items 13 / 3, raters 0.5, rest 0.5 / 3. (13/3 - 1/6) / (13/3 + 1/6 + 2/4 * "
      "(1/2 "
      "- 1/6)) = 0.893.",
      "均方：項目 13 / 3、評分者 0.5、其餘 0.5 / 3。"
      "(13/3 - 1/6) / (13/3 + 1/6 + 2/4 * (1/2 - 1/6)) = 0.893。"},
     0.8928571428571429,
     "pingouin",
     "McGraw & Wong 1996"},
    {"icc_mean",
     {"ICC of the mean", "平均分 ICC"},
     {"The same for the mean of all raters (ICC(A,k)): how far that mean can be relied on.",
      "同上，但針對所有評分者的平均分（ICC(A,k)）：這個平均分有多可靠。"},
     {"0.8 and above is good. More raters raise it: a report says how many would reach 0.8.",
      "0.8 以上為佳。評分者越多越高；報告會說明要幾位才能達到 0.8。"},
     {"It is about telling items apart, not about the mean of all items: for that, more items "
      "usually help more than more raters.",
      "它衡量能否分辨項目的好壞，而不是整體平均有多準；要後者，增加項目通常比增加評分者有效。"},
     {"higher is better, up to 1", "越高越好，最高 1"},
     {"With the same mean squares (13/3 - 1/6) / (13/3 + (1/2 - 1/6) / 4) = 0.943.",
      "以同樣的均方計：(13/3 - 1/6) / (13/3 + (1/2 - 1/6) / 4) = 0.943。"},
     0.9433962264150944,
     "pingouin",
     "McGraw & Wong 1996"},
    {"weighted_kappa",
     {"Weighted kappa", "加權 kappa"},
     {"Cohen's kappa with quadratic weights; of more than two raters the mean over all pairs.",
      "平方加權的 Cohen kappa；評分者超過兩位時，取各兩兩配對的平均。"},
     {"1 is full agreement, 0 is chance.", "1 為完全一致，0 相當於碰巧。"},
     {"Like alpha it falls where nearly all scores are alike.",
      "與 α 相同，當幾乎所有分數都相同時會偏低。"},
     {"higher is better, up to 1", "越高越好，最高 1"},
     {"Squared differences of the items: 0, 0, 1, 1, on average 0.5. Between any score of A and "
      "any of "
      "B: 58 / 16 = 3.625. 1 - 0.5 / 3.625 = 0.862.",
      "各項目差距的平方：0、0、1、1，平均 0.5。A 的任一分數與 B 的任一分數之間：58 / 16 = 3.625。"
      "1 - 0.5 / 3.625 = 0.862。"},
     0.8620689655172413,
     "scikit-learn",
     "Cohen 1968; Light 1971"},
    {"within_1",
     {"Within 1 point", "相差 1 分以內"},
     {"Share of pairs of ratings of one item that lie at most 1 apart.",
      "同一項目的兩兩評分中，相差不超過 1 分的比例。"},
     {"What people mean by agreeing on a scale of five.", "在五分量尺上，一般人所說的「差不多」。"},
     {"Chance alone gives 0.52 on five points, more where one score dominates: no substitute for "
      "alpha.",
      "五分量尺上光靠碰巧就有 0.52，某個分數獨大時更高；不能取代 α。"},
     {"higher is better, 0 to 1", "越高越好，0 到 1"},
     {"All four items: 4 / 4 = 1.", "四個項目都是：4 / 4 = 1。"},
     1,
     "",
     ""},
    {"exact_agreement",
     {"Equal scores", "分數相同"},
     {"Share of pairs of ratings of one item that are equal.",
      "同一項目的兩兩評分中，完全相同的比例。"},
     {"Read it beside within_1: far below it means that raters see the same and count otherwise.",
      "請與 within_1 對照：遠低於它，表示看法相近、給分習慣不同。"},
     {"Chance alone gives 0.2 on five points.", "五分量尺上光靠碰巧就有 0.2。"},
     {"higher is better, 0 to 1", "越高越好，0 到 1"},
     {"The first two items: 2 / 4 = 0.5.", "前兩個項目：2 / 4 = 0.5。"},
     0.5,
     "",
     ""},
    {"rater_severity",
     {"Severity of a rater", "評分者的寬嚴"},
     {"How far a rater scores above (lenient) or below (strict) the average rater on the same "
      "items: score = item + rater + rest, by least squares.",
      "評分者在同樣的項目上，比平均的評分者高（偏鬆）或低（偏嚴）多少：分數 = 項目 + 評分者 + "
      "其餘，以最小平方法估計。"},
     {"In points of the scale. The adjusted mean is what the average rater would have given.",
      "以量尺的分數為單位。調整後平均，就是平均的評分者會給的分數。"},
     {"It needs raters who share items, directly or through others; where they do not, there is "
      "none.",
      "評分者之間必須有共同的項目（直接，或經由他人串連）；否則無法估計。"},
     {"neither way is better, 0 is the average rater", "沒有好壞之分，0 為平均的評分者"},
     {"A's mean is 3.75, B's 3.25, both on the same items: A is 0.25 above the middle, B 0.25 "
      "below.",
      "A 的平均是 3.75，B 是 3.25，評的是同樣的項目：A 比中間高 0.25，B 低 0.25。"},
     0.25,
     "statsmodels",
     "two-way additive model"},
}};

constexpr RatingExample kExample{
    {5, 4, 4, 2},
    {5, 4, 3, 1},
    {"Rater A gives four items 5, 4, 4, 2; rater B gives them 5, 4, 3, 1.",
     "評分者 A 給四個項目 5、4、4、2 分，評分者 B 給 5、4、3、1 分。"}};

}  // namespace

const RatingExample& rating_example() { return kExample; }

std::span<const RatingMeasure> all_rating_measures() { return kMeasures; }

const RatingMeasure* find_rating_measure(std::string_view name) {
  const auto* const found =
      std::find_if(kMeasures.begin(), kMeasures.end(),
                   [&](const RatingMeasure& one) { return one.name == name; });
  return found == kMeasures.end() ? nullptr : found;
}

}  // namespace shijin
