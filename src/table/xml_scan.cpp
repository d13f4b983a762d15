// Tags are found by their brackets; everything between them is text.
#include "table/xml_scan.h"

#include <array>
#include <charconv>
#include <utility>

#include "base/utf8.h"

namespace shijin {
namespace {

constexpr std::size_t kLongestText = 64U << 20U;

std::string_view without_prefix(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

XmlEvent broken() {
  XmlEvent event;
  event.kind = XmlEvent::Kind::broken;
  return event;
}

bool is_scalar(unsigned long code) { return code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF); }

// The character of a reference such as "#20013", "#x4E2D" or "amp"; false when it is none.
bool append_reference(std::string& out, std::string_view name) {
  constexpr std::array<std::pair<std::string_view, char>, 5> kNamed = {
      {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};
  for (const auto& [known, c] : kNamed) {
    if (name != known) continue;
    out += c;
    return true;
  }
  if (!name.starts_with('#')) return false;
  name.remove_prefix(1);
  const bool hexadecimal = name.starts_with('x');
  if (hexadecimal) name.remove_prefix(1);
  unsigned long code = 0;
  const auto end =
      std::from_chars(name.data(), name.data() + name.size(), code, hexadecimal ? 16 : 10);
  if (end.ec != std::errc() || end.ptr != name.data() + name.size() || !is_scalar(code)) {
    return false;
  }
  append_utf8(out, static_cast<char32_t>(code));
  return true;
}

}  // namespace

Result<bool> XmlScan::more() {
  if (ended_) return false;
  if (at_ > 0) {
    buffer_.erase(0, at_);
    at_ = 0;
  }
  ended_ = buffer_.size() > kLongestText || !SJ_TRY(fill_(buffer_));
  return !ended_;
}

// Both give the place in the buffer, or npos; `from` counts from at_, which more() may move.
Result<std::size_t> XmlScan::find(std::string_view what, std::size_t from) {
  for (;;) {
    const std::size_t found = buffer_.find(what, at_ + from);
    if (found != std::string::npos) return found;
    const std::size_t size = buffer_.size() - at_;
    if (size >= what.size() && size - what.size() + 1 > from) from = size - what.size() + 1;
    if (!SJ_TRY(more())) return std::string::npos;
  }
}

Result<std::size_t> XmlScan::find_tag_end(std::size_t from) {
  char quote = 0;
  for (std::size_t i = from;; ++i) {
    if (at_ + i >= buffer_.size() && !SJ_TRY(more())) return std::string::npos;
    const char c = buffer_[at_ + i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      return at_ + i;
    }
  }
}

Result<XmlEvent> XmlScan::next() {
  XmlEvent event;
  if (!closing_.empty()) {
    event.kind = XmlEvent::Kind::close;
    buffer_.replace(0, at_, closing_);  // the name has to live until the next step
    at_ = closing_.size();
    event.name = std::string_view(buffer_).substr(0, at_);
    closing_.clear();
    return event;
  }
  if (at_ == buffer_.size() && !SJ_TRY(more())) return event;
  if (buffer_[at_] == '<') return tag();
  return text();
}

Result<XmlEvent> XmlScan::text() {
  const std::size_t found = SJ_TRY(find("<", 0));
  const std::size_t end = found == std::string::npos ? buffer_.size() : found;
  XmlEvent event;
  event.kind = XmlEvent::Kind::text;
  event.text = std::string_view(buffer_).substr(at_, end - at_);
  at_ = end;
  return event;
}

Result<XmlEvent> XmlScan::tag() {
  // The longest mark that tells the kinds of "<…" apart has nine characters.
  while (buffer_.size() - at_ < 9 && SJ_TRY(more())) {
  }
  const auto begins = [&](std::string_view mark) {
    return std::string_view(buffer_).substr(at_).starts_with(mark);
  };
  XmlEvent event;
  if (begins("<![CDATA[")) {
    const std::size_t end = SJ_TRY(find("]]>", 9));
    if (end == std::string::npos) return broken();
    event.kind = XmlEvent::Kind::text;
    event.text = std::string_view(buffer_).substr(at_ + 9, end - at_ - 9);
    event.literal = true;
    at_ = end + 3;
    return event;
  }
  if (begins("<!--") || begins("<?")) {
    const bool comment = begins("<!--");
    const std::size_t end = SJ_TRY(find(comment ? "-->" : "?>", comment ? 4 : 2));
    if (end == std::string::npos) return broken();
    at_ = end + (comment ? 3 : 2);
    event.kind = XmlEvent::Kind::text;  // of nothing
    return event;
  }
  const std::size_t end = SJ_TRY(find_tag_end(1));
  if (end == std::string::npos || begins("<!")) return broken();
  std::string_view inside = std::string_view(buffer_).substr(at_ + 1, end - at_ - 1);
  at_ = end + 1;
  const bool closes = inside.starts_with('/');
  const bool closes_itself = !closes && inside.ends_with('/');
  if (closes) inside.remove_prefix(1);
  if (closes_itself) inside.remove_suffix(1);
  std::size_t name = 0;
  while (name < inside.size() && !is_blank(inside[name])) ++name;
  event.kind = closes ? XmlEvent::Kind::close : XmlEvent::Kind::open;
  event.name = without_prefix(inside.substr(0, name));
  event.attributes = inside.substr(name);
  if (closes_itself) closing_ = event.name;
  return event;
}

std::string_view xml_attribute(std::string_view attributes, std::string_view name) {
  for (;;) {
    const std::size_t equals = attributes.find('=');
    if (equals == std::string_view::npos) return {};
    std::string_view key = attributes.substr(0, equals);
    while (!key.empty() && is_blank(key.front())) key.remove_prefix(1);
    while (!key.empty() && is_blank(key.back())) key.remove_suffix(1);
    const std::size_t open = attributes.find_first_of("\"'", equals);
    if (open == std::string_view::npos) return {};
    const std::size_t close = attributes.find(attributes[open], open + 1);
    if (close == std::string_view::npos) return {};
    if (without_prefix(key) == name) return attributes.substr(open + 1, close - open - 1);
    attributes.remove_prefix(close + 1);
  }
}

void append_unescaped(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const std::size_t plain = text.find_first_of("&_");
    out += text.substr(0, plain);
    if (plain == std::string_view::npos) return;
    text.remove_prefix(plain);
    // A workbook writes control characters, and an underscore that would look so, as _x000D_.
    const bool coded = text.size() >= 7 && text.starts_with("_x") && text[6] == '_';
    const std::size_t end = coded ? 6 : text.find(';');
    const bool reference = text.front() == '&' && end != std::string_view::npos && end <= 10;
    std::string code;
    if (coded) code = "#x" + std::string(text.substr(2, 4));
    if (reference) code = text.substr(1, end - 1);
    if ((coded || reference) && append_reference(out, code)) {
      text.remove_prefix(end + 1);
    } else {
      out += text.front();
      text.remove_prefix(1);
    }
  }
}

}  // namespace shijin
