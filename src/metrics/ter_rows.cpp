// The beam's borders as the peer works them out, and the rows that do not fit into a word.
#include "metrics/ter_rows.h"

#include <cmath>

namespace shijin::ter {

void Beam::lay(std::size_t rows, std::size_t columns) {
  // In doubles, like the peer: a product just below a whole number rounds down one further.
  const double ratio = static_cast<double>(columns) / static_cast<double>(rows);
  std::size_t width = kBeam;
  if (static_cast<double>(kBeam) < ratio / 2) {
    width = static_cast<std::size_t>(std::ceil(ratio / 2 + static_cast<double>(kBeam)));
  }
  begin.assign(rows + 1, 0);
  end.assign(rows + 1, columns + 1);
  for (std::size_t i = 1; i <= rows; ++i) {
    const auto diagonal = static_cast<std::size_t>(std::floor(static_cast<double>(i) * ratio));
    begin[i] = diagonal > width ? diagonal - width : 0;
    if (i < rows) end[i] = std::min(columns + 1, diagonal + width);
  }
}

CellRows::Row CellRows::start() const {
  Row row(reference_->size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = static_cast<std::uint32_t>(j);
  return row;
}

void CellRows::step(Row& row, std::size_t i, std::uint32_t word) const {
  const Row before = row;
  std::fill(row.begin(), row.end(), kInfinite);
  for (std::size_t j = beam_->begin[i]; j < beam_->end[i]; ++j) {
    std::uint32_t least = before[j] + 1;
    if (j > 0) {
      least = std::min(least, row[j - 1] + 1);
      least = std::min(least, before[j - 1] + (reference_->words()[j - 1] == word ? 0 : 1));
    }
    row[j] = std::min(least, kInfinite);
  }
}

Edit CellRows::edit(std::size_t, std::size_t j, const Row& before, const Row& row,
                    bool equal) const {
  if (row[j] == before[j - 1] + (equal ? 0 : 1)) return equal ? Edit::keep : Edit::replace;
  return row[j] == before[j] + 1 ? Edit::remove : Edit::insert;
}

}  // namespace shijin::ter
