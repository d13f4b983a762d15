// Metric: measure a sample into a small statistic, add statistics up, finish the sum into a score.
// A metric is one file that ends in SJ_METRIC; this header erases its types for the engine.
#pragma once

#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/bytes.h"
#include "base/random.h"
#include "base/result.h"
#include "evidence/score.h"
#include "metrics/arguments.h"
#include "metrics/samples.h"

namespace shijin {

class ComplianceScreen;

/// What a metric needs of the data before it can be measured
///
/// rows: whatever the user's own definition names. `input` is an output and an input; a metric
/// whose `from` is "reference" can do without the input. log_probs: those of a text's tokens;
/// embeddings: what an embedding model said of each output and its references
enum class Needs : std::uint8_t {
  labels,
  probabilities,
  reference,
  output,
  input,
  rows,
  log_probs,
  embeddings
};

/// How the doubt about a corpus score is worked out; the metric knows, the engine does it
struct Uncertainty {
  enum class Kind : std::uint8_t {
    none,        // `why` says why there is no honest interval
    proportion,  // a successes of b trials
    jaccard,     // F1 of one class: a true positives of b in the union
    mean,        // mean a, sample variance b, of c values
    counts,      // redraw the counts (Dirichlet) and finish again
    bootstrap,   // re-add the statistics under Poisson(1) weights
  };
  Kind kind = Kind::bootstrap;
  double a = 0;
  double b = 0;
  double c = 0;
  Message why = {};
  /// The score is scale × what the closed form is about + shift
  double scale = 1;
  double shift = 0;
};

/// One row of a metric's worked example; for label metrics `output` is the prediction and
/// `reference` the truth; several references are separated by "\x1f"
struct ExampleRow {
  std::string_view output;
  std::string_view reference;
  std::string_view input = {};
  std::string_view probabilities = {};  // "0=0.2,1=0.8"
  std::string_view log_probs = {};      // of the output's tokens: "-0.5,-1.25"
  std::string_view embedding = {};      // cosine, precision, recall, F: "0.9,0.8,0.7,0.75"
};

/// Who says what an example is worth: how it is worked out by hand, or the peer and its version
///
/// No Text, because the words quote the example's own rows, of any script.
struct ExampleSource {
  std::string_view en;
  std::string_view zh;  // "" where nothing needs translation: "jiwer 4.0.0"

  constexpr ExampleSource(const char* peer) : en(peer) {}
  constexpr ExampleSource(const char* english, const char* chinese) : en(english), zh(chinese) {}

  /// Give the words in a language; Simplified Chinese is generated, as a Text's is
  std::string_view in(Language language) const;
};

/// A worked example, run as a test: arguments, rows, the value, and who says so
struct MetricExample {
  std::string_view arguments;  // "label=0", or ""
  std::span<const ExampleRow> rows;
  double value;  // NaN means undefined
  ExampleSource source;
  std::string_view costs = {};  // of the context: "0>1=5,1>0=1"
};

/// All that is said about a metric, in the file that computes it
struct MetricInfo {
  Text title;
  Text summary;   // what it measures, one sentence, no jargon
  Text reading;   // how to read a value
  Text misleads;  // when not to trust it
  Needs needs;
  Better better = Better::higher;
  double low = 0;
  double high = 1;
  double perfect = 1;
  int decimals = 3;
  std::string_view family = {};           // "labels", "bleu", …
  std::string_view cite = {};             // the paper
  std::string_view peer = {};             // "scikit-learn", or "" where there is none
  std::span<const Text> departures = {};  // intended differences from the peer
  std::span<const ParameterInfo> parameters = {};
  std::span<const MetricExample> examples = {};
  bool symmetric = false;             // exchanging output and reference changes nothing
  bool per_sample = true;             // one row alone has a meaningful score
  bool whole_number_weights = false;  // weight 2 equals the row twice only for whole weights
  std::string_view definition = {};   // of a user's own metric: what it is, for its signature
};

class OwnMetrics;

/// What a metric may know besides its arguments; lives as long as the run
struct MetricContext {
  LabelSet* labels = nullptr;
  std::string positive;                      // --positive, or ""
  std::map<std::string, double> costs;       // "0>1" → cost
  std::map<std::string, double> prevalence;  // label → share in deployment
  std::vector<std::string> classes = {};     // labels of the probability columns, in order
  const OwnMetrics* own = nullptr;           // the user's own metrics
  double han_share = 0;                      // of the letters, for tok=auto inside expressions
  double unspaced_share = 0;                 // … without blanks between words
  const std::atomic<bool>* stop = nullptr;   // set when the run is to end early
  const ComplianceScreen* screen = nullptr;  // --terms; nullptr is the built-in list
};

namespace detail {
struct StateBase {
  virtual ~StateBase() = default;
  virtual std::unique_ptr<StateBase> copy() const = 0;
};
template <class S>
struct StateOf final : StateBase {
  S value{};
  std::unique_ptr<StateBase> copy() const override { return std::make_unique<StateOf>(*this); }
};
}  // namespace detail

/// The sum of statistics, whatever its type; a value
class State {
 public:
  State() = default;
  explicit State(std::unique_ptr<detail::StateBase> state) : state_(std::move(state)) {}
  State(const State& other) : state_(other.state_ ? other.state_->copy() : nullptr) {}
  State(State&&) noexcept = default;
  State& operator=(const State& other) { return *this = State(other); }
  State& operator=(State&&) noexcept = default;

