// Store: the runs under .shijin/ (docs/store.md). The folder of a run is the truth; the index is
// made again from the folders wherever they differ.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/notes.h"
#include "base/result.h"
#include "store/folder.h"
#include "store/index.h"
#include "store/stored_run.h"

namespace shijin {

/// Where runs are kept unless another folder is named
inline constexpr std::string_view kStoreFolder = ".shijin";

/// The rows with their scores, as `--samples` writes them, packed
inline constexpr std::string_view kSamplesFile = "samples.jsonl.zst";

/// A run that is being written; what is not committed leaves nothing behind
class RunWriter {
 public:
  RunWriter(RunWriter&& other) noexcept
      : id_(std::move(other.id_)),
        folder_(std::exchange(other.folder_, {})),
        lock_(std::move(other.lock_)) {}
  RunWriter& operator=(RunWriter&&) = delete;
  ~RunWriter();

  const std::string& id() const { return id_; }
  /// Write one file of the run: "result.json", "samples.jsonl.zst", "stats.bin"
  Result<Done> write(std::string_view name, std::string_view bytes);

 private:
  friend class Store;
  RunWriter(std::string id, std::string folder, LockedFolder lock)
      : id_(std::move(id)), folder_(std::move(folder)), lock_(std::move(lock)) {}

  std::string id_;
  std::string folder_;  // "" once committed, or moved from
  LockedFolder lock_;
};

/// A store that is there; several programs may use it at once, one object one thread
class Store {
 public:
  /// Open a store, or make it
  static Result<Store> make(const std::string& folder);
  /// Open a store; refused where there is none
  static Result<Store> open(const std::string& folder);

  const std::string& folder() const { return folder_; }
  /// Whether this call of make() found nothing and made it
  bool fresh() const { return fresh_; }

  /// Begin a run made at a time; its id sorts behind those made before
  Result<RunWriter> begin(std::int64_t unix_milliseconds);
  /// Put a run in its place: when this returns Done it survives a kill and a cut power line
  Result<Done> commit(RunWriter run, const RunRecord& record);

  /// All runs, oldest first; a folder that cannot be read is a warning
  Result<std::vector<RunRecord>> runs(Notes& notes);
  /// The run of an id, of a name (the newest of that name), or of the beginning of an id
  Result<RunRecord> find(std::string_view name);
  Result<StoredRun> load(const std::string& id) const;
  /// One file of a run; "" where the run has none of that name
  Result<std::string> read(const std::string& id, std::string_view name) const;
  /// Hand over the lines of the run's samples, some whole lines at a time; none where it kept none
  Result<Done> samples(const std::string& id,
                       const std::function<void(std::string_view lines)>& take) const;
  std::string folder_of(const std::string& id) const;
  /// Remove a run for good
  Result<Done> remove(const std::string& id);

  Result<Done> note(const ComparisonRecord& comparison);
  Result<TestSetUse> use_of(const std::string& test_set);

 private:
  Store(std::string folder, bool fresh) : folder_(std::move(folder)), fresh_(fresh) {}
  std::string runs_folder() const { return folder_ + "/runs"; }
  Result<Index*> index();
  void clean() const;
  Result<RunRecord> record_of(const std::string& id) const;

  std::string folder_;
  bool fresh_;
  std::unique_ptr<Index> index_;  // opened when first asked for
};

}  // namespace shijin
