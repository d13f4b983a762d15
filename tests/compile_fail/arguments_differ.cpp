// A Text whose languages take different arguments; the compiler says: placeholders_differ
#include "base/text.h"
constexpr shijin::Text kWrong{"{0} of {1} rows", "{0} 筆樣本"};
