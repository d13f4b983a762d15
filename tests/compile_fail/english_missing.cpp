// A Text without its English; the compiler says: english_is_missing
#include "base/text.h"
constexpr shijin::Text kWrong{"", "樣本"};
