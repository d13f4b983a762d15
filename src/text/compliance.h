// Compliance screen: candidates for absolute or misleading advertising terms in Chinese text, each
// with its place, its tier and what may exempt it. A hit is never a verdict; a person decides.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/notes.h"
#include "base/result.h"
#include "text/fold.h"
#include "text/tokenizer.h"

namespace shijin {

/// How grave a term is
enum class Tier : std::uint8_t {
  banned = 1,   // 禁用: the law names it, or a promise nobody can keep
  careful = 2,  // 慎用: allowed with proof or in the right context
  hint = 3,     // 提示: worth a look
};

/// What kind of claim a term makes
enum class TermKind : std::uint8_t { absolute, promise, medical, money, authority, pressure, own };

/// Why a hit may be no problem
enum class Exemption : std::uint8_t {
  none,
  ordinary,   // the term stands inside a phrase of everyday use: 最佳實踐
  goal,       // an aim or a wish
  denied,     // "not the best"
  mentioned,  // the text speaks about the term
  own_range,  // compared within one brand
  award,      // a prize or a ranking that was won
  waived,     // the user's list exempts it
};

Text tier_name(Tier tier);
Text term_kind_name(TermKind kind);
Text exemption_name(Exemption exemption);

/// One term of a screen
struct ComplianceTerm {
  std::string text;  // as the list writes it
  Tier tier;
  TermKind kind;
  std::string category = {};  // the user's word for it; of own terms only
};

/// A candidate: bytes [place.begin, place.end) of the original text
struct ComplianceHit {
  std::uint32_t term;
  Tier tier;
  Span place;
  Exemption exemption = Exemption::none;
};

/// Finds terms; immutable, so any number of threads may use one
///
/// Texts are compared without regard to width, case, script (Traditional, Simplified), invisible
/// characters, and up to two symbols inserted between two Han characters.
class ComplianceScreen {
 public:
  /// The built-in list: about 150 terms
  static const ComplianceScreen& built_in();
  /// The built-in list with a user's own: one term a line, or term, tier and category separated by
  /// tabs; "#" begins a comment, and the tier "exempt" takes a term or phrase out
  ///
  /// An entry of one character is left out with a warning, and so is one of two without a tier: in
  /// open lists such entries flag most ordinary sentences. A note says how many of 100 harmless
  /// sentences the user's terms flag, a warning where they flag more than 2. `file` is named in
  /// messages.
  static Result<ComplianceScreen> with_list(std::string_view list, const std::string& file,
                                            Notes& notes);

  /// Find the candidates of a text, in order of place; none lies inside another
  std::vector<ComplianceHit> find(std::string_view text) const;
  /// The same of a folded text, out of which is dropped what was inserted
  std::vector<ComplianceHit> find(FoldedText& text) const;
  /// The gravest tier among those without an exemption, if any
  std::optional<Tier> gravest(std::string_view text) const;

  const std::vector<ComplianceTerm>& terms() const;
  /// Eight hexadecimal digits of the user's list; "" for the built-in one alone
  const std::string& digest() const;

 private:
  struct Data;
  explicit ComplianceScreen(std::shared_ptr<const Data> data) : data_(std::move(data)) {}
  Error alarms_of_own(const std::string& file) const;

  std::shared_ptr<const Data> data_;
};

}  // namespace shijin
