// The table of profiles.
#include "engine/profile.h"

#include <array>

namespace shijin {
namespace {

constexpr std::string_view kArticleGates[] = {"nltk_bleu[order=2,tok=char]>=0.4", "ppl<=50",
                                              "human>=4"};

constexpr std::array<Profile, 7> kProfiles = {{
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
    {"evalscope",
     {"What EvalScope's general_qa reports as installed, without NLTK's punkt_tab; its main score "
      "is "
      "the recall of ROUGE-L.",
      "EvalScope 的 general_qa 在安裝後（沒有 NLTK 的 punkt_tab）所報告的指標；主要分數是 ROUGE-L "
      "的召回率。"},
     "",
     "evalscope_bleu_1[punkt=no],evalscope_bleu_2[punkt=no],"
     "evalscope_bleu_3[punkt=no],evalscope_bleu_4[punkt=no],"
     "evalscope_rouge_1[part=r],evalscope_rouge_1[part=p],evalscope_rouge_1[part=f],"
     "evalscope_rouge_2[part=r],evalscope_rouge_2[part=p],evalscope_rouge_2[part=f],"
     "evalscope_rouge_l[part=r],evalscope_rouge_l[part=p],evalscope_rouge_l[part=f]",
     {},
     true},
    {"llamafactory",
     {"The four numbers that LLaMA-Factory writes into predict_results.json.",
      "LLaMA-Factory 寫進 predict_results.json 的四個數字。"},
     "",
     "lf_bleu_4,lf_rouge_1,lf_rouge_2,lf_rouge_l",
     {},
     true},
    {"ms-swift",
     {"The four numbers that ms-swift's nlg metric prints.",
      "ms-swift 的 nlg 指標所印出的四個數字。"},
     "",
     "swift_rouge_1,swift_rouge_2,swift_rouge_l,swift_bleu_4",
     {},
     true},
    {"sacrebleu",
     {"BLEU and chrF to the digit that the sacrebleu command prints, and its own lines: signature, "
      "n-gram precisions, brevity penalty.",
      "BLEU 與 chrF，印到與 sacrebleu "
      "指令相同的位數，並附上它自己印的那幾行：簽章、各階精確率、長度懲罰。"},
     "",
     "bleu,chrf",
     {},
     true,
     1},
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
