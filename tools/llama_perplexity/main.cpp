// The entry of llama-perplexity in place of its own main.cpp: llama.cpp's log writes from a thread
// of its own and is never flushed at exit, so a quick run may lose its last line, the one with the
// result.
#include "log.h"

int llama_perplexity(int argc, char** argv);

int main(int argc, char** argv) {
  const int code = llama_perplexity(argc, argv);
  common_log_pause(common_log_main());  // prints what is queued and ends the thread
  return code;
}
