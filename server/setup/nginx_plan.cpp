#include <QHostAddress>
#include <algorithm>

#include "server/setup/nginx_change.h"
#include "server/setup/nginx_test_tree.h"

// What NginxChange is going to do, in words.
namespace lk::setup {

namespace {

using namespace std::chrono_literals;

constexpr auto kAskWithin = 2s;  // a node that an upstream's server may be
constexpr std::string_view kOwnFile = "linekeeper-stream.conf";

bool has(const std::vector<std::string>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

// As a program on this machine reaches what listens there.
std::optional<NginxDoor> doorOf(const std::vector<std::string>& listen) {
  auto address = parseNginxListen(listen.empty() ? std::string_view() : std::string_view(listen.front()));
  if (!address || has(listen, "udp") || has(listen, "ssl")) return {};
  if (address->host == "0.0.0.0") address->host = "127.0.0.1";
  if (address->host == "::") address->host = "::1";
  return NginxDoor{*address, has(listen, "proxy_protocol") ? ProbeHeader::ProxyV1 : ProbeHeader::None};
}

template <typename Listens>
std::optional<NginxDoor> firstDoor(const Listens& listens) {
  for (const auto& listen : listens) {
    if (auto door = doorOf(listen)) return door;
  }
  return {};
}

std::optional<NginxDoor> doorInUse(const NginxView& view) {
  if (!view.inUse) return {};
  std::vector<std::vector<std::string>> listens;
  for (const NginxDirective* listen : view.inUse->server.directive->all("listen")) listens.push_back(listen->arguments);
  return firstDoor(listens);
}

std::uint64_t sessionsOf(const Surroundings& around) {
  std::uint64_t all = 0;
  for (const NodeFact& node : around.nodes) all += node.sessions;
  return all;
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

void sayWhatAReloadMeans(NginxPlan& plan, const NginxView& view, const std::vector<NginxProcess>& processes) {
  const NginxDirective* limit = view.config.whole.first("worker_shutdown_timeout");
  if (limit) {
    plan.mind.push_back(
        text("worker_shutdown_timeout is {0} ({1}): devices that are connected now are cut that long after the reload, "
             "all at once. Without it they stay until they leave by themselves",
             limit->argument(0), limit->place.text()));
  } else {
    plan.mind.push_back(
        text("No device is dropped: the old workers keep their connections until those end by themselves, as "
             "worker_shutdown_timeout is not set. New connections go to the new workers"));
  }
  const auto old = workersOf(processes, view.nginx.master, NginxProcess::Role::OldWorker);
  if (!old.empty()) {
    plan.mind.push_back(
        text("{0} workers of earlier reloads still hold connections; each reload adds to them", old.size()));
  }
}

// Devices stay where they are; it is their next connection that the ring decides.
void sayWhoMoves(NginxPlan& plan, const NginxView& view, const Surroundings& around) {
  if (!view.inUse || around.peers.empty() || !plan.block) return;
  const NginxPicker before(view.inUse->balance);
  const NginxPicker after(balanceOf(*plan.block));
  std::uint64_t moving = 0;
  std::uint64_t all = 0;
  for (const PeerFact& peer : around.peers) {
    const auto address = nginxAddress(peer.address);
    if (!address) continue;
    const auto was = before.pick(*address);
    const auto is = after.pick(*address);
    all += peer.sessions;
    const bool decided = was && is && was->how != NginxPick::How::Turn && was->how != NginxPick::How::None;
    if (!decided || before.balance().servers[was->server].name != after.balance().servers[is->server].name) {
      moving += peer.sessions;
    }
  }
  plan.mind.push_back(
      text("Of {0} devices connected now, {1} will be led to another node when they connect next", all, moving));
}

}  // namespace

std::string_view toText(NginxOperation operation) {
  switch (operation) {
    case NginxOperation::Test: return "test";
    case NginxOperation::Apply: return "apply";
    case NginxOperation::Reload: return "reload";
    case NginxOperation::Rollback: return "rollback";
    case NginxOperation::Stop: return "stop";
  }
  return "test";
}

std::string_view toText(NginxStep::End end) {
  switch (end) {
    case NginxStep::End::Good: return "good";
    case NginxStep::End::Failed: return "failed";
    case NginxStep::End::Left: return "left";
  }
  return "failed";
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
  const std::string ownFile = folderOf(view->nginx.configFile) + std::string(kOwnFile);
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
      for (const ProbeHeader header : {ProbeHeader::None, ProbeHeader::ProxyV1}) {
        if (header == ProbeHeader::ProxyV1 && !proxied) continue;
        const auto probe = probeNode(m_system, *at, header, patience.atMost(kAskWithin));
        if (!probe.node.empty()) return probe.node;
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

Result<NginxPlan> NginxChange::plan(NginxOperation operation, const Surroundings& around, const Patience& patience) {
  NginxPlan plan;
  plan.operation = operation;
  // What stands in the files may be broken when it is stopped or taken back.
  const bool needsConfig = operation != NginxOperation::Stop && operation != NginxOperation::Rollback;
  auto view = look(around, patience);
  if (!view && (needsConfig || view.error().code == Error::Code::Usage)) return view.error();
  if (view) {
    plan.nginx = (*view)->nginx;
    plan.door = doorInUse(**view);
  } else {
    auto nginx = instanceOf(lookAtNginx(m_system, around, patience), around.settings);
    if (!nginx) return nginx.error();
    plan.nginx = std::move(*nginx);
  }
  const auto processes = runningNginx(m_system, patience);
  if (!processes) return processes.error();
  const std::string& file = plan.nginx.configFile;
  const auto needsToRun = [&]() -> Result<void> {
    if (plan.nginx.runs()) return {};
    return Error{Error::Code::NotFound, "no nginx runs with " + file + "; start it with: " +
                                            plan.nginx.command({}).shellText() + " (or systemctl start nginx)"};
  };
  const auto willReload = [&] {
    if (!plan.nginx.runs()) {
      plan.will.push_back(
          text("Start nothing: nginx does not run. Afterwards start it with: {0} (or systemctl start "
               "nginx)",
               plan.nginx.command({}).shellText()));
      return;
    }
    plan.will.push_back(text("Reload nginx with: {0}", plan.nginx.command({"-s", "reload"}).shellText()));
    plan.will.push_back(text("Watch that new workers come and the old ones take no more connections"));
    if (plan.door) {
      plan.will.push_back(
          text("Connect to {0} as a device of the name linekeeper-probe-…, hear which node answers, and "
               "leave",
               plan.door->address.text()));
    }
    if (view) sayWhatAReloadMeans(plan, **view, *processes);
  };

  if (operation == NginxOperation::Stop) {
    if (const auto runs = needsToRun(); !runs) return runs.error();
    plan.will.push_back(text("Stop nginx (process {0}) at once with: {1}", plan.nginx.master,
                             plan.nginx.command({"-s", "stop"}).shellText()));
    plan.mind.push_back(
        text("Every connection through it ends without a word. {0} devices are connected to the nodes "
             "now: those that came through this nginx are cut, and cannot come back before it is started "
             "again",
             sessionsOf(around)));
    const auto* http = view ? (*view)->config.whole.first("http") : nullptr;
    if (http && http->first("server")) {
      plan.mind.push_back(text("This nginx also serves the websites of {0}; they end with it", http->place.text()));
    }
    plan.mind.push_back(
        text("Start it again with: {0} (or systemctl start nginx)", plan.nginx.command({}).shellText()));
    return plan;
  }

  if (operation == NginxOperation::Reload) {
    if (const auto runs = needsToRun(); !runs) return runs.error();
    plan.will.push_back(text("Test {0} with: {1}", file, plan.nginx.command({"-t"}).shellText()));
    willReload();
    return plan;
  }

  if (operation == NginxOperation::Rollback) {
    auto backup = lastBackup(m_system, file);
    if (!backup) return backup.error();
    if (!*backup) return Error{Error::Code::NotFound, "there is no backup beside " + file + " to roll back to"};
    auto way = wayBack(m_system, **backup);
    if (!way) return way.error();
    plan.backup = **backup;
    plan.changes = std::move(way->changes);
    plan.diff = diffOf(plan.changes);
    plan.will.push_back(
        text("Test a copy of the configuration as it was before the change of {0} (UTC)", (*backup)->stamp));
    for (const FileChange& change : plan.changes) {
      plan.will.push_back(change.after ? text("Restore {0}", change.path) : text("Remove {0}", change.path));
    }
    for (const std::string& changed : way->changedSince) {
      plan.mind.push_back(text("{0} was changed by somebody else since: that goes, too", changed));
    }
    willReload();
    return plan;
  }

  const NginxView& seen = **view;
  auto block = wanted(seen, around, patience);
  if (!block) return block.error();
  plan.block = std::move(*block);
  plan.door = firstDoor(plan.block->listens);
  for (const Text& note : plan.block->notes) plan.mind.push_back(note);

  if (plan.block->replacesInUse) {
    plan.changes = editInUse(*seen.inUse, *plan.block, seen.files);
  } else {
    plan.changes = addBlock(seen.config, *plan.block, seen.files, folderOf(file) + std::string(kOwnFile));
    if (seen.inUse) {
      plan.mind.push_back(
          text("The server of stream at {0} stays as it is: nothing it leads to is a node. If it is "
               "the devices' way, name its address in nginx.listen",
               seen.inUse->server.directive->place.text()));
    }
  }
  const auto modules = seen.config.whole.all("load_module");
  const bool loaded = std::ranges::any_of(modules, [](const NginxDirective* module) {
    return module->argument(0).find("ngx_stream_module") != std::string::npos;
  });
  if (seen.nginx.build.stream == NginxBuild::Stream::Absent && !loaded) {
    return Error{Error::Code::Protocol, seen.nginx.program +
                                            " was built without its stream module, so it cannot pass devices on: "
                                            "install one that has it (on Debian: nginx and libnginx-mod-stream)"};
  }
  if (seen.nginx.build.stream == NginxBuild::Stream::Dynamic && !loaded) {
    const std::string module = seen.nginx.modulesFolder + "/ngx_stream_module.so";
    if (m_system.realPath(module).empty()) {
      return Error{Error::Code::Protocol, "nginx' stream module is not installed: " + module +
                                              " is not there; install it (on Debian: apt install libnginx-mod-stream)"};
    }
    addLoadModule(plan.changes, file, seen.files, module);
  }
  plan.diff = diffOf(plan.changes);

  plan.will.push_back(text("Test {0} as it is with: {1}", file, plan.nginx.command({"-t"}).shellText()));
  plan.will.push_back(text("Test a copy of it with the change"));
  if (operation == NginxOperation::Test || plan.changes.empty()) return plan;
  for (const FileChange& change : plan.changes) {
    plan.will.push_back(change.before ? text("Keep a backup of {0}, and write it anew", change.path)
                                      : text("Write the new file {0}", change.path));
  }
  willReload();
  plan.will.push_back(text("Take all of it back if one of these fails"));
  sayWhoMoves(plan, seen, around);
  return plan;
}

}  // namespace lk::setup
