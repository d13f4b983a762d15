// Events are read strictly: what is not plainly meant is refused by name, and kept by the page.
#include "serve/rate_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_writer.h"
#include "base/utf8.h"
#include "engine/version.h"
#include "rate/rubric.h"
#include "rate/sheet.h"
#include "report/render.h"

namespace shijin {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostEvents = 100;
constexpr std::size_t kMostWords = 16000;  // bytes of a comment
constexpr std::size_t kMostId = 64;
constexpr std::size_t kMostTime = 40;
constexpr std::string_view kReasons[] = {"text", "rubric", "slip", "taste", "other"};

void write(JsonWriter& json, const Text& text) {
  json.begin_object();
  for (const Language language : {Language::en, Language::zh_hant, Language::zh_hans}) {
    json.key(language_tag(language)).text(text.in(language));
  }
  json.end_object();
}

void write_mode(JsonWriter& json, const Campaign& campaign) {
  json.key("mode").text(campaign.pairwise() ? "pairwise" : "scoring");
}

void write_dimensions(JsonWriter& json, const Campaign& campaign) {
  json.key("dimensions").begin_array();
  for (const std::string& name : campaign.dimensions) {
    const RubricDimension* known = campaign.words(name);
    json.begin_object().key("key").text(name).key("title");
    if (known != nullptr) {
      write_words(json, known->title);
    } else {
      write_words(json, {name, name, name});
    }
    json.key("veto").boolean(campaign.vetoes(name)).key("anchors").begin_array();
    if (known != nullptr) {
      for (const RubricWords& anchor : known->anchors) write_words(json, anchor);
    }
    json.end_array().end_object();
  }
  json.end_array();
}

void write_says(JsonWriter& json, const Campaign& campaign, const RaterSays& says) {
  const auto words = [&](std::string_view field) {
    const auto found = says.fields.find(std::string(field));
    return found == says.fields.end() ? std::string() : found->second.words;
  };
  json.begin_object().key("scores").begin_object();
  for (const std::string& dimension : campaign.dimensions) {
    const auto found = says.fields.find(dimension);
    if (found == says.fields.end()) continue;
    json.key(dimension);
    found->second.score ? json.number(*found->second.score) : json.text(kNotApplicable);
  }
  json.end_object().key("tags").text(words(kTagsField));
  json.key("comment").text(words(kCommentField)).end_object();
}

const std::string* text_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? nullptr : found->get_ptr<const std::string*>();
}

std::int64_t whole_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number_integer()) return 0;
  return std::clamp<std::int64_t>(found->get<std::int64_t>(), 0, 1LL << 40);
}

bool is_event_id(std::string_view id) {
  return id.size() >= 8 && id.size() <= kMostId && std::all_of(id.begin(), id.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-';
         });
}

// The score that a value stands for; false where it is neither NA nor 1 – 5, or of a choice between
// two texts 1, 0 or ½.
bool read_score(const Json& value, const Campaign& campaign, RatingEntry& entry) {
  if (value.is_number()) {
    const auto score = value.get<double>();
    const bool choice = score == 0 || score == 0.5 || score == 1;
    const bool point = value.is_number_integer() && score >= kScoreLow && score <= kScoreHigh;
    if (!(campaign.pairwise() ? choice : point)) return false;
    entry.score = score;
    return true;
  }
  const auto* const text = value.get_ptr<const std::string*>();
  entry.words = kNotApplicable;
  return text != nullptr && *text == kNotApplicable;
}

// All that is said of an item: each dimension, and the words, which may be empty.
std::string_view read_says(const Json& says, const Campaign& campaign, RatingEntry blank,
                           std::vector<RatingEntry>& entries) {
  const bool withdraws = says.is_null();
  const auto scores = withdraws ? says.end() : says.find("scores");
  if (!withdraws && (!says.is_object() || scores == says.end() || !scores->is_object() ||
                     scores->size() != campaign.dimensions.size())) {
    return "event-scores";
  }
  for (const std::string& dimension : campaign.dimensions) {
    RatingEntry& entry = entries.emplace_back(blank);
    entry.field = dimension;
    if (withdraws) continue;
    const auto score = scores->find(dimension);
    if (score == scores->end() || !read_score(*score, campaign, entry)) return "event-scores";
  }
  for (const auto& [name, field] : {std::pair("tags", kTagsField), {"comment", kCommentField}}) {
    RatingEntry& entry = entries.emplace_back(blank);
    entry.field = field;
    if (withdraws || !says.contains(name)) continue;
    const std::string* const words = text_of(says, name);
    if (words == nullptr || words->size() > kMostWords) return "event-words";
    entry.words = sheet_text(strip_python_space(*words));
  }
  return {};
}

