// Finding the paths of JSON records, and taking the wanted ones out of each.
#include "table/json_columns.h"

#include <algorithm>
#include <set>

namespace shijin {
namespace {

constexpr std::size_t kListed = 8;      // elements of a list that are columns of their own
constexpr std::size_t kListedBack = 2;  // and so many from the end
constexpr std::size_t kDeepest = 10;    // steps of a path

// A place in the records seen so far.
struct Place {
  JsonStep step;
  Place* parent = nullptr;
  std::size_t depth = 0;
  int column = -1;
  std::size_t longest = 0;  // of a list
  bool holds_objects = false;
  std::vector<std::unique_ptr<Place>> children;
  std::size_t next = 0;  // where the next child is expected
};

// Records mostly repeat the order of their keys: try the child after the last one first.
Place* child_of(Place* place, const JsonStep& step) {
  const std::size_t count = place->children.size();
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = (place->next + i) % count;
    if (place->children[at]->step == step) {
      place->next = at + 1;
      return place->children[at].get();
    }
  }
  auto made = std::make_unique<Place>();
  made->step = step;
  made->parent = place;
  made->depth = place->depth + 1;
  place->children.push_back(std::move(made));
  place->next = place->children.size();
  return place->children.back().get();
}

JsonPath path_of(const Place* place) {
  JsonPath path;
  for (; place->parent != nullptr; place = place->parent) path.push_back(place->step);
  std::reverse(path.begin(), path.end());
  return path;
}

std::string name_of(const JsonPath& path) {
  std::string name;
  for (const JsonStep& step : path) {
    if (&step != path.data()) name += '.';
    name += step.is_key ? step.key : std::to_string(step.index);
  }
  return name;
}

}  // namespace

struct JsonColumnFinder::State {
  using Node = Place*;

  Place root;
  std::vector<Place*> columns;
  std::vector<Place*> lists;
  JsonWalk<State> walk{*this};
  std::string key;

  Node child(Node object, std::string_view name) {
    if (object->depth >= kDeepest || columns.size() >= kMostJsonColumns) return nullptr;
    return child_of(object, {std::string(name), 0, true});
  }
  Node element(Node list, std::size_t index) {
    list->longest = std::max(list->longest, index + 1);
    if (index >= kListed || list->depth >= kDeepest) return nullptr;
    return child_of(list, {"", static_cast<std::int64_t>(index), false});
  }
  std::size_t tail(Node) { return 0; }
  Node from_end(Node, std::size_t) { return nullptr; }
  bool allows_nan(Node) { return true; }
  void text(Node place, std::string_view, bool) { note(place); }
  void value(Node place, std::string_view, JsonKind kind) {
    if (kind == JsonKind::object) {
      if (!place->step.is_key) place->parent->holds_objects = true;
      return;
    }
    if (kind == JsonKind::list && place->column < 0) lists.push_back(place);
    note(place);
  }
  void note(Node place) {
    if (place->column >= 0 || columns.size() >= kMostJsonColumns) return;
    place->column = static_cast<int>(columns.size());
    columns.push_back(place);
  }
};

JsonColumnFinder::JsonColumnFinder() : state_(std::make_unique<State>()) {}
JsonColumnFinder::~JsonColumnFinder() = default;

JsonFinding JsonColumnFinder::add(std::string_view record) {
  return state_->walk.object_record(record, &state_->root);
}

namespace {

// The scalars below a place, as paths from there; lists inside are taken whole.
void add_scalars(const Place& place, JsonPath& below, std::vector<JsonPath>& out) {
  for (const auto& child : place.children) {
    if (!child->step.is_key) continue;
    below.push_back(child->step);
    if (child->column >= 0 && std::find(out.begin(), out.end(), below) == out.end()) {
      out.push_back(below);
    }
    add_scalars(*child, below, out);
    below.pop_back();
  }
}

// The last elements of a list of objects, whose fields are those of any of its elements.
std::vector<JsonPath> paths_from_end(const Place& list) {
  std::vector<JsonPath> fields;
  JsonPath below;
  for (const auto& element : list.children) add_scalars(*element, below, fields);
  std::vector<JsonPath> paths;
  for (std::size_t k = 1; k <= std::min(kListedBack, list.longest); ++k) {
    for (const JsonPath& field : fields) {
      JsonPath path = path_of(&list);
      path.push_back({"", -static_cast<std::int64_t>(k), false});
      path.insert(path.end(), field.begin(), field.end());
      paths.push_back(std::move(path));
    }
  }
  return paths;
}

bool inside_list(const Place* place) {
  for (; place != nullptr; place = place->parent) {
    if (!place->step.is_key) return true;
  }
  return false;
}

}  // namespace

