// A server of this process for tests: HTTP/1.1 on the loopback, answered by a function.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <charconv>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace shijin {

struct LoopbackRequest {
  std::string method;
  std::string path;
  std::string head;  // every header line
  std::string body;
};

struct LoopbackReply {
  int status = 200;
  std::string body;
  std::string headers;   // further lines, each ending in \r\n
  int milliseconds = 0;  // before it is sent
  bool hang_up = false;  // says nothing at all
};

class Loopback {
 public:
  using Answer = std::function<LoopbackReply(const LoopbackRequest&)>;

  explicit Loopback(Answer answer) : answer_(std::move(answer)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    ::listen(listener_, 128);
    socklen_t size = sizeof address;
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    accepting_ = std::thread([this] { accept_all(); });
  }
  ~Loopback() {
    stopped_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    accepting_.join();
    ::close(listener_);
    {
      const std::lock_guard<std::mutex> hold(lock_);
      for (const int peer : peers_) ::shutdown(peer, SHUT_RDWR);
    }
    for (std::thread& one : serving_) one.join();
    for (const int peer : peers_) ::close(peer);
  }
  Loopback(const Loopback&) = delete;
  Loopback& operator=(const Loopback&) = delete;

  int port() const { return port_; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/v1"; }
  int requests() const { return requests_; }
  int most_at_once() const { return most_; }

 private:
  void accept_all() {
    while (!stopped_) {
      const int peer = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (peer < 0) continue;
      const std::lock_guard<std::mutex> hold(lock_);
      peers_.push_back(peer);
      serving_.emplace_back([this, peer] { serve(peer); });
    }
  }

  // Read one request; false where the peer is gone.
  static bool read_request(int peer, std::string& buffer, LoopbackRequest& request) {
    std::size_t head = 0;
    std::size_t length = 0;
    for (;;) {
      head = buffer.find("\r\n\r\n");
      if (head != std::string::npos) {
        const std::size_t at = buffer.find("Content-Length: ");
        if (at < head) {
          std::from_chars(buffer.data() + at + 16, buffer.data() + head, length);
        }
        if (buffer.size() >= head + 4 + length) break;
      }
      char bytes[4096];
      const ssize_t count = ::recv(peer, bytes, sizeof bytes, 0);
      if (count <= 0) return false;
      buffer.append(bytes, static_cast<std::size_t>(count));
    }
    const std::size_t blank = buffer.find(' ');
    request.method = buffer.substr(0, blank);
    request.path = buffer.substr(blank + 1, buffer.find(' ', blank + 1) - blank - 1);
    request.head = buffer.substr(0, head);
    request.body = buffer.substr(head + 4, length);
    buffer.erase(0, head + 4 + length);
    return true;
  }

  void serve(int peer) {
    std::string buffer;
    LoopbackRequest request;
    while (!stopped_ && read_request(peer, buffer, request)) {
      ++requests_;
      const int now = ++at_once_;
      for (int most = most_; most < now && !most_.compare_exchange_weak(most, now);) {
      }
      const LoopbackReply reply = answer_(request);
      for (int slept = 0; slept < reply.milliseconds && !stopped_; slept += 10) ::usleep(10000);
      --at_once_;
      if (reply.hang_up) {
        ::shutdown(peer, SHUT_RDWR);
        return;
      }
      const std::string all = "HTTP/1.1 " + std::to_string(reply.status) +
                              " -\r\nContent-Type: application/json\r\nContent-Length: " +
                              std::to_string(reply.body.size()) + "\r\n" + reply.headers + "\r\n" +
                              reply.body;
      if (::send(peer, all.data(), all.size(), MSG_NOSIGNAL) < 0) return;
    }
  }

  Answer answer_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stopped_ = false;
  std::atomic<int> requests_ = 0;
  std::atomic<int> at_once_ = 0;
  std::atomic<int> most_ = 0;
  std::mutex lock_;
  std::vector<int> peers_;
  std::vector<std::thread> serving_;
  std::thread accepting_;
};

}  // namespace shijin
