// Turns the tables of the jieba package into the one that the binary holds (text/jieba_format.h).
// usage: make_jieba_table JIEBA_FOLDER OUTPUT; run by the build, which has checked the files'
// digests.
#include <zstd.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "text/jieba_format.h"

namespace {

using namespace shijin::jieba;
using Codes = std::vector<std::uint16_t>;

[[noreturn]] void fail(const std::string& why) {
  std::fprintf(stderr, "make_jieba_table: %s\n", why.c_str());
  std::exit(2);
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) fail("cannot read " + path);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Word {
  std::u32string text;
  std::uint32_t frequency;
};

struct Dictionary {
  std::vector<Word> words;  // as the file has them, one may come twice
  std::uint64_t total = 0;
};

Dictionary read_dictionary(const std::string& path) {
  const std::string text = read_file(path);
  Dictionary out;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t line_end = std::min(text.find('\n', at), text.size());
    const std::string_view line = std::string_view(text).substr(at, line_end - at);
    at = line_end + 1;
    const std::size_t blank = line.find(' ');
    if (blank == std::string_view::npos) fail("no blank in the line " + std::string(line));
    Word word{};
    for (std::size_t i = 0; i < blank;) word.text += shijin::decode_utf8(line, i);
    std::from_chars(line.data() + blank + 1, line.data() + line.size(), word.frequency);
    if (word.frequency == 0) fail("no frequency in the line " + std::string(line));
    out.total += word.frequency;
    out.words.push_back(std::move(word));
  }
  return out;
}

// Codes from 1 on, the most frequent character first: what is used together lies together.
Codes number_characters(const Dictionary& dictionary) {
  std::map<char32_t, std::uint64_t> counts;
  for (const Word& word : dictionary.words) {
    for (char32_t c : word.text) counts[c] += word.frequency;
  }
  std::vector<char32_t> order;
  for (const auto& [c, count] : counts) order.push_back(c);
  std::stable_sort(order.begin(), order.end(),
                   [&](char32_t a, char32_t b) { return counts[a] > counts[b]; });
  if (order.back() >= kPoints || order.size() >= kFree) fail("a character is out of range");
  Codes codes(kPoints);
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (order[i] >= kPoints) fail("a character is out of range");
    codes[order[i]] = static_cast<std::uint16_t>(i + 1);
  }
  return codes;
}

// A plain trie: what is put into the double array.
struct Child {
  std::uint16_t code;
  std::uint32_t prefix;
};
using Children = std::vector<Child>;  // in order of code
struct Trie {
  struct Prefix {
    Children children;
    std::uint16_t weight = 0;
  };
  std::vector<Prefix> prefixes = std::vector<Prefix>(1);
  std::vector<std::uint32_t> frequencies = {0};  // by weight

  std::uint32_t child(std::uint32_t prefix, std::uint16_t code) {
    Children& known = prefixes[prefix].children;
    const auto at =
        std::lower_bound(known.begin(), known.end(), code,
                         [](const Child& one, std::uint16_t c) { return one.code < c; });
    if (at != known.end() && at->code == code) return at->prefix;
    const auto next = static_cast<std::uint32_t>(prefixes.size());
    known.insert(at, {code, next});
    prefixes.emplace_back();
    return next;
  }
};

Trie make_trie(const Dictionary& dictionary, const Codes& codes) {
  Trie trie;
  std::map<std::uint32_t, std::uint16_t> weights;
  for (const Word& word : dictionary.words) weights[word.frequency] = 0;
  if (weights.size() >= 0xFFFF) fail("too many different frequencies");
  for (auto& [frequency, weight] : weights) {
    weight = static_cast<std::uint16_t>(trie.frequencies.size());
    trie.frequencies.push_back(frequency);
  }
  for (const Word& word : dictionary.words) {
    std::uint32_t at = 0;
    for (char32_t c : word.text) at = trie.child(at, codes[c]);
    trie.prefixes[at].weight = weights[word.frequency];  // a later line replaces an earlier one
  }
  return trie;
}

