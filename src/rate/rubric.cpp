// The words that come along, in both languages, and what makes a version of others.
#include "rate/rubric.h"

#include <algorithm>

#include "base/hash.h"
#include "base/told.h"

namespace shijin {
namespace {

struct BuiltIn {
  std::string_view key;
  Text title;
  std::array<Text, 5> anchors;
};

constexpr BuiltIn kDimensions[] = {
    {"relevance",
     {"Relevance", "相關性"},
     {{{"answers something else, or is about the wrong thing", "答非所問或寫錯對象"},
       {"touches the subject; the main demand is not met", "只沾邊，主要要求沒有滿足"},
       {"the right subject, but an important demand is missing or about a third is beside the "
        "point",
        "主題對，但漏掉重要要求或約三分之一無關"},
       {"answers the prompt; misses a minor point or has a sentence too many",
        "回應指令，漏一個次要點或多一句無關的話"},
       {"answers the prompt in full, nothing beside the point",
        "完全回應指令，要點齊全，沒有離題內容"}}}},
    {"fluency",
     {"Fluency", "流暢度"},
     {{{"hardly readable: garbled, or large parts repeated", "難以讀懂，亂碼或大段重複"},
       {"halting in many places, has to be read again", "多處不通，需反覆讀"},
       {"two or three mistakes or awkward turns, but understandable", "兩三處語病或彆扭，讀得懂"},
       {"one small flaw that does not disturb", "一處小瑕疵，不影響閱讀"},
       {"natural, without a mistake, fit to publish", "自然通順，無語病錯字，可直接發布"}}}},
    {"style",
     {"Style", "風格一致性"},
     {{{"the opposite of what was asked; NA where no style was asked",
        "與要求相反；未指定風格時填 NA"},
       {"mostly not the style asked for", "大部分不符合"},
       {"the style comes and goes", "風格時有時無"},
       {"the style asked for, but for a few words", "基本符合，個別用詞偏離"},
       {"tone, words and length are as asked", "語氣、用詞、長度都符合指定風格"}}}},
    {"compliance",
     {"Compliance", "合規性"},
     {{{"unlawful, sensitive or harmful: vetoes the item", "違法、敏感或可能造成傷害：一票否決"},
       {"plainly forbidden words, or a promise of effect without proof",
        "有明顯違規用語或無依據的功效承諾"},
       {"one absolute or exaggerated claim that can be mended", "有一處絕對化或誇大，可改"},
       {"doubtful words, but with proof or exempt", "有可疑用語但有依據或屬豁免"},
       {"no risk at all", "無任何風險"}}}},
};

constexpr Text kTags[] = {
    {"absolute terms", "絕對化用語"}, {"false or exaggerated", "虛假或誇大"},
    {"medical effect", "功效或醫療"}, {"promised yield", "金融收益承諾"},
    {"political", "敏感政治"},        {"sexual or vulgar", "色情低俗"},
    {"discrimination", "歧視侮辱"},   {"privacy", "隱私"},
    {"infringement", "侵權"},         {"other", "其他"},
};

constexpr Text kOverallTitle{"Overall", "總評"};

// Of the user's own are those from here on, so that they all have eight digits.
constexpr std::int64_t kFirstOwn = 0x10000000;

RubricWords words_of(const Text& text) {
  return {std::string(text.in(Language::en)), std::string(text.in(Language::zh_hant)),
          std::string(text.in(Language::zh_hans))};
}

std::vector<RubricDimension> built_in() {
  std::vector<RubricDimension> all;
  for (const BuiltIn& one : kDimensions) {
    RubricDimension& dimension = all.emplace_back();
    dimension.key = one.key;
    dimension.veto = one.key == kVeto;
    dimension.title = words_of(one.title);
    for (const Text& anchor : one.anchors) dimension.anchors.push_back(words_of(anchor));
  }
  return all;
}

}  // namespace

const std::string& RubricWords::in(Language language) const {
  return language == Language::en ? en : language == Language::zh_hant ? zh_hant : zh_hans;
}

Message RubricWords::message() const { return told(en, zh_hant, zh_hans); }

bool RubricDimension::called(std::string_view name) const {
  return name == key || name == title.en || name == title.zh_hant || name == title.zh_hans;
}

const std::vector<RubricDimension>& rubric_dimensions() {
  static const std::vector<RubricDimension> all = built_in();
  return all;
}

std::span<const Text> compliance_tags() { return kTags; }

const RubricDimension* find_rubric_dimension(std::span<const RubricDimension> rubric,
                                             std::string_view name) {
  const auto found = std::find_if(rubric.begin(), rubric.end(),
                                  [&](const RubricDimension& one) { return one.called(name); });
  return found == rubric.end() ? nullptr : &*found;
}

const RubricDimension* find_rubric_dimension(std::string_view name) {
  return find_rubric_dimension(rubric_dimensions(), name);
}

Message dimension_title(std::string_view dimension) {
  if (dimension == kOverall) return Message(kOverallTitle);
  const RubricDimension* const known = find_rubric_dimension(dimension);
  return known != nullptr ? known->title.message() : Message(dimension);
}

std::int64_t rubric_version(std::span<const RubricDimension> rubric) {
  std::string all;
  const auto add = [&](std::string_view words) {
    all += words;
    all += '\x1f';
  };
  const auto add_words = [&](const RubricWords& words) {
    add(words.en);
    add(words.zh_hant);
    add(words.zh_hans);
  };
  for (const RubricDimension& dimension : rubric) {
    add(dimension.key);
    add_words(dimension.title);
    for (const RubricWords& anchor : dimension.anchors) add_words(anchor);
    // Only where it is not as it would be unsaid: a rubric that says nothing keeps its version.
    if (dimension.veto != (dimension.key == kVeto)) add(dimension.veto ? "veto" : "no veto");
    all += '\x1e';
  }
  const auto short_hash = static_cast<std::int64_t>(hash_bytes(all) >> 32U);
  return short_hash < kFirstOwn ? short_hash + kFirstOwn : short_hash;
}

std::string version_words(std::int64_t version) {
  if (version < kFirstOwn) return std::to_string(version);
  std::string digits;
  for (int shift = 28; shift >= 0; shift -= 4) {
    digits += "0123456789abcdef"[static_cast<std::size_t>(version >> shift) & 15U];
  }
  return digits;
}

void write_words(JsonWriter& json, const RubricWords& words) {
  json.begin_object(JsonWriter::Layout::one_line);
  for (const Language language : {Language::en, Language::zh_hant, Language::zh_hans}) {
    json.key(language_tag(language)).text(words.in(language));
  }
  json.end_object();
}

}  // namespace shijin
