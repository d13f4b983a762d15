// Names from outside are for people only: no path is made of them.
#include "serve/imports.h"

#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_writer.h"
#include "base/secret.h"
#include "base/utf8.h"
#include "table/format.h"

namespace shijin {
namespace {

constexpr std::size_t kMostImports = 8;
constexpr std::size_t kMostName = 120;  // bytes
constexpr std::size_t kMostTexts = 256;

constexpr Text kForm{"the request is not of the form that this page sends",
                     "請求的格式與本頁送出的不同"};
constexpr Text kReload{"load the page again", "請重新載入頁面"};

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// ".csv.gz" of a name that ends so; "" where its ending is none that a format has.
std::string known_ending(std::string_view name) {
  const std::string low = lowered(name);
  std::string_view rest = low;
  std::string_view packed;
  for (const std::string_view suffix : {".gz", ".zst"}) {
    if (rest.ends_with(suffix)) {
      packed = suffix;
      rest.remove_suffix(suffix.size());
    }
  }
  for (const Format* format : all_formats()) {
    for (const std::string_view ending : format->extensions) {
      if (rest.ends_with(ending)) return std::string(ending) + std::string(packed);
    }
  }
  return std::string(packed);
}

}  // namespace

Error page_form_error() {
  Error error;
  error.name = "request-malformed";
  error.found = Message(kForm);
  error.help = Message(kReload);
  return error;
}

std::string renamed_in(std::string json, const std::string& path, const std::string& name) {
  std::string shown;
  append_json_text(shown, name);
  shown = shown.substr(1, shown.size() - 2);
  std::size_t at = 0;
  while ((at = json.find(path, at)) != std::string::npos) {
    json.replace(at, path.size(), shown);
    at += shown.size();
  }
  return json;
}

std::string Imports::new_path(std::string_view name) {
  return folder_ + "/" + make_secret() + known_ending(name);
}

Import Imports::add(const std::string& path, std::string name) {
  const std::lock_guard lock(mutex_);
  while (imports_.size() >= kMostImports) {
    const auto oldest = std::min_element(
        imports_.begin(), imports_.end(),
        [](const auto& a, const auto& b) { return a.second.order < b.second.order; });
    ::unlink(oldest->second.path.c_str());
    imports_.erase(oldest);
  }
  Import import{make_secret(), path, std::move(name), next_++};
  imports_[import.id] = import;
  return import;
}

std::optional<Import> Imports::find(std::string_view id) const {
  const std::lock_guard lock(mutex_);
  const auto found = imports_.find(id);
  if (found == imports_.end()) return std::nullopt;
  return found->second;
}

void Imports::remove(std::string_view id) {
  const std::lock_guard lock(mutex_);
  const auto found = imports_.find(id);
  if (found == imports_.end()) return;
  ::unlink(found->second.path.c_str());
  imports_.erase(found);
}

std::string shown_name(std::string_view coded) {
  std::string bytes;
  for (std::size_t i = 0; i < coded.size(); ++i) {
    const bool code = coded[i] == '%' && i + 2 < coded.size() && digit_of(coded[i + 1]) >= 0 &&
                      digit_of(coded[i + 2]) >= 0;
    if (code) {
      bytes += static_cast<char>(digit_of(coded[i + 1]) * 16 + digit_of(coded[i + 2]));
      i += 2;
    } else {
      bytes += coded[i];
    }
  }
  bytes.erase(0, bytes.find_last_of("/\\") + 1);
  for (char& c : bytes) {
    if (static_cast<unsigned char>(c) < 0x20 || c == '\x7f') c = '_';
  }
  std::size_t end = std::min(bytes.size(), kMostName);
  while (end > 0 && end < bytes.size() &&
         (static_cast<unsigned char>(bytes[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  bytes.resize(end);
  return bytes.empty() || bytes == "." || bytes == ".." ? "upload" : bytes;
}

Result<ImportAsked> read_asked(std::string_view json) {
  const auto document = nlohmann::json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (!document.is_object()) return page_form_error();
  ImportAsked asked;
  bool good = true;
  const auto text = [&](const nlohmann::json& value) {
    const auto* const words = value.get_ptr<const std::string*>();
    good = good && words != nullptr && words->size() <= 4096;
    return words == nullptr ? std::string() : *words;
  };
  for (const auto& [key, value] : document.items()) {
    if (key == "encoding") {
      asked.encoding = text(value);
    } else if (key == "task") {
      asked.task = text(value);
    } else if (key == "name") {
      asked.name = text(value);
    } else if ((key == "map" || key == "gates") && value.is_array() && value.size() <= kMostTexts) {
      for (const auto& entry : value) {
        if (key == "gates") {
          asked.gates.push_back(text(entry));
        } else if (entry.is_array() && entry.size() == 2) {
          asked.map.emplace_back(text(entry[0]), text(entry[1]));
        } else {
          good = false;
        }
      }
    } else {
      good = false;
    }
  }
  if (!good) return page_form_error();
  return asked;
}

}  // namespace shijin
