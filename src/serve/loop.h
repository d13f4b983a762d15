// Loop: poll(2) over all connections. Each is in one state with one deadline; whoever is too slow,
// too large or too many is answered briefly and closed.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "serve/listener.h"

namespace shijin {

using Clock = std::chrono::steady_clock;

/// One client
struct Connection {
  enum class State : std::uint8_t { head, body, answering, writing, draining };

  int socket = -1;
  std::string peer;
  State state = State::head;
  std::string in;  // what was read and not yet used
  std::string out;
  std::size_t sent = 0;
  HttpRequest request;
  int body_file = -1;
  std::size_t body_read = 0;
  Then then = Then::close;
  bool fresh = true;        // no byte of the next request has come yet
  bool served = false;      // it has had an answer
  Clock::time_point since;  // when this state began
  Clock::time_point moved;  // when bytes last went either way
};

class Loop {
 public:
  Loop(const std::vector<int>& sockets, const ListenHandler& handler, const ListenLimits& limits);
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  void run(const std::atomic<bool>& stop);

 private:
  struct Job {
    std::uint64_t id;
    HttpRequest request;
  };
  struct Answer {
    std::uint64_t id;
    HttpResponse response;
  };
  struct Bucket {
    double tokens;
    Clock::time_point at;
  };

  void work();
  void take_connections(int socket);
  void take_answers();
  void read(std::uint64_t id, Connection& client);
  void advance(std::uint64_t id, Connection& client);
  void begin_request(std::uint64_t id, Connection& client, std::string_view head);
  bool take_body(Connection& client);
  void answer(Connection& client, const HttpResponse& response, Then then);
  void refuse(Connection& client, int status);
  void write(Connection& client);
  void finish(Connection& client);
  void check_time(Connection& client);
  void close(Connection& client);
  void drop_body(Connection& client);
  bool may_ask(const std::string& peer);
  std::size_t count_of(const std::string& peer) const;
  bool make_room();

  const std::vector<int>& sockets_;
  const ListenHandler& handler_;
  const ListenLimits& limits_;
  std::map<std::uint64_t, Connection> clients_;
  std::map<std::string, Bucket> buckets_;
  std::uint64_t next_id_ = 1;
  int wake_read_ = -1;
  int wake_write_ = -1;

  std::mutex mutex_;  // of what follows
  std::condition_variable job_there_;
  std::deque<Job> jobs_;
  std::vector<Answer> answers_;
  bool ending_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace shijin
