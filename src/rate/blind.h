// Blind names: keys of items that say nothing about whose text they stand for, and the order in
// which each rater sees them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shijin {

struct Campaign;

/// SipHash-2-4 of `text` under a secret of make_secret() (Aumasson and Bernstein 2012): without the
/// secret it says nothing about the text
std::uint64_t keyed_hash(std::string_view secret, std::string_view text);

/// Eight characters of base 32 for one item of one run
std::string item_key(std::string_view secret, std::string_view run, std::string_view sample);

/// Whether a text has the form of a key
bool is_item_key(std::string_view text);

/// The order of `samples` × `runs` items, item s·runs + r, for one rater: the samples shuffled,
/// each with another run in every round, so that the texts of one sample stand a whole round apart
std::vector<std::size_t> rater_order(std::size_t samples, std::size_t runs, std::uint64_t seed,
                                     std::string_view rater);

/// Which of Campaign::items a rater is asked, where each text has some of the raters only
///
/// All items of one sample have the same raters, as many as Campaign::overlap(), so that runs are
/// held against each other by the same people; loads differ by one sample at most, and any two
/// raters meet about as often as any other two. Repeats go with what they repeat, gold to all.
std::vector<bool> asked_of(const Campaign& campaign, std::string_view rater);

/// Places in Campaign::items that a rater is asked: those of samples as rater_order() puts them,
/// gold strewn among them, a repeat about half the list away from what it repeats
std::vector<std::size_t> item_order(const Campaign& campaign, std::string_view rater);

}  // namespace shijin
