// A Text of words known only at run time; the compiler says: not a constant expression
#include "base/text.h"
shijin::Text wrong(const char* words) { return {words, "樣本"}; }
