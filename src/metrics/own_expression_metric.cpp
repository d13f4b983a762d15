// An expression as a metric: its statistic is the row of all its components' statistics, so that
// they are measured, added and resampled together.
#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/exact_sum.h"
#include "base/numbers.h"
#include "metrics/label_counts.h"
#include "metrics/own_metric_internal.h"
#include "metrics/single_key.h"

namespace shijin {
namespace {

constexpr Text kTitle{"Expression {0}", "運算式 {0}"};
constexpr Text kOutside{"the value {0} is outside the declared range of {1} to {2}",
                        "值 {0} 超出宣告的範圍 {1} 到 {2}"};
constexpr Text kNoKeys{"the expression names no metric", "運算式沒有引用任何指標"};
constexpr Text kNameOne{"name at least one, such as 0.5*bleu + 0.5*chrf",
                        "至少引用一個，例如 0.5*bleu + 0.5*chrf"};
constexpr Text kReading{"The expression of the values of its metrics.", "把各指標的值代入運算式。"};

// Rows gathered at a time: few enough to stay in the cache.
constexpr std::size_t kGathered = 512;

// The state of every component.
struct Parts {
  std::vector<State> states;
  ExactSum sum;  // of the rows' own values, where their mean is the value of the whole
  ExactSum squares;
  double rows = 0;
};

// The value of one row, kept beside its statistics where the mean of the rows is the value.
struct RowValue {
  double value = 0;
  std::uint64_t defined = 0;
};

class Components {
 public:
  Components(Expression expression, std::vector<std::unique_ptr<Metric>> leaves)
      : expression_(std::move(expression)), leaves_(std::move(leaves)) {
    for (const auto& leaf : leaves_) {
      keys_.push_back(leaf->key());
      const Statistic& statistic = leaf->statistic();
      const auto known = std::find_if(parts_.begin(), parts_.end(), [&](const Statistic* part) {
        return part->key() == statistic.key();
      });
      part_of_leaf_.push_back(static_cast<std::size_t>(known - parts_.begin()));
      if (known == parts_.end()) parts_.push_back(&statistic);
    }
    for (const Statistic* part : parts_) {
      begin_.push_back(bytes_);
      bytes_ += (part->stat_bytes() + 7) / 8 * 8;
    }
    mean_of_rows_ = expression_.affine() && leaves_.size() > 1 &&
                    std::all_of(leaves_.begin(), leaves_.end(), [](const auto& leaf) {
                      // A mean without rows may have no doubt yet; uncertainty() asks again.
                      const auto kind = leaf->uncertainty(leaf->statistic().start()).kind;
                      const bool may_be =
                          kind == Uncertainty::Kind::mean || kind == Uncertainty::Kind::none;
                      return may_be && leaf->info().per_sample;
                    });
    value_at_ = bytes_;
    if (mean_of_rows_) bytes_ += sizeof(RowValue);
  }

  const Expression& expression() const { return expression_; }
  const std::vector<std::string>& keys() const { return keys_; }
  const std::vector<std::unique_ptr<Metric>>& leaves() const { return leaves_; }
  const std::vector<const Statistic*>& parts() const { return parts_; }
  std::size_t begin(std::size_t part) const { return begin_[part]; }
  std::size_t bytes() const { return bytes_; }
  std::size_t value_at() const { return value_at_; }
  bool mean_of_rows() const { return mean_of_rows_; }
  const State& state_of_leaf(const Parts& parts, std::size_t leaf) const {
    return parts.states[part_of_leaf_[leaf]];
  }
  Score finish(const Parts& parts) const {
    std::vector<Score> scores;
    for (std::size_t i = 0; i < leaves_.size(); ++i) {
      scores.push_back(leaves_[i]->finish(state_of_leaf(parts, i)));
    }
    return expression_.value(scores, keys_);
  }

 private:
  Expression expression_;
  std::vector<std::unique_ptr<Metric>> leaves_;
  std::vector<std::string> keys_;
  std::vector<const Statistic*> parts_;  // distinct; several leaves may share one
  std::vector<std::size_t> part_of_leaf_;
  std::vector<std::size_t> begin_;  // of each part's bytes in a row
  std::size_t bytes_ = 0;
  std::size_t value_at_ = 0;
  bool mean_of_rows_ = false;
};

class ExpressionStatistic final : public Statistic {
 public:
  ExpressionStatistic(const Components& components, std::string key)
      : components_(components), key_(std::move(key)) {}

  const std::string& key() const override { return key_; }
  std::size_t stat_bytes() const override { return components_.bytes(); }

