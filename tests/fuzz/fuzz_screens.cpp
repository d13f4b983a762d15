// Fuzz the screens of texts: an output, a reference and an input, divided by bytes 1. No crash, and
// every place that a screen names lies inside its text, on the borders of characters.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/utf8.h"
#include "text/compliance.h"
#include "text/echo.h"
#include "text/loop.h"
#include "text/mojibake.h"
#include "text/refusal.h"
#include "text/truncation.h"
#include "text/writing.h"

namespace {

void check(bool holds) {
  if (!holds) std::abort();
}

void check_place(std::string_view text, shijin::Span place) {
  const auto begins = [&](std::uint32_t at) {
    return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
  };
  check(place.begin < place.end && place.end <= text.size());
  check(begins(place.begin) && begins(place.end));
}

void screen(std::string_view text) {
  shijin::is_refusal(text);
  shijin::cut_off(text);
  if (const auto loop = shijin::find_loop(text)) {
    check_place(text, loop->unit);
    check(loop->times >= 2);
  }
  const shijin::GarbledPlace garbled = shijin::find_garbled(text);
  if (garbled.kind != shijin::Garbled::none) check_place(text, garbled.place);
  const auto& screen = shijin::ComplianceScreen::built_in();
  std::uint32_t reached = 0;
  for (const shijin::ComplianceHit& hit : screen.find(text)) {
    check_place(text, hit.place);
    check(hit.place.begin >= reached && hit.term < screen.terms().size());
    reached = hit.place.begin;
  }
}

// A list of terms as a user may write it.
void screen_with(std::string_view list, std::string_view text) {
  shijin::Notes notes;
  const auto screen = shijin::ComplianceScreen::with_list(list, "terms.txt", notes);
  describe(notes, shijin::Language::zh_hans);
  if (!screen.ok()) {
    describe(screen.error(), shijin::Language::en);
    return;
  }
  for (const shijin::ComplianceHit& hit : screen->find(text)) check_place(text, hit.place);
}

std::string_view take(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\x01'), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(rest.size(), end + 1));
  return part;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  const std::string_view output = take(rest);
  const std::string_view reference = take(rest);
  const std::string_view input = take(rest);
  if (shijin::find_invalid_utf8(output) != std::string_view::npos) return 0;
  screen_with(reference, output);
  if (shijin::find_invalid_utf8(reference) != std::string_view::npos) return 0;
  if (shijin::find_invalid_utf8(input) != std::string_view::npos) return 0;
  screen(output);
  const std::string_view references[] = {reference};
  shijin::wrong_writing(output, references, input);
  const double share = shijin::echoed_share(input, output);
  check(share >= 0 && share <= 1);
  // A text repeats itself whole, unless it is nothing but white space.
  const double itself = shijin::echoed_share(output, output);
  check(itself == (shijin::strip_python_space(output).empty() ? 0 : 1));
  return 0;
}
