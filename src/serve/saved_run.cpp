// From evidence and kept rows to a folder in the store.
#include "serve/saved_run.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <ctime>

#include "report/render.h"
#include "store/run_id.h"

namespace shijin {
namespace {

// What is kept at most: beyond it a run keeps its scores, but no rows to compare by.
constexpr std::int64_t kMostRows = 1'000'000;
constexpr std::size_t kMostBytes = std::size_t{128} << 20U;
constexpr std::size_t kMostSampleBytes = std::size_t{64} << 20U;
constexpr std::size_t kMostSampleRows = 200'000;

std::string as_iso(std::int64_t milliseconds) {
  const std::time_t now = milliseconds / 1000;
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[32];
  const std::size_t size = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {text, size};
}

}  // namespace

RunFacts made_now(std::string name, std::uint64_t seed, std::vector<std::string> command) {
  RunFacts run;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  run.made_at = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  run.created = as_iso(run.made_at);
  run.seed = seed;
  run.command = std::move(command);
  run.name = std::move(name);
  run.id = make_run_id(run.made_at, static_cast<std::uint64_t>(::getpid()));
  return run;
}

RunToSave::RunToSave() : samples(kMostSampleBytes) {
  kept.most_rows = kMostRows;
  kept.most_bytes = kMostBytes;
}

void RunToSave::keep_all() {
  kept.most_rows = KeptRun().most_rows;
  kept.most_bytes = KeptRun().most_bytes;
}

void RunToSave::forget_many() {
  std::size_t bytes = 0;
  for (const KeptRun::Column& column : kept.columns) bytes += column.rows.size();
  if (bytes <= kMostBytes && static_cast<std::int64_t>(kept.row.size()) <= kMostRows) return;
  for (KeptRun::Column& column : kept.columns) column.rows = {};
  kept.too_many = true;
}

bool RunToSave::take(std::string_view lines) {
  sample_rows += static_cast<std::size_t>(std::count(lines.begin(), lines.end(), '\n'));
  if (sample_rows > kMostSampleRows) samples.give_up();
  samples.add(lines);
  return !samples.over_limit();
}

Result<Done> save_run(Store& store, RunToSave run, const RunAsked& asked,
                      const std::optional<TrainerFacts>& trainer, std::size_t threads,
                      Evidence& evidence) {
  RunWriter writer = SJ_TRY(store.begin(evidence.run.made_at));
  evidence.run.id = writer.id();
  const StoredRun stored = to_store(evidence, run.kept, asked, trainer);
  SJ_TRY(writer.write("result.json", render_json(evidence)));
  const std::string samples = run.samples.finish();
  if (!samples.empty()) SJ_TRY(writer.write(kSamplesFile, samples));
  SJ_TRY(writer.write("stats.bin", write_stored(stored, threads)));
  return store.commit(std::move(writer), stored.record);
}

}  // namespace shijin
