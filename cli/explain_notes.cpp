// A data table: one entry for each `name` that a diagnostic can carry, here those before m; a test
// compares it with the sources.
#include "cli/explain_notes.h"

#include <vector>

namespace shijin::cli {
namespace {

constexpr NoteInfo kNotes[] = {
    {"adapter-architecture",
     {"Adapters of this architecture are not converted from PEFT here.",
      "這裡不會從 PEFT 轉換此架構的適配器。"}},
    {"adapter-array",
     {"An array of the adapter is none that a LoRA over this model has.",
      "適配器中有不屬於此模型 LoRA 的陣列。"}},
    {"adapter-config",
     {"adapter_config.json is missing, damaged, or has no rank and alpha.",
      "adapter_config.json 不存在、損壞，或缺少 r 與 alpha。"}},
    {"adapter-kind",
     {"The adapter uses what cannot be put over a running model, such as DoRA; merge it.",
      "適配器用了無法在執行時疊加的功能，例如 DoRA；請先合併。"}},
    {"adapter-missing",
     {"There is no adapter at the path that --lora names.", "--lora 指定的路徑沒有適配器。"}},
    {"adapter-not-lora",
     {"The GGUF that --lora names holds something other than a LoRA.",
      "--lora 指定的 GGUF 不是 LoRA。"}},
    {"adapter-other-model",
     {"The shapes of the adapter are those of another model than --model.",
      "適配器的形狀屬於另一個模型，而非 --model。"}},
    {"adapter-temporary",
     {"A converted adapter needs a temporary file, and none could be made.",
      "轉換後的適配器需要暫存檔，但無法建立。"}},
    {"adapter-unfit",
     {"llama.cpp does not take the adapter over this model; it says why.",
      "llama.cpp 無法將適配器疊加到此模型，原因見訊息。"}},
    {"adapters-many",
     {"The command takes one adapter; `shijin compare` takes many.",
      "此命令只接受一個適配器；`shijin compare` 可接受多個。"}},
    {"answers-cut",
     {"Some of the answers that the model wrote did not end before --max-tokens, or before its "
      "window was full. They are scored as they stand.",
      "模型寫出的部分回答在達到 --max-tokens 或視窗已滿時仍未結束，並以現有內容計分。"}},
    {"argument-missing",
     {"The command needs a file or a name, and none was given. The usage line shows where it goes.",
      "命令需要檔案或名稱，但沒有給。用法那一行會顯示它的位置。"}},
    {"argument-unexpected",
     {"A word on the line has no place in this command. A value with blanks in it must be quoted.",
      "命令列上多了一個不屬於此命令的詞。含有空白的值必須加上引號。"}},
    {"arrow-not-built",
     {"Parquet and Feather come through Arrow, and this program was built without it. Build with "
      "-DSHIJIN_ARROW=on, or write the file as JSONL or CSV.",
      "Parquet 與 Feather 需要 Arrow，而這個程式建置時沒有加入。請以 -DSHIJIN_ARROW=on "
      "重新建置，或改存成 JSONL 或 CSV。"}},
    {"base-unknown",
     {"--base names a file that is not among those compared.", "--base 指定的不是要比較的檔案。"}},
    {"campaign-taken",
     {"A campaign of human scoring with this name is there already; it is never overwritten.",
      "已有同名的評分活動；絕不會覆寫。"}},
    {"campaign-unknown",
     {"The store holds no campaign of human scoring with this name.",
      "儲存區沒有這個名稱的評分活動。"}},
    {"cell-error",
     {"A cell of the workbook holds an error value such as #N/A instead of data.",
      "活頁簿的儲存格是 #N/A 之類的錯誤值，而不是資料。"}},
    {"cell-without-value",
     {"A cell of the workbook holds a formula without a stored result. Open the workbook, let it "
      "compute, and save it.",
      "活頁簿的儲存格只有公式、沒有存下計算結果。請開啟活頁簿，計算後再儲存。"}},
    {"choices-count",
     {"A row's own words for the labels are more or fewer than --choices.",
      "某列自己的選項用詞數目與 --choices 不同。"}},
    {"choices-few", {"A choice is between two labels at least.", "選項至少要有兩個標籤。"}},
    {"clusters-few",
     {"Rows that belong together, such as questions on one text, tell less than as many rows on "
      "their own: what counts is the number of clusters. Below ten the error itself is too unsure "
      "to lean on; intervals use Student's t with one degree of freedom fewer than clusters.",
      "屬於同一群的資料列（例如同一篇文章的多個問題）所含的資訊，比同樣多筆獨立的資料少；"
      "真正算數的是群數。少於十群時，誤差本身就估不準；區間採用學生 t 分布，自由度為群數減一。"}},
    {"column-missing",
     {"Several files are read as one set, and one of them lacks a column that carries a role in "
      "the first.",
      "多個檔案當成同一份資料讀取，但其中一個缺少第一個檔案裡有角色的欄位。"}},
    {"column-unknown",
     {"--map names a column that the file does not have.", "--map 指定的欄位不在檔案裡。"}},
    {"command-line-unreadable",
     {"The command line could not be taken apart. Compare it with the usage line.",
      "無法解讀命令列。請與用法那一行對照。"}},
    {"command-unknown",
     {"The first word is neither a command nor a file that exists.",
      "第一個詞既不是命令，也不是存在的檔案。"}},
    {"compressed-cut",
     {"A packed file ends too early, most often because a download or copy was interrupted.",
      "壓縮檔提早結束，多半是下載或複製中斷。"}},
    {"compressed-damaged",
     {"A packed file cannot be unpacked: its bytes are damaged.", "壓縮檔已損壞，無法解開。"}},
    {"config-key-unknown",
     {"A configuration file may hold the options of `shijin eval` and `shijin compare` under their "
      "own names, and nothing else, so that a typing mistake is never ignored.",
      "設定檔只能用 `shijin eval` 與 `shijin compare` 的選項名稱作為鍵，其他一律拒絕，"
      "以免打錯字而未察覺。"}},
    {"config-unreadable", {"The configuration file is not valid TOML.", "設定檔不是合法的 TOML。"}},
    {"config-value-invalid",
     {"A key of the configuration has a value of a kind it does not take, such as a text where "
      "true or false is wanted.",
      "設定檔中某個鍵的值類型不對，例如該寫 true 或 false 的地方寫了文字。"}},
    {"dataset-info-missing",
     {"The folder given with --dataset has no dataset_info.json, or it does not describe the data.",
      "--dataset 指定的資料夾裡沒有 dataset_info.json，或其中沒有描述這份資料。"}},
    {"duplicates",
     {"Rows of the test set repeat earlier rows: the same text but for blanks, marks, width, case "
      "and script, or nearly the same (Jaccard similarity of four-character pieces from 0.6). Keep "
      "one of each.",
      "測試集有重複的樣本：除了空白、標點、全半形、大小寫與繁簡之外文字相同，或幾乎相同（四字片段的"
      " Jaccard 相似度達 0.6）。每組請只留一筆。"}},
    {"embedding-cut",
     {"Some texts are longer than the embedding model sees; they were compared without their ends.",
      "有些文字超過嵌入模型的視窗，比較時未計入其結尾。"}},
    {"embedding-invalid",
     {"The column model:embedding holds something else than what an embedding model said.",
      "model:embedding 欄位的內容不是嵌入模型的結果。"}},
    {"embedding-model",
     {"Which model compared the outputs with the references, and all that must be equal for equal "
      "numbers.",
      "用哪個模型比較輸出與參考文字，以及要得到相同數字須一致的所有條件。"}},
    {"encoding-guessed",
     {"The file is not UTF-8; its encoding was guessed from its bytes and every byte decodes "
      "strictly. Name it with --encoding to be sure.",
      "檔案不是 UTF-8；編碼是由位元組推測的，且每個位元組都能嚴格解碼。可用 --encoding "
      "明確指定。"}},
    {"encoding-invalid",
     {"Some bytes are no text in the file's encoding. Nothing is replaced silently: a replaced "
      "character would change a score.",
      "有些位元組在檔案的編碼裡不是文字。試金不會默默替換字元，因為那會改變分數。"}},
    {"encoding-unknown",
     {"--encoding names an encoding that is not built in.", "--encoding 指定的編碼沒有內建。"}},
    {"endpoint-address",
     {"The address of a server cannot be read, or holds what belongs into a variable of the "
      "environment.",
      "無法讀取伺服器位址，或其中含有應放在環境變數的內容。"}},
    {"endpoint-answer-invalid",
     {"A server answered, but not in the form that its interface describes. Nothing is guessed.",
      "伺服器有回應，但不符合該介面說明的格式；不作任何猜測。"}},
    {"endpoint-budget",
     {"As many requests or tokens as --budget-requests or --budget-tokens allow are spent. What "
      "was "
      "answered is kept, and the same command goes on from there.",
      "--budget-requests 或 --budget-tokens "
      "的額度已用完。已有的回答都已保存，再次執行會接著進行。"}},
    {"endpoint-busy",
     {"A server turned requests away (429) until the last attempt; each waits longer, or as long "
      "as "
      "the server asks.",
      "伺服器一直以 429 拒絕請求；每次重試都等得更久，或依伺服器要求的時間。"}},
    {"endpoint-cannot-score",
     {"A server was sent two short texts, and did not tell the probability of every token of them. "
      "Perplexity and the likelihood of choices rest on these, so none is given; its answers are "
      "not touched by that.",
      "向伺服器送出兩段短文後，它沒有給出每個詞元的機率。困惑度與選項的可能性都以此為依據，因此"
      "不提供；它的回答不受影響。"}},
    {"endpoint-down", {"No connection to the server came about.", "無法與伺服器建立連線。"}},
    {"endpoint-failed",
     {"A server failed (5xx) at every attempt.", "伺服器每次都以 5xx 錯誤回應。"}},
    {"endpoint-key",
     {"A server wants a key, or does not take this one.", "伺服器要求金鑰，或不接受這把金鑰。"}},
    {"endpoint-key-missing",
     {"The variable that --key-env names holds no key.", "--key-env 指定的環境變數中沒有金鑰。"}},
    {"endpoint-key-open",
     {"A key is sent over http through a public network, where others can read it.",
      "金鑰以 http 經過公共網路傳送，途中可能被他人讀取。"}},
    {"endpoint-lengths",
     {"A server told of other tokens, or of fewer or stranger numbers, than the text has.",
      "伺服器給出的詞元或數字，與文字的詞元不符。"}},
    {"endpoint-model-missing",
     {"A server has several models, or lists none, and --model-name says not which.",
      "伺服器有多個模型或沒有列出模型，而 --model-name 沒有指定。"}},
    {"endpoint-redirect",
     {"A server sends its callers to another address. Nobody follows: texts and key go only where "
      "you sent them.",
      "伺服器要求改連其他位址。不會跟隨：文字與金鑰只送往您指定的地方。"}},
    {"endpoint-refused",
     {"A server refused a request, in its own words.", "伺服器拒絕了請求，原因如其所述。"}},
    {"endpoint-slow",
     {"A server took longer for a request than --timeout allows.",
      "伺服器處理請求的時間超過 --timeout。"}},
    {"endpoint-windows",
     {"The windows of llama-perplexity can be had of a model in this process only.",
      "llama-perplexity 的視窗切法只適用於本程式內執行的模型。"}},
    {"endpoints-not-built",
     {"This program was built without libcurl's headers, and asks no servers.",
      "這個程式建置時沒有 libcurl 的標頭檔，無法詢問伺服器。"}},
    {"expression-malformed",
     {"An expression of your own could not be read; the caret stands where it stops making sense. "
      "It may hold metric keys, numbers, + - * /, parentheses, and abs, clamp, exp, log, max, min, "
      "sqrt.",
      "無法讀取自訂的運算式；箭頭指向看不懂的地方。運算式可以有指標鍵、數字、+ - * /、括號，以及 "
      "abs、clamp、exp、log、max、min、sqrt。"}},
    {"extract-needs-labels",
     {"Looking for the first label needs to know the labels: name them with --labels, or give a "
      "truth column.",
      "要找出第一個標籤，必須先知道有哪些標籤：請用 --labels 指定，或提供真實標籤欄位。"}},
    {"extract-path-empty",
     {"json: needs the key at which the label stands, such as json:answer.",
      "json: 後面要寫標籤所在的鍵，例如 json:answer。"}},
    {"extract-unknown",
     {"--extract knows first-label, regex:PATTERN and json:KEY.",
      "--extract 可用 first-label、regex:樣式與 json:鍵。"}},
    {"file-empty", {"The file has no content at all.", "檔案完全沒有內容。"}},
    {"file-forbidden", {"You may not read the file.", "您沒有讀取這個檔案的權限。"}},
    {"file-is-folder",
     {"A folder was given where a file is wanted.", "應該給檔案的地方給了資料夾。"}},
    {"file-missing", {"There is no file of that name.", "沒有這個名稱的檔案。"}},
    {"file-none", {"No file was given.", "沒有給任何檔案。"}},
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
    {"fluency-judged",
     {"Perplexity here is that of the outputs by the model of --fluency-model, each text alone. It "
      "is comparable between runs that it judged, whoever wrote the outputs.",
      "這裡的困惑度是由 --fluency-model 的模型逐筆評估輸出所得。由它評估過的各次執行可以互相比較，"
      "不論輸出由誰產生。"}},
    {"folder-unmade",
     {"The app keeps dropped files in a folder of its own until it ends, and could not make it "
      "among the system's temporary files.",
      "應用會把拖入的檔案放在自己的暫存資料夾，結束時刪除；這次無法在系統的暫存位置建立。"}},
    {"format-needs-file",
     {"This format can be read only from a file, not from a pipe.",
      "這種格式只能從檔案讀取，不能從管線讀取。"}},
    {"format-unknown",
     {"The content looks like none of the formats that are built in; `shijin doctor` lists them.",
      "內容不像任何內建的格式；`shijin doctor` 可列出內建格式。"}},
    {"gate-malformed",
     {"A gate is a metric key, a comparison and a bar, such as f1[label=0]>=0.6. In a shell, put "
      "it in quotes.",
      "門檻的寫法是指標鍵、比較符號與數值，例如 f1[label=0]>=0.6。在命令列上請加引號。"}},
    {"gate-scale",
     {"The bar lies outside what the metric can give, such as 0.4 on a metric from 0 to 100. "
      "--scale-ok keeps it.",
      "門檻不在指標的尺度上，例如在 0–100 的指標上寫 0.4。加上 --scale-ok 可照樣使用。"}},
    {"gate-without-base",
     {"The bar speaks of a base, as in f1>=base-0.01, but one run alone is evaluated. Such bars "
      "are "
      "for `shijin compare`.",
      "門檻要與基準相比，例如 f1>=base-0.01，但這裡只評估單一版本。這種門檻請用在 "
      "`shijin compare`。"}},
    {"gguf-damaged",
     {"The model's file is cut short or claims what does not fit into it.",
      "模型檔案被截斷，或內容與檔案大小不符。"}},
    {"gguf-not",
     {"The file is no GGUF, the format in which llama.cpp keeps models.",
      "檔案不是 GGUF，即 llama.cpp 存放模型的格式。"}},
    {"gguf-version", {"The GGUF is of a version that is not read.", "不支援這個版本的 GGUF。"}},
    {"header-missing",
     {"The first line looks like data, not like names of columns.",
      "第一行像是資料，而不是欄位名稱。"}},
    {"header-nameless", {"A column has no name in the first line.", "第一行裡有一欄沒有名稱。"}},
    {"header-repeated",
     {"Two columns have the same name, so that neither can be meant for sure.",
      "兩個欄位同名，無法確定指的是哪一個。"}},
    {"http-missing",
     {"libcurl, which asks servers, is not on this machine.",
      "這台機器沒有用來詢問伺服器的 libcurl。"}},
    {"id-missing",
     {"A row has no partner of the same id in the other file.",
      "某筆資料在另一個檔案裡找不到相同 id 的資料列。"}},
    {"id-repeated",
     {"An id stands on several rows of one file, so that joining by it is not certain.",
      "同一個 id 在檔案裡出現多次，無法據以對應。"}},
    {"import-gone",
     {"The app keeps the last eight dropped files. This one was taken away, or has become a "
      "run.",
      "應用只保留最近拖入的八個檔案。這個檔案已被移除，或已成為執行紀錄。"}},
    {"inputs-empty",
     {"Inputs without any text. Fill them in, or leave the rows out.",
      "輸入沒有任何文字。請補上，或移除這些樣本。"}},
    {"inputs-garbled",
     {"Inputs that went through a wrong encoding. Read the source again with its own encoding.",
      "輸入曾以錯誤的編碼轉換而成亂碼。請以正確的編碼重新讀取來源。"}},
    {"internal-error",
     {"Shijin itself went wrong. The input is not to blame; please report it.",
      "試金自身出錯，與輸入無關；請回報。"}},
    {"journal-other",
     {"An unfinished run with other settings lies where this one would write.",
      "此處已有一個使用不同設定、尚未完成的執行。"}},
    {"journal-unwritable",
     {"An answer could not be written down, so the run ended.", "無法寫下回答，因此結束執行。"}},
    {"json-by-column",
     {"The JSON holds a list for each column. Write one object a row instead.",
      "這份 JSON 是按欄存放的清單。請改成每列一個物件。"}},
    {"json-control",
     {"A JSON text holds a raw control character, such as a line break; it must be escaped.",
      "JSON 文字裡有未轉義的控制字元（例如換行）；必須轉義。"}},
    {"json-csv", {"The file is named as JSON but holds CSV.", "檔名是 JSON，內容卻是 CSV。"}},
    {"json-deep", {"The JSON is nested deeper than allowed.", "JSON 巢狀太深。"}},
    {"json-escape",
     {"A backslash in a JSON text is followed by something JSON does not know.",
      "JSON 文字裡的反斜線後面是 JSON 不認得的字元。"}},
    {"json-invalid",
     {"The line is not valid JSON. The caret shows where it stops being so.",
      "這一行不是合法的 JSON。插入符號指出出錯的位置。"}},
    {"json-key-repeated",
     {"An object has the same key twice, so that one value would hide the other.",
      "同一個物件裡有重複的鍵，其中一個值會被蓋掉。"}},
    {"json-list",
     {"The whole file is one JSON list although it is named JSONL.",
      "檔名是 JSONL，整份內容卻是一個 JSON 清單。"}},
    {"json-literal",
     {"Words such as True, None or single quotes are Python, not JSON. Write the file with "
      "json.dumps.",
      "True、None 或單引號是 Python 的寫法，不是 JSON。請用 json.dumps 寫檔。"}},
    {"json-more",
     {"Something stands on the line after the JSON object.",
      "JSON 物件後面，同一行還有其他內容。"}},
    {"json-nan",
     {"NaN and Infinity are not JSON. Write null for a value that is not there.",
      "NaN 與 Infinity 不是 JSON。沒有的值請寫 null。"}},
    {"json-no-records", {"The JSON holds no list of rows.", "JSON 裡沒有由各筆資料組成的清單。"}},
    {"json-not-object",
     {"Each row must be a JSON object with names for its values.",
      "每一列都必須是 JSON 物件，值要有名稱。"}},
    {"json-number", {"A number is not written as JSON wants it.", "數字的寫法不符合 JSON。"}},
    {"json-several-lists",
     {"The JSON holds several lists of rows, and it is not clear which is meant.",
      "JSON 裡有多個清單，無法確定要用哪一個。"}},
    {"json-surrogate", {"A \\u escape is half of a pair.", "\\u 轉義只有代理對的一半。"}},
    {"json-too-long",
     {"A JSON document that is one whole must fit into memory; JSONL need not.",
      "單一 JSON 文件必須放得進記憶體；JSONL 則不必。"}},
    {"json-truncated",
     {"The line ends inside a JSON value, most often because writing was interrupted.",
      "這一行在 JSON 值中間就結束了，多半是寫檔中斷。"}},
    {"label-conflict",
     {"One text stands with two labels, so no model can get both right. Decide which label is "
      "right.",
      "同一段文字有兩種標籤，任何模型都不可能兩者都答對。請決定哪個標籤正確。"}},
    {"label-unknown",
     {"A label was named that does not occur in the data, or a prediction is none of the labels. "
      "Look-alikes differ in letter case, blanks or digits.",
      "指定的標籤不在資料裡，或預測不是任何一個標籤。看起來相似的標籤可能差在大小寫、空白或數字"
      "。"}},
    {"leakage-unscored",
     {"The test set was read from standard input, which cannot be read again, so no score is given "
      "without the rows that stand in the training set.",
      "測試集來自標準輸入，無法再讀一次，因此沒有算出去掉外洩樣本後的分數。"}},
    {"line-ends-unknown",
     {"The file ends its lines with carriage returns only, as very old programs do.",
      "檔案只用 CR 換行，是很舊的程式才有的寫法。"}},
    {"log-prob-invalid",
     {"A cell of the log-probability column is no JSON list of natural logarithms, one a token, "
      "none "
      "above 0. The first may be null: no token stands before it.",
      "對數機率欄的某一格不是由自然對數組成的 JSON 清單（每個詞元一個、不大於 0）。第一個可以是 "
      "null，因為它前面沒有詞元。"}},
    {"log-probs-empty",
     {"A text is empty, so that no token of it could be scored. It counts in no perplexity, and "
      "the "
      "number of rows beside a score leaves it out.",
      "文字是空的，沒有任何詞元可供評分。它不計入困惑度，分數旁的筆數也不包含它。"}},
    {"log-probs-missing",
     {"Perplexity needs what a language model says of each token: ask one with --model, or name a "
      "column that holds it.",
      "困惑度需要語言模型對每個詞元的評分：請用 --model 詢問模型，或指定存放評分的欄位。"}},
};

}  // namespace

std::span<const NoteInfo> all_note_infos() {
  static const std::vector<NoteInfo> kAll = [] {
    std::vector<NoteInfo> all(std::begin(kNotes), std::end(kNotes));
    for (const NoteInfo& note : note_infos_from_m()) all.push_back(note);
    return all;
  }();
  return kAll;
}

}  // namespace shijin::cli
