// A Source over a text in memory, which must be valid UTF-8, handed out in small pieces.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "table/source.h"

namespace shijin::reference {

class MemorySource final : public Source {
 public:
  explicit MemorySource(std::string text, std::size_t piece = 1U << 20U)
      : text_(std::move(text)), piece_(piece) {}

  Result<bool> read(std::string& block, std::size_t bytes) override {
    const std::size_t size = std::min({bytes, piece_, text_.size() - at_});
    block.append(text_, at_, size);
    at_ += size;
    return size > 0;
  }
  const std::string& path() const override { return path_; }
  const std::string& encoding() const override { return encoding_; }
  std::int64_t bytes_done() const override { return static_cast<std::int64_t>(at_); }
  std::int64_t bytes_total() const override { return static_cast<std::int64_t>(text_.size()); }
  std::string digest() const override { return ""; }
  std::string_view raw_head() const override { return text_; }
  Result<std::string_view> head() override { return std::string_view(text_); }

 private:
  std::string text_;
  std::size_t piece_;
  std::size_t at_ = 0;
  std::string path_ = "memory.csv";
  std::string encoding_ = "UTF-8";
};

}  // namespace shijin::reference
