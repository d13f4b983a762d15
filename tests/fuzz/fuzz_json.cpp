// Fuzz the JSON readers: no crash, the same rows whatever the pieces they arrive in, every message
// can be printed, and a record we accept is accepted by simdjson, which reads the same text in it.
#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/json_walk.h"
#include "base/utf8.h"
#include "table/dataset_info.h"
#include "table/json_error.h"
#include "table/json_test_source_internal.h"
#include "table/shape.h"

namespace shijin {
extern const Format format_json;
extern const Format format_jsonl;
}  // namespace shijin

namespace {

// Looks everywhere, so that NaN is refused as simdjson does, and keeps the text under "t".
struct EverywhereSink {
  struct Place {
    bool wanted;
  };
  using Node = const Place*;

  Place top{false};
  Place other{false};
  Place wanted{true};
  std::string_view raw;
  bool found = false;

  Node child(Node object, std::string_view key) const {
    return object == &top && key == "t" ? &wanted : &other;
  }
  Node element(Node, std::size_t) const { return &other; }
  std::size_t tail(Node) const { return 2; }
  Node from_end(Node, std::size_t) const { return &other; }
  void text(Node node, std::string_view value, bool) {
    if (!node->wanted) return;
    raw = value;
    found = true;
  }
  void value(Node, std::string_view, shijin::JsonKind) {}
  bool allows_nan(Node) const { return false; }
};

void judge_record(std::string_view record) {
  EverywhereSink sink;
  const shijin::JsonFinding finding =
      shijin::JsonWalk<EverywhereSink>(sink).object_record(record, &sink.top);
  if (finding.at > record.size() || finding.at + finding.size > record.size()) std::abort();
  shijin::describe(shijin::json_error(finding, "f", {record, 1}, ""), shijin::Language::zh_hant);

  static simdjson::dom::parser parser;
  simdjson::dom::element element;
  simdjson::dom::object object;
  const simdjson::padded_string padded(record);
  auto code = parser.parse(padded).get(element);
  if (code == simdjson::SUCCESS) code = element.get_object().get(object);
  if (code == simdjson::NUMBER_ERROR && finding.ok()) return;  // out of its range
  const bool stricter =
      finding.fault == shijin::JsonFault::repeated || finding.fault == shijin::JsonFault::deep;
  if (stricter) return;
  if (finding.ok() != (code == simdjson::SUCCESS)) std::abort();
  std::string_view text;
  if (!finding.ok() || !sink.found || object["t"].get_string().get(text) != simdjson::SUCCESS)
    return;
  std::string ours(sink.raw.size(), '\0');
  ours.resize(shijin::unescape_json(sink.raw, ours.data()));
  if (ours != text) std::abort();
}

void read_in_pieces(const shijin::Format& format, const std::string& text) {
  const shijin::ReadRows whole = shijin::read_rows(format, text, "f");
  const shijin::ReadRows pieces = shijin::read_rows(format, text, "f", {}, 3);
  if (whole.rows != pieces.rows || whole.lines != pieces.lines) std::abort();
  if (whole.names != pieces.names || whole.said_en != pieces.said_en) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (shijin::find_invalid_utf8(text) != std::string_view::npos) return 0;  // the Source's duty
  judge_record(text);
  read_in_pieces(shijin::format_jsonl, text);
  read_in_pieces(shijin::format_json, text);
  shijin::format_json.looks_like(text, "f.json");
  shijin::format_jsonl.looks_like(text, "f.jsonl");
  shijin::parse_reference_list(text);
  shijin::fit_label(text.substr(0, size / 2), text.substr(size / 2));
  return 0;
}
