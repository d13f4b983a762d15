// Labels: CPU seconds to intern, count and finish 10 million rows of string labels, and nanoseconds
// to find one label. Reading the file is not in it: bench/end_to_end.py measures the whole.
#include <cstdio>
#include <string>

#include "base/random.h"
#include "bench/cpu_clock.h"
#include "metrics/label_counts.h"
#include "table/table.h"

namespace shijin {
namespace {

constexpr std::size_t kRows = 10'000'000;

void line(const std::string& name, const std::string& target, double measured, const char* unit,
          const char* peer) {
  std::printf("%s\t%s\t%.3f\t%s\t%s\n", name.c_str(), target.c_str(), measured, unit, peer);
}

// Views into one block, as a reader hands them over.
struct Column {
  std::string bytes;
  std::vector<std::string_view> cells;
};

Column draw_column(const std::vector<std::string>& labels, std::uint64_t stream) {
  Random random(1, stream);
  std::vector<std::size_t> picks(kRows);
  Column column;
  for (std::size_t& pick : picks) {
    pick = random.below(labels.size());
    column.bytes += labels[pick];
  }
  column.cells.reserve(kRows);
  std::size_t at = 0;
  for (const std::size_t pick : picks) {
    column.cells.push_back(std::string_view(column.bytes).substr(at, labels[pick].size()));
    at += labels[pick].size();
  }
  return column;
}

std::unique_ptr<Metric> bind(const char* key, const MetricContext& context) {
  return std::move(*bind_metric(parse_keys(key)->front(), context));
}

struct Case {
  const char* name;
  std::vector<std::string> labels;
  const char* seconds;      // targets; "" is none
  const char* nanoseconds;  // of LabelCache::id
  const char* peer;
};

void measure(const Case& one) {
  const Column truth = draw_column(one.labels, 0);
  const Column predicted = draw_column(one.labels, 1);
  LabelSet labels;
  LabelCache cache(labels);
  MetricContext context;
  context.labels = &labels;
  std::vector<std::unique_ptr<Metric>> metrics;
  for (const char* key : {"accuracy", "balanced_accuracy", "mcc", "kappa", "f1[avg=macro]",
                          "f1[avg=weighted]", "precision[avg=macro]", "recall[avg=macro]"}) {
    metrics.push_back(bind(key, context));
  }
  const Statistic& statistic = metrics.front()->statistic();
  State sum = statistic.start();
  std::vector<LabelId> ids[2];
  std::vector<std::byte> stats;
  double interning = 0;
  const double begin = cpu_seconds();
  for (std::size_t at = 0; at < kRows; at += kShardRows) {
    const std::size_t rows = std::min(kShardRows, kRows - at);
    const double before = cpu_seconds();
    for (auto& side : ids) side.resize(rows);
    for (std::size_t i = 0; i < rows; ++i) {
      ids[0][i] = cache.id(truth.cells[at + i]);
      ids[1][i] = cache.id(predicted.cells[at + i]);
    }
    interning += cpu_seconds() - before;
    Samples samples;
    samples.size = rows;
    samples.truth = ids[0];
    samples.predicted = ids[1];
    stats.resize(rows * statistic.stat_bytes());
    statistic.measure(samples, stats);
    State shard = statistic.start();
    statistic.add(shard, stats, {});
    statistic.merge(sum, shard);
  }
  double checksum = 0;
  for (const auto& metric : metrics) checksum += metric->finish(sum).value.value_or(0);
  const double seconds = cpu_seconds() - begin;
  if (checksum == 0) std::printf("# no score\n");
  line(std::string("labels, 10M rows, ") + one.name, one.seconds, seconds, "CPU s", one.peer);
  line(std::string("LabelCache::id, ") + one.name, one.nanoseconds, 1e9 * interning / (2.0 * kRows),
       "ns", "-");
}

void run() {
  measure({"2 short", {"0", "1"}, "<= 0.4", "<= 10", "-"});
  // The peer: scikit-learn 1.9.1's classification_report, 1.69 s for a tenth of the rows.
  measure({"10 short",
           {"neg", "pos", "neu", "a", "bb", "joy", "fear", "love", "sad", "none"},
           "<= 0.4",
           "<= 10",
           "16.9"});
  std::vector<std::string> intents;
  for (int i = 0; i < 150; ++i) intents.push_back("intent_of_some_kind_" + std::to_string(i));
  measure({"150 long", intents, "", "", "-"});
}

}  // namespace
}  // namespace shijin

int main() { shijin::run(); }
