#include <algorithm>

#include "server/setup/nginx_change.h"
#include "server/setup/nginx_nodes.h"
#include "server/setup/powershell.h"

// What NginxChange is going to do, in words.
namespace lk::setup {

namespace {

std::uint64_t sessionsOf(const Surroundings& around) {
  std::uint64_t all = 0;
  for (const NodeFact& node : around.nodes) all += node.sessions;
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
  if (!view.inUse || !plan.block) return;
  const NginxPicker before(view.inUse->balance);
  const NginxPicker after(balanceOf(*plan.block));
  std::uint64_t moving = 0;
  std::uint64_t all = 0;
  std::uint64_t hidden = 0;
  for (const PeerFact& peer : around.peers) {
    const auto address = nginxAddress(peer.address);
    if (!address || isOwnHost(peer.address, view.own)) {
      hidden += peer.sessions;
      continue;
    }
    const auto was = before.pick(*address);
    const auto is = after.pick(*address);
    all += peer.sessions;
    const bool decided = was && is && was->how != NginxPick::How::Turn && was->how != NginxPick::How::None;
    if (!decided || before.balance().servers[was->server].name != after.balance().servers[is->server].name) {
      moving += peer.sessions;
    }
  }
  if (all > 0) {
    plan.mind.push_back(
        text("Of {0} devices connected now, {1} will be led to another node when they connect next", all, moving));
  }
  if (hidden > 0) {
    plan.mind.push_back(text(
        "{0} devices are seen with this machine's own address, as nginx passes them on without the PROXY protocol: "
        "where those go next is not foretold",
        hidden));
  }
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

namespace {

class Planner {
 public:
  Planner(NginxChange& change, System& system, const Surroundings& around, const Patience& patience)
      : m_change(change), m_system(system), m_around(around), m_patience(patience) {}

  Result<NginxPlan> make(NginxOperation operation) {
    m_plan.operation = operation;
    if (const auto known = look(); !known) return known.error();
    Result<void> made;
    switch (operation) {
      case NginxOperation::Stop: made = stop(); break;
      case NginxOperation::Reload: made = reload(); break;
      case NginxOperation::Rollback: made = rollback(); break;
      case NginxOperation::Test:
      case NginxOperation::Apply: made = change(); break;
    }
    if (!made) return made.error();
    return std::move(m_plan);
  }

 private:
  void will(Text text) { m_plan.will.push_back(std::move(text)); }
  void mind(Text text) { m_plan.mind.push_back(std::move(text)); }
  [[nodiscard]] std::string shell(const std::vector<std::string>& more) const { return m_plan.nginx.commandText(more); }

  Result<void> look() {
    auto view = m_change.look(m_around, m_patience);
    // What stands in the files may be broken when it is stopped or taken back.
    const bool without = m_plan.operation == NginxOperation::Stop || m_plan.operation == NginxOperation::Rollback;
    if (!view && !without) return view.error();
    if (view) {
      m_view = std::move(*view);
      m_plan.nginx = m_view->nginx;
      m_plan.door = NginxChange::doorOf(*m_view);
    } else {
      auto nginx = instanceOf(lookAtNginx(m_system, m_around, m_patience), m_around.settings);
      if (!nginx) return nginx.error();
      m_plan.nginx = std::move(*nginx);
    }
    auto processes = runningNginx(m_system, m_patience);
    if (!processes) return processes.error();
    m_processes = std::move(*processes);
    return {};
  }

  Result<void> needsToRun() const {
    if (m_plan.nginx.runs()) return {};
    return Error{Error::Code::NotFound, "no nginx runs with " + m_plan.nginx.configFile +
                                            "; start it with: " + shell({}) + " (or systemctl start nginx)"};
  }

  void willReload() {
    if (!m_plan.nginx.runs()) {
      will(text("Start nothing: nginx does not run. Afterwards start it with: {0} (or systemctl start nginx)",
                shell({})));
      return;
    }
    will(text("Reload nginx with: {0}", shell({"-s", "reload"})));
    will(text("Watch that new workers come and the old ones take no more connections"));
    if (m_view) sayWhatAReloadMeans(m_plan, *m_view, m_processes);
  }
  void willProbe() {
    if (!m_plan.nginx.runs() || !m_plan.door) return;
    will(text("Connect to {0} as a device of the name linekeeper-probe-…, hear which node answers, and leave",
              m_plan.door->address.text()));
  }

  // nginx's own command reads the configuration first, and does nothing with one that is broken.
  [[nodiscard]] CommandLine howToStop() const {
    if (m_view) return m_plan.nginx.command({"-s", "stop"});
    const std::string master = std::to_string(m_plan.nginx.master);
    return m_plan.nginx.kind == System::Kind::Windows ? CommandLine{"taskkill", {"/F", "/T", "/PID", master}}
                                                      : CommandLine{"kill", {"-TERM", master}};
  }

  Result<void> stop() {
    if (auto runs = needsToRun(); !runs) return runs;
    m_plan.stop = howToStop();
    will(text("Stop nginx (process {0}) at once with: {1}", m_plan.nginx.master,
              typedText(m_plan.nginx.kind, m_plan.stop)));
    mind(
        text("Every connection through it ends without a word. {0} devices are connected to the nodes now: those that "
             "came through this nginx are cut, and cannot come back before it is started again",
             sessionsOf(m_around)));
    const auto* http = m_view ? m_view->config.whole.first("http") : nullptr;
    if (http && http->first("server")) {
      mind(text("This nginx also serves the websites of {0}; they end with it", http->place.text()));
    }
    mind(text("Start it again with: {0} (or systemctl start nginx)", shell({})));
    return {};
  }

  Result<void> reload() {
    if (auto runs = needsToRun(); !runs) return runs;
    will(text("Test {0} with: {1}", m_plan.nginx.configFile, shell({"-t"})));
    willReload();
    willProbe();
    return {};
  }

  Result<void> rollback() {
    const std::string& file = m_plan.nginx.configFile;
    auto backup = lastBackup(m_system, file);
    if (!backup) return backup.error();
    if (!*backup) return Error{Error::Code::NotFound, "there is no backup beside " + file + " to roll back to"};
    auto way = wayBack(m_system, **backup);
    if (!way) return way.error();
    m_plan.backup = **backup;
    m_plan.around = {m_around.settings, m_around.nodes, m_around.wholeCluster, {}};
    m_plan.door.reset();  // that of the files that are restored is not read yet
    m_plan.changes = std::move(way->changes);
    m_plan.diff = diffOf(m_plan.changes);
    will(text("Test a copy of the configuration as it was before the change of {0} (UTC)", (*backup)->stamp));
    for (const FileChange& change : m_plan.changes) {
      will(change.after ? text("Restore {0}", change.path) : text("Remove {0}", change.path));
    }
    for (const std::string& changed : way->changedSince) {
      mind(text("{0} was changed by somebody else since: that goes, too", changed));
    }
    willReload();
    if (m_plan.nginx.runs()) {
      will(text("Connect as a device where the restored configuration listens, and say which node answers"));
    }
    return {};
  }

  Result<void> change() {
    auto block = m_change.wanted(*m_view, m_around, m_patience);
    if (!block) return block.error();
    m_plan.block = std::move(*block);
    m_plan.door = NginxChange::doorOf(*m_plan.block);
    for (const Text& note : m_plan.block->notes) mind(note);
    changeFiles();
    if (auto module = loadModule(); !module) return module;
    m_plan.diff = diffOf(m_plan.changes);

    will(text("Test {0} as it is with: {1}", m_plan.nginx.configFile, shell({"-t"})));
    if (m_plan.changes.empty()) {
      if (m_plan.operation == NginxOperation::Apply) loadWhatIsThere();
      return {};
    }
    will(text("Test a copy of it with the change"));
    sayWhoElseIsTouched();
    if (m_plan.operation == NginxOperation::Test) return {};
    for (const FileChange& change : m_plan.changes) {
      will(change.before ? text("Keep a backup of {0}, and write it anew", change.path)
                         : text("Write the new file {0}", change.path));
    }
    willReload();
    willProbe();
    will(text("Take all of it back if one of these fails"));
    sayWhoMoves(m_plan, *m_view, m_around);
    return {};
  }

  // A value in a file that several blocks include can't be set beside it: nginx takes it once a block.
  void sayWhoElseIsTouched() {
    for (const FileChange& change : m_plan.changes) {
      const auto places = m_view->config.placesOf(change.path);
      if (places.size() < 2) continue;
      std::string all;
      for (const NginxPlace& place : places) all += (all.empty() ? "" : ", ") + place.text();
      mind(text("{0} is included in several places ({1}): what changes in it changes for all of them", change.path,
                all));
    }
  }

  // Nothing is to be changed, but what stands in the files may never have been loaded.
  void loadWhatIsThere() {
    if (!m_plan.nginx.runs()) return;
    std::vector<NginxProcess> workers;
    std::ranges::copy_if(m_processes, std::back_inserter(workers), [&](const NginxProcess& process) {
      return process.parent == m_plan.nginx.master && process.role == NginxProcess::Role::Worker;
    });
    m_plan.notLoaded = changedSinceRead(m_system, m_view->config.files, workers).value_or(std::string());
    if (m_plan.notLoaded.empty()) {
      willProbe();
      if (m_plan.door) will(text("If no node answers, reload nginx with: {0}", shell({"-s", "reload"})));
      return;
    }
    mind(text("{0} changed after nginx last read it: nginx may run with an older configuration", m_plan.notLoaded));
    willReload();
    willProbe();
  }

  void changeFiles() {
    if (m_plan.block->replacesInUse) {
      m_plan.changes = editInUse(*m_view->inUse, *m_plan.block, m_view->files);
      return;
    }
    const std::string ownFile = ownFileBeside(m_plan.nginx.configFile);
    m_plan.changes = addBlock(m_view->config, *m_plan.block, m_view->files, ownFile);
    if (!m_view->inUse) return;
    mind(
        text("The server of stream at {0} stays as it is: nothing it leads to is a node. If it is the devices' way, "
             "name its address in nginx.listen",
             m_view->inUse->server.directive->place.text()));
  }

  Result<void> loadModule() {
    const auto modules = m_view->config.whole.all("load_module");
    const bool loaded = std::ranges::any_of(modules, [](const NginxDirective* module) {
      return module->argument(0).find("ngx_stream_module") != std::string::npos;
    });
    const NginxInstance& nginx = m_plan.nginx;
    if (loaded || nginx.build.stream == NginxBuild::Stream::BuiltIn) return {};
    if (nginx.build.stream == NginxBuild::Stream::Absent) {
      return Error{Error::Code::Protocol, nginx.program +
                                              " was built without its stream module, so it cannot pass devices on: "
                                              "install one that has it (on Debian: nginx and libnginx-mod-stream)"};
    }
    const std::string module = nginx.modulesFolder + "/ngx_stream_module.so";
    if (m_system.realPath(module).empty()) {
      return Error{Error::Code::Protocol, "nginx's stream module is not installed: " + module +
                                              " is not there; install it (on Debian: apt install libnginx-mod-stream)"};
    }
    addLoadModule(m_plan.changes, nginx.configFile, m_view->files, module);
    return {};
  }

  NginxChange& m_change;
  System& m_system;
  const Surroundings& m_around;
  const Patience& m_patience;
  NginxPlan m_plan;
  std::unique_ptr<NginxView> m_view;  // null: the configuration can't be read
  std::vector<NginxProcess> m_processes;
};

}  // namespace

Result<NginxPlan> NginxChange::plan(NginxOperation operation, const Surroundings& around, const Patience& patience) {
  return Planner(*this, m_system, around, patience).make(operation);
}

}  // namespace lk::setup
