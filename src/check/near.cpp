// Bands are sorted arrays with a directory by their top bits: a look-up reads one short run.
#include "check/near.h"

#include <algorithm>

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
  texts_.push_back({prints.whole, band_hashes(prints.shingles)});
  shingles_.insert(shingles_.end(), prints.shingles.begin(), prints.shingles.end());
  begin_.push_back(shingles_.size());
}

void NearIndex::append(NearIndex&& later) {
  texts_.insert(texts_.end(), later.texts_.begin(), later.texts_.end());
  const std::size_t before = shingles_.size();
  shingles_.insert(shingles_.end(), later.shingles_.begin(), later.shingles_.end());
  for (std::size_t i = 1; i < later.begin_.size(); ++i) begin_.push_back(before + later.begin_[i]);
}

void NearIndex::seal() {
  unsigned bits = 1;
  while (bits < 20 && (std::size_t{1} << bits) < texts_.size() / 2) ++bits;
  shift_ = 32 - bits;
  bands_.resize(kBands);
  directory_.resize(kBands);
  for (std::size_t band = 0; band < kBands; ++band) {
    std::vector<Place>& places = bands_[band];
    places.reserve(texts_.size());
    for (std::uint32_t i = 0; i < texts_.size(); ++i) places.push_back({texts_[i].bands[band], i});
    std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
      return a.hash != b.hash ? a.hash < b.hash : a.text < b.text;
    });
    std::vector<std::uint32_t>& directory = directory_[band];
    directory.assign((std::size_t{1} << bits) + 1, 0);
    for (const Place& place : places) ++directory[(place.hash >> shift_) + 1];
    for (std::size_t i = 1; i < directory.size(); ++i) directory[i] += directory[i - 1];
  }
}

std::span<const NearIndex::Place> NearIndex::bucket(std::size_t band, std::uint32_t hash) const {
  const std::vector<Place>& places = bands_[band];
  const std::uint32_t top = hash >> shift_;
  const Place* begin = places.data() + directory_[band][top];
  const Place* const end = places.data() + directory_[band][top + 1];
  while (begin != end && begin->hash < hash) ++begin;
  const Place* last = begin;
  while (last != end && last->hash == hash) ++last;
  return {begin, last};
}

void NearIndex::find(const Prints& prints, std::vector<NearText>& out) const {
  out.clear();
  const Bands bands = band_hashes(prints.shingles);
  for (std::size_t band = 0; band < kBands; ++band) {
    for (const Place& place : bucket(band, bands[band])) out.push_back({place.text, 0});
  }
  std::sort(out.begin(), out.end(),
            [](const NearText& a, const NearText& b) { return a.text < b.text; });
  out.erase(std::unique(out.begin(), out.end(),
                        [](const NearText& a, const NearText& b) { return a.text == b.text; }),
            out.end());
  for (NearText& one : out) {
    one.similarity = texts_[one.text].whole == prints.whole
                         ? 1
                         : std::min(kAlmost, jaccard_of_smallest(shingles_of(one.text),
                                                                 prints.shingles, kShingles));
  }
  std::erase_if(out, [](const NearText& one) { return one.similarity < kNear; });
}

// One text stands for all that are the same: the parents by whole hash, the later ones marked 1.
std::vector<std::uint32_t> NearIndex::join_equal(std::vector<float>& similarity) const {
  const auto size = static_cast<std::uint32_t>(texts_.size());
  std::vector<std::uint32_t> by_whole(size);
  for (std::uint32_t i = 0; i < size; ++i) by_whole[i] = i;
  std::sort(by_whole.begin(), by_whole.end(), [&](std::uint32_t a, std::uint32_t b) {
    return texts_[a].whole != texts_[b].whole ? texts_[a].whole < texts_[b].whole : a < b;
  });
  std::vector<std::uint32_t> parent(size);
  similarity.assign(size, 0);
  for (std::uint32_t k = 0; k < size; ++k) {
    const std::uint32_t i = by_whole[k];
    const bool same = k > 0 && texts_[by_whole[k - 1]].whole == texts_[i].whole;
    parent[i] = same ? parent[by_whole[k - 1]] : i;
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
    std::size_t compared = 0;
    for (const Place& place : bucket(band, texts_[i].bands[band])) {
      if (place.text >= i || ++compared > kCompared) break;
      if (similarity[place.text] != 1) candidates.push_back(place.text);
    }
  }
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  for (const std::uint32_t other : candidates) {
    const double alike =
        std::min(kAlmost, jaccard_of_smallest(shingles_of(other), shingles_of(i), kShingles));
    if (alike >= kNear) out.push_back({other, alike});
  }
}

NearIndex::Clusters NearIndex::cluster(std::size_t threads) const {
  Clusters out;
  const auto size = static_cast<std::uint32_t>(texts_.size());
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
