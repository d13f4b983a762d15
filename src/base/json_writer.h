// JsonWriter: write JSON piece by piece onto the end of a string. The same calls give the same
// bytes everywhere; keys stand in the order they are written.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shijin {

/// Append one JSON value (an object, an array or a scalar) to `out`
///
///   JsonWriter json(line);
///   json.begin_object().key("id").text("7").key("f1").number(0.5).end_object();
///
/// `out` must outlive the writer. Calls must nest rightly; that is our own duty, not checked.
class JsonWriter {
 public:
  /// lines: every member on its own line, indented by two blanks; one_line: no line breaks, and no
  /// blanks either when the whole is on one line
  enum class Layout : std::uint8_t { one_line, lines };

  explicit JsonWriter(std::string& out, Layout layout = Layout::one_line)
      : out_(&out), layout_(layout) {}

  /// Open a container; inside one that is laid out on one line everything is
  JsonWriter& begin_object(Layout layout = Layout::lines) { return open('{', layout); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array(Layout layout = Layout::lines) { return open('[', layout); }
  JsonWriter& end_array() { return close(']'); }

  JsonWriter& key(std::string_view name);
  /// Write a string; bytes that are not UTF-8 become U+FFFD
  JsonWriter& text(std::string_view words);
  /// Write a number unrounded; whole ones below 2^53 without exponent, one that is not finite null
  JsonWriter& number(double x);
  JsonWriter& integer(std::int64_t x);
  JsonWriter& boolean(bool x);
  JsonWriter& null();
  /// Write a value that already is JSON
  JsonWriter& raw(std::string_view json);

 private:
  struct Level {
    bool empty;
    Layout layout;
  };

  JsonWriter& open(char bracket, Layout layout);
  JsonWriter& close(char bracket);
  void before_value();
  void new_line();

  std::string* out_;
  Layout layout_;
  std::vector<Level> levels_;
  bool after_key_ = false;
};

/// Append a JSON string with its quotes
void append_json_text(std::string& out, std::string_view words);

}  // namespace shijin
