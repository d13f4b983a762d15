// Campaigns: those of a store as the local app shows them, sets them up and opens them to raters.
// An opened campaign has a rating page of its own, on a port of its own, until the app ends.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "serve/campaign_setup.h"
#include "serve/imports.h"
#include "serve/rate_server.h"
#include "serve/setup_json.h"

namespace shijin {

/// Gives what `shijin rate status NAME --json` says now
using CampaignStatusSource = std::function<Result<std::string>(const std::string& campaign)>;

struct CampaignsOptions {
  std::string store;
  std::string folder;  // private, for texts of stored runs while they are read
  std::string lan;     // where rating pages listen as well; "" is nowhere
  CampaignStatusSource status;
  Language language = Language::en;
};

/// Any thread
class Campaigns {
 public:
  Campaigns(CampaignsOptions options, const Imports& imports);
  ~Campaigns();
  Campaigns(const Campaigns&) = delete;
  Campaigns& operator=(const Campaigns&) = delete;

  /// All of them, newest first, and the rubric that comes along
  Result<std::string> list();
  /// What would be made of a request of the set-up page; nothing is kept
  Result<std::string> preview(std::string_view json);
  /// Make and keep it: {"campaign": name}; with `made` false its problems
  Result<std::string> make(std::string_view json, bool& made);
  /// Open a campaign to its raters: their links and the owner's, as seen from `host`
  Result<std::string> open(std::string_view json, std::string_view host);

 private:
  struct Sources;
  struct Opened {
    explicit Opened(RateServer bound) : server(std::move(bound)) {}
    RateServer server;
    std::thread thread;
  };

  Result<Sources> sources_of(const SetupAsked& asked);
  Result<CampaignFile> stored_texts(const std::string& run);
  Result<CampaignMade> set_up(Sources& sources, Notes& notes);

  CampaignsOptions options_;
  const Imports& imports_;
  std::atomic<bool> ending_{false};
  std::mutex mutex_;  // of what follows
  std::map<std::string, std::unique_ptr<Opened>, std::less<>> opened_;
};

}  // namespace shijin
