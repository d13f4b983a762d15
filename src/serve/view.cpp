// From options to a bound port, its links, and the private folder of the imports.
#include "serve/view.h"

#include <utility>

#include "base/private_folder.h"
#include "serve/app.h"
#include "serve/local.h"

namespace shijin {

struct View::State {
  State(PrivateFolder made, Listener bound, const ViewOptions& options)
      : folder(std::move(made)),
        listener(std::move(bound)),
        app({options.store, folder.path(), options.lan, options.rate_status, options.language}),
        lan(options.lan) {
    app.set_hosts(names_of(listener), listener.port());
  }
  PrivateFolder folder;
  Listener listener;
  App app;
  std::string lan;
};

Result<View> View::open(const ViewOptions& options) {
  Listener listener = SJ_TRY(open_listener({kViewPort, options.port, options.lan}));
  PrivateFolder folder = SJ_TRY(PrivateFolder::make());
  return View(std::make_unique<State>(std::move(folder), std::move(listener), options));
}

View::View(std::unique_ptr<State> state) : state_(std::move(state)) {}
View::View(View&&) noexcept = default;
View& View::operator=(View&&) noexcept = default;
View::~View() = default;

std::string View::link() const {
  return "http://127.0.0.1:" + std::to_string(state_->listener.port()) +
         "/#t=" + state_->app.token();
}

std::string View::lan_link() const {
  if (state_->lan.empty()) return "";
  return "http://" + state_->lan + ":" + std::to_string(state_->listener.port()) +
         "/#t=" + state_->app.token();
}

void View::serve(const std::atomic<bool>& stop) {
  State& state = *state_;
  state.app.set_stop(stop);
  const ListenHandler handler{
      [&state](const HttpRequest& request) { return state.app.admit(request); },
      [&state](const HttpRequest& request) { return state.app.answer(request); }};
  state.listener.serve(handler, {}, stop);
}

}  // namespace shijin
