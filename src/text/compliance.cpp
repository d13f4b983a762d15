// Terms, exempting phrases and context words are found in one pass over the folded text; then each
// term is weighed with what stands around it.
#include "text/compliance.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/hash.h"
#include "base/utf8.h"
#include "text/compliance_terms_internal.h"
#include "text/fold.h"
#include "text/phrase_finder.h"

namespace shijin {
namespace {

constexpr Text kTooShort{"\"{0}\" has one character and would flag ordinary text everywhere",
                         "「{0}」只有一個字，一般文字到處都會中"};
constexpr Text kNeedsTier{"\"{0}\" has two characters and no tier",
                          "「{0}」只有兩個字，又沒有寫明等級"};
constexpr Text kLonger{"a term of three characters or more, or of two with a tier",
                       "三個字以上的詞，或寫明等級的兩字詞"};
constexpr Text kLeftOut{"it is left out; write a longer phrase, or add a tab and 1, 2 or 3",
                        "已略過；請寫更長的詞，或在後面加上 Tab 與 1、2、3"};
constexpr Text kBadTier{"the tier is \"{0}\"", "等級是「{0}」"};
constexpr Text kTiers{"1, 2, 3 or exempt", "1、2、3 或 exempt"};
constexpr Text kBadTierHelp{"separate term, tier and category by tabs",
                            "請以 Tab 分隔詞、等級與類別"};
constexpr Text kNothing{"the list holds no usable term", "清單裡沒有可用的詞"};
constexpr Text kNotUtf8{"the list is not UTF-8", "清單不是 UTF-8 編碼"};
constexpr Text kNotUtf8Help{"save it as UTF-8, such as with: iconv -f GB18030 -t UTF-8",
                            "請另存為 UTF-8，例如：iconv -f GB18030 -t UTF-8"};

constexpr Text kAlarms{"tier 1 of the list flags {0} of {1} ordinary sentences",
                       "清單的第 1 級會標到 {1} 句日常句子中的 {0} 句"};
constexpr Text kFewAlarms{"at most {0}: such sentences are harmless",
                          "最多 {0} 句，因為這些句子都沒有問題"};
constexpr Text kMendAlarms{
    "write longer terms, give them tier 2 or 3, or leave them out; most alarms: {0}",
    "請改寫成更長的詞、降為第 2 或第 3 級，或拿掉；警報最多的是：{0}"};
constexpr Text kAlarmsOfTerm{"{0} ({1})", "{0}（{1}）"};
constexpr Text kComma{", ", "、"};
constexpr std::size_t kAlarmsAllowed = 2;
constexpr std::size_t kAlarmsNamed = 5;

constexpr std::array<Text, 3> kTierNames = {Text{"tier 1, banned", "第 1 級禁用"},
                                            Text{"tier 2, with care", "第 2 級慎用"},
                                            Text{"tier 3, a hint", "第 3 級提示"}};
constexpr std::array<Text, 7> kKindNames = {
    Text{"absolute claim", "絕對化用語"},     Text{"promise of effect", "效果保證"},
    Text{"medical claim", "功效或醫療宣稱"},  Text{"promise of gain", "收益承諾"},
    Text{"borrowed authority", "借用權威"},   Text{"pressure to buy", "催促購買"},
    Text{"term of your own list", "自訂清單"}};
constexpr std::array<Text, 8> kExemptionNames = {
    Text{"nothing exempts it", "沒有豁免理由"},
    Text{"an everyday phrase", "日常用語"},
    Text{"an aim or wish", "目標或願望"},
    Text{"the text denies it", "文中是否定的說法"},
    Text{"the text speaks about the term", "文中在談論這個詞"},
    Text{"compared within one brand", "同品牌自我比較"},
    Text{"a prize or ranking", "獎項或評選"},
    Text{"your list exempts it", "自訂清單已豁免"}};

// The tier of a user's line; nothing when it is none. 0 stands for "exempt".
std::optional<int> read_tier(std::string_view text) {
  const std::map<std::string_view, int> names = {{"1", 1},    {"2", 2},     {"3", 3},
                                                 {"禁用", 1}, {"慎用", 2},  {"提示", 3},
                                                 {"豁免", 0}, {"exempt", 0}};
  const auto found = names.find(text);
  if (found == names.end()) return std::nullopt;
  return found->second;
}

bool is_word(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

std::u32string fold_term(std::string_view text) {
  FoldedText out;
  fold_text(text, out);
  drop_inserted(out);
  return std::move(out.characters);
}

struct UserLine {
  std::string_view term, tier, category;
};

UserLine cut_line(std::string_view line) {
  UserLine out;
  const std::size_t tab = std::min(line.find('\t'), line.size());
  out.term = strip_python_space(line.substr(0, tab));
  line.remove_prefix(std::min(line.size(), tab + 1));
  const std::size_t second = std::min(line.find('\t'), line.size());
  out.tier = strip_python_space(line.substr(0, second));
  line.remove_prefix(std::min(line.size(), second + 1));
  out.category = strip_python_space(line);
  return out;
}

}  // namespace

Text tier_name(Tier tier) { return kTierNames[static_cast<std::size_t>(tier) - 1]; }
Text term_kind_name(TermKind kind) { return kKindNames[static_cast<std::size_t>(kind)]; }
Text exemption_name(Exemption exemption) {
  return kExemptionNames[static_cast<std::size_t>(exemption)];
}

// Phrases of the finder: terms first, then exempting phrases, then words of contexts.
struct ComplianceScreen::Data {
  enum class Role : std::uint8_t { term, phrase, waiver, context };
  struct Entry {
    Role role;
    std::uint32_t index;  // of the term, or of the context
  };

