// Loopback in both families, and one address more where one is asked for.
#include "serve/local.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

#include <algorithm>

namespace shijin {
namespace {

constexpr Text kLanTaken{"port {0} of {1} cannot be used", "無法使用 {1} 的連接埠 {0}"};
constexpr Text kLanHelp{"write another one with --port", "請用 --port 換一個"};

}  // namespace

Result<Listener> open_listener(const LocalOptions& options) {
  std::vector<std::string> addresses = {"127.0.0.1", "::1"};
  if (!options.lan.empty()) addresses.push_back(options.lan);
  Result<Listener> listener = Listener::open(addresses, options.port.value_or(options.first_port));
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
  return listener;
}

std::vector<std::string> names_of(const Listener& listener) {
  const std::string port = std::to_string(listener.port());
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    names.push_back(name + ":" + port);
    if (listener.port() == 80) names.push_back(name);  // browsers leave it out
  };
  add("localhost");
  for (const std::string& address : listener.addresses()) {
    add(address.find(':') == std::string::npos ? address : "[" + address + "]");
  }
  return names;
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
