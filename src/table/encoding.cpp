// Detection by proof where there is one, else by which of GB18030 and Big5 gives the more everyday
// text: both standards put the frequent characters in a block of their own ("level 1").
#include "table/encoding.h"

#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/numbers.h"
#include "base/utf8.h"

namespace shijin {
namespace {

// Bytes of a sequence that may be cut off at the end of a head.
constexpr std::size_t kCutBytes = 3;

// A text has more everyday characters than this share of all.
constexpr double kPlausible = 0.4;
constexpr std::size_t kFewHan = 4;

std::uint8_t byte_at(std::string_view text, std::size_t at) {
  return static_cast<std::uint8_t>(text[at]);
}

bool in(std::uint8_t byte, unsigned low, unsigned high) { return byte >= low && byte <= high; }

class IcuDecoder : public Decoder {
 public:
  explicit IcuDecoder(UConverter* converter) : converter_(converter) {}
  ~IcuDecoder() override { ucnv_close(converter_); }
  IcuDecoder(const IcuDecoder&) = delete;
  IcuDecoder& operator=(const IcuDecoder&) = delete;

  bool decode(std::string_view bytes, bool last, std::string& out, std::string& bad) override {
    std::array<UChar, 4096> units{};
    const char* from = bytes.data();
    const char* const end = from + bytes.size();
    for (;;) {
      UChar* to = units.data();
      UErrorCode status = U_ZERO_ERROR;
      ucnv_toUnicode(converter_, &to, units.data() + units.size(), &from, end, nullptr,
                     static_cast<UBool>(last), &status);
      append(out, units.data(), to);
      if (status == U_BUFFER_OVERFLOW_ERROR) continue;
      if (U_SUCCESS(status)) return true;
      std::array<char, 32> wrong{};
      auto count = static_cast<std::int8_t>(wrong.size());
      UErrorCode ignored = U_ZERO_ERROR;
      ucnv_getInvalidChars(converter_, wrong.data(), &count, &ignored);
      bad.assign(wrong.data(), static_cast<std::size_t>(count));
      return false;
    }
  }

 private:
  // A surrogate pair may be split between two calls: the first half waits in pending_.
  void append(std::string& out, const UChar* from, const UChar* to) {
    for (; from < to; ++from) {
      const char32_t unit = *from;
      if (pending_ != 0) {
        append_utf8(out, 0x10000U + ((pending_ - 0xD800U) << 10U) + (unit - 0xDC00U));
        pending_ = 0;
      } else if (unit >= 0xD800U && unit <= 0xDBFFU) {
        pending_ = unit;
      } else {
        append_utf8(out, unit);
      }
    }
  }

