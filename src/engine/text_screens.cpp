// Where a reference does the same as its output (a refusal that is wanted, a text that is cut), the
// output is left alone.
#include "engine/text_screens.h"

#include <algorithm>

#include "base/utf8.h"
#include "engine/collect.h"
#include "text/compliance.h"
#include "text/echo.h"
#include "text/loop.h"
#include "text/mojibake.h"
#include "text/refusal.h"
#include "text/truncation.h"
#include "text/writing.h"

namespace shijin {
namespace {

constexpr std::size_t kExamples = 3;
constexpr std::size_t kKinds = 200;     // counted apart at most
constexpr std::size_t kEchoBytes = 30;  // an input shorter than that may well be repeated
constexpr double kEchoShare = 0.8;      // of an input, from which on it is repeated nearly whole
constexpr std::size_t kFrequent = 4;    // outputs of a shard that may be the most frequent of all
constexpr std::uint32_t kWindow = 120;  // bytes shown before a term far inside a text

constexpr Text kTermMark{"{0}, {1}", "{0}，{1}"};

bool begins_character(std::string_view text, std::size_t at) {
  return at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
}

// Bytes [begin, end) of an output.
struct Window {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// The part of the output that is shown: its beginning, else what stands around the hit.
Window show_around(Example& example, std::string_view output, const ComplianceHit& hit) {
  const auto shown = static_cast<std::uint32_t>(example.output.size());
  if (output.size() <= shown) return {0, shown};
  std::uint32_t begin = hit.place.begin > kWindow ? hit.place.begin - kWindow : 0;
  while (!begins_character(output, begin)) --begin;
  std::size_t end = std::min<std::size_t>(output.size(), hit.place.end + kWindow);
  while (!begins_character(output, end)) ++end;
  example.output = (begin > 0 ? "…" : "") + std::string(output.substr(begin, end - begin)) +
                   (end < output.size() ? "…" : "");
  return {begin, static_cast<std::uint32_t>(end)};
}

// Mark the terms in the part that is shown, exempted ones too: a person decides about each.
void mark_terms(Example& example, std::string_view output, const ComplianceHit& first,
                std::span<const ComplianceHit> hits, const ComplianceScreen& screen) {
  const Window window = show_around(example, output, first);
  const std::uint32_t lead = window.begin > 0 ? 3 : 0;  // bytes of "…"
  for (const ComplianceHit& hit : hits) {
    if (hit.place.begin < window.begin || hit.place.end > window.end) continue;
    const ComplianceTerm& term = screen.terms()[hit.term];
    const Message category =
        term.category.empty() ? Message(term_kind_name(term.kind)) : Message(term.category);
    Mark mark{hit.place.begin - window.begin + lead, hit.place.end - window.begin + lead,
              Message(kTermMark, {Message(tier_name(hit.tier)), category}), term.text,
              static_cast<int>(hit.tier)};
    if (hit.exemption != Exemption::none) mark.exempt = exemption_name(hit.exemption);
    example.marks.push_back(std::move(mark));
  }
}

void keep_first(std::vector<Example>& into, const std::vector<Example>& from) {
  for (const Example& example : from) {
    if (into.size() < kExamples) into.push_back(example);
  }
}

bool any_of(std::span<const std::string_view> texts, bool (*holds)(std::string_view)) {
  return std::any_of(texts.begin(), texts.end(), holds);
}

}  // namespace

Screened& TextScreens::note(std::string_view name, const ShardPlan& plan, const Shard& shard,
                            std::size_t i, std::string_view kind) {
  Screened& screened = found_[std::string(name)];
  ++screened.rows;
  const std::string key(kind);
  if (screened.kinds.contains(key) || screened.kinds.size() < kKinds) ++screened.kinds[key];
  if (screened.examples.size() < kExamples) {
    screened.examples.push_back(make_example(plan, shard, i));
  }
  return screened;
}

void TextScreens::look(const ShardPlan& plan, const Shard& shard) {
  count_texts(plan, shard);
  for (std::size_t i = 0; i < shard.samples.size; ++i) {
    if (shard.output[i].empty()) continue;
    fold_text(shard.output[i], folded_);
    look_at(plan, shard, i);
    look_at_terms(plan, shard, i);
  }
}

void TextScreens::count_texts(const ShardPlan& plan, const Shard& shard) {
  for (std::size_t i = 0; i < shard.samples.size; ++i) {
    outputs_.add(shard.output[i]);
    const auto references = shard.samples.references(i);
    if (!references.empty()) references_.add(references.front());
    if (!shard.input.empty()) inputs_.add(shard.input[i]);
  }
  for (const TextCounts::Count& one : outputs_.most_frequent(kFrequent)) {
    if (one.rows > 1) frequent_[one.key];
  }
  if (frequent_.empty()) return;
  for (std::size_t i = 0; i < shard.samples.size; ++i) {
    const auto found = frequent_.find(TextCounts::key_of(shard.output[i]));
    if (found == frequent_.end() || found->second.size() == kExamples) continue;
    found->second.push_back(make_example(plan, shard, i));
  }
}

SameText TextScreens::most_frequent() const {
  const auto rows = [](const TextCounts& texts) {
    const auto first = texts.most_frequent(1);
    return first.empty() ? std::int64_t{0} : first.front().rows;
  };
  SameText same;
  same.references = rows(references_);
  same.inputs = rows(inputs_);
  // Among equally frequent ones the first in the file.
  std::int64_t row = 0;
  for (const TextCounts::Count& one : outputs_.most_frequent(kFrequent)) {
    const auto found = frequent_.find(one.key);
    if (one.rows < same.outputs || found == frequent_.end()) continue;
    const std::int64_t own = found->second.front().row;
    if (one.rows == same.outputs && own > row) continue;
    same.outputs = one.rows;
    same.examples = found->second;
    row = own;
  }
  return same;
}

void TextScreens::look_at(const ShardPlan& plan, const Shard& shard, std::size_t i) {
  const std::string_view output = shard.output[i];
  const auto references = shard.samples.references(i);
  const std::string_view input = shard.input.empty() ? std::string_view() : shard.input[i];
  const auto refuses = [](std::string_view text) { return is_refusal(text); };
  if (is_refusal(folded_) && !any_of(references, refuses)) {
    note("refusals", plan, shard, i, "");
  }
  const auto cut = [](std::string_view text) { return cut_off(text) != CutOff::none; };
  if (cut(output) && !any_of(references, cut)) note("cut-short", plan, shard, i, "");
  if (find_loop(output)) note("loops", plan, shard, i, "");
  if (const auto wrong = wrong_writing(output, references, input)) {
    note(
        "wrong-language", plan, shard, i,
        std::string(writing_name(wrong->wanted)) + ">" + std::string(writing_name(wrong->written)));
  }
  const auto garbled = [](std::string_view text) {
    return find_garbled(text).kind != Garbled::none;
  };
  if (garbled(output) && !any_of(references, garbled)) note("garbled-text", plan, shard, i, "");
  const auto echoes = [&](std::string_view text) {
    return echoed_share(input, text) >= kEchoShare;
  };
  if (strip_python_space(input).size() >= kEchoBytes && echoes(output) &&
      std::none_of(references.begin(), references.end(), echoes)) {
    note("copied-input", plan, shard, i, "");
  }
}

void TextScreens::look_at_terms(const ShardPlan& plan, const Shard& shard, std::size_t i) {
  const ComplianceScreen& screen = plan.screen ? *plan.screen : ComplianceScreen::built_in();
  const std::vector<ComplianceHit> hits = screen.find(folded_);
  const auto first = std::find_if(hits.begin(), hits.end(), [](const ComplianceHit& hit) {
    return hit.tier == Tier::banned && hit.exemption == Exemption::none;
  });
  if (first == hits.end()) return;
  const std::size_t before = found_["compliance-terms"].examples.size();
  Screened& screened = note("compliance-terms", plan, shard, i, screen.terms()[first->term].text);
  if (screened.examples.size() > before) {
    mark_terms(screened.examples.back(), shard.output[i], *first, hits, screen);
  }
}

void TextScreens::merge(const TextScreens& later) {
  outputs_.merge(later.outputs_);
  references_.merge(later.references_);
  inputs_.merge(later.inputs_);
  for (const auto& [key, examples] : later.frequent_) keep_first(frequent_[key], examples);
  if (frequent_.size() > kKinds) {
    std::map<TextCounts::Key, std::vector<Example>> kept;
    for (const TextCounts::Count& one : outputs_.most_frequent(kFrequent)) {
      const auto found = frequent_.find(one.key);
      if (found != frequent_.end()) kept.insert(*found);
    }
    frequent_ = std::move(kept);
  }
  for (const auto& [name, from] : later.found_) {
    Screened& into = found_[name];
    into.rows += from.rows;
    for (const auto& [kind, count] : from.kinds) {
      if (into.kinds.contains(kind) || into.kinds.size() < kKinds) into.kinds[kind] += count;
    }
    keep_first(into.examples, from.examples);
  }
}

}  // namespace shijin
