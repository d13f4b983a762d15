// A Text without its Chinese; the compiler says: chinese_is_missing
#include "base/text.h"
constexpr shijin::Text kWrong{"rows", ""};
