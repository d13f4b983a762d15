// A server on the loopback for transcripts and slow tests: `endpoint_for_tests KIND PORT_FILE
// [MILLISECONDS]` serves the tiny model as vllm, sglang, tgi, openai, llama-server or ollama would,
// each answer after so long; `rounds` is a vllm that serves its three adapters too, `key` wants the
// key "sesame" besides, `away` sends everybody on to a private address. The port stands in
// PORT_FILE when it is there. Ends when that file is removed, as with the folder of a transcript,
// or when it is killed.
#include <gtest/gtest.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "lm/served_internal.h"
#include "lm/tiny_model_internal.h"

namespace {

// Wait until the file is gone, however long that takes.
bool wait_for_removal(const std::string& path) {
  const int events = ::inotify_init1(IN_CLOEXEC);
  if (events < 0) return false;
  alignas(inotify_event) char event[sizeof(inotify_event) + 256];
  // A file that is gone already cannot be watched.
  const bool watched = ::inotify_add_watch(events, path.c_str(), IN_DELETE_SELF) >= 0;
  const bool gone = !watched || ::read(events, event, sizeof event) > 0;
  ::close(events);
  return gone;
}

}  // namespace

int main(int count, char** arguments) {
  using namespace shijin;
  if (count < 3) return 2;
  const std::string kind = arguments[1];
  const std::string port_file = arguments[2];
  const int milliseconds = count > 3 ? std::atoi(arguments[3]) : 0;
  const auto model = open_tiny();
  Served served(*model, server_of_name(kind).value_or(ServerKind::vllm));
  for (const char* round : {"round1", "round2", "round3"}) {
    if (kind != "rounds") break;
    served.adapters[round] = kModels + "tiny-review-" + round + ".lora.gguf";
  }
  const Loopback server([&](const LoopbackRequest& request) -> LoopbackReply {
    if (kind == "away") return {307, "", "Location: http://10.0.0.7/v1\r\n", 0, false};
    const bool known = request.head.find("Bearer sesame") != std::string::npos;
    if (kind == "key" && !known) return {401, R"({"error":"Unauthorized"})", "", 0, false};
    LoopbackReply reply = served.answer(request);
    if (request.path == "/v1/chat/completions") reply.milliseconds = milliseconds;
    return reply;
  });
  if (!write_file(port_file + ".part", std::to_string(server.port()) + "\n").ok()) return 2;
  std::filesystem::rename(port_file + ".part", port_file);
  return wait_for_removal(port_file) ? 0 : 2;
}
