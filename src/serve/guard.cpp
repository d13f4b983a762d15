// Names and origins are compared as whole texts: no prefix, no pattern, no decoding.
#include "serve/guard.h"

#include <algorithm>

#include "base/secret.h"

namespace shijin {
namespace {

constexpr std::size_t kMostSessions = 64;
constexpr std::size_t kMostWrong = 10;  // a minute

}  // namespace

Origin check_origin(const HttpRequest& request, const std::vector<std::string>& hosts,
                    Entry entry) {
  const std::string_view host = request.header("host");
  if (std::find(hosts.begin(), hosts.end(), host) == hosts.end()) return {421, "host-unknown"};
  const bool changes = request.method != "GET";
  if (request.has("origin")) {
    if (request.header("origin") != "http://" + std::string(host)) return {403, "origin-foreign"};
  } else if (changes) {
    return {403, "origin-missing"};
  }
  const std::string_view site = request.header("sec-fetch-site");
  const bool own = site.empty() || site == "same-origin" || site == "none";
  const bool link = entry == Entry::links && !changes &&
                    request.header("sec-fetch-mode") == "navigate" &&
                    request.header("sec-fetch-dest") == "document";
  if (!own && !link) return {403, "site-foreign"};
  // No form, image or script element can send this header.
  const bool marked = request.header("x-shijin") == "1";
  if (entry == Entry::own_pages && !marked) return {403, "header-missing"};
  return {};
}

Sessions::Sessions() : token_(make_secret()) {}

Sessions::Exchange Sessions::exchange(std::string_view token) {
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (!same_secret(token, token_)) {
    std::erase_if(wrong_, [&](const auto& at) { return now - at > std::chrono::minutes(1); });
    if (wrong_.size() >= kMostWrong) return {"", true};
    wrong_.push_back(now);
    return {};
  }
  if (sessions_.size() >= kMostSessions) sessions_.erase(sessions_.begin());
  sessions_.push_back(make_secret());
  return {sessions_.back(), false};
}

bool Sessions::holds(std::string_view session) const {
  const std::lock_guard lock(mutex_);
  bool found = false;
  for (const std::string& known : sessions_) found = same_secret(known, session) || found;
  return found;
}

void Sessions::end(std::string_view session) {
  const std::lock_guard lock(mutex_);
  std::erase_if(sessions_, [&](const std::string& known) { return same_secret(known, session); });
}

}  // namespace shijin
