// Giving roles to columns: the user's map first, then names, then whether the values look like
// labels or like texts, which decides between truth + predicted and reference + output.
#include "table/role.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "base/numbers.h"
#include "base/utf8.h"
#include "table/role_names.h"

namespace shijin {
namespace {

constexpr std::array<std::string_view, 13> kRoleNames = {
    "id",       "input",  "output", "reference", "truth",  "predicted", "probability",
    "log_prob", "rating", "rater",  "slice",     "weight", "cluster"};

constexpr Text kComma{", ", "、"};
constexpr Text kNoColumn{"there is no column \"{0}\"", "沒有名為「{0}」的欄位"};
constexpr Text kColumnsAre{"one of the columns {0}", "下列欄位之一：{0}"};
constexpr Text kNoRole{"there is no role \"{0}\"", "沒有名為「{0}」的角色"};
constexpr Text kRolesAre{"one of the roles {0}", "下列角色之一：{0}"};
constexpr Text kNeedsDetail{"the role {0} needs a name after a colon",
                            "角色 {0} 的冒號後面須有名稱"};
constexpr Text kDetailIs{"{0}:<label or dimension>", "{0}:<標籤或評分面向>"};
constexpr Text kWriteMap{"write --map {0}", "請寫 --map {0}"};
constexpr Text kAmbiguous{"the columns {0} could each be the {1}", "欄位 {0} 都可能是 {1}"};
constexpr Text kOneOnly{"one column for {0}", "{0} 只能有一個欄位"};
constexpr Text kWriteEither{"say which one it is: --map {0} or --map {1}",
                            "請指明是哪一個：--map {0} 或 --map {1}"};
constexpr Text kNothing{"no column name says what the column holds: {0}",
                        "沒有任何欄位名稱能看出其內容：{0}"};
constexpr Text kUsual{"names such as input, truth and predicted, or input, reference and output",
                      "例如 input、truth、predicted，或 input、reference、output 這類名稱"};
constexpr Text kSayIt{"say it yourself, for example: --map {0} --map {1}",
                      "請自行指明，例如：--map {0} --map {1}"};

constexpr std::size_t kLabelLength = 40;  // code points; a longer value is a text
constexpr double kLabelMean = 12;         // mean length of few, all different values
constexpr std::size_t kFewValues = 20;

// One column that may get a role.
struct Candidate {
  int column;
  NamedRole named;
};

bool is_gold(Role role) { return role == Role::truth || role == Role::reference; }
bool is_said(Role role) { return role == Role::predicted || role == Role::output; }

std::string quoted(std::string_view name) { return "\"" + std::string(name) + "\""; }

// As one writes it after --map: quoted for the shell where it must be.
std::string map_text(std::string_view role, std::string_view column) {
  const bool plain = column.find_first_of(" \t'\"\\$&;()<>|*?`!#~") == std::string_view::npos;
  const std::string text = std::string(role) + "=" + std::string(column);
  return plain ? text : "'" + text + "'";
}

Message listed(const std::vector<std::string>& names) {
  std::vector<Message> parts(names.begin(), names.end());
  return join(parts, kComma);
}

class RoleFinder {
 public:
  RoleFinder(const RoleSource& main, const RoleSource* truth) : main_(main), truth_(truth) {}

  Result<Done> apply_map(std::span<const std::pair<std::string, std::string>> map);
  Result<Done> guess();
  void apply_shape();
  void map_key(const std::string& column_name);
  Result<Roles> take();

 private:
  int columns() const {
    return static_cast<int>(main_.names.size() + (truth_ != nullptr ? truth_->names.size() : 0));
  }
  bool in_truth(int column) const { return column >= static_cast<int>(main_.names.size()); }
  const std::string& name(int column) const;
  std::vector<std::string_view> values(int column) const;
  std::vector<std::string> all_names() const;
  int column_named(std::string_view wanted, bool gold) const;
  bool taken(int column) const { return taken_.count(column) > 0; }
  bool mapped(Role role) const { return mapped_.count(role) > 0; }
  bool found(Role role) const;
  bool looks_like_labels(int column) const;
  bool all_numbers(int column, double low, double high) const;
  bool mostly_numbers(int column) const;
  bool fits(const Candidate& candidate) const;
  void give(Role role, const Candidate& candidate);
  Result<std::optional<Candidate>> best(std::vector<Candidate> candidates, Role role) const;
  Result<Done> guess_single(Role role);
  Result<Done> guess_gold(std::vector<Candidate> gold, bool label_is_sure);
  Result<Done> guess_said(const std::vector<Candidate>& said);
  Result<Done> guess_answers();
  void move_gold_to_predictions(std::vector<Candidate>& gold, std::vector<Candidate>& said) const;
  std::vector<Candidate> pick(bool (*wanted)(Role), bool from_truth) const;
  Error ambiguous(const std::vector<Candidate>& same, Role role) const;

