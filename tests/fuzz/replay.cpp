// Feeds the files of a folder, and a few inputs that broke many parsers before, to a fuzz target.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

// libFuzzer's entry; its name and type are given.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void feed(const std::string& input) {
  // A copy of exactly the input's size, so that the address sanitizer sees one byte too far.
  const std::vector<std::uint8_t> exact(input.begin(), input.end());
  LLVMFuzzerTestOneInput(exact.data(), exact.size());
}

}  // namespace

int main(int argc, char** argv) {
  int count = 0;
  const std::string nul(1, '\0');
  for (const std::string& input :
       {std::string(), nul, std::string("\n"), std::string("\r\n"), std::string("\""),
        std::string("\xEF\xBB\xBF"), std::string("\xFF\xFE"), std::string("\xF0\x9F\x98"),
        std::string("a,b\n\"1"), std::string("{\"a\":"), std::string(4097, '['), nul + "\xFF"}) {
    feed(input);
    ++count;
  }
  for (int i = 1; i < argc; ++i) {
    if (!std::filesystem::is_directory(argv[i])) continue;
    for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
      std::ifstream file(entry.path(), std::ios::binary);
      feed(std::string(std::istreambuf_iterator<char>(file), {}));
      ++count;
    }
  }
  std::printf("%d inputs replayed\n", count);
  return 0;
}
