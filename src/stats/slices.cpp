// Search over single features, pairs and triples. Rows are put in a new order first, so that the
// errors of the finding half are one run of words and its right rows the next: a pair then costs
// two counts over few words, and most pairs end after the first.
#include "stats/slices.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "base/random.h"
#include "stats/multiple.h"

namespace shijin {
namespace {

constexpr std::uint64_t kStream = 0x511CE5;
constexpr std::size_t kLeastErrors = 4;  // of the finding half
constexpr double kLeastZ = 2.5;          // on the finding half: worth a second look
constexpr double kBeatsParent = 2.0;     // z against the rest of each part
constexpr std::size_t kTried = 24;       // candidates tested on the other half
constexpr std::size_t kRanked = 2'000;   // candidates kept while searching
constexpr std::size_t kJoined = 100;     // pairs that a third feature is joined to

using Words = std::span<const std::uint64_t>;

std::size_t count_plain(Words a, Words b) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    count += static_cast<std::size_t>(std::popcount(a[i] & b[i]));
  }
  return count;
}

#if defined(__x86_64__)
[[gnu::target("popcnt")]] std::size_t count_popcnt(Words a, Words b) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    count += static_cast<std::size_t>(std::popcount(a[i] & b[i]));
  }
  return count;
}
[[gnu::target("avx512f,avx512vpopcntdq")]] std::size_t count_avx512(Words a, Words b) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    count += static_cast<std::size_t>(std::popcount(a[i] & b[i]));
  }
  return count;
}
#endif

using CountBoth = std::size_t (*)(Words, Words);

CountBoth choose_count() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512vpopcntdq")) return &count_avx512;
  if (__builtin_cpu_supports("popcnt")) return &count_popcnt;
#endif
  return &count_plain;
}

// The rows of one half in their new order: wrong ones from word 0, right ones from word
// `wrong_words`.
struct Half {
  std::vector<std::size_t> wrong;
  std::vector<std::size_t> right;

  double size() const { return static_cast<double>(wrong.size() + right.size()); }
  double rate() const { return static_cast<double>(wrong.size()) / size(); }
};

RowSet gather(const RowSet& rows, std::span<const std::size_t> order) {
  RowSet out(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (rows.has(order[i])) out.add(i);
  }
  return out;
}

struct Counts {
  double wrong = 0;
  double right = 0;

  double n() const { return wrong + right; }
};

// Twice the log-likelihood ratio of two rates against one, and 0 where errors are not more
// frequent.
double likelihood_ratio(const Counts& in, double wrong, double right) {
  const auto part = [](double k, double n, double p) {
    return k > 0 ? k * std::log(k / n / p) : 0;
  };
  const double all = wrong + right;
  const double rest = all - in.n();
  if (rest <= 0 || in.wrong * all <= in.n() * wrong) return 0;
  const double p = wrong / all;
  return 2 * (part(in.wrong, in.n(), p) + part(in.right, in.n(), 1 - p) +
              part(wrong - in.wrong, rest, p) + part(right - in.right, rest, 1 - p));
}

// z of the difference between two shares with a pooled variance.
double difference_z(const Counts& a, const Counts& b) {
  if (a.n() <= 0 || b.n() <= 0) return 0;
  const double pooled = (a.wrong + b.wrong) / (a.n() + b.n());
  const double variance = pooled * (1 - pooled) * (1 / a.n() + 1 / b.n());
  return variance > 0 ? (a.wrong / a.n() - b.wrong / b.n()) / std::sqrt(variance) : 0;
}

struct Candidate {
  std::vector<std::size_t> features;
  Counts counts;  // on the finding half
  double score = 0;
};

class Search {
 public:
  Search(std::span<const SliceFeature> features, const RowSet& errors, std::size_t rows,
         const SliceOptions& options)
      : features_(features), options_(options), count_(choose_count()) {
    for (std::size_t row = 0; row < rows; ++row) {
      Half& half = finds_slices(options.seed, row) ? finding_ : confirming_;
      (errors.has(row) ? half.wrong : half.right).push_back(row);
    }
    least_ = std::max(static_cast<double>(options.least_rows),
                      options.least_share * static_cast<double>(rows)) /
             2;
  }

  std::vector<FoundSlice> run() {
    if (finding_.wrong.size() < kLeastErrors || finding_.right.empty() ||
        confirming_.wrong.empty() || confirming_.right.empty()) {
      return {};
    }
    gather_features();
    look_at_singles();
    if (options_.depth >= 2) look_at_pairs();
    if (options_.depth >= 3) look_at_triples();
    return confirm(choose());
  }

 private:
  void gather_features() {
    for (const SliceFeature& feature : features_) {
      wrong_.push_back(gather(feature.rows, finding_.wrong));
      right_.push_back(gather(feature.rows, finding_.right));
    }
  }

