// Rating rows: the cells of a table taken as ratings.
#pragma once

#include <string>
#include <vector>

#include "base/notes.h"
#include "rate/rating.h"
#include "table/table.h"

namespace shijin {

/// The columns of a table that ratings come from; positions in `columns`, -1 where there is none
struct RatingLayout {
  struct Scores {
    int position = -1;
    std::string dimension;
    std::string rater;  // of several columns of one dimension; "" where rows or lists say it
  };
  std::vector<int> columns;  // the projection: indices of Table::names()
  int id = -1;
  int input = -1;
  int output = -1;
  int reference = -1;
  int rater = -1;
  int cluster = -1;
  std::vector<Scores> scores;
};

RatingLayout lay_out_ratings(const Table& table);

/// Where an item first stands, and what it is
struct RatedItem {
  std::int64_t row = 0;       // 1-based data row
  std::uint64_t asked = 0;    // hash of its input
  std::uint64_t cluster = 0;  // hash of its cluster's name
  std::string input;          // … and its texts, where RatingRows keeps them
  std::string output;
  std::string reference;
};

/// What reading left behind
struct RatingRows {
  RatingSet ratings;
  bool keeps_texts = false;      // set before reading
  std::vector<RatedItem> items;  // of RatingSet::items()
  std::int64_t rows = 0;
  std::int64_t used = 0;  // rows with a rating
  std::int64_t skipped = 0;
  std::vector<std::int64_t> skipped_rows;
};

/// Add the rows of a shard; problems go to `notes`
void add_rating_rows(const Table& table, const RatingLayout& layout, const RawShard& raw,
                     BadRows bad_rows, RatingRows& rows, Notes& notes);

}  // namespace shijin
