// Host and origin first, then the session, then whether there is such a thing: a stranger learns
// nothing about what there is.
#include "serve/router.h"

#include <optional>

#include "base/secret.h"
#include "rate/blind.h"
#include "store/run_id.h"

namespace shijin {
namespace {

std::string_view take_part(std::string_view& path) {
  const std::size_t end = path.find('/', 1);
  const std::string_view part = path.substr(0, end);
  path = end == std::string_view::npos ? std::string_view() : path.substr(end);
  return part;
}

// What stands for an id in a pattern, and the form that the id has.
bool (*form_of(std::string_view part))(std::string_view) {
  if (part == "/{run}") return &is_run_id;
  if (part == "/{import}") return &is_secret;
  if (part == "/{item}") return &is_item_key;
  return nullptr;
}

// The id in a path that fits the pattern ("" where it has none), or nothing.
std::optional<std::string> match(std::string_view pattern, std::string_view path) {
  std::string id;
  while (!pattern.empty() && !path.empty()) {
    const std::string_view wanted = take_part(pattern);
    const std::string_view part = take_part(path);
    if (const auto fits = form_of(wanted); fits != nullptr) {
      const std::string_view text = part.substr(1);
      if (!fits(text)) return std::nullopt;
      id = text;
    } else if (wanted != part) {
      return std::nullopt;
    }
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return id;
}

Routed refused(int status, std::string_view name) { return {nullptr, "", status, name}; }

}  // namespace

Routed route_request(const HttpRequest& request, const std::vector<Route>& routes,
                     const std::vector<std::string>& hosts, bool has_session) {
  Routed found;
  bool path_known = false;
  for (const Route& route : routes) {
    std::optional<std::string> id = match(route.path, request.path);
    if (!id) continue;
    path_known = true;
    if (route.method != request.method) continue;
    found = {&route, std::move(*id), 0, {}};
    break;
  }
  const Entry entry = found.route == nullptr ? Entry::own_pages : found.route->entry;
  const Origin origin = check_origin(request, hosts, entry);
  if (origin.status != 0) return refused(origin.status, origin.name);
  const bool open = found.route != nullptr && found.route->access == Access::open;
  if (!open && !has_session) return refused(401, "session-missing");
  if (!path_known) return refused(404, "path-unknown");
  if (found.route == nullptr) return refused(405, "method-unknown");
  const Route& route = *found.route;
  if (route.body == Body::none) {
    return request.body_bytes > 0 ? refused(413, "body-unexpected") : found;
  }
  if (!request.has("content-length")) return refused(411, "length-missing");
  const std::string_view type =
      route.body == Body::json ? "application/json" : "application/octet-stream";
  if (request.header("content-type") != type) return refused(415, "type-unexpected");
  if (request.body_bytes > route.most_bytes) return refused(413, "body-too-large");
  return found;
}

}  // namespace shijin