  void measure(Samples& samples, std::span<std::byte> out) const override {
    const auto& parts = components_.parts();
    for (std::size_t p = 0; p < parts.size(); ++p) {
      std::vector<std::byte> rows(samples.size * parts[p]->stat_bytes());
      parts[p]->measure(samples, rows);
      scatter(p, rows, out);
    }
    if (!components_.mean_of_rows()) return;
    for (std::size_t i = 0; i < samples.size; ++i) {
      const std::span<std::byte> row = out.subspan(i * stat_bytes(), stat_bytes());
      Parts alone = fresh();
      add_parts(alone, row, {});
      const Score score = components_.finish(alone);
      const RowValue value{score.value.value_or(0), score.value ? 1U : 0U};
      std::memcpy(row.data() + components_.value_at(), &value, sizeof value);
    }
  }

  State start() const override {
    auto state = std::make_unique<detail::StateOf<Parts>>();
    state->value = fresh();
    return State(std::move(state));
  }

  void add(State& state, std::span<const std::byte> stats,
           std::span<const double> weights) const override {
    auto& sum = state.as<Parts>();
    add_parts(sum, stats, weights);
    add_row_values(sum, stats, weights);
  }

  void add_row_values(Parts& sum, std::span<const std::byte> stats,
                      std::span<const double> weights) const {
    if (!components_.mean_of_rows()) return;
    for (std::size_t i = 0; i < stats.size() / stat_bytes(); ++i) {
      const double weight = weights.empty() ? 1.0 : weights[i];
      RowValue row;
      std::memcpy(&row, stats.data() + i * stat_bytes() + components_.value_at(), sizeof row);
      if (weight == 0 || row.defined == 0) continue;
      sum.sum.add(weight * row.value);
      sum.squares.add(weight * row.value * row.value);
      sum.rows += weight;
    }
  }

  void add_shard(State& state, Samples& samples, std::span<const std::byte> stats,
                 std::span<const double> weights) const override {
    auto& sum = state.as<Parts>();
    for (std::size_t p = 0; p < components_.parts().size(); ++p) {
      components_.parts()[p]->add_shard(sum.states[p], samples, gather(p, stats, 0, samples.size),
                                        weights);
    }
    add_row_values(sum, stats, weights);
  }
  bool whole_set() const override {
    return std::any_of(components_.parts().begin(), components_.parts().end(),
                       [](const Statistic* part) { return part->whole_set(); });
  }

  void merge(State& state, const State& other) const override {
    auto& sum = state.as<Parts>();
    const auto& more = other.as<Parts>();
    for (std::size_t p = 0; p < sum.states.size(); ++p) {
      components_.parts()[p]->merge(sum.states[p], more.states[p]);
    }
    sum.sum.merge(more.sum);
    sum.squares.merge(more.squares);
    sum.rows += more.rows;
  }

  bool resampled(const State&) const override { return true; }

  std::optional<State> resample(const State& state, Random& random) const override {
    if (components_.parts().size() != 1) return std::nullopt;
    auto drawn = components_.parts()[0]->resample(state.as<Parts>().states[0], random);
    if (!drawn) return std::nullopt;
    State out = start();
    out.as<Parts>().states[0] = std::move(*drawn);
    return out;
  }

  std::size_t sums() const override {
    std::size_t sums = 0;
    for (const Statistic* part : components_.parts()) {
      if (part->sums() == 0) return 0;
      sums += part->sums();
    }
    return components_.mean_of_rows() ? 0 : sums;
  }

  void unit_sums(std::span<const std::byte> stats, std::span<double> out) const override {
    const std::size_t rows = stats.size() / stat_bytes();
    const std::size_t width = sums();
    std::size_t column = 0;
    for (std::size_t p = 0; p < components_.parts().size(); ++p) {
      const Statistic& part = *components_.parts()[p];
      const std::vector<std::byte> gathered = gather(p, stats, 0, rows);
      std::vector<double> units(rows * part.sums());
      part.unit_sums(gathered, units);
      for (std::size_t i = 0; i < rows; ++i) {
        std::copy_n(units.begin() + static_cast<std::ptrdiff_t>(i * part.sums()), part.sums(),
                    out.begin() + static_cast<std::ptrdiff_t>(i * width + column));
      }
      column += part.sums();
    }
  }

  State from_sums(std::span<const double> sums) const override {
    State state = start();
    auto& parts = state.as<Parts>();
    for (std::size_t p = 0; p < parts.states.size(); ++p) {
      const Statistic& part = *components_.parts()[p];
      parts.states[p] = part.from_sums(sums.first(part.sums()));
      sums = sums.subspan(part.sums());
    }
    return state;
  }

