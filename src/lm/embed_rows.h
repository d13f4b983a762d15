// A table whose outputs and references an embedding model has compared: the same table with one
// more column, which anything that reads tables can evaluate.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/notes.h"
#include "lm/embedding.h"
#include "table/table.h"

namespace shijin {

/// The rows of a table, whole, and the texts in them that are compared
struct EmbeddedRows {
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> cells;              // [row][column]
  std::vector<std::vector<bool>> missing;                   // … those that the file does not have
  std::vector<std::int64_t> row;                            // 1-based data rows
  std::vector<std::pair<std::size_t, std::int64_t>> place;  // file and line of each row
  std::vector<EmbeddingPair> pairs;
  std::vector<std::pair<std::string, std::string>> map;  // how the table with the column is read
  std::vector<FileFacts> files;
  std::string digest;
};

/// Read the rows; a table without outputs and references is an Error. Thinking is taken out of
/// outputs unless it is to be kept
enum class KeepThinking : std::uint8_t { no, yes };
Result<EmbeddedRows> read_embedded(Table& table, KeepThinking thinking, Notes& notes);

/// What comes of them, as JSON Lines
std::string embedded_lines(const EmbeddedRows& rows, const EmbeddingResult& result);

/// What that depends on: equal texts are equal lines
std::string embedded_key(const EmbeddedRows& rows, const EmbeddingFacts& facts);

}  // namespace shijin