  void offer(std::vector<std::size_t> features, const Counts& counts) {
    if (counts.n() < least_ || counts.wrong < static_cast<double>(kLeastErrors)) return;
    const Counts rest{static_cast<double>(finding_.wrong.size()) - counts.wrong,
                      static_cast<double>(finding_.right.size()) - counts.right};
    if (difference_z(counts, rest) < kLeastZ) return;
    double preference = 1;
    for (const std::size_t f : features) preference *= features_[f].preference;
    const double score =
        preference * likelihood_ratio(counts, static_cast<double>(finding_.wrong.size()),
                                      static_cast<double>(finding_.right.size()));
    ranked_.push_back({std::move(features), counts, score});
    if (ranked_.size() >= 2 * kRanked) keep_best();
  }

  void keep_best() {
    std::sort(ranked_.begin(), ranked_.end(), [](const Candidate& a, const Candidate& b) {
      return a.score != b.score ? a.score > b.score : a.features < b.features;
    });
    if (ranked_.size() > kRanked) ranked_.resize(kRanked);
  }

  Counts counts_of(std::size_t f) const {
    return {static_cast<double>(wrong_[f].count()), static_cast<double>(right_[f].count())};
  }

  void look_at_singles() {
    for (std::size_t f = 0; f < features_.size(); ++f) {
      singles_.push_back(counts_of(f));
      offer({f}, singles_[f]);
    }
  }

  bool apart(std::size_t a, std::size_t b) const {
    return features_[a].group < 0 || features_[a].group != features_[b].group;
  }

  // Is the part clearly better on the rows that the conjunction leaves out?
  static bool beats(const Counts& child, const Counts& part) {
    const Counts rest{part.wrong - child.wrong, part.right - child.right};
    return rest.n() > 0 && difference_z(child, rest) >= kBeatsParent;
  }

  void look_at_pairs() {
    for (std::size_t a = 0; a < features_.size(); ++a) {
      if (singles_[a].wrong < static_cast<double>(kLeastErrors) || singles_[a].n() < least_)
        continue;
      for (std::size_t b = a + 1; b < features_.size(); ++b) {
        if (singles_[b].n() < least_ || !apart(a, b)) continue;
        const auto wrong = count_(wrong_[a].words(), wrong_[b].words());
        if (wrong < kLeastErrors) continue;
        const Counts both{static_cast<double>(wrong),
                          static_cast<double>(count_(right_[a].words(), right_[b].words()))};
        if (beats(both, singles_[a]) && beats(both, singles_[b])) offer({a, b}, both);
      }
    }
  }

  void look_at_triples() {
    keep_best();
    std::vector<Candidate> pairs;
    for (const Candidate& one : ranked_) {
      if (one.features.size() == 2 && pairs.size() < kJoined) pairs.push_back(one);
    }
    for (const Candidate& pair : pairs) {
      RowSet wrong = wrong_[pair.features[0]];
      RowSet right = right_[pair.features[0]];
      wrong &= wrong_[pair.features[1]];
      right &= right_[pair.features[1]];
      for (std::size_t c = 0; c < features_.size(); ++c) {
        if (!apart(c, pair.features[0]) || !apart(c, pair.features[1])) continue;
        if (c == pair.features[0] || c == pair.features[1]) continue;
        const Counts all{static_cast<double>(count_(wrong.words(), wrong_[c].words())),
                         static_cast<double>(count_(right.words(), right_[c].words()))};
        if (!beats(all, pair.counts)) continue;
        std::vector<std::size_t> features = {pair.features[0], pair.features[1], c};
        std::sort(features.begin(), features.end());
        offer(std::move(features), all);
      }
    }
  }

  // Take the best, then only what is still bad on the rows that those taken leave.
  std::vector<Candidate> choose() {
    keep_best();
    std::vector<Candidate> taken;
    RowSet wrong_left(finding_.wrong.size());
    RowSet right_left(finding_.right.size());
    for (std::size_t i = 0; i < finding_.wrong.size(); ++i) wrong_left.add(i);
    for (std::size_t i = 0; i < finding_.right.size(); ++i) right_left.add(i);
    for (const Candidate& one : ranked_) {
      if (taken.size() == kTried) break;
      RowSet wrong = wrong_left;
      RowSet right = right_left;
      for (const std::size_t f : one.features) {
        wrong &= wrong_[f];
        right &= right_[f];
      }
      const Counts in{static_cast<double>(wrong.count()), static_cast<double>(right.count())};
      const Counts rest{static_cast<double>(wrong_left.count()) - in.wrong,
                        static_cast<double>(right_left.count()) - in.right};
      if (in.wrong < static_cast<double>(kLeastErrors) || difference_z(in, rest) < kLeastZ)
        continue;
      taken.push_back(one);
      remove(wrong, wrong_left);
      remove(right, right_left);
    }
    return taken;
  }

