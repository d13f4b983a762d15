// Read strictly: a campaign is made of what was plainly asked for, or not at all.
#include "serve/setup_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_writer.h"
#include "base/numbers.h"
#include "base/secret.h"
#include "base/utf8.h"
#include "rate/blind.h"
#include "report/render.h"
#include "serve/imports.h"
#include "store/run_id.h"

namespace shijin {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostRuns = 32;
constexpr std::size_t kMostRaters = 200;
constexpr std::size_t kMostDimensions = 30;
constexpr std::size_t kMostText = 4096;  // bytes
constexpr std::int64_t kMostCount = 1'000'000;

constexpr Text kNoPoint{"the dimension \"{0}\" has words for some points, but none for {1}",
                        "面向「{0}」寫了部分分數的說明，但沒有 {1} 分的"};
constexpr Text kAllPoints{"words for each of 1, 2, 3, 4 and 5, or for none",
                          "1、2、3、4、5 都要寫說明，或全部不寫"};

// A member, or null where it is not there.
const Json& member(const Json& json, const char* name) {
  static const Json none;
  const auto found = json.find(name);
  return found == json.end() ? none : *found;
}

// Takes values apart; what is not there is empty; remembers whether all had the form they should
// have.
class Reader {
 public:
  bool good() const { return good_; }
  void refuse() { good_ = false; }

  std::string text(const Json& value) {
    if (value.is_null()) return "";
    const auto* const words = value.get_ptr<const std::string*>();
    good_ = good_ && words != nullptr && words->size() <= kMostText;
    return words == nullptr ? std::string() : std::string(strip_python_space(*words));
  }
  std::int64_t count(const Json& value) {
    if (value.is_null()) return 0;
    good_ = good_ && value.is_number_unsigned();
    const std::int64_t number = good_ ? value.get<std::int64_t>() : 0;
    good_ = good_ && number >= 0 && number <= kMostCount;
    return good_ ? number : 0;
  }
  const Json& list(const Json& value, std::size_t most) {
    static const Json none = Json::array();
    if (value.is_null()) return none;
    good_ = good_ && value.is_array() && value.size() <= most;
    return good_ ? value : none;
  }
  std::vector<std::string> texts(const Json& value, std::size_t most) {
    std::vector<std::string> out;
    for (const Json& one : list(value, most)) out.push_back(text(one));
    return out;
  }
  /// One of the words; the first where it is not there
  std::string one_of(const Json& value, std::initializer_list<std::string_view> names) {
    if (value.is_null()) return std::string(*names.begin());
    const std::string word = text(value);
    good_ = good_ && std::find(names.begin(), names.end(), word) != names.end();
    return word;
  }

 private:
  bool good_ = true;
};

RubricWords same_in_all(const std::string& words) { return {words, words, words}; }

// A dimension that comes along, {"key"}, or one of the user's own, {"title", "veto", "anchors"}.
void read_dimension(const Json& json, Reader& reader, std::vector<RubricDimension>& rubric,
                    bool& own) {
  if (!json.is_object()) return reader.refuse();
  RubricDimension one;
  std::string key;
  for (const auto& [name, value] : json.items()) {
    if (name == "key") {
      key = reader.text(value);
    } else if (name == "title") {
      one.key = reader.text(value);
    } else if (name == "veto") {
      if (!value.is_boolean()) return reader.refuse();
      one.veto = value.get<bool>();
    } else if (name == "anchors") {
      for (const std::string& words : reader.texts(value, kScoreHigh)) {
        one.anchors.push_back(same_in_all(words));
      }
    } else {
      reader.refuse();
    }
  }
  if (json.contains("key")) {
    const RubricDimension* known = find_rubric_dimension(key);
    if (known == nullptr || json.size() != 1) return reader.refuse();
    rubric.push_back(*known);
    return;
  }
  const auto empty = [](const RubricWords& words) { return words.en.empty(); };
  if (std::all_of(one.anchors.begin(), one.anchors.end(), empty)) one.anchors.clear();
  one.title = same_in_all(one.key);
  rubric.push_back(std::move(one));
  own = true;
}

Error rubric_error(const char* name, Message found, Message expected) {
  Error error;
  error.name = name;
  error.found = std::move(found);
  error.expected = std::move(expected);
  return error;
}

Result<Done> check_anchors(const std::vector<RubricDimension>& rubric) {
  for (const RubricDimension& one : rubric) {
    if (one.anchors.empty()) continue;
    for (std::size_t point = 0; point < static_cast<std::size_t>(kScoreHigh); ++point) {
      if (point < one.anchors.size() && !one.anchors[point].en.empty()) continue;
      return rubric_error("rubric-invalid", Message(kNoPoint, {one.key, std::to_string(point + 1)}),
                          Message(kAllPoints));
    }
  }
  return Done{};
}

// Ids of runs and imports have a form; nothing else comes near a path.
void read_sources(const Json& json, Reader& reader, SetupAsked& asked) {
  asked.runs = reader.texts(member(json, "runs"), kMostRuns);
  for (const std::string& id : asked.runs) {
    if (!is_run_id(id)) reader.refuse();
  }
  for (const Json& file : reader.list(member(json, "files"), kMostRuns)) {
    const std::vector<std::string> two = reader.texts(file, 2);
    if (two.size() != 2 || !is_secret(two[0])) return reader.refuse();
    asked.imports.push_back(two[0]);
    asked.outputs.push_back(two[1]);
  }
  asked.gold = reader.text(member(json, "gold"));
  if (!asked.gold.empty() && !is_secret(asked.gold)) reader.refuse();
}

void write_dimension(const RubricDimension& one, JsonWriter& json) {
  json.begin_object().key("key").text(one.key).key("title");
  write_words(json, one.title);
  json.key("veto").boolean(one.veto).key("anchors").begin_array();
  for (const RubricWords& anchor : one.anchors) write_words(json, anchor);
  json.end_array().end_object();
}

void write_made(const CampaignMade& made, JsonWriter& json) {
  const Campaign& campaign = made.campaign;
  const auto of_part = [&](ItemPart part) {
    return std::count_if(campaign.items.begin(), campaign.items.end(),
                         [&](const CampaignItem& item) { return item.part == part; });
  };
  json.begin_object().key("items").integer(static_cast<std::int64_t>(campaign.items.size()));
  json.key("samples").integer(static_cast<std::int64_t>(campaign.samples()));
  json.key("samples_all");
  json.integer(
      static_cast<std::int64_t>(made.pool.empty() ? campaign.samples() : made.pool.samples.size()));
  json.key("risk_metric").text(campaign.fact("risk-metric"));
  json.key("worst").integer(of_part(ItemPart::worst));
  json.key("repeats").integer(of_part(ItemPart::repeat));
  json.key("gold").integer(of_part(ItemPart::gold)).key("runs").begin_array();
  for (const std::string& run : campaign.runs) json.text(run);
  json.end_array().key("dimensions").begin_array();
  for (const std::string& key : campaign.dimensions) {
    const RubricDimension* known = campaign.words(key);
    write_words(json, known != nullptr ? known->title : same_in_all(key));
  }
  json.end_array().key("raters").begin_array();
  for (const std::string& rater : campaign.raters) {
    json.begin_object().key("rater").text(rater).key("items");
    json.integer(static_cast<std::int64_t>(item_order(campaign, rater).size())).end_object();
  }
  json.end_array().end_object();
}

}  // namespace

