// HTTP: what a request says, read strictly, and what an answer says. HTTP/1.1 without queries,
// percent signs, chunks or upgrades: the pages of this server need none, and each is a way in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shijin {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// A request; its body lies in `body`, or in the file `body_file` where it was a file
struct HttpRequest {
  std::string method;
  std::string path;  // letters, digits, and / . _ - ; no "..", no "//"
  Headers headers;   // names in small letters
  std::size_t body_bytes = 0;
  bool keep_alive = true;
  std::string body;
  std::string body_file;
  std::string peer;  // the address it came from

  /// The value of a header, or ""
  std::string_view header(std::string_view name) const;
  bool has(std::string_view name) const;
  /// The value of a cookie, or ""
  std::string cookie(std::string_view name) const;
};

/// An answer
struct HttpResponse {
  int status = 200;
  std::string type = "application/json";
  std::string body;
  Headers headers = {};  // besides those that every answer has
};

/// A head that was read; a status other than 0 refuses it
struct HttpHead {
  int status = 0;
  HttpRequest request;
};

/// Read a head: the request line and the headers, up to the empty line and with it
HttpHead parse_head(std::string_view head);

/// Whether the connection stays for another request
enum class Then : std::uint8_t { keep_open, close };

/// An answer as it is sent, with the headers that every answer has: no sniffing, no framing, no
/// caching, no referrer, and nothing allowed to run or load unless its own policy says so
std::string write_response(const HttpResponse& response, Then then);

}  // namespace shijin
