// Square matrices of a few rows, as models of a few parameters need them.
#pragma once

#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace shijin {

/// Row by row
struct SmallMatrix {
  std::size_t size = 0;
  std::vector<double> cells;

  explicit SmallMatrix(std::size_t n) : size(n), cells(n * n) {}
  double& at(std::size_t r, std::size_t c) { return cells[r * size + c]; }
  double at(std::size_t r, std::size_t c) const { return cells[r * size + c]; }
};

inline SmallMatrix product(const SmallMatrix& a, const SmallMatrix& b) {
  SmallMatrix out(a.size);
  for (std::size_t r = 0; r < a.size; ++r) {
    for (std::size_t k = 0; k < a.size; ++k) {
      for (std::size_t c = 0; c < a.size; ++c) out.at(r, c) += a.at(r, k) * b.at(k, c);
    }
  }
  return out;
}

/// By Gauss and Jordan with the largest pivot; nothing where it has none to speak of
inline std::optional<SmallMatrix> inverse(SmallMatrix m) {
  const std::size_t n = m.size;
  SmallMatrix out(n);
  for (std::size_t i = 0; i < n; ++i) out.at(i, i) = 1;
  for (std::size_t column = 0; column < n; ++column) {
    std::size_t best = column;
    for (std::size_t r = column; r < n; ++r) {
      if (std::abs(m.at(r, column)) > std::abs(m.at(best, column))) best = r;
    }
    const double pivot = m.at(best, column);
    if (!(std::abs(pivot) > 1e-12)) return std::nullopt;
    for (std::size_t c = 0; c < n; ++c) {
      std::swap(m.at(best, c), m.at(column, c));
      std::swap(out.at(best, c), out.at(column, c));
      m.at(column, c) /= pivot;
      out.at(column, c) /= pivot;
    }
    for (std::size_t r = 0; r < n; ++r) {
      const double factor = m.at(r, column);
      if (r == column || factor == 0) continue;
      for (std::size_t c = 0; c < n; ++c) {
        m.at(r, c) -= factor * m.at(column, c);
        out.at(r, c) -= factor * out.at(column, c);
      }
    }
  }
  return out;
}

/// The matrix times a column
inline std::vector<double> applied(const SmallMatrix& m, const std::vector<double>& column) {
  std::vector<double> out(m.size);
  for (std::size_t r = 0; r < m.size; ++r) {
    for (std::size_t c = 0; c < m.size; ++c) out[r] += m.at(r, c) * column[c];
  }
  return out;
}

}  // namespace shijin
