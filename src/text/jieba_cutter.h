// jieba's cut(): blocks of Han characters, letters and digits are cut along the likeliest path
// through the words of a lexicon; everything else stands alone. The lexicon is a template argument:
// the built-in dictionary, or that and a user's words.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "text/code_points.h"
#include "text/jieba_table.h"
#include "text/jieba_unseen.h"
#include "text/tokenizer.h"

namespace shijin::jieba {

enum class Unseen : std::uint8_t { characters, model };  // HMM=False, HMM=True

/// A character of a block, and what the search knows from there on
struct Cell {
  double score;        // of the best path to the end of the block
  std::uint32_t end;   // the cell after the first word of that path
  std::uint32_t byte;  // where the character begins in the text
  char16_t point;
  std::uint16_t code;  // in the built-in dictionary
};

/// What jieba's regular expression for blocks takes: Han as of Unicode 8, ASCII, + # & . _ % -
constexpr bool is_letter_or_digit(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
constexpr bool is_block_han(char32_t c) { return c >= 0x4E00 && c <= 0x9FD5; }
constexpr bool is_in_block(char32_t c) {
  return is_block_han(c) || is_letter_or_digit(c) || c == '+' || c == '#' || c == '&' || c == '.' ||
         c == '_' || c == '%' || c == '-';
}

/// The cells of one block; short blocks cost no allocation
class Cells {
 public:
  void clear() { size_ = 0; }
  std::size_t size() const { return size_; }
  Cell& operator[](std::size_t i) { return data_[i]; }
  const Cell& operator[](std::size_t i) const { return data_[i]; }
  void add(std::uint32_t byte, char16_t point, std::uint16_t code) {
    if (size_ == capacity_) grow();
    Cell& cell = data_[size_++];
    cell.byte = byte;
    cell.point = point;
    cell.code = code;
  }

 private:
  void grow() {
    std::vector<Cell> more(capacity_ * 4);
    std::copy_n(data_, size_, more.data());
    outside_.swap(more);
    data_ = outside_.data();
    capacity_ = outside_.size();
  }
  std::array<Cell, 256> inside_;
  std::vector<Cell> outside_;
  Cell* data_ = inside_.data();
  std::size_t size_ = 0;
  std::size_t capacity_ = inside_.size();
};

/// Begin to load the node of the last two characters: the table is far larger than the caches, and
/// a path asks for that node of every character
inline void expect_pair(const Table& table, const Cells& cells, std::size_t last) {
  if (last == 0) return;
  const Node& first = table.nodes[cells[last - 1].code];
  __builtin_prefetch(&table.nodes[first.base + cells[last].code]);
}

/// Cuts one text. `Lexicon` offers
///   std::uint16_t code(char32_t) const;
///   double unknown() const;                      // weight of a character that is no word
///   bool is_word(const Cells&, from, to) const;
///   bool never_joined(const Cells&, from, to) const;
///   void expect(const Cells&, last) const;       // prefetch what words_from will read
///   template <class F> void words_from(const Cells&, from, F found) const;
/// which calls found(end, weight) for each word from there, shorter ones first; the cell after the
/// last one is a sentinel. `fold` maps a code point before anything is asked about it.
template <class Lexicon, class Fold>
class Cutter {
 public:
  Cutter(const Lexicon& lexicon, Fold fold, Unseen unseen, std::string_view text, TokenSink& sink)
      : lexicon_(lexicon), fold_(fold), unseen_(unseen), text_(text), sink_(sink) {}

  void cut() {
    std::size_t at = 0;
    while (at < text_.size()) {
      const std::size_t begin = at;
      const char32_t c = fold_(next_code_point(text_, at));
      if (is_in_block(c)) {
        at = read_block(begin);
        find_path();
        if (unseen_ == Unseen::model) {
          emit_with_model();
        } else {
          emit_with_letters_joined();
        }
        continue;
      }
      if (c == '\r' && at < text_.size() && text_[at] == '\n') ++at;
      emit_bytes(begin, at);
    }
  }

 private:
  std::size_t read_block(std::size_t at) {
    cells_.clear();
    while (at < text_.size()) {
      std::size_t next = at;
      const char32_t c = fold_(next_code_point(text_, next));
      if (!is_in_block(c)) break;
      cells_.add(static_cast<std::uint32_t>(at), static_cast<char16_t>(c), lexicon_.code(c));
      lexicon_.expect(cells_, cells_.size() - 1);
      at = next;
    }
    size_ = cells_.size();
    cells_.add(static_cast<std::uint32_t>(at), 0, 0);
    return at;
  }

  // From the last character to the first: of equal paths the one whose first word is longer.
  void find_path() {
    cells_[size_].score = 0;
    const double unknown = lexicon_.unknown();
    for (std::size_t i = size_; i-- > 0;) {
      double best = 0;
      std::size_t best_end = 0;
      lexicon_.words_from(cells_, i, [&](std::size_t end, double weight) {
        const double score = weight + cells_[end].score;
        if (best_end != 0 && score < best) return;
        best = score;
        best_end = end;
      });
      if (best_end == 0) {
        best_end = i + 1;
        best = unknown + cells_[i + 1].score;
      }
      cells_[i].score = best;
      cells_[i].end = static_cast<std::uint32_t>(best_end);
    }
  }

  void emit_with_letters_joined() {
    std::size_t i = 0;
    while (i < size_) {
      std::size_t end = cells_[i].end;
      const auto is_lone_letter = [&](std::size_t at) {
        return cells_[at].end == at + 1 && is_letter_or_digit(cells_[at].point);
      };
      if (is_lone_letter(i)) {
        while (end < size_ && is_lone_letter(end)) ++end;
      }
      emit(i, end);
      i = end;
    }
  }

  void emit_with_model() {
    std::size_t i = 0;
    while (i < size_) {
      std::size_t end = cells_[i].end;
      if (end > i + 1) {
        emit(i, end);
      } else {
        while (end < size_ && cells_[end].end == end + 1) ++end;
        emit_run(i, end);
      }
      i = end;
    }
  }

  // A run of lone characters: jieba asks the model, unless the run as a whole is a word.
  void emit_run(std::size_t begin, std::size_t end) {
    if (end == begin + 1) {
      emit(begin, end);
    } else if (lexicon_.is_word(cells_, begin, end)) {
      emit_each(begin, end);
    } else {
      std::size_t i = begin;
      while (i < end) {
        const bool han = is_block_han(cells_[i].point);
        std::size_t part = i + 1;
        while (part < end && is_block_han(cells_[part].point) == han) ++part;
        han ? emit_unseen(i, part) : emit_western(i, part);
        i = part;
      }
    }
  }

  void emit_unseen(std::size_t begin, std::size_t end) {
    run_.clear();
    ends_.clear();
    for (std::size_t i = begin; i < end; ++i) run_.push_back(cells_[i].point);
    cut_unseen(run_, space_, ends_);
    std::size_t from = begin;
    for (const std::uint32_t word_end : ends_) {
      const std::size_t to = begin + word_end;
      lexicon_.never_joined(cells_, from, to) ? emit_each(from, to) : emit(from, to);
      from = to;
    }
  }

  // [a-zA-Z0-9]+(?:\.\d+)?%? are tokens, and so is whatever lies between two of them.
  void emit_western(std::size_t begin, std::size_t end) {
    const auto is = [&](std::size_t i, auto test) { return i < end && test(cells_[i].point); };
    const auto letter = [](char16_t c) { return is_letter_or_digit(c); };
    const auto digit = [](char16_t c) { return c >= '0' && c <= '9'; };
    std::size_t i = begin;
    while (i < end) {
      const std::size_t from = i;
      if (!is(i, letter)) {
        while (i < end && !is(i, letter)) ++i;
      } else {
        while (is(i, letter)) ++i;
        if (is(i, [](char16_t c) { return c == '.'; }) && is(i + 1, digit)) {
          ++i;
          while (is(i, digit)) ++i;
        }
        if (is(i, [](char16_t c) { return c == '%'; })) ++i;
      }
      emit(from, i);
    }
  }

  void emit_each(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) emit(i, i + 1);
  }
  void emit(std::size_t begin, std::size_t end) {
    emit_bytes(cells_[begin].byte, cells_[end].byte);
  }
  void emit_bytes(std::size_t begin, std::size_t end) {
    sink_.token(text_.substr(begin, end - begin),
                {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  }

  const Lexicon& lexicon_;
  Fold fold_;
  Unseen unseen_;
  std::string_view text_;
  TokenSink& sink_;
  Cells cells_;
  std::size_t size_ = 0;  // of the block; cells_ has one more, where the block ends
  UnseenSpace space_;
  std::vector<char16_t> run_;
  std::vector<std::uint32_t> ends_;
};

}  // namespace shijin::jieba
