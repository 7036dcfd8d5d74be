#include <cstdlib>

#include "server/setup/nginx_block.h"
#include "server/setup/nginx_build.h"
#include "server/setup/nginx_config.h"
#include "server/setup/nginx_containers.h"
#include "server/setup/nginx_pick.h"
#include "server/setup/nginx_processes.h"
#include "server/setup/nginx_stream.h"

using namespace lk::setup;

namespace {

void checkProcesses(const std::vector<NginxProcess>& processes) {
  for (const NginxProcess& process : processes) {
    for (const char letter : {'c', 'p', 'g'}) {
      const std::string value = process.flag(letter);
      if (!value.empty() && process.words.size() < 2) std::abort();
    }
  }
}

// A word comes back from a configuration as it went in.
void checkWord(std::string_view word) {
  const std::string line = "directive " + nginxWord(word) + ";";
  const auto parsed = parseNginxConfig(line, "file");
  const bool same = parsed && parsed->size() == 1 && parsed->front().arguments == std::vector{std::string(word)};
  if (!same) std::abort();
}

void checkPick(std::string_view key) {
  NginxBalance balance{.key = std::string(key), .consistent = true, .servers = {{.name = "a:1"}, {.name = "b:2"}}};
  const auto address = nginxAddress(key);
  if (address && nginxAddress(*address) != address) std::abort();
  for (const bool consistent : {true, false}) {
    balance.consistent = consistent;
    const NginxPicker picker(balance);
    const auto pick = picker.pick("10.0.0.7");
    if (pick && pick->server > 1) std::abort();
    const double all = picker.ringShare(0) + picker.ringShare(1);
    if (!key.empty() && (all < 0.999 || all > 1.001)) std::abort();
  }
}

}  // namespace

// What nginx says of itself, what `ps` and Windows say of it, and the values of its directives.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  checkProcesses(parsePs(text));
  for (const NginxProcess& process : parseWindowsProcesses(text)) {
    if (process.pid == 0) std::abort();
  }
  if (const auto build = parseNginxBuild(text)) {
    if (build->confPath.empty() || build->argument("conf-path").size() > build->confPath.size()) std::abort();
    if (build->argument("prefix") != build->prefix) std::abort();
  }
  if (const auto time = parseNginxTime(text)) {
    if (time->count() < 0 || parseNginxTime(nginxTime(*time)) != time) std::abort();
  }
  if (const auto number = parseNginxNumber(text)) {
    if (*number < 0 || parseNginxNumber(std::to_string(*number)) != number) std::abort();
  }
  if (const auto listen = parseNginxListen(text)) {
    const auto again = parseNginxListen(listen->text());
    if (!again || !(*again == *listen)) std::abort();
  }
  const auto [host, port] = serverParts(text);
  if (host.size() + port.size() > size) std::abort();
  if (text.find(containerOf(text)) == std::string_view::npos) std::abort();
  checkWord(text);
  checkPick(text);
  return 0;
}
