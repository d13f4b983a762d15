// The same calls as the command's, without its options.
#include "serve/compared.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "compare/looks.h"
#include "compare/stored_runs.h"
#include "report/render.h"
#include "serve/saved_run.h"
#include "store/run_id.h"
#include "store/store.h"

namespace shijin {
namespace {

constexpr std::size_t kMostRuns = 50;
constexpr Text kForm{"the request names no runs to compare", "請求沒有指明要比較的執行紀錄"};
constexpr Text kTwo{"two to {0} different runs", "2 到 {0} 個不同的執行紀錄"};

}  // namespace

Result<std::vector<std::string>> read_ids(std::string_view json) {
  const auto document = nlohmann::json::parse(json, nullptr, /*allow_exceptions=*/false);
  const auto runs = document.is_object() ? document.find("runs") : document.end();
  std::vector<std::string> ids;
  bool good = document.is_object() && document.size() == 1 && runs != document.end() &&
              runs->is_array() && runs->size() >= 2 && runs->size() <= kMostRuns;
  for (std::size_t i = 0; good && i < runs->size(); ++i) {
    const auto* const id = (*runs)[i].get_ptr<const std::string*>();
    good = id != nullptr && is_run_id(*id) && std::find(ids.begin(), ids.end(), *id) == ids.end();
    if (good) ids.push_back(*id);
  }
  if (good) return ids;
  Error error;
  error.name = "runs-unnamed";
  error.found = Message(kForm);
  error.expected = Message(kTwo, {std::to_string(kMostRuns)});
  return error;
}

Result<std::string> compared_data(const std::string& folder, const std::vector<std::string>& ids,
                                  Language language) {
  Store store = SJ_TRY(Store::open(folder));
  std::vector<StoredRun> stored;
  for (const std::string& id : ids) {
    static_cast<void>(SJ_TRY(store.find(id)));
    stored.push_back(SJ_TRY(store.load(id)));
  }
  const CompareOptions options;
  const std::vector<MeasuredRun> runs = SJ_TRY(measured_again(stored, options.level, 0));
  Comparison comparison = SJ_TRY(compare(runs, options));
  std::vector<std::string> command = {"shijin", "compare"};
  command.insert(command.end(), ids.begin(), ids.end());
  comparison.facts = made_now(stored.front().record.name, options.seed, std::move(command));
  const ComparisonRecord record = record_of(runs, comparison);
  SJ_TRY(store.note(record));
  give_looks(SJ_TRY(store.use_of(record.test_set)), comparison);
  std::vector<SampleRows> rows(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    SJ_TRY(store.samples(ids[i], [&](std::string_view lines) { rows[i].add(lines); }));
  }
  return render_page_data(comparison, rows, language);
}

}  // namespace shijin
