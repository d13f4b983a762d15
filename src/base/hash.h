// Hashes of bytes: 64-bit keys for tables and random streams, 128-bit digests for provenance.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace shijin {

/// Hash bytes to 64 bits (XXH3); the same on every machine and in every version
std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed = 0);

/// Digest a stream of bytes; the result is 32 hexadecimal digits of XXH3-128 after "xxh3:"
class Digest {
 public:
  Digest();
  ~Digest();
  Digest(Digest&&) noexcept;
  Digest& operator=(Digest&&) noexcept;

  void add(std::string_view bytes);
  std::string hex() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace shijin