// A set of numbers that grows as it is asked.
class Bits {
 public:
  void set(std::size_t i) {
    reserve(i);
    words_[i / 64] |= std::uint64_t{1} << (i % 64);
  }
  // The members among i … i + 63, one a bit.
  std::uint64_t window(std::size_t i) {
    reserve(i + 64);
    const std::size_t shift = i % 64;
    if (shift == 0) return words_[i / 64];
    return words_[i / 64] >> shift | words_[i / 64 + 1] << (64 - shift);
  }

 private:
  void reserve(std::size_t i) {
    if (i / 64 >= words_.size()) words_.resize(i / 32 + 1);
  }
  std::vector<std::uint64_t> words_;
};

// Place the children of every prefix at the first base where all of them fit: prefixes with many
// first, and last those with one, which fill the holes.
class Placement {
 public:
  Placement(const Trie& trie, std::uint32_t codes) : trie_(trie), slot_(trie.prefixes.size()) {
    std::vector<std::uint32_t> order(trie.prefixes.size() - 1);
    std::iota(order.begin(), order.end(), 1U);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return trie.prefixes[a].children.size() > trie.prefixes[b].children.size();
    });
    std::vector<std::uint32_t> base(trie.prefixes.size());
    put(0, 0);
    std::vector<std::uint32_t> single_from(codes + 1U);  // by code: all before it is in use
    for (const std::uint32_t prefix : order) {
      const Children& children = trie.prefixes[prefix].children;
      if (children.empty()) break;
      std::uint32_t none = 0;
      std::uint32_t& from = children.size() == 1 ? single_from[children.front().code] : none;
      base[prefix] = from = first_base(children, from);
      put(prefix, base[prefix]);
    }
    const std::uint32_t last = *std::max_element(base.begin(), base.end());
    nodes_.resize(last + codes + 1U, {0, kFree, 0});
    for (std::size_t i = 1; i < base.size(); ++i) nodes_[slot_[i]].base = base[i];
  }
  std::vector<Node> nodes() && { return std::move(nodes_); }

 private:
  std::uint32_t first_base(const Children& children, std::uint32_t from) {
    for (std::uint32_t base = from / 64 * 64;; base += 64) {
      std::uint64_t used = bases_.window(base);
      for (auto child = children.begin(); child != children.end() && ~used != 0; ++child) {
        used |= slots_.window(base + child->code);
      }
      if (~used != 0) return base + static_cast<std::uint32_t>(std::countr_one(used));
    }
  }
  void put(std::uint32_t prefix, std::uint32_t base) {
    bases_.set(base);
    for (const Child& child : trie_.prefixes[prefix].children) {
      const std::size_t slot = base + child.code;
      slots_.set(slot);
      if (slot >= nodes_.size()) nodes_.resize(slot * 2, {0, kFree, 0});
      nodes_[slot] = {0, child.code, trie_.prefixes[child.prefix].weight};
      slot_[child.prefix] = static_cast<std::uint32_t>(slot);
    }
  }

  const Trie& trie_;
  Bits slots_;
  Bits bases_;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> slot_;  // by prefix
};

// Reads what Python's pprint wrote: quoted keys and numbers, in nested braces.
class Literal {
 public:
  explicit Literal(std::string text) : text_(std::move(text)) {}

  // The next key; 0 at the end of the text or, when `closing` comes before it, of the table.
  char32_t next_key() {
    while (at_ < text_.size() && text_[at_] != '\'' && text_[at_] != '}') ++at_;
    if (at_ >= text_.size()) return 0;
    if (text_[at_++] == '}') return 0;
    char32_t key = 0;
    if (text_[at_] == '\\') {
      std::uint32_t point = 0;
      std::from_chars(text_.data() + at_ + 2, text_.data() + at_ + 6, point, 16);
      key = point;
      at_ += 6;
    } else {
      key = shijin::decode_utf8(text_, at_);
    }
    if (text_.compare(at_, 3, "': ") != 0) fail("a table of the model cannot be read");
    at_ += 3;
    return key;
  }
  double number() {
    double value = 0;
    const auto read = std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
    if (read.ec != std::errc()) fail("a number of the model cannot be read");
    at_ = static_cast<std::size_t>(read.ptr - text_.data());
    return value;
  }
  void skip_past(std::string_view mark) { at_ = text_.find(mark) + mark.size(); }

