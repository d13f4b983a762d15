// shijin catalogue: everything that is registered, in all languages, for tools and documentation.
#include "cli/describe_metric.h"
#include "cli/explain_notes.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/program.h"

namespace shijin::cli {
namespace {

constexpr Text kOnlyJson{"the catalogue has one form, JSON", "目錄只有 JSON 一種形式"};
constexpr Text kWrite{"write {0}", "請改寫 {0}"};

std::string_view kind_name(OptionKind kind) {
  switch (kind) {
    case OptionKind::flag:
      return "flag";
    case OptionKind::text:
      return "text";
    case OptionKind::number:
      return "number";
    case OptionKind::repeated:
      return "repeated";
    case OptionKind::optional_value:
      return "optional_value";
  }
  return "text";
}

void write_option(JsonWriter& json, const OptionInfo& option) {
  json.begin_object().key("name").text(option.name).key("kind").text(kind_name(option.kind));
  json.key("placeholder").text(option.placeholder).key("choices").text(option.choices);
  json.key("letter").text(option.letter == 0 ? "" : std::string(1, option.letter)).key("summary");
  write_text(json, option.summary);
  json.end_object();
}

void write_options(JsonWriter& json, std::span<const OptionInfo> options) {
  json.begin_array();
  for (const OptionInfo& option : options) write_option(json, option);
  json.end_array();
}

void write_commands(JsonWriter& json) {
  json.begin_array();
  for (const Command* command : commands_in_order()) {
    json.begin_object().key("name").text(command->name).key("order").integer(command->order);
    json.key("usage").text(command->usage).key("summary");
    write_text(json, command->summary);
    json.key("description");
    write_text(json, command->description);
    json.key("options");
    write_options(json, command->options);
    json.key("examples").begin_array();
    for (const std::string_view example : command->examples) json.text(example);
    json.end_array().end_object();
  }
  json.end_array();
}

void write_named(JsonWriter& json, std::string_view name, Text summary) {
  json.begin_object().key("name").text(name).key("summary");
  write_text(json, summary);
}

void write_registries(JsonWriter& json) {
  json.key("metrics").begin_array();
  for (const MetricDefinition* metric : all_metrics()) write_metric(json, *metric);
  json.end_array().key("tokenizers").begin_array();
  for (const Tokenizer* tokenizer : all_tokenizers()) {
    write_named(json, tokenizer->name, tokenizer->summary);
    json.key("cite").text(tokenizer->cite).end_object();
  }
  json.end_array().key("formats").begin_array();
  for (const Format* format : all_formats()) {
    write_named(json, format->name, format->summary);
    json.key("extensions").begin_array(JsonWriter::Layout::one_line);
    for (const std::string_view extension : format->extensions) json.text(extension);
    json.end_array().key("binary").boolean(format->binary).end_object();
  }
  json.end_array().key("profiles").begin_array();
  for (const Profile& profile : all_profiles()) {
    write_named(json, profile.name, profile.summary);
    json.key("classification").text(profile.classification);
    json.key("generation").text(profile.generation).key("gates").begin_array();
    for (const std::string_view gate : profile.gates) json.text(gate);
    json.end_array().end_object();
  }
  json.end_array().key("rules").begin_array();
  for (const Rule* rule : all_rules()) {
    write_named(json, rule->name, rule->summary);
    json.key("remedy");
    write_text(json, rule->remedy);
    json.end_object();
  }
  json.end_array().key("sections").begin_array();
  for (const Section* section : all_sections()) {
    write_named(json, section->name, section->summary);
    json.key("order").integer(section->order).key("terminal").boolean(section->terminal);
    json.end_object();
  }
  json.end_array().key("diagnostics").begin_array();
  for (const NoteInfo& note : all_note_infos()) {
    write_named(json, note.name, note.meaning);
    json.end_object();
  }
  json.end_array();
}

std::string catalogue() {
  std::string out;
  JsonWriter json(out, JsonWriter::Layout::lines);
  json.begin_object().key("schema").text("shijin.catalogue/1").key("version").text(version());
  json.key("commands");
  write_commands(json);
  json.key("common_options");
  write_options(json, common_options());
  write_registries(json);
  json.end_object();
  return out + "\n";
}

Exit run(const Parsed& parsed, const Console& console) {
  if (!parsed.given("json")) {
    Error error;
    error.name = "option-missing";
    error.found = Message(kOnlyJson);
    error.help = Message(kWrite, {"shijin catalogue --json"});
    return refuse(error, console);
  }
  const Result<Done> written = write_result(parsed.text("json"), catalogue(), console);
  return written.ok() ? Exit::good : refuse(written.error(), console);
}

constexpr OptionInfo kOptions[] = {kJsonOption};
constexpr std::string_view kExamples[] = {"shijin catalogue --json"};

}  // namespace

SJ_COMMAND(catalogue,
           {.name = "catalogue",
            .order = 50,
            .summary = {"Everything Shijin knows, as JSON in all languages.",
                        "以 JSON 列出試金的全部內容，含各語言。"},
            .usage = "shijin catalogue --json[=OUT]",
            .description =
                {"Write every command, option, metric, tokeniser, format, rule, report "
                 "section and diagnostic as one JSON document.",
                 "把所有命令、選項、指標、斷詞器、格式、設定組合、規則、報告段落與診斷訊息寫成一份 "
                 "JSON 文件。"},
            .positionals = {},
            .options = kOptions,
            .examples = kExamples,
            .run = &run});

}  // namespace shijin::cli
