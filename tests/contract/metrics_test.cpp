// The contract of every registered metric, and of a toy metric that is defined in this one file.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/exact_sum.h"
#include "base/numbers.h"
#include "base/parallel.h"
#include "contract/make_samples.h"

namespace shijin {
namespace {

// The toy: the mean share of vowels. All that a new metric needs is what stands between here and
// the end of its SJ_METRIC.
struct ToyVowels {
  struct Stat {
    double share;
  };
  struct State {
    ExactSum sum;
    ExactSum weight;
  };
  ToyVowels(const Arguments&, const MetricContext&) {}
  Stat measure(Samples& samples, std::size_t row) const {
    double vowels = 0;
    for (const char c : samples.output[row]) {
      if (std::string_view("aeiou").find(c) != std::string_view::npos) vowels += 1;
    }
    return {samples.output[row].empty() ? 0
                                        : vowels / static_cast<double>(samples.output[row].size())};
  }
  void add(State& state, const Stat& stat, double weight) const {
    state.sum.add(stat.share * weight);
    state.weight.add(weight);
  }
  void merge(State& state, const State& other) const {
    state.sum.merge(other.sum);
    state.weight.merge(other.weight);
  }
  Score finish(const State& state) const {
    if (state.weight.value() == 0) return Score::undefined(Message("no rows"));
    return Score::of(state.sum.value() / state.weight.value());
  }
};
constexpr ExampleRow kToyRows[] = {{"aha", "-"}, {"hm", "-"}};
constexpr MetricExample kToyExamples[] = {{"", kToyRows, 1.0 / 3, "by hand: (2/3 + 0) / 2"}};

}  // namespace
SJ_METRIC(toy_vowels, ToyVowels,
          {.title = {"Vowels", "母音占比"},
           .summary = {"The mean share of vowels in an output.", "輸出中母音所占比例的平均。"},
           .reading = {"A toy.", "僅供測試。"},
           .misleads = {"Always.", "永遠會誤導。"},
           .needs = Needs::output,
           .better = Better::neither,
           .perfect = std::numeric_limits<double>::quiet_NaN(),
           .family = "toy",
           .examples = kToyExamples});
namespace {

constexpr std::size_t kRows = 60;

MetricContext context_for(std::span<const ExampleRow> rows) {
  MetricContext context;
  context.costs = {{"*>*", 1.0}};
  context.classes = classes_of(rows);
  return context;
}

// "0>1=5,1>0=1"
std::map<std::string, double> read_costs(std::string_view text) {
  std::map<std::string, double> costs;
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find(','));
    const std::size_t equals = one.find('=');
    costs[std::string(one.substr(0, equals))] = parse_number(one.substr(equals + 1)).value();
    text.remove_prefix(std::min(text.size(), one.size() + 1));
  }
  return costs;
}

Result<std::unique_ptr<Metric>> bind_to(const MetricDefinition& metric, std::string_view arguments,
                                        const MetricContext& context) {
  const std::string text =
      std::string(metric.name) + (arguments.empty() ? "" : "[" + std::string(arguments) + "]");
  const auto keys = SJ_TRY(parse_keys(text));
  const Arguments checked =
      SJ_TRY(Arguments::check(metric.name, metric.info.parameters, keys.front()));
  return metric.make(metric, checked, context);
}

// A metric bound to rows: measure any part of them into a state.
class Bound {
 public:
  Bound(const MetricDefinition& definition, std::string_view arguments,
        std::span<const ExampleRow> rows, MetricContext context)
      : needs_(definition.info.needs), rows_(rows), classes_(context.classes) {
    context.labels = &labels_;
    context_ = std::move(context);
    auto metric = bind_to(definition, arguments, context_);
    EXPECT_TRUE(metric.ok()) << definition.name << "[" << arguments << "]: "
                             << (metric.ok() ? "" : describe(metric.error(), Language::en));
    if (metric.ok()) metric_ = std::move(*metric);
  }
  Bound(const MetricDefinition& definition, std::string_view arguments,
        std::span<const ExampleRow> rows)
      : Bound(definition, arguments, rows, context_for(rows)) {}

  const Metric& metric() const { return *metric_; }
  bool ok() const { return metric_ != nullptr; }

