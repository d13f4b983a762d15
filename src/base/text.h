// Text{en, zh}: the same words in English and Traditional Chinese, checked at compile time; and
// Message: a Text with its {0} {1} filled in, kept in all languages until it is shown.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace shijin {

enum class Language : std::uint8_t { en, zh_hant, zh_hans };

/// Give the tag of a language as the command line and JSON write it: en, zh-Hant, zh-Hans
std::string_view language_tag(Language language);

namespace text_rules {
// Called only when a Text is wrong; not constexpr, so the compiler names the broken rule.
void english_is_missing();
void chinese_is_missing();
void english_has_chinese_in_it();
void chinese_has_no_chinese_in_it();
void placeholders_differ();

consteval unsigned placeholders(std::string_view text) {
  unsigned seen = 0;
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    if (text[i] == '{' && text[i + 2] == '}' && text[i + 1] >= '0' && text[i + 1] <= '9') {
      seen |= 1U << static_cast<unsigned>(text[i + 1] - '0');
    }
  }
  return seen;
}

consteval bool has_wide(std::string_view text) {
  for (char c : text) {
    if (static_cast<unsigned char>(c) >= 0xE3) return true;
  }
  return false;
}

consteval bool has_letter(std::string_view text) {
  for (char c : text) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return true;
  }
  return false;
}
}  // namespace text_rules

/// Hold words a person may read, in English and Traditional Chinese (Simplified is generated)
///
/// Does not compile when a language is missing, when the English holds CJK, when English words have
/// no Chinese, or when the {0}…{9} placeholders differ. Examples are data, not Text.
struct Text {
  std::string_view en;
  std::string_view zh;

  consteval Text(const char* english, const char* chinese) : en(english), zh(chinese) {
    if (en.empty()) text_rules::english_is_missing();
    if (zh.empty()) text_rules::chinese_is_missing();
    if (text_rules::has_wide(en)) text_rules::english_has_chinese_in_it();
    if (text_rules::has_letter(en) && !text_rules::has_wide(zh)) {
      text_rules::chinese_has_no_chinese_in_it();
    }
    if (text_rules::placeholders(en) != text_rules::placeholders(zh)) {
      text_rules::placeholders_differ();
    }
  }
  constexpr Text() = default;

  constexpr bool empty() const { return en.empty(); }
  /// Give the words in a language; Simplified falls back to Traditional where the table has no
  /// entry
  std::string_view in(Language language) const;
};

/// Hold a Text with its placeholders filled, or plain words that are the same in every language
class Message {
 public:
  Message() = default;
  Message(Text form) : form_(form) {}
  Message(Text form, std::initializer_list<Message> arguments)
      : form_(form), arguments_(arguments) {}
  Message(Text form, std::vector<Message> arguments)
      : form_(form), arguments_(std::move(arguments)) {}
  /// Plain words: user data, names, numbers already printed
  Message(std::string plain) : plain_(std::move(plain)) {}
  Message(std::string_view plain) : plain_(plain) {}
  Message(const char* plain) : plain_(plain) {}

  /// Words read at run time, copied in both languages: for a Text whose words may go before this
  static Message kept(Text text);

  bool empty() const { return form_.empty() && plain_.empty(); }
  std::string in(Language language) const;

 private:
  friend Message join(const std::vector<Message>& parts, Text separator);

  Text form_;  // the separator when this is a list
  bool list_ = false;
  std::string plain_;
  std::string plain_zh_;  // where plain words differ by language
  std::vector<Message> arguments_;
};

/// Join messages by a separator that may differ by language (", " and "、")
Message join(const std::vector<Message>& parts, Text separator);

/// Give the Simplified form of a Traditional text of ours, or nothing; see simplified_table.cpp
std::string_view simplified(std::string_view traditional);

}  // namespace shijin
