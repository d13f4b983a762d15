// Text metrics: their worked examples (values printed by the peers), the algorithms under them
// against their naive twins, and what they do with weights, shards and missing references.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "../../tests/reference/nasty_text.h"
#include "../../tests/reference/sequence_twins.h"
#include "metrics/alignment.h"
#include "metrics/common_run.h"
#include "metrics/edit_trace.h"
#include "metrics/metric.h"
#include "metrics/ngram_overlap.h"
#include "metrics/subsequence_trace.h"

namespace shijin {
namespace {

struct Pair {
  std::string output;
  std::vector<std::string> references;
  std::string input = {};
};

// Texts as a shard; owns what the shard only views.
struct Shard {
  explicit Shard(std::vector<Pair> rows) : pairs(std::move(rows)) {
    begin.push_back(0);
    for (const Pair& pair : pairs) {
      output.push_back(pair.output);
      input.push_back(pair.input);
      for (const std::string& text : pair.references) reference.push_back(text);
      begin.push_back(static_cast<std::uint32_t>(reference.size()));
    }
    samples.size = pairs.size();
    samples.output = output;
    samples.input = input;
    samples.reference = reference;
    samples.reference_begin = begin;
  }
  Shard(const Shard&) = delete;
  Shard& operator=(const Shard&) = delete;

