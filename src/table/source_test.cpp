// Sources: packings, encodings, and what is said of bytes that cannot be read.
#include "table/source.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <zlib.h>
#include <zstd.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "table/encoding.h"
#include "table/testing.h"

namespace shijin {
namespace {

using testing::Folder;

struct Read {
  std::string text;
  std::string encoding;
  std::string messages;
  std::string digest;
};

Read read_all(const Folder& folder, const std::string& path, const std::string& encoding = "",
              std::size_t piece = 1000) {
  Read out;
  Notes notes;
  auto source = open_source(path, encoding, notes);
  if (!source.ok()) {
    out.messages = folder.plain(describe(source.error(), Language::en));
    return out;
  }
  for (;;) {
    std::string block;
    const auto more = (*source)->read(block, piece);
    if (!more.ok()) {
      out.messages = folder.plain(describe(more.error(), Language::en));
      return out;
    }
    if (!*more) break;
    out.text += block;
  }
  out.encoding = (*source)->encoding();
  out.digest = (*source)->digest();
  out.messages = folder.plain(describe(notes, Language::en));
  return out;
}

std::string gzip(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(text.size() + 1000, '\0');
  std::string in = text;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string zstd(const std::string& text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

std::string utf16(const std::string& text, bool little) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = decode_utf8(text, at);
    std::vector<char32_t> units = {c};
    if (c >= 0x10000) units = {0xD800 + ((c - 0x10000) >> 10), 0xDC00 + ((c - 0x10000) & 0x3FF)};
    for (const char32_t unit : units) {
      const char high = static_cast<char>(unit >> 8);
      const char low = static_cast<char>(unit & 0xFF);
      out += little ? low : high;
      out += little ? high : low;
    }
  }
  return out;
}

std::string long_text() {
  std::string text = "text,label\n";
  for (int i = 0; i < 20000; ++i) text += "第 " + std::to_string(i) + " 列，😀 𠀀 é,1\n";
  return text;
}

TEST(Source, gives_the_bytes_in_pieces_of_any_size) {
  const Folder folder;
  const std::string text = long_text();
  const std::string path = folder.write("x.csv", text);
  for (const std::size_t piece : {1U, 7U, 4096U, 1U << 20U}) {
    const Read read = read_all(folder, path, "", piece);
    ASSERT_EQ(read.text, text);
    EXPECT_EQ(read.encoding, "UTF-8");
    Digest digest;
    digest.add(text);
    EXPECT_EQ(read.digest, digest.hex());
  }
}

TEST(Source, unpacks_gzip_and_zstandard_whatever_the_name) {
  const Folder folder;
  const std::string text = long_text();
  EXPECT_EQ(read_all(folder, folder.write("a", gzip(text))).text, text);
  EXPECT_EQ(read_all(folder, folder.write("b", zstd(text))).text, text);
  EXPECT_EQ(read_all(folder, folder.write("c", gzip(text) + gzip(text))).text, text + text);
  EXPECT_EQ(read_all(folder, folder.write("d", zstd(text) + zstd(text))).text, text + text);
}

TEST(Source, says_where_packed_data_ends_too_soon) {
  const Folder folder;
  const std::string packed = gzip("text,label\n好,1\n");
  const std::string cut = folder.write("x.gz", packed.substr(0, packed.size() - 4));
  EXPECT_EQ(read_all(folder, cut).messages,
            "x.gz: error: the compressed data stops in the middle, after 17 unpacked bytes\n"
            "  help: copy or download the file again, or unpack it by hand and see how far it "
            "goes\n"
            "  name: compressed-cut      (shijin explain compressed-cut)\n");
}

TEST(Source, reads_utf16_with_and_without_a_byte_order_mark) {
  const Folder folder;
  const std::string text = long_text();
  for (const bool little : {true, false}) {
    const std::string name = little ? "UTF-16LE" : "UTF-16BE";
    const Read plain = read_all(folder, folder.write("x", utf16(text, little)));
    EXPECT_EQ(plain.text, text);
    EXPECT_EQ(plain.encoding, name);
    const Read marked = read_all(folder, folder.write("x", utf16("\uFEFF" + text, little)));
    EXPECT_EQ(marked.text, text);
    EXPECT_EQ(marked.encoding, name);
  }
}

TEST(Source, leaves_out_the_mark_of_utf8) {
  const Folder folder;
  const Read read = read_all(folder, folder.write("x", "\xEF\xBB\xBFtext\n"));
  EXPECT_EQ(read.text, "text\n");
  EXPECT_EQ(read.encoding, "UTF-8 with BOM");
}

// 這款手機續航太差了 and 这款手机续航太差了, each in its own encoding.
constexpr const char* kBig5 =
    "\xB3\x6F\xB4\xDA\xA4\xE2\xBE\xF7\xC4\xF2\xAF\xE8\xA4\xD3\xAE\x74\xA4\x46";
constexpr const char* kGbk =
    "\xD5\xE2\xBF\xEE\xCA\xD6\xBB\xFA\xD0\xF8\xBA\xBD\xCC\xAB\xB2\xEE\xC1\xCB";

TEST(Source, guesses_big5_and_gb18030_and_says_so) {
  const Folder folder;
  const Read big5 = read_all(folder, folder.write("x", std::string("text\n") + kBig5 + "\n"));
  EXPECT_EQ(big5.text, "text\n這款手機續航太差了\n");
  EXPECT_EQ(big5.messages,
            "x: note: the file is not UTF-8; it is read as Big5, which is a guess\n"
            "  help: if the text looks wrong, add --encoding GB18030\n"
            "  name: encoding-guessed      (shijin explain encoding-guessed)\n");
  const Read gbk = read_all(folder, folder.write("x", std::string("text\n") + kGbk + "\n"));
  EXPECT_EQ(gbk.text, "text\n这款手机续航太差了\n");
  EXPECT_EQ(gbk.encoding, "GB18030");
}

TEST(Source, guesses_gb18030_for_traditional_characters_too) {
  const Folder folder;
  // 編號,標籤 / 價格便宜但質量不行
  const Read read = read_all(
      folder, folder.write("x",
                           "\xBE\x8E\xCC\x96,\x98\xCB\xBB\x60\n"
                           "\x83\x72\xB8\xF1\xB1\xE3\xD2\xCB\xB5\xAB\xD9\x7C\xC1\xBF\xB2\xBB"
                           "\xD0\xD0,1\n"));
  EXPECT_EQ(read.text, "編號,標籤\n價格便宜但質量不行,1\n");
  EXPECT_EQ(read.encoding, "GB18030");
}

TEST(Source, takes_one_broken_byte_for_that_and_not_for_an_encoding) {
  const Folder folder;
  for (const std::string broken : {"\xFF", "\xE5\xA5", "\xE9t\xE9", "\x80"}) {
    const Read read = read_all(folder, folder.write("x", "text,label\nabc" + broken + ",1\n"));
    EXPECT_EQ(read.messages.substr(0, read.messages.find(" the bytes")), "x:2:4: error:") << broken;
  }
}

TEST(Source, obeys_an_encoding_that_is_named) {
  const Folder folder;
  const std::string path = folder.write("x", std::string(kGbk));
  const Read read = read_all(folder, path, "gbk");
  EXPECT_EQ(read.text, "这款手机续航太差了");
  EXPECT_EQ(read.encoding, "GBK");
  EXPECT_EQ(read.messages, "");
  EXPECT_EQ(read_all(folder, path, "gbkk").messages,
            "error: there is no encoding named gbkk\n"
            "  expected: UTF-8, UTF-16, GB18030, Big5, or another name that ICU knows\n"
            "  help: write --encoding GBK\n"
            "  name: encoding-unknown      (shijin explain encoding-unknown)\n");
}

TEST(Source, names_the_place_of_a_byte_that_is_not_utf8) {
  const Folder folder;
  const std::string path = folder.write("x", "text,label\n好的很\xFF,1\n");
  const Read read = read_all(folder, path);
  EXPECT_EQ(read.messages,
            "x:2:4: error: the bytes FF are not UTF-8\n"
            "  2 | 好的很\\xFF\n"
            "    |       ^^^^\n"
            "  expected: text in UTF-8 to the end of the file\n"
            "  help: mend these bytes, or name the encoding: --encoding GB18030\n"
            "  name: encoding-invalid      (shijin explain encoding-invalid)\n");
}

TEST(Source, never_swallows_a_broken_byte_far_down) {
  const Folder folder;
  std::string text = long_text();
  text.insert(text.size() - 5, "\xE5\xA5");
  const std::string path = folder.write("x", text);
  for (const std::size_t piece : {11U, 5000U, 1U << 20U}) {
    const std::string messages = read_all(folder, path, "", piece).messages;
    EXPECT_EQ(messages.substr(0, messages.find('\n')),
              "x:20001:15: error: the bytes E5 A5 are not UTF-8");
  }
}

TEST(Source, decodes_strictly_in_a_named_encoding) {
  const Folder folder;
  const std::string path = folder.write("x", std::string("a\n") + kBig5 + "\x81\x30");
  const std::string messages = read_all(folder, path, "Big5").messages;
  EXPECT_EQ(messages.substr(0, messages.find('\n')), "x:2:10: error: the bytes 81 are not Big5");
}

TEST(Source, tells_what_cannot_be_opened) {
  const Folder folder;
  folder.write("predictions.csv", "text\n");
  EXPECT_EQ(read_all(folder, folder.file("predictoins.csv")).messages,
            "predictoins.csv: error: there is no such file\n"
            "  help: did you mean predictions.csv?\n"
            "  name: file-missing      (shijin explain file-missing)\n");
  std::filesystem::create_directory(folder.file("sub"));
  EXPECT_EQ(read_all(folder, folder.file("sub")).messages,
            "sub: error: this is a folder, not a file\n"
            "  help: name the files in it, for example sub/*.csv\n"
            "  name: file-is-folder      (shijin explain file-is-folder)\n");
}

}  // namespace
}  // namespace shijin