  template <class S>
  S& as() {
    return static_cast<detail::StateOf<S>&>(*state_).value;
  }
  template <class S>
  const S& as() const {
    return static_cast<const detail::StateOf<S>&>(*state_).value;
  }

 private:
  std::unique_ptr<detail::StateBase> state_;
};

/// What a statistic must offer; `Stat` is the small trivially copyable row, `State` their sum
///
/// It measures either one Sample index at a time or, for hot loops, the whole shard, and adds so:
///   Stat measure(Samples&, std::size_t row) const;
///   void measure_all(Samples&, std::span<Stat>) const;
///   void add(State&, const Stat&, double weight) const;
///   void add_all(State&, std::span<const Stat>, std::span<const double> weights) const;
/// A metric of the whole set (distinct-n) takes its sum from the texts instead of the rows; its
/// rows then serve a row's own score only:
///   void add_shard(State&, Samples&, std::span<const Stat>, std::span<const double> weights)
///   const;
/// Optional: bool resampled(const State&) const, false once a state is so large that no interval of
/// it comes from resampling, so that the engine need not keep the rows;
/// State resample(const State&, Random&) const, for Uncertainty::Kind::counts; and
/// `static constexpr bool kStateIsSums = true` where State is nothing but doubles that add() adds
/// to in proportion to the weight: resampling is then a product of matrices. Rows and states are
/// stored field by field (base/bytes.h); where a field means nothing outside its run, as a LabelId
/// does, the rule has  void save(const State&, ByteWriter&) const, State load(ByteReader&) const
/// and the same with std::span<const Stat> and std::vector<Stat> as save_rows and load_rows.
/// A rule that holds something while rows are measured has
///   std::vector<Error> end_of_rows(const State&) const.
/// A row whose size is
/// known only when bound has Stat = std::byte, the *_all forms, and
///   std::size_t stat_bytes() const;
template <class S>
concept StatisticRule =
    std::is_trivially_copyable_v<typename S::Stat> && std::copyable<typename S::State> &&
    requires(const S s, typename S::State& state, const typename S::State& other,
             std::span<const typename S::Stat> stats) {
      s.merge(state, other);
      requires requires { s.add(state, stats[0], 1.0); } ||
                   requires { s.add_all(state, stats, std::span<const double>()); };
    };

/// A statistic with its types erased: one measuring pass, shared by all keys of equal key()
class Statistic {
 public:
  virtual ~Statistic() = default;
  virtual const std::string& key() const = 0;
  virtual std::size_t stat_bytes() const = 0;
  /// Write size × stat_bytes() bytes
  virtual void measure(Samples& samples, std::span<std::byte> out) const = 0;
  virtual State start() const = 0;
  /// Add rows; `weights` is empty (all 1) or one a row
  virtual void add(State& state, std::span<const std::byte> stats,
                   std::span<const double> weights) const = 0;
  /// Add a whole shard, whose rows were measured just before; the same as add() but for a metric of
  /// the whole set
  virtual void add_shard(State& state, Samples& samples, std::span<const std::byte> stats,
                         std::span<const double> weights) const = 0;
  /// Whether its sum comes from the texts: its rows cannot be added again
  virtual bool whole_set() const = 0;
  virtual void merge(State& state, const State& other) const = 0;
  /// Whether an interval of such a state may come from resampling rows
  virtual bool resampled(const State& state) const = 0;
  /// Redraw the counts from their posterior; only where the statistic is a table of counts
  virtual std::optional<State> resample(const State& state, Random& random) const = 0;
  /// How many doubles the state is when it is nothing but sums (`kStateIsSums`), else 0
  virtual std::size_t sums() const = 0;
  /// What each row alone adds to those sums: rows × sums() doubles
  virtual void unit_sums(std::span<const std::byte> stats, std::span<double> out) const = 0;
  /// The state of given sums
  virtual State from_sums(std::span<const double> sums) const = 0;
  /// Write a state, or measured rows, so that another run with the same key can go on from them
  virtual void save(const State& state, ByteWriter& writer) const = 0;
  virtual void save_rows(std::span<const std::byte> stats, ByteWriter& writer) const = 0;
  /// Read them back; damaged bytes make reader.failed() true
  virtual State load(ByteReader& reader) const = 0;
  virtual std::vector<std::byte> load_rows(ByteReader& reader) const = 0;
  /// Called once when all rows are measured, with their sum: let go of what measuring held, and
  /// give what there is to say of it
  virtual std::vector<Error> end_of_rows(const State& sum) const = 0;
};

/// A metric bound to its arguments
class Metric {
 public:
  virtual ~Metric() = default;
  virtual const MetricInfo& info() const = 0;
  virtual std::string_view name() const = 0;
  virtual const std::string& key() const = 0;
  virtual const Statistic& statistic() const = 0;
  virtual Score finish(const State& state) const = 0;
  virtual Uncertainty uncertainty(const State& state) const = 0;
  /// The score of each row alone, for --samples and worst rows; nothing where undefined
  virtual std::vector<std::optional<double>> score_each(std::span<const std::byte> stats) const = 0;
  /// What each row of a state moves the score by (infinitesimal jackknife): the sum of weight ×
  /// square is the score's variance; empty where the metric cannot say
  virtual std::vector<double> contributions(const State&) const { return {}; }
  /// The line that the peer's own command prints for this state, "" where there is none;
  /// `references` is how many each row has, "var" where they differ
  virtual std::string peer_line(const State&, std::string_view /*references*/) const { return {}; }
};

/// One registered metric
struct MetricDefinition {
  std::string_view name;
  MetricInfo info;
  Result<std::unique_ptr<Metric>> (*make)(const MetricDefinition& self, const Arguments& arguments,
                                          const MetricContext& context);
};

/// Every metric, in order of name
std::span<const MetricDefinition* const> all_metrics();
const MetricDefinition* find_metric(std::string_view name);

/// A registered metric, or one of the user's own
const MetricDefinition* find_metric(std::string_view name, const MetricContext& context);

/// Check a key and bind it; an unknown metric or argument suggests the nearest name
Result<std::unique_ptr<Metric>> bind_metric(const KeyText& key, const MetricContext& context);

namespace detail {

template <StatisticRule S>
class StatisticOf final : public Statistic {
 public:
  StatisticOf(S rule, std::string key) : rule_(std::move(rule)), key_(std::move(key)) {}
  const std::string& key() const override { return key_; }
  std::size_t stat_bytes() const override {
    if constexpr (requires { rule_.stat_bytes(); }) {
      return rule_.stat_bytes();
    } else {
      return sizeof(Stat);
    }
  }
  void measure(Samples& samples, std::span<std::byte> out) const override {
    const std::span<Stat> stats(reinterpret_cast<Stat*>(out.data()), out.size() / sizeof(Stat));
    if constexpr (requires { rule_.measure_all(samples, stats); }) {
      rule_.measure_all(samples, stats);
    } else {
      for (std::size_t i = 0; i < samples.size; ++i) stats[i] = rule_.measure(samples, i);
    }
  }
  State start() const override {
    auto state = std::make_unique<StateOf<typename S::State>>();
    if constexpr (requires { rule_.start(); }) state->value = rule_.start();
    return State(std::move(state));
  }
  void add(State& state, std::span<const std::byte> stats,
           std::span<const double> weights) const override {
    auto& sum = state.as<typename S::State>();
    const auto* rows = reinterpret_cast<const Stat*>(stats.data());
    const std::size_t count = stats.size() / sizeof(Stat);
    if constexpr (requires { rule_.add_all(sum, std::span<const Stat>(), weights); }) {
      rule_.add_all(sum, std::span<const Stat>(rows, count), weights);
    } else {
      for (std::size_t i = 0; i < count; ++i) {
        const double weight = weights.empty() ? 1.0 : weights[i];
        if (weight != 0) rule_.add(sum, rows[i], weight);
      }
    }
  }
  bool whole_set() const override {
    return requires(const S& rule, typename S::State& sum, Samples& samples) {
      rule.add_shard(sum, samples, std::span<const Stat>(), std::span<const double>());
    };
  }
  void add_shard(State& state, Samples& samples, std::span<const std::byte> stats,
                 std::span<const double> weights) const override {
    if constexpr (requires(typename S::State& sum) {
                    rule_.add_shard(sum, samples, std::span<const Stat>(), weights);
                  }) {
      const auto* rows = reinterpret_cast<const Stat*>(stats.data());
      const std::span<const Stat> all(rows, stats.size() / sizeof(Stat));
      rule_.add_shard(state.as<typename S::State>(), samples, all, weights);
    } else {
      add(state, stats, weights);
    }
  }
  void merge(State& state, const State& other) const override {
    rule_.merge(state.as<typename S::State>(), other.as<typename S::State>());
  }
  std::size_t sums() const override { return kSums; }
  void unit_sums(std::span<const std::byte> stats, std::span<double> out) const override {
    if constexpr (kSums > 0) {
      const auto* rows = reinterpret_cast<const Stat*>(stats.data());
      for (std::size_t i = 0; i < stats.size() / sizeof(Stat); ++i) {
        typename S::State state{};
        rule_.add(state, rows[i], 1.0);
        std::memcpy(out.data() + i * kSums, &state, sizeof(state));
      }
    }
  }
  State from_sums(std::span<const double> sums) const override {
    State state = start();
    if constexpr (kSums > 0) {
      std::memcpy(static_cast<void*>(&state.as<typename S::State>()), sums.data(),
                  sizeof(typename S::State));
    }
    return state;
  }
  void save(const State& state, ByteWriter& writer) const override {
    if constexpr (requires { rule_.save(state.as<typename S::State>(), writer); }) {
      rule_.save(state.as<typename S::State>(), writer);
    } else {
      writer.write(state.as<typename S::State>());
    }
  }
  State load(ByteReader& reader) const override {
    State state = start();
    if constexpr (requires { rule_.load(reader); }) {
      state.as<typename S::State>() = rule_.load(reader);
    } else {
      reader.read_into(state.as<typename S::State>());
    }
    return state;
  }
  void save_rows(std::span<const std::byte> stats, ByteWriter& writer) const override {
    const std::span rows(reinterpret_cast<const Stat*>(stats.data()), stats.size() / sizeof(Stat));
    if constexpr (requires { rule_.save_rows(rows, writer); }) {
      rule_.save_rows(rows, writer);
    } else {
      writer.write(std::uint64_t{rows.size()});
      for (const Stat& row : rows) writer.write(row);
    }
  }
  std::vector<std::byte> load_rows(ByteReader& reader) const override {
    std::vector<Stat> rows;
    if constexpr (requires { rule_.load_rows(reader); }) {
      rows = rule_.load_rows(reader);
    } else {
      reader.read_into(rows);
    }
    std::vector<std::byte> stats(rows.size() * sizeof(Stat));
    if (!rows.empty()) std::memcpy(stats.data(), rows.data(), stats.size());
    return stats;
  }
  bool resampled(const State& state) const override {
    if constexpr (requires { rule_.resampled(state.as<typename S::State>()); }) {
      return rule_.resampled(state.as<typename S::State>());
    } else {
      return true;
    }
  }
  std::vector<Error> end_of_rows(const State& sum) const override {
    if constexpr (requires { rule_.end_of_rows(sum.as<typename S::State>()); }) {
      return rule_.end_of_rows(sum.as<typename S::State>());
    } else {
      return {};
    }
  }
  std::optional<State> resample(const State& state, Random& random) const override {
    if constexpr (requires { rule_.resample(state.as<typename S::State>(), random); }) {
      State drawn = start();
      drawn.as<typename S::State>() = rule_.resample(state.as<typename S::State>(), random);
      return drawn;
    } else {
      return std::nullopt;
    }
  }