  std::vector<Pair> pairs;
  std::vector<std::string_view> output;
  std::vector<std::string_view> input;
  std::vector<std::string_view> reference;
  std::vector<std::uint32_t> begin;
  Samples samples;
};

std::unique_ptr<Metric> bound(const std::string& key) {
  auto keys = parse_keys(key);
  EXPECT_TRUE(keys.ok()) << key;
  auto metric = bind_metric(keys->front(), {});
  EXPECT_TRUE(metric.ok()) << key;
  return std::move(metric).value();
}

std::string refusal(const std::string& key) {
  auto keys = parse_keys(key);
  const auto metric = bind_metric(keys->front(), {});
  EXPECT_FALSE(metric.ok()) << key;
  return metric.ok() ? "" : describe(metric.error(), Language::en);
}

State measured(const Metric& metric, const std::vector<Pair>& rows,
               std::span<const double> weights = {}) {
  Shard shard(rows);
  std::vector<std::byte> stats(rows.size() * metric.statistic().stat_bytes());
  metric.statistic().measure(shard.samples, stats);
  State state = metric.statistic().start();
  metric.statistic().add_shard(state, shard.samples, stats, weights);
  return state;
}

double score(const std::string& key, const std::vector<Pair>& rows) {
  const auto metric = bound(key);
  const Score out = metric->finish(measured(*metric, rows));
  return out.value ? *out.value : std::nan("");
}

std::vector<Pair> pairs_of(std::span<const ExampleRow> rows) {
  std::vector<Pair> out;
  for (const ExampleRow& row : rows) {
    Pair pair{std::string(row.output), {}, std::string(row.input)};
    std::string_view rest = row.reference;
    for (std::size_t cut = rest.find('\x1f'); cut != rest.npos; cut = rest.find('\x1f')) {
      pair.references.emplace_back(rest.substr(0, cut));
      rest.remove_prefix(cut + 1);
    }
    pair.references.emplace_back(rest);
    out.push_back(pair);
  }
  return out;
}

const std::vector<std::string> kKeys = {"bleu",
                                        "bleu[tok=zh]",
                                        "bleu[case=lc,order=2,tok=char]",
                                        "nltk_bleu[order=2]",
                                        "nltk_bleu[avg=corpus,smooth=3,tok=ws]",
                                        "chrf",
                                        "chrf[word_order=2]",
                                        "rouge_1",
                                        "rouge_2[tok=char]",
                                        "rouge_l[tok=char]",
                                        "rouge_lsum[tok=char]",
                                        "rouge_2[stem=yes]",
                                        "cer",
                                        "wer",
                                        "mer",
                                        "wil",
                                        "gleu[tok=char]",
                                        "squad_em",
                                        "squad_f1",
                                        "cmrc_em",
                                        "cmrc_f1",
                                        "exact_match",
                                        "length_ratio",
                                        "empty_rate"};

std::vector<Pair> nasty_pairs(std::uint64_t seed, std::size_t count) {
  Random random(seed, 0);
  std::vector<Pair> out(count);
  for (Pair& pair : out) {
    pair.output = reference::nasty_text(random, 20);
    const std::uint64_t references = 1 + random.below(3);
    for (std::uint64_t r = 0; r < references; ++r) {
      pair.references.push_back(random.below(8) == 0 ? pair.output
                                                     : reference::nasty_text(random, 20));
    }
  }
  return out;
}

reference::Sequence draw(Random& random, std::uint64_t longest, std::uint64_t kinds) {
  reference::Sequence out(random.below(longest + 1));
  for (auto& token : out) token = static_cast<std::uint32_t>(random.below(kinds)) * 977U;
  return out;
}

TEST(TextMetrics, give_the_values_their_examples_state) {
  std::size_t examples = 0;
  for (const MetricDefinition* metric : all_metrics()) {
    const Needs needs = metric->info.needs;
    if (needs == Needs::labels || needs == Needs::probabilities || needs == Needs::log_probs ||
        needs == Needs::embeddings) {
      continue;
    }
    for (const MetricExample& example : metric->info.examples) {
      std::string key(metric->name);
      if (!example.arguments.empty()) key += "[" + std::string(example.arguments) + "]";
      const double got = score(key, pairs_of(example.rows));
      if (std::isnan(example.value)) {
        EXPECT_TRUE(std::isnan(got)) << key;
      } else {
        EXPECT_NEAR(got, example.value, 1e-12 * std::abs(example.value)) << key;
      }
      ++examples;
    }
  }
  EXPECT_GT(examples, 50U);
}

TEST(NgramOverlap, equals_counting_with_maps) {
  Random random(3, 0);
  NgramOverlap overlap;
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t longest = i % 100 == 0 ? 1500 : i % 20 == 0 ? 600 : i % 5 == 0 ? 200 : 40;
    const std::uint64_t kinds = 1 + random.below(i % 3 == 0 ? 3 : 20);
    const auto text = draw(random, longest, kinds);
    std::vector<reference::Sequence> references(1 + random.below(3));
    for (auto& against : references) against = draw(random, longest, kinds);
    std::vector<TokenSpan> spans(references.begin(), references.end());
    const std::size_t orders = 1 + random.below(NgramOverlap::kMaxOrder);
    std::vector<std::uint32_t> got(orders);
    overlap.count(text, spans, got);
    EXPECT_EQ(got, reference::clipped_matches(text, references, orders));
    overlap.count(text, spans.front(), got);
    EXPECT_EQ(got, reference::clipped_matches(text, {references.front()}, orders));
  }
}

TEST(Alignment, equals_the_full_tables) {
  Random random(4, 0);
  Alignment alignment;
  for (int i = 0; i < 2000; ++i) {
    const std::uint64_t longest = i % 40 == 0 ? 500 : i % 4 == 0 ? 130 : 30;
    const std::uint64_t kinds = 1 + random.below(i % 3 == 0 ? 3 : 30);
    const auto a = draw(random, longest, kinds);
    const auto b = draw(random, longest, kinds);
    EXPECT_EQ(alignment.edit_distance(a, b), reference::edit_distance(a, b));
    EXPECT_EQ(alignment.common_subsequence(a, b), reference::common_subsequence(a, b));
  }
}

TEST(SubsequenceTrace, marks_the_tokens_that_the_full_table_gives) {
  Random random(7, 0);
  SubsequenceTrace trace;
  for (int i = 0; i < 2000; ++i) {
    const std::uint64_t longest = i % 20 == 0 ? 300 : i % 4 == 0 ? 130 : 20;
    const std::uint64_t kinds = 1 + random.below(i % 3 == 0 ? 3 : 12);
    const auto a = draw(random, longest, kinds);
    const auto b = draw(random, longest, kinds);
    std::vector<std::uint8_t> marks(a.size());
    trace.mark(a, b, marks);
    EXPECT_EQ(marks, reference::trace_common_subsequence(a, b));
  }
}

TEST(EditTrace, counts_the_edits_that_the_full_table_gives) {
  Random random(8, 0);
  EditTrace trace;
  for (int i = 0; i < 2000; ++i) {
    const std::uint64_t longest = i % 20 == 0 ? 300 : i % 4 == 0 ? 130 : 20;
    const std::uint64_t kinds = 1 + random.below(i % 3 == 0 ? 3 : 12);
    const auto a = draw(random, longest, kinds);
    const auto b = draw(random, longest, kinds);
    const EditTrace::Counts got = trace.count(a, b);
    EXPECT_EQ((reference::Edits{got.substitutions, got.deletions, got.insertions}),
              reference::trace_edits(a, b));
    EXPECT_EQ(got.hits + got.substitutions + got.deletions, a.size());
    EXPECT_EQ(got.hits + got.substitutions + got.insertions, b.size());
  }
}

TEST(EditTrace, counts_as_few_edits_as_there_are_in_texts_that_it_cuts_in_two) {
  Random random(9, 0);
  EditTrace trace;
  Alignment alignment;
  for (int i = 0; i < 6; ++i) {
    auto a = draw(random, 6000, 4);
    auto b = draw(random, 6000, 4);
    if (i % 2 == 0) {  // alike, so that the band is narrow
      b = a;
      for (int k = 0; k < 40; ++k) b[random.below(b.size())] = 1;
    }
    const EditTrace::Counts got = trace.count(a, b);
    EXPECT_EQ(got.substitutions + got.deletions + got.insertions, alignment.edit_distance(a, b));
    EXPECT_EQ(got.hits + got.substitutions + got.insertions, b.size());
  }
}

TEST(CommonRun, is_as_long_as_the_longest_diagonal_of_equal_tokens) {
  Random random(10, 0);
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t kinds = 1 + random.below(i % 3 == 0 ? 2 : 6);
    const auto a = draw(random, 40, kinds);
    const auto b = draw(random, 40, kinds);
    EXPECT_EQ(longest_common_run(a, b), reference::longest_common_run(a, b));
  }
}