JsonColumns JsonColumnFinder::columns() const {
  JsonColumns out;
  std::set<std::string> names;
  const auto add = [&](JsonPath path) {
    // {"a.b": 1} and {"a": {"b": 1}} have one name: the first to appear has it.
    std::string name = name_of(path);
    if (out.names.size() >= kMostJsonColumns || !names.insert(name).second) return;
    out.names.push_back(std::move(name));
    out.paths.push_back(std::move(path));
  };
  for (const Place* place : state_->columns) add(path_of(place));
  for (const Place* list : state_->lists) {
    if (list->longest < 2 || !list->holds_objects || inside_list(list)) continue;
    for (JsonPath& path : paths_from_end(*list)) add(std::move(path));
  }
  return out;
}

char* JsonArena::room(std::size_t size) {
  constexpr std::size_t kChunk = 256U << 10U;
  if (static_cast<std::size_t>(end_ - at_) < size) {
    const std::size_t chunk = std::max(kChunk, size);
    chunks_.push_back(std::make_unique_for_overwrite<char[]>(chunk));
    at_ = chunks_.back().get();
    end_ = at_ + chunk;
  }
  return at_;
}

JsonPlan::JsonPlan(std::span<const JsonPath> paths, std::span<const int> wanted) {
  for (std::size_t cell = 0; cell < wanted.size(); ++cell) {
    Node* node = &root_;
    for (const JsonStep& step : paths[static_cast<std::size_t>(wanted[cell])]) {
      if (!step.is_key && step.index < 0) {
        const auto k = static_cast<std::size_t>(-step.index);
        if (node->from_end.size() < k) node->from_end.resize(k);
        node = &node->from_end[k - 1];
        continue;
      }
      auto at = std::find_if(node->children.begin(), node->children.end(),
                             [&](const Node& child) { return child.step == step; });
      if (at == node->children.end()) at = node->children.insert(at, {step, {}, {}, {}});
      node = &*at;
    }
    node->cells.push_back(static_cast<int>(cell));
  }
}

struct JsonRecordReader::State {
  using Node = const JsonPlan::Node*;
  static constexpr bool kSteady = true;

  const JsonPlan& plan;
  JsonArena& arena;
  Nan nan;
  std::span<std::string_view> cells;
  JsonWalk<State> walk{*this};

  State(const JsonPlan& its_plan, JsonArena& its_arena, Nan its_nan)
      : plan(its_plan), arena(its_arena), nan(its_nan) {}

  bool allows_nan(Node node) const { return nan == Nan::keep || node->cells.empty(); }

  Node child(Node object, std::string_view key) const {
    for (const JsonPlan::Node& child : object->children) {
      if (child.step.is_key && child.step.key == key) return &child;
    }
    return nullptr;
  }
  Node element(Node list, std::size_t index) const {
    for (const JsonPlan::Node& child : list->children) {
      if (!child.step.is_key && child.step.index == static_cast<std::int64_t>(index)) return &child;
    }
    return nullptr;
  }
  std::size_t tail(Node list) const { return list->from_end.size(); }
  Node from_end(Node list, std::size_t k) const { return &list->from_end[k - 1]; }

  void text(Node node, std::string_view raw, bool escaped) {
    if (node->cells.empty()) return;
    if (escaped) {
      char* out = arena.room(raw.size());
      raw = {out, unescape_json(raw, out)};
      arena.keep(raw.size());
    }
    put(node, raw);
  }
  void value(Node node, std::string_view raw, JsonKind kind) {
    if (kind != JsonKind::null) put(node, raw);
  }
  void put(Node node, std::string_view cell) {
    for (int at : node->cells) cells[static_cast<std::size_t>(at)] = cell;
  }
};

JsonRecordReader::JsonRecordReader(const JsonPlan& plan, JsonArena& arena, Nan nan)
    : state_(std::make_unique<State>(plan, arena, nan)) {}
JsonRecordReader::~JsonRecordReader() = default;

JsonFinding JsonRecordReader::read(std::string_view record, std::span<std::string_view> cells) {
  std::fill(cells.begin(), cells.end(), std::string_view());
  state_->cells = cells;
  return state_->walk.object_record(record, &state_->plan.root());
}

}  // namespace shijin