  static void remove(const RowSet& what, RowSet& from) {
    for (std::size_t i = 0; i < 64 * what.words().size(); ++i) {
      if (what.has(i)) from.drop(i);
    }
  }

  Counts counts_on(const Half& half, const std::vector<std::size_t>& features) const {
    const auto holds = [&](std::size_t row) {
      return std::all_of(features.begin(), features.end(),
                         [&](std::size_t f) { return features_[f].rows.has(row); });
    };
    return {static_cast<double>(std::count_if(half.wrong.begin(), half.wrong.end(), holds)),
            static_cast<double>(std::count_if(half.right.begin(), half.right.end(), holds))};
  }

  std::vector<FoundSlice> confirm(const std::vector<Candidate>& tried) const {
    std::vector<FoundSlice> all;
    std::vector<double> p;
    const auto wrong = static_cast<std::int64_t>(confirming_.wrong.size());
    const auto rows = static_cast<std::int64_t>(confirming_.size());
    for (const Candidate& one : tried) {
      const Counts here = counts_on(confirming_, one.features);
      FoundSlice slice{.features = one.features};
      slice.n = static_cast<std::int64_t>(here.n() + one.counts.n());
      slice.errors = static_cast<std::int64_t>(here.wrong + one.counts.wrong);
      slice.p = fisher_more(static_cast<std::int64_t>(here.wrong),
                            static_cast<std::int64_t>(here.n()), wrong, rows);
      p.push_back(slice.p);
      all.push_back(std::move(slice));
    }
    const std::vector<double> adjusted = benjamini_hochberg_adjusted(p);
    std::vector<FoundSlice> kept;
    for (std::size_t i = 0; i < all.size(); ++i) {
      all[i].p_adjusted = adjusted[i];
      if (adjusted[i] <= options_.false_share) kept.push_back(std::move(all[i]));
    }
    const double rate = (static_cast<double>(finding_.wrong.size()) + static_cast<double>(wrong)) /
                        (finding_.size() + confirming_.size());
    const auto excess = [&](const FoundSlice& slice) {
      return static_cast<double>(slice.errors) - rate * static_cast<double>(slice.n);
    };
    std::stable_sort(kept.begin(), kept.end(), [&](const FoundSlice& a, const FoundSlice& b) {
      return excess(a) > excess(b);
    });
    if (kept.size() > options_.most) kept.resize(options_.most);
    return kept;
  }

  std::span<const SliceFeature> features_;
  SliceOptions options_;
  CountBoth count_;
  double least_;
  Half finding_, confirming_;
  std::vector<RowSet> wrong_, right_;
  std::vector<Counts> singles_;
  std::vector<Candidate> ranked_;
};

}  // namespace

std::size_t RowSet::count() const {
  static const CountBoth kCount = choose_count();
  return kCount(words_, words_);
}

RowSet& RowSet::operator&=(const RowSet& other) {
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
  return *this;
}

bool finds_slices(std::uint64_t seed, std::size_t row) {
  return (random_bits(seed, kStream, row) & 1U) != 0;
}

std::vector<FoundSlice> find_slices(std::span<const SliceFeature> features, const RowSet& errors,
                                    std::size_t rows, const SliceOptions& options) {
  return Search(features, errors, rows, options).run();
}

double fisher_more(std::int64_t k, std::int64_t n, std::int64_t marked, std::int64_t all) {
  const auto choose = [](std::int64_t a, std::int64_t b) {
    return std::lgamma(static_cast<double>(a) + 1) - std::lgamma(static_cast<double>(b) + 1) -
           std::lgamma(static_cast<double>(a - b) + 1);
  };
  const std::int64_t least = std::max<std::int64_t>(0, n - (all - marked));
  const std::int64_t most = std::min(n, marked);
  if (k <= least) return 1;
  double sum = 0;
  for (std::int64_t i = k; i <= most; ++i) {
    sum += std::exp(choose(marked, i) + choose(all - marked, n - i) - choose(all, n));
  }
  return std::min(1.0, sum);
}

MarkedWord mark_word(double in_wrong, double in_right, double all_wrong, double all_right,
                     double prior) {
  const double share = (in_wrong + in_right) / (all_wrong + all_right);
  const double a = prior * share;  // of this word; the whole prior is `prior`
  const auto log_odds = [&](double k, double n) { return std::log((k + a) / (n + prior - k - a)); };
  MarkedWord out;
  out.log_odds = log_odds(in_wrong, all_wrong) - log_odds(in_right, all_right);
  out.z = out.log_odds / std::sqrt(1 / (in_wrong + a) + 1 / (in_right + a));
  return out;
}

}  // namespace shijin
