// Heads of requests: whatever comes in, a refusal or a request that means what was sent.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "serve/guard.h"
#include "serve/http.h"
#include "serve/imports.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace shijin;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const HttpHead head = parse_head(bytes);
  if (head.status == 0) {
    const std::string& path = head.request.path;
    SJ_CHECK(!path.empty() && path.front() == '/' && path.find("..") == std::string::npos,
             "a path that leads elsewhere");
    SJ_CHECK(head.request.has("host"), "a request to nobody");
    static_cast<void>(check_origin(head.request, {"127.0.0.1:1"}, Entry::own_pages));
    static_cast<void>(head.request.cookie("shijin_1"));
  }
  const std::string name = shown_name(bytes.substr(0, 4096));
  SJ_CHECK(!name.empty() && name.find('/') == std::string::npos && name.size() <= 120,
           "a name that is a path");
  static_cast<void>(read_asked(bytes));
  return 0;
}