  std::vector<std::byte> measure(std::span<const ExampleRow> rows) {
    MadeSamples made(rows, needs_, labels_, classes_);
    std::vector<std::byte> stats(rows.size() * metric_->statistic().stat_bytes());
    metric_->statistic().measure(made.samples, stats);
    return stats;
  }
  State sum(std::span<const ExampleRow> rows, std::span<const double> weights = {}) {
    MadeSamples made(rows, needs_, labels_, classes_);
    std::vector<std::byte> stats(rows.size() * metric_->statistic().stat_bytes());
    metric_->statistic().measure(made.samples, stats);
    State state = metric_->statistic().start();
    metric_->statistic().add_shard(state, made.samples, stats, weights);
    return state;
  }
  Score score(std::span<const double> weights = {}) { return metric_->finish(sum(rows_, weights)); }

 private:
  Needs needs_;
  std::span<const ExampleRow> rows_;
  std::vector<std::string> classes_;
  LabelSet labels_;
  MetricContext context_;
  std::unique_ptr<Metric> metric_;
};

std::string printed(const Score& score) {
  return score.value ? shortest(*score.value)
                     : "undefined: " + score.undefined_because.in(Language::en);
}

// The keys worth testing: the bare one, and every one in an example.
std::vector<std::string_view> arguments_of(const MetricDefinition& metric) {
  std::vector<std::string_view> all = {""};
  for (const MetricExample& example : metric.info.examples) {
    if (std::find(all.begin(), all.end(), example.arguments) == all.end()) {
      all.push_back(example.arguments);
    }
  }
  return all;
}

class MetricContract : public testing::TestWithParam<const MetricDefinition*> {
 protected:
  const MetricDefinition& metric() const { return *GetParam(); }
  const MetricInfo& info() const { return GetParam()->info; }
  DrawnRows draw(Draw kind) const { return draw_rows(info().needs, kind, kRows, 20'261'123); }
};

void expect_sentence(const Text& text) {
  ASSERT_FALSE(text.empty());
  EXPECT_EQ(text.en.find('\n'), std::string_view::npos) << text.en;
  EXPECT_TRUE(text.en.ends_with('.')) << text.en;
  EXPECT_TRUE(text.zh.ends_with("。")) << text.zh;
}

TEST_P(MetricContract, is_described_in_both_languages) {
  EXPECT_FALSE(info().title.empty());
  EXPECT_FALSE(info().family.empty());
  expect_sentence(info().summary);
  EXPECT_EQ(info().summary.en.find(". "), std::string_view::npos) << info().summary.en;
  expect_sentence(info().reading);
  expect_sentence(info().misleads);
  for (const Text& departure : info().departures) expect_sentence(departure);
}

TEST_P(MetricContract, documents_its_parameters) {
  for (const ParameterInfo& parameter : info().parameters) {
    EXPECT_FALSE(parameter.summary.empty()) << parameter.name;
    if (parameter.kind == ParameterKind::choice) {
      EXPECT_FALSE(parameter.choices.empty()) << parameter.name;
    }
    if (parameter.fallback.empty()) continue;
    const KeyText key{std::string(metric().name),
                      {{std::string(parameter.name), std::string(parameter.fallback)}}};
    EXPECT_TRUE(Arguments::check(metric().name, info().parameters, key).ok()) << parameter.name;
  }
}

TEST_P(MetricContract, has_examples_and_gives_their_values) {
  EXPECT_FALSE(info().examples.empty());
  for (const MetricExample& example : info().examples) {
    MetricContext context = context_for(example.rows);
    context.costs = read_costs(example.costs);
    Bound bound(metric(), example.arguments, example.rows, context);
    if (!bound.ok()) continue;
    const Score score = bound.score();
    const std::string where = std::string(metric().name) + "[" + std::string(example.arguments) +
                              "], " + std::string(example.source.en);
    if (std::isnan(example.value)) {
      EXPECT_FALSE(score.value.has_value()) << where;
      EXPECT_FALSE(score.undefined_because.empty()) << where;
    } else {
      ASSERT_TRUE(score.value.has_value()) << where << ": " << printed(score);
      EXPECT_NEAR(*score.value, example.value, 1e-12 * std::max(1.0, std::abs(example.value)))
          << where;
    }
  }
}

