// Embeddings: means of what an embedding model found outputs and references to have in common. The
// arithmetic is in lm/matching.h; here are only its rows.
#include <cmath>
#include <limits>

#include "evidence/embedding_column.h"
#include "metrics/sample_mean.h"

namespace shijin {
namespace {

constexpr Text kNothing{"no row has a reference to be compared with",
                        "沒有任何資料列有可比較的參考文字"};

// The mean of one of the values of each row.
class EmbeddingMean : public SampleMean {
 public:
  explicit EmbeddingMean(EmbeddingValue value) : value_(value) {}

  Stat measure(const Samples& samples, std::size_t row) const {
    const double value = samples.embedding[row * kEmbeddingValues + value_];
    if (std::isnan(value)) return {};
    return {value, 1, 0};
  }
  Score finish(const State& state) const {
    if (state.weight <= 0) return Score::undefined(Message(kNothing));
    return SampleMean::finish(state);
  }

 private:
  EmbeddingValue value_;
};

struct EmbeddingSimilarity : EmbeddingMean {
  EmbeddingSimilarity(const Arguments&, const MetricContext&) : EmbeddingMean(embedding_cosine) {}
};

struct BertScore : EmbeddingMean {
  BertScore(const Arguments& arguments, const MetricContext&)
      : EmbeddingMean(part_of(arguments.text("part"))) {}

  static EmbeddingValue part_of(std::string_view part) {
    return part == "p" ? embedding_precision : part == "r" ? embedding_recall : embedding_f;
  }
};

constexpr ParameterInfo kParameters[] = {
    {"part",
     {"precision (of the output's tokens), recall (of the reference's), or their F",
      "精確率（輸出的詞元）、召回率（參考文字的詞元）或兩者的 F"},
     ParameterKind::choice,
     "f",
     "f|p|r"}};

constexpr ExampleRow kRows[] = {
    {.output = "good phone", .reference = "great phone", .embedding = "0.75,0.5,0.25,0.375"},
    {.output = "bad", .reference = "great phone", .embedding = "0.25,0.25,0.5,0.125"}};
constexpr ExampleSource kHalf = {"by hand: (0.75 + 0.25) / 2", "手算：(0.75 + 0.25) / 2"};
constexpr ExampleSource kNone = {"nothing to compare", "沒有可比較的資料"};
constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr MetricExample kSimilarities[] = {{"", kRows, 0.5, kHalf}, {"", {}, kUndefined, kNone}};
constexpr MetricExample kScores[] = {
    {"", kRows, 0.25, {"by hand: (0.375 + 0.125) / 2", "手算：(0.375 + 0.125) / 2"}},
    {"part=p", kRows, 0.375, {"by hand: (0.5 + 0.25) / 2", "手算：(0.5 + 0.25) / 2"}},
    {"part=r", kRows, 0.375, {"by hand: (0.25 + 0.5) / 2", "手算：(0.25 + 0.5) / 2"}},
    {"", {}, kUndefined, kNone}};

}  // namespace

SJ_METRIC(
    embedding_similarity, EmbeddingSimilarity,
    {.title = {"Embedding similarity", "嵌入相似度"},
     .summary = {"How near the output's meaning is to the reference's, as the angle between the "
                 "vectors that an embedding model gives the two texts (its cosine).",
                 "輸出與參考文字的意思有多接近：嵌入模型給出的兩個向量之間的夾角（餘弦）。"},
     .reading = {"1 is the same direction. What counts as near depends on the model: many give "
                 "unrelated texts 0.1, some 0.7. Compare versions under one model.",
                 "1 表示方向相同。多高算接近因模型而異：不相關的文字，有的模型給 0.1，有的給 "
                 "0.7。請在同一個模型下比較各版本。"},
     .misleads = {"It hardly sees a \"not\", a number or a name that is wrong. A model that was "
                  "not trained on the language gives numbers without meaning.",
                  "它幾乎看不出否定、數字或名稱的錯誤。模型若沒有學過該語言，數字就沒有意義。"},
     .needs = Needs::embeddings,
     .low = -1,
     .family = "embedding",
     .cite = "Reimers and Gurevych 2019",
     .examples = kSimilarities});

SJ_METRIC(
    bertscore, BertScore,
    {.title = {"BERTScore", "BERTScore 語意分數"},
     .summary = {"How well the output's tokens and the reference's find each other by meaning: "
                 "each is matched with the nearest of the other text.",
                 "輸出與參考文字的詞元在意思上能否互相對應：每個詞元都與對方最接近的詞元配對。"},
     .reading = {"1 is a perfect match. The numbers of most models lie close together, such as 0.8 "
                 "to 0.95: compare versions under one model.",
                 "1 為完全相符。多數模型的數字集中在一小段，例如 0.8 到 "
                 "0.95：請在同一個模型下比較各版本。"},
     .misleads =
         {"Another model, or another layer of it, gives other numbers, and here it is the "
          "last layer, without rescaling or weights by rarity: a published BERTScore says "
          "nothing beside this one. Wrong numbers and names cost little.",
          "換一個模型或換一層，數字就不同；這裡用的是最後一層，不重新縮放，也不依稀有程度加權"
          "，因此不能與已發表的 BERTScore 相比。數字或名稱錯誤只會稍微扣分。"},
     .needs = Needs::embeddings,
     .low = -1,
     .family = "embedding",
     .cite = "Zhang et al. 2020",
     .parameters = kParameters,
     .examples = kScores});

}  // namespace shijin