SentEvent read_event(const Json& json, const RatingDesk& desk, const std::string& rater) {
  SentEvent sent;
  const std::string* const id = json.is_object() ? text_of(json, "id") : nullptr;
  const std::string* const key = json.is_object() ? text_of(json, "item") : nullptr;
  if (id == nullptr || key == nullptr || !is_event_id(*id) || !json.contains("says")) {
    sent.wrong = "event-malformed";
    return sent;
  }
  sent.id = *id;
  sent.key = *key;
  const CampaignItem* const item = desk.find(*key);
  if (item == nullptr || !desk.asks(rater, item->number)) {
    sent.wrong = "event-item-unknown";
    return sent;
  }
  PageEvent& event = sent.event;
  event.id = *id;
  event.item = item->number;
  event.revision = whole_of(json, "revision");
  event.milliseconds = whole_of(json, "milliseconds");
  if (const std::string* const time = text_of(json, "time")) {
    event.page_time = sheet_text(time->substr(0, kMostTime));
  }
  sent.wrong =
      read_says(json["says"], desk.campaign(), {item->number, rater, "", {}, ""}, event.entries);
  return sent;
}

std::string_view name_of(DeskLine::State state) {
  switch (state) {
    case DeskLine::State::begun:
      return "begun";
    case DeskLine::State::done:
      return "done";
    case DeskLine::State::cannot_judge:
      return "cannot";
    case DeskLine::State::open:
      break;
  }
  return "open";
}

}  // namespace

std::string work_json(const Campaign& campaign, const std::string& rater,
                      const std::vector<DeskLine>& lines, Language language) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("version").text(version()).key("language").text(language_tag(language));
  write_mode(json, campaign);
  json.key("campaign").text(campaign.name).key("rater").text(rater);
  json.key("rubric").text(version_words(campaign.rubric));
  write_dimensions(json, campaign);
  json.key("tags").begin_array();
  if (campaign.has_veto()) {
    for (const Text& tag : compliance_tags()) write(json, tag);
  }
  json.end_array().key("items").begin_array();
  for (const DeskLine& line : lines) {
    json.begin_array().text(line.key).text(name_of(line.state)).end_array();
  }
  json.end_array().end_object();
  return out;
}

std::string item_json(const Campaign& campaign, const CampaignItem& item, const RaterSays& says) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("item").text(item.key).key("input").text(item.input);
  json.key("output").text(item.output);
  if (campaign.pairwise()) json.key("other").text(item.other);
  json.key("reference").text(item.reference);
  json.key("revision").integer(says.revision).key("says");
  if (says.anything()) {
    write_says(json, campaign, says);
  } else {
    json.null();
  }
  json.end_object();
  return out;
}

std::optional<std::vector<SentEvent>> read_events(std::string_view json, const RatingDesk& desk,
                                                  const std::string& rater) {
  const Json document = Json::parse(json, nullptr, /*allow_exceptions=*/false);
  const auto list = document.is_object() ? document.find("events") : document.end();
  if (!document.is_object() || list == document.end() || !list->is_array()) return std::nullopt;
  if (list->empty() || list->size() > kMostEvents) return std::nullopt;
  std::vector<SentEvent> events;
  for (const Json& one : *list) events.push_back(read_event(one, desk, rater));
  return events;
}