TEST(Samples, give_equal_tokens_equal_ids_in_every_field) {
  Shard shard({{"the cat, the", {"The cat", "中 the"}}, {"中\u0301 x", {"x"}}});
  const Tokenizer& tokenizer = *find_tokenizer("13a");
  const Tokens& output = shard.samples.tokens(Field::output, tokenizer);
  const Tokens& reference = shard.samples.tokens(Field::reference, tokenizer);
  EXPECT_EQ(output.of(0)[0], output.of(0)[3]);
  EXPECT_EQ(output.of(0)[1], reference.of(0)[1]);
  EXPECT_NE(output.of(0)[0], reference.of(0)[0]);
  EXPECT_EQ(output.of(0)[0], reference.of(1)[1]);
  EXPECT_NE(output.of(1)[0], reference.of(1)[0]);
  EXPECT_EQ(output.of(1)[1], reference.of(2)[0]);
  EXPECT_EQ(&output, &shard.samples.tokens(Field::output, tokenizer));
  const Tokens& folded = shard.samples.tokens(Field::reference, tokenizer, Case::folded);
  EXPECT_EQ(folded.of(0)[0], folded.of(1)[1]);
}

TEST(TextMetrics, add_up_to_the_same_bits_in_any_split) {
  const auto rows = nasty_pairs(5, 60);
  for (const std::string& key : kKeys) {
    const auto metric = bound(key);
    const State whole = measured(*metric, rows);
    for (const std::ptrdiff_t cut : {1, 29, 59}) {
      State second = measured(*metric, {rows.begin() + cut, rows.end()});
      metric->statistic().merge(second, measured(*metric, {rows.begin(), rows.begin() + cut}));
      EXPECT_EQ(metric->finish(second).value, metric->finish(whole).value) << key;
    }
  }
}

TEST(TextMetrics, weigh_a_row_of_weight_three_as_the_row_three_times) {
  const auto rows = nasty_pairs(6, 20);
  std::vector<Pair> repeated = rows;
  repeated.insert(repeated.end(), {rows[4], rows[4], rows[7], rows[7]});
  std::vector<double> weights(rows.size(), 1.0);
  weights[4] = weights[7] = 3;
  for (const std::string& key : kKeys) {
    const auto metric = bound(key);
    EXPECT_EQ(metric->finish(measured(*metric, rows, weights)).value,
              metric->finish(measured(*metric, repeated)).value)
        << key;
  }
}

TEST(TextMetrics, leave_out_rows_without_a_reference_and_say_when_none_is_left) {
  const std::vector<Pair> row = {{"the cat sat here", {"the cat sat there"}}};
  std::vector<Pair> with_missing = row;
  with_missing.push_back({"anything at all", {}});
  for (const std::string& key : kKeys) {
    if (key == "empty_rate") continue;
    EXPECT_EQ(score(key, with_missing), score(key, row)) << key;
    const auto metric = bound(key);
    const Score none = metric->finish(measured(*metric, {{"anything", {}}}));
    EXPECT_FALSE(none.value.has_value()) << key;
    EXPECT_EQ(none.undefined_because.in(Language::en), "no row has both an output and a reference")
        << key;
  }
}

