// Listener: the sockets. One thread reads and writes all connections, with a limit on everything a
// stranger could make large or slow; a few workers find the answers.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "serve/http.h"

namespace shijin {

struct ListenLimits {
  std::size_t head_bytes = 16U << 10U;
  std::chrono::milliseconds head_time{5000};   // for a whole head
  std::chrono::milliseconds idle_time{30000};  // between requests, and while nothing is taken
  std::size_t body_bytes_per_second = 1024;    // at least, after the first seconds
  std::size_t connections = 64;
  std::size_t connections_per_address = 16;
  double requests_per_second = 300;  // of one address, on average
  double requests_at_once = 600;
  std::size_t workers = 4;
};

/// What is decided of a request by its head, before its body is read
struct Admission {
  std::optional<HttpResponse> refusal = {};
  std::string body_file = {};  // a new file that the body is to go into; "" keeps it in memory
};

struct ListenHandler {
  /// On the network's thread: decide quickly
  std::function<Admission(const HttpRequest&)> admit;
  /// On any worker: answer, and own request.body_file
  std::function<HttpResponse(const HttpRequest&)> answer;
};

/// Sockets that are bound; connections are taken once serve() runs
class Listener {
 public:
  /// Bind to the first address, and to the others as far as they can be had; port 0 is any
  static Result<Listener> open(const std::vector<std::string>& addresses, int port);
  Listener(Listener&&) noexcept;
  Listener& operator=(Listener&&) noexcept;
  ~Listener();

  int port() const { return port_; }
  /// The addresses that were bound
  const std::vector<std::string>& addresses() const { return addresses_; }
  /// Serve until `stop`; looks at it several times a second
  void serve(const ListenHandler& handler, const ListenLimits& limits,
             const std::atomic<bool>& stop);

 private:
  Listener() = default;
  std::vector<int> sockets_;
  std::vector<std::string> addresses_;
  int port_ = 0;
};

}  // namespace shijin