std::string events_json(const Campaign& campaign, const std::vector<EventAnswer>& answers) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("answers").begin_array();
  for (const EventAnswer& answer : answers) {
    json.begin_object().key("id").text(answer.sent->id).key("item").text(answer.sent->key);
    if (!answer.sent->wrong.empty()) json.key("refused").text(answer.sent->wrong);
    if (answer.failed) json.key("failed").raw(render_json(*answer.failed));
    if (answer.taken) {
      json.key("revision").integer(answer.taken->revision);
      json.key("repeated").boolean(answer.taken->repeated).key("replaced");
      if (answer.taken->replaced) {
        write_says(json, campaign, *answer.taken->replaced);
      } else {
        json.null();
      }
    }
    json.end_object();
  }
  json.end_array().end_object();
  return out;
}

std::string overview_json(const Campaign& campaign, const std::vector<RaterFacts>& raters,
                          Language language) {
  std::string out;
  JsonWriter json(out);
  const auto number = [&](std::string_view key, const std::optional<double>& value) {
    json.key(key);
    value ? json.number(*value) : json.null();
  };
  json.begin_object().key("version").text(version()).key("language").text(language_tag(language));
  write_mode(json, campaign);
  json.key("core").boolean(campaign.fact("sample").starts_with("core"));
  json.key("campaign").text(campaign.name).key("created").text(campaign.created);
  json.key("rubric").text(version_words(campaign.rubric));
  json.key("items").integer(static_cast<std::int64_t>(campaign.items.size()));
  json.key("runs").begin_array();
  for (const std::string& run : campaign.runs) json.text(run);
  json.end_array();
  write_dimensions(json, campaign);
  json.key("raters").begin_array();
  for (const RaterFacts& facts : raters) {
    json.begin_object().key("rater").text(facts.rater).key("items").integer(facts.items);
    json.key("rated").integer(facts.rated);
    json.key("begun").integer(facts.begun).key("last").text(facts.last);
    number("seconds", facts.seconds);
    number("all_equal", facts.all_equal);
    number("against_others", facts.against_others);
    number("far_from_others", facts.far_from_others);
    json.key("common").integer(facts.common).key("questions").begin_array();
    for (const std::string_view question : facts.questions) json.text(question);
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return out;
}

std::string disagreements_json(const Campaign& campaign, const std::vector<Disagreement>& found,
                               const std::vector<CampaignItem>& items) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("disagreements").begin_array();
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Disagreement& one = found[i];
    const CampaignItem& item = items[i];
    json.begin_object().key("item").text(item.key).key("dimension").text(one.dimension);
    json.key("run").text(campaign.runs[static_cast<std::size_t>(item.run)]);
    json.key("sample").text(item.sample).key("input").text(item.input);
    json.key("output").text(item.output).key("reference").text(item.reference);
    if (campaign.pairwise()) {
      json.key("other").text(item.other);
      json.key("other_run").text(campaign.runs[static_cast<std::size_t>(item.other_run)]);
    }
    json.key("split").boolean(one.split).key("worth").number(one.worth);
    json.key("scores").begin_array();
    for (const auto& [rater, score] : one.scores) {
      json.begin_array().text(rater).number(score).end_array();
    }
    json.end_array().key("settled");
    one.settled ? json.number(*one.settled) : json.null();
    json.key("reason").text(one.reason).end_object();
  }
  json.end_array().end_object();
  return out;
}

std::optional<Settled> read_settled(std::string_view json, const Campaign& campaign) {
  const Json document = Json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (!document.is_object()) return std::nullopt;
  const std::string* const key = text_of(document, "item");
  const std::string* const dimension = text_of(document, "dimension");
  const std::string* const reason = text_of(document, "reason");
  RatingEntry entry;
  if (key == nullptr || dimension == nullptr || reason == nullptr || !document.contains("score") ||
      !read_score(document["score"], campaign, entry) || !entry.score) {
    return std::nullopt;
  }
  const bool known =
      std::find(campaign.dimensions.begin(), campaign.dimensions.end(), *dimension) !=
          campaign.dimensions.end() &&
      std::find(std::begin(kReasons), std::end(kReasons), *reason) != std::end(kReasons);
  if (!known) return std::nullopt;
  return Settled{*key, *dimension, *entry.score, *reason};
}

}  // namespace shijin
