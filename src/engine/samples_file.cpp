// Lines of --samples, written in the order of the rows.
#include "engine/samples_file.h"

#include <map>

#include "base/json_writer.h"
#include "engine/collect.h"
#include "rate/mean.h"
#include "table/shape.h"

namespace shijin {
namespace {

void write_roles(const ShardPlan& plan, const Shard& shard, std::size_t i, JsonWriter& json) {
  json.key("id").text(sample_id(shard, i));
  json.key("row").integer(shard.row[i]);
  if (!shard.input.empty()) json.key("input").text(shard.input[i]);
  if (plan.layout.task == Task::classification) {
    json.key("truth").text(shard.truth_text[i]);
    if (shard.extractor) {
      json.key("output").text(shard.predicted_text[i]);
      json.key("predicted");
      if (shard.predicted[i] >= 0) {
        json.text(plan.labels->name(shard.predicted[i]));
      } else {
        json.null();
      }
      json.key("found_by").text(found_by_name(shard.found_by[i]));
    } else {
      json.key("predicted").text(shard.predicted_text[i]);
    }
  } else {
    json.key("output").text(shard.output[i]);
    json.key("reference").begin_array();
    for (const std::string_view reference : shard.samples.references(i)) json.text(reference);
    json.end_array();
  }
  for (std::size_t k = 0; k < plan.layout.probabilities.size(); ++k) {
    const std::size_t at = i * plan.layout.probabilities.size() + k;
    json.key("probability:" + plan.layout.probabilities[k].first).number(shard.probabilities[at]);
  }
}

constexpr std::size_t kMostGiven = 60;  // pairs of a dimension and a rater that have a key

// One key of every line: a mean, or what one rater gave; nothing where an item has none.
struct RatingColumn {
  std::string key;
  std::vector<std::optional<double>> values;  // by item
};

RatingColumn mean_column(const std::string& dimension, const std::vector<ItemSum>& sums) {
  RatingColumn column{rating_key(dimension), {}};
  for (const ItemSum& sum : sums) {
    column.values.push_back(sum.count > 0 ? std::optional(sum.sum / sum.count) : std::nullopt);
  }
  return column;
}

std::vector<RatingColumn> rating_columns(const RatingSet& set) {
  std::vector<RatingColumn> columns;
  const auto& dimensions = set.dimensions();
  if (dimensions.size() > 1) columns.push_back(mean_column("", item_sums(set)));
  for (std::size_t d = 0; d < dimensions.size(); ++d) {
    columns.push_back(mean_column(dimensions[d], item_sums(set, d)));
  }
  if (dimensions.size() * set.raters().size() > kMostGiven) return columns;
  for (std::size_t d = 0; d < dimensions.size(); ++d) {
    std::map<std::uint32_t, RatingColumn> given;
    for (const ItemRating& one : set.of(d)) {
      RatingColumn& column = given[one.rater];
      column.values.resize(set.items().size());
      column.values[one.item] = one.value;
    }
    for (auto& [rater, column] : given) {
      column.key = "rating:" + dimensions[d] + ":" + set.raters()[rater];
      columns.push_back(std::move(column));
    }
  }
  return columns;
}

// What a language model gave each token of the text, for shading it.
void write_tokens(const Shard& shard, std::size_t i, JsonWriter& json) {
  const TokenScores& scores = shard.samples.log_probs;
  if (!scores.known()) return;
  json.key("log_prob").begin_array(JsonWriter::Layout::one_line);
  for (const double value : scores.of(i)) json.number(value);
  json.end_array();
  if (shard.log_probs.bytes.size() != scores.all.size()) return;
  json.key("token_bytes").begin_array(JsonWriter::Layout::one_line);
  for (std::size_t t = scores.begin[i]; t < scores.begin[i + 1]; ++t) {
    json.integer(shard.log_probs.bytes[t]);
  }
  json.end_array();
}

}  // namespace

std::string sample_lines(const ShardPlan& plan, const Shard& shard,
                         const std::vector<SampleColumn>& columns) {
  std::string out;
  for (std::size_t i = 0; i < shard.samples.size; ++i) {
    JsonWriter json(out);
    json.begin_object();
    write_roles(plan, shard, i, json);
    write_tokens(shard, i, json);
    for (const SampleColumn& column : columns) {
      json.key(column.key);
      if (column.scores[i]) {
        json.number(*column.scores[i]);
      } else {
        json.null();
      }
    }
    json.end_object();
    out += '\n';
  }
  return out;
}

std::string rating_lines(const RatingRows& rows, const RatingLayout& layout) {
  const std::vector<RatingColumn> columns = rating_columns(rows.ratings);
  std::string out;
  for (std::size_t i = 0; i < rows.items.size(); ++i) {
    const RatedItem& item = rows.items[i];
    JsonWriter json(out);
    json.begin_object().key("id");
    json.text(layout.id >= 0 ? rows.ratings.items()[i] : std::to_string(item.row));
    json.key("row").integer(item.row);
    if (layout.input >= 0) json.key("input").text(item.input);
    if (layout.output >= 0) json.key("output").text(item.output);
    if (layout.reference >= 0) {
      json.key("reference").begin_array();
      if (!item.reference.empty()) {
        for (const std::string& text : parse_reference_list(item.reference)) json.text(text);
      }
      json.end_array();
    }
    for (const RatingColumn& column : columns) {
      json.key(column.key);
      column.values[i] ? json.number(*column.values[i]) : json.null();
    }
    json.end_object();
    out += '\n';
  }
  return out;
}

}  // namespace shijin
