// A run is written under a name of its own ending in .tmp, synced, and renamed: it is there whole
// or not at all. Folders that a killed program left are removed by the next that saves.
#include "store/store.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/file.h"
#include "base/numbers.h"
#include "store/pack.h"
#include "store/run_id.h"

namespace shijin {
namespace {

namespace fs = std::filesystem;

constexpr Text kNoStore{"there is no store here: {0}", "這裡沒有儲存區：{0}"};
constexpr Text kNoStoreHelp{
    "evaluate a file first (shijin eval saves it), or name the store with --store DIR",
    "請先評測一個檔案（shijin eval 會儲存），或用 --store 資料夾 指定儲存區"};
constexpr Text kNoRun{"there is no run \"{0}\" in {1}", "{1} 裡沒有名為「{0}」的執行紀錄"};
constexpr Text kRunHelp{"write {0}, or see them all with shijin runs list",
                        "請改寫 {0}，或用 shijin runs list 查看全部"};
constexpr Text kListHelp{"see them all with shijin runs list", "請用 shijin runs list 查看全部"};
constexpr Text kSeveral{"\"{0}\" begins the ids of {1} runs",
                        "有 {1} 個執行紀錄的 id 以「{0}」開頭"};
constexpr Text kMoreLetters{"write more of the id: {0}", "請寫出更多位的 id：{0}"};
constexpr Text kNoRoom{"no id is free for this moment", "這一刻已沒有可用的 id"};

constexpr Text kSamplesDamaged{"the samples of this run are damaged", "這個執行紀錄的樣本已損壞"};
constexpr Text kSamplesHelp{"evaluate its file again", "請重新評測它的檔案"};

constexpr std::string_view kUnfinished = ".tmp";
constexpr std::string_view kRemoved = ".removed";
constexpr std::size_t kLargestFile = std::size_t{1} << 32U;
constexpr std::uint64_t kMarks = 1024;    // ids of one millisecond
constexpr std::size_t kLeastLetters = 4;  // of an id that is cut short

Error store_error(const char* name, const std::string& path, Message found, Message help) {
  Error error;
  error.name = name;
  error.at.file = path;
  error.found = std::move(found);
  error.help = std::move(help);
  return error;
}

}  // namespace

RunWriter::~RunWriter() {
  if (!folder_.empty()) static_cast<void>(remove_folder(folder_));
}

Result<Done> RunWriter::write(std::string_view name, std::string_view bytes) {
  return write_file(folder_ + "/" + std::string(name), bytes);
}

Result<Store> Store::make(const std::string& folder) {
  std::error_code ignored;
  const bool fresh = !fs::exists(folder, ignored);
  SJ_TRY(make_folders(folder + "/runs"));
  return Store(folder, fresh);
}

Result<Store> Store::open(const std::string& folder) {
  std::error_code ignored;
  if (!fs::is_directory(folder + "/runs", ignored)) {
    return store_error("store-missing", "", Message(kNoStore, {folder}), Message(kNoStoreHelp));
  }
  return Store(folder, false);
}

Result<Index*> Store::index() {
  if (!index_) {
    index_ = std::make_unique<Index>(SJ_TRY(Index::open(folder_ + "/shijin.db")));
  }
  return index_.get();
}

std::string Store::folder_of(const std::string& id) const { return runs_folder() + "/" + id; }

// Remove what killed programs left.
void Store::clean() const {
  for (const std::string& name : names_in_folder(runs_folder())) {
    if (name.ends_with(kUnfinished)) LockedFolder::remove_abandoned(folder_of(name));
    if (name.ends_with(kRemoved)) static_cast<void>(remove_folder(folder_of(name)));
  }
}

Result<RunWriter> Store::begin(std::int64_t unix_milliseconds) {
  SJ_TRY(index());  // a newer program's store is refused before anything is written to it
  clean();
  const auto first = static_cast<std::uint64_t>(::getpid());
  for (std::uint64_t tries = 0; tries < kMarks; ++tries) {
    const std::string id = make_run_id(unix_milliseconds, first + tries);
    std::error_code ignored;
    if (fs::exists(folder_of(id), ignored)) continue;
    const std::string folder = folder_of(id) + std::string(kUnfinished);
    auto lock = SJ_TRY(LockedFolder::make(folder));
    if (lock) return RunWriter(id, folder, std::move(*lock));
  }
  return store_error("store-unwritable", runs_folder(), Message(kNoRoom), {});
}

Result<Done> Store::commit(RunWriter run, const RunRecord& record) {
  SJ_TRY(sync_folder(run.folder_));
  SJ_TRY(rename_folder(run.folder_, folder_of(run.id_)));
  run.folder_.clear();
  // The folder is the truth: an index that cannot be written now is brought in line later.
  Index* const list = SJ_TRY(index());
  static_cast<void>(list->add(record));
  return Done{};
}

Result<RunRecord> Store::record_of(const std::string& id) const {
  const std::string path = folder_of(id) + "/stats.bin";
  return read_record(SJ_TRY(read_file(path, kLargestFile)), path);
}

Result<std::vector<RunRecord>> Store::runs(Notes& notes) {
  std::map<std::string, RunRecord> known;
  Result<Index*> list = index();
  if (list.ok()) {
    auto listed = (*list)->runs();
    if (!listed.ok()) return listed.error();
    for (RunRecord& run : *listed) known.emplace(run.id, std::move(run));
  } else if (list.error().name == "store-newer") {
    return list.error();
  } else {
    Error warning = list.error();  // a store that may only be read is read from its folders
    warning.severity = Severity::warning;
    notes.add(std::move(warning));
  }
  std::vector<RunRecord> runs;
  std::vector<RunRecord> fresh;
  for (const std::string& id : names_in_folder(runs_folder())) {
    if (!is_run_id(id)) continue;
    if (const auto found = known.find(id); found != known.end()) {
      runs.push_back(std::move(found->second));
      known.erase(found);
      continue;
    }
    Result<RunRecord> record = record_of(id);
    if (record.ok()) {
      record.value().id = id;
      runs.push_back(*record);
      fresh.push_back(std::move(*record));
    } else {
      Error warning = record.error();
      warning.severity = Severity::warning;
      notes.add(std::move(warning));
    }
  }
  std::vector<std::string> gone;
  for (const auto& [id, run] : known) gone.push_back(id);
  if (list.ok()) static_cast<void>((*list)->change(fresh, gone));
  return runs;
}

Result<RunRecord> Store::find(std::string_view name) {
  Notes ignored;
  const std::vector<RunRecord> all = SJ_TRY(runs(ignored));
  const RunRecord* newest = nullptr;
  std::vector<const RunRecord*> begun;
  std::vector<std::string> names;
  for (const RunRecord& run : all) {
    if (run.id == name) return run;
    if (run.name == name) newest = &run;
    if (name.size() >= kLeastLetters && run.id.starts_with(name)) begun.push_back(&run);
    names.push_back(run.name);
  }
  if (newest != nullptr) return *newest;
  if (begun.size() == 1) return *begun.front();
  if (begun.size() > 1) {
    std::string ids;
    for (const RunRecord* run : begun) ids += (ids.empty() ? "" : ", ") + run->id;
    return store_error("run-ambiguous", "", Message(kSeveral, {name, std::to_string(begun.size())}),
                       Message(kMoreLetters, {ids}));
  }
  const std::string near = nearest_name(name, names);
  return store_error("run-unknown", "", Message(kNoRun, {name, folder_}),
                     near.empty() ? Message(kListHelp) : Message(kRunHelp, {near}));
}

Result<StoredRun> Store::load(const std::string& id) const {
  const std::string path = folder_of(id) + "/stats.bin";
  return read_stored(SJ_TRY(read_file(path, kLargestFile)), path);
}

Result<std::string> Store::read(const std::string& id, std::string_view name) const {
  const std::string path = folder_of(id) + "/" + std::string(name);
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return std::string();
  return read_file(path, kLargestFile);
}

Result<Done> Store::samples(const std::string& id,
                            const std::function<void(std::string_view lines)>& take) const {
  const std::string packed = SJ_TRY(read(id, kSamplesFile));
  if (packed.empty()) return Done{};
  std::string lines;  // what has come, and then what has come of a line
  const bool whole = unpack_pieces(packed, [&](std::string_view piece) {
    lines += piece;
    const std::size_t end = lines.rfind('\n') + 1;  // 0 where no line has ended yet
    if (end == 0) return;
    take(std::string_view(lines).substr(0, end));
    lines.erase(0, end);
  });
  if (whole && lines.empty()) return Done{};
  return store_error("samples-damaged", folder_of(id) + "/" + std::string(kSamplesFile),
                     Message(kSamplesDamaged), Message(kSamplesHelp));
}

Result<Done> Store::remove(const std::string& id) {
  const std::string away = folder_of(id) + std::string(kRemoved);
  SJ_TRY(rename_folder(folder_of(id), away));
  if (const Result<Index*> list = index(); list.ok()) {
    static_cast<void>((*list)->change({}, {id}));
  }
  return remove_folder(away);
}

Result<Done> Store::note(const ComparisonRecord& comparison) {
  Index* const list = SJ_TRY(index());
  return list->note(comparison);
}

Result<TestSetUse> Store::use_of(const std::string& test_set) {
  Index* const list = SJ_TRY(index());
  return list->use_of(test_set);
}

}  // namespace shijin
