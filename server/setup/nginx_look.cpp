#include "server/setup/nginx_look.h"

namespace lk::setup {

namespace {

constexpr std::int64_t kFewDevices = 1'000;

std::string joined(const NginxDirective& directive) {
  std::string words = directive.name;
  for (const std::string& argument : directive.arguments) words += ' ' + argument;
  return words + (directive.hasBlock ? " {…}" : ";");
}

NginxValue found(const NginxDirective& directive) {
  return {directive.argument(0), seenAt(directive), text("{0}", directive.place.text())};
}

NginxValue notFound(const NginxDirective& block, std::string_view name, std::string_view otherwise) {
  return {std::string(otherwise), text("{0} is not set, so nginx takes {1}", name, otherwise),
          block.name.empty() ? text("{0}, outside of every block", block.place.file)
                             : text("the {0} block at {1}", block.name, block.place.text())};
}

}  // namespace

NginxLook::NginxLook(System& asked, const Surroundings& known, const Patience& ready)
    : system(asked), around(known), patience(ready), facts(lookAtNginx(asked, known, ready)) {
  ownAddresses = asked.ownAddresses();
  if (!facts.config) return;
  servers = streamServers(facts.config.value());
  ours = oursOf(servers, known.nodes, ownAddresses);
}

std::int64_t NginxLook::expectedDevices() const {
  if (around.settings.nginxExpectedDevices > 0) return around.settings.nginxExpectedDevices;
  std::int64_t sessions = 0;
  for (const NodeFact& node : around.nodes) sessions += static_cast<std::int64_t>(node.sessions);
  return std::max(sessions, kFewDevices);
}

bool NginxLook::isNeeded() const {
  if (!ours.empty() || !around.settings.nginxBinary.empty() || !around.settings.nginxConfig.empty()) return true;
  return std::ranges::count_if(around.nodes, &NodeFact::live) > 1;
}

Finding NginxLook::notLookedAt(std::string_view id) const {
  return {.id = std::string(id),
          .grade = Grade::Unknown,
          .title = text("Not looked at, as no server of a stream block sends devices to a node"),
          .evidence = {text("{0}", facts.configFile)},
          .why = {},
          .fix = {}};
}

Fix NginxLook::written(Text text) const {
  const bool runs = facts.master || !facts.processTrouble.empty();
  return {std::move(text),
          {facts.commandText({"-t"}), runs ? facts.commandText({"-s", "reload"}) : facts.commandText({})},
          {}};
}

NginxValue valueOf(const NginxStreamServer& server, std::string_view name, std::string_view otherwise) {
  const NginxDirective* directive = server.setting(name);
  return directive ? found(*directive) : notFound(*server.directive, name, otherwise);
}

NginxValue valueIn(const NginxDirective& block, std::string_view name, std::string_view otherwise) {
  const NginxDirective* directive = block.first(name);
  return directive ? found(*directive) : notFound(block, name, otherwise);
}

std::string argumentsWithout(const NginxDirective& directive, std::initializer_list<std::string_view> names) {
  std::string words;
  for (const std::string& argument : directive.arguments) {
    const std::string_view name = std::string_view(argument).substr(0, argument.find('='));
    if (std::ranges::find(names, name) != names.end()) continue;
    words += (words.empty() ? "" : " ") + argument;
  }
  return words;
}

Text seenAt(const NginxDirective& directive) { return text("{0}: {1}", directive.place.text(), joined(directive)); }

}  // namespace lk::setup