  std::vector<ComplianceTerm> terms;
  std::vector<std::u32string> phrases;
  std::vector<Entry> entries;
  std::map<std::u32string, std::uint32_t> known;
  PhraseFinder finder;
  std::string digest;

  void add(std::u32string folded, Role role, std::uint32_t index);
  void add_term(ComplianceTerm term);
  void add_built_in();
  Result<Done> add_line(const UserLine& line, std::string_view whole, const Where& at,
                        Notes& notes);
  Exemption exemption(const PhraseHit& hit, const std::vector<PhraseHit>& all) const;
};

// A phrase that is there already takes the new meaning: the user's list comes last and wins.
void ComplianceScreen::Data::add(std::u32string folded, Role role, std::uint32_t index) {
  const auto [at, fresh] = known.emplace(folded, static_cast<std::uint32_t>(phrases.size()));
  if (!fresh) {
    if (role != Role::context) entries[at->second] = {role, index};
    return;
  }
  phrases.push_back(std::move(folded));
  entries.push_back({role, index});
}

void ComplianceScreen::Data::add_term(ComplianceTerm term) {
  std::u32string folded = fold_term(term.text);
  terms.push_back(std::move(term));
  add(std::move(folded), Role::term, static_cast<std::uint32_t>(terms.size() - 1));
}

void ComplianceScreen::Data::add_built_in() {
  for (const BuiltInTerm& term : kBuiltInTerms) {
    add_term({std::string(term.text), term.tier, term.kind});
  }
  for (const std::string_view phrase : kOrdinaryPhrases) add(fold_term(phrase), Role::phrase, 0);
  for (std::uint32_t i = 0; i < kTermContexts.size(); ++i) {
    std::string_view words = kTermContexts[i].words;
    while (!words.empty()) {
      const std::size_t bar = std::min(words.find('|'), words.size());
      add(fold_term(words.substr(0, bar)), Role::context, i);
      words.remove_prefix(std::min(words.size(), bar + 1));
    }
  }
}

Result<Done> ComplianceScreen::Data::add_line(const UserLine& line, std::string_view whole,
                                              const Where& at, Notes& notes) {
  const auto problem = [&](std::string name, Text found) {
    Error error;
    error.name = std::move(name);
    error.at = at;
    error.line = whole;
    error.line_end = line.term.size();
    error.found = Message(found, {line.term});
    return error;
  };
  const std::optional<int> tier = line.tier.empty() ? std::optional(1) : read_tier(line.tier);
  if (!tier) {
    Error error = problem("term-tier-invalid", kBadTier);
    error.found = Message(kBadTier, {line.tier});
    error.expected = Message(kTiers);
    error.help = Message(kBadTierHelp);
    return error;
  }
  std::u32string folded = fold_term(line.term);
  const bool han = !folded.empty() && is_han(folded.front());
  const bool too_short = folded.size() < 2 || (folded.size() == 2 && han && line.tier.empty());
  if (too_short && *tier != 0) {
    Error error = problem("term-too-short", folded.size() < 2 ? kTooShort : kNeedsTier);
    error.severity = Severity::warning;
    error.expected = Message(kLonger);
    error.help = Message(kLeftOut);
    notes.add(std::move(error));
    return Done{};
  }
  if (*tier == 0) {
    if (!folded.empty()) add(std::move(folded), Role::waiver, 0);
    return Done{};
  }
  add_term({std::string(line.term), static_cast<Tier>(*tier), TermKind::own,
            std::string(line.category)});
  return Done{};
}

const ComplianceScreen& ComplianceScreen::built_in() {
  static const ComplianceScreen kScreen = [] {
    auto data = std::make_shared<Data>();
    data->add_built_in();
    data->finder = PhraseFinder(data->phrases);
    return ComplianceScreen(std::move(data));
  }();
  return kScreen;
}

Result<ComplianceScreen> ComplianceScreen::with_list(std::string_view list, const std::string& file,
                                                     Notes& notes) {
  if (list.starts_with("\xEF\xBB\xBF")) list.remove_prefix(3);
  const auto refuse = [&](Text found, Message help) {
    Error error;
    error.name = "terms-unusable";
    error.at.file = file;
    error.found = Message(found);
    error.help = std::move(help);
    return error;
  };
  if (find_invalid_utf8(list) != std::string_view::npos) {
    return refuse(kNotUtf8, Message(kNotUtf8Help));
  }
  auto data = std::make_shared<Data>();
  data->add_built_in();
  const std::size_t before = data->terms.size();
  bool waives = false;
  std::string_view rest = list;
  for (std::int64_t row = 1; !rest.empty(); ++row) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view whole = strip_python_space(rest.substr(0, end));
    rest.remove_prefix(std::min(rest.size(), end + 1));
    if (whole.empty() || whole.front() == '#') continue;
    const UserLine line = cut_line(whole);
    SJ_TRY(data->add_line(line, whole, {file, row, 1}, notes));
    waives = waives || read_tier(line.tier) == 0;
  }
  if (data->terms.size() == before && !waives) {
    return refuse(kNothing, Message(kLonger));
  }
  data->finder = PhraseFinder(data->phrases);
  ComplianceScreen screen(data);
  if (data->terms.size() > before) notes.add(screen.alarms_of_own(file));
  constexpr std::string_view kHex = "0123456789abcdef";
  for (std::uint64_t bits = hash_bytes(list); data->digest.size() < 8; bits >>= 4U) {
    data->digest += kHex[bits & 0xFU];
  }
  return screen;
}

// How often the user's terms flag what nobody objects to, said whenever such a list is read.
Error ComplianceScreen::alarms_of_own(const std::string& file) const {
  std::map<std::string, std::int64_t> by_term;
  std::size_t flagged = 0;
  for (const std::string_view sentence : kHarmlessSentences) {
    bool any = false;
    for (const ComplianceHit& hit : find(sentence)) {
      const ComplianceTerm& term = terms()[hit.term];
      if (term.kind != TermKind::own || hit.tier != Tier::banned) continue;
      if (hit.exemption != Exemption::none) continue;
      ++by_term[term.text];
      any = true;
    }
    flagged += any ? 1 : 0;
  }
  Error note;
  note.name = "terms-alarm-rate";
  note.severity = flagged > kAlarmsAllowed ? Severity::warning : Severity::note;
  note.at.file = file;
  note.found =
      Message(kAlarms, {std::to_string(flagged), std::to_string(std::size(kHarmlessSentences))});
  if (flagged <= kAlarmsAllowed) return note;
  std::vector<std::pair<std::int64_t, std::string>> most;
  for (const auto& [term, count] : by_term) most.emplace_back(-count, term);
  std::sort(most.begin(), most.end());
  std::vector<Message> named;
  for (std::size_t i = 0; i < std::min(most.size(), kAlarmsNamed); ++i) {
    named.emplace_back(kAlarmsOfTerm, std::initializer_list<Message>{
                                          most[i].second, std::to_string(-most[i].first)});
  }
  note.expected = Message(kFewAlarms, {std::to_string(kAlarmsAllowed)});
  note.help = Message(kMendAlarms, {join(named, kComma)});
  return note;
}

Exemption ComplianceScreen::Data::exemption(const PhraseHit& hit,
                                            const std::vector<PhraseHit>& all) const {
  const bool absolute = terms[entries[hit.phrase].index].kind == TermKind::absolute;
  for (const PhraseHit& other : all) {
    const Entry& entry = entries[other.phrase];
    const bool around = other.begin <= hit.begin && other.end >= hit.end;
    if (around && entry.role == Role::waiver) return Exemption::waived;
    if (around && entry.role == Role::phrase) return Exemption::ordinary;
    if (entry.role != Role::context) continue;
    const TermContext& context = kTermContexts[entry.index];
    if (context.absolute_only && !absolute) continue;
    const bool near = context.before
                          ? other.end <= hit.begin && hit.begin - other.end <= context.reach
                          : other.begin >= hit.end && other.begin - hit.end <= context.reach;
    if (near) return context.because;
  }
  return Exemption::none;
}

std::vector<ComplianceHit> ComplianceScreen::find(std::string_view text) const {
  FoldedText folded;
  fold_text(text, folded);
  return find(folded);
}

std::vector<ComplianceHit> ComplianceScreen::find(FoldedText& folded) const {
  drop_inserted(folded);
  const std::u32string_view characters = folded.characters;
  std::vector<PhraseHit> all;
  data_->finder.find(characters, all);
  std::vector<PhraseHit> hits;
  for (const PhraseHit& hit : all) {
    const bool inside_word =
        (is_word(characters[hit.begin]) && hit.begin > 0 && is_word(characters[hit.begin - 1])) ||
        (is_word(characters[hit.end - 1]) && hit.end < characters.size() &&
         is_word(characters[hit.end]));
    if (data_->entries[hit.phrase].role == Data::Role::term && !inside_word) hits.push_back(hit);
  }
  // The first, and of those that begin together the longest; what lies inside another goes.
  std::sort(hits.begin(), hits.end(), [](const PhraseHit& a, const PhraseHit& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  std::vector<ComplianceHit> out;
  std::uint32_t reached = 0;
  for (const PhraseHit& hit : hits) {
    if (hit.end <= reached) continue;
    reached = hit.end;
    const std::uint32_t term = data_->entries[hit.phrase].index;
    out.push_back({term, data_->terms[term].tier, folded.original(hit.begin, hit.end),
                   data_->exemption(hit, all)});
  }
  return out;
}

std::optional<Tier> ComplianceScreen::gravest(std::string_view text) const {
  std::optional<Tier> gravest;
  for (const ComplianceHit& hit : find(text)) {
    if (hit.exemption == Exemption::none && (!gravest || hit.tier < *gravest)) gravest = hit.tier;
  }
  return gravest;
}

const std::vector<ComplianceTerm>& ComplianceScreen::terms() const { return data_->terms; }
const std::string& ComplianceScreen::digest() const { return data_->digest; }

}  // namespace shijin
