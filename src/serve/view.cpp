// From options to a bound port, its links, and the private folder of the imports.
#include "serve/view.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "base/file.h"
#include "serve/app.h"
#include "serve/listener.h"

namespace shijin {
namespace {

constexpr Text kNoFolder{"no folder for imports can be made: {0}", "無法建立匯入用的資料夾：{0}"};

constexpr Text kLanTaken{"port {0} of {1} cannot be used", "無法使用 {1} 的連接埠 {0}"};
constexpr Text kLanHelp{"write another one with --port", "請用 --port 換一個"};

// A folder that is ours alone and goes with the program.
class PrivateFolder {
 public:
  static Result<PrivateFolder> make() {
    std::error_code problem;
    std::string path = (std::filesystem::temp_directory_path(problem) / "shijin-XXXXXX").string();
    if (problem || ::mkdtemp(path.data()) == nullptr) {
      Error error;
      error.name = "folder-unmade";
      error.found = Message(kNoFolder, {system_reason(errno)});
      return error;
    }
    return PrivateFolder(std::move(path));
  }
  PrivateFolder(PrivateFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  PrivateFolder& operator=(PrivateFolder&&) = delete;
  ~PrivateFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  explicit PrivateFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

std::vector<std::string> hosts_of(const Listener& listener) {
  const std::string port = std::to_string(listener.port());
  std::vector<std::string> hosts;
  const auto add = [&](const std::string& name) {
    hosts.push_back(name + ":" + port);
    if (listener.port() == 80) hosts.push_back(name);  // browsers leave it out
  };
  add("localhost");
  for (const std::string& address : listener.addresses()) {
    add(address.find(':') == std::string::npos ? address : "[" + address + "]");
  }
  return hosts;
}

}  // namespace

struct View::State {
  State(PrivateFolder made, Listener bound, const ViewOptions& options)
      : folder(std::move(made)),
        listener(std::move(bound)),
        app(options.store, folder.path(), options.language),
        lan(options.lan) {
    app.set_hosts(hosts_of(listener), listener.port());
  }
  PrivateFolder folder;
  Listener listener;
  App app;
  std::string lan;
};

Result<View> View::open(const ViewOptions& options) {
  std::vector<std::string> addresses = {"127.0.0.1", "::1"};
  if (!options.lan.empty()) addresses.push_back(options.lan);
  Result<Listener> listener = Listener::open(addresses, options.port.value_or(kViewPort));
  if (!listener.ok() && !options.port) listener = Listener::open(addresses, 0);
  if (!listener.ok()) return listener.error();
  const auto& bound = listener->addresses();
  if (!options.lan.empty() && std::find(bound.begin(), bound.end(), options.lan) == bound.end()) {
    Error error;
    error.name = "port-unusable";
    error.found = Message(kLanTaken, {std::to_string(listener->port()), options.lan});
    error.help = Message(kLanHelp);
    return error;
  }
  PrivateFolder folder = SJ_TRY(PrivateFolder::make());
  return View(std::make_unique<State>(std::move(folder), std::move(*listener), options));
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

std::string lan_address() {
  ifaddrs* all = nullptr;
  if (::getifaddrs(&all) != 0) return "";
  std::string found;
  for (const ifaddrs* one = all; one != nullptr && found.empty(); one = one->ifa_next) {
    const bool fits = one->ifa_addr != nullptr && one->ifa_addr->sa_family == AF_INET &&
                      (one->ifa_flags & IFF_UP) != 0 && (one->ifa_flags & IFF_LOOPBACK) == 0;
    if (!fits) continue;
    char text[INET_ADDRSTRLEN] = "";
    const auto* const address = reinterpret_cast<const sockaddr_in*>(one->ifa_addr);
    if (::inet_ntop(AF_INET, &address->sin_addr, text, sizeof text) != nullptr) found = text;
  }
  ::freeifaddrs(all);
  return found;
}

}  // namespace shijin
