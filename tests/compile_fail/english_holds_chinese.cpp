// A Text with Chinese in its English; the compiler says: english_has_chinese_in_it
#include "base/text.h"
constexpr shijin::Text kWrong{"write “標籤”", "請寫「標籤」"};
