// The tiny embedding model against its arithmetic in float64 (golden_embedding.json).
#include "lm/embedding.h"

#include <gtest/gtest.h>

#include "lm/tiny_model_internal.h"

namespace shijin {
namespace {

#ifdef SJ_HAS_LLAMA

using Json = nlohmann::json;

// llama.cpp looks GELU up in a table of 16 bits: that is how near it comes.
constexpr double kTable = 1e-3;

const Json& pairs() {
  static const auto json = Json::parse(*read_file(kModels + "golden_embedding.json"));
  return json["pairs"];
}

EmbeddingModel open_embedding(std::size_t threads = 1) {
  auto model = EmbeddingModel::open(kModels + "tiny-embedding.gguf", threads);
  EXPECT_TRUE(model.ok()) << (model.ok() ? "" : describe(model.error(), Language::en));
  return std::move(model).value();
}

TEST(EmbeddingModel, cuts_texts_into_the_tokens_of_its_kind) {
  EmbeddingModel model = open_embedding();
  std::vector<std::string> texts;
  for (const Json& pair : pairs()) texts.push_back(pair["output"]);
  std::size_t cut = 0;
  const auto vectors = model.embed(texts, cut).value();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    EXPECT_EQ(vectors[i].tokens(), pairs()[i]["ids"][0].size()) << texts[i];
    EXPECT_TRUE(vectors[i].special.front());
    EXPECT_TRUE(vectors[i].special.back());
  }
  EXPECT_EQ(cut, 1U);
}

TEST(EmbeddingModel, gives_the_numbers_of_its_arithmetic) {
  for (const std::size_t threads : {1, 2}) {
    EmbeddingModel model = open_embedding(threads);
    std::vector<EmbeddingPair> asked;
    for (const Json& pair : pairs()) asked.push_back({pair["output"], {pair["reference"]}});
    const EmbeddingResult result = model.compare(asked, {}).value();
    for (std::size_t i = 0; i < asked.size(); ++i) {
      const Json& wanted = pairs()[i];
      const std::vector<double>& got = result.values[i];
      ASSERT_EQ(got.size(), std::size_t{kEmbeddingValues});
      EXPECT_NEAR(got[embedding_cosine], wanted["cosine"].get<double>(), kTable) << i;
      EXPECT_NEAR(got[embedding_precision], wanted["precision"].get<double>(), kTable) << i;
      EXPECT_NEAR(got[embedding_recall], wanted["recall"].get<double>(), kTable) << i;
      EXPECT_NEAR(got[embedding_f], wanted["f1"].get<double>(), kTable) << i;
    }
    EXPECT_EQ(result.cut, 1U);
  }
}

TEST(EmbeddingModel, gives_a_text_the_same_vectors_in_any_company) {
  EmbeddingModel model = open_embedding();
  std::size_t cut = 0;
  const std::vector<std::string> alone = {"the battery life is good"};
  const TextVectors wanted = model.embed(alone, cut).value().front();
  std::vector<std::string> many(40, "the price is fair, but the service was slow");
  many[17] = alone.front();
  const TextVectors got = model.embed(many, cut).value()[17];
  ASSERT_EQ(got.values.size(), wanted.values.size());
  for (std::size_t i = 0; i < got.values.size(); ++i) {
    EXPECT_NEAR(got.values[i], wanted.values[i], 1e-4) << i;
  }
}

TEST(EmbeddingModel, takes_the_best_of_several_references) {
  EmbeddingModel model = open_embedding();
  const std::vector<EmbeddingPair> asked = {{"great screen", {"bad", "great screen"}},
                                            {"great screen", {}}};
  const EmbeddingResult result = model.compare(asked, {}).value();
  for (const double value : result.values[0]) EXPECT_NEAR(value, 1.0, 1e-6);
  EXPECT_TRUE(result.values[1].empty());
}

TEST(EmbeddingModel, refuses_a_model_that_writes) {
  const auto model = EmbeddingModel::open(kModels + "tiny-review-lm.gguf", 1);
  ASSERT_FALSE(model.ok());
  EXPECT_EQ(model.error().name, "model-not-embedding");
}

#endif

}  // namespace
}  // namespace shijin