Result<SetupAsked> read_setup(std::string_view text) {
  constexpr std::string_view kKnown[] = {"name",       "runs",   "files",  "mode",  "raters",
                                         "dimensions", "sample", "count",  "worst", "repeats",
                                         "gold",       "seed",   "overlap"};
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return page_form_error();
  Reader reader;
  for (const auto& [name, value] : json.items()) {
    if (std::find(std::begin(kKnown), std::end(kKnown), name) == std::end(kKnown)) reader.refuse();
  }
  SetupAsked asked;
  CampaignAsked& campaign = asked.campaign;
  read_sources(json, reader, asked);
  campaign.name = reader.text(member(json, "name"));
  campaign.raters = reader.texts(member(json, "raters"), kMostRaters);
  const std::string mode = reader.one_of(member(json, "mode"), {"scoring", "pairwise"});
  const std::string sample = reader.one_of(member(json, "sample"), {"all", "uniform", "core"});
  const std::int64_t count = reader.count(member(json, "count"));
  const std::int64_t worst = reader.count(member(json, "worst"));
  const std::int64_t repeats = reader.count(member(json, "repeats"));
  const std::int64_t overlap = reader.count(member(json, "overlap"));
  if (overlap > 0) campaign.overlap = overlap;
  campaign.seed = static_cast<std::uint64_t>(reader.count(member(json, "seed")));
  std::vector<RubricDimension> rubric;
  bool own = false;
  for (const Json& one : reader.list(member(json, "dimensions"), kMostDimensions)) {
    read_dimension(one, reader, rubric, own);
  }
  const bool drawn = sample != "all";
  const bool pairwise = mode == "pairwise";
  if (pairwise && (drawn || !rubric.empty() || !asked.gold.empty())) reader.refuse();
  if (!drawn && worst > 0) reader.refuse();
  if (!reader.good()) return page_form_error();
  SJ_TRY(check_anchors(rubric));
  if (pairwise) campaign.mode = CampaignAsked::Mode::pairwise;
  if (drawn) campaign.sample = sample + ":" + std::to_string(count);
  if (repeats > 0) campaign.repeats = std::to_string(repeats) + "%";
  campaign.worst = worst;
  if (own) {
    campaign.own = std::move(rubric);
  } else {
    for (const RubricDimension& one : rubric) campaign.dimensions.push_back(one.key);
  }
  return asked;
}

Result<std::string> read_campaign_name(std::string_view text) {
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  Reader reader;
  const bool one = json.is_object() && json.size() == 1 && json.contains("campaign");
  const std::string name = one ? reader.text(json["campaign"]) : std::string();
  if (!one || !reader.good() || name.empty()) return page_form_error();
  return name;
}

std::string setup_preview(const CampaignAsked& asked, const Result<CampaignMade>& made,
                          const Notes& notes) {
  std::string out;
  JsonWriter json(out);
  const bool ready = made.ok() && !notes.has_errors();
  json.begin_object().key("campaign").text(asked.name).key("ready").boolean(ready);
  json.key("makes");
  if (ready) {
    write_made(*made, json);
  } else {
    json.null();
  }
  Notes all = notes;
  if (!made.ok()) all.add(made.error());
  json.key("problems").raw(render_json(all)).end_object();
  return out;
}

std::string rubric_json() {
  std::string out;
  JsonWriter json(out);
  json.begin_array();
  for (const RubricDimension& one : rubric_dimensions()) write_dimension(one, json);
  json.end_array();
  return out;
}

}  // namespace shijin
