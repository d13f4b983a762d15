// Stems against those of NLTK 3.10.4; tests/peers compares many more.
#include "text/porter.h"

#include <gtest/gtest.h>

#include <utility>

namespace shijin {
namespace {

TEST(PorterStem, cuts_as_nltk_in_every_step) {
  const std::pair<const char*, const char*> kStems[] = {
      {"caresses", "caress"},    {"ponies", "poni"},        {"caress", "caress"},
      {"cats", "cat"},           {"feed", "feed"},          {"agreed", "agre"},
      {"plastered", "plaster"},  {"bled", "bled"},          {"motoring", "motor"},
      {"sing", "sing"},          {"conflated", "conflat"},  {"troubled", "troubl"},
      {"sized", "size"},         {"hopping", "hop"},        {"tanned", "tan"},
      {"falling", "fall"},       {"hissing", "hiss"},       {"fizzed", "fizz"},
      {"failing", "fail"},       {"filing", "file"},        {"happy", "happi"},
      {"relational", "relat"},   {"conditional", "condit"}, {"rational", "ration"},
      {"valenci", "valenc"},     {"digitizer", "digit"},    {"conformabli", "conform"},
      {"differentli", "differ"}, {"vileli", "vile"},        {"vietnamization", "vietnam"},
      {"operator", "oper"},      {"feudalism", "feudal"},   {"sensibiliti", "sensibl"},
      {"triplicate", "triplic"}, {"formative", "form"},     {"electrical", "electr"},
      {"goodness", "good"},      {"revival", "reviv"},      {"adjustable", "adjust"},
      {"replacement", "replac"}, {"adoption", "adopt"},     {"rate", "rate"},
      {"cease", "ceas"},         {"controll", "control"},   {"roll", "roll"}};
  for (const auto& [word, stem] : kStems) EXPECT_EQ(porter_stem(word), stem) << word;
}

TEST(PorterStem, has_the_rules_that_nltk_added) {
  const std::pair<const char*, const char*> kStems[] = {{"ties", "tie"},
                                                        {"dies", "die"},
                                                        {"flies", "fli"},
                                                        {"died", "die"},
                                                        {"spied", "spi"},
                                                        {"sky", "sky"},
                                                        {"skies", "sky"},
                                                        {"enjoy", "enjoy"},
                                                        {"spy", "spi"},
                                                        {"dying", "die"},
                                                        {"news", "news"},
                                                        {"exceed", "exceed"},
                                                        {"radicalli", "radic"},
                                                        {"equalli", "equal"},
                                                        {"alli", "alli"},
                                                        {"nationally", "nation"},
                                                        {"sensationally", "sensat"},
                                                        {"ally", "alli"},
                                                        {"hopefully", "hope"},
                                                        {"geologi", "geolog"},
                                                        {"archaeologi", "archaeolog"},
                                                        {"eying", "eye"},
                                                        {"oed", "o"},
                                                        {"being", "be"}};
  for (const auto& [word, stem] : kStems) EXPECT_EQ(porter_stem(word), stem) << word;
}

TEST(PorterStem, leaves_short_words_and_takes_digits_for_consonants) {
  const std::pair<const char*, const char*> kStems[] = {
      {"", ""},         {"a", "a"},           {"is", "is"},   {"1990s", "1990"}, {"x2y", "x2i"},
      {"yyyy", "yyyi"}, {"syzygy", "syzygi"}, {"ion", "ion"}, {"sion", "sion"},  {"ing", "ing"}};
  for (const auto& [word, stem] : kStems) EXPECT_EQ(porter_stem(word), stem) << word;
}

}  // namespace
}  // namespace shijin
