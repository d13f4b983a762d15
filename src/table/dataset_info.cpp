// Reading dataset_info.json, and matching a predictions file with the datasets it names.
#include "table/dataset_info.h"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <map>
#include <vector>

#include "base/file.h"
#include "base/json_walk.h"
#include "base/utf8.h"
#include "table/json_error.h"

namespace shijin {
namespace {

constexpr Text kNoInfo{"there is no dataset_info.json in {0}", "{0} 裡沒有 dataset_info.json"};
constexpr Text kNoInfoExpected{"the folder that LLaMA-Factory calls dataset_dir",
                               "LLaMA-Factory 稱為 dataset_dir 的資料夾"};
constexpr Text kNoInfoHelp{"Write --dataset DIR with the folder that holds it.",
                           "請以 --dataset 指定該檔案所在的資料夾。"};
constexpr Text kTaken{
    "{0} of {1} labels were cut when the predictions were written. Their whole references come "
    "from dataset \"{2}\" ({3}).",
    "{1} 筆標籤中有 {0} 筆在產生預測時被截斷，完整的參考答案改從資料集「{2}」（{3}）取得。"};
constexpr Text kDiffers{
    "dataset \"{0}\" fits only up to row {1}: there the label is not the beginning of the "
    "reference. The labels are used as they stand.",
    "資料集「{0}」只到第 {1} 列為止相符：該列的標籤不是參考答案的開頭。因此仍沿用檔案中的標籤。"};
constexpr Text kShort{
    "dataset \"{0}\" fits, but has only {1} rows. The labels are used as they stand.",
    "資料集「{0}」相符，但只有 {1} 列。因此仍沿用檔案中的標籤。"};
constexpr Text kNoneFits{
    "no dataset in {0} has these labels in this order. If LLaMA-Factory cut them (cutoff_len), "
    "they count as they stand.",
    "{0} 裡沒有任何資料集依此順序含有這些標籤。若標籤曾被 LLaMA-Factory 截斷（cutoff_len），"
    "則以截斷後的內容計算。"};
constexpr Text kDiffersHelp{
    "Shuffled or mixed datasets (num_samples, val_size) do not keep the order. Give the references "
    "with --truth FILE.",
    "打亂或混合的資料集（num_samples、val_size）不保留順序。請以 --truth 檔案 提供參考答案。"};

// One dataset of dataset_info.json: "file_name", "columns.response", … with their values.
struct Entry {
  std::string name;
  std::map<std::string, std::string, std::less<>> values;

  bool has(std::string_view key) const { return values.find(key) != values.end(); }
  std::string get(std::string_view key, std::string_view otherwise) const {
    const auto at = values.find(key);
    return at == values.end() ? std::string(otherwise) : at->second;
  }
};

struct EntrySink {
  struct Place {
    Entry* entry = nullptr;
    std::string key;
    int depth = 0;
  };
  using Node = Place*;

  std::deque<Entry> entries;
  std::deque<Place> places;

  Node child(Node object, std::string_view key) {
    if (object->depth >= 3) return nullptr;
    Place& place = places.emplace_back(*object);
    ++place.depth;
    if (object->depth == 0) {
      place.entry = &entries.emplace_back();
      place.entry->name = key;
    } else {
      place.key += (place.key.empty() ? "" : ".") + std::string(key);
    }
    return &place;
  }
  Node element(Node, std::size_t) { return nullptr; }
  std::size_t tail(Node) { return 0; }
  Node from_end(Node, std::size_t) { return nullptr; }
  void text(Node node, std::string_view raw, bool) {
    if (node->entry == nullptr) return;
    std::string value(raw.size(), '\0');
    value.resize(unescape_json(raw, value.data()));
    node->entry->values[node->key] = std::move(value);
  }
  void value(Node node, std::string_view raw, JsonKind kind) {
    if (node->entry == nullptr || node->key.empty() || kind == JsonKind::null) return;
    node->entry->values[node->key] = kind == JsonKind::object ? "" : std::string(raw);
  }
  bool allows_nan(Node) { return true; }
};

// The columns of a dataset that hold the answer and, in chats, who spoke last.
struct AnswerColumns {
  std::string answer;
  std::string speaker;    // "" when there is none
  std::string assistant;  // what it must say
};

// A name that LLaMA-Factory would use: its default only where no columns (or tags) are given.
std::string setting(const Entry& entry, std::string_view group, std::string_view key,
                    std::string_view otherwise) {
  const std::string full = std::string(group) + "." + std::string(key);
  return entry.get(full, entry.has(group) ? std::string_view() : otherwise);
}

std::optional<AnswerColumns> answer_columns(const Entry& entry) {
  const std::string form = entry.get("formatting", "alpaca");
  if (form == "alpaca") {
    const std::string answer = setting(entry, "columns", "response", "output");
    if (answer.empty()) return std::nullopt;
    return AnswerColumns{answer, "", ""};
  }
  const std::string messages = setting(entry, "columns", "messages", "conversations");
  const std::string content = setting(entry, "tags", "content_tag", "value");
  const std::string role = setting(entry, "tags", "role_tag", "from");
  if (messages.empty() || content.empty() || role.empty()) return std::nullopt;
  return AnswerColumns{messages + ".-1." + content, messages + ".-1." + role,
                       setting(entry, "tags", "assistant_tag", "gpt")};
}

// One or two columns of a file, row after row.
class Rows {
 public:
  Rows(std::unique_ptr<Reader> reader, std::vector<int> columns)
      : reader_(std::move(reader)), columns_(std::move(columns)) {}