  const RoleSource& main_;
  const RoleSource* truth_;
  std::vector<Candidate> candidates_;
  std::set<int> taken_;
  std::set<Role> mapped_;
  std::vector<RoleColumn> found_;
};

const std::string& RoleFinder::name(int column) const {
  const auto at = static_cast<std::size_t>(column);
  return in_truth(column) ? truth_->names[at - main_.names.size()] : main_.names[at];
}

std::vector<std::string> RoleFinder::all_names() const {
  std::vector<std::string> out(main_.names.begin(), main_.names.end());
  if (truth_ != nullptr) out.insert(out.end(), truth_->names.begin(), truth_->names.end());
  return out;
}

std::vector<std::string_view> RoleFinder::values(int column) const {
  const bool joined = in_truth(column);
  const auto& sample = joined ? truth_->sample : main_.sample;
  const std::size_t at = static_cast<std::size_t>(column) - (joined ? main_.names.size() : 0);
  std::vector<std::string_view> out;
  for (const auto& row : sample) {
    if (at < row.size() && !row[at].empty()) out.push_back(row[at]);
  }
  return out;
}

// Where both files have the column, labels and references are meant in the truth file.
int RoleFinder::column_named(std::string_view wanted, bool gold) const {
  int found_at = -1;
  for (const bool exact : {true, false}) {
    for (int i = 0; i < columns() && (found_at < 0 || gold); ++i) {
      const bool same =
          exact ? name(i) == wanted : strip_python_space(name(i)) == strip_python_space(wanted);
      if (same && (found_at < 0 || in_truth(i))) found_at = i;
    }
    if (found_at >= 0) return found_at;
  }
  return -1;
}

bool RoleFinder::found(Role role) const {
  return std::any_of(found_.begin(), found_.end(),
                     [role](const RoleColumn& c) { return c.role == role; });
}

// Labels are short, on one line, and repeat; or they are few and very short, or all identifiers.
bool RoleFinder::looks_like_labels(int column) const {
  const std::vector<std::string_view> cells = values(column);
  if (cells.empty()) return true;
  std::set<std::string_view> distinct;
  std::size_t length = 0;
  std::size_t identifiers = 0;
  for (const std::string_view cell : cells) {
    const std::size_t points = count_code_points(cell);
    if (points > kLabelLength || cell.find('\n') != std::string_view::npos) return false;
    length += points;
    distinct.insert(cell);
    const bool identifier =
        cell.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
    identifiers += identifier && cell.find('_') != std::string_view::npos ? 1 : 0;
  }
  if (distinct.size() * 2 <= cells.size() && cells.size() > 2) return true;
  const double mean = static_cast<double>(length) / static_cast<double>(cells.size());
  return (distinct.size() <= kFewValues && mean <= kLabelMean) || identifiers * 2 > cells.size();
}

bool RoleFinder::all_numbers(int column, double low, double high) const {
  const std::vector<std::string_view> cells = values(column);
  return std::all_of(cells.begin(), cells.end(), [&](std::string_view cell) {
    const std::optional<double> number = parse_number(strip_python_space(cell));
    return number && *number >= low && *number <= high;
  });
}

// Some names count only when the values agree.
// At least half: what is none among them is then told with its place.
bool RoleFinder::mostly_numbers(int column) const {
  const auto all = values(column);
  const auto numbers = std::count_if(all.begin(), all.end(), [](std::string_view text) {
    return parse_number(strip_python_space(text)).has_value();
  });
  return numbers > 0 && 2 * numbers >= static_cast<std::ptrdiff_t>(all.size());
}

bool RoleFinder::fits(const Candidate& candidate) const {
  const NamedRole& named = candidate.named;
  if (named.role == Role::rating && named.rank == 1) {
    return mostly_numbers(candidate.column);
  }
  if (named.role == Role::probability && named.rank == 1) {
    return all_numbers(candidate.column, 0, 1) && !values(candidate.column).empty();
  }
  return true;
}

void RoleFinder::give(Role role, const Candidate& candidate) {
  found_.push_back({role, candidate.named.detail, candidate.column, true});
  taken_.insert(candidate.column);
}

Error RoleFinder::ambiguous(const std::vector<Candidate>& same, Role role) const {
  Error error;
  error.name = "role-ambiguous";
  error.at.file = in_truth(same.front().column) ? truth_->file : main_.file;
  std::vector<std::string> names;
  for (const Candidate& candidate : same) names.push_back(quoted(name(candidate.column)));
  const std::string word(role_name(role));
  error.found = Message(kAmbiguous, {listed(names), word});
  error.expected = Message(kOneOnly, {word});
  error.help = Message(
      kWriteEither, {map_text(word, name(same[0].column)), map_text(word, name(same[1].column))});
  return error;
}

Result<std::optional<Candidate>> RoleFinder::best(std::vector<Candidate> candidates,
                                                  Role role) const {
  if (candidates.empty()) return std::optional<Candidate>();
  std::uint8_t rank = 255;
  for (const Candidate& candidate : candidates) rank = std::min(rank, candidate.named.rank);
  std::erase_if(candidates, [&](const Candidate& c) { return c.named.rank != rank; });
  if (candidates.size() > 1) return ambiguous(candidates, role);
  return std::optional<Candidate>(candidates.front());
}

Result<Done> RoleFinder::apply_map(std::span<const std::pair<std::string, std::string>> map) {
  for (const auto& [wanted, column_name] : map) {
    const std::size_t colon = wanted.find(':');
    const std::string role_text = wanted.substr(0, colon);
    const std::string detail = colon == std::string::npos ? "" : wanted.substr(colon + 1);
    const std::optional<Role> role = role_of_name(role_text);
    Error error;
    error.at.file = main_.file;
    if (!role) {
      error.name = "role-unknown";
      error.found = Message(kNoRole, {role_text});
      error.expected = Message(kRolesAre, {listed({kRoleNames.begin(), kRoleNames.end()})});
      const std::string near = nearest_name(role_text, kRoleNames);
      if (!near.empty()) error.help = Message(kWriteMap, {map_text(near, column_name)});
      return error;
    }
    const bool needs_detail = *role == Role::probability || *role == Role::rating;
    if (needs_detail && detail.empty()) {
      error.name = "role-detail-missing";
      error.found = Message(kNeedsDetail, {role_text});
      error.expected = Message(kDetailIs, {role_text});
      error.help = Message(
          kWriteMap,
          {map_text(role_text + ":" + (*role == Role::rating ? "fluency" : "0"), column_name)});
      return error;
    }
    const int column = column_named(column_name, is_gold(*role));
    if (column < 0) {
      error.name = "column-unknown";
      error.found = Message(kNoColumn, {column_name});
      error.expected = Message(kColumnsAre, {listed(all_names())});
      const std::string near = nearest_name(column_name, all_names());
      if (!near.empty()) error.help = Message(kWriteMap, {map_text(wanted, near)});
      return error;
    }
    found_.push_back({*role, detail, column, false});
    taken_.insert(column);
    mapped_.insert(*role);
    if (*role == Role::id && truth_ != nullptr && !in_truth(column)) map_key(column_name);
  }
  return Done{};
}

// The key of a join has the same name in both files unless each is mapped.
void RoleFinder::map_key(const std::string& column_name) {
  for (int i = static_cast<int>(main_.names.size()); i < columns(); ++i) {
    if (name(i) != column_name) continue;
    found_.push_back({Role::id, "", i, false});
    taken_.insert(i);
  }
}

Result<Done> RoleFinder::guess_single(Role role) {
  if (mapped(role)) return Done{};
  std::vector<Candidate> single;
  for (const Candidate& candidate : candidates_) {
    if (candidate.named.role != role || taken(candidate.column)) continue;
    if (candidate.named.several) {
      give(role, candidate);
    } else if (!in_truth(candidate.column)) {
      single.push_back(candidate);
    }
  }
  if (single.empty() && role != Role::id) {  // what the predictions lack, the truth file may have
    for (const Candidate& candidate : candidates_) {
      if (candidate.named.role == role && !taken(candidate.column)) single.push_back(candidate);
    }
  }
  const std::optional<Candidate> chosen = SJ_TRY(best(single, role));
  if (chosen) give(role, *chosen);
  return Done{};
}

std::vector<Candidate> RoleFinder::pick(bool (*wanted)(Role), bool from_truth) const {
  std::vector<Candidate> out;
  for (const Candidate& candidate : candidates_) {
    const bool there = in_truth(candidate.column) == from_truth && !taken(candidate.column);
    if (there && wanted(candidate.named.role) && !candidate.named.several) {
      out.push_back(candidate);
    }
  }
  return out;
}

// Names are seen from where a file stands: in a predictions file beside a truth file, "label" is
// what the model said; with a ground truth, "answer" is; and the "output" of a training set is
// gold.
void RoleFinder::move_gold_to_predictions(std::vector<Candidate>& gold,
                                          std::vector<Candidate>& said) const {
  if (truth_ != nullptr) {
    std::vector<Candidate> here = pick(is_gold, false);
    if (said.empty() && !mapped(Role::predicted) && !mapped(Role::output)) said = here;
    if (gold.empty()) gold = pick(is_said, true);
    if (gold.empty() && truth_->names.size() == 1) {
      gold.push_back({static_cast<int>(main_.names.size()), {Role::truth, 9, true, false, ""}});
    }
    return;
  }
  const auto is_answer = [](const Candidate& c) { return c.named.rank == 3 && c.named.movable; };
  if (said.empty() && gold.size() > 1) {
    std::copy_if(gold.begin(), gold.end(), std::back_inserter(said), is_answer);
    std::erase_if(gold, is_answer);
    if (gold.empty()) std::swap(gold, said);
  }
  const auto is_output = [&](const Candidate& c) {
    return c.named.role == Role::output && fold_name(name(c.column)) == "output";
  };
  if (gold.empty() && said.size() > 1 && !mapped(Role::truth) && !mapped(Role::reference)) {
    std::copy_if(said.begin(), said.end(), std::back_inserter(gold), is_output);
    std::erase_if(said, is_output);
  }
}

std::vector<Candidate> those_of(const std::vector<Candidate>& from, Role role, bool movable) {
  std::vector<Candidate> out;
  for (const Candidate& c : from) {
    if (c.named.role == role && c.named.movable == movable) out.push_back(c);
  }
  return out;
}

// Truth and references: those whose names leave no doubt, else one whose values decide.
Result<Done> RoleFinder::guess_gold(std::vector<Candidate> gold, bool label_is_sure) {
  const bool text_is_sure = mapped(Role::output);
  for (const Role role : {Role::truth, Role::reference}) {
    const auto chosen = SJ_TRY(best(those_of(gold, role, false), role));
    if (chosen) give(role, *chosen);
  }
  if (found(Role::truth) || found(Role::reference)) return Done{};
  const auto chosen = SJ_TRY(best(gold, text_is_sure ? Role::reference : Role::truth));
  if (!chosen) return Done{};
  const bool label = label_is_sure || (!text_is_sure && looks_like_labels(chosen->column));
  give(label ? Role::truth : Role::reference, *chosen);
  return Done{};
}

// What the model said: a label beside a truth, a text beside a reference.
Result<Done> RoleFinder::guess_said(const std::vector<Candidate>& said) {
  std::vector<Candidate> labels;
  std::vector<Candidate> texts;
  for (const Candidate& c : said) {
    if (taken(c.column)) continue;
    (c.named.role == Role::predicted || c.named.role == Role::truth ? labels : texts).push_back(c);
  }
  const auto label = SJ_TRY(best(labels, Role::predicted));
  const auto text = SJ_TRY(best(texts, Role::output));
  if (label && text) {
    give(Role::predicted, *label);
    give(Role::output, *text);
    return Done{};
  }
  const auto chosen = label ? label : text;
  if (!chosen) return Done{};
  bool is_label = found(Role::truth);
  if (found(Role::truth) == found(Role::reference)) {
    is_label = chosen->named.role == Role::predicted && looks_like_labels(chosen->column);
  }
  is_label = is_label || (label && !chosen->named.movable);
  give(is_label ? Role::predicted : Role::output, *chosen);
  return Done{};
}

// The gold side and the model's side decide together whether the task is about labels or texts.
Result<Done> RoleFinder::guess_answers() {
  std::vector<Candidate> gold = pick(is_gold, truth_ != nullptr);
  std::vector<Candidate> said = pick(is_said, false);
  move_gold_to_predictions(gold, said);
  const bool label_is_sure =
      mapped(Role::predicted) || !those_of(said, Role::predicted, false).empty();
  if (!found(Role::truth) && !found(Role::reference)) {
    SJ_TRY(guess_gold(std::move(gold), label_is_sure));
  }
  if (mapped(Role::predicted) || mapped(Role::output)) return Done{};
  return guess_said(said);
}

// A recognised program's columns need no guessing by name.
void RoleFinder::apply_shape() {
  const std::set<Role> by_user = mapped_;
  for (const RoleColumn& known : main_.known) {
    if (by_user.count(known.role) > 0 || taken(known.column)) continue;
    if (truth_ != nullptr && (known.role == Role::truth || known.role == Role::reference)) continue;
    found_.push_back(known);
    taken_.insert(known.column);
    mapped_.insert(known.role);
  }
}

Result<Done> RoleFinder::guess() {
  apply_shape();
  for (int i = 0; i < columns(); ++i) {
    if (taken(i)) continue;
    const auto named = read_role_name(name(i));
    if (!named) continue;
    const Candidate candidate{i, *named};
    if (fits(candidate)) candidates_.push_back(candidate);
  }
  for (const Candidate& candidate : candidates_) {  // reference_1, reference_2, …
    const bool reference = candidate.named.role == Role::reference && candidate.named.several;
    if (reference && !mapped(Role::reference)) give(Role::reference, candidate);
  }
  SJ_TRY(guess_answers());
  for (const Role role : {Role::id, Role::input, Role::probability, Role::log_prob, Role::rating,
                          Role::rater, Role::slice, Role::weight, Role::cluster}) {
    SJ_TRY(guess_single(role));
  }
  if (truth_ != nullptr && !mapped(Role::id)) {  // the key of the join is in both files
    std::vector<Candidate> keys;
    for (const Candidate& candidate : candidates_) {
      if (candidate.named.role == Role::id && in_truth(candidate.column)) keys.push_back(candidate);
    }
    const auto key = SJ_TRY(best(keys, Role::id));
    if (key) give(Role::id, *key);
  }
  return Done{};
}

Result<Roles> RoleFinder::take() {
  const bool usable = std::any_of(found_.begin(), found_.end(), [](const RoleColumn& c) {
    return c.role == Role::input || is_gold(c.role) || is_said(c.role) ||
           c.role == Role::probability || c.role == Role::log_prob || c.role == Role::rating;
  });
  if (!usable) {
    Error error;
    error.name = "role-none";
    error.at.file = main_.file;
    std::vector<std::string> names;
    for (const std::string& column : all_names()) names.push_back(quoted(column));
    error.found = Message(kNothing, {listed(names)});
    error.expected = kUsual;
    const int last = columns() - 1;
    error.help = Message(kSayIt, {map_text("truth", name(std::max(0, last - 1))),
                                  map_text("predicted", name(last))});
    return error;
  }
  std::stable_sort(found_.begin(), found_.end(),
                   [](const RoleColumn& a, const RoleColumn& b) { return a.column < b.column; });
  return Roles{std::move(found_)};
}

}  // namespace

std::string_view role_name(Role role) { return kRoleNames.at(static_cast<std::size_t>(role)); }

std::optional<Role> role_of_name(std::string_view name) {
  const auto* const found = std::find(kRoleNames.begin(), kRoleNames.end(), name);
  if (found == kRoleNames.end()) return std::nullopt;
  return static_cast<Role>(found - kRoleNames.begin());
}

int Roles::column(Role role) const {
  for (const RoleColumn& entry : columns) {
    if (entry.role == role) return entry.column;
  }
  return -1;
}

std::vector<int> Roles::all(Role role) const {
  std::vector<int> out;
  for (const RoleColumn& entry : columns) {
    if (entry.role == role) out.push_back(entry.column);
  }
  return out;
}

Result<Roles> find_roles(const RoleSource& main, const RoleSource* truth,
                         std::span<const std::pair<std::string, std::string>> map) {
  RoleFinder finder(main, truth);
  SJ_TRY(finder.apply_map(map));
  SJ_TRY(finder.guess());
  return finder.take();
}

}  // namespace shijin
