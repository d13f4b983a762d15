// Router: the one list of what can be asked. What is not in it does not exist, and what does not
// say that it is open needs a session.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "serve/guard.h"
#include "serve/http.h"

namespace shijin {

enum class Access : std::uint8_t { session, open };
enum class Body : std::uint8_t { none, json, file };

/// One thing that can be asked
struct Route {
  std::string_view method;
  std::string_view path;  // "/api/runs/{run}": {run} is a run's id, {import} a secret, {item} a key
  Access access;
  Entry entry;
  Body body;
  std::size_t most_bytes;  // of the body
  std::function<HttpResponse(const HttpRequest&, const std::string& id)> answer;
};

/// What a request comes to: a route, or the status that refuses it
struct Routed {
  const Route* route = nullptr;
  std::string id;  // that stands in the path
  int status = 0;
  std::string_view name = {};  // of the reason
};

/// Find the route of a request, with everything checked that its head tells
Routed route_request(const HttpRequest& request, const std::vector<Route>& routes,
                     const std::vector<std::string>& hosts, bool has_session);

}  // namespace shijin
