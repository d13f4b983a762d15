// shijin rate rubric: the words that raters score by, as a file to edit; and that file read back.
#include "cli/rate_rubric.h"

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <algorithm>

#include "cli/output.h"

namespace shijin::cli {
namespace {

constexpr Text kNotToml{"the rubric cannot be read: {0}", "無法讀取評分標準：{0}"};
constexpr Text kNoDimension{"the rubric has no dimension", "評分標準沒有任何面向"};
constexpr Text kUnknown{"the rubric has the unknown key \"{0}\"", "評分標準裡有不認得的鍵「{0}」"};
constexpr Text kNoKey{"a dimension has no key", "有面向沒有寫 key"};
constexpr Text kNoPoint{"the dimension \"{0}\" has words for some points, but none for {1}",
                        "面向「{0}」寫了部分分數的說明，但沒有 {1} 分的"};
constexpr Text kNoWords{"\"{0}\" has no words", "「{0}」沒有文字"};
constexpr Text kLanguage{"\"{0}\" is no language of the rubric", "「{0}」不是評分標準的語言"};
constexpr Text kTwice{"the dimension \"{0}\" stands there twice", "面向「{0}」出現兩次"};
constexpr Text kWrite{"write {0}", "請改寫 {0}"};
constexpr Text kOneOf{"one of: {0}", "下列之一：{0}"};
constexpr Text kForm{"a table [[dimension]] for each dimension",
                     "每個面向各一個 [[dimension]] 表格"};
constexpr Text kWordsForm{"a text, or {0}", "文字，或 {0}"};
constexpr Text kAllPoints{"words for each of 1, 2, 3, 4 and 5, or for none",
                          "1、2、3、4、5 都要寫說明，或全部不寫"};
constexpr Text kTemplate{"shijin rate rubric -o rubric.toml writes one to start from",
                         "shijin rate rubric -o rubric.toml 會寫出一份範本"};
constexpr std::string_view kThree = "{ en = \"…\", zh-Hant = \"…\", zh-Hans = \"…\" }";
constexpr Text kHead{
    "What raters score by: 1 to 5 points on each dimension. Edit the words, then: shijin rate new "
    "NAME FILE --raters a,b --rubric THIS",
    "評分者依據的標準：每個面向 1 到 5 分。修改文字後：shijin rate new 名稱 檔案 --raters 甲,乙 "
    "--rubric 本檔"};
constexpr Text kHeadVeto{
    "A dimension with veto = true vetoes: its 1 makes the overall score 1, and it is no part of "
    "the "
    "mean.",
    "veto = true 的面向有否決權：給 1 分，總評即為 1；它不計入平均。"};
constexpr Text kNoVeto{"veto is neither true nor false", "veto 不是 true 或 false"};

class RubricReader {
 public:
  explicit RubricReader(const std::string& path) : path_(path) {}

  Result<std::vector<RubricDimension>> read(const toml::table& table) {
    for (const auto& [key, node] : table) {
      if (key.str() != "dimension") return unknown(key, {"dimension"});
    }
    const toml::array* dimensions = table["dimension"].as_array();
    if (dimensions == nullptr || dimensions->empty()) return wrong(table, kNoDimension, kForm);
    std::vector<RubricDimension> rubric;
    for (const toml::node& node : *dimensions) {
      const toml::table* one = node.as_table();
      if (one == nullptr) return wrong(node, kNoDimension, kForm);
      rubric.push_back(SJ_TRY(dimension(*one)));
      const std::string& key = rubric.back().key;
      const auto same = [&](const RubricDimension& other) { return other.key == key; };
      if (std::count_if(rubric.begin(), rubric.end(), same) > 1) {
        return wrong(node, Message(kTwice, {key}), {});
      }
    }
    return rubric;
  }

  Error wrong(const toml::node& node, Message found, Message expected) const {
    return at(node.source(), std::move(found), std::move(expected));
  }
  Error at(const toml::source_region& place, Message found, Message expected) const {
    Error error =
        rate_error("rubric-invalid", std::move(found), std::move(expected), Message(kTemplate));
    error.at = {path_, place.begin.line, place.begin.column};
    return error;
  }

 private:
  Error unknown(const toml::key& key, const std::vector<std::string>& names) const {
    const std::string name(key.str());
    Error error = at(key.source(), Message(kUnknown, {name}), Message(kOneOf, {comma_list(names)}));
    const std::string near = nearest_name(name, names);
    if (!near.empty()) error.help = Message(kWrite, {near});
    return error;
  }

