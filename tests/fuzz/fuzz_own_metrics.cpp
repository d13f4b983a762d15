// Fuzz what users write of their own metrics, and what their programs answer: no crash; an
// expression that was read prints in a form that reads back to the same form; a schema decides.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.h"
#include "metrics/own_answer.h"
#include "metrics/own_expression.h"
#include "metrics/own_metric.h"
#include "metrics/own_schema.h"

namespace {

std::vector<std::string> names_of(const shijin::Expression& expression) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < expression.leaves().size(); ++i) {
    names.push_back("m" + std::to_string(i));
  }
  return names;
}

void try_expression(std::string_view text) {
  const auto first = shijin::Expression::parse(text);
  if (!first.ok()) return;
  const std::vector<std::string> names = names_of(*first);
  const std::string printed = first->print(names);
  const auto again = shijin::Expression::parse(printed);
  if (!again.ok() || again->leaves().size() != names.size()) {
    if (printed.size() > 5'000) return;  // blanks may take it over the longest allowed
    std::abort();
  }
  std::vector<std::string> order;
  for (const shijin::KeyText& leaf : again->leaves()) order.push_back(leaf.name);
  if (again->print(order) != printed) std::abort();
  const std::vector<shijin::Score> scores(names.size(), shijin::Score::of(0.5));
  const shijin::Score one = first->value(scores, names);
  const shijin::Score other = again->value(scores, order);
  if (one.value != other.value || (!one.value && one.undefined_because.empty())) std::abort();
}

}  // namespace

// The first byte chooses; a schema and its text are divided by the first line break.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (shijin::find_invalid_utf8(text) != std::string_view::npos) return 0;
  switch (data[0] % 4) {
    case 0:
      try_expression(text);
      break;
    case 1: {
      shijin::Answer answer;
      static_cast<void>(shijin::read_answer(text, answer));
      break;
    }
    case 2: {
      auto schema = shijin::Schema::read(text.substr(0, text.find('\n')));
      if (schema.ok() && text.find('\n') != std::string_view::npos) {
        static_cast<void>(schema->check(text.substr(text.find('\n') + 1)));
      }
      break;
    }
    default: {
      const auto own = shijin::read_own_metric(text);
      // A schema would be read from any path, and a program is only started when it is bound.
      if (own.ok() && own->find("json_schema") == nullptr && own->find("command") == nullptr) {
        static_cast<void>(shijin::OwnMetrics::check(*own));
      }
    }
  }
  return 0;
}
