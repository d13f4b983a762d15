// Comparing small files: what is joined, what is refused, and what the numbers are.
#include "compare/compare.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>

#include "base/file.h"
#include "base/random.h"

namespace shijin {
namespace {

// Evaluate contents as files of their own, the first as the base, and compare them.
class Compared {
 public:
  explicit Compared(const std::vector<std::string>& contents, CompareOptions options = {},
                    std::string metrics = {}) {
    EvaluateOptions evaluate_options;
    evaluate_options.metrics = std::move(metrics);
    evaluate_options.threads = options.threads;
    for (std::size_t i = 0; i < contents.size(); ++i) add(contents[i], i, evaluate_options);
    if (problem.empty()) {
      auto compared = compare(runs_, options);
      if (compared.ok()) {
        result = std::move(*compared);
      } else {
        problem = describe(compared.error(), Language::en);
      }
    }
  }

  Comparison result;
  std::string problem;

 private:
  void add(const std::string& content, std::size_t i, const EvaluateOptions& given) {
    const auto path = (std::filesystem::temp_directory_path() /
                       (std::to_string(::getpid()) + "-compare-" + std::to_string(i) + ".csv"))
                          .string();
    EXPECT_TRUE(write_file(path, content).ok());
    Notes notes;
    MeasuredRun run;
    run.name = "r" + std::to_string(i + 1);
    if (i > 0) run.kept.labels = runs_.front().kept.labels;
    EvaluateHooks hooks;
    hooks.keep = &run.kept;
    auto table = Table::open(std::span(&path, 1), ReadOptions{}, notes);
    ASSERT_TRUE(table.ok());
    auto evidence =
        evaluate(*table, i == 0 ? base_options(given) : other_options(given, runs_.front()), hooks);
    std::filesystem::remove(path);
    ASSERT_TRUE(evidence.ok()) << describe(evidence.error(), Language::en);
    run.evidence = std::move(*evidence);
    runs_.push_back(std::move(run));
  }