 private:
  std::string text_;
  std::size_t at_ = 0;
};

constexpr double kNever = -3.14e100;

State state_of(char32_t letter) {
  switch (letter) {
    case 'B':
      return kBegin;
    case 'E':
      return kEnd;
    case 'M':
      return kMiddle;
    case 'S':
      return kSingle;
    default:
      fail("a state that is none of B, E, M, S");
  }
}

struct Model {
  Header header{};
  std::vector<PerState> emissions = {{kNever, kNever, kNever, kNever}};
  Codes rows = Codes(kPoints);
};

Model read_model(const std::string& folder) {
  Model model;
  Literal start(read_file(folder + "/prob_start.py"));
  start.skip_past("P={");
  while (const char32_t key = start.next_key()) model.header.start[state_of(key)] = start.number();
  for (PerState& row : model.header.transition) row.fill(kNever);
  Literal transition(read_file(folder + "/prob_trans.py"));
  transition.skip_past("P={");
  while (const char32_t from = transition.next_key()) {
    while (const char32_t to = transition.next_key()) {
      model.header.transition[state_of(from)][state_of(to)] = transition.number();
    }
  }
  Literal emission(read_file(folder + "/prob_emit.py"));
  emission.skip_past("P={");
  while (const char32_t state = emission.next_key()) {
    while (const char32_t c = emission.next_key()) {
      if (c >= kPoints) fail("a character of the model is out of range");
      if (model.rows[c] == 0) {
        model.rows[c] = static_cast<std::uint16_t>(model.emissions.size());
        model.emissions.push_back(model.emissions.front());
      }
      model.emissions[model.rows[c]][state_of(state)] = emission.number();
    }
  }
  return model;
}

template <class T>
void append(std::string& out, const std::vector<T>& values) {
  out.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
  out.resize((out.size() + 7) / 8 * 8);
}

// Packed, the table takes a third: 2 MB of the binary instead of 6.
std::string packed(const std::string& table) {
  constexpr int kLevel = 19;
  std::string out(ZSTD_compressBound(table.size()), '\0');
  const std::size_t size =
      ZSTD_compress(out.data(), out.size(), table.data(), table.size(), kLevel);
  if (ZSTD_isError(size) != 0) fail("cannot pack the table");
  out.resize(size);
  return out;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) fail("usage: make_jieba_table JIEBA_FOLDER OUTPUT");
  const std::string folder = arguments[1];
  const Dictionary dictionary = read_dictionary(folder + "/dict.txt");
  const Codes codes = number_characters(dictionary);
  const Trie trie = make_trie(dictionary, codes);
  const auto kinds = *std::max_element(codes.begin(), codes.end());
  const std::vector<Node> nodes = Placement(trie, kinds).nodes();
  const double log_total = std::log(static_cast<double>(dictionary.total));
  std::vector<double> weights;
  for (const std::uint32_t frequency : trie.frequencies) {
    weights.push_back(std::log(std::max(frequency, 1U)) - log_total);
  }
  Model model = read_model(folder + "/finalseg");
  Header& header = model.header;
  header.magic = kMagic;
  header.total = dictionary.total;
  header.nodes = nodes.size();
  header.weights = weights.size();
  header.emissions = model.emissions.size();
  header.frequencies = trie.frequencies.size();
  header.codes = codes.size();
  header.rows = model.rows.size();
  std::string table;
  append(table, std::vector<Header>{header});
  append(table, nodes);
  append(table, weights);
  append(table, model.emissions);
  append(table, trie.frequencies);
  append(table, codes);
  append(table, model.rows);
  std::ofstream out(arguments[2], std::ios::binary);
  out << packed(table);
  if (!out.flush()) fail("cannot write " + std::string(arguments[2]));
  return 0;
}
