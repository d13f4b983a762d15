// App: the answers to what the page asks: JSON of the same shape as the report's.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "base/text.h"
#include "serve/campaigns.h"
#include "serve/guard.h"
#include "serve/imports.h"
#include "serve/listener.h"
#include "serve/router.h"

namespace shijin {

class App {
 public:
  /// `rating` gives its store and its private folder, and says what rating pages need
  explicit App(CampaignsOptions rating);

  /// The names we go by, and the port; to be set before the first request
  void set_hosts(std::vector<std::string> hosts, int port);
  void set_stop(const std::atomic<bool>& stop) { stop_ = &stop; }
  const std::string& token() const { return sessions_.token(); }

  Admission admit(const HttpRequest& request);
  HttpResponse answer(const HttpRequest& request);

 private:
  std::vector<Route> make_routes();
  Routed route(const HttpRequest& request) const;
  HttpResponse page() const;
  HttpResponse begin_session(const HttpRequest& request);
  HttpResponse end_session(const HttpRequest& request);
  HttpResponse about() const;
  HttpResponse runs() const;
  HttpResponse run(const std::string& id) const;
  HttpResponse compare_runs(const HttpRequest& request) const;
  HttpResponse upload(const HttpRequest& request);
  HttpResponse preview(const HttpRequest& request, const std::string& id) const;
  HttpResponse run_file(const HttpRequest& request, const std::string& id) const;
  HttpResponse drop_file(const std::string& id);
  HttpResponse make_campaign(const HttpRequest& request);

  std::string store_;
  Language language_;
  Sessions sessions_;
  Imports imports_;
  Campaigns campaigns_;
  std::vector<std::string> hosts_;
  std::string cookie_;
  const std::atomic<bool>* stop_ = nullptr;
  std::vector<Route> routes_;
};

}  // namespace shijin
