// Finding a tokeniser by name.
#include "text/tokenizer.h"

namespace shijin {

const Tokenizer* find_tokenizer(std::string_view name) {
  for (const Tokenizer* tokenizer : all_tokenizers()) {
    if (tokenizer->name == name) return tokenizer;
  }
  return nullptr;
}

}  // namespace shijin
