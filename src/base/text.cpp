// Choosing a language and filling placeholders.
#include "base/text.h"

#include "base/told.h"

namespace shijin {
namespace {

// Parts the Traditional from the Simplified form of told words; it stands in no words of ours.
constexpr char kBetween = '\x1f';

}  // namespace

std::string_view language_tag(Language language) {
  switch (language) {
    case Language::en:
      return "en";
    case Language::zh_hant:
      return "zh-Hant";
    case Language::zh_hans:
      return "zh-Hans";
  }
  return "en";
}

std::string_view Text::in(Language language) const {
  if (language == Language::en) return en;
  if (language == Language::zh_hant) return zh;
  const std::string_view hans = simplified(zh);
  return hans.empty() ? zh : hans;
}

Message Message::kept(Text text) {
  Message message;
  message.plain_ = text.en;
  message.plain_zh_ = text.zh;
  return message;
}

std::string Message::in(Language language) const {
  if (form_.empty() && (language == Language::en || plain_zh_.empty())) return plain_;
  if (form_.empty()) {
    if (const std::size_t at = plain_zh_.find(kBetween); at != std::string::npos) {
      return language == Language::zh_hant ? plain_zh_.substr(0, at) : plain_zh_.substr(at + 1);
    }
    const std::string_view simple =
        language == Language::zh_hans ? simplified(plain_zh_) : std::string_view();
    return simple.empty() ? plain_zh_ : std::string(simple);
  }
  const std::string_view form = form_.in(language);
  std::string out;
  if (list_) {
    for (std::size_t i = 0; i < arguments_.size(); ++i) {
      if (i > 0) out += form;
      out += arguments_[i].in(language);
    }
    return out;
  }
  out.reserve(form.size() + 16 * arguments_.size());
  for (std::size_t i = 0; i < form.size(); ++i) {
    const bool placeholder = form[i] == '{' && i + 2 < form.size() && form[i + 2] == '}' &&
                             form[i + 1] >= '0' && form[i + 1] <= '9';
    if (!placeholder) {
      out += form[i];
      continue;
    }
    const auto which = static_cast<std::size_t>(form[i + 1] - '0');
    if (which < arguments_.size()) out += arguments_[which].in(language);
    i += 2;
  }
  return out;
}

Message told(std::string_view english, std::string_view traditional, std::string_view simplified) {
  const std::string both = std::string(traditional) + kBetween + std::string(simplified);
  Text words;
  words.en = english;
  words.zh = both;
  return Message::kept(words);
}

Message join(const std::vector<Message>& parts, Text separator) {
  if (parts.empty()) return Message();
  Message all(separator, parts);
  all.list_ = true;
  return all;
}

}  // namespace shijin
