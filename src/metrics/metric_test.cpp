// Binding metrics, and what single label and probability metrics say in special cases.
#include "metrics/metric.h"

#include <gtest/gtest.h>

#include "metrics/label_counts.h"

namespace shijin {
namespace {

// Labels, rows and a context to bind metrics to.
struct Rows {
  std::unique_ptr<LabelSet> labels;
  MetricContext context;
  std::vector<LabelId> truth, predicted, classes;
  std::vector<double> probabilities;

  explicit Rows(const std::vector<std::string>& closed = {})
      : labels(closed.empty() ? std::make_unique<LabelSet>() : std::make_unique<LabelSet>(closed)) {
    context.labels = labels.get();
  }
  void add(const char* is, const char* said, std::vector<double> shares = {}) {
    truth.push_back(labels->id(is));
    predicted.push_back(said == nullptr ? kUnparsed : labels->id(said));
    probabilities.insert(probabilities.end(), shares.begin(), shares.end());
  }
  void columns(std::vector<std::string> names) {
    context.classes = names;
    for (const std::string& name : names) classes.push_back(labels->id(name));
  }

  Result<std::unique_ptr<Metric>> bind(const char* key) const {
    return bind_metric(SJ_TRY(parse_keys(key)).front(), context);
  }
  State sum(const Metric& metric) const {
    Samples samples;
    samples.size = truth.size();
    samples.truth = truth;
    samples.predicted = predicted;
    samples.classes = classes;
    samples.probabilities = probabilities;
    std::vector<std::byte> stats(truth.size() * metric.statistic().stat_bytes());
    metric.statistic().measure(samples, stats);
    State state = metric.statistic().start();
    metric.statistic().add(state, stats, {});
    return state;
  }
  Score score(const char* key) const {
    const auto metric = bind(key);
    if (!metric.ok()) return Score::undefined(describe(metric.error(), Language::en));
    return (*metric)->finish(sum(**metric));
  }
  std::string why(const char* key) const { return score(key).undefined_because.in(Language::en); }
  Uncertainty doubt(const char* key) const {
    const auto metric = bind(key);
    return (*metric)->uncertainty(sum(**metric));
  }
};

Rows article() {
  Rows rows;
  rows.add("0", "0");
  rows.add("1", "1");
  rows.add("0", "1");
  rows.add("1", "1");
  return rows;
}

TEST(Metric, is_found_by_name_and_an_unknown_one_suggests_the_nearest) {
  EXPECT_NE(find_metric("accuracy"), nullptr);
  EXPECT_EQ(find_metric("nothing"), nullptr);
  const Rows rows = article();
  EXPECT_EQ(rows.why("acuracy"),
            "error: there is no metric \"acuracy\"\n"
            "  help: write \"accuracy\"; `shijin metrics` lists them all\n"
            "  name: metric-unknown      (shijin explain metric-unknown)\n");
}

TEST(Metric, shares_one_statistic_among_all_label_keys) {
  const Rows rows = article();
  EXPECT_EQ((*rows.bind("accuracy"))->statistic().key(),
            (*rows.bind("f1[label=0]"))->statistic().key());
}

TEST(Metric, scores_each_row_alone) {
  const Rows rows = article();
  const auto metric = rows.bind("accuracy");
  Samples samples;
  samples.size = 4;
  samples.truth = rows.truth;
  samples.predicted = rows.predicted;
  std::vector<std::byte> stats(4 * (*metric)->statistic().stat_bytes());
  (*metric)->statistic().measure(samples, stats);
  EXPECT_EQ((*metric)->score_each(stats), (std::vector<std::optional<double>>{1, 1, 0, 1}));
}

TEST(LabelMetrics, bare_take_the_positive_label_or_else_the_macro_average) {
  Rows rows = article();
  EXPECT_DOUBLE_EQ(*rows.score("f1").value, 11.0 / 15);
  rows.context.positive = "0";
  EXPECT_DOUBLE_EQ(*rows.score("f1").value, 2.0 / 3);
  EXPECT_DOUBLE_EQ(*rows.score("f1[avg=macro]").value, 11.0 / 15);
  EXPECT_DOUBLE_EQ(*rows.score("recall").value, 0.5);
}

TEST(LabelMetrics, refuse_a_label_and_an_average_at_once) {
  const Rows rows = article();
  EXPECT_EQ(rows.why("f1[label=0,avg=macro]"),
            "error: f1 is given both a label and avg\n"
            "  expected: one of them: label picks a single label, avg averages over all\n"
            "  help: write f1[label=…] or f1[avg=macro]\n"
            "  name: metric-arguments-contradict      (shijin explain "
            "metric-arguments-contradict)\n");
}

TEST(LabelMetrics, say_why_a_label_has_no_score) {
  Rows rows({"a", "b", "c"});
  rows.add("a", "a");
  rows.add("a", "b");
  EXPECT_EQ(rows.why("recall[label=b]"), "no row is truly \"b\"");
  EXPECT_EQ(rows.why("precision[label=c]"), "no row is predicted as \"c\"");
  EXPECT_EQ(rows.why("f1[label=c]"), "no row has \"c\" as truth or as prediction");
  EXPECT_EQ(rows.why("f1[label=zz]"),
            "no row has the label \"zz\", neither as truth nor as prediction");
  EXPECT_EQ(rows.why("specificity[label=a]"),
            "every row is truly \"a\", so there is no other label to tell it from");
  EXPECT_EQ(rows.doubt("recall[label=b]").why.in(Language::zh_hant),
            "沒有任何一列的真實標籤是「b」");
  EXPECT_EQ(rows.why("kappa"), "");
}

TEST(LabelMetrics, tell_how_their_doubt_is_worked_out) {
  const Rows rows = article();
  const auto kind = [&](const char* key) { return rows.doubt(key).kind; };
  using Kind = Uncertainty::Kind;
  const Uncertainty recall = rows.doubt("recall[label=0]");
  EXPECT_EQ(recall.kind, Kind::proportion);
  EXPECT_EQ(recall.a, 1);
  EXPECT_EQ(recall.b, 2);
  const Uncertainty f1 = rows.doubt("f1[label=1]");  // 2 hits, 1 false alarm
  EXPECT_EQ(f1.kind, Kind::jaccard);
  EXPECT_EQ(f1.a, 2);
  EXPECT_EQ(f1.b, 3);
  EXPECT_EQ(kind("jaccard[label=1]"), Kind::proportion);
  EXPECT_EQ(kind("f1[beta=2,label=1]"), Kind::counts);
  EXPECT_EQ(kind("f1[avg=macro]"), Kind::counts);
  EXPECT_EQ(kind("precision[avg=micro]"), Kind::proportion);
  EXPECT_EQ(kind("jaccard[avg=micro]"), Kind::counts);
  EXPECT_EQ(kind("mcc"), Kind::counts);
  EXPECT_EQ(kind("expected_cost"), Kind::none);
}

TEST(Kappa, stands_given_labels_in_the_order_given) {
  Rows rows({"low", "middle", "high"});
  rows.add("low", "low");
  rows.add("low", "high");
  rows.add("high", "high");
  rows.add("middle", "high");
  // Places 0 1 2. Observed: 2 + 1 = 3. Truth 2 1 1, predicted 1 0 3: the distances
  // by chance are (2·(0·1 + 2·3) + 1·(1·1 + 1·3) + 1·(2·1 + 0·3)) / 4 = 18 / 4.
  EXPECT_DOUBLE_EQ(*rows.score("kappa[weights=linear]").value, 1 - 3 / 4.5);
}

TEST(Costs, look_for_the_exact_price_then_for_a_star) {
  Rows rows = article();
  EXPECT_EQ(rows.why("expected_cost"), "no costs are given: add --cost '0>1=5,1>0=1'");
  rows.context.costs = {{"1>0", 1}};
  EXPECT_EQ(rows.why("expected_cost"),
            "the cost of saying \"1\" when it is \"0\" is not given: add it to --cost as '0>1=…'");
  rows.context.costs = {{"*>*", 1}, {"0>*", 8}};
  EXPECT_DOUBLE_EQ(*rows.score("expected_cost").value, 2.0);
  rows.add("0", nullptr);  // no label at all: the dearest error of its row
  EXPECT_DOUBLE_EQ(*rows.score("expected_cost").value, 16.0 / 5);
}

TEST(Costs, take_the_shares_of_deployment_and_fill_up_the_rest) {
  Rows rows = article();
  rows.context.costs = {{"*>*", 1}};
  rows.context.prevalence = {{"0", 0.1}};
  EXPECT_DOUBLE_EQ(*rows.score("expected_cost").value, 0.05);  // half of a tenth
  EXPECT_DOUBLE_EQ(*rows.score("normalised_cost").value, 0.5);
  rows.context.prevalence = {{"2", 0.1}};
  EXPECT_EQ(rows.why("expected_cost"), "the share of label \"2\" is given, but no row is truly so");
  rows.context.prevalence = {{"0", 0.7}, {"1", 0.6}};
  EXPECT_EQ(rows.why("expected_cost"), "the shares given add up to 1.3000; they cannot exceed 1");
}

TEST(ProbabilityMetrics, need_a_column_for_every_true_label) {
  Rows rows;
  rows.columns({"a", "b"});
  rows.add("a", "a", {0.9, 0.1});
  rows.add("c", "a", {0.6, 0.4});
  EXPECT_EQ(rows.why("log_loss"), "some rows have a true label whose probability no column holds");
  EXPECT_EQ(rows.why("roc_auc[avg=macro]"),
            "some rows are truly \"c\", but no column holds its probability");
  EXPECT_EQ(*rows.score("roc_auc[label=a]").value, 1.0);
  EXPECT_EQ(rows.why("roc_auc[label=c]"),
            "error: no column holds the probability of label \"c\"\n"
            "  expected: one of: a, b\n"
            "  help: name the columns: --map probability:LABEL=COLUMN\n"
            "  name: metric-argument-invalid      (shijin explain metric-argument-invalid)\n");
  EXPECT_EQ(rows.why("roc_auc[avg=micro,multi=ovo]"),
            "error: roc_auc compares pairs of labels with multi=ovo, which micro cannot average\n"
            "  help: write avg=macro or avg=weighted\n"
            "  name: metric-arguments-contradict      (shijin explain "
            "metric-arguments-contradict)\n");
}

TEST(ProbabilityMetrics, take_one_column_for_two_labels_only) {
  Rows rows;
  rows.columns({"1"});
  rows.add("1", "1", {0.75});
  rows.add("0", "0", {0.5});
  EXPECT_TRUE(rows.score("log_loss").value.has_value());
  EXPECT_EQ(*rows.score("roc_auc").value, 1.0);
  EXPECT_EQ(*rows.score("roc_auc[label=0]").value, 1.0);
  rows.add("2", "0", {0.5});
  EXPECT_EQ(rows.why("log_loss"),
            "one probability column is enough for two labels only: name a column for each label");
}

TEST(ProbabilityMetrics, give_a_contribution_to_each_row_when_there_are_too_many_to_resample) {
  Rows rows;
  rows.columns({"0", "1"});
  Random random(5, 5);
  constexpr int kMany = 6'000;
  for (int i = 0; i < kMany; ++i) {
    const bool positive = random.below(4) == 0;
    const double p = 0.5 * random.uniform() + (positive ? 0.25 : 0.0);
    rows.add(positive ? "1" : "0", "1", {1 - p, p});
  }
  const Uncertainty doubt = rows.doubt("roc_auc[label=1]");
  ASSERT_EQ(doubt.kind, Uncertainty::Kind::mean);
  EXPECT_EQ(doubt.c, kMany);
  // Uniform on [0, ½] against [¼, ¾]: area 7/8. The variance by DeLong's components: those of the
  // negatives are 1 or, above ¼, 1 − 2(x − ¼); of the positives likewise: both vary by 5/192.
  EXPECT_NEAR(doubt.a, 7.0 / 8, 0.01);
  const double expected = 5.0 / 192 * (1 / (0.25 * kMany) + 1 / (0.75 * kMany));
  EXPECT_NEAR(doubt.b / doubt.c / expected, 1, 0.15);
}

}  // namespace
}  // namespace shijin
