// Compliance rate: the share of outputs with a candidate for an absolute or misleading advertising
// term that nothing exempts.
#include <limits>

#include "metrics/share_of_rows.h"
#include "text/compliance.h"

namespace shijin {
namespace {

constexpr Text kNoRows{"there is no row", "沒有任何一列"};
constexpr Text kNoList{"compliance_rate: there is no list of terms \"{0}\"",
                       "compliance_rate：沒有名為「{0}」的詞表"};
constexpr Text kGiveList{"leave terms= out and give the list: --terms FILE",
                         "請拿掉 terms=，改用 --terms 檔案 指定詞表"};

class ComplianceRate : public ShareOfRows {
 public:
  /// A list of terms is the run's: a key names it only by its digest
  static Result<ComplianceRate> make(const Arguments& arguments, const MetricContext& context) {
    const ComplianceScreen& screen =
        context.screen == nullptr ? ComplianceScreen::built_in() : *context.screen;
    const std::string& digest = arguments.text("terms");
    if (!digest.empty() && digest != screen.digest()) {
      Error error;
      error.name = "terms-unknown";
      error.found = Message(kNoList, {digest});
      error.help = Message(kGiveList);
      return error;
    }
    return ComplianceRate(screen, static_cast<Tier>(arguments.integer("tier")));
  }

  Stat measure(Samples& samples, std::size_t row) const {
    const std::optional<Tier> gravest = screen_.gravest(samples.output[row]);
    return {.counted = 1, .holds = gravest && *gravest <= tier_ ? 1U : 0U};
  }
  Score finish(const State& state) const {
    if (state.rows <= 0) return Score::undefined(Message(kNoRows));
    return Score::of(state.holds / state.rows);
  }

 private:
  ComplianceRate(ComplianceScreen screen, Tier tier) : screen_(std::move(screen)), tier_(tier) {}

  ComplianceScreen screen_;
  Tier tier_;
};

constexpr ParameterInfo kParameters[] = {
    {"tier",
     {"the lightest tier that counts: 1 banned, 2 with care too, 3 hints too",
      "計入到哪一級：1 只算禁用，2 加上慎用，3 再加上提示"},
     ParameterKind::integer,
     "1",
     {},
     1,
     3},
    {"terms",
     {"set by --terms: the digest of your list, so that two lists are never compared as one",
      "由 --terms 自動填入的詞表摘要，避免把不同詞表的結果混為一談"},
     ParameterKind::label,
     ""}};

constexpr ExampleRow kRows[] = {{"全網最低價，國家級品質！", ""},
                                {"最＊佳 選擇，N O.1 就是它", ""},
                                {"程式設計的最佳實踐有三點。", ""},
                                {"最近第一次來，最後還是買了。", ""},
                                {"世界級的享受", ""}};
constexpr MetricExample kExamples[] = {
    {"",
     kRows,
     0.4,
     {"by hand: rows 1 and 2 (the star is skipped); 最佳實踐 is an everyday phrase, 最近, 第一次 "
      "and 最後 are in no list, 世界級 is tier 2",
      "手算：第 1、2 "
      "筆（星號會略過）；「最佳實踐」是日常用語，「最近」「第一次」「最後」不在清單裡，「世界級」屬"
      "第 2 級"}},
    {"tier=2", kRows, 0.6, {"by hand: row 5 as well", "手算：第 5 筆也算"}},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};

}  // namespace

SJ_METRIC(
    compliance_rate, ComplianceRate,
    {.title = {"Outputs to check for compliance", "待審合規率"},
     .summary = {"The share of Chinese outputs with an absolute or misleading advertising term of "
                 "tier 1 that no context exempts.",
                 "中文輸出裡出現第 1 級絕對化或誤導性廣告用語、且無豁免情境的比例。"},
     .reading =
         {"0 means nothing to check, not that all is lawful. Each hit is a candidate with its "
          "place, its tier and its kind; a person decides. Tier 1 is what the advertising law "
          "names and promises nobody can keep, tier 2 needs proof, tier 3 is a hint. On "
          "harmless Chinese text (answers, reviews) 0.1 to 1.3 % are flagged.",
          "0 表示沒有需要審的，不表示一切合法。每個命中都只是候選，附上位置、等級與類別，"
          "由人判定。第 1 級是廣告法點名的用語與誰都做不到的承諾，第 2 級需要佐證，"
          "第 3 級僅供提示。在無害的中文（問答、評論）上約 0.1 到 1.3 % 會被標出。"},
     .misleads = {"It reads words, not claims: an unlawful claim in other words passes, and a "
                  "lawful one with proof is flagged. Exempt are everyday phrases, aims, denials, "
                  "prizes, comparisons within one brand and talk about the term itself; they are "
                  "guessed from nearby words. English is hardly covered. Add terms or waive them "
                  "with --terms FILE.",
                  "它看的是字詞，不是主張：換句話說的違規會漏掉，有佐證的合法宣稱會被標出。"
                  "日常用語、目標、否定、獎項、同品牌比較、以及談論該詞本身會豁免，"
                  "但都是由鄰近字詞推測的。英文幾乎不涵蓋。可用 --terms 檔案 增補或豁免。"},
     .needs = Needs::output,
     .better = Better::lower,
     .perfect = 0,
     .family = "text quality",
     .parameters = kParameters,
     .examples = kExamples});

}  // namespace shijin
