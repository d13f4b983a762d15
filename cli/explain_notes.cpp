// A data table: one entry for each `name` that a diagnostic can carry; a test compares it with the
// sources.
#include "cli/explain_notes.h"

namespace shijin::cli {
namespace {

constexpr NoteInfo kNotes[] = {
    {"argument-missing",
     {"The command needs a file or a name, and none was given. The usage line shows where it goes.",
      "命令需要檔案或名稱，但沒有給。用法那一行會顯示它的位置。"}},
    {"argument-unexpected",
     {"A word on the line has no place in this command. A value with blanks in it must be quoted.",
      "命令列上多了一個不屬於此命令的詞。含有空白的值必須加上引號。"}},
    {"command-line-unreadable",
     {"The command line could not be taken apart. Compare it with the usage line.",
      "無法解讀命令列。請與用法那一行對照。"}},
    {"command-unknown",
     {"The first word is neither a command nor a file that exists.",
      "第一個詞既不是命令，也不是存在的檔案。"}},
    {"config-key-unknown",
     {"A configuration file may hold the options of `shijin eval` under their own names, and "
      "nothing else, so that a typing mistake is never ignored.",
      "設定檔只能用 `shijin eval` 的選項名稱作為鍵，其他一律拒絕，以免打錯字而未察覺。"}},
    {"config-unreadable", {"The configuration file is not valid TOML.", "設定檔不是合法的 TOML。"}},
    {"config-value-invalid",
     {"A key of the configuration has a value of a kind it does not take, such as a text where "
      "true or false is wanted.",
      "設定檔中某個鍵的值類型不對，例如該寫 true 或 false 的地方寫了文字。"}},
    {"file-too-large",
     {"A file that is read whole, such as a configuration, is larger than allowed.",
      "需要整份讀入的檔案（例如設定檔）超過允許的大小。"}},
    {"file-unreadable",
     {"The file does not exist, may not be read, or the disk failed while it was read.",
      "檔案不存在、沒有讀取權限，或讀取時磁碟出錯。"}},
    {"file-unwritable",
     {"A result could not be written: the folder is missing or forbidden, or the disk is full. "
      "What stood there before is untouched.",
      "無法寫出結果：資料夾不存在、沒有權限，或磁碟已滿。原有的檔案不會被更動。"}},
    {"internal-error",
     {"Shijin itself went wrong. The input is not to blame; please report it.",
      "試金自身出錯，與輸入無關；請回報。"}},
    {"map-malformed",
     {"--map wants the role, an equals sign, and the name of a column.",
      "--map 的寫法是：角色、等號、欄位名稱。"}},
    {"memory-exhausted",
     {"The machine has too little free memory for this run.", "這台機器的可用記憶體不足。"}},
    {"metric-argument-invalid",
     {"A parameter in a metric's brackets has a value it does not take. `shijin explain` with the "
      "metric's name shows what each parameter takes.",
      "指標方括號裡的參數值不被接受。用 `shijin explain` 加上指標名稱，可看到每個參數的可用值。"}},
    {"metric-argument-twice",
     {"The same parameter stands twice in a metric's brackets.",
      "指標方括號裡同一個參數出現兩次。"}},
    {"metric-argument-unknown",
     {"The metric has no parameter of that name.", "這個指標沒有此名稱的參數。"}},
    {"metric-key-malformed",
     {"A metric key is a name, or a name with parameters in brackets, such as f1[label=0]. In a "
      "shell, put it in quotes.",
      "指標鍵的寫法是名稱，或名稱加方括號參數，例如 f1[label=0]。在命令列上請加引號。"}},
    {"metric-unknown",
     {"There is no metric of that name. `shijin metrics` lists them all.",
      "沒有這個名稱的指標。`shijin metrics` 可列出全部。"}},
    {"name-unknown",
     {"`shijin explain` knows metrics, tokenisers, profiles, findings and the names of "
      "diagnostics.",
      "`shijin explain` 能解釋指標、斷詞器、設定組合、發現與診斷訊息的名稱。"}},
    {"option-missing", {"The command needs an option that was not given.", "命令缺少必要的選項。"}},
    {"option-takes-no-value",
     {"A switch such as --quiet is either there or not; it takes no value.",
      "像 --quiet 這樣的開關只有給或不給，不接受值。"}},
    {"option-twice",
     {"The option may be given once only, so that it is clear which value counts.",
      "這個選項只能給一次，才不會混淆以哪個值為準。"}},
    {"option-unknown",
     {"The command has no such option. An unknown option is refused, never ignored.",
      "命令沒有這個選項。不認得的選項一律拒絕，不會默默忽略。"}},
    {"option-value-invalid", {"The option has a value it does not take.", "選項的值不被接受。"}},
    {"option-value-missing", {"The option needs a value after it.", "選項後面需要給值。"}},
    {"options-contradict",
     {"Two options ask for things that cannot both be done. Leave one of them out.",
      "兩個選項的要求無法同時成立。請拿掉其中一個。"}},
    {"output-unwritable",
     {"Standard output could not be written, most often because the disk is full.",
      "無法寫到標準輸出，最常見的原因是磁碟已滿。"}},
    {"role-unknown",
     {"--map names a role that does not exist. A role says what a column is for.",
      "--map 用了不存在的角色。角色是指欄位的用途。"}},
};

}  // namespace

std::span<const NoteInfo> all_note_infos() { return kNotes; }

}  // namespace shijin::cli
