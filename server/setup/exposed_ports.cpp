#include "server/setup/exposed_ports.h"

#include <QHostAddress>
#include <algorithm>

namespace lk::setup {

namespace {

void add(std::vector<ExposedPort>& all, const char* what, const std::string& text) {
  const Result<Address> address = parseAddress(text);
  if (!address || address->port == 0 || isLoopback(address->host)) return;
  const ExposedPort port{what, *address};
  const bool known = std::any_of(all.begin(), all.end(), [&](const ExposedPort& p) { return p.address == *address; });
  if (!known) all.push_back(port);
}

std::vector<std::string> wordsOf(std::string_view line) {
  std::vector<std::string> words;
  while (true) {
    const std::size_t begin = line.find_first_not_of(' ');
    if (begin == std::string_view::npos) return words;
    line.remove_prefix(begin);
    const std::size_t end = line.find(' ');
    words.emplace_back(line.substr(0, end));
    if (end == std::string_view::npos) return words;
    line.remove_prefix(end);
  }
}

}  // namespace

bool isLoopback(const std::string& address) {
  return address == "localhost" || QHostAddress(QString::fromStdString(address)).isLoopback();
}

std::vector<ExposedPort> exposedPorts(const Surroundings& around) {
  std::vector<ExposedPort> all;
  for (const NodeFact& node : around.nodes) {
    if (!node.own) continue;
    for (const std::string& listen : node.listen) add(all, "Linekeeper", listen);
  }
  // What is bound tells more than what was asked for, with port 0 for one.
  const bool isBound = std::any_of(around.nodes.begin(), around.nodes.end(),
                                   [](const NodeFact& node) { return node.own && !node.listen.empty(); });
  if (!isBound) {
    for (const std::string& listen : around.settings.listen) add(all, "Linekeeper", listen);
  }
  return all;
}

std::vector<ExposedPort> readNginxPorts(std::string_view said) {
  std::vector<ExposedPort> all;
  while (!said.empty()) {
    const std::size_t end = said.find('\n');
    const std::string_view line = said.substr(0, end);
    said.remove_prefix(end == std::string_view::npos ? said.size() : end + 1);
    if (line.find("((\"nginx\"") == std::string_view::npos) continue;
    const std::vector<std::string> words = wordsOf(line);
    if (words.size() < 5) continue;
    std::string address = words[3];
    if (address.starts_with("*:")) address = "0.0.0.0" + address.substr(1);
    add(all, "nginx", address);
  }
  return all;
}

std::vector<ExposedPort> nginxPorts(System& system, const Patience& patience) {
  const Result<Ran> said = system.run({"ss", {"-H", "-l", "-t", "-n", "-p"}}, patience);
  return said && said->exitCode == 0 ? readNginxPorts(said->out) : std::vector<ExposedPort>();
}

}  // namespace lk::setup
