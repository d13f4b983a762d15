// A body goes into memory or a file as it comes; nothing is kept of one that is refused.
#include "serve/loop.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace shijin {
namespace {

constexpr int kPollMilliseconds = 200;
constexpr std::size_t kReadBytes = 64U << 10U;
constexpr std::size_t kDrainBytes = 4U << 20U;
constexpr std::chrono::milliseconds kDrainTime{2000};
constexpr std::chrono::milliseconds kBodyGrace{5000};
constexpr std::size_t kMostBuckets = 4096;

std::string text_of(const sockaddr_storage& bytes) {
  char text[INET6_ADDRSTRLEN] = "";
  if (bytes.ss_family == AF_INET) {
    const auto* const v4 = reinterpret_cast<const sockaddr_in*>(&bytes);
    ::inet_ntop(AF_INET, &v4->sin_addr, text, sizeof text);
  } else {
    const auto* const v6 = reinterpret_cast<const sockaddr_in6*>(&bytes);
    ::inet_ntop(AF_INET6, &v6->sin6_addr, text, sizeof text);
  }
  return text;
}

std::string plain_error(int status) {
  return "{\"error\":{\"name\":\"http-" + std::to_string(status) + "\"}}";
}

}  // namespace

Loop::Loop(const std::vector<int>& sockets, const ListenHandler& handler,
           const ListenLimits& limits)
    : sockets_(sockets), handler_(handler), limits_(limits) {
  int ends[2] = {-1, -1};
  SJ_CHECK(::pipe2(ends, O_NONBLOCK | O_CLOEXEC) == 0, "the system gives no pipe");
  wake_read_ = ends[0];
  wake_write_ = ends[1];
  for (std::size_t i = 0; i < limits_.workers; ++i) workers_.emplace_back([this] { work(); });
}

Loop::~Loop() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  job_there_.notify_all();
  for (std::thread& worker : workers_) worker.join();
  for (auto& [id, client] : clients_) close(client);
  ::close(wake_read_);
  ::close(wake_write_);
}

void Loop::work() {
  while (true) {
    std::unique_lock lock(mutex_);
    job_there_.wait(lock, [this] { return ending_ || !jobs_.empty(); });
    if (ending_) return;
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    HttpResponse response = handler_.answer(job.request);
    lock.lock();
    answers_.push_back({job.id, std::move(response)});
    lock.unlock();
    const char byte = 0;
    static_cast<void>(!::write(wake_write_, &byte, 1));  // a full pipe wakes as well
  }
}

void Loop::run(const std::atomic<bool>& stop) {
  std::vector<pollfd> waits;
  std::vector<std::uint64_t> ids;
  while (!stop) {
    waits.clear();
    ids.clear();
    waits.push_back({wake_read_, POLLIN, 0});
    for (const int socket : sockets_) waits.push_back({socket, POLLIN, 0});
    for (const auto& [id, client] : clients_) {
      // While it waits for its answer nothing more is read of it.
      const bool writing = client.state == Connection::State::writing;
      const bool waiting = client.state == Connection::State::answering;
      waits.push_back({client.socket,
                       static_cast<short>(writing   ? POLLOUT
                                          : waiting ? 0
                                                    : POLLIN),
                       0});
      ids.push_back(id);
    }
    ::poll(waits.data(), waits.size(), kPollMilliseconds);
    if (stop) break;
    if ((waits[0].revents & POLLIN) != 0) take_answers();
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const short events = waits[1 + sockets_.size() + i].revents;
      const auto found = clients_.find(ids[i]);
      if (events == 0 || found == clients_.end()) continue;
      Connection& client = found->second;
      if ((events & POLLOUT) != 0) {
        write(client);
        // The next request may lie there already.
        if (client.socket >= 0 && client.state == Connection::State::head) advance(ids[i], client);
      } else if ((events & POLLIN) != 0) {
        read(ids[i], client);
      } else {
        close(client);
      }
    }
    for (std::size_t i = 0; i < sockets_.size(); ++i) {
      if ((waits[1 + i].revents & POLLIN) != 0) take_connections(sockets_[i]);
    }
    for (auto at = clients_.begin(); at != clients_.end();) {
      if (at->second.socket >= 0) check_time(at->second);
      at = at->second.socket < 0 ? clients_.erase(at) : std::next(at);
    }
  }
}

std::size_t Loop::count_of(const std::string& peer) const {
  return static_cast<std::size_t>(std::count_if(
      clients_.begin(), clients_.end(),
      [&](const auto& entry) { return entry.second.socket >= 0 && entry.second.peer == peer; }));
}