TEST_P(MetricContract, stays_in_its_range) {
  const DrawnRows drawn = draw(Draw::mixed);
  for (const std::string_view arguments : arguments_of(metric())) {
    Bound bound(metric(), arguments, drawn.rows);
    if (!bound.ok()) continue;
    const Score score = bound.score();
    if (!score.value) continue;
    EXPECT_TRUE(std::isfinite(*score.value));
    EXPECT_GE(*score.value, info().low - 1e-9) << arguments;
    EXPECT_LE(*score.value, info().high + 1e-9) << arguments;
  }
}

TEST_P(MetricContract, is_defined_on_ordinary_data_and_explains_its_doubt) {
  const DrawnRows drawn = draw(Draw::mixed);
  Bound bound(metric(), "", drawn.rows);
  ASSERT_TRUE(bound.ok());
  const State state = bound.sum(drawn.rows);
  const Score score = bound.metric().finish(state);
  ASSERT_TRUE(score.value.has_value()) << printed(score);
  const Uncertainty doubt = bound.metric().uncertainty(state);
  if (doubt.kind == Uncertainty::Kind::none) {
    EXPECT_FALSE(doubt.why.empty());
  }
  if (doubt.kind == Uncertainty::Kind::counts) {
    Random random(1, 1);
    EXPECT_TRUE(bound.metric().statistic().resample(state, random).has_value());
  }
}

TEST_P(MetricContract, gives_its_perfect_value_on_perfect_data) {
  if (std::isnan(info().perfect)) return;  // no value is perfect
  const DrawnRows drawn = draw(Draw::perfect);
  Bound bound(metric(), "", drawn.rows);
  ASSERT_TRUE(bound.ok());
  const Score score = bound.score();
  ASSERT_TRUE(score.value.has_value()) << printed(score);
  EXPECT_NEAR(*score.value, info().perfect, 1e-9);
}

TEST_P(MetricContract, is_undefined_with_a_reason_on_no_rows) {
  const DrawnRows drawn = draw(Draw::mixed);
  for (const std::string_view arguments : arguments_of(metric())) {
    Bound bound(metric(), arguments, drawn.rows);
    if (!bound.ok()) continue;
    const Score score = bound.metric().finish(bound.metric().statistic().start());
    EXPECT_FALSE(score.value.has_value()) << arguments;
    EXPECT_FALSE(score.undefined_because.in(Language::en).empty()) << arguments;
    EXPECT_FALSE(score.undefined_because.in(Language::zh_hant).empty()) << arguments;
  }
}

// Measure shuffled rows in pieces, each with its weights, and merge the pieces in some order.
Score in_pieces(Bound& bound, const DrawnRows& drawn, std::span<const double> weights,
                std::uint64_t seed) {
  Random random(seed, 1);
  std::vector<std::size_t> order(drawn.rows.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
  State merged = bound.metric().statistic().start();
  for (std::size_t at = 0; at < order.size();) {
    const std::size_t size = std::min<std::size_t>(random.below(9), order.size() - at);
    std::vector<ExampleRow> rows;
    std::vector<double> part;
    for (std::size_t i = at; i < at + size; ++i) {
      rows.push_back(drawn.rows[order[i]]);
      if (!weights.empty()) part.push_back(weights[order[i]]);
    }
    State piece = bound.sum(rows, part);
    // Merge to the left or to the right.
    if (random.below(2) == 0) std::swap(piece, merged);
    bound.metric().statistic().merge(merged, piece);
    at += size;
  }
  return bound.metric().finish(merged);
}

TEST_P(MetricContract, gives_the_same_bits_in_any_split_and_order) {
  const DrawnRows drawn = draw(Draw::mixed);
  std::vector<double> weights;
  for (std::size_t i = 0; i < kRows; ++i) weights.push_back(0.1 + static_cast<double>(i) * 0.013);
  for (const std::string_view arguments : arguments_of(metric())) {
    Bound bound(metric(), arguments, drawn.rows);
    if (!bound.ok()) continue;
    const std::string whole = printed(bound.score());
    const Score weighted = bound.score(weights);
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
      EXPECT_EQ(printed(in_pieces(bound, drawn, {}, seed)), whole) << arguments;
      if (info().whole_number_weights || !weighted.value) continue;
      // Text metrics add fractional weights as plain doubles: equal but for rounding.
      const Score again = in_pieces(bound, drawn, weights, seed);
      ASSERT_TRUE(again.value.has_value()) << arguments;
      EXPECT_NEAR(*again.value, *weighted.value, 1e-12 * std::max(1.0, std::abs(*weighted.value)))
          << arguments;
      if (info().family == "labels" || info().family == "probabilities") {
        EXPECT_EQ(*again.value, *weighted.value) << arguments;
      }
    }
  }
}