  void save(const State& state, ByteWriter& writer) const override {
    const auto& sum = state.as<Parts>();
    for (std::size_t p = 0; p < sum.states.size(); ++p) {
      components_.parts()[p]->save(sum.states[p], writer);
    }
    writer.write(sum.sum);
    writer.write(sum.squares);
    writer.write(sum.rows);
  }
  State load(ByteReader& reader) const override {
    State state = start();
    auto& sum = state.as<Parts>();
    for (std::size_t p = 0; p < sum.states.size(); ++p) {
      sum.states[p] = components_.parts()[p]->load(reader);
    }
    reader.read_into(sum.sum);
    reader.read_into(sum.squares);
    reader.read_into(sum.rows);
    return state;
  }
  void save_rows(std::span<const std::byte> stats, ByteWriter& writer) const override {
    const std::size_t rows = stats.size() / stat_bytes();
    writer.write(std::uint64_t{rows});
    for (std::size_t p = 0; p < components_.parts().size(); ++p) {
      components_.parts()[p]->save_rows(gather(p, stats, 0, rows), writer);
    }
    if (!components_.mean_of_rows()) return;
    for (std::size_t i = 0; i < rows; ++i) {
      writer.raw(stats.data() + i * stat_bytes() + components_.value_at(), sizeof(RowValue));
    }
  }
  std::vector<std::byte> load_rows(ByteReader& reader) const override {
    const std::size_t rows = reader.read_count(1);
    std::vector<std::byte> out(rows * stat_bytes());
    for (std::size_t p = 0; p < components_.parts().size(); ++p) {
      const std::vector<std::byte> part = components_.parts()[p]->load_rows(reader);
      if (part.size() != rows * components_.parts()[p]->stat_bytes()) {
        reader.fail();
        return {};
      }
      scatter(p, part, out);
    }
    for (std::size_t i = 0; components_.mean_of_rows() && i < rows; ++i) {
      reader.raw(out.data() + i * stat_bytes() + components_.value_at(), sizeof(RowValue));
    }
    return out;
  }
  std::vector<Error> end_of_rows(const State& state) const override {
    std::vector<Error> all;
    for (std::size_t p = 0; p < components_.parts().size(); ++p) {
      auto notes = components_.parts()[p]->end_of_rows(state.as<Parts>().states[p]);
      all.insert(all.end(), notes.begin(), notes.end());
    }
    return all;
  }

 private:
  Parts fresh() const {
    Parts parts;
    for (const Statistic* part : components_.parts()) parts.states.push_back(part->start());
    return parts;
  }

  void scatter(std::size_t p, std::span<const std::byte> rows, std::span<std::byte> out) const {
    const std::size_t bytes = components_.parts()[p]->stat_bytes();
    for (std::size_t i = 0; i < rows.size() / bytes; ++i) {
      std::memcpy(out.data() + i * stat_bytes() + components_.begin(p), rows.data() + i * bytes,
                  bytes);
    }
  }
  // One component's rows, next to each other and aligned.
  std::vector<std::byte> gather(std::size_t p, std::span<const std::byte> stats, std::size_t first,
                                std::size_t rows) const {
    const std::size_t bytes = components_.parts()[p]->stat_bytes();
    std::vector<std::byte> out(rows * bytes);
    for (std::size_t i = 0; i < rows; ++i) {
      std::memcpy(out.data() + i * bytes,
                  stats.data() + (first + i) * stat_bytes() + components_.begin(p), bytes);
    }
    return out;
  }
  void add_parts(Parts& sum, std::span<const std::byte> stats,
                 std::span<const double> weights) const {
    const std::size_t rows = stats.size() / stat_bytes();
    for (std::size_t first = 0; first < rows; first += kGathered) {
      const std::size_t some = std::min(kGathered, rows - first);
      for (std::size_t p = 0; p < components_.parts().size(); ++p) {
        components_.parts()[p]->add(sum.states[p], gather(p, stats, first, some),
                                    weights.empty() ? weights : weights.subspan(first, some));
      }
    }
  }

  const Components& components_;
  std::string key_;
};

class ExpressionMetric final : public Metric {
 public:
  ExpressionMetric(const OwnDefinition* definition, Components components)
      : components_(std::make_unique<Components>(std::move(components))) {
    definition_ = "expr: " + components_->expression().print(components_->keys());
    if (definition != nullptr) {
      info_ = definition->info;
      name_ = definition->name;
      low_ = definition->low_given;
      high_ = definition->high_given;
    } else {
      name_ = definition_;
      const std::string plain = definition_.substr(6);
      title_en_ = Message(kTitle, {plain}).in(Language::en);
      title_zh_ = Message(kTitle, {plain}).in(Language::zh_hant);
      info_.title = text_of(title_en_, title_zh_);
      info_.summary = kReading;
      info_.reading = kReading;
      info_.misleads = kReading;
      info_.family = "own";
    }
    info_.definition = definition_;
    statistic_ = std::make_unique<ExpressionStatistic>(*components_, name_);
  }

  MetricInfo& own_info() { return info_; }
  const MetricInfo& info() const override { return info_; }
  std::string_view name() const override { return name_; }
  const std::string& key() const override { return name_; }
  const Statistic& statistic() const override { return *statistic_; }