  std::vector<MeasuredRun> runs_;
};

const std::string kFour =
    "id,true_label,pred_label\n"
    "a,1,1\n"
    "b,1,1\n"
    "c,0,0\n"
    "d,0,0\n";
const std::string kThreeWrong =
    "id,true_label,pred_label\n"
    "a,1,0\n"
    "b,1,0\n"
    "c,0,1\n"
    "d,0,0\n";

TEST(Compare, finds_no_difference_between_a_file_and_itself) {
  const Compared compared({kFour, kFour});
  ASSERT_EQ(compared.problem, "");
  ASSERT_FALSE(compared.result.scores.empty());
  for (const ComparedScore& score : compared.result.scores) {
    EXPECT_EQ(score.outcome, Outcome::no_difference) << score.key;
    EXPECT_EQ(score.p_adjusted, 1.0) << score.key;
    EXPECT_EQ(score.difference, 0.0) << score.key;
  }
}

TEST(Compare, leaves_four_rows_undecided_and_says_how_many_would_do) {
  const Compared compared({kFour, kThreeWrong}, {}, "accuracy");
  ASSERT_EQ(compared.problem, "");
  const ComparedScore* score = compared.result.find("accuracy", 1);
  ASSERT_NE(score, nullptr);
  EXPECT_EQ(score->outcome, Outcome::undecided);
  EXPECT_EQ(score->difference, -0.75);
  // Three rows lost, none gained: exactly 2 · (½)³ = 0.25; mid-p takes half of the last split off.
  EXPECT_DOUBLE_EQ(*score->p, 0.125);
  ASSERT_TRUE(score->needed_n.has_value());
  EXPECT_GE(*score->needed_n, 2);
  ASSERT_EQ(compared.result.flips.size(), 1U);
  EXPECT_EQ(compared.result.flips[0].lost_ids, (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(compared.result.flips[0].both_right, 1);
}

TEST(Compare, tries_every_exchange_of_few_rows) {
  const Compared compared({kFour, kThreeWrong}, {}, "f1[avg=macro]");
  ASSERT_EQ(compared.problem, "");
  const ComparedScore* score = compared.result.find("f1[avg=macro]", 1);
  EXPECT_EQ(score->test, "exact-permutation");
  // Of the 2³ exchanges only none and all of them are as far apart.
  EXPECT_DOUBLE_EQ(*score->p, 0.25);
}

// Probabilities of 6,000 rows that lean to the truth by so much.
std::string ranked(std::uint64_t seed, double lean) {
  std::string content = "id,true_label,pred_label,probability:1\n";
  Random random(seed, 1);
  for (int i = 0; i < 6'000; ++i) {
    const bool truth = i % 4 == 0;
    const double p = 0.7 * random.uniform() + (truth ? lean : 0);
    content += "x" + std::to_string(i) + (truth ? ",1," : ",0,") + (p > 0.5 ? "1," : "0,") +
               std::to_string(p) + "\n";
  }
  return content;
}

TEST(Compare, rankings_of_many_rows_have_an_interval_and_a_test) {
  const Compared compared({ranked(1, 0.1), ranked(2, 0.2), ranked(1, 0.1)}, {},
                          "roc_auc[label=1],average_precision[label=1]");
  ASSERT_EQ(compared.problem, "");
  for (const char* key : {"roc_auc[label=1]", "average_precision[label=1]"}) {
    const ComparedScore* better = compared.result.find(key, 1);
    ASSERT_NE(better, nullptr) << key;
    EXPECT_EQ(better->outcome, Outcome::better) << key;
    EXPECT_EQ(better->test, "jackknife-z") << key;
    ASSERT_TRUE(better->interval.has_value()) << key;
    EXPECT_NEAR((better->interval->lo + better->interval->hi) / 2, *better->difference, 1e-12);
    const ComparedScore* same = compared.result.find(key, 2);
    EXPECT_EQ(same->outcome, Outcome::no_difference) << key;
    EXPECT_EQ(same->p, 1.0) << key;
  }
}

std::string drawn(std::uint64_t seed, double right, std::size_t rows) {
  std::string content = "id,true_label,pred_label\n";
  Random random(seed, 1);
  for (std::size_t i = 0; i < rows; ++i) {
    const bool truth = i % 3 == 0;
    const bool said = random.uniform() < right ? truth : !truth;
    content += "x" + std::to_string(i) + (truth ? ",1," : ",0,") + (said ? "1\n" : "0\n");
  }
  return content;
}

TEST(Compare, tells_a_large_difference_and_its_direction) {
  const Compared compared({drawn(1, 0.7, 400), drawn(2, 0.9, 400)});
  ASSERT_EQ(compared.problem, "");
  EXPECT_EQ(compared.result.find("accuracy", 1)->outcome, Outcome::better);
  EXPECT_EQ(compared.result.find("f1[avg=macro]", 1)->outcome, Outcome::better);
  const Compared back({drawn(2, 0.9, 400), drawn(1, 0.7, 400)});
  EXPECT_EQ(back.result.find("accuracy", 1)->outcome, Outcome::worse);
}

TEST(Compare, gives_the_same_numbers_on_any_number_of_threads) {
  std::vector<Comparison> all;
  for (const std::size_t threads : {1U, 2U, 8U}) {
    CompareOptions options;
    options.threads = threads;
    all.push_back(
        Compared({drawn(1, 0.8, 5'000), drawn(2, 0.82, 5'000), drawn(3, 0.81, 5'000)}, options)
            .result);
  }
  for (const Comparison& one : all) {
    ASSERT_EQ(one.scores.size(), all[0].scores.size());
    for (std::size_t i = 0; i < one.scores.size(); ++i) {
      EXPECT_EQ(one.scores[i].p, all[0].scores[i].p);
      ASSERT_TRUE(one.scores[i].interval.has_value());
      EXPECT_EQ(one.scores[i].interval->lo, all[0].scores[i].interval->lo);
      EXPECT_EQ(one.scores[i].interval->hi, all[0].scores[i].interval->hi);
    }
    ASSERT_TRUE(one.best.has_value());
    EXPECT_EQ(one.best->possibly_best, all[0].best->possibly_best);
    EXPECT_EQ(one.best->debiased_score, all[0].best->debiased_score);
  }
}

TEST(Compare, matches_rows_by_id_whatever_their_order) {
  const std::string turned =
      "id,true_label,pred_label\n"
      "d,0,0\n"
      "c,0,1\n"
      "b,1,0\n"
      "a,1,0\n";
  const Compared straight({kFour, kThreeWrong}, {}, "accuracy");
  const Compared other({kFour, turned}, {}, "accuracy");
  ASSERT_EQ(other.problem, "");
  EXPECT_EQ(other.result.joined, JoinedBy::id);
  EXPECT_EQ(other.result.flips[0].lost_ids, straight.result.flips[0].lost_ids);
  EXPECT_EQ(other.result.find("accuracy", 1)->p, straight.result.find("accuracy", 1)->p);
}

TEST(Compare, takes_a_margin_for_no_difference) {
  CompareOptions options;
  options.margin = 0.5;
  const Compared compared({drawn(1, 0.8, 400), drawn(2, 0.82, 400)}, options, "accuracy");
  EXPECT_EQ(compared.result.find("accuracy", 1)->outcome, Outcome::no_difference);
}

TEST(Compare, does_not_find_a_best_among_equals_and_rules_out_what_is_far_behind) {
  const Compared compared(
      {drawn(1, 0.8, 900), drawn(2, 0.8, 900), drawn(3, 0.8, 900), drawn(4, 0.5, 900)}, {},
      "accuracy");
  ASSERT_TRUE(compared.result.best.has_value());
  EXPECT_FALSE(compared.result.best->winner.has_value());
  EXPECT_EQ(compared.result.best->possibly_best.size(), 3U);
  EXPECT_EQ(compared.result.best->worse, (std::vector<std::size_t>{3}));
}

TEST(Compare, refuses_runs_over_other_rows) {
  const std::string without_d =
      "id,true_label,pred_label\n"
      "a,1,1\n"
      "b,1,1\n"
      "c,0,0\n";
  EXPECT_EQ(Compared({kFour, without_d}).problem,
            "error: r2 has no row \"d\", which r1 has; rows that only one of them has: 1\n"
            "  help: evaluate both versions on the same rows, then compare\n"
            "  name: runs-not-comparable      (shijin explain runs-not-comparable)\n");
}

TEST(Compare, refuses_runs_with_other_references) {
  const std::string other =
      "id,true_label,pred_label\n"
      "a,1,1\n"
      "b,0,1\n"
      "c,0,0\n"
      "d,0,0\n";
  EXPECT_EQ(Compared({kFour, other}).problem,
            "error: row 2 of r2 expects another answer than row 2 of r1\n"
            "  help: both files must hold the same true labels or references; take them from one "
            "file: --truth FILE\n"
            "  name: runs-not-comparable      (shijin explain runs-not-comparable)\n");
}

TEST(Compare, refuses_an_id_that_stands_twice) {
  const std::string twice =
      "id,true_label,pred_label\n"
      "a,1,1\n"
      "b,1,1\n"
      "b,0,0\n"
      "d,0,0\n";
  EXPECT_EQ(Compared({kFour, twice}).problem,
            "error: id \"b\" stands twice in r2, in rows 2 and 3\n"
            "  help: give every row its own id, or leave the column out: --map id=OTHER\n"
            "  name: runs-not-comparable      (shijin explain runs-not-comparable)\n");
}

TEST(Compare, refuses_other_counts_of_rows_without_ids) {
  const std::string four = "text,true_label,pred_label\nw,1,1\nx,1,1\ny,0,0\nz,0,0\n";
  const std::string three = "text,true_label,pred_label\nw,1,1\nx,1,1\ny,0,0\n";
  EXPECT_EQ(Compared({four, three}).problem,
            "error: r1 has 4 rows, r2 has 3\n"
            "  help: compare predictions for the same rows; an id column lets rows stand in any "
            "order\n"
            "  name: runs-not-comparable      (shijin explain runs-not-comparable)\n");
}

TEST(Compare, matches_rows_by_content_without_ids) {
  const std::string base = "text,true_label,pred_label\nw,1,1\nx,1,1\ny,0,0\nz,0,0\n";
  const std::string turned = "text,true_label,pred_label\nz,0,0\ny,0,1\nx,1,0\nw,1,0\n";
  const Compared compared({base, turned}, {}, "accuracy");
  ASSERT_EQ(compared.problem, "");
  EXPECT_EQ(compared.result.joined, JoinedBy::content);
  EXPECT_EQ(compared.result.flips[0].lost_ids, (std::vector<std::string>{"1", "2", "3"}));
}

// Rows of 12 passages with 6 questions each; in the second run whole passages go from wrong to
// right.
std::string passages(int mended, const char* column) {
  std::string content = std::string("id,") + column + ",true_label,pred_label\n";
  for (int p = 0; p < 12; ++p) {
    for (int q = 0; q < 6; ++q) {
      const bool wrong = p % 2 == 0 && p / 2 >= mended && q < 5;
      content += std::to_string(p) + "-" + std::to_string(q) + ",p" + std::to_string(p) + ",1," +
                 (wrong ? "0\n" : "1\n");
    }
  }
  return content;
}

TEST(Compare, exchanges_whole_clusters_where_there_are_any) {
  const Compared alone({passages(0, "passage"), passages(3, "passage")}, {}, "accuracy");
  const Compared together({passages(0, "cluster"), passages(3, "cluster")}, {}, "accuracy");
  ASSERT_EQ(alone.problem + together.problem, "");
  const ComparedScore* rows = alone.result.find("accuracy", 1);
  const ComparedScore* clusters = together.result.find("accuracy", 1);
  // 15 rows gained, none lost: far beyond doubt were they 15 pieces of evidence.
  EXPECT_EQ(rows->test, "mcnemar-mid-p");
  EXPECT_EQ(rows->outcome, Outcome::better);
  // They are three passages: of 2³ exchanges two are as far apart.
  EXPECT_EQ(together.result.clusters, 12);
  EXPECT_EQ(clusters->test, "exact-permutation");
  EXPECT_EQ(clusters->differing, 15U);
  EXPECT_EQ(clusters->differing_units, 3U);
  EXPECT_DOUBLE_EQ(*clusters->p, 0.25);
  EXPECT_EQ(clusters->outcome, Outcome::undecided);
  EXPECT_EQ(clusters->interval->method, "paired-cluster-t");
  // Six differing clusters are needed at least: twice the rows.
  EXPECT_GE(*clusters->needed_n, 144);
  EXPECT_EQ(clusters->difference, rows->difference);
}

TEST(Compare, rules_no_run_out_by_fewer_rows_than_a_test_could_tell) {
  const std::string right = "id,true_label,pred_label\na,1,1\nb,0,0\nc,1,1\n";
  const std::string wrong = "id,true_label,pred_label\na,1,0\nb,0,1\nc,1,0\n";
  const Compared compared({wrong, right, wrong}, {}, "accuracy");
  ASSERT_EQ(compared.problem, "");
  if (compared.result.best) {
    EXPECT_FALSE(compared.result.best->winner.has_value());
    EXPECT_EQ(compared.result.best->possibly_best.size(), 3U);
  }
}

TEST(Compare, says_when_only_the_number_of_comparisons_holds_a_claim_back) {
  // 60 gained, 34 lost of 600: p about 0.007 alone, too much for eleven metrics.
  std::string before = "id,true_label,pred_label\n";
  std::string after = before;
  for (int i = 0; i < 600; ++i) {
    const bool was = i % 4 != 0;
    const bool is = i < 40 || (i >= 80 && i < 100) ? true : (i >= 300 && i < 344 ? false : was);
    const std::string truth = i % 2 == 0 ? "1" : "0";
    const std::string other = i % 2 == 0 ? "0" : "1";
    before += "x" + std::to_string(i) + "," + truth + "," + (was ? truth : other) + "\n";
    after += "x" + std::to_string(i) + "," + truth + "," + (is ? truth : other) + "\n";
  }
  const Compared compared({after, before});
  ASSERT_EQ(compared.problem, "");
  EXPECT_GT(compared.result.comparisons, 5U);
  for (const ComparedScore& score : compared.result.scores) {
    if (!score.interval || !score.p) continue;
    const bool leaves_out = score.interval->lo > 0 || score.interval->hi < 0;
    switch (score.undecided) {
      case Undecided::not_undecided:
        EXPECT_TRUE(leaves_out && *score.p_adjusted <= 0.05) << score.key;
        break;
      case Undecided::holds_zero:
        EXPECT_FALSE(leaves_out) << score.key;
        break;
      case Undecided::many_comparisons:
        EXPECT_TRUE(leaves_out && *score.p <= 0.05 && *score.p_adjusted > 0.05) << score.key;
        break;
      case Undecided::test_says_luck:
        EXPECT_TRUE(leaves_out && *score.p > 0.05) << score.key;
        break;
      case Undecided::untested:
      case Undecided::no_direction:
        ADD_FAILURE() << score.key;
    }
    // What is shown as undecided, though sure by itself, needs more rows than there are.
    if (score.undecided == Undecided::many_comparisons && score.needed_n) {
      EXPECT_GT(*score.needed_n, compared.result.rows) << score.key;
    }
  }
}

TEST(Compare, says_that_accuracy_is_a_trap_where_a_label_is_given_up) {
  const std::string base = "id,true_label,pred_label\na,1,1\nb,1,0\nc,1,0\nd,0,0\ne,1,1\nf,1,1\n";
  const std::string always = "id,true_label,pred_label\na,1,1\nb,1,1\nc,1,1\nd,0,1\ne,1,1\nf,1,1\n";
  // 4 of 6 are right in the base, 5 of 6 in a run that says 1 to every row.
  const std::string words = Compared({base, always}, {}, "accuracy").result.reason.in(Language::en);
  EXPECT_TRUE(words.starts_with(
      "The accuracy of r2 (0.833) is a trap: it says 1 to every row, and never 0."))
      << words;
  // The other way round nothing was given up.
  const std::string back = Compared({always, base}, {}, "accuracy").result.reason.in(Language::en);
  EXPECT_EQ(back.find("trap"), std::string::npos) << back;
}

// Scores of eight items by two raters; `more` is added to each score of the second rater.
std::string ratings(int more, const std::string& skip = "") {
  std::string out = "id,rater,fluency\n";
  for (int i = 0; i < 8; ++i) {
    const std::string id = "i" + std::to_string(i);
    if (id == skip) continue;
    out += id + ",ann," + std::to_string(1 + i % 4) + "\n";
    out += id + ",bo," + std::to_string(1 + i % 3 + more) + "\n";
  }
  return out;
}

TEST(Compare, ratings_are_paired_by_item) {
  const Compared compared({ratings(0), ratings(1)});
  ASSERT_EQ(compared.problem, "");
  EXPECT_EQ(compared.result.rows, 8);
  const ComparedScore* score = compared.result.find("human[dim=fluency]", 1);
  ASSERT_NE(score, nullptr);
  // Each item rises by 1 in one of its two scores: by ½ on average, and always the same way.
  EXPECT_DOUBLE_EQ(*score->difference, 0.5);
  EXPECT_EQ(score->test, "exact-permutation");
  EXPECT_DOUBLE_EQ(*score->p, 2.0 / 256);
  EXPECT_EQ(score->outcome, Outcome::better);
  const Compared same({ratings(0), ratings(0)});
  EXPECT_EQ(same.result.find("human[dim=fluency]", 1)->p, 1.0);
  EXPECT_EQ(same.result.find("human[dim=fluency]", 1)->outcome, Outcome::no_difference);
}

TEST(Compare, ratings_of_other_items_are_refused) {
  EXPECT_EQ(Compared({ratings(0), ratings(1, "i5")}).problem,
            "error: r2 has no row \"i5\", which r1 has; rows that only one of them has: 1\n"
            "  help: evaluate both versions on the same rows, then compare\n"
            "  name: runs-not-comparable      (shijin explain runs-not-comparable)\n");
}

TEST(Compare, clusters_of_rated_items_are_exchanged_whole) {
  const auto clustered = [](int more) {
    std::string out = "id,cluster,rater,fluency\n";
    for (int i = 0; i < 24; ++i) {
      const std::string id = std::to_string(i);
      out += id + ",g" + std::to_string(i / 3) + ",ann," + std::to_string(2 + i % 2 + more) + "\n";
    }
    return out;
  };
  const Compared compared({clustered(0), clustered(1)});
  ASSERT_EQ(compared.problem, "");
  EXPECT_EQ(compared.result.clusters, 8);
  const ComparedScore* score = compared.result.find("human[dim=fluency]", 1);
  EXPECT_EQ(score->differing, 24U);
  EXPECT_EQ(score->differing_units, 8U);
  EXPECT_DOUBLE_EQ(*score->p, 2.0 / 256);
}

// Rows of which every third denies something; `spoilt` of those, and one other row in forty, are
// answered wrong.
std::string denials(int rows, bool spoilt) {
  std::string out = "text,label,pred\n";
  for (int i = 0; i < rows; ++i) {
    const bool denies = i % 3 == 0;
    const bool wrong = denies ? spoilt && i % 2 == 0 : i % 40 == 1;
    const std::string number = std::to_string(i);
    out += (denies ? "the case is not good " : "the case is really good ") + number + ",";
    out += (i % 2 == 0 ? "a," : "b,") + std::string((i % 2 == 0) != wrong ? "a\n" : "b\n");
  }
  return out;
}

TEST(Compare, tells_where_answers_were_lost) {
  const Compared compared({denials(600, false), denials(600, true)});
  ASSERT_EQ(compared.problem, "");
  ASSERT_FALSE(compared.result.slices.empty());
  const ComparedSlice& first = compared.result.slices.front();
  EXPECT_EQ(first.run, 1U);
  EXPECT_EQ(first.way, Flip::lost);
  EXPECT_EQ(first.slice.n, 200);
  EXPECT_EQ(first.slice.errors, 100);  // of the 200 that deny, those with an even number
  EXPECT_LT(*first.slice.p_adjusted, 0.05);
  ASSERT_FALSE(first.slice.examples.empty());
  EXPECT_EQ(first.slice.examples.front().id, "1");  // by row, where there is no id
}

TEST(Compare, tells_where_answers_were_gained_and_nothing_of_equal_runs) {
  const Compared mended({denials(600, true), denials(600, false)});
  ASSERT_FALSE(mended.result.slices.empty());
  EXPECT_EQ(mended.result.slices.front().way, Flip::gained);
  EXPECT_EQ(mended.result.slices.front().slice.errors, 100);
  EXPECT_TRUE(Compared({denials(600, true), denials(600, true)}).result.slices.empty());
}

}  // namespace
}  // namespace shijin
