// shijin doctor: what is built in, and whether this place is fit to work in.
#include <unistd.h>

#include <cstdlib>

#include "cli/environment.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/program.h"

namespace shijin::cli {
namespace {

constexpr Text kVersion{"version", "版本"};
constexpr Text kFormats{"formats", "格式"};
constexpr Text kParquet{"Parquet and Feather", "Parquet 與 Feather"};
constexpr Text kBuiltIn{"built in", "已內建"};
constexpr Text kNotBuiltIn{"not built in (build with -DSHIJIN_ARROW=on)",
                           "未內建（建置時請加 -DSHIJIN_ARROW=on）"};
constexpr Text kEncodings{"encodings", "編碼"};
constexpr Text kThreads{"threads", "執行緒"};
constexpr Text kLanguage{"language", "語言"};
constexpr Text kFolder{"working folder", "工作資料夾"};
constexpr Text kWritable{"writable", "可寫入"};
constexpr Text kNotWritable{"not writable: results cannot be saved here",
                            "不可寫入：無法在此儲存結果"};
constexpr Text kCounts{"{0} metrics, {1} tokenisers, {2} rules",
                       "{0} 個指標、{1} 個斷詞器、{2} 條規則"};
constexpr Text kContents{"contents", "內容"};

struct Place {
  std::string formats;
  bool parquet = false;
  bool writable = false;
};

Place look() {
  Place facts;
  for (const Format* format : all_formats()) {
    facts.formats += (facts.formats.empty() ? "" : ", ") + std::string(format->name);
    facts.parquet = facts.parquet || format->name == "parquet";
  }
  facts.writable = ::access(".", W_OK) == 0;
  return facts;
}

std::string as_text(const Place& facts, const Console& console) {
  const auto count = [](std::size_t n) { return std::to_string(n); };
  const std::pair<Message, Message> lines[] = {
      {kVersion, std::string(version())},
      {kContents, Message(kCounts, {count(all_metrics().size()), count(all_tokenizers().size()),
                                    count(all_rules().size())})},
      {kFormats, facts.formats},
      {kParquet, facts.parquet ? kBuiltIn : kNotBuiltIn},
      {kEncodings, "UTF-8, UTF-16, GB18030, Big5"},
      {"ICU", SJ_ICU_VERSION},
      {kThreads, count(default_threads())},
      {kLanguage, std::string(language_tag(console.language))},
      {kFolder, facts.writable ? kWritable : kNotWritable},
  };
  std::string out;
  for (const auto& [name, value] : lines) {
    out += pad_right(name.in(console.language), 22) + value.in(console.language) + "\n";
  }
  return out;
}

std::string as_json(const Place& facts, const Console& console) {
  std::string out;
  JsonWriter json(out, JsonWriter::Layout::lines);
  json.begin_object().key("schema").text("shijin.doctor/1").key("version").text(version());
  json.key("formats").begin_array(JsonWriter::Layout::one_line);
  for (const Format* format : all_formats()) json.text(format->name);
  json.end_array().key("parquet").boolean(facts.parquet).key("icu").text(SJ_ICU_VERSION);
  json.key("threads").integer(static_cast<std::int64_t>(default_threads()));
  json.key("language").text(language_tag(console.language));
  json.key("folder_writable").boolean(facts.writable).end_object();
  return out + "\n";
}

Exit run(const Parsed& parsed, const Console& console) {
  const Place facts = look();
  const Result<Done> written =
      parsed.given("json") ? write_result(parsed.text("json"), as_json(facts, console), console)
                           : write_output(as_text(facts, console));
  if (!written.ok()) return refuse(written.error(), console);
  return facts.writable ? Exit::good : Exit::no;
}

constexpr OptionInfo kOptions[] = {kJsonOption};
constexpr std::string_view kExamples[] = {"shijin doctor"};

}  // namespace

SJ_COMMAND(doctor, {.name = "doctor",
                    .order = 60,
                    .summary = {"What is built in, and whether all is well here.",
                                "檢查內建的功能與目前的環境。"},
                    .usage = "shijin doctor [--json[=OUT]]",
                    .description = {"Show the version, formats, encodings, threads and language, "
                                    "and check that this folder can be written to. Exit 1 when it "
                                    "cannot.",
                                    "顯示版本、格式、編碼、執行緒與語言，並檢查這個資料夾能否寫入；"
                                    "不能寫入時結束碼為 1。"},
                    .positionals = {},
                    .options = kOptions,
                    .examples = kExamples,
                    .run = &run});

}  // namespace shijin::cli