  Result<RubricDimension> dimension(const toml::table& table) const {
    static const std::vector<std::string> names = {"key", "title", "veto", "1", "2", "3", "4", "5"};
    RubricDimension one;
    for (const auto& [key, node] : table) {
      if (std::find(names.begin(), names.end(), key.str()) == names.end()) {
        return unknown(key, names);
      }
    }
    const auto* key = table["key"].as_string();
    if (key == nullptr || strip_python_space(key->get()).empty()) {
      return wrong(table, kNoKey, "key = \"tone\"");
    }
    one.key = strip_python_space(key->get());
    const toml::node* title = table.get("title");
    one.title =
        title == nullptr ? RubricWords{one.key, one.key, one.key} : SJ_TRY(words("title", *title));
    one.veto = one.key == kVeto;
    if (const toml::node* veto = table.get("veto")) {
      const auto* yes_or_no = veto->as_boolean();
      if (yes_or_no == nullptr) return wrong(*veto, kNoVeto, "veto = true");
      one.veto = yes_or_no->get();
    }
    std::string missing;
    for (std::size_t point = 3; point < names.size(); ++point) {
      const toml::node* anchor = table.get(names[point]);
      if (anchor == nullptr) {
        if (missing.empty()) missing = names[point];
      } else {
        one.anchors.push_back(SJ_TRY(words(names[point], *anchor)));
      }
    }
    if (!one.anchors.empty() && !missing.empty()) {
      return wrong(table, Message(kNoPoint, {one.key, missing}), kAllPoints);
    }
    return one;
  }

  // In three languages, or one text for all; a language that is left out takes the nearest one.
  Result<RubricWords> words(const std::string& name, const toml::node& node) const {
    const Message form(kWordsForm, {kThree});
    RubricWords out;
    if (const auto* text = node.as_string()) {
      const std::string plain(strip_python_space(text->get()));
      if (plain.empty()) return wrong(node, Message(kNoWords, {name}), form);
      return RubricWords{plain, plain, plain};
    }
    const toml::table* table = node.as_table();
    if (table == nullptr) return wrong(node, Message(kNoWords, {name}), form);
    for (const auto& [key, value] : *table) {
      const std::string language(key.str());
      const auto* text = value.as_string();
      if (text == nullptr) return wrong(value, Message(kNoWords, {language}), form);
      std::string* const to = language == "en"        ? &out.en
                              : language == "zh-Hant" ? &out.zh_hant
                              : language == "zh-Hans" ? &out.zh_hans
                                                      : nullptr;
      if (to == nullptr) return at(key.source(), Message(kLanguage, {language}), form);
      *to = strip_python_space(text->get());
    }
    const auto fill = [](std::string& to, const std::string& near, const std::string& far) {
      if (to.empty()) to = near.empty() ? far : near;
    };
    const RubricWords said = out;
    fill(out.en, said.zh_hant, said.zh_hans);
    fill(out.zh_hant, said.zh_hans, said.en);
    fill(out.zh_hans, said.zh_hant, said.en);
    if (out.en.empty()) return wrong(node, Message(kNoWords, {name}), form);
    return out;
  }

  std::string path_;
};

std::string toml_words(const RubricWords& words) {
  std::string out = "{ ";
  for (const Language language : {Language::en, Language::zh_hant, Language::zh_hans}) {
    if (language != Language::en) out += ", ";
    out += std::string(language_tag(language)) + " = ";
    JsonWriter(out).text(words.in(language));  // TOML's basic strings escape as JSON's do
  }
  return out + " }\n";
}

}  // namespace

Result<std::vector<RubricDimension>> read_rubric(const std::string& path) {
  const std::string text = SJ_TRY(read_file(path));
  const RubricReader reader(path);
  const toml::parse_result result = toml::parse(text, path);
  if (!result) {
    return reader.at(result.error().source(), Message(kNotToml, {result.error().description()}),
                     {});
  }
  return RubricReader(path).read(result.table());
}

std::string rubric_toml(std::span<const RubricDimension> rubric) {
  std::string out;
  for (const RubricDimension& dimension : rubric) {
    out += (out.empty() ? "[[dimension]]\nkey = " : "\n[[dimension]]\nkey = ");
    JsonWriter(out).text(dimension.key);
    out += "\ntitle = " + toml_words(dimension.title);
    if (dimension.veto) out += "veto = true\n";
    if (!dimension.veto && dimension.key == kVeto) out += "veto = false\n";
    for (std::size_t point = dimension.anchors.size(); point-- > 0;) {
      out += std::to_string(point + 1) + " = " + toml_words(dimension.anchors[point]);
    }
  }
  return out;
}

Exit rate_rubric(const Parsed& parsed, const Console& console) {
  std::vector<RubricDimension> rubric = rubric_dimensions();
  if (parsed.files.size() > 1) {
    Result<CampaignBook> book = open_book(parsed);
    if (!book.ok()) return refuse(book.error(), console);
    const Result<Campaign> campaign = book->load(parsed.files[1], ItemTexts::none);
    if (!campaign.ok()) return refuse(campaign.error(), console);
    rubric.clear();
    for (const std::string& key : campaign->dimensions) {
      const RubricDimension* known = campaign->words(key);
      rubric.push_back(known != nullptr ? *known : RubricDimension{key, {key, key, key}});
    }
  }
  std::string out;
  for (const Text& line : {kHead, kHeadVeto}) {
    out += "# " + std::string(line.in(console.language)) + "\n";
  }
  out += "\n" + rubric_toml(rubric);
  const std::string where = parsed.given("output") ? parsed.text("output") : "-";
  const Result<Done> written = write_result(where, out, console);
  return written.ok() ? Exit::good : refuse(written.error(), console);
}

}  // namespace shijin::cli
