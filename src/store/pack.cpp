// Zstandard at its first level: what a run holds packs to a fifth of its size at 400 MB a second.
#include "store/pack.h"

#include <zstd.h>

#include "base/result.h"

namespace shijin {
namespace {

constexpr int kLevel = 1;

}  // namespace

std::string pack(std::string_view bytes) {
  std::string packed(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size =
      ZSTD_compress(packed.data(), packed.size(), bytes.data(), bytes.size(), kLevel);
  SJ_CHECK(ZSTD_isError(size) == 0, "packing into enough room cannot fail");
  packed.resize(size);
  packed.shrink_to_fit();
  return packed;
}

std::optional<std::string> unpack(std::string_view packed, std::size_t size) {
  // The frame says its own size: one that lies asks for no more memory than the file is worth.
  if (ZSTD_getFrameContentSize(packed.data(), packed.size()) != size) return std::nullopt;
  constexpr std::size_t kMostShrunk = 1U << 16U;
  if (size > (packed.size() + 1) * kMostShrunk) return std::nullopt;
  std::string bytes(size, '\0');
  const std::size_t got = ZSTD_decompress(bytes.data(), bytes.size(), packed.data(), packed.size());
  if (ZSTD_isError(got) != 0 || got != size) return std::nullopt;
  return bytes;
}

bool unpack_pieces(std::string_view packed, const std::function<void(std::string_view)>& take) {
  const std::unique_ptr<ZSTD_DCtx, std::size_t (*)(ZSTD_DCtx*)> context(ZSTD_createDCtx(),
                                                                        ZSTD_freeDCtx);
  std::string piece(ZSTD_DStreamOutSize(), '\0');
  ZSTD_inBuffer in{packed.data(), packed.size(), 0};
  for (;;) {
    ZSTD_outBuffer out{piece.data(), piece.size(), 0};
    const std::size_t left = ZSTD_decompressStream(context.get(), &out, &in);
    if (ZSTD_isError(left) != 0) return false;
    take(std::string_view(piece).substr(0, out.pos));
    if (left == 0) return in.pos == in.size;
    if (in.pos == in.size && out.pos < out.size) return false;  // more was promised
  }
}

struct PackedText::State {
  std::size_t limit = 0;
  std::size_t taken = 0;
  std::string out;
  ZSTD_CCtx* context = ZSTD_createCCtx();

  ~State() { ZSTD_freeCCtx(context); }

  void feed(std::string_view text, ZSTD_EndDirective end) {
    ZSTD_inBuffer in{text.data(), text.size(), 0};
    for (;;) {
      const std::size_t before = out.size();
      out.resize(before + ZSTD_CStreamOutSize());
      ZSTD_outBuffer to{out.data() + before, out.size() - before, 0};
      const std::size_t left = ZSTD_compressStream2(context, &to, &in, end);
      out.resize(before + to.pos);
      SJ_CHECK(ZSTD_isError(left) == 0, "packing into memory cannot fail");
      const bool done = end == ZSTD_e_end ? left == 0 : in.pos == in.size;
      if (done) return;
    }
  }
};

PackedText::PackedText(std::size_t limit) : state_(std::make_unique<State>()) {
  state_->limit = limit;
  ZSTD_CCtx_setParameter(state_->context, ZSTD_c_compressionLevel, kLevel);
}
PackedText::~PackedText() = default;
PackedText::PackedText(PackedText&&) noexcept = default;

std::size_t PackedText::limit() const { return state_->limit; }

void PackedText::give_up() {
  state_->taken = state_->limit + 1;
  state_->out = std::string();
}

bool PackedText::over_limit() const { return state_->taken > state_->limit; }

void PackedText::add(std::string_view text) {
  if (over_limit()) return;
  state_->taken += text.size();
  if (over_limit()) {
    state_->out = std::string();
  } else {
    state_->feed(text, ZSTD_e_continue);
  }
}

std::string PackedText::finish() {
  if (over_limit()) return "";
  state_->feed("", ZSTD_e_end);
  return std::move(state_->out);
}

}  // namespace shijin