  UConverter* converter_;
  char32_t pending_ = 0;
};

// The head in an encoding, or nothing when it does not decode.
std::optional<std::string> decoded(std::string_view head, Head extent, const char* encoding) {
  const auto decoder = Decoder::make(encoding);
  std::string out;
  std::string bad;
  if (!decoder->decode(head, extent == Head::whole, out, bad)) return std::nullopt;
  return out;
}

// Hardly anything but Chinese beyond ASCII, and more of it than a few broken bytes could give.
bool reads_as_chinese(std::string_view text) {
  std::size_t han = 0;
  std::size_t others = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = decode_utf8(text, at);
    if (c < 0x80) continue;
    const bool width = (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFFEF);
    ++(is_han(c) || width ? han : others);
  }
  return han >= kFewHan && others * 10 <= han;
}

// Many bytes of one half of the 16-bit units are NUL, and few of the other half (U+4E00 has one).
std::string utf16_by_nul(std::string_view head) {
  std::array<std::size_t, 2> nul{};
  const std::size_t pairs = head.size() / 2;
  for (std::size_t i = 0; i < 2 * pairs; ++i) nul.at(i % 2) += head[i] == '\0' ? 1 : 0;
  // Chinese text has few NUL bytes in UTF-16, but each comma, digit and line end is one.
  const std::size_t enough = std::max<std::size_t>(2, pairs / 50);
  if (pairs < 2 || head.size() % 2 != 0) return "";
  if (nul[1] >= enough && nul[0] * 4 <= nul[1]) return "UTF-16LE";
  if (nul[0] >= enough && nul[1] * 4 <= nul[0]) return "UTF-16BE";
  return "";
}

struct Sequences {
  std::size_t valid = 0;
  std::size_t invalid = 0;
};

Sequences utf8_sequences(std::string_view head) {
  Sequences out;
  for (std::size_t at = 0; at < head.size();) {
    const std::size_t start = at;
    const bool ascii = byte_at(head, at) < 0x80;
    decode_utf8(head, at);
    if (ascii) continue;
    ++(at - start > 1 ? out.valid : out.invalid);
  }
  return out;
}

// The share of two-byte characters that are everyday ones: GB 2312 rows 1, 3 and 16–55.
double everyday_gb(std::string_view head) {
  std::size_t all = 0;
  std::size_t everyday = 0;
  for (std::size_t at = 0; at + 1 < head.size(); ++at) {
    if (byte_at(head, at) < 0x80) continue;
    const std::uint8_t lead = byte_at(head, at);
    const std::uint8_t trail = byte_at(head, ++at);
    ++all;
    const bool common = lead == 0xA1 || lead == 0xA3 || in(lead, 0xB0, 0xD7);
    everyday += common && trail >= 0xA1 ? 1 : 0;
  }
  return all == 0 ? 0 : static_cast<double>(everyday) / static_cast<double>(all);
}

// The same for Big5: its punctuation and its frequently used characters, 0xA440–0xC67E.
double everyday_big5(std::string_view head) {
  std::size_t all = 0;
  std::size_t everyday = 0;
  for (std::size_t at = 0; at + 1 < head.size(); ++at) {
    if (byte_at(head, at) < 0x80) continue;
    const std::uint8_t lead = byte_at(head, at);
    const std::uint8_t trail = byte_at(head, ++at);
    ++all;
    const bool common = lead == 0xA1 || in(lead, 0xA4, 0xC6);
    everyday += common && (in(trail, 0x40, 0x7E) || trail >= 0xA1) ? 1 : 0;
  }
  return all == 0 ? 0 : static_cast<double>(everyday) / static_cast<double>(all);
}

bool has_control_bytes(std::string_view head) {
  return std::any_of(head.begin(), head.end(), [](char c) {
    const auto byte = static_cast<std::uint8_t>(c);
    return byte < 0x09 || (byte > 0x0D && byte < 0x20 && byte != 0x1A && byte != 0x1B);
  });
}

EncodingFound guess_chinese(std::string_view head, Head extent) {
  EncodingFound out;
  if (has_control_bytes(head)) return out;  // not text at all
  const auto gb = decoded(head, extent, "GB18030");
  const auto big5 = decoded(head, extent, "Big5");
  const double as_gb = gb ? everyday_gb(head) : 0;
  const double as_big5 = big5 ? everyday_big5(head) : 0;
  // A few rare characters: more likely UTF-8 with a broken byte, or no Chinese encoding at all.
  const bool chinese = (gb && reads_as_chinese(*gb)) || (big5 && reads_as_chinese(*big5));
  if (!chinese && std::max(as_gb, as_big5) < kPlausible) return {"UTF-8", 0, false, ""};
  out.guessed = true;
  const bool prefer_gb = gb && (!big5 || as_gb >= as_big5);
  out.name = prefer_gb ? "GB18030" : "Big5";
  if (gb && big5) out.other = prefer_gb ? "Big5" : "GB18030";
  return out;
}

std::string upper_case(std::string_view name) {
  std::string out(name);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

constexpr std::array<std::string_view, 16> kOften = {
    "UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE",  "UTF-32",       "GB18030",    "GBK",    "GB2312",
    "Big5",  "CP950",  "CP936",    "Shift_JIS", "windows-1252", "ISO-8859-1", "EUC-KR", "EUC-JP"};

}  // namespace

EncodingFound detect_encoding(std::string_view head, Head extent) {
  if (head.starts_with("\xEF\xBB\xBF")) return {"UTF-8 with BOM", 3, false, ""};
  if (head.starts_with(std::string_view("\xFF\xFE\0\0", 4))) return {"UTF-32LE", 4, false, ""};
  if (head.starts_with(std::string_view("\0\0\xFE\xFF", 4))) return {"UTF-32BE", 4, false, ""};
  if (head.starts_with("\xFF\xFE")) return {"UTF-16LE", 2, false, ""};
  if (head.starts_with("\xFE\xFF")) return {"UTF-16BE", 2, false, ""};
  const std::string utf16 = utf16_by_nul(head);
  if (!utf16.empty() && decoded(head, extent, utf16.c_str())) return {utf16, 0, false, ""};
  const std::size_t invalid = find_invalid_utf8(head);
  const bool only_cut = extent == Head::cut && invalid != std::string_view::npos &&
                        invalid + kCutBytes >= head.size();
  if (invalid == std::string_view::npos || only_cut) return {"UTF-8", 0, false, ""};
  // Mostly UTF-8 with a broken byte is UTF-8 with an error, though GB18030 might swallow it.
  const Sequences sequences = utf8_sequences(head);
  if (sequences.valid > sequences.invalid) return {"UTF-8", 0, false, ""};
  return guess_chinese(head, extent);
}

std::string known_encoding(const std::string& name) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter* const converter = ucnv_open(name.c_str(), &status);
  if (U_FAILURE(status) || converter == nullptr || name.empty()) {
    ucnv_close(converter);
    return "";
  }
  ucnv_close(converter);
  for (const std::string_view often : kOften) {
    if (upper_case(often) == upper_case(name)) return std::string(often);
  }
  status = U_ZERO_ERROR;
  const char* const mime = ucnv_getStandardName(name.c_str(), "MIME", &status);
  return U_SUCCESS(status) && mime != nullptr ? mime : name;
}

std::string nearest_encoding(const std::string& name) {
  const std::string near = nearest_name(upper_case(name), kOften);
  return near.empty() ? nearest_name(name, kOften) : near;
}

std::unique_ptr<Decoder> Decoder::make(const std::string& encoding) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter* const converter = ucnv_open(encoding.c_str(), &status);
  SJ_CHECK(U_SUCCESS(status) && converter != nullptr, "a decoder for an unknown encoding");
  ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  return std::make_unique<IcuDecoder>(converter);
}

}  // namespace shijin
