// From options to a bound port and its links.
#include "serve/rate_server.h"

#include <utility>

#include "serve/local.h"
#include "serve/saved_run.h"

namespace shijin {
namespace {

// A browser keeps six connections open, and a room full of raters may come from one address.
ListenLimits limits() {
  ListenLimits limits;
  limits.connections = 256;
  limits.connections_per_address = 200;
  limits.requests_per_second = 1000;
  limits.requests_at_once = 2000;
  return limits;
}

}  // namespace

struct RateServer::State {
  State(Listener bound, RatingDesk desk, const std::string& secret,
        const RateServerOptions& options)
      : listener(std::move(bound)),
        app(std::move(desk), secret, options.status, options.language),
        lan(options.lan) {
    app.set_hosts(names_of(listener), listener.port());
  }
  std::string link(const std::string& host, const std::string& key) const {
    return "http://" + host + ":" + std::to_string(listener.port()) + "/#t=" + key;
  }
  Listener listener;
  RateApp app;
  std::string lan;
};

Result<RateServer> RateServer::open(const RateServerOptions& options) {
  RatingDesk desk = SJ_TRY(RatingDesk::open(options.database, options.campaign));
  const std::string now = made_now("", 0, {}).created;
  const std::string secret = options.links == Links::renewed ? SJ_TRY(desk.renew_links(now))
                                                             : SJ_TRY(desk.link_secret(now));
  Listener listener = SJ_TRY(open_listener({kRatePort, options.port, options.lan}));
  return RateServer(std::make_unique<State>(std::move(listener), std::move(desk), secret, options));
}

RateServer::RateServer(std::unique_ptr<State> state) : state_(std::move(state)) {}
RateServer::RateServer(RateServer&&) noexcept = default;
RateServer& RateServer::operator=(RateServer&&) noexcept = default;
RateServer::~RateServer() = default;

std::vector<RateServer::RaterLink> RateServer::links() const {
  const std::vector<std::string>& raters = state_->app.campaign().raters;
  const std::string host = state_->lan.empty() ? "127.0.0.1" : state_->lan;
  std::vector<RaterLink> links;
  for (std::size_t i = 0; i < raters.size(); ++i) {
    links.push_back({raters[i], state_->link(host, state_->app.links().rater_key(i))});
  }
  return links;
}

std::string RateServer::owner_link() const {
  return state_->link("127.0.0.1", state_->app.links().owner_key());
}

void RateServer::serve(const std::atomic<bool>& stop) {
  State& state = *state_;
  const ListenHandler handler{
      [&state](const HttpRequest& request) { return state.app.admit(request); },
      [&state](const HttpRequest& request) { return state.app.answer(request); }};
  state.listener.serve(handler, limits(), stop);
}

}  // namespace shijin
