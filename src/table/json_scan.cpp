// Cutting lists into elements, and finding the list that holds the rows.
#include "table/json_scan.h"

#include <algorithm>
#include <deque>

#include "base/json_walk.h"
#include "table/json_error.h"

namespace shijin {

bool JsonListScanner::next(std::string_view bytes, std::size_t& begin, std::size_t& end) {
  while (at_ < bytes.size() && !closed_) {
    if (in_text_) {
      if (!skip_text(bytes)) return false;
      continue;
    }
    const char c = bytes[at_];
    const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    const bool delimiter = depth_ == 0 && (c == ',' || c == ']');
    if (element_ == kNone && !space && !delimiter) element_ = at_;
    if (delimiter && finish(bytes, begin, end)) return true;
    if (delimiter) continue;
    if (c == '"') in_text_ = true;
    if (c == '{' || c == '[') ++depth_;
    if ((c == '}' || c == ']') && depth_ > 0) --depth_;
    ++at_;
  }
  return false;
}

// Move behind the closing quote; false when it has not arrived.
bool JsonListScanner::skip_text(std::string_view bytes) {
  const char* const end = bytes.data() + bytes.size();
  const char* p = bytes.data() + at_;
  for (;;) {
    while (p != end && *p != '"' && *p != '\\') {
      p = find_text_stop(p, end);
      if (p != end && *p != '"' && *p != '\\') ++p;  // a control character: judged later
    }
    if (p != end && *p == '\\' && end - p >= 2) {
      p += 2;
      continue;
    }
    at_ = static_cast<std::size_t>(p - bytes.data());
    if (p == end || *p == '\\') return false;
    ++at_;
    in_text_ = false;
    return true;
  }
}

// At a comma or the closing bracket: give the element before it, if there should be one.
bool JsonListScanner::finish(std::string_view bytes, std::size_t& begin, std::size_t& end) {
  const bool closing = bytes[at_] == ']';
  const bool missing = element_ == kNone;
  begin = missing ? at_ : element_;
  end = at_;
  while (end > begin && (bytes[end - 1] == ' ' || bytes[end - 1] == '\n' ||
                         bytes[end - 1] == '\r' || bytes[end - 1] == '\t')) {
    --end;
  }
  const bool give = !missing || !closing || after_comma_;
  after_comma_ = !closing;
  closed_ = closing;
  element_ = kNone;
  ++at_;
  return give;
}

void JsonListScanner::drop(std::size_t bytes) {
  at_ -= bytes;
  if (element_ != kNone) element_ -= bytes;
}

namespace {

// A member of the document, or of an object in it.
struct Member {
  std::string key;
  int depth = 0;
  JsonKind kind = JsonKind::null;
  std::string_view raw;
  bool holds_objects = false;  // a list whose first element is an object
  bool in_list = false;
  std::deque<Member> members;
};

struct MemberSink {
  using Node = Member*;

  Node child(Node object, std::string_view key) {
    constexpr std::size_t kFewMembers = 64;
    if (object->in_list || object->depth >= 2) return nullptr;
    if (object->depth == 1 && object->members.size() >= kFewMembers) return nullptr;
    Member& member = object->members.emplace_back();
    member.key = key;
    member.depth = object->depth + 1;
    return &member;
  }
  Node element(Node list, std::size_t index) {
    if (index > 0 || list->in_list) return nullptr;
    Member& first = list->members.emplace_back();
    first.in_list = true;
    return &first;
  }
  std::size_t tail(Node) { return 0; }
  Node from_end(Node, std::size_t) { return nullptr; }
  void text(Node node, std::string_view, bool) { node->kind = JsonKind::text; }
  void value(Node node, std::string_view raw, JsonKind kind) {
    node->kind = kind;
    node->raw = raw;
    node->holds_objects = kind == JsonKind::list && !node->members.empty() &&
                          node->members.front().kind == JsonKind::object;
  }
  bool allows_nan(Node) { return true; }
};

bool all_digits(std::string_view key) {
  return !key.empty() && key.find_first_not_of("0123456789") == std::string_view::npos;
}

const Member* member_at(const Member& document, std::string_view path) {
  const Member* here = &document;
  while (here != nullptr && !path.empty()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    const std::string_view key = path.substr(0, dot);
    const auto found = std::find_if(here->members.begin(), here->members.end(),
                                    [&](const Member& member) { return member.key == key; });
    here = found == here->members.end() ? nullptr : &*found;
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  return here;
}

// The usual names of the list of rows, the most telling first.
constexpr std::string_view kUsual[] = {
    "results.results", "results",     "predictions", "data",      "rows",      "records",
    "samples",         "examples",    "items",       "instances", "testCases", "test_cases",
    "details",         "generations", "outputs",     "data.data"};

// Lists that belong to one row, not lists of rows.
constexpr std::string_view kOfOneRow[] = {"messages", "conversations", "conversation", "choices",
                                          "history",  "tools",         "tool_calls"};

bool is_of_one_row(std::string_view key) {
  return std::find(std::begin(kOfOneRow), std::end(kOfOneRow), key) != std::end(kOfOneRow);
}

std::vector<const Member*> lists_of_objects(const Member& document) {
  std::vector<const Member*> lists;
  for (const Member& member : document.members) {
    if (member.holds_objects && !is_of_one_row(member.key)) lists.push_back(&member);
  }
  return lists;
}

bool all_are(const Member& document, JsonKind kind) {
  return !document.members.empty() &&
         std::all_of(document.members.begin(), document.members.end(),
                     [&](const Member& member) { return member.kind == kind; });
}

// pandas' default: {"text": {"0": "…", "1": "…"}, "label": {"0": …}}.
bool is_by_column(const Member& document) {
  if (all_are(document, JsonKind::list)) return true;
  if (!all_are(document, JsonKind::object)) return false;
  const Member& first = document.members.front();
  return !all_digits(first.key) && !first.members.empty() &&
         std::all_of(first.members.begin(), first.members.end(), [](const Member& member) {
           return all_digits(member.key) && member.kind != JsonKind::object;
         });
}

bool is_one_row(const Member& document) {
  return std::count_if(document.members.begin(), document.members.end(), [](const Member& member) {
           return member.kind == JsonKind::text || member.kind == JsonKind::number;
         }) >= 2;
}

Error several_lists(const std::string& path, const std::vector<const Member*>& lists) {
  std::string names;
  for (const Member* list : lists) names += (names.empty() ? "" : ", ") + list->key;
  return json_has_several_lists(path, names);
}

}  // namespace

Result<JsonRows> find_json_rows(const std::string& path, std::string_view document) {
  MemberSink sink;
  Member root;
  const JsonFinding finding = JsonWalk<MemberSink>(sink).object_record(document, &root);
  if (!finding.ok()) return json_error(finding, path, {document, 1}, "");
  for (std::string_view usual : kUsual) {
    const Member* member = member_at(root, usual);
    if (member != nullptr && member->holds_objects) return JsonRows{member->raw, {}};
  }
  const auto lists = lists_of_objects(root);
  if (lists.size() > 1) return several_lists(path, lists);
  if (lists.size() == 1) return JsonRows{lists.front()->raw, {}};
  if (is_by_column(root)) return json_is_by_column(path, root.members.front().key);
  if (all_are(root, JsonKind::object)) {
    JsonRows rows;
    for (const Member& member : root.members) rows.rows.push_back(member.raw);
    return rows;
  }
  if (is_one_row(root)) return JsonRows{{}, {document}};
  return json_has_no_records(path);
}

}  // namespace shijin
