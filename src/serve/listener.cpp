// Binding: loopback in both families, or the address that was asked for.
#include "serve/listener.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/file.h"
#include "serve/loop.h"

namespace shijin {
namespace {

constexpr Text kTaken{"port {0} of {1} cannot be used: {2}", "無法使用 {1} 的連接埠 {0}：{2}"};
constexpr Text kOther{"write another one, such as --port {0}, or 0 for any that is free",
                      "請改用其他連接埠，例如 --port {0}；0 表示任何空閒的"};
constexpr Text kInUse{"another program listens there", "已有其他程式在使用"};

struct Address {
  sockaddr_storage bytes{};
  socklen_t size = 0;
};

std::optional<Address> address_of(const std::string& text, int port) {
  Address out;
  auto* const v4 = reinterpret_cast<sockaddr_in*>(&out.bytes);
  if (::inet_pton(AF_INET, text.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(static_cast<std::uint16_t>(port));
    out.size = sizeof *v4;
    return out;
  }
  auto* const v6 = reinterpret_cast<sockaddr_in6*>(&out.bytes);
  if (::inet_pton(AF_INET6, text.c_str(), &v6->sin6_addr) == 1) {
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(static_cast<std::uint16_t>(port));
    out.size = sizeof *v6;
    return out;
  }
  return std::nullopt;
}

int port_of(int socket) {
  sockaddr_storage bytes{};
  socklen_t size = sizeof bytes;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&bytes), &size) != 0) return 0;
  if (bytes.ss_family == AF_INET) {
    return ntohs(reinterpret_cast<const sockaddr_in*>(&bytes)->sin_port);
  }
  return ntohs(reinterpret_cast<const sockaddr_in6*>(&bytes)->sin6_port);
}

// A listening socket, or -1 with errno.
int listen_at(const std::string& text, int port) {
  const std::optional<Address> address = address_of(text, port);
  if (!address) {
    errno = EADDRNOTAVAIL;
    return -1;
  }
  const int socket =
      ::socket(address->bytes.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket < 0) return -1;
  const int on = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (address->bytes.ss_family == AF_INET6) {
    ::setsockopt(socket, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  }
  constexpr int kBacklog = 256;
  const auto* const name = reinterpret_cast<const sockaddr*>(&address->bytes);
  if (::bind(socket, name, address->size) != 0 || ::listen(socket, kBacklog) != 0) {
    const int problem = errno;
    ::close(socket);
    errno = problem;
    return -1;
  }
  return socket;
}

}  // namespace

Result<Listener> Listener::open(const std::vector<std::string>& addresses, int port) {
  Listener out;
  for (const std::string& address : addresses) {
    const int socket = listen_at(address, out.port_ == 0 ? port : out.port_);
    if (socket < 0) {
      if (!out.sockets_.empty()) continue;
      Error error;
      error.name = "port-unusable";
      error.found = Message(kTaken, {std::to_string(port), address,
                                     errno == EADDRINUSE ? Message(kInUse) : system_reason(errno)});
      error.help = Message(kOther, {std::to_string(port == 65535 ? 8000 : port + 1)});
      return error;
    }
    out.sockets_.push_back(socket);
    out.addresses_.push_back(address);
    if (out.port_ == 0) out.port_ = port_of(socket);
  }
  return out;
}

Listener::Listener(Listener&& other) noexcept
    : sockets_(std::exchange(other.sockets_, {})),
      addresses_(std::move(other.addresses_)),
      port_(other.port_) {}

Listener& Listener::operator=(Listener&& other) noexcept {
  std::swap(sockets_, other.sockets_);
  std::swap(addresses_, other.addresses_);
  std::swap(port_, other.port_);
  return *this;
}

Listener::~Listener() {
  for (const int socket : sockets_) ::close(socket);
}

void Listener::serve(const ListenHandler& handler, const ListenLimits& limits,
                     const std::atomic<bool>& stop) {
  Loop(sockets_, handler, limits).run(stop);
}

}  // namespace shijin
