// The XML scan must give the same steps whole and byte by byte, and never read past the end.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "table/xml_scan.h"

namespace {

std::string steps(std::string_view xml, std::size_t at_once) {
  shijin::XmlScan scan([xml, at_once](std::string& buffer) mutable -> shijin::Result<bool> {
    if (xml.empty()) return false;
    buffer += xml.substr(0, at_once);
    xml.remove_prefix(std::min(at_once, xml.size()));
    return true;
  });
  std::string out;
  for (;;) {
    const auto step = scan.next();
    const shijin::XmlEvent& event = step.value();
    if (event.kind == shijin::XmlEvent::Kind::end) return out;
    if (event.kind == shijin::XmlEvent::Kind::broken) return out + "!";
    if (event.kind != shijin::XmlEvent::Kind::text) {
      out += event.kind == shijin::XmlEvent::Kind::open ? '<' : '/';
    }
    out += event.name;
    shijin::append_unescaped(out, shijin::xml_attribute(event.attributes, "r"));
    out += event.text;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string xml(reinterpret_cast<const char*>(data), size);
  if (steps(xml, 1) != steps(xml, 4096)) std::abort();
  return 0;
}
