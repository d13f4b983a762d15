// Keys by a keyed hash: without the secret of the store nobody can make one from another.
#include "serve/rate_links.h"

#include "base/secret.h"
#include "rate/blind.h"

namespace shijin {
namespace {

constexpr std::size_t kMostWrong = 10;  // a minute

// 128 bits for one purpose and one person.
std::string derived(const std::string& secret, std::string_view purpose, std::string_view person) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (const char half : {'1', '2'}) {
    std::string words(purpose);
    words += half;
    words += person;
    std::uint64_t bits = keyed_hash(secret, words);
    for (int i = 0; i < 16; ++i, bits >>= 4U) out += kHex[bits & 15U];
  }
  return out;
}

}  // namespace

RateLinks::RateLinks(const std::string& secret, const std::vector<std::string>& raters) {
  const auto add = [&](const std::string& person) {
    keys_.push_back(derived(secret, "link", person));
    sessions_.push_back(derived(secret, "session", person));
  };
  for (const std::string& rater : raters) add("/rater/" + rater);
  add("/owner");
}

RateLinks::Exchange RateLinks::exchange(std::string_view key) {
  Exchange out;
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    if (same_secret(key, keys_[i])) out.who = i;
  }
  if (out.who) return out;
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  std::erase_if(wrong_, [&](const auto& at) { return now - at > std::chrono::minutes(1); });
  out.too_many = wrong_.size() >= kMostWrong;
  if (!out.too_many) wrong_.push_back(now);
  return out;
}

std::optional<std::size_t> RateLinks::rater_of(std::string_view session) const {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < owner(); ++i) {
    if (same_secret(session, sessions_[i])) found = i;
  }
  return found;
}

bool RateLinks::is_owner(std::string_view session) const {
  return same_secret(session, sessions_.back());
}

}  // namespace shijin
