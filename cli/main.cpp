// The entry of `shijin`: the arguments as given, and the environment as it stands.
#include "cli/program.h"

int main(int count, char** arguments) {
  return shijin::cli::run_program({arguments + 1, arguments + count});
}