  /// Go to the next row that could be read; false at the end
  Result<bool> next() {
    ++at_;
    while (at_ >= batch_.rows()) {
      RawShard shard;
      shard.first_row = cut_;
      if (!SJ_TRY(reader_->cut(shard, kShardRows))) return false;
      cut_ += static_cast<std::int64_t>(shard.records.size());
      batch_ = Batch();
      Notes ignored;  // bad rows are named when the file itself is evaluated
      reader_->parse(shard, columns_, batch_, ignored);
      at_ = 0;
    }
    return true;
  }
  std::int64_t row() const { return batch_.row[at_]; }
  std::string_view cell(std::size_t column) const { return batch_.columns[column][at_]; }

 private:
  std::unique_ptr<Reader> reader_;
  std::vector<int> columns_;
  Batch batch_;
  std::size_t at_ = 0;
  std::int64_t cut_ = 0;
};

int column_named(const Reader& reader, std::string_view name) {
  const auto& names = reader.names();
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? -1 : static_cast<int>(found - names.begin());
}

// The answers of a dataset in order, without the chats that LLaMA-Factory drops.
class Answers {
 public:
  Answers(Rows rows, AnswerColumns columns)
      : rows_(std::move(rows)), columns_(std::move(columns)) {}

  Result<bool> next() {
    while (SJ_TRY(rows_.next())) {
      const bool dropped = !columns_.speaker.empty() && rows_.cell(1) != columns_.assistant;
      if (!dropped) return true;
    }
    return false;
  }
  std::string_view text() const { return rows_.cell(0); }

 private:
  Rows rows_;
  AnswerColumns columns_;
};

// How far a dataset went along with the predictions.
struct Match {
  enum class End : std::uint8_t { fits, differs, too_short, unreadable } end = End::unreadable;
  std::int64_t rows = 0;    // that fitted
  std::int64_t proved = 0;  // of them, those with a label that is not empty
  DatasetReferences references;
};

Result<Match> match(const DatasetQuery& query, const Entry& entry, const std::string& file,
                    const AnswerColumns& columns) {
  Match out;
  auto dataset = query.open(file);
  if (!dataset.ok()) return out;
  std::vector<int> wanted{column_named(**dataset, columns.answer)};
  if (!columns.speaker.empty()) wanted.push_back(column_named(**dataset, columns.speaker));
  if (*std::min_element(wanted.begin(), wanted.end()) < 0) return out;
  auto predictions = SJ_TRY(query.open(query.predictions));
  const int label = column_named(*predictions, query.label);
  if (label < 0) return out;

  Answers answers(Rows(std::move(*dataset), wanted), columns);
  Rows labels(std::move(predictions), {label});
  out.references = {entry.name, file, 0, {}};
  std::int64_t reached = 0;
  while (SJ_TRY(labels.next())) {
    for (; reached < labels.row(); ++reached) {
      auto more = answers.next();
      if (!more.ok()) return out;
      out.end = Match::End::too_short;
      if (!*more) return out;
    }
    out.end = Match::End::differs;
    const LabelFit fit = fit_label(labels.cell(0), answers.text());
    if (fit == LabelFit::differs) return out;
    if (fit == LabelFit::cut) out.references.whole[labels.row()] = std::string(answers.text());
    out.proved += labels.cell(0).empty() ? 0 : 1;
    out.rows = labels.row();
  }
  out.end = out.proved > 0 ? Match::End::fits : Match::End::differs;
  out.references.rows = out.rows;
  return out;
}

Error note_about(const DatasetQuery& query, std::string_view name, Message found, Message help,
                 Severity severity) {
  Error note;
  note.name = name;
  note.severity = severity;
  note.at.file = query.predictions;
  note.found = std::move(found);
  note.help = std::move(help);
  return note;
}

void say_best_miss(const DatasetQuery& query, const std::string& info, const Match& best,
                   Notes& notes) {
  const std::string& name = best.references.name;
  if (best.proved == 0) {
    notes.add(note_about(query, "dataset-none", Message(kNoneFits, {info}), kDiffersHelp,
                         query.folder.empty() ? Severity::note : Severity::warning));
  } else if (best.end == Match::End::too_short) {
    notes.add(note_about(query, "dataset-short", Message(kShort, {name, std::to_string(best.rows)}),
                         kDiffersHelp, Severity::warning));
  } else {
    notes.add(note_about(query, "dataset-differs",
                         Message(kDiffers, {name, std::to_string(best.rows + 1)}), kDiffersHelp,
                         Severity::warning));
  }
}

// Where dataset_info.json lies, or "".
std::string find_info(const DatasetQuery& query) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  const auto there = [&](const fs::path& path) { return fs::is_regular_file(path, ignored); };
  if (!query.folder.empty()) {
    if (there(query.folder)) return query.folder;
    const fs::path inside = fs::path(query.folder) / "dataset_info.json";
    return there(inside) ? inside.string() : "";
  }
  const fs::path beside = fs::path(query.predictions).parent_path();
  for (const fs::path& path :
       {beside / "dataset_info.json", beside / "data" / "dataset_info.json"}) {
    if (there(path)) return path.string();
  }
  return "";
}

Error no_info(const DatasetQuery& query) {
  Error error;
  error.name = "dataset-info-missing";
  error.found = Message(kNoInfo, {query.folder});
  error.expected = kNoInfoExpected;
  error.help = kNoInfoHelp;
  return error;
}

Result<std::deque<Entry>> read_info(const std::string& path) {
  const std::string text = SJ_TRY(read_file(path));
  EntrySink sink;
  EntrySink::Place root;
  const JsonFinding finding = JsonWalk<EntrySink>(sink).object_record(text, &root);
  if (!finding.ok()) return json_error(finding, path, {text, 1}, "");
  return std::move(sink.entries);
}

// Text without blanks, one character at a time.
struct Letters {
  std::string_view text;
  std::size_t at = 0;

