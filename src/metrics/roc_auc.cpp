// ROC AUC: the chance that a row of the label gets a higher probability than a row without it.
#include <limits>

#include "metrics/label_average.h"
#include "metrics/probability_rows.h"

namespace shijin {
namespace {

constexpr Text kPairsOfMicro{
    "{0} compares pairs of labels with multi=ovo, which micro cannot average",
    "{0} 以 multi=ovo 兩兩比較標籤時，不能使用 micro 平均"};
constexpr Text kPairsHelp{"write avg=macro or avg=weighted", "請改寫 avg=macro 或 avg=weighted"};

struct RocAuc : RankRule {
  static Result<RocAuc> make(const Arguments& arguments, const MetricContext& context) {
    RocAuc rule{SJ_TRY(RankRule::read("roc_auc", arguments, context))};
    rule.measure_ranking = &roc_area;
    if (arguments.text("multi") == "ovo") rule.multi = Multi::pairs;
    if (rule.multi == Multi::pairs && rule.average == Average::micro) {
      Error error;
      error.name = "metric-arguments-contradict";
      error.found = Message(kPairsOfMicro, {"roc_auc"});
      error.help = Message(kPairsHelp);
      return error;
    }
    return rule;
  }
};

constexpr ParameterInfo kParameters[] = {
    kLabelParameter,
    kAverageParameter,
    {.name = "multi",
     .summary = {"whether an average compares each label with the rest (ovr) or each two labels "
                 "(ovo)",
                 "取平均時，每個標籤與其餘相比（ovr），或標籤兩兩相比（ovo）"},
     .kind = ParameterKind::choice,
     .fallback = "ovr",
     .choices = "ovr|ovo"}};
constexpr ExampleRow kBinary[] = {{"0", "0", "", "0=0.9,1=0.1"},
                                  {"0", "0", "", "0=0.6,1=0.4"},
                                  {"0", "1", "", "0=0.65,1=0.35"},
                                  {"1", "1", "", "0=0.2,1=0.8"}};
constexpr ExampleRow kThree[] = {
    {"a", "a", "", "a=0.7,b=0.2,c=0.1"}, {"a", "a", "", "a=0.4,b=0.3,c=0.3"},
    {"b", "b", "", "a=0.1,b=0.8,c=0.1"}, {"c", "b", "", "a=0.2,b=0.3,c=0.5"},
    {"a", "c", "", "a=0.4,b=0.4,c=0.2"}, {"c", "c", "", "a=0.1,b=0.2,c=0.7"}};
constexpr ExampleRow kOne[] = {{"1", "1", "", "0=0.1,1=0.9"}, {"0", "1", "", "0=0.6,1=0.4"}};
constexpr MetricExample kExamples[] = {
    {"label=1",
     kBinary,
     0.75,
     {"by hand: of 4 pairs of a true 1 and a true 0 the 1 has the higher probability in 3; only "
      "0.35 is below 0.4",
      "手算：真實為 1 與真實為 0 的配對共 4 組，其中 3 組是 1 的機率較高；只有 0.35 低於 0.4"}},
    {"", kBinary, 0.75, "scikit-learn 1.9.1"},
    {"avg=macro", kThree, 5.0 / 6, "scikit-learn 1.9.1"},
    {"avg=macro,multi=ovo", kThree, 5.0 / 6, "scikit-learn 1.9.1"},
    {"avg=micro", kThree, 0.826388888888889, "scikit-learn 1.9.1"},
    {"label=1",
     kOne,
     std::numeric_limits<double>::quiet_NaN(),
     {"scikit-learn 1.9.1 gives NaN", "scikit-learn 1.9.1 得 NaN"}}};

constexpr Text kDepartures[] = {
    {"With a weight column scikit-learn refuses multi=ovo; here each pair is weighted.",
     "有權重欄時 scikit-learn 不接受 multi=ovo；這裡會為每一對標籤加權。"}};

}  // namespace

SJ_METRIC(
    roc_auc, RocAuc,
    {.title = {"ROC AUC", "ROC 曲線下面積"},
     .summary = {"The chance that a row of the label gets a higher probability of it than a row "
                 "of another label.",
                 "任取一列屬於該標籤、一列不屬於，前者得到較高機率的可能性。"},
     .reading = {"1 is a perfect order, 0.5 is no better than chance, below 0.5 is upside down.",
                 "1 表示排序完美，0.5 等同亂猜，小於 0.5 則是顛倒。"},
     .misleads =
         {"It says nothing about the threshold in use, and with a rare label it stays high "
          "while most alarms are false; look at average precision.",
          "它與實際使用的門檻無關；標籤稀少時，即使多數警報是誤報，數值仍然很高，請看平均精確率。"},
     .needs = Needs::probabilities,
     .family = "probabilities",
     .cite = "Hanley and McNeil 1982; Hand and Till 2001",
     .peer = "scikit-learn",
     .departures = kDepartures,
     .parameters = kParameters,
     .examples = kExamples,
     .per_sample = false});

}  // namespace shijin
