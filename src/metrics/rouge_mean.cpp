// The best reference is that of the highest F, the first of equals, as the peer takes it.
#include "metrics/rouge.h"
#include "metrics/too_long.h"

namespace shijin {
namespace {

constexpr Text kStemsLatin{"{0}: stem=yes needs tok=latin, not tok={1}",
                           "{0}：stem=yes 需要 tok=latin，不能用 tok={1}"};
constexpr Text kUseLatin{"write tok=latin, or leave stem out", "請改寫 tok=latin，或拿掉 stem"};

double share(std::uint32_t common, std::uint32_t all) {
  return all == 0 ? 0.0 : static_cast<double>(common) / all;
}

const Tokenizer* chosen(const Arguments& arguments) {
  if (arguments.text("stem") == "yes") return find_tokenizer("latin-stem");
  const std::string& tok = arguments.text("tok");
  const bool jieba = tok == "jieba" || tok == "jieba-fold";
  return find_tokenizer(jieba ? tok + "-words" : tok);
}

}  // namespace

Result<Done> RougeMean::check(const Arguments& arguments) {
  if (arguments.text("stem") == "no" || arguments.text("tok") == "latin") return Done{};
  Error error;
  error.name = "metric-arguments-clash";
  const std::string_view key = arguments.key();
  error.found = Message(kStemsLatin, {key.substr(0, key.find('[')), arguments.text("tok")});
  error.help = Message(kUseLatin);
  return error;
}

RougeMean::RougeMean(const Arguments& arguments)
    : tokenizer_(chosen(arguments)), part_(arguments.text("part").front()) {
  SJ_CHECK(tokenizer_ != nullptr, "rouge declares a tokeniser that is not registered");
}

void RougeMean::offer(std::uint32_t common, std::uint32_t of_output, std::uint32_t of_reference,
                      double& best, Stat& stat) const {
  const double precision = share(common, of_output);
  const double recall = share(common, of_reference);
  const double sum = precision + recall;
  const double f = sum > 0 ? 2 * precision * recall / sum : 0;
  if (f <= best) return;
  best = f;
  stat.value = part_ == 'f' ? f : part_ == 'p' ? precision : recall;
}

Score RougeMean::finish(const State& state) const {
  if (state.undefined > 0) return Score::undefined(too_long(state.undefined));
  return SampleMean::finish(state);
}

}  // namespace shijin