  /// The next character that is no blank, or 0 at the end
  char32_t next() {
    while (at < text.size()) {
      const char32_t c = decode_utf8(text, at);
      if (!is_python_space(c)) return c;
    }
    return U'\0';
  }
};

std::string_view without_thinking(std::string_view text) {
  constexpr std::string_view kOpen = "<think>";
  constexpr std::string_view kClose = "</think>";
  const std::string_view stripped = strip_python_space(text);
  if (!stripped.starts_with(kOpen)) return stripped;
  const std::size_t close = stripped.find(kClose);
  return close == std::string_view::npos ? stripped : stripped.substr(close + kClose.size());
}

}  // namespace

LabelFit fit_label(std::string_view label, std::string_view reference) {
  constexpr std::string_view kBroken = "\uFFFD";  // half of a character, where the cut went
  if (reference.data() == nullptr) return LabelFit::differs;
  label = strip_python_space(label);
  while (label.ends_with(kBroken)) label.remove_suffix(kBroken.size());
  const bool both_think = reference.find("<think>") != std::string_view::npos;
  Letters said{both_think ? label : without_thinking(label)};
  Letters whole{both_think ? strip_python_space(reference) : reference};
  for (;;) {
    const char32_t a = said.next();
    const char32_t b = whole.next();
    if (a == U'\0') return b == U'\0' ? LabelFit::whole : LabelFit::cut;
    if (a != b) return LabelFit::differs;
  }
}

Result<std::optional<DatasetReferences>> find_dataset(const DatasetQuery& query, Notes& notes) {
  using Found = std::optional<DatasetReferences>;
  const std::string info = find_info(query);
  if (info.empty()) {
    if (query.folder.empty()) return Found();
    return no_info(query);
  }
  const std::deque<Entry> entries = SJ_TRY(read_info(info));
  Match best;
  for (const Entry& entry : entries) {
    const auto columns = answer_columns(entry);
    const auto file = std::filesystem::path(info).parent_path() / entry.get("file_name", "");
    std::error_code ignored;
    const bool there = entry.has("file_name") && std::filesystem::is_regular_file(file, ignored);
    if (!columns || !there) continue;
    Match got = SJ_TRY(match(query, entry, file.string(), *columns));
    const bool better = got.end == Match::End::fits || got.proved > best.proved;
    if (better) best = std::move(got);
    if (best.end == Match::End::fits) break;
  }
  if (best.end != Match::End::fits) {
    say_best_miss(query, info, best, notes);
    return Found();
  }
  DatasetReferences& found = best.references;
  if (found.whole.empty()) return Found();
  notes.add(note_about(query, "dataset-labels-cut",
                       Message(kTaken, {std::to_string(found.whole.size()),
                                        std::to_string(found.rows), found.name, found.file}),
                       Message(), Severity::note));
  return Found(std::move(found));
}

}  // namespace shijin