TEST_P(MetricContract, counts_a_row_of_weight_two_as_the_row_twice) {
  const DrawnRows drawn = draw(Draw::mixed);
  std::vector<ExampleRow> repeated;
  std::vector<double> weights;
  for (std::size_t i = 0; i < kRows; ++i) {
    weights.push_back(static_cast<double>(i % 3));
    for (std::size_t k = 0; k < i % 3; ++k) repeated.push_back(drawn.rows[i]);
  }
  for (const std::string_view arguments : arguments_of(metric())) {
    Bound bound(metric(), arguments, drawn.rows);
    if (!bound.ok()) continue;
    EXPECT_EQ(printed(bound.score(weights)), printed(bound.metric().finish(bound.sum(repeated))))
        << arguments;
  }
}

TEST_P(MetricContract, scores_each_row_alone_where_it_says_so) {
  if (!info().per_sample) return;
  const DrawnRows drawn = draw(Draw::mixed);
  Bound bound(metric(), "", drawn.rows);
  ASSERT_TRUE(bound.ok());
  const auto scores = bound.metric().score_each(bound.measure(drawn.rows));
  ASSERT_EQ(scores.size(), drawn.rows.size());
  for (std::size_t i = 0; i < scores.size(); ++i) {
    ASSERT_TRUE(scores[i].has_value()) << "row " << i;
    EXPECT_GE(*scores[i], info().low - 1e-9) << "row " << i;
    EXPECT_LE(*scores[i], info().high + 1e-9) << "row " << i;
    EXPECT_EQ(scores[i],
              bound.metric().finish(bound.sum(std::span(drawn.rows).subspan(i, 1))).value)
        << "row " << i;
  }
}

TEST_P(MetricContract, is_symmetric_where_it_says_so) {
  if (!info().symmetric) return;
  const DrawnRows drawn = draw(Draw::mixed);
  std::vector<ExampleRow> exchanged = drawn.rows;
  for (ExampleRow& row : exchanged) std::swap(row.output, row.reference);
  Bound bound(metric(), "", drawn.rows);
  ASSERT_TRUE(bound.ok());
  const Score there = bound.score();
  const Score back = bound.metric().finish(bound.sum(exchanged));
  ASSERT_TRUE(there.value && back.value);
  EXPECT_NEAR(*there.value, *back.value, 1e-12 * std::max(1.0, std::abs(*there.value)));
}

TEST_P(MetricContract, does_not_depend_on_the_number_of_threads) {
  const DrawnRows drawn = draw(Draw::mixed);
  constexpr std::size_t kShard = 7;
  const std::size_t shards = (kRows + kShard - 1) / kShard;
  const std::span<const ExampleRow> rows(drawn.rows);
  for (const std::string_view arguments : arguments_of(metric())) {
    std::set<std::string> seen;
    for (const std::size_t threads : {1U, 2U, 4U}) {
      Bound bound(metric(), arguments, drawn.rows);  // a fresh LabelSet: ids fall as they may
      if (!bound.ok()) continue;
      std::vector<State> parts(shards);
      parallel_for(shards, threads, [&](std::size_t shard) {
        const std::size_t size = std::min(kShard, kRows - shard * kShard);
        parts[shard] = bound.sum(rows.subspan(shard * kShard, size));
      });
      State merged = bound.metric().statistic().start();
      for (const State& part : parts) bound.metric().statistic().merge(merged, part);
      seen.insert(printed(bound.metric().finish(merged)));
    }
    EXPECT_LE(seen.size(), 1U) << arguments;
  }
}

