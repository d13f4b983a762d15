// Names of outcomes, and looking a comparison up.
#include "evidence/comparison.h"

namespace shijin {

std::string_view outcome_name(Outcome outcome) {
  switch (outcome) {
    case Outcome::better:
      return "better";
    case Outcome::worse:
      return "worse";
    case Outcome::no_difference:
      return "no-difference";
    case Outcome::undecided:
      return "undecided";
  }
  return "undecided";
}

std::string_view undecided_name(Undecided why) {
  switch (why) {
    case Undecided::not_undecided:
      return "";
    case Undecided::untested:
      return "untested";
    case Undecided::holds_zero:
      return "holds-zero";
    case Undecided::many_comparisons:
      return "many-comparisons";
    case Undecided::test_says_luck:
      return "test-says-luck";
    case Undecided::no_direction:
      return "no-direction";
  }
  return "";
}

std::string_view joined_by_name(JoinedBy joined) {
  switch (joined) {
    case JoinedBy::id:
      return "id";
    case JoinedBy::content:
      return "content";
    case JoinedBy::order:
      return "order";
  }
  return "order";
}

const ComparedScore* Comparison::find(std::string_view key, std::size_t run) const {
  for (const ComparedScore& score : scores) {
    if (score.key == key && score.run == run) return &score;
  }
  return nullptr;
}

}  // namespace shijin