  std::vector<std::optional<double>> score_each(std::span<const std::byte> stats) const override {
    const std::size_t bytes = statistic_->stat_bytes();
    std::vector<std::optional<double>> scores(stats.size() / bytes);
    for (std::size_t i = 0; i < scores.size(); ++i) {
      State alone = statistic_->start();
      statistic_->add(alone, stats.subspan(i * bytes, bytes), {});
      scores[i] = finish(alone).value;
    }
    return scores;
  }

  Score finish(const State& state) const override {
    Score score = components_->finish(state.as<Parts>());
    if (!score.value) return score;
    const bool outside = (low_ && *score.value < *low_) || (high_ && *score.value > *high_);
    if (!outside) return score;
    return Score::undefined(Message(
        kOutside,
        {shortest(*score.value), low_ ? shortest(*low_) : "−∞", high_ ? shortest(*high_) : "∞"}));
  }

  // A straight line in one metric has that metric's interval, stretched and moved; a weighted sum
  // of means over the same rows is a mean of the rows; label metrics alone are redrawn from their
  // counts; all else is resampled.
  Uncertainty uncertainty(const State& state) const override {
    const auto& parts = state.as<Parts>();
    std::vector<Uncertainty> doubts;
    for (std::size_t i = 0; i < components_->leaves().size(); ++i) {
      doubts.push_back(components_->leaves()[i]->uncertainty(components_->state_of_leaf(parts, i)));
      if (doubts.back().kind == Uncertainty::Kind::none) return doubts.back();
    }
    if (const auto line = components_->expression().line()) {
      Uncertainty doubt = doubts[0];
      doubt.shift = line->shift + line->scale * doubt.shift;
      doubt.scale *= line->scale;
      return doubt;
    }
    if (components_->parts().size() == 1 &&
        components_->parts()[0]->key() == LabelRule().shared_key()) {
      return {.kind = Uncertainty::Kind::counts};
    }
    const auto is_mean = [&](const Uncertainty& doubt) {
      return doubt.kind == Uncertainty::Kind::mean && doubt.c == parts.rows;
    };
    if (components_->mean_of_rows() && parts.rows > 0 &&
        std::all_of(doubts.begin(), doubts.end(), is_mean)) {
      return mean_of(parts);
    }
    return {.kind = Uncertainty::Kind::bootstrap};
  }

 private:
  static Uncertainty mean_of(const Parts& parts) {
    const double n = parts.rows;
    const double mean = parts.sum.value() / n;
    const double squares = parts.squares.value();
    double spread = squares - n * mean * mean;
    if (spread < 1e-14 * squares) spread = 0;  // equal values, up to rounding
    return {.kind = Uncertainty::Kind::mean, .a = mean, .b = n > 1 ? spread / (n - 1) : 0, .c = n};
  }

  std::unique_ptr<Components> components_;
  std::unique_ptr<ExpressionStatistic> statistic_;
  MetricInfo info_{};
  std::string name_, definition_, title_en_, title_zh_;
  std::optional<double> low_, high_;
};

}  // namespace

Result<std::unique_ptr<Metric>> bind_expression(const OwnDefinition* definition,
                                                std::string_view text,
                                                const MetricContext& context) {
  Expression expression =
      definition != nullptr ? definition->expression : SJ_TRY(Expression::parse(text));
  if (expression.leaves().empty()) {
    Error error;
    error.name = "expression-malformed";
    error.found = Message(kNoKeys);
    error.help = Message(kNameOne);
    return error;
  }
  std::vector<std::unique_ptr<Metric>> leaves;
  for (KeyText key : expression.leaves()) {
    resolve_tokenizer(key, context.han_share, context.unspaced_share);
    const MetricDefinition* known = find_metric(key.name, context);
    if (known != nullptr) choose_single(key, *known, context);
    leaves.push_back(SJ_TRY(bind_metric(key, context)));
  }
  const Expression::Course course = SJ_TRY(course_of(expression, context.own));
  bool per_sample = true;
  for (const auto& leaf : leaves) per_sample = per_sample && leaf->info().per_sample;
  auto metric = std::make_unique<ExpressionMetric>(
      definition, Components(std::move(expression), std::move(leaves)));
  if (definition == nullptr) {
    MetricInfo& info = metric->own_info();
    info.low = course.low;
    info.high = course.high;
    info.better = !course.direction || *course.direction == 0 ? Better::neither
                  : *course.direction > 0                     ? Better::higher
                                                              : Better::lower;
    info.decimals = decimals_for(info.low, info.high);
    info.perfect = info.better == Better::lower ? info.low : info.high;
  }
  metric->own_info().needs = Needs::rows;
  metric->own_info().per_sample = per_sample;
  return std::unique_ptr<Metric>(std::move(metric));
}

}  // namespace shijin
