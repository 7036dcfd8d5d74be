#include <QHostAddress>
#include <algorithm>

#include "server/setup/nginx_change.h"
#include "server/setup/nginx_test_tree.h"

// What NginxChange finds, and what it should find.
namespace lk::setup {

namespace {

using namespace std::chrono_literals;

constexpr auto kAskWithin = 2s;  // a node that an upstream's server may be

bool has(const std::vector<std::string>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

// As a program on this machine reaches what listens there.
std::optional<NginxDoor> doorAt(const std::vector<std::string>& listen) {
  auto address = parseNginxListen(listen.empty() ? std::string_view() : std::string_view(listen.front()));
  if (!address || has(listen, "udp") || has(listen, "ssl")) return {};
  if (address->host == "0.0.0.0") address->host = "127.0.0.1";
  if (address->host == "::") address->host = "::1";
  return NginxDoor{*address, has(listen, "proxy_protocol")};
}

template <typename Listens>
std::optional<NginxDoor> firstDoor(const Listens& listens) {
  for (const auto& listen : listens) {
    if (auto door = doorAt(listen)) return door;
  }
  return {};
}

// Addresses that a name stands for; an address is itself.
std::vector<std::string> addressesOf(System& system, std::string_view host, const Patience& patience) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (!QHostAddress(QString::fromUtf8(host.data(), qsizetype(host.size()))).isNull()) return {std::string(host)};
  if (host == "localhost") return {"127.0.0.1"};
  if (system.kind() == System::Kind::Windows) return {};
  const auto ran = system.run({"getent", {"ahosts", std::string(host)}}, patience);
  std::vector<std::string> all;
  std::string_view said = ran ? std::string_view(ran->out) : std::string_view();
  while (!said.empty()) {
    const std::string address(said.substr(0, said.find_first_of(" \n")));
    if (!has(all, address)) all.push_back(address);
    said.remove_prefix(std::min(said.find('\n'), said.size() - 1) + 1);
  }
  return all;
}

}  // namespace

std::string ownFileBeside(const std::string& mainFile) { return folderOf(mainFile) + "linekeeper-stream.conf"; }

std::optional<NginxDoor> NginxChange::doorOf(const NginxBlock& block) { return firstDoor(block.listens); }

std::optional<NginxDoor> NginxChange::doorOf(const NginxView& view) {
  if (!view.inUse) return {};
  std::vector<std::vector<std::string>> listens;
  for (const NginxDirective* listen : view.inUse->server.directive->all("listen")) listens.push_back(listen->arguments);
  return firstDoor(listens);
}

Result<std::unique_ptr<NginxView>> NginxChange::look(const Surroundings& around, const Patience& patience) {
  auto view = std::make_unique<NginxView>();
  NginxFacts facts = lookAtNginx(m_system, around, patience);
  auto nginx = instanceOf(facts, around.settings);
  if (!nginx) return nginx.error();
  view->nginx = std::move(*nginx);
  if (!facts.config) {
    const auto verdict = testInUse(m_system, view->nginx, patience);
    const bool refused = verdict && !verdict->accepted;
    return Error{facts.config.error().code, "the configuration cannot be read, and nothing was touched: " +
                                                (refused ? verdict->words : facts.config.error().text)};
  }
  view->config = std::move(*facts.config);
  const std::string ownFile = ownFileBeside(view->nginx.configFile);
  std::vector<std::string> files = view->config.files;
  files.push_back(ownFile);
  for (const std::string& file : files) {
    auto text = m_system.readFile(file);
    if (text) {
      view->files[file] = std::move(*text);
    } else if (file != ownFile || text.error().code != Error::Code::NotFound) {
      return text.error();
    }
  }
  view->own = m_system.ownAddresses();
  view->inUse = findInUse(view->config, around, view->own);
  return view;
}

Result<NginxBlock> NginxChange::wanted(const NginxView& view, const Surroundings& around, const Patience& patience) {
  const NginxDirective* proxy = view.inUse ? view.inUse->server.setting("proxy_protocol") : nullptr;
  const bool proxied = around.settings.proxyProtocol != "off" || (proxy && proxy->argument(0) == "on");
  const AskWhoIsThere ask = [&](const std::string& server) -> std::optional<std::string> {
    const auto [host, port] = serverParts(server);
    for (const std::string& address : addressesOf(m_system, host, patience.atMost(kAskWithin))) {
      const auto at = parseAddress((address.find(':') == std::string::npos ? address : '[' + address + ']') + ':' +
                                   std::string(port));
      if (!at) continue;
      for (const bool header : {false, true}) {
        if (header && !proxied) continue;
        const Probed probed = probe(m_system, *at, header, patience.atMost(kAskWithin));
        if (probed.welcomed()) return probed.node;
      }
    }
    return {};
  };
  // The only way there is may be that of something else altogether.
  bool ours = view.inUse && view.inUse->ours;
  if (view.inUse && !ours) {
    ours = std::ranges::any_of(view.inUse->balance.servers,
                               [&](const NginxServer& server) { return ask(server.name).has_value(); });
  }
  return wantedBlock(ours ? &*view.inUse : nullptr, around, view.own, ask);
}

}  // namespace lk::setup
