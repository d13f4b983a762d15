// Agreement under many weightings of the same items, for resampling: items whose ratings look the
// same are counted together, so that a weighting costs as much as there are different looks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "stats/agreement.h"

namespace shijin {

/// The measures of one weighting; each empty where its function in stats/agreement.h says nothing
struct AgreementMeasures {
  std::optional<double> alpha;   // Krippendorff's, ordinal
  std::optional<double> kappa;   // Cohen's, quadratic, the mean over pairs of raters that have one
  std::optional<double> within;  // share of pairs of ratings at most 1 apart
  std::optional<double> equal;   // … of equal ones
};

/// Which measures are asked for
enum class PairKappa : std::uint8_t { none, all };

/// Ratings made ready for weightings; thread-safe after construction
///
/// Gives the numbers of the functions in stats/agreement.h of the ratings in which each item stands
/// as often as its weight says, but for the last bits of sums.
class WeightedAgreement {
 public:
  /// Items and raters are numbered from 0; at most one rating for each pair of them
  WeightedAgreement(std::span<const ItemRating> ratings, std::size_t items, PairKappa kappa);

  /// One weight for each item
  AgreementMeasures measure(std::span<const std::int8_t> weights) const;

 private:
  // Items that got the same values, whoever gave them.
  struct Values {
    std::vector<std::pair<std::uint32_t, double>> counts;  // value → how often
    double ratings = 0;
    double pairs = 0;  // ordered pairs of ratings
    double near = 0;   // … at most 1 apart
    double same = 0;
  };
  // Items that got the same values from the same raters.
  struct Look {
    std::uint32_t values;
    std::vector<std::uint32_t> cells;  // one a pair of raters who both scored them
  };
  using Row = std::vector<std::pair<std::uint32_t, std::uint32_t>>;  // rater, place of the value

  Values values_of(const std::vector<std::uint32_t>& given) const;
  std::vector<std::uint32_t> cells_of(const Row& row) const;
  std::optional<double> alpha(std::span<const double> weights) const;
  std::optional<double> kappa(std::span<const double> weights) const;
  std::optional<double> kappa_of_pair(std::span<const double> counts) const;

  std::vector<double> scale_;  // the different values, sorted
  std::vector<Values> values_;
  std::vector<Look> looks_;
  std::vector<std::uint32_t> look_of_;  // each item's
  std::size_t rater_pairs_ = 0;         // 0 where kappa is not asked for
};

}  // namespace shijin
