// RateServer: the rating page of one campaign. The guards are those of the local app; who may see
// what is in rate_app.h.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "serve/rate_app.h"

namespace shijin {

/// The port that is tried first, so that pages left open find their way back
inline constexpr int kRatePort = 7412;

enum class Links : std::uint8_t { kept, renewed };

struct RateServerOptions {
  std::string database;
  std::string campaign;
  StatusSource status;
  std::optional<int> port = {};  // nothing: kRatePort, or any where that is taken
  std::string lan = {};          // an address of this machine to listen on as well; "" is none
  Links links = Links::kept;
  Language language = Language::en;
};

/// The server, bound to its port; pages are answered once serve() runs
class RateServer {
 public:
  static Result<RateServer> open(const RateServerOptions& options);
  RateServer(RateServer&&) noexcept;
  RateServer& operator=(RateServer&&) noexcept;
  ~RateServer();

  /// A link for each rater: for the network where one was asked for, else on this machine
  struct RaterLink {
    std::string rater;
    std::string link;
  };
  std::vector<RaterLink> links() const;
  /// The owner's, on this machine
  std::string owner_link() const;
  /// Serve until `stop`
  void serve(const std::atomic<bool>& stop);

 private:
  struct State;
  explicit RateServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace shijin
