// The line that sacreBLEU's command prints with `--format text`: name, signature, score.
#pragma once

#include <string>
#include <string_view>

#include "base/numbers.h"

namespace shijin {

/// "BLEU|nrefs:1|case:mixed|…|version:2.6.0 = 43.6 …"; `settings` is the middle of the signature,
/// `verbose` what follows the score, or ""
inline std::string sacrebleu_line(std::string_view name, std::string_view references,
                                  std::string_view settings, double score,
                                  std::string_view verbose = {}) {
  std::string line(name);
  line.append("|nrefs:").append(references).append("|").append(settings);
  line.append("|version:2.6.0 = ").append(fixed(score, 1));
  if (!verbose.empty()) line.append(" ").append(verbose);
  return line;
}

}  // namespace shijin
