// A suffix automaton (Blumer et al. 1985) of the first sequence, through which the second is read.
#include "metrics/common_run.h"

#include <algorithm>
#include <map>
#include <vector>

namespace shijin {
namespace {

// The runs that end at the same places; those of the links are shorter.
struct Node {
  std::map<std::uint32_t, std::size_t> next;
  std::size_t link = 0;  // of the longest ending that is a node of its own; 0 is the root
  std::uint32_t length = 0;
};

}  // namespace

std::uint32_t longest_common_run(std::span<const std::uint32_t> a,
                                 std::span<const std::uint32_t> b) {
  std::vector<Node> nodes(1);
  std::size_t last = 0;
  for (const std::uint32_t token : a) {
    const std::size_t fresh = nodes.size();
    nodes.push_back({{}, 0, nodes[last].length + 1});
    bool at_root = false;
    std::size_t at = last;
    while (!at_root && !nodes[at].next.contains(token)) {
      nodes[at].next[token] = fresh;
      at_root = at == 0;
      at = nodes[at].link;
    }
    if (!at_root) {
      const std::size_t known = nodes[at].next[token];
      std::size_t link = known;
      if (nodes[known].length != nodes[at].length + 1) {
        link = nodes.size();
        nodes.push_back({nodes[known].next, nodes[known].link, nodes[at].length + 1});
        nodes[known].link = link;
        for (bool end = false;
             !end && nodes[at].next.contains(token) && nodes[at].next[token] == known;) {
          nodes[at].next[token] = link;
          end = at == 0;
          at = nodes[at].link;
        }
      }
      nodes[fresh].link = link;
    }
    last = fresh;
  }
  std::uint32_t best = 0;
  std::uint32_t length = 0;
  std::size_t at = 0;
  for (const std::uint32_t token : b) {
    while (at != 0 && !nodes[at].next.contains(token)) {
      at = nodes[at].link;
      length = nodes[at].length;
    }
    const auto found = nodes[at].next.find(token);
    if (found == nodes[at].next.end()) continue;
    at = found->second;
    best = std::max(best, ++length);
  }
  return best;
}

}  // namespace shijin
