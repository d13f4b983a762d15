// stats.bin, version 1: named blocks, each packed and with its own checksum, and one over all.
#include "store/stored_run.h"

#include "base/bytes.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "store/pack.h"

namespace shijin {
namespace {

constexpr Text kNoStats{"this is no file of statistics", "這不是統計量檔案"};
constexpr Text kNewer{"a newer shijin wrote these statistics: version {0}, this program knows {1}",
                      "這份統計量由較新的 shijin 寫成：第 {0} 版，這個程式只認得第 {1} 版"};
constexpr Text kNewerHelp{"update shijin", "請更新 shijin"};
constexpr Text kDamaged{"the statistics are damaged: {0} is not as it was written",
                        "統計量已損壞：{0} 與寫入時不同"};
constexpr Text kDamagedHelp{"evaluate the file again; the run's result.json is not affected",
                            "請重新評測；這次執行的 result.json 不受影響"};

constexpr std::string_view kMagic = "SJSTATS\n";
constexpr std::uint32_t kVersion = 1;

struct Block {
  std::string name;
  std::string bytes;   // while reading: unpacked
  std::string packed;  // while writing
};

void save_optional(const std::optional<double>& value, ByteWriter& out) {
  out.write(value.has_value());
  out.write(value.value_or(0));
}

std::optional<double> load_optional(ByteReader& in) {
  const bool is_there = in.read<bool>();
  const auto value = in.read<double>();
  return is_there ? std::optional(value) : std::nullopt;
}

void save_record(const RunRecord& record, ByteWriter& out) {
  for (const std::string* text :
       {&record.id, &record.name, &record.created, &record.version, &record.task, &record.profile,
        &record.path, &record.digest, &record.test_set, &record.answers}) {
    out.write(*text);
  }
  out.write(record.rows);
  out.write(record.decision);
  out.write(record.primary);
  save_optional(record.value, out);
  save_optional(record.lo, out);
  save_optional(record.hi, out);
  out.write(static_cast<std::int32_t>(record.decimals));
}

void load_record(RunRecord& record, ByteReader& in) {
  for (std::string* text :
       {&record.id, &record.name, &record.created, &record.version, &record.task, &record.profile,
        &record.path, &record.digest, &record.test_set, &record.answers}) {
    in.read_into(*text);
  }
  in.read_into(record.rows);
  in.read_into(record.decision);
  in.read_into(record.primary);
  record.value = load_optional(in);
  record.lo = load_optional(in);
  record.hi = load_optional(in);
  record.decimals = in.read<std::int32_t>();
}

void save_trainer(const std::optional<TrainerFacts>& trainer, ByteWriter& out) {
  out.write(trainer.has_value());
  if (!trainer) return;
  out.write(std::map(trainer->settings.begin(), trainer->settings.end()));
  out.write(std::map(trainer->results.begin(), trainer->results.end()));
  out.write(trainer->files);
}

std::optional<TrainerFacts> load_trainer(ByteReader& in) {
  if (!in.read<bool>()) return std::nullopt;
  TrainerFacts trainer;
  const auto settings = in.read<std::map<std::string, std::string>>();
  const auto results = in.read<std::map<std::string, double>>();
  trainer.settings.assign(settings.begin(), settings.end());
  trainer.results.assign(results.begin(), results.end());
  in.read_into(trainer.files);
  return trainer;
}

std::string run_block(const StoredRun& run) {
  ByteWriter out;
  save_record(run.record, out);
  out.write(run.seed);
  out.write(run.level);
  out.write(run.command);
  out.write(run.settings);
  out.write(run.costs);
  out.write(run.prevalence);
  out.write(run.labels);
  out.write(run.classes);
  out.write(run.own);
  save_trainer(run.trainer, out);
  out.write(run.han_share);
  out.write(run.unspaced_share);
  out.write(run.has_rows);
  out.write(run.has_input);
  out.write(std::uint64_t{run.metrics.size()});
  for (const StoredMetric& metric : run.metrics) {
    out.write(metric.key);
    out.write(metric.statistic);
    out.write(metric.signature);
    save_optional(metric.value, out);
    out.write(metric.with_text);
  }
  out.write(run.hidden);
  return out.bytes();
}

bool read_run_block(std::string_view bytes, StoredRun& run) {
  ByteReader in(bytes);
  load_record(run.record, in);
  in.read_into(run.seed);
  in.read_into(run.level);
  in.read_into(run.command);
  in.read_into(run.settings);
  in.read_into(run.costs);
  in.read_into(run.prevalence);
  in.read_into(run.labels);
  in.read_into(run.classes);
  in.read_into(run.own);
  run.trainer = load_trainer(in);
  in.read_into(run.han_share);
  in.read_into(run.unspaced_share);
  in.read_into(run.has_rows);
  in.read_into(run.has_input);
  for (std::size_t left = in.read_count(1); left > 0 && !in.failed(); --left) {
    StoredMetric& metric = run.metrics.emplace_back();
    in.read_into(metric.key);
    in.read_into(metric.statistic);
    in.read_into(metric.signature);
    metric.value = load_optional(in);
    metric.with_text = in.read<bool>();
  }
  in.read_into(run.hidden);
  return !in.failed() && in.at_end();
}

template <class T>
std::string flat(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

template <class T>
bool unflatten(std::string_view bytes, std::vector<T>& values) {
  if (bytes.size() % sizeof(T) != 0) return false;
  values.resize(bytes.size() / sizeof(T));
  if (!bytes.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
  return true;
}

std::string ids_block(const std::vector<std::string>& ids) {
  ByteWriter out;
  for (const std::string& id : ids) {
    out.write(static_cast<std::uint32_t>(id.size()));
    out.raw(id.data(), id.size());
  }
  return out.bytes();
}

bool read_ids_block(std::string_view bytes, std::vector<std::string>& ids) {
  ByteReader in(bytes);
  while (!in.at_end() && !in.failed()) {
    const auto size = in.read<std::uint32_t>();
    if (size > bytes.size()) return false;
    std::string id(size, '\0');
    in.raw(id.data(), id.size());
    ids.push_back(std::move(id));
  }
  return !in.failed();
}

// Put one block where it belongs; blocks of names not known are passed over.
bool take(const Block& block, StoredRun& run) {
  if (block.name == "run") return read_run_block(block.bytes, run);
  if (block.name == "ids") return read_ids_block(block.bytes, run.ids);
  if (block.name == "row") return unflatten(block.bytes, run.row);
  if (block.name == "asked") return unflatten(block.bytes, run.asked);
  if (block.name == "expected") return unflatten(block.bytes, run.expected);
  if (block.name == "weights") return unflatten(block.bytes, run.weights);
  if (block.name == "lacks_text") return unflatten(block.bytes, run.lacks_text);
  if (block.name == "clusters") return unflatten(block.bytes, run.clusters);
  const bool rows = block.name.starts_with("rows:");
  if (!rows && !block.name.starts_with("sum:")) return true;
  const std::string key = block.name.substr(rows ? 5 : 4);
  if (run.statistics.empty() || run.statistics.back().key != key) {
    run.statistics.push_back({key, "", ""});
  }
  StoredStatistic& statistic = run.statistics.back();
  (rows ? statistic.rows : statistic.sum) = block.bytes;
  return true;
}

// Whether all columns are as long as each other.
const char* uneven(const StoredRun& run) {
  const std::size_t rows = run.row.size();
  const auto fits = [&](std::size_t size) { return size == rows; };
  const auto may_be_empty = [&](std::size_t size) { return size == 0 || size == rows; };
  if (!fits(run.asked.size())) return "asked";
  if (!fits(run.expected.size())) return "expected";
  if (!may_be_empty(run.ids.size())) return "ids";
  if (!may_be_empty(run.weights.size())) return "weights";
  if (!may_be_empty(run.lacks_text.size())) return "lacks_text";
  if (!may_be_empty(run.clusters.size())) return "clusters";
  return nullptr;
}

Error damaged(const std::string& path, const std::string& where) {
  Error error;
  error.name = "statistics-damaged";
  error.at.file = path;
  error.found = Message(kDamaged, {where});
  error.help = Message(kDamagedHelp);
  return error;
}

Result<Done> read_head(ByteReader& in, const std::string& path) {
  std::string magic(kMagic.size(), '\0');
  in.raw(magic.data(), magic.size());
  const auto version = in.read<std::uint32_t>();
  Error error;
  error.at.file = path;
  if (in.failed() || magic != kMagic) {
    error.name = "statistics-damaged";
    error.found = Message(kNoStats);
    error.help = Message(kDamagedHelp);
    return error;
  }
  if (version > kVersion) {
    error.name = "store-newer";
    error.found = Message(kNewer, {std::to_string(version), std::to_string(kVersion)});
    error.help = Message(kNewerHelp);
    return error;
  }
  return Done{};
}

// The next block, unpacked; where the file ends too early the reader has failed.
Result<Block> read_block(ByteReader& in, const std::string& path) {
  Block block;
  in.read_into(block.name);
  const auto size = in.read<std::uint64_t>();
  block.packed.resize(in.read_count(1));
  const auto checksum = in.read<std::uint64_t>();
  in.raw(block.packed.data(), block.packed.size());
  if (in.failed()) return block;
  auto unpacked = hash_bytes(block.packed) == checksum ? unpack(block.packed, size)
                                                       : std::optional<std::string>();
  if (!unpacked) return damaged(path, block.name);
  block.bytes = std::move(*unpacked);
  return block;
}

std::vector<Block> blocks_of(const StoredRun& run) {
  std::vector<Block> blocks;
  blocks.push_back({"run", run_block(run), ""});
  if (!run.has_rows) return blocks;
  if (!run.ids.empty()) blocks.push_back({"ids", ids_block(run.ids), ""});
  blocks.push_back({"row", flat(run.row), ""});
  blocks.push_back({"asked", flat(run.asked), ""});
  blocks.push_back({"expected", flat(run.expected), ""});
  if (!run.weights.empty()) blocks.push_back({"weights", flat(run.weights), ""});
  if (!run.lacks_text.empty()) blocks.push_back({"lacks_text", flat(run.lacks_text), ""});
  if (!run.clusters.empty()) blocks.push_back({"clusters", flat(run.clusters), ""});
  for (const StoredStatistic& one : run.statistics) {
    if (!one.rows.empty()) blocks.push_back({"rows:" + one.key, one.rows, ""});
    if (!one.sum.empty()) blocks.push_back({"sum:" + one.key, one.sum, ""});
  }
  return blocks;
}

}  // namespace

const StoredStatistic* StoredRun::find(std::string_view statistic) const {
  for (const StoredStatistic& one : statistics) {
    if (one.key == statistic) return &one;
  }
  return nullptr;
}

std::string write_stored(const StoredRun& run, std::size_t threads) {
  std::vector<Block> blocks = blocks_of(run);
  parallel_for(blocks.size(), threads,
               [&](std::size_t i) { blocks[i].packed = pack(blocks[i].bytes); });
  ByteWriter out;
  out.raw(kMagic.data(), kMagic.size());
  out.write(kVersion);
  out.write(static_cast<std::uint32_t>(blocks.size()));
  for (const Block& block : blocks) {
    out.write(block.name);
    out.write(std::uint64_t{block.bytes.size()});
    out.write(std::uint64_t{block.packed.size()});
    out.write(hash_bytes(block.packed));
    out.raw(block.packed.data(), block.packed.size());
  }
  out.write(hash_bytes(out.bytes()));
  return out.bytes();
}

Result<StoredRun> read_stored(std::string_view bytes, const std::string& path) {
  ByteReader in(bytes);
  SJ_TRY(read_head(in, path));
  StoredRun run;
  const auto count = in.read<std::uint32_t>();
  bool has_run = false;
  for (std::uint32_t i = 0; i < count && !in.failed(); ++i) {
    const Block block = SJ_TRY(read_block(in, path));
    if (in.failed()) break;
    if (!take(block, run)) return damaged(path, block.name);
    has_run = has_run || block.name == "run";
  }
  const std::size_t whole = bytes.size() < 8 ? 0 : bytes.size() - 8;
  const auto checksum = in.read<std::uint64_t>();
  if (in.failed() || !in.at_end() || checksum != hash_bytes(bytes.substr(0, whole))) {
    return damaged(path, "stats.bin");
  }
  if (!has_run) return damaged(path, "run");
  if (const char* name = uneven(run)) return damaged(path, name);
  return run;
}

Result<RunRecord> read_record(std::string_view bytes, const std::string& path) {
  ByteReader in(bytes);
  SJ_TRY(read_head(in, path));
  static_cast<void>(in.read<std::uint32_t>());
  const Block block = SJ_TRY(read_block(in, path));
  StoredRun run;
  if (in.failed() || block.name != "run" || !take(block, run)) return damaged(path, "run");
  return run.record;
}

}  // namespace shijin
