// XmlScan: the tags and texts of an XML part one after another, while its bytes arrive. Knows what
// workbooks use; no DTD, no entities but the five of XML and numbers.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace shijin {

/// One step through a part; the views live until the next step
struct XmlEvent {
  enum class Kind : std::uint8_t { open, close, text, end, broken };
  Kind kind = Kind::end;
  std::string_view name;        // of a tag, without its prefix
  std::string_view attributes;  // of an opening tag, as they stand
  std::string_view text;        // as it stands; see append_unescaped
  bool literal = false;         // the text is CDATA: nothing in it is escaped
};

/// Walk through a part in memory bounded by its longest text
class XmlScan {
 public:
  /// Gives more bytes by appending them; false at the end
  using Fill = std::function<Result<bool>(std::string& buffer)>;

  explicit XmlScan(Fill fill) : fill_(std::move(fill)) {}

  Result<XmlEvent> next();

 private:
  Result<bool> more();
  Result<std::size_t> find(std::string_view what, std::size_t from);
  Result<std::size_t> find_tag_end(std::size_t from);
  Result<XmlEvent> tag();
  Result<XmlEvent> text();

  Fill fill_;
  std::string buffer_;
  std::size_t at_ = 0;
  bool ended_ = false;
  std::string closing_;  // of a tag that closes itself
};

/// Give the value of an attribute by its name without prefix, as it stands, or ""
std::string_view xml_attribute(std::string_view attributes, std::string_view name);

/// Append a text with its entities resolved, and a workbook's _x000D_ for control characters
void append_unescaped(std::string& out, std::string_view text);

}  // namespace shijin
