// Building Samples from rows, and drawing rows.
#include "contract/make_samples.h"

#include <algorithm>

#include "base/numbers.h"
#include "base/random.h"

namespace shijin {
namespace {

// "0=0.2,1=0.8" → (label, number as text).
std::vector<std::pair<std::string, std::string>> split_probabilities(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> parts;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const std::string_view one = text.substr(0, comma);
    const std::size_t equals = one.rfind('=');
    parts.emplace_back(one.substr(0, equals), one.substr(equals + 1));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return parts;
}

constexpr std::string_view kLabels[] = {"0", "中立", "1"};
constexpr std::string_view kWords[] = {"the", "red",   "fox", "saw",   "a",
                                       "dog", "today", "and", "quiet", "house"};
constexpr std::string_view kHan[] = {"今", "天", "的", "口", "紅", "很", "顯", "白", "，", "好"};

std::string draw_probabilities(Random& random, std::string_view truth, Draw kind) {
  std::string text;
  double numbers[3];
  double sum = 0;
  for (double& number : numbers) {
    number = static_cast<double>(1 + random.below(8));  // few values, so that scores tie
    sum += number;
  }
  for (std::size_t k = 0; k < 3; ++k) {
    const double share =
        kind == Draw::perfect ? (kLabels[k] == truth ? 1.0 : 0.0) : numbers[k] / sum;
    text += (k == 0 ? "" : ",") + std::string(kLabels[k]) + "=" + shortest(share);
  }
  return text;
}

std::string draw_text(Random& random, std::span<const std::string_view> units,
                      std::string_view between) {
  std::string text;
  const std::uint64_t size = 12 + random.below(8);
  for (std::uint64_t i = 0; i < size; ++i) {
    if (i > 0) text += between;
    text += units[random.below(units.size())];
  }
  return text;
}

// Read "-0.5,-1.25".
void add_numbers(std::string_view list, std::vector<double>& numbers) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    numbers.push_back(parse_number(list.substr(0, comma)).value());
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
}

// Four numbers from -1 to 1 of which many are equal.
std::string draw_embedding(Random& random, Draw kind) {
  std::string text;
  for (int i = 0; i < 4; ++i) {
    const double value = static_cast<double>(random.below(33)) / 16 - 1;
    text += (i > 0 ? "," : "") + shortest(kind == Draw::perfect ? 1.0 : value);
  }
  return text;
}

std::string draw_log_probs(Random& random, Draw kind) {
  std::string text;
  const std::uint64_t tokens = 3 + random.below(20);
  for (std::uint64_t i = 0; i < tokens; ++i) {
    text += i > 0 ? "," : "";
    text +=
        kind == Draw::perfect ? "0" : "-" + shortest(static_cast<double>(random.below(64)) / 16);
  }
  return text;
}

}  // namespace

std::vector<std::string> classes_of(std::span<const ExampleRow> rows) {
  std::vector<std::string> classes;
  for (const ExampleRow& row : rows) {
    for (const auto& [label, number] : split_probabilities(row.probabilities)) {
      const bool known = std::find(classes.begin(), classes.end(), label) != classes.end();
      if (!known) classes.push_back(label);
    }
  }
  return classes;
}

MadeSamples::MadeSamples(std::span<const ExampleRow> rows, Needs needs, LabelSet& labels,
                         std::span<const std::string> classes) {
  const bool by_label = needs == Needs::labels || needs == Needs::probabilities;
  reference_begin_.push_back(0);
  log_prob_begin_.push_back(0);
  for (const ExampleRow& row : rows) {
    row_.push_back(static_cast<std::int64_t>(row_.size()) + 1);
    names_.push_back(std::to_string(row_.back()));
    id_.push_back(names_.back());
    input_.push_back(row.input);
    if (by_label) {
      truth_.push_back(row.reference.empty() ? kNoLabel : labels.id(row.reference));
      predicted_.push_back(row.output.empty() ? kUnparsed : labels.id(row.output));
      add_probabilities(row.probabilities, classes);
      continue;
    }
    output_.push_back(row.output);
    add_numbers(row.log_probs, log_probs_);
    log_prob_begin_.push_back(static_cast<std::uint32_t>(log_probs_.size()));
    add_numbers(row.embedding, embedding_);
    for (std::string_view rest = row.reference;;) {
      const std::size_t end = std::min(rest.find('\x1f'), rest.size());
      reference_.push_back(rest.substr(0, end));
      if (end == rest.size()) break;
      rest.remove_prefix(end + 1);
    }
    reference_begin_.push_back(static_cast<std::uint32_t>(reference_.size()));
  }
  for (const std::string& label : classes) classes_.push_back(labels.id(label));
  samples.size = rows.size();
  samples.row = row_;
  samples.id = id_;
  samples.input = input_;
  samples.output = output_;
  samples.reference = reference_;
  samples.reference_begin = reference_begin_;
  samples.truth = truth_;
  samples.predicted = predicted_;
  samples.classes = classes_;
  samples.probabilities = probabilities_;
  samples.scored = output_;
  samples.embedding = embedding_;
  samples.log_probs = samples.chunked = {log_probs_, log_prob_begin_};
}

void MadeSamples::add_probabilities(std::string_view text, std::span<const std::string> classes) {
  const auto parts = split_probabilities(text);
  for (const std::string& label : classes) {
    const auto found = std::find_if(parts.begin(), parts.end(),
                                    [&](const auto& part) { return part.first == label; });
    probabilities_.push_back(found == parts.end() ? 0.0 : parse_number(found->second).value());
  }
}

DrawnRows draw_rows(Needs needs, Draw kind, std::size_t count, std::uint64_t seed) {
  DrawnRows drawn;
  Random random(seed, 0);
  const auto keep = [&](std::string text) -> std::string_view {
    return drawn.texts.emplace_back(std::move(text));
  };
  for (std::size_t i = 0; i < count; ++i) {
    ExampleRow row{"", ""};
    if (needs == Needs::labels || needs == Needs::probabilities) {
      // The first rows have every label; then one label is rare.
      const std::size_t pick = i < 3 ? i : random.below(16) == 0 ? 1 : 2 * random.below(2);
      row.reference = kLabels[pick];
      row.output = random.below(3) == 0 ? kLabels[random.below(3)] : kLabels[pick];
      if (kind == Draw::perfect) row.output = row.reference;
      row.probabilities = keep(draw_probabilities(random, row.reference, kind));
    } else {
      const bool han = kind == Draw::mixed && i % 2 == 1;
      const auto text = [&] {
        return han ? draw_text(random, kHan, "") : draw_text(random, kWords, " ");
      };
      row.input = keep(text());
      row.reference = keep(text());
      row.output = kind == Draw::perfect ? row.reference : keep(text());
      const bool shared = kind == Draw::mixed && random.below(2) == 0;
      if (shared) row.output = keep(std::string(row.reference) + (han ? "好" : " indeed"));
      if (needs == Needs::log_probs) row.log_probs = keep(draw_log_probs(random, kind));
      if (needs == Needs::embeddings) row.embedding = keep(draw_embedding(random, kind));
    }
    drawn.rows.push_back(row);
  }
  return drawn;
}

}  // namespace shijin
