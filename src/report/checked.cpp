// For people: findings first; then, with a training set, the scores of each part. For programs:
// JSON, schema shijin.check/1 (docs/schema/check.schema.json), unrounded, every key always present.
#include "report/checked.h"

#include "base/numbers.h"
#include "report/json_internal.h"
#include "report/leakage.h"
#include "report/render.h"
#include "report/words.h"

namespace shijin {
namespace {

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
  Chapter chapter{"leakage", true, {}, {}};
  add_leakage(*report.leakage, chapter);
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
  json.end_object();
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
