// A Text whose Chinese is English; the compiler says: chinese_has_no_chinese_in_it
#include "base/text.h"
constexpr shijin::Text kWrong{"rows", "rows"};
