// Compression ratio: bytes of the outputs for each byte zlib makes of them; what says the same
// often packs small. Each output is packed by itself, as Whisper does with its segments.
#include <zlib.h>

#include <limits>
#include <vector>

#include "metrics/metric.h"

namespace shijin {
namespace {

constexpr Text kNoText{"all outputs are empty", "所有輸出都是空的"};

// One deflate stream reused for many texts; its size is compress()'s own.
class Packer {
 public:
  Packer() { ready_ = deflateInit(&stream_, Z_DEFAULT_COMPRESSION) == Z_OK; }
  ~Packer() {
    if (ready_) deflateEnd(&stream_);
  }
  Packer(const Packer&) = delete;
  Packer& operator=(const Packer&) = delete;

  std::uint64_t packed_size(std::string_view text) {
    SJ_CHECK(ready_ && deflateReset(&stream_) == Z_OK, "zlib refuses to start");
    std::uint64_t size = 0;
    int status = Z_OK;
    while (status == Z_OK) {
      feed(text);
      stream_.next_out = out_.data();
      stream_.avail_out = static_cast<uInt>(out_.size());
      status = deflate(&stream_, text.empty() ? Z_FINISH : Z_NO_FLUSH);
      size += out_.size() - stream_.avail_out;
    }
    return size;
  }

 private:
  // zlib counts in 32 bits: hand over a piece at a time.
  void feed(std::string_view& text) {
    if (stream_.avail_in > 0 || text.empty()) return;
    const std::size_t piece = std::min<std::size_t>(text.size(), 1U << 30U);
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream_.avail_in = static_cast<uInt>(piece);
    text.remove_prefix(piece);
  }

  z_stream stream_{};
  bool ready_ = false;
  std::vector<Bytef> out_ = std::vector<Bytef>(1U << 15U);
};

struct CompressionRatio {
  struct Stat {
    double bytes = 0;
    double bytes_packed = 0;
  };
  using State = Stat;
  static constexpr bool kStateIsSums = true;

  CompressionRatio(const Arguments&, const MetricContext&) {}

  void measure_all(Samples& samples, std::span<Stat> out) const {
    Packer packer;
    for (std::size_t i = 0; i < samples.size; ++i) {
      const std::string_view text = samples.output[i];
      out[i] = {};
      if (text.empty()) continue;
      out[i] = {.bytes = static_cast<double>(text.size()),
                .bytes_packed = static_cast<double>(packer.packed_size(text))};
    }
  }
  void add(State& state, const Stat& stat, double weight) const {
    state.bytes += weight * stat.bytes;
    state.bytes_packed += weight * stat.bytes_packed;
  }
  void merge(State& state, const State& other) const {
    state.bytes += other.bytes;
    state.bytes_packed += other.bytes_packed;
  }
  Score finish(const State& state) const {
    if (state.bytes_packed <= 0) return Score::undefined(Message(kNoText));
    return Score::of(state.bytes / state.bytes_packed);
  }
};

constexpr ExampleRow kLoop[] = {
    {"abababababababababababababababababababababababababababababababab", ""}};
constexpr ExampleRow kShort[] = {{"a", ""}, {"", ""}};
constexpr ExampleSource kPeer = "len(x) / len(zlib.compress(x)), zlib 1.2.13";
constexpr MetricExample kExamples[] = {
    {"",
     kLoop,
     64.0 / 13,
     {"by hand: 64 bytes, which zlib packs into 13", "手算：64 個位元組，zlib 壓縮成 13 個"}},
    {"",
     kShort,
     1.0 / 9,
     {"by hand: 1 byte becomes 9; the empty output counts nowhere",
      "手算：1 個位元組變成 9 個；空白的輸出不計"}},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};
constexpr Text kDepartures[] = {
    {"Several outputs give all their bytes over all their packed bytes; empty ones count nowhere.",
     "多筆輸出時，以總位元組數除以壓縮後的總位元組數；空的輸出不計。"}};

}  // namespace

SJ_METRIC(
    compression_ratio, CompressionRatio,
    {.title = {"Compression ratio", "壓縮比"},
     .summary = {"How many times smaller zlib makes the outputs, each packed by itself.",
                 "逐筆以 zlib 壓縮後，輸出縮小為幾分之一。"},
     .reading = {"Ordinary text of a few hundred bytes packs 1.2 to 2 times; above 2.4 (the bar "
                 "that Whisper uses) an output mostly repeats itself.",
                 "幾百個位元組的一般文字約可壓縮 1.2 到 2 倍；超過 2.4（Whisper "
                 "採用的門檻）多半是在重複自己。"},
     .misleads =
         {"It grows with length: compare outputs of like length, or with the references. "
          "Below some 50 bytes zlib's own 11 bytes outweigh everything. Chinese in UTF-8 has "
          "3 bytes a character, so its ratios are not those of English.",
          "它會隨長度變大，請拿長度相近的輸出或參考答案相比。不到 50 位元組時，"
          "zlib 自身的 11 位元組就蓋過一切。UTF-8 的中文每字 3 位元組，"
          "比值不能和英文直接比較。"},
     .needs = Needs::output,
     .better = Better::neither,
     .high = std::numeric_limits<double>::infinity(),
     .perfect = std::numeric_limits<double>::quiet_NaN(),
     .decimals = 2,
     .family = "text quality",
     .cite = "Radford et al. 2022 (Whisper); Shaib et al. 2024",
     .peer = "zlib",
     .departures = kDepartures,
     .examples = kExamples});

}  // namespace shijin
