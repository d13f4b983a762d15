// Http: requests to a server, many under way at once. One source holds libcurl, and loads it when a
// server is first asked: a program that asks none pays nothing for the thirty libraries behind it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace shijin {

struct HttpOptions {
  std::vector<std::string> headers;  // of every request, "Name: value"
  double seconds = 120;              // for a request, from its first byte to the reply's last
  double connect_seconds = 10;
};

/// Posts its body, or gets what is there where it has none
struct HttpRequest {
  std::string url;
  std::string body;
};

enum class HttpFailure : std::uint8_t { none, unreachable, slow, too_large };

/// What came of a request; nobody is followed to another address
struct HttpReply {
  int status = 0;  // 0: there is no reply, and `why` says why
  std::string body;
  std::string leads_to;     // where a redirection points, as a whole address
  double wait_seconds = 0;  // that the server asks for before the next try
  HttpFailure failure = HttpFailure::none;
  std::string why;
};

class Http {
 public:
  /// An Error where this build or this machine has no libcurl
  static Result<Http> open(const HttpOptions& options);
  Http(Http&&) noexcept;
  Http& operator=(Http&&) noexcept;
  ~Http();

  struct Arrived {
    std::size_t id;
    HttpReply reply;
  };
  void start(std::size_t id, const HttpRequest& request);
  std::size_t under_way() const;
  /// Wait for replies, up to so long
  std::vector<Arrived> wait(double seconds);

 private:
  struct State;
  explicit Http(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace shijin
