// EndpointCalls: many calls to one server, so many at once, tried again where that may help, and no
// more of them than the budget allows. The key never leaves this file but in a request's header.
#pragma once

#include <functional>
#include <map>

#include "lm/address.h"
#include "lm/endpoint.h"
#include "lm/http.h"

namespace shijin {

class EndpointCalls {
 public:
  static Result<EndpointCalls> open(const EndpointOptions& options);

  const Address& address() const { return address_; }

  /// Ask once, for what a server may not have: gives whatever reply there is to an answered
  /// request, trying twice where it is not answered
  Result<HttpReply> look(const HttpRequest& request);

  /// Make `count` calls. `take` reads the reply to one, in no particular order, and gives the
  /// tokens it cost; its Error, or a call that fails for good, ends the run when what is under way
  /// has come in
  using Make = std::function<HttpRequest(std::size_t)>;
  using Take = std::function<Result<std::uint64_t>(std::size_t, const std::string&)>;
  Result<Done> all(std::size_t count, const Make& make, const Take& take);

  /// Stop when this becomes true, besides what the options name
  void heed(const std::atomic<bool>* stop) { also_stop_ = stop; }

  /// What a reply that is no answer means
  Error refusal(const HttpReply& reply) const { return failure(reply, 1); }
  /// An error that was found in a reply, as one about this server
  Error about(Error error) const;
  /// An error about this server
  Error error(const char* name, Message found, Message expected, Message help) const;
  /// A text without the key in it
  std::string without_key(std::string text) const;

 private:
  EndpointCalls(EndpointOptions options, Address address, Http http)
      : options_(std::move(options)), address_(std::move(address)), http_(std::move(http)) {}
  struct Run;
  bool may_retry(const HttpReply& reply, int attempt) const;
  double pause_before(const HttpReply& reply, int attempt, std::size_t call) const;
  Error failure(const HttpReply& reply, int attempts) const;
  Error redirected(const HttpReply& reply) const;
  std::optional<Error> spent() const;
  Error stopped() const;

  EndpointOptions options_;
  Address address_;
  Http http_;
  bool told_to_stop() const {
    return (options_.stop != nullptr && *options_.stop) || (also_stop_ != nullptr && *also_stop_);
  }

  const std::atomic<bool>* also_stop_ = nullptr;
  std::uint64_t requests_ = 0;
  std::uint64_t tokens_ = 0;
};

}  // namespace shijin
