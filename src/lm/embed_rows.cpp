// References are found as the engine finds them: several columns, or a JSON list in a cell. They
// are compared a few rows at a time, so that no more than the vectors of these are held.
#include "lm/embed_rows.h"

#include <algorithm>

#include "base/hash.h"
#include "base/json_writer.h"
#include "base/numbers.h"
#include "table/shape.h"
#include "text/thinking.h"

namespace shijin {
namespace {

constexpr Text kNoTexts{"no columns are an output and what it should be",
                        "沒有欄位分別是輸出與參考文字"};
constexpr Text kColumns{"the columns are: {0}", "現有欄位：{0}"};
constexpr Text kMapTexts{"name them: --map output=COLUMN --map reference=COLUMN",
                         "請指定：--map output=欄位 --map reference=欄位"};

constexpr Text kStopped{"the run was stopped before its end", "執行在結束前被中止"};

constexpr std::size_t kRows = 16;  // whose texts are given to the model together
constexpr std::string_view kRowColumn = "model:embedded_row";

std::string written(const RoleColumn& column) {
  const std::string name(role_name(column.role));
  return column.detail.empty() ? name : name + ":" + column.detail;
}

// Which columns hold the output and the references.
struct Columns {
  int output = -1;
  std::vector<int> references;
};

Result<Columns> columns_of(const Table& table) {
  const Roles& roles = table.roles();
  Columns columns;
  columns.output = roles.column(roles.has(Role::output) ? Role::output : Role::predicted);
  columns.references = roles.all(roles.has(Role::reference) ? Role::reference : Role::truth);
  if (columns.output >= 0 && !columns.references.empty()) return columns;
  Error error;
  error.name = "model-needs-column";
  if (!table.files().empty()) error.at.file = table.files().front().path;
  std::string list;
  for (const std::string& name : table.names()) list += (list.empty() ? "" : ", ") + name;
  error.found = Message(kNoTexts);
  error.expected = Message(kColumns, {list});
  error.help = Message(kMapTexts);
  return error;
}

EmbeddingPair pair_of(const std::vector<std::string>& cells, const std::vector<bool>& missing,
                      const Columns& columns, KeepThinking thinking) {
  EmbeddingPair pair;
  pair.output = cells[static_cast<std::size_t>(columns.output)];
  if (thinking == KeepThinking::no) {
    std::string owned;
    pair.output = std::string(strip_thinking(std::string(pair.output), owned).text);
  }
  for (const int column : columns.references) {
    const std::string& cell = cells[static_cast<std::size_t>(column)];
    if (missing[static_cast<std::size_t>(column)] || cell.empty()) continue;
    if (cell.front() != '[') {
      pair.references.push_back(cell);
      continue;
    }
    for (std::string& one : parse_reference_list(cell)) pair.references.push_back(std::move(one));
  }
  return pair;
}

}  // namespace

Result<EmbeddedRows> read_embedded(Table& table, KeepThinking thinking, Notes& notes) {
  const Columns columns = SJ_TRY(columns_of(table));
  EmbeddedRows rows;
  rows.names = table.names();
  for (const RoleColumn& column : table.roles().columns) {
    rows.map.emplace_back(written(column), rows.names[static_cast<std::size_t>(column.column)]);
  }
  if (!table.roles().has(Role::id)) rows.map.emplace_back("id", std::string(kRowColumn));
  std::vector<int> all;
  for (int column = 0; column < static_cast<int>(rows.names.size()); ++column) {
    all.push_back(column);
  }
  RawShard shard;
  for (;;) {
    const bool more = SJ_TRY(table.cut(shard));
    if (!more) break;
    Batch batch;
    table.parse(shard, all, batch, notes);
    for (std::size_t i = 0; i < batch.rows(); ++i) {
      std::vector<std::string>& cells = rows.cells.emplace_back();
      std::vector<bool>& missing = rows.missing.emplace_back();
      for (const auto& column : batch.columns) {
        missing.push_back(column[i].data() == nullptr);
        cells.emplace_back(missing.back() ? std::string_view() : column[i]);
      }
      rows.row.push_back(batch.row[i]);
      rows.place.emplace_back(static_cast<std::size_t>(shard.file), batch.line[i]);
      rows.pairs.push_back(pair_of(cells, missing, columns, thinking));
    }
  }
  rows.files = table.files();
  rows.digest = table.digest();
  return rows;
}

Result<EmbeddingResult> EmbeddingModel::compare(std::span<const EmbeddingPair> pairs,
                                                const ModelHooks& hooks) {
  EmbeddingResult result;
  for (std::size_t begin = 0; begin < pairs.size(); begin += kRows) {
    if (hooks.stop != nullptr && *hooks.stop) {
      Error error;
      error.name = "stopped";
      error.found = Message(kStopped);
      return error;
    }
    const auto some = pairs.subspan(begin, std::min(kRows, pairs.size() - begin));
    std::vector<std::string> texts;
    for (const EmbeddingPair& pair : some) {
      if (pair.references.empty()) continue;
      texts.push_back(pair.output);
      texts.insert(texts.end(), pair.references.begin(), pair.references.end());
    }
    const std::vector<TextVectors> vectors = SJ_TRY(embed(texts, result.cut));
    std::size_t at = 0;
    for (const EmbeddingPair& pair : some) {
      std::vector<double>& best = result.values.emplace_back();
      if (pair.references.empty()) continue;
      const TextVectors& output = vectors[at++];
      for (std::size_t r = 0; r < pair.references.size(); ++r) {
        const EmbeddingValues one = match(output, vectors[at++], facts().pooling);
        if (best.empty()) best.assign(one.begin(), one.end());
        for (std::size_t v = 0; v < one.size(); ++v) best[v] = std::max(best[v], one[v]);
      }
    }
    if (hooks.progress) hooks.progress(begin + some.size(), pairs.size());
  }
  return result;
}

std::string embedded_lines(const EmbeddedRows& rows, const EmbeddingResult& result) {
  const bool numbered = !rows.map.empty() && rows.map.back().second == kRowColumn;
  std::string lines;
  for (std::size_t i = 0; i < rows.cells.size(); ++i) {
    JsonWriter json(lines, JsonWriter::Layout::one_line);
    json.begin_object();
    for (std::size_t c = 0; c < rows.names.size(); ++c) {
      json.key(rows.names[c]);
      rows.missing[i][c] ? json.null() : json.text(rows.cells[i][c]);
    }
    if (numbered) json.key(kRowColumn).integer(rows.row[i]);
    std::string list;
    for (const double value : result.values[i]) {
      list += (list.empty() ? "[" : ",") + shortest(value);
    }
    json.key(kEmbeddingColumn).text(list.empty() ? "" : list + "]");
    json.end_object();
    lines += "\n";
  }
  return lines;
}

std::string embedded_key(const EmbeddedRows& rows, const EmbeddingFacts& facts) {
  Digest digest;
  const auto add = [&](std::string_view text) {
    digest.add(std::to_string(text.size()) + ":");
    digest.add(text);
  };
  for (const std::string* text : {&facts.digest, &facts.engine, &rows.digest}) add(*text);
  for (const auto& [role, name] : rows.map) {
    add(role);
    add(name);
  }
  for (const EmbeddingPair& pair : rows.pairs) {
    add(pair.output);
    for (const std::string& reference : pair.references) add(reference);
    add("");
  }
  return digest.hex();
}

}  // namespace shijin
