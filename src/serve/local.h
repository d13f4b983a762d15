// Local: where a server of this machine listens, and the names it goes by.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "serve/listener.h"

namespace shijin {

/// Where to listen: on this machine always
struct LocalOptions {
  int first_port = 0;            // that is tried where none is asked for
  std::optional<int> port = {};  // nothing: the first, or any where that is taken
  std::string lan = {};          // an address to listen on as well; "" is none
};
Result<Listener> open_listener(const LocalOptions& options);

/// The names that a request may call it by, each with its port
std::vector<std::string> names_of(const Listener& listener);

/// This machine's address in its local network, or ""
std::string lan_address();

}  // namespace shijin
