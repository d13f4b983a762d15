// A Result that nobody looks at; the compiler says: nodiscard
#include "base/file.h"
void wrong() { shijin::write_file("a", "b"); }
