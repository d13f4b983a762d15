// Links: who is who on the rating page. A link's key and the session it is exchanged for both come
// from a secret that the store keeps, so that a server that was killed goes on where it was.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace shijin {

/// The raters of a campaign and its owner; any thread
class RateLinks {
 public:
  RateLinks(const std::string& secret, const std::vector<std::string>& raters);

  /// What stands behind the # of a link
  const std::string& rater_key(std::size_t rater) const { return keys_[rater]; }
  const std::string& owner_key() const { return keys_.back(); }

  /// Whose key it is: the number of a rater, that of raters for the owner; none where it is wrong
  struct Exchange {
    std::optional<std::size_t> who = {};
    bool too_many = false;  // wrong keys within a minute
  };
  Exchange exchange(std::string_view key);
  std::size_t owner() const { return keys_.size() - 1; }
  /// The session of one of them, for a cookie
  const std::string& session(std::size_t who) const { return sessions_[who]; }
  /// The rater whose session it is
  std::optional<std::size_t> rater_of(std::string_view session) const;
  bool is_owner(std::string_view session) const;

 private:
  std::vector<std::string> keys_;  // the owner's last
  std::vector<std::string> sessions_;
  std::mutex mutex_;  // of what follows
  std::vector<std::chrono::steady_clock::time_point> wrong_;
};

}  // namespace shijin
