// Reading a table shard by shard: several are taken apart at once, and handed over in order.
#pragma once

#include <atomic>
#include <functional>

#include "base/parallel.h"
#include "table/table.h"

namespace shijin {

/// Call `look(batch, notes)` for each shard, on several threads at once, then `take(what it gave)`
/// one after the other in the order of the shards
template <class Look, class Take>
Result<Done> for_each_shard(Table& table, std::span<const int> columns, std::size_t threads,
                            const std::atomic<bool>* stop, Look look, Take take) {
  using Part = decltype(look(std::declval<const Batch&>(), std::declval<Notes&>()));
  bool more = true;
  while (more && !(stop != nullptr && stop->load())) {
    std::vector<RawShard> shards;
    while (shards.size() < 2 * threads) {
      RawShard shard;
      more = SJ_TRY(table.cut(shard));
      if (!more) break;
      shards.push_back(std::move(shard));
    }
    std::vector<Part> parts(shards.size());
    std::vector<Notes> notes(shards.size());
    parallel_for(shards.size(), threads, [&](std::size_t i) {
      Batch batch;
      table.parse(shards[i], columns, batch, notes[i]);
      parts[i] = look(batch, notes[i]);
    });
    for (std::size_t i = 0; i < parts.size(); ++i) take(std::move(parts[i]), notes[i]);
  }
  return Done{};
}

}  // namespace shijin
