// Guard: who may ask. Every request passes it before anything else is looked at: the name it calls
// us by, the page it comes from, and the session it belongs to.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "serve/http.h"

namespace shijin {

/// Whether a request may come from a link on another site, as the empty page may
enum class Entry : std::uint8_t { own_pages, links };

/// Why a request is refused by where it comes from: the status and the name of the reason; 0 is
/// fine. `hosts` are the names we go by, each with its port
struct Origin {
  int status = 0;
  std::string_view name = {};
};
Origin check_origin(const HttpRequest& request, const std::vector<std::string>& hosts, Entry entry);

/// The owner's token, and the sessions it was exchanged for; any thread
class Sessions {
 public:
  /// How the exchange of a token went
  struct Exchange {
    std::string session;    // for the cookie; "" when refused
    bool too_many = false;  // wrong tokens within a minute
  };

  Sessions();
  /// What goes behind the # of the link; good until the server ends
  const std::string& token() const { return token_; }
  Exchange exchange(std::string_view token);
  bool holds(std::string_view session) const;
  void end(std::string_view session);

 private:
  std::string token_;
  mutable std::mutex mutex_;  // of what follows
  std::vector<std::string> sessions_;
  std::vector<std::chrono::steady_clock::time_point> wrong_;
};

}  // namespace shijin
