// The connections of a desk: readers do not wait for the disk that a writer waits for.
#pragma once

#include <mutex>

#include "rate/desk.h"

namespace shijin {

struct RatingDesk::State {
  State(Database read, Database write, Campaign of)
      : reader(std::move(read)), writer(std::move(write)), campaign(std::move(of)) {}

  std::mutex reading;  // of reader
  Database reader;
  std::mutex writing;  // of writer
  Database writer;
  Campaign campaign;
  std::map<std::string, std::size_t, std::less<>> places;       // of campaign.items, by key
  std::map<std::string, std::vector<bool>, std::less<>> asked;  // by rater: asked_of()
};

}  // namespace shijin
