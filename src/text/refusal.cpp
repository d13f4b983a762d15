// A refusal says who, cannot and what, near each other; or a phrase that is one by itself.
#include "text/refusal.h"

#include <memory>

#include "text/phrase_finder.h"
#include "text/refusal_terms_internal.h"

namespace shijin {
namespace {

constexpr std::size_t kOpening = 160;     // characters looked at
constexpr std::size_t kSubjectReach = 5;  // between who and cannot
constexpr std::size_t kDeedReach = 8;     // between cannot and what

PhraseFinder make_finder() {
  std::vector<std::u32string> phrases;
  for (const RefusalTerm& term : kRefusalTerms) phrases.push_back(folded(term.text));
  return PhraseFinder(phrases);
}

bool is_letter(char32_t c) { return (c >= 'a' && c <= 'z') || c == '\''; }

bool ends_sentence(char32_t c) {
  return c == U'。' || c == '.' || c == '!' || c == '?' || c == '\n' || c == ';';
}

// Whether a hit begins and, but for an ending ("assisting"), stands as a word of its own.
bool begins_word(std::u32string_view text, const PhraseHit& hit) {
  return hit.begin == 0 || !is_letter(text[hit.begin]) || !is_letter(text[hit.begin - 1]);
}

bool same_sentence(std::u32string_view text, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    if (ends_sentence(text[i])) return false;
  }
  return true;
}

class Opening {
 public:
  explicit Opening(std::u32string_view folded) : folded_(folded.substr(0, kOpening)) {
    static const auto kFinder = std::make_unique<const PhraseFinder>(make_finder());
    kFinder->find(folded_, hits_);
  }

  bool refuses() const {
    for (const PhraseHit& hit : hits_) {
      const RefusalWord word = kRefusalTerms[hit.phrase].word;
      if (!begins_word(folded_, hit)) continue;
      if (word == RefusalWord::whole) return true;
      if (word == RefusalWord::denied && deed_after(hit)) return true;
      if (word == RefusalWord::denial && subject_before(hit) && deed_after(hit)) return true;
    }
    return false;
  }

 private:
  bool subject_before(const PhraseHit& denial) const {
    for (const PhraseHit& hit : hits_) {
      if (kRefusalTerms[hit.phrase].word != RefusalWord::subject) continue;
      if (hit.end <= denial.begin && denial.begin - hit.end <= kSubjectReach &&
          same_sentence(folded_, hit.end, denial.begin)) {
        return true;
      }
    }
    return false;
  }
  bool deed_after(const PhraseHit& denial) const {
    for (const PhraseHit& hit : hits_) {
      if (kRefusalTerms[hit.phrase].word != RefusalWord::deed) continue;
      if (hit.begin >= denial.end && hit.begin - denial.end <= kDeedReach &&
          begins_word(folded_, hit) && same_sentence(folded_, denial.end, hit.begin)) {
        return true;
      }
    }
    return false;
  }

  std::u32string_view folded_;
  std::vector<PhraseHit> hits_;
};

}  // namespace

bool is_refusal(std::string_view text) {
  FoldedText folded;
  fold_text(text, folded, kOpening);
  return is_refusal(folded);
}

bool is_refusal(const FoldedText& text) { return Opening(text.characters).refuses(); }

}  // namespace shijin