// Close the connection that has been idle longest between requests; false where none is.
bool Loop::make_room() {
  Connection* idle = nullptr;
  for (auto& [id, client] : clients_) {
    const bool waits = client.socket >= 0 && client.state == Connection::State::head &&
                       client.fresh && client.served;
    if (waits && (idle == nullptr || client.moved < idle->moved)) idle = &client;
  }
  if (idle == nullptr) return false;
  close(*idle);
  return true;
}

void Loop::take_connections(int socket) {
  while (true) {
    sockaddr_storage bytes{};
    socklen_t size = sizeof bytes;
    const int client =
        ::accept4(socket, reinterpret_cast<sockaddr*>(&bytes), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (client < 0) return;
    const std::string peer = text_of(bytes);
    const auto open = static_cast<std::size_t>(
        std::count_if(clients_.begin(), clients_.end(),
                      [](const auto& entry) { return entry.second.socket >= 0; }));
    const bool full = open >= limits_.connections && !make_room();
    if (full || count_of(peer) >= limits_.connections_per_address) {
      const int status = full ? 503 : 429;
      const std::string words =
          write_response({status, "application/json", plain_error(status)}, Then::close);
      static_cast<void>(::send(client, words.data(), words.size(), MSG_NOSIGNAL));
      ::close(client);
      continue;
    }
    Connection& entry = clients_[next_id_++];
    entry.socket = client;
    entry.peer = peer;
    entry.since = entry.moved = Clock::now();
  }
}

void Loop::take_answers() {
  char bytes[256];
  while (::read(wake_read_, bytes, sizeof bytes) > 0) {
  }
  std::vector<Answer> answers;
  {
    const std::lock_guard lock(mutex_);
    answers.swap(answers_);
  }
  for (Answer& ready : answers) {
    const auto found = clients_.find(ready.id);
    if (found == clients_.end() || found->second.socket < 0) continue;
    Connection& client = found->second;
    answer(client, ready.response, client.then);
    if (client.socket >= 0 && client.state == Connection::State::head) advance(ready.id, client);
  }
}

void Loop::read(std::uint64_t id, Connection& client) {
  std::string bytes(kReadBytes, '\0');
  const ssize_t got = ::recv(client.socket, bytes.data(), bytes.size(), 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) return close(client);
  client.moved = Clock::now();
  if (client.state == Connection::State::draining) {
    client.body_read += static_cast<std::size_t>(got);
    if (client.body_read > kDrainBytes) close(client);
    return;
  }
  if (client.state == Connection::State::head && client.fresh) {
    client.fresh = false;
    client.since = client.moved;
  }
  client.in.append(bytes, 0, static_cast<std::size_t>(got));
  advance(id, client);
}

// Go on with what was read: the head, then the body, then hand the request to a worker.
void Loop::advance(std::uint64_t id, Connection& client) {
  while (client.state == Connection::State::head && client.socket >= 0) {
    const std::size_t end = client.in.find("\r\n\r\n");
    const std::size_t size = end == std::string::npos ? client.in.size() : end + 4;
    if (size > limits_.head_bytes) return refuse(client, 431);
    if (end == std::string::npos) return;
    const std::string head = client.in.substr(0, size);
    client.in.erase(0, size);
    begin_request(id, client, head);
  }
  if (client.state != Connection::State::body) return;
  if (!take_body(client)) return;
  if (client.body_read < client.request.body_bytes) return;
  if (client.body_file >= 0) ::close(std::exchange(client.body_file, -1));
  client.state = Connection::State::answering;
  {
    const std::lock_guard lock(mutex_);
    jobs_.push_back({id, std::move(client.request)});
  }
  client.request = {};
  job_there_.notify_one();
}

void Loop::begin_request(std::uint64_t, Connection& client, std::string_view head) {
  HttpHead parsed = parse_head(head);
  client.request = std::move(parsed.request);
  client.request.peer = client.peer;
  if (parsed.status != 0) return refuse(client, parsed.status);
  if (!may_ask(client.peer)) return refuse(client, 429);
  const Admission admitted = handler_.admit(client.request);
  const bool body_follows = client.request.body_bytes > 0;
  client.then = client.request.keep_alive ? Then::keep_open : Then::close;
  if (admitted.refusal) {
    // A body that is not wanted is not read, so nothing more can be read of this connection.
    return answer(client, *admitted.refusal, body_follows ? Then::close : client.then);
  }
  if (!admitted.body_file.empty()) {
    client.body_file =
        ::open(admitted.body_file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (client.body_file < 0) return refuse(client, 503);
    client.request.body_file = admitted.body_file;
  }
  if (body_follows && client.request.header("expect") == "100-continue") {
    constexpr std::string_view kGoOn = "HTTP/1.1 100 Continue\r\n\r\n";
    static_cast<void>(::send(client.socket, kGoOn.data(), kGoOn.size(), MSG_NOSIGNAL));
  }
  client.state = Connection::State::body;
  client.body_read = 0;
  client.since = Clock::now();
}

bool Loop::take_body(Connection& client) {
  const std::size_t wanted = client.request.body_bytes - client.body_read;
  const std::size_t take = std::min(wanted, client.in.size());
  if (client.body_file < 0) {
    client.request.body.append(client.in, 0, take);
  } else {
    for (std::size_t done = 0; done < take;) {
      const ssize_t wrote = ::write(client.body_file, client.in.data() + done, take - done);
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote <= 0) {
        refuse(client, 503);
        return false;
      }
      done += static_cast<std::size_t>(wrote);
    }
  }
  client.in.erase(0, take);
  client.body_read += take;
  return true;
}

void Loop::answer(Connection& client, const HttpResponse& response, Then then) {
  drop_body(client);
  client.out = write_response(response, then);
  client.sent = 0;
  client.then = then;
  client.state = Connection::State::writing;
  client.since = client.moved = Clock::now();
  write(client);
}

void Loop::refuse(Connection& client, int status) {
  answer(client, {status, "application/json", plain_error(status)}, Then::close);
}

void Loop::write(Connection& client) {
  while (client.sent < client.out.size()) {
    const ssize_t sent = ::send(client.socket, client.out.data() + client.sent,
                                client.out.size() - client.sent, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && errno == EAGAIN) return;
    if (sent <= 0) return close(client);
    client.sent += static_cast<std::size_t>(sent);
    client.moved = Clock::now();
  }
  finish(client);
}

// An answer has gone out whole.
void Loop::finish(Connection& client) {
  client.out = {};
  client.since = Clock::now();
  client.served = true;
  if (client.then == Then::keep_open) {
    client.state = Connection::State::head;
    client.fresh = client.in.empty();
    return;
  }
  // Closing at once would throw away the answer where the client still sends.
  ::shutdown(client.socket, SHUT_WR);
  client.state = Connection::State::draining;
  client.body_read = 0;
  client.in = {};
}

void Loop::check_time(Connection& client) {
  const auto now = Clock::now();
  const auto in_state = now - client.since;
  switch (client.state) {
    case Connection::State::head:
      if (client.fresh && client.served) {
        if (in_state > limits_.idle_time) close(client);
      } else if (in_state > limits_.head_time) {
        client.fresh ? close(client) : refuse(client, 408);
      }
      return;
    case Connection::State::body: {
      const double seconds = std::chrono::duration<double>(in_state).count();
      const double least = seconds * static_cast<double>(limits_.body_bytes_per_second);
      if (in_state > kBodyGrace && static_cast<double>(client.body_read) < least) {
        refuse(client, 408);
      }
      return;
    }
    case Connection::State::answering:
      return;
    case Connection::State::writing:
      if (now - client.moved > limits_.idle_time) close(client);
      return;
    case Connection::State::draining:
      if (in_state > kDrainTime) close(client);
      return;
  }
}

// A body that no worker will get.
void Loop::drop_body(Connection& client) {
  if (client.body_file >= 0) ::close(std::exchange(client.body_file, -1));
  if (!client.request.body_file.empty()) ::unlink(client.request.body_file.c_str());
  client.request = {};
}

void Loop::close(Connection& client) {
  if (client.socket >= 0) ::close(std::exchange(client.socket, -1));
  drop_body(client);
}

bool Loop::may_ask(const std::string& peer) {
  const auto now = Clock::now();
  if (buckets_.size() > kMostBuckets) buckets_.clear();
  const auto [at, fresh] = buckets_.try_emplace(peer, Bucket{limits_.requests_at_once, now});
  Bucket& bucket = at->second;
  const double seconds = std::chrono::duration<double>(now - bucket.at).count();
  bucket.tokens =
      std::min(limits_.requests_at_once, bucket.tokens + seconds * limits_.requests_per_second);
  bucket.at = now;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

}  // namespace shijin
