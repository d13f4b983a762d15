// Line by line: a run's samples come in pieces that end anywhere.
#include "serve/run_texts.h"

#include <nlohmann/json.hpp>
#include <string_view>

#include "base/file.h"
#include "base/json_writer.h"

namespace shijin {
namespace {

using Json = nlohmann::json;

constexpr Text kNoTexts{"the run {0} kept no texts: it had too many rows",
                        "執行紀錄 {0} 的資料列太多，沒有保留文字"};
constexpr Text kNoTextsHelp{"give the file that it was made of", "請改用產生它的檔案"};

std::string string_of(const Json& line, const char* key) {
  const auto found = line.find(key);
  if (found == line.end()) return "";
  if (found->is_string()) return found->get<std::string>();
  if (found->is_array() && !found->empty()) {  // of several references the first
    return found->front().is_string() ? found->front().get<std::string>() : "";
  }
  return "";
}

// One row of a run as raters are shown it; nothing of what was measured.
void add_text(const Json& line, std::string& out, bool& any) {
  const bool labelled = !line.contains("output");
  const std::string output = string_of(line, labelled ? "predicted" : "output");
  any = any || !output.empty();
  JsonWriter json(out);
  json.begin_object().key("id").text(string_of(line, "id"));
  json.key("input").text(string_of(line, "input")).key("output").text(output);
  json.key("reference").text(string_of(line, labelled ? "truth" : "reference")).end_object();
  out += '\n';
}

}  // namespace

Result<Done> write_run_texts(Store& store, const RunRecord& record, const std::string& path) {
  std::string lines;
  bool any = false;
  std::string rest;  // what a piece ends with before its line does
  SJ_TRY(store.samples(record.id, [&](std::string_view piece) {
    rest += piece;
    std::size_t at = 0;
    for (std::size_t end = 0; (end = rest.find('\n', at)) != std::string::npos; at = end + 1) {
      const Json line = Json::parse(rest.substr(at, end - at), nullptr, /*allow_exceptions=*/false);
      if (line.is_object()) add_text(line, lines, any);
    }
    rest.erase(0, at);
  }));
  if (any) return write_file(path, lines);
  Error error;
  error.name = "rate-run-without-texts";
  error.found = Message(kNoTexts, {record.name});
  error.help = Message(kNoTextsHelp);
  return error;
}

}  // namespace shijin
