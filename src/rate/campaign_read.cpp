// From the files of runs to the items of a campaign.
#include <algorithm>
#include <set>
#include <unordered_map>

#include "base/listed.h"
#include "base/numbers.h"
#include "base/secret.h"
#include "rate/blind.h"
#include "rate/campaign.h"
#include "rate/rubric.h"
#include "table/table.h"

namespace shijin {
namespace {

constexpr Text kNoOutput{"no column holds the texts to score", "沒有欄位是要評分的文字"};
constexpr Text kColumns{"the columns are: {0}", "現有欄位：{0}"};
constexpr Text kMapOutput{"name it: --map output=COLUMN", "請指定：--map output=欄位"};
constexpr Text kNoColumn{"there is no column \"{0}\"", "沒有欄位「{0}」"};
constexpr Text kNear{"write {0}", "請改寫 {0}"};
constexpr Text kNoRows{"there is no row to score", "沒有任何一列可以評分"};
constexpr Text kIdTwice{"the id \"{0}\" stands in more than one row", "id「{0}」出現在不只一列"};
constexpr Text kIdTwiceHelp{
    "give each row an id of its own, or name another column: --map id=COLUMN",
    "請讓每列的 id 各不相同，或指定其他欄位：--map id=欄位"};
constexpr Text kDiffer{"{0} has no sample \"{1}\", which {2} has",
                       "{0} 沒有樣本「{1}」，而 {2} 有"};
constexpr Text kDifferHelp{
    "runs that are scored side by side need the same samples, told by their ids or, without ids, "
    "by "
    "their rows",
    "一起評分的執行紀錄必須有相同的樣本，以 id 對應；沒有 id 則以列數對應"};
constexpr Text kAsked{"sample \"{0}\" is not the same question in {1} and {2}",
                      "樣本「{0}」在 {1} 與 {2} 中不是同一個問題"};
constexpr Text kLeak{
    "{1} of the {2} texts say \"{0}\", the name of a run: raters can guess whose they are",
    "{2} 篇文字中有 {1} 篇提到執行紀錄的名稱「{0}」：評分者猜得出是誰寫的"};
constexpr Text kLeakHelp{"look at sample {0}; take the name out of the texts, or leave them out",
                         "請查看樣本 {0}；把名稱從文字中去掉，或不要納入這些文字"};

Error problem(const char* name, const std::string& file, Message found, Message expected,
              Text help) {
  Error error;
  error.name = name;
  error.at.file = file;
  error.found = std::move(found);
  error.expected = std::move(expected);
  if (!help.empty()) error.help = Message(help);
  return error;
}

// Every row, cell by cell, in the order of `columns`.
Result<Done> read_rows(Table& table, const std::vector<int>& columns, Notes& notes,
                       const std::function<void(const Batch&, std::size_t)>& take) {
  for (;;) {
    RawShard raw;
    if (!SJ_TRY(table.cut(raw))) return Done{};
    Batch batch;
    table.parse(raw, columns, batch, notes);
    for (std::size_t i = 0; i < batch.rows(); ++i) take(batch, i);
  }
}

// The place of a column that has to be there.
Result<int> column_named(const std::string& path, const std::vector<std::string>& names,
                         const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<int>(found - names.begin());
  Error error;
  error.name = "column-unknown";
  error.at.file = path;
  error.found = Message(kNoColumn, {name});
  error.expected = Message(kColumns, {comma_list(names)});
  const std::string near = nearest_name(name, names);
  if (!near.empty()) error.help = Message(kNear, {near});
  return error;
}

bool is_word(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return letter || (c >= '0' && c <= '9') || c == '_';
}

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

// Whether a text says a name, as a word of its own where it is written in ASCII.
bool says(std::string_view text, std::string_view name) {
  if (name.empty()) return false;
  for (std::size_t at = text.find(name); at != std::string_view::npos;
       at = text.find(name, at + 1)) {
    const bool before = at > 0 && is_word(text[at - 1]) && is_word(name.front());
    const std::size_t end = at + name.size();
    const bool after = end < text.size() && is_word(text[end]) && is_word(name.back());
    if (!before && !after) return true;
  }
  return false;
}

}  // namespace

Result<CampaignRun> read_campaign_run(const std::string& path, const std::string& name,
                                      const std::vector<std::pair<std::string, std::string>>& map,
                                      Notes& notes, const std::vector<std::string>& more) {
  ReadOptions options;
  options.map = map;
  const std::string paths[] = {path};
  Table table = SJ_TRY(Table::open(paths, options, notes));
  const Roles& roles = table.roles();
  const int output = std::max(roles.column(Role::output), roles.column(Role::predicted));
  if (output < 0) {
    return problem("rate-no-output", path, Message(kNoOutput),
                   Message(kColumns, {comma_list(table.names())}), kMapOutput);
  }
  std::vector<int> columns = {output};
  const auto place = [&](Role role) {
    if (!roles.has(role)) return std::size_t{0};
    columns.push_back(roles.column(role));
    return columns.size() - 1;
  };
  const std::size_t id = place(Role::id);
  const std::size_t input = place(Role::input);
  const std::size_t reference = place(Role::reference);
  CampaignRun run{name, path, {}, std::vector<std::vector<std::string>>(more.size())};
  const std::size_t first_more = columns.size();
  for (const std::string& column : more) {
    columns.push_back(SJ_TRY(column_named(path, table.names(), column)));
  }
  std::set<std::string> ids;
  std::string twice;
  SJ_TRY(read_rows(table, columns, notes, [&](const Batch& batch, std::size_t i) {
    const auto cell = [&](std::size_t c) { return std::string(batch.columns[c][i]); };
    CampaignItem& item = run.rows.emplace_back();
    item.sample = id > 0 && !cell(id).empty() ? cell(id) : std::to_string(batch.row[i]);
    item.output = cell(0);
    if (input > 0) item.input = cell(input);
    if (reference > 0) item.reference = cell(reference);
    for (std::size_t m = 0; m < more.size(); ++m) run.more[m].push_back(cell(first_more + m));
    if (!ids.insert(item.sample).second) twice = item.sample;
  }));
  if (run.rows.empty()) return problem("no-samples", path, Message(kNoRows), {}, {});
  if (!twice.empty()) {
    return problem("rate-id-twice", path, Message(kIdTwice, {twice}), {}, kIdTwiceHelp);
  }
  return run;
}

Result<Campaign> make_campaign(std::string name, std::vector<CampaignRun> runs) {
  Campaign campaign;
  campaign.name = std::move(name);
  campaign.secret = make_secret();
  campaign.rubric = kRubricVersion;
  std::vector<std::unordered_map<std::string, std::size_t>> rows(runs.size());
  for (std::size_t r = 0; r < runs.size(); ++r) {
    campaign.runs.push_back(runs[r].name);
    for (std::size_t i = 0; i < runs[r].rows.size(); ++i) rows[r][runs[r].rows[i].sample] = i;
  }
  const CampaignRun& first = runs.front();
  for (std::size_t r = 1; r < runs.size(); ++r) {
    for (const CampaignItem& row : runs[r].rows) {
      if (rows[0].contains(row.sample)) continue;
      return problem("rate-samples-differ", first.path,
                     Message(kDiffer, {first.path, row.sample, runs[r].path}), {}, kDifferHelp);
    }
  }
  std::set<std::string> keys;
  for (std::size_t i = 0; i < first.rows.size(); ++i) {
    const std::string sample = first.rows[i].sample;
    for (std::size_t r = 0; r < runs.size(); ++r) {
      const auto found = rows[r].find(sample);
      if (found == rows[r].end()) {
        return problem("rate-samples-differ", runs[r].path,
                       Message(kDiffer, {runs[r].path, sample, first.path}), {}, kDifferHelp);
      }
      CampaignItem item = std::move(runs[r].rows[found->second]);
      if (r > 0 && item.input != campaign.items.back().input) {
        return problem("rate-samples-differ", runs[r].path,
                       Message(kAsked, {sample, first.path, runs[r].path}), {}, kDifferHelp);
      }
      item.number = static_cast<std::int64_t>(campaign.items.size()) + 1;
      item.run = static_cast<std::int64_t>(r);
      // Two keys may be equal by chance; then the later one is drawn again.
      for (std::string tried = campaign.runs[r];; tried += '\x1e') {
        item.key = item_key(campaign.secret, tried, item.sample);
        if (keys.insert(item.key).second) break;
      }
      campaign.items.push_back(std::move(item));
    }
  }
  return campaign;
}

void note_identity_leaks(const Campaign& campaign, Notes& notes) {
  for (std::size_t r = 0; r < campaign.runs.size(); ++r) {
    const std::string name = lowered(campaign.runs[r]);
    std::int64_t leaks = 0;
    std::string first;
    for (const CampaignItem& item : campaign.items) {
      if (!says(lowered(item.output), name)) continue;
      if (++leaks == 1) first = item.sample;
    }
    if (leaks == 0) continue;
    Error note;
    note.severity = Severity::warning;
    note.name = "rate-identity-leak";
    note.found = Message(
        kLeak, {campaign.runs[r], std::to_string(leaks), std::to_string(campaign.items.size())});
    note.help = Message(kLeakHelp, {first});
    notes.add(std::move(note));
  }
}

}  // namespace shijin
