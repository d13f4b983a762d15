// The fast loop over masks, and the slow one that takes over for 64 bytes wherever a quote stands
// where none should.
#include "table/csv_scan.h"

#include <bit>

#include "table/csv_mask.h"

namespace shijin {

std::size_t count_newlines(std::string_view bytes) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < bytes.size(); at += kMaskBytes) {
    const MaskBlock block(bytes.data() + at, bytes.size() - at);
    std::uint64_t newlines = block.of('\n');
    for (; newlines != 0; newlines &= newlines - 1) ++count;
  }
  return count;
}

void RecordCutter::begin(std::string_view bytes) {
  bytes_ = bytes;
  at_ = 0;
  record_ = 0;
  opened_ = 0;
  line_ = record_line_;
  inside_ = false;
  literal_before_ = false;
}

// The record ends before the newline at `end`; false when enough records are there.
bool RecordCutter::end_record(std::size_t end, std::vector<Record>& records) {
  std::string_view record = bytes_.substr(record_, end - record_);
  if (record.ends_with('\r')) record.remove_suffix(1);
  const std::int64_t line = record_line_;
  record_ = end + 1;
  record_line_ = line_;
  if (record.empty()) {
    if (blank_ == BlankLines::keep) blanks_.push_back(line);
    return true;
  }
  for (const std::int64_t blank : blanks_) records.push_back({record.substr(0, 0), blank});
  blanks_.clear();
  records.push_back({record, line});
  return !full(records);
}

// What the fast loop keeps in registers for one step.
struct CutterLoop {
  RecordCutter& cutter;
  std::vector<Record>& records;

  bool before_is_border() const {
    if (cutter.at_ == cutter.record_) return true;
    const char before = cutter.bytes_[cutter.at_ - 1];
    return before == cutter.delimiter_ || before == '\n' ||
           (before == '"' && !cutter.literal_before_);
  }

  // Are all quotes of these bytes where RFC 4180 lets them be? Moves opened_ when they are.
  [[gnu::always_inline]] bool quotes_are_in_place(const MaskBlock& block, std::uint64_t quotes,
                                                  std::uint64_t inside, std::uint64_t newlines,
                                                  std::size_t size) const {
    const std::uint64_t delimiters = block.of(cutter.delimiter_);
    const std::uint64_t border = before_is_border() ? 1 : 0;
    const std::uint64_t opening = quotes & inside;
    const std::uint64_t closing = quotes & ~inside;
    const std::uint64_t may_open = (delimiters | newlines | quotes) << 1U | border;
    if ((opening & ~may_open) != 0) return false;
    const std::size_t next = cutter.at_ + size;
    std::uint64_t after = 1;
    if (next < cutter.bytes_.size()) {
      const char c = cutter.bytes_[next];
      after = c == cutter.delimiter_ || c == '\n' || c == '\r' || c == '"' ? 1 : 0;
    }
    const std::uint64_t may_follow = delimiters | newlines | quotes | block.of('\r');
    const std::uint64_t may_close = may_follow >> 1U | after << (size - 1);
    if ((closing & ~may_close) != 0) return false;
    const std::uint64_t doubled = quotes << 1U | (cutter.inside_ ? 0 : border & carried_quote());
    const std::uint64_t fields = opening & ~doubled;
    if (fields != 0) {
      cutter.opened_ = cutter.at_ + 63U - static_cast<std::size_t>(std::countl_zero(fields));
    }
    return true;
  }

  std::uint64_t carried_quote() const {
    return cutter.at_ > cutter.record_ && cutter.bytes_[cutter.at_ - 1] == '"' ? 1 : 0;
  }

  // 64 bytes; false when enough records are there.
  [[gnu::always_inline]] bool step() const {
    const std::size_t left = cutter.bytes_.size() - cutter.at_;
    const std::size_t size = left < kMaskBytes ? left : kMaskBytes;
    const MaskBlock block(cutter.bytes_.data() + cutter.at_, left);
    std::uint64_t newlines = block.of('\n');
    const std::uint64_t quotes = block.of('"');
    std::uint64_t inside = cutter.inside_ ? ~std::uint64_t{0} : 0;
    if (quotes != 0) {
      inside ^= prefix_xor(quotes);
      if (!quotes_are_in_place(block, quotes, inside, newlines, size)) {
        return cutter.step_slowly(size, records);
      }
    }
    cutter.literal_before_ = false;
    const std::size_t start = cutter.at_;
    for (; newlines != 0; newlines &= newlines - 1) {
      ++cutter.line_;
      const auto bit = static_cast<unsigned>(std::countr_zero(newlines));
      if ((inside >> bit & 1U) != 0) continue;
      if (!cutter.end_record(start + bit, records)) {
        cutter.at_ = start + bit + 1;
        cutter.inside_ = false;
        return false;
      }
    }
    cutter.inside_ = (inside >> (size - 1) & 1U) != 0;
    cutter.at_ = start + size;
    return true;
  }
};

// A quote that is not closed where one would look for its end: the record ends at the line on which
// it opened, and scanning goes on below.
void RecordCutter::recover_from_open_quote(std::size_t newline) {
  line_ = record_line_ +
          static_cast<std::int64_t>(count_newlines(bytes_.substr(record_, newline + 1 - record_)));
  at_ = newline + 1;
  inside_ = false;
  literal_before_ = false;
}

bool RecordCutter::step_slowly(std::size_t size, std::vector<Record>& records) {
  bool closed_before = at_ > record_ && bytes_[at_ - 1] == '"' && !inside_ && !literal_before_;
  const std::size_t stop = at_ + size;
  for (; at_ < stop; ++at_) {
    const char c = bytes_[at_];
    literal_before_ = false;
    if (c == '\n') {
      ++line_;
      if (!inside_ && !end_record(at_, records)) {
        ++at_;
        return false;
      }
    } else if (c == '"' && inside_) {
      const char before = bytes_[at_ - 1];
      const char after = at_ + 1 < bytes_.size() ? bytes_[at_ + 1] : '\n';
      const bool may_close = after == delimiter_ || after == '\n' || after == '\r' || after == '"';
      const bool looks_opening = before == delimiter_ || before == '\n';
      const std::size_t newline = bytes_.find('\n', opened_);
      if (!may_close && looks_opening && newline < at_) {
        recover_from_open_quote(newline);
        return end_record(newline, records);
      }
      inside_ = false;
      closed_before = true;
      continue;
    } else if (c == '"') {
      const char before = at_ > record_ ? bytes_[at_ - 1] : '\n';
      const bool border = before == delimiter_ || before == '\n';
      if (border) opened_ = at_;
      inside_ = border || closed_before;
      literal_before_ = !inside_;
    }
    closed_before = false;
  }
  return true;
}

// All bytes are scanned and none follow: what is left is a record without a line end.
bool RecordCutter::finish(std::vector<Record>& records) {
  if (inside_) {
    const std::size_t newline = bytes_.find('\n', opened_);
    if (newline != std::string_view::npos) {
      recover_from_open_quote(newline);
      end_record(newline, records);
      return true;
    }
  }
  if (record_ < bytes_.size()) {
    end_record(bytes_.size(), records);
    record_ = bytes_.size();
  }
  return false;
}

bool RecordCutter::cut(std::size_t most, MoreBytes more, std::vector<Record>& records) {
  limit_ = records.size() + most;
  const CutterLoop loop{*this, records};
  for (;;) {
    while (at_ < bytes_.size()) {
      if (!loop.step()) return true;
    }
    if (more == MoreBytes::follow || !finish(records)) return false;
    if (full(records)) return true;
  }
}

}  // namespace shijin