 private:
  static constexpr std::size_t kSums = [] {
    if constexpr (requires { S::kStateIsSums; }) {
      static_assert(std::is_trivially_copyable_v<typename S::State>);
      static_assert(sizeof(typename S::State) % sizeof(double) == 0);
      return sizeof(typename S::State) / sizeof(double);
    } else {
      return std::size_t{0};
    }
  }();
  using Stat = typename S::Stat;
  S rule_;
  std::string key_;
};

// A rule that names a shared statistic has `using Shared = …; Shared shared() const; std::string
// shared_key() const`; any other rule is its own statistic under its own key.
template <class R>
auto statistic_of(const R& rule, const std::string& key) {
  if constexpr (requires { rule.shared(); }) {
    using S = decltype(rule.shared());
    return std::make_unique<StatisticOf<S>>(rule.shared(), rule.shared_key());
  } else {
    return std::make_unique<StatisticOf<R>>(rule, key);
  }
}

template <class R>
struct StateTypeOf {
  using type = typename R::State;
};
template <class R>
  requires requires(const R& rule) { rule.shared(); }
struct StateTypeOf<R> {
  using type = typename decltype(std::declval<const R&>().shared())::State;
};

// The class that declares a member; only for decltype.
template <class Class, class Member>
Class class_of(Member Class::*);

template <class R>
class MetricOf final : public Metric {
 public:
  MetricOf(const MetricDefinition& definition, R rule, std::string key)
      : definition_(&definition),
        rule_(std::move(rule)),
        key_(std::move(key)),
        statistic_(statistic_of(rule_, key_)) {}
  const MetricInfo& info() const override { return definition_->info; }
  std::string_view name() const override { return definition_->name; }
  const std::string& key() const override { return key_; }
  const Statistic& statistic() const override { return *statistic_; }
  Score finish(const State& state) const override { return rule_.finish(state.as<Sum>()); }
  std::vector<std::optional<double>> score_each(std::span<const std::byte> stats) const override {
    const std::size_t bytes = statistic_->stat_bytes();
    std::vector<std::optional<double>> scores(stats.size() / bytes);
    // A rule that knows what a row alone is worth need not add it up; not so one that inherits this
    // knowledge but finishes in its own way.
    if constexpr (requires {
                    requires std::is_same_v<decltype(class_of(&R::alone)),
                                            decltype(class_of(&R::finish))>;
                  }) {
      const auto* rows = reinterpret_cast<const typename R::Stat*>(stats.data());
      for (std::size_t i = 0; i < scores.size(); ++i) scores[i] = rule_.alone(rows[i]);
    } else {
      State state = statistic_->start();
      const State empty = state;
      for (std::size_t i = 0; i < scores.size(); ++i) {
        state.as<Sum>() = empty.as<Sum>();
        statistic_->add(state, stats.subspan(i * bytes, bytes), {});
        scores[i] = rule_.finish(state.as<Sum>()).value;
      }
    }
    return scores;
  }
  Uncertainty uncertainty(const State& state) const override {
    if constexpr (requires { rule_.uncertainty(state.as<Sum>()); }) {
      return rule_.uncertainty(state.as<Sum>());
    } else {
      return {};
    }
  }
  std::vector<double> contributions(const State& state) const override {
    if constexpr (requires { rule_.contributions(state.as<Sum>()); }) {
      return rule_.contributions(state.as<Sum>());
    } else {
      return {};
    }
  }
  std::string peer_line(const State& state, std::string_view references) const override {
    if constexpr (requires { rule_.peer_line(state.as<Sum>(), references); }) {
      return rule_.peer_line(state.as<Sum>(), references);
    } else {
      return {};
    }
  }

 private:
  using Sum = typename StateTypeOf<R>::type;
  const MetricDefinition* definition_;
  R rule_;
  std::string key_;
  std::unique_ptr<Statistic> statistic_;
};

template <class R>
Result<std::unique_ptr<Metric>> make_metric(const MetricDefinition& self,
                                            const Arguments& arguments,
                                            const MetricContext& context) {
  if constexpr (requires { R::make(arguments, context); }) {
    R rule = SJ_TRY(R::make(arguments, context));
    return std::unique_ptr<Metric>(
        std::make_unique<MetricOf<R>>(self, std::move(rule), arguments.key()));
  } else {
    return std::unique_ptr<Metric>(
        std::make_unique<MetricOf<R>>(self, R(arguments, context), arguments.key()));
  }
}

}  // namespace detail
}  // namespace shijin

/// Register a metric: SJ_METRIC(chrf, Chrf, {.title = …}); Chrf is built from (Arguments,
/// MetricContext), by its constructor or by a static make() that may refuse
#define SJ_METRIC(key, Rule, ...)             \
  extern const MetricDefinition metric_##key; \
  constinit const MetricDefinition metric_##key = {#key, __VA_ARGS__, &detail::make_metric<Rule>}
