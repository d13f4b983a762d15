// View: the local web app: what is stored, as pages. The guards are in guard.h and router.h, the
// limits in listener.h; docs/view.md says what it defends against.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"

namespace shijin {

/// The port that is tried first, so that a page left open finds its way back
inline constexpr int kViewPort = 7411;

struct ViewOptions {
  std::string store;
  std::optional<int> port = {};  // nothing: kViewPort, or any where that is taken
  std::string lan = {};          // an address of this machine to listen on as well; "" is none
  Language language = Language::en;
  /// What `shijin rate status NAME --json` says, for the results of campaigns opened here
  std::function<Result<std::string>(const std::string& campaign)> rate_status = {};
};

/// The server, bound to its port; pages are answered once serve() runs
class View {
 public:
  static Result<View> open(const ViewOptions& options);
  View(View&&) noexcept;
  View& operator=(View&&) noexcept;
  ~View();

  /// The links to open: on this machine, and for the network where one was asked for
  std::string link() const;
  std::string lan_link() const;
  /// Serve until `stop`
  void serve(const std::atomic<bool>& stop);

 private:
  struct State;
  explicit View(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace shijin
