// For people: findings first; then, with a training set, the scores of each part. For programs:
// JSON, schema shijin.check/1 (docs/schema/check.schema.json), unrounded, every key always present.
#include "report/checked.h"

#include "base/numbers.h"
#include "report/json_internal.h"
#include "report/render.h"
#include "report/words.h"

namespace shijin {
namespace {

constexpr Text kPart{"accuracy", "準確率"};
constexpr Text kRows{"rows", "筆數"};
constexpr Text kRight{"right", "答對"};
constexpr Text kInterval{"95 % interval", "95 % 區間"};
constexpr Text kAll{"all rows", "全部"};
constexpr Text kClean{"not in the training set", "不在訓練集中"};
constexpr Text kLeaked{"in the training set", "在訓練集中"};
constexpr Text kTrain{"Compared with {0} training rows.", "已與 {0} 筆訓練資料比對。"};

void add_part(Text name, const PartScore& part, Grid& grid) {
  const bool any = part.rows > 0 && part.interval;
  const double share = any ? static_cast<double>(part.right) / static_cast<double>(part.rows) : 0;
  grid.rows.push_back({Message(name), grouped(part.rows), grouped(part.right),
                       any ? Message(fixed(share, 3)) : Message("—"),
                       any ? interval_words(*part.interval, 3) : Message("—")});
}

using Layout = JsonWriter::Layout;

void write_files(JsonWriter& json, const std::vector<FileFacts>& files) {
  json.begin_array();
  for (const FileFacts& file : files) {
    json.begin_object(Layout::one_line).key("path").text(file.path);
    json.key("format").text(file.format).key("encoding").text(file.encoding);
    json.key("shape").text(file.shape).end_object();
  }
  json.end_array();
}

void write_repeated(JsonWriter& json, const std::vector<RepeatedRow>& rows) {
  json.begin_array();
  for (const RepeatedRow& row : rows) {
    json.begin_object(Layout::one_line).key("row").integer(row.row).key("other");
    row.other > 0 ? json.integer(row.other) : json.null();
    json.key("similarity").number(row.similarity).key("text").text(row.text);
    json.key("other_text").text(row.other_text).key("other_file").text(row.other_file);
    json.key("label").text(row.label);
    json.key("other_label").text(row.other_label).end_object();
  }
  json.end_array();
}

void write_part(JsonWriter& json, std::string_view key, const std::optional<PartScore>& part) {
  json.key(key);
  if (!part) {
    json.null();
    return;
  }
  json.begin_object(Layout::one_line).key("rows").integer(part->rows);
  json.key("right").integer(part->right).key("accuracy");
  part->rows > 0 ? json.number(static_cast<double>(part->right) / static_cast<double>(part->rows))
                 : json.null();
  write_optional(json, "lo", part->interval ? std::optional(part->interval->lo) : std::nullopt);
  write_optional(json, "hi", part->interval ? std::optional(part->interval->hi) : std::nullopt);
  json.end_object();
}

void write_leakage(JsonWriter& json, const std::optional<LeakageFacts>& leakage) {
  if (!leakage) {
    json.null();
    return;
  }
  json.begin_object().key("train_rows").integer(leakage->train_rows);
  json.key("exact").integer(leakage->exact).key("near").integer(leakage->near);
  json.key("held").integer(leakage->held).key("relabelled").integer(leakage->relabelled);
  write_part(json, "all", leakage->all);
  write_part(json, "clean", leakage->clean);
  write_part(json, "leaked", leakage->leaked);
  const auto& difference = leakage->difference;
  write_optional(json, "difference_lo", difference ? std::optional(difference->lo) : std::nullopt);
  write_optional(json, "difference_hi", difference ? std::optional(difference->hi) : std::nullopt);
  json.key("rows");
  write_repeated(json, leakage->rows);
  json.key("row_numbers").begin_array(Layout::one_line);
  for (const std::int64_t row : leakage->row_numbers) json.integer(row);
  json.end_array().end_object();
}

void write_labels(JsonWriter& json, const CheckReport& report) {
  json.key("support").begin_array();
  for (const SupportLine& line : report.support) {
    json.begin_object(Layout::one_line).key("label").text(line.label);
    json.key("rows").integer(line.rows).key("margin").number(line.margin);
    json.key("needed").integer(line.needed).end_object();
  }
  json.end_array().key("suspected");
  if (!report.has_probabilities) {
    json.null();
    return;
  }
  json.begin_object().key("count").integer(report.suspects);
  json.key("rows_bad").integer(report.probabilities_bad).key("rows").begin_array();
  for (const SuspectLine& line : report.suspected) {
    json.begin_object(Layout::one_line).key("row").integer(line.row);
    json.key("given").text(line.given).key("likely").text(line.likely);
    json.key("margin").number(line.margin).key("text").text(line.text).end_object();
  }
  json.end_array().end_object();
}

}  // namespace

Document write_document(const CheckReport& report) {
  Document document;
  if (!report.findings.empty()) {
    Chapter chapter{"findings", true, {}, {}};
    int number = 0;
    for (const Finding& finding : report.findings) {
      chapter.blocks.emplace_back(FindingBlock{++number, finding, Task::classification});
    }
    document.chapters.push_back(std::move(chapter));
  }
  if (!report.leakage) return document;
  const LeakageFacts& facts = *report.leakage;
  Chapter chapter{"leakage", true, {}, {}};
  if (facts.all && facts.exact + facts.near + facts.held > 0) {
    Grid grid;
    grid.head = {Message(), Message(kRows), Message(kRight), Message(kPart), Message(kInterval)};
    grid.numeric = {false, true, true, true, true};
    add_part(kAll, *facts.all, grid);
    add_part(kClean, *facts.clean, grid);
    add_part(kLeaked, *facts.leaked, grid);
    chapter.blocks.emplace_back(std::move(grid));
  }
  chapter.blocks.emplace_back(Paragraph{Message(kTrain, {grouped(facts.train_rows)}), Tone::faint});
  document.chapters.push_back(std::move(chapter));
  return document;
}

std::string render_json(const CheckReport& report) {
  std::string out;
  JsonWriter json(out, Layout::lines);
  json.begin_object().key("schema").text("shijin.check/1").key("files");
  write_files(json, report.files);
  json.key("train_files");
  write_files(json, report.train_files);
  json.key("rows").integer(report.rows);
  json.key("columns").integer(static_cast<std::int64_t>(report.columns));
  json.key("errors").integer(static_cast<std::int64_t>(report.notes.errors()));
  json.key("warnings").integer(static_cast<std::int64_t>(report.notes.warnings()));
  json.key("texts").begin_object(Layout::one_line).key("looked_at").boolean(report.has_text);
  json.key("empty").integer(report.empty_texts).key("garbled").integer(report.garbled_texts);
  json.end_object().key("duplicates").begin_object().key("exact").integer(report.duplicates_exact);
  json.key("near").integer(report.duplicates_near).key("rows");
  write_repeated(json, report.duplicates);
  json.end_object().key("conflicts").begin_object().key("count").integer(report.conflicts);
  json.key("rows");
  write_repeated(json, report.conflicting);
  json.end_object().key("leakage");
  write_leakage(json, report.leakage);
  write_labels(json, report);
  json.key("findings").begin_array();
  for (const Finding& finding : report.findings) write_finding(json, finding);
  json.end_array().key("notes").begin_array();
  for (const Error& note : report.notes.all()) write_note(json, note);
  json.end_array().end_object();
  return out + "\n";
}

}  // namespace shijin
