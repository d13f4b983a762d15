// UserWords: the words a user adds to jieba's dictionary, read from a file as jieba's load_userdict
// reads it, with the same effect on every cut.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/notes.h"
#include "base/result.h"

namespace shijin {

namespace jieba {
class Vocabulary;
}

/// A line is `word`, `word frequency`, `word tag` or `word frequency tag`; an immutable value
///
/// Without a frequency a word gets the one that lets it be cut out whole; frequency 0 forbids it.
class UserWords {
 public:
  /// Read a file; a line that is no UTF-8 or counts too high is an error, a word that jieba never
  /// asks for is a warning
  static Result<UserWords> read(const std::string& path, Notes& notes);
  /// The same from the bytes of a file called `path`
  static Result<UserWords> parse(std::string_view text, const std::string& path, Notes& notes);

  const std::string& path() const { return path_; }
  /// "xxh3:" and 32 digits, of the file's bytes
  const std::string& digest() const { return digest_; }
  std::size_t size() const { return size_; }

  /// The dictionary with these words as they are written
  const jieba::Vocabulary& as_written() const { return *as_written_; }
  /// The dictionary with these words in Simplified characters
  const jieba::Vocabulary& simplified() const { return *simplified_; }

 private:
  std::string path_;
  std::string digest_;
  std::size_t size_ = 0;
  std::shared_ptr<const jieba::Vocabulary> as_written_;
  std::shared_ptr<const jieba::Vocabulary> simplified_;
};

}  // namespace shijin
