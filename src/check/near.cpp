// Bands are sorted arrays with a directory by their top bits: a look-up reads one short run.
#include "check/near.h"

#include <algorithm>
#include <utility>

#include "base/parallel.h"

namespace shijin {
namespace {

constexpr std::size_t kCompared = 64;  // members of one bucket that a text is compared with
constexpr double kAlmost = 0.999;      // other texts with the same shingles: 1 is the same text

std::uint32_t root_of(std::vector<std::uint32_t>& parent, std::uint32_t i) {
  while (parent[i] != i) {
    parent[i] = parent[parent[i]];
    i = parent[i];
  }
  return i;
}

}  // namespace

void NearIndex::add(const Prints& prints) {
  wholes_.push_back(prints.whole);
  shingles_.insert(shingles_.end(), prints.shingles.begin(), prints.shingles.end());
  begin_.push_back(shingles_.size());
  const Bands bands = band_hashes(prints.shingles);
  for (std::size_t band = 0; band < kBands; ++band) runs_[band].push_back(bands[band]);
}

void NearIndex::append(NearIndex&& later) {
  wholes_.insert(wholes_.end(), later.wholes_.begin(), later.wholes_.end());
  const std::size_t before = shingles_.size();
  shingles_.insert(shingles_.end(), later.shingles_.begin(), later.shingles_.end());
  for (std::size_t i = 1; i < later.begin_.size(); ++i) begin_.push_back(before + later.begin_[i]);
  for (std::size_t band = 0; band < kBands; ++band) {
    runs_[band].insert(runs_[band].end(), later.runs_[band].begin(), later.runs_[band].end());
  }
}

void NearIndex::seal(std::size_t threads) {
  unsigned bits = 1;
  while (bits < 20 && (std::size_t{1} << bits) < size() / 2) ++bits;
  shift_ = 32 - bits;
  parallel_for(kBands, threads, [this](std::size_t band) { seal_band(band); });
  // Texts that share no hash are never compared with each other: their shingles stay as they are.
  ordered_.assign(size(), kUnordered);
  constexpr std::size_t kBlock = 4096;
  parallel_for((size() + kBlock - 1) / kBlock, threads, [this](std::size_t block) {
    const std::size_t end = std::min(size(), (block + 1) * kBlock);
    for (std::size_t i = block * kBlock; i < end; ++i) {
      const bool met = std::any_of(runs_.begin(), runs_.end(),
                                   [i](const auto& run) { return run[i] != kAlone; });
      if (met) order_shingles(i);
    }
  });
}

void NearIndex::order_shingles(std::size_t text) {
  const auto begin = shingles_.begin() + static_cast<std::ptrdiff_t>(begin_[text]);
  const auto end = shingles_.begin() + static_cast<std::ptrdiff_t>(begin_[text + 1]);
  std::sort(begin, end);
  ordered_[text] = static_cast<std::uint16_t>(std::unique(begin, end) - begin);
}

// Count by the top bits, put in order of the text, then order the few with the same top bits.
void NearIndex::seal_band(std::size_t band) {
  std::vector<std::uint32_t>& hashes = runs_[band];
  std::vector<Place>& places = places_[band];
  std::vector<std::uint32_t>& directory = directory_[band];
  directory.assign((std::size_t{1} << (32 - shift_)) + 1, 0);
  for (const std::uint32_t hash : hashes) ++directory[(hash >> shift_) + 1];
  for (std::size_t i = 1; i < directory.size(); ++i) directory[i] += directory[i - 1];
  places.resize(hashes.size());
  std::vector<std::uint32_t> next(directory.begin(), directory.end() - 1);
  for (std::uint32_t i = 0; i < hashes.size(); ++i) {
    places[next[hashes[i] >> shift_]++] = {hashes[i], i};
  }
  for (std::size_t top = 0; top + 1 < directory.size(); ++top) {
    if (directory[top + 1] - directory[top] < 2) continue;
    std::sort(places.begin() + directory[top], places.begin() + directory[top + 1],
              [](const Place& a, const Place& b) {
                return a.hash != b.hash ? a.hash < b.hash : a.text < b.text;
              });
  }
  for (std::size_t k = 0; k < places.size();) {
    std::size_t end = k + 1;
    while (end < places.size() && places[end].hash == places[k].hash) ++end;
    const std::uint32_t run = end - k > 1 ? static_cast<std::uint32_t>(k) : kAlone;
    for (; k < end; ++k) hashes[places[k].text] = run;
  }
}

std::span<const std::uint32_t> NearIndex::ordered_shingles(
    std::uint32_t text, std::vector<std::uint32_t>& scratch) const {
  const std::uint32_t* const begin = shingles_.data() + begin_[text];
  if (ordered_[text] != kUnordered) return {begin, ordered_[text]};
  scratch.assign(begin, shingles_.data() + begin_[text + 1]);
  put_in_order(scratch);
  return scratch;
}

// Memory is asked for in all bands before any answer is waited for.
void NearIndex::find_candidates(const Bands& bands, std::vector<NearText>& out) const {
  std::array<const Place*, kBands> begin;
  std::array<const Place*, kBands> end;
  for (std::size_t band = 0; band < kBands; ++band) {
    __builtin_prefetch(directory_[band].data() + (bands[band] >> shift_));
  }
  for (std::size_t band = 0; band < kBands; ++band) {
    const std::uint32_t* const top = directory_[band].data() + (bands[band] >> shift_);
    begin[band] = places_[band].data() + top[0];
    end[band] = places_[band].data() + top[1];
    __builtin_prefetch(begin[band]);
  }
  for (std::size_t band = 0; band < kBands; ++band) {
    for (const Place* place = begin[band]; place != end[band]; ++place) {
      if (place->hash == bands[band]) out.push_back({place->text, 0});
    }
  }
  std::sort(out.begin(), out.end(),
            [](const NearText& a, const NearText& b) { return a.text < b.text; });
  out.erase(std::unique(out.begin(), out.end(),
                        [](const NearText& a, const NearText& b) { return a.text == b.text; }),
            out.end());
}

void NearIndex::find(const Prints& prints, std::vector<NearText>& out) const {
  out.clear();
  find_candidates(band_hashes(prints.shingles), out);
  if (out.empty()) return;
  std::vector<std::uint32_t> mine = prints.shingles;
  std::vector<std::uint32_t> scratch;
  put_in_order(mine);
  for (NearText& one : out) {
    one.similarity =
        wholes_[one.text] == prints.whole
            ? 1
            : std::min(kAlmost,
                       jaccard_of_smallest(ordered_shingles(one.text, scratch), mine, kShingles));
  }
  std::erase_if(out, [](const NearText& one) { return one.similarity < kNear; });
}

// One text stands for all that are the same: the parents by whole hash, the later ones marked 1.
std::vector<std::uint32_t> NearIndex::join_equal(std::vector<float>& similarity) const {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> by_whole(size());
  for (std::uint32_t i = 0; i < size(); ++i) by_whole[i] = {wholes_[i], i};
  std::sort(by_whole.begin(), by_whole.end());
  std::vector<std::uint32_t> parent(size());
  similarity.assign(size(), 0);
  for (std::size_t k = 0; k < by_whole.size(); ++k) {
    const std::uint32_t i = by_whole[k].second;
    const bool same = k > 0 && by_whole[k - 1].first == by_whole[k].first;
    parent[i] = same ? parent[by_whole[k - 1].second] : i;
    if (same) similarity[i] = 1;
  }
  return parent;
}

// The earlier texts that are nearly the same as text i.
void NearIndex::find_earlier(std::uint32_t i, const std::vector<float>& similarity,
                             std::vector<std::uint32_t>& candidates,
                             std::vector<NearText>& out) const {
  candidates.clear();
  out.clear();
  for (std::size_t band = 0; band < kBands; ++band) {
    if (runs_[band][i] == kAlone) continue;
    const Place* place = places_[band].data() + runs_[band][i];
    for (std::size_t compared = 0; place->text < i && compared < kCompared; ++compared, ++place) {
      if (similarity[place->text] != 1) candidates.push_back(place->text);
    }
  }
  if (candidates.empty()) return;
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  std::vector<std::uint32_t> unused;
  const auto mine = ordered_shingles(i, unused);
  for (const std::uint32_t other : candidates) {
    const double alike =
        std::min(kAlmost, jaccard_of_smallest(ordered_shingles(other, unused), mine, kShingles));
    if (alike >= kNear) out.push_back({other, alike});
  }
}

NearIndex::Clusters NearIndex::cluster(std::size_t threads) const {
  Clusters out;
  const auto size = static_cast<std::uint32_t>(wholes_.size());
  std::vector<std::uint32_t> parent = join_equal(out.similarity);
  out.nearest = parent;
  std::vector<std::vector<std::pair<std::uint32_t, NearText>>> found(threads);
  run_on_threads(threads, [&](std::size_t thread) {
    std::vector<std::uint32_t> candidates;
    std::vector<NearText> near;
    for (auto i = static_cast<std::uint32_t>(thread); i < size;
         i += static_cast<std::uint32_t>(threads)) {
      if (out.similarity[i] == 1) continue;
      find_earlier(i, out.similarity, candidates, near);
      for (const NearText& one : near) found[thread].emplace_back(i, one);
    }
  });
  for (const auto& part : found) {
    for (const auto& [i, near] : part) {
      const std::uint32_t a = root_of(parent, i);
      const std::uint32_t b = root_of(parent, near.text);
      parent[std::max(a, b)] = std::min(a, b);
      if (static_cast<float>(near.similarity) > out.similarity[i]) {
        out.similarity[i] = static_cast<float>(near.similarity);
        out.nearest[i] = near.text;
      }
    }
  }
  out.cluster.resize(size);
  for (std::uint32_t i = 0; i < size; ++i) out.cluster[i] = root_of(parent, i);
  return out;
}

}  // namespace shijin