TEST(Rouge, takes_the_reference_of_the_best_f_for_every_part) {
  // Against "a": F 2/4 (P 1/3, R 1); against "a b x y z w": F 4/9 (P 2/3, R 1/3).
  const std::vector<Pair> rows = {{"a b c", {"a b x y z w", "a"}}};
  EXPECT_DOUBLE_EQ(score("rouge_1", rows), 0.5);
  EXPECT_DOUBLE_EQ(score("rouge_1[part=p]", rows), 1.0 / 3.0);
  EXPECT_DOUBLE_EQ(score("rouge_1[part=r]", rows), 1.0);
}

TEST(Rouge, refuses_to_stem_what_are_no_latin_words) {
  EXPECT_EQ(refusal("rouge_lsum[stem=yes,tok=char]"),
            "error: rouge_lsum: stem=yes needs tok=latin, not tok=char\n"
            "  help: write tok=latin, or leave stem out\n"
            "  name: metric-arguments-clash      (shijin explain metric-arguments-clash)\n");
}

TEST(Rouge, is_undefined_with_the_reason_on_lines_too_long_to_trace) {
  std::string line;
  for (int i = 0; i < 32'769; ++i) line += "a ";
  const auto metric = bound("rouge_lsum");
  const Score got = metric->finish(measured(*metric, {{line, {line}}, {"a", {"a"}}}));
  EXPECT_FALSE(got.value.has_value());
  EXPECT_EQ(got.undefined_because.in(Language::en),
            "1 of the rows are beyond its limit: two texts of 32768 tokens each");
}

TEST(NltkBleu, is_undefined_where_method_6_raises) {
  // No 3-gram in common: nltk 3.10.4 raises AssertionError.
  const auto metric = bound("nltk_bleu[smooth=6,tok=ws]");
  const Score got = metric->finish(measured(*metric, {{"a b x y", {"a b c d"}}}));
  EXPECT_FALSE(got.value.has_value());
  EXPECT_EQ(got.undefined_because.in(Language::en), "it is undefined on 1 of the rows");
}

TEST(NltkBleu, refuses_settings_its_peer_cannot_answer_for) {
  EXPECT_EQ(refusal("nltk_bleu[order=2,smooth=6]"),
            "error: nltk_bleu: smooth=6 looks at 3-grams, so order=2 is too short\n"
            "  help: write order=3 or more, or another smooth\n"
            "  name: metric-arguments-clash      (shijin explain metric-arguments-clash)\n");
  EXPECT_EQ(refusal("nltk_bleu[avg=corpus,smooth=5]"),
            "error: nltk_bleu: with avg=corpus, smooth=5 depends on which row comes last\n"
            "  help: write avg=sentence, or a smooth from 0 to 4\n"
            "  name: metric-arguments-clash      (shijin explain metric-arguments-clash)\n");
}

TEST(TextMetrics, show_the_tokeniser_where_there_is_no_single_default) {
  EXPECT_EQ(bound("bleu[tok=13a]")->key(), "bleu");
  EXPECT_EQ(bound("bleu[tok=zh]")->key(), "bleu[tok=zh]");
  EXPECT_EQ(bound("nltk_bleu[tok=char,order=2]")->key(), "nltk_bleu[order=2,tok=char]");
  EXPECT_EQ(bound("rouge_l")->key(), "rouge_l[tok=latin]");
}

TEST(SampleMean, gives_mean_variance_and_count) {
  // exact ROUGE-1 values 1, 0, 0.5: mean 0.5, variance (0.25 + 0.25 + 0) / 2
  const auto metric = bound("rouge_1");
  const State state = measured(*metric, {{"a", {"a"}}, {"b", {"a"}}, {"a b", {"b c"}}});
  const Uncertainty doubt = metric->uncertainty(state);
  EXPECT_EQ(doubt.kind, Uncertainty::Kind::mean);
  EXPECT_DOUBLE_EQ(doubt.a, 0.5);
  EXPECT_DOUBLE_EQ(doubt.b, 0.25);
  EXPECT_DOUBLE_EQ(doubt.c, 3);
}

}  // namespace
}  // namespace shijin
