// From an embedding model to a further column.
#include "cli/embedded.h"

#include <algorithm>
#include <filesystem>

#include "cli/progress.h"

namespace shijin::cli {
namespace {

constexpr Text kAsked{
    "compared by {0}: {1}, {2} layers, vectors of {3} numbers ({4}), pooling {5}, {6}; model {7}",
    "比較所用的模型 {0}：{1}，{2} 層，向量長度 {3}（{4}），彙整 {5}，{6}；模型 {7}"};
constexpr Text kCut{
    "texts longer than the {0} tokens that the model sees, whose ends were left out: {1}",
    "超過模型視窗 {0} 個詞元、結尾未計入的文字：{1} 段"};
constexpr Text kCutHelp{"take a model that sees more, or compare shorter texts",
                        "請改用視窗更大的模型，或比較較短的文字"};
constexpr Text kNotAsked{"the rows have errors, so the embedding model was not asked",
                         "資料列有錯誤，因此沒有詢問嵌入模型"};

constexpr std::string_view kFolder = ".shijin/asked";
constexpr std::size_t kMostBytes = 64;  // of the file that keeps how many texts were cut

}  // namespace

Notes about_users_files(const Notes& notes, const std::string& file,
                        const std::vector<FileFacts>& files,
                        const std::vector<std::pair<std::size_t, std::int64_t>>& place) {
  if (notes.errors() > Notes::kShownErrors) return notes;  // their count would be lost
  Notes named;
  for (Error note : notes.all()) {
    if (!file.empty() && note.at.file == file) {
      const auto line = static_cast<std::size_t>(note.at.row);
      const bool row = line >= 1 && line <= place.size();
      note.at.file = files[row ? place[line - 1].first : 0].path;
      note.at.row = row ? place[line - 1].second : 0;
      note.at.column = 0;
      note.line.clear();
      note.line_begin = note.line_end = 0;
    }
    named.add(std::move(note));
  }
  return named;
}

Result<Embedded> Embedded::make(const std::string& path, const std::vector<std::string>& files,
                                const ReadOptions& read, const EvaluateOptions& options,
                                Notes& notes, const Console& console) {
  Embedded embedded;
  Table table = SJ_TRY(Table::open(files, read, notes));
  const bool keep = options.thinking == Thinking::keep;
  Notes found;
  embedded.rows_ = SJ_TRY(read_embedded(table, keep ? KeepThinking::yes : KeepThinking::no, found));
  notes.append(found);
  if (found.has_errors() && read.bad_rows == BadRows::refuse) {
    Error error;
    error.name = "model-not-asked";
    error.found = Message(kNotAsked);
    return error;
  }
  EmbeddingModel model = SJ_TRY(EmbeddingModel::open(path, thread_count(options)));
  embedded.facts_ = model.facts();
  std::string name = embedded_key(embedded.rows_, embedded.facts_);
  std::replace(name.begin(), name.end(), ':', '-');
  embedded.file_ = std::string(kFolder) + "/" + name + ".jsonl";
  const std::string cut = embedded.file_ + ".cut";
  std::error_code failed;
  if (std::filesystem::exists(embedded.file_, failed) && std::filesystem::exists(cut, failed)) {
    const std::string count = SJ_TRY(read_file(cut, kMostBytes));
    embedded.cut_ = static_cast<std::size_t>(parse_integer(count).value_or(0));
    return embedded;
  }
  ProgressBar bar(console);
  const EmbeddingResult result = SJ_TRY(model.compare(embedded.rows_.pairs, model_hooks(bar)));
  embedded.cut_ = result.cut;
  std::filesystem::create_directories(kFolder, failed);
  SJ_TRY(write_file(embedded.file_, embedded_lines(embedded.rows_, result)));
  SJ_TRY(write_file(cut, std::to_string(result.cut)));
  return embedded;
}

ReadOptions Embedded::reading(const ReadOptions& read) const {
  ReadOptions options;
  options.bad_rows = read.bad_rows;
  options.map = rows_.map;
  return options;
}

void Embedded::give_facts(Evidence& evidence) const {
  evidence.notes = about_users_files(evidence.notes, file_, rows_.files, rows_.place);
  evidence.data.files = rows_.files;
  evidence.data.digest = rows_.digest;
  const auto count = [](int n) { return std::to_string(n); };
  Error note;
  note.name = "embedding-model";
  note.severity = Severity::note;
  note.found =
      Message(kAsked, {std::filesystem::path(facts_.path).stem().string(), facts_.architecture,
                       count(facts_.layers), count(facts_.width), facts_.weights,
                       std::string(pooling_name(facts_.pooling)), facts_.engine, facts_.digest});
  evidence.notes.add(std::move(note));
  if (cut_ > 0) {
    Error cut;
    cut.name = "embedding-cut";
    cut.severity = Severity::warning;
    cut.found = Message(kCut, {count(facts_.window), grouped(static_cast<std::int64_t>(cut_))});
    cut.help = Message(kCutHelp);
    evidence.notes.add(std::move(cut));
  }
  for (ScoreLine& line : evidence.metrics) {
    if (!is_of_embeddings(line.metric)) continue;
    line.signature += "|model:" + facts_.digest + "|layer:" + count(facts_.layers) +
                      "|pooling:" + std::string(pooling_name(facts_.pooling));
  }
}

}  // namespace shijin::cli
