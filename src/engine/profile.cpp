// The table of profiles.
#include "engine/profile.h"

#include <array>

namespace shijin {
namespace {

constexpr std::string_view kArticleGates[] = {"nltk_bleu[order=2,tok=char]>=0.4", "ppl<=50",
                                              "human>=4"};

constexpr std::array<Profile, 4> kProfiles = {{
    {"article",
     {"What the article computes, on characters for Chinese, with its bars.",
      "文章所計算的指標（中文以字為單位），並附上文章的門檻。"},
     "accuracy,f1,precision,recall",
     "nltk_bleu[order=2,tok=char],nltk_bleu[order=2,tok=ws]",
     kArticleGates,
     false},
    {"default",
     {"What a careful evaluator would show for this task and script.",
      "細心的評測者會為這項任務與文字所呈現的指標。"},
     "",
     "",
     {},
     false},
    {"sacrebleu",
     {"BLEU and chrF exactly as the sacrebleu command prints them.",
      "與 sacrebleu 指令所印完全相同的 BLEU 與 chrF。"},
     "",
     "bleu,chrf",
     {},
     true},
    {"sklearn",
     {"The numbers of scikit-learn's classification report.", "scikit-learn 分類報告的各項數字。"},
     "accuracy,precision,recall,f1,precision[avg=macro],recall[avg=macro],f1[avg=macro],"
     "precision[avg=weighted],recall[avg=weighted],f1[avg=weighted]",
     "",
     {},
     true},
}};

}  // namespace

std::span<const Profile> all_profiles() { return kProfiles; }

const Profile* find_profile(std::string_view name) {
  for (const Profile& profile : kProfiles) {
    if (profile.name == name) return &profile;
  }
  return nullptr;
}

}  // namespace shijin
