// RateApp: the answers to what the rating page asks. Raters and the owner have routes and sessions
// of their own; a rater's answers name no run, no sample and no other rater.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "rate/desk.h"
#include "serve/listener.h"
#include "serve/rate_links.h"
#include "serve/router.h"

namespace shijin {

/// Gives what `shijin rate status --json` says now
using StatusSource = std::function<Result<std::string>()>;

class RateApp {
 public:
  RateApp(RatingDesk desk, const std::string& link_secret, StatusSource status, Language language);

  /// The names we go by, and the port; to be set before the first request
  void set_hosts(std::vector<std::string> hosts, int port);
  const RateLinks& links() const { return links_; }
  const Campaign& campaign() const { return desk_.campaign(); }

  Admission admit(const HttpRequest& request);
  HttpResponse answer(const HttpRequest& request);

 private:
  std::vector<Route> open_routes();
  std::vector<Route> rater_routes();
  std::vector<Route> owner_routes();
  Routed route(const HttpRequest& request) const;

  HttpResponse page() const;
  HttpResponse begin_session(const HttpRequest& request);
  HttpResponse work(std::size_t rater);
  HttpResponse item(std::size_t rater, const std::string& key);
  HttpResponse take(std::size_t rater, const HttpRequest& request);
  HttpResponse overview();
  HttpResponse disagreements();
  HttpResponse settle(const HttpRequest& request);
  HttpResponse results() const;

  RatingDesk desk_;
  RateLinks links_;
  StatusSource status_;
  Language language_;
  std::vector<std::string> hosts_;
  std::string rater_cookie_;
  std::string owner_cookie_;
  std::vector<Route> open_;
  std::vector<Route> rater_;
  std::vector<Route> owner_;
};

}  // namespace shijin
