#include "server/setup/nginx_containers.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace lk::setup {

namespace {

constexpr std::size_t kIdLength = 64;  // of Docker, Podman, containerd and CRI-O
constexpr std::array<std::string_view, 4> kBeforeName = {"/lxc.payload.", "/lxc/", "/systemd-nspawn@", "/machine-"};

bool isHex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

std::vector<std::string_view> linesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    lines.push_back(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(lines.back().size() + 1, text.size()));
  }
  return lines;
}

}  // namespace

std::string_view containerOf(std::string_view cgroup) {
  for (std::size_t at = 0; at < cgroup.size(); ++at) {
    const std::size_t begin = at;
    while (at < cgroup.size() && isHex(cgroup[at])) ++at;
    if (at - begin == kIdLength) return cgroup.substr(begin, kIdLength);
  }
  for (const std::string_view before : kBeforeName) {
    const std::size_t found = cgroup.find(before);
    if (found == std::string_view::npos) continue;
    const std::string_view name = cgroup.substr(found + before.size());
    return name.substr(0, name.find_first_of("/\n"));
  }
  return {};
}

bool isInContainer(System& system, std::int64_t process, const Patience& patience) {
  if (system.kind() == System::Kind::Windows) return false;
  const std::string its = "/proc/" + std::to_string(process);
  const auto ran = system.run(
      {"readlink", {"--", "/proc/self/ns/mnt", its + "/ns/mnt", "/proc/self/ns/pid", its + "/ns/pid"}}, patience);
  const auto spaces = linesOf(ran ? std::string_view(ran->out) : std::string_view());
  if (spaces.size() == 4 && spaces[0] == spaces[1]) return false;
  if (spaces.size() == 4 && spaces[2] != spaces[3]) return true;
  // They may not be read, or the container shares the machine's processes.
  const auto cgroup = system.readFile(its + "/cgroup");
  const auto own = system.readFile("/proc/self/cgroup");
  return cgroup && own && containerOf(*cgroup) != containerOf(*own);
}

}  // namespace lk::setup