TEST_P(MetricContract, prints_a_key_that_reads_back_as_itself) {
  const DrawnRows drawn = draw(Draw::mixed);
  for (const std::string_view arguments : arguments_of(metric())) {
    Bound bound(metric(), arguments, drawn.rows);
    if (!bound.ok()) continue;
    const std::string key = bound.metric().key();
    EXPECT_TRUE(key.starts_with(metric().name)) << key;
    const std::string inside =
        key.size() == metric().name.size()
            ? ""
            : key.substr(metric().name.size() + 1, key.size() - metric().name.size() - 2);
    Bound again(metric(), inside, drawn.rows);
    ASSERT_TRUE(again.ok()) << key;
    EXPECT_EQ(again.metric().key(), key);
    EXPECT_EQ(printed(again.score()), printed(bound.score()));
  }
}

// The bytes of a state, and of measured rows.
std::string saved(const Bound& bound, const State& state) {
  ByteWriter writer;
  bound.metric().statistic().save(state, writer);
  return writer.bytes();
}

TEST_P(MetricContract, goes_on_from_a_stored_state_and_stored_rows) {
  const DrawnRows drawn = draw(Draw::mixed);
  const std::span<const ExampleRow> rows(drawn.rows);
  const auto half = rows.first(kRows / 2);
  for (const std::string_view arguments : arguments_of(metric())) {
    Bound bound(metric(), arguments, rows);
    // Another run meets the labels in another order: its ids differ.
    const std::vector<ExampleRow> backwards(rows.rbegin(), rows.rend());
    Bound other(metric(), arguments, backwards);
    if (!bound.ok() || !other.ok()) continue;
    const std::string whole = printed(other.metric().finish(other.sum(backwards)));

    const std::string state_bytes = saved(bound, bound.sum(half));
    ByteReader state_reader(state_bytes);
    State state = other.metric().statistic().load(state_reader);
    EXPECT_FALSE(state_reader.failed()) << arguments;
    EXPECT_TRUE(state_reader.at_end()) << arguments;
    EXPECT_EQ(saved(other, state), state_bytes) << arguments;

    ByteWriter row_writer;
    bound.metric().statistic().save_rows(bound.measure(rows.subspan(kRows / 2)), row_writer);
    ByteReader row_reader(row_writer.bytes());
    const auto stats = other.metric().statistic().load_rows(row_reader);
    EXPECT_FALSE(row_reader.failed()) << arguments;
    EXPECT_TRUE(row_reader.at_end()) << arguments;
    if (other.metric().statistic().whole_set()) {
      other.metric().statistic().merge(state, other.sum(rows.subspan(kRows / 2)));
    } else {
      other.metric().statistic().add(state, stats, {});
    }
    EXPECT_EQ(printed(other.metric().finish(state)), whole) << arguments;
  }
}

TEST_P(MetricContract, notices_a_stored_state_that_was_cut) {
  const DrawnRows drawn = draw(Draw::mixed);
  Bound bound(metric(), "", drawn.rows);
  ASSERT_TRUE(bound.ok());
  const std::string bytes = saved(bound, bound.sum(drawn.rows));
  for (std::size_t size = 0; size < bytes.size(); size += 1 + bytes.size() / 97) {
    ByteReader reader(std::string_view(bytes).substr(0, size));
    (void)bound.metric().statistic().load(reader);
    EXPECT_TRUE(reader.failed()) << size << " of " << bytes.size();
  }
}

std::vector<const MetricDefinition*> all_and_the_toy() {
  std::vector<const MetricDefinition*> all(all_metrics().begin(), all_metrics().end());
  all.push_back(&metric_toy_vowels);
  return all;
}

INSTANTIATE_TEST_SUITE_P(every, MetricContract, testing::ValuesIn(all_and_the_toy()),
                         [](const auto& one) { return std::string(one.param->name); });

TEST(Metrics, have_titles_that_tell_them_apart_in_every_language) {
  for (const Language language : {Language::en, Language::zh_hant}) {
    std::map<std::string, std::string_view> titles;
    for (const MetricDefinition* metric : all_metrics()) {
      const std::string title(metric->info.title.in(language));
      const auto [at, fresh] = titles.emplace(title, metric->name);
      EXPECT_TRUE(fresh) << metric->name << " and " << at->second << ": " << title;
    }
  }
}

}  // namespace
}  // namespace shijin
