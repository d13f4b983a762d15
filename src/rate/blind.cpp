// SipHash by its paper; orders by Fisher and Yates from the seed and the rater's name.
#include "rate/blind.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

#include "base/hash.h"
#include "base/random.h"
#include "rate/campaign.h"

namespace shijin {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kBase32 = "0123456789abcdefghjkmnpqrstvwxyz";  // Crockford's

std::uint64_t half_of(std::string_view secret, std::size_t from) {
  std::uint64_t half = 0;
  for (std::size_t i = from; i < from + 16 && i < secret.size(); ++i) {
    half = half << 4U | (kHex.find(secret[i]) & 15U);
  }
  return half;
}

struct Sip {
  std::uint64_t a, b, c, d;

  void round() {
    a += b;
    b = std::rotl(b, 13) ^ a;
    a = std::rotl(a, 32);
    c += d;
    d = std::rotl(d, 16) ^ c;
    a += d;
    d = std::rotl(d, 21) ^ a;
    c += b;
    b = std::rotl(b, 17) ^ c;
    c = std::rotl(c, 32);
  }
  void take(std::uint64_t word) {
    d ^= word;
    round();
    round();
    a ^= word;
  }
};

std::vector<std::size_t> shuffled(std::size_t count, Random& random) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = count; i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
  return order;
}

// The samples of one rater: each sample in turn takes those with the least to do, among them those
// who have met the fewest times.
std::vector<bool> samples_of(const Campaign& campaign, std::string_view rater) {
  const std::size_t raters = campaign.raters.size();
  Random random(campaign.seed ^ hash_bytes("overlap"), raters);
  std::vector<std::size_t> load(raters);
  std::vector<std::vector<std::size_t>> met(raters, std::vector<std::size_t>(raters));
  std::vector<bool> own(campaign.samples());
  for (const std::size_t sample : shuffled(own.size(), random)) {
    const std::vector<std::size_t> turns = shuffled(raters, random);
    std::vector<std::size_t> chosen;
    std::vector<bool> taken(raters);
    while (chosen.size() < campaign.overlap()) {
      std::optional<std::tuple<std::size_t, std::size_t, std::size_t>> best;
      for (std::size_t t = 0; t < raters; ++t) {
        const std::size_t r = turns[t];
        if (taken[r]) continue;
        std::size_t meetings = 0;
        for (const std::size_t other : chosen) meetings += met[r][other];
        const std::tuple one(load[r], meetings, t);
        if (!best || one < *best) best = one;
      }
      const std::size_t next = turns[std::get<2>(*best)];
      for (const std::size_t other : chosen) ++met[next][other], ++met[other][next];
      taken[next] = true;
      ++load[next];
      chosen.push_back(next);
      if (campaign.raters[next] == rater) own[sample] = true;
    }
  }
  return own;
}

}  // namespace

std::uint64_t keyed_hash(std::string_view secret, std::string_view text) {
  const std::uint64_t low = half_of(secret, 0);
  const std::uint64_t high = half_of(secret, 16);
  Sip sip{low ^ 0x736f6d6570736575ULL, high ^ 0x646f72616e646f6dULL, low ^ 0x6c7967656e657261ULL,
          high ^ 0x7465646279746573ULL};
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    word |= std::uint64_t{static_cast<unsigned char>(text[i])} << (8 * (i % 8));
    if (i % 8 == 7) sip.take(std::exchange(word, 0));
  }
  sip.take(word | std::uint64_t{text.size() & 0xFFU} << 56U);
  sip.c ^= 0xFF;
  for (int i = 0; i < 4; ++i) sip.round();
  return sip.a ^ sip.b ^ sip.c ^ sip.d;
}

std::string item_key(std::string_view secret, std::string_view run, std::string_view sample) {
  std::string words(run);
  words += '\x1f';
  words += sample;
  std::uint64_t bits = keyed_hash(secret, words);
  // A letter first: a spreadsheet would take 12345678 or 1e234567 for numbers.
  std::string key(1, kBase32[10 + bits % 22]);
  bits /= 22;
  for (int i = 0; i < 7; ++i, bits >>= 5U) key += kBase32[bits & 31U];
  return key;
}

bool is_item_key(std::string_view text) {
  return text.size() == 8 && text.find_first_not_of(kBase32) == std::string_view::npos;
}

std::vector<std::size_t> rater_order(std::size_t samples, std::size_t runs, std::uint64_t seed,
                                     std::string_view rater) {
  Random random(seed, hash_bytes(rater));
  const std::vector<std::size_t> order = shuffled(samples, random);
  std::vector<std::vector<std::size_t>> turns;
  for (std::size_t s = 0; s < samples; ++s) turns.push_back(shuffled(runs, random));
  std::vector<std::size_t> items;
  for (std::size_t round = 0; round < runs; ++round) {
    for (const std::size_t s : order) items.push_back(s * runs + turns[s][round]);
  }
  return items;
}

std::vector<bool> asked_of(const Campaign& campaign, std::string_view rater) {
  std::vector<bool> asked(campaign.items.size(), true);
  const std::size_t width = campaign.width();
  const std::size_t front = campaign.samples() * width;
  if (campaign.overlap() == campaign.raters.size()) return asked;
  const std::vector<bool> samples = samples_of(campaign, rater);
  for (std::size_t i = 0; i < front; ++i) asked[i] = samples[i / width];
  for (std::size_t i = front; i < campaign.items.size(); ++i) {
    const CampaignItem& item = campaign.items[i];
    if (item.part != ItemPart::repeat) continue;
    asked[i] = samples[static_cast<std::size_t>(item.repeats - 1) / width];
  }
  return asked;
}

std::vector<std::size_t> item_order(const Campaign& campaign, std::string_view rater) {
  const std::size_t front = campaign.samples() * campaign.width();
  const auto order = rater_order(campaign.samples(), campaign.width(), campaign.seed, rater);
  std::vector<std::size_t> place(front);
  for (std::size_t p = 0; p < order.size(); ++p) place[order[p]] = p;
  // Each hidden item stands behind the item at some place; the sort keeps the seen ones in order.
  Random random(campaign.seed ^ hash_bytes("hidden"), hash_bytes(rater));
  std::vector<std::pair<double, std::size_t>> all;
  for (std::size_t p = 0; p < order.size(); ++p) all.emplace_back(static_cast<double>(p), order[p]);
  const auto length = static_cast<double>(front);
  for (std::size_t i = front; i < campaign.items.size(); ++i) {
    const CampaignItem& item = campaign.items[i];
    double behind = random.uniform() * length;
    if (item.part == ItemPart::repeat) {
      const auto of = static_cast<double>(place[static_cast<std::size_t>(item.repeats - 1)]);
      const double away = length * (0.4 + 0.2 * random.uniform());
      behind = of + away < length ? of + away : std::max(-1.0, of - away);
    }
    all.emplace_back(behind + 0.5, i);
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  const std::vector<bool> asked = asked_of(campaign, rater);
  std::vector<std::size_t> items;
  for (const auto& [at, item] : all) {
    if (asked[item]) items.push_back(item);
  }
  return items;
}

}  // namespace shijin
