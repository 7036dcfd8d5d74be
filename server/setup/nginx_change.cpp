#include "server/setup/nginx_change.h"

#include <algorithm>
#include <thread>

#include "server/setup/nginx_test_tree.h"
#include "server/setup/powershell.h"

// What NginxChange does.
namespace lk::setup {

namespace {

using namespace std::chrono_literals;
using End = NginxStep::End;

constexpr auto kLook = 50ms;          // between two looks at the processes
constexpr int kLooksAtLog = 10;       // looks at the processes for one at the error log
constexpr auto kWorkersWithin = 15s;  // new workers after a reload, of a large configuration too
constexpr auto kProbeWithin = 5s;     // one attempt
constexpr auto kProbePause = 300ms;   // before the next
constexpr int kProbes = 3;
constexpr auto kStopWithin = 15s;
constexpr auto kTakeBackWithin = 60s;

std::string lastLines(System& system, const std::string& file, const Patience& patience) {
  if (file.empty() || system.kind() == System::Kind::Windows) return {};
  const auto ran = system.run({"tail", {"-n", "40", "--", file}}, patience);
  return ran ? ran->out : std::string();
}

// Of the lines that came since, those that nginx itself takes for grave.
std::string newTroubles(const std::string& before, const std::string& after) {
  std::string troubles;
  for (std::size_t at = 0; at < after.size();) {
    const std::size_t feed = std::min(after.find('\n', at), after.size());
    const std::string line = after.substr(at, feed - at);
    at = feed + 1;
    const bool grave = line.find("[emerg]") != std::string::npos || line.find("[alert]") != std::string::npos ||
                       line.find("[crit]") != std::string::npos;
    if (grave && before.find(line) == std::string::npos) troubles += (troubles.empty() ? "" : "\n") + line;
  }
  return troubles;
}

// nginx says [emerg] and stays with what it has; only for a port that is taken it tries five times.
bool gaveUp(const std::string& troubles) {
  if (troubles.find("[emerg]") == std::string::npos) return false;
  return troubles.find("Address already in use") == std::string::npos ||
         troubles.find("still could not bind") != std::string::npos;
}

class Doing {
 public:
  Doing(NginxChange& change, System& system, const Clock& clock, const NginxPlan& plan, const Patience& patience)
      : m_change(change), m_system(system), m_clock(clock), m_plan(plan), m_patience(patience) {}

  NginxOutcome run() {
    switch (m_plan.operation) {
      case NginxOperation::Test: m_outcome.done = testInUse() && testChanged(m_patience); break;
      case NginxOperation::Apply: apply(); break;
      case NginxOperation::Reload:
        m_outcome.done = testInUse() && reload(m_patience) && probe(m_plan.door, m_patience);
        break;
      case NginxOperation::Rollback: rollback(); break;
      case NginxOperation::Stop: m_outcome.done = stop(); break;
    }
    return std::move(m_outcome);
  }

 private:
  bool step(std::string id, End end, Text what, std::string evidence = {}) {
    m_outcome.steps.push_back({std::move(id), end, std::move(what), std::move(evidence)});
    return end != End::Failed;
  }

  bool verdict(const char* id, const Result<NginxVerdict>& verdict, const Text& good, const Text& bad) {
    if (!verdict) return step(id, End::Failed, bad, verdict.error().text);
    if (verdict->accepted) return step(id, End::Good, good, verdict->words);
    const bool denied = verdict->words.find("Permission denied") != std::string::npos;
    return step(id, End::Failed, bad, verdict->words + (denied ? "\nThis user may not: try it with sudo" : ""));
  }

  bool testInUse() {
    return verdict("test-in-use", setup::testInUse(m_system, m_plan.nginx, m_patience),
                   text("nginx accepts {0} as it is", m_plan.nginx.configFile),
                   text("nginx refuses {0} as it is, before any change: nothing was touched", m_plan.nginx.configFile));
  }

  bool testChanged(const Patience& patience) {
    if (m_plan.changes.empty()) return true;
    return verdict("test-changed",
                   setup::testChanged(m_system, m_plan.nginx, m_plan.changes, stampOf(m_clock), patience),
                   text("nginx accepts the changed configuration"),
                   text("nginx refuses the changed configuration: nothing was touched"));
  }

  bool unchangedMeanwhile() {
    for (const FileChange& change : m_plan.changes) {
      const auto now = m_system.readFile(change.path);
      const bool gone = !now && now.error().code == Error::Code::NotFound;
      const bool same = change.before ? now && *now == *change.before : gone;
      if (same) continue;
      return step("write", End::Failed,
                  text("{0} was changed by somebody else meanwhile: nothing was touched. Look at the difference again",
                       change.path),
                  now || gone ? std::string() : now.error().text);
    }
    return true;
  }

  Result<void> put(const std::string& path, const std::optional<std::string>& content) {
    return content ? m_system.writeFile(path, *content) : m_system.removeFile(path);
  }

  bool write() {
    for (const FileChange& change : m_plan.changes) {
      const auto written = put(change.path, change.after);
      if (!written) {
        return step("write", End::Failed, text("{0} could not be written", change.path), written.error().text);
      }
      m_written.push_back(&change);
      step("write", End::Good,
           change.after ? text("{0} is written", change.path) : text("{0} is removed", change.path));
    }
    return true;
  }

  bool reload(const Patience& patience) {
    if (!m_plan.nginx.runs()) {
      return step(
          "reload", End::Left,
          text("nginx does not run: start it with {0} (or systemctl start nginx)", m_plan.nginx.commandText({})));
    }
    const auto before = runningNginx(m_system, patience);
    if (!before) return step("reload", End::Failed, text("nginx's processes could not be seen"), before.error().text);
    const auto workers = workersOf(*before, m_plan.nginx.master, NginxProcess::Role::Worker);
    const std::string log = lastLines(m_system, m_plan.nginx.errorLog, patience);
    const CommandLine command = m_plan.nginx.command({"-s", "reload"});
    m_toldToReload = true;  // maybe also where that fails or takes too long
    const auto ran = m_system.run(command, patience);
    if (!ran || ran->exitCode != 0) {
      return step("reload", End::Failed,
                  text("the reload could not be asked for: {0}", m_plan.nginx.commandText({"-s", "reload"})),
                  ran ? ran->err : ran.error().text);
    }
    step("reload", End::Good, text("nginx was told to reload"));
    return watchWorkers(workers, log, patience);
  }

  bool watchWorkers(const std::vector<std::int64_t>& earlier, const std::string& log, const Patience& patience) {
    const Patience wait = patience.atMost(kWorkersWithin);
    std::string why = "no new worker came";
    int looks = 0;
    for (;;) {
      const auto now = runningNginx(m_system, patience);
      if (now) {
        const auto takers = workersOf(*now, m_plan.nginx.master, NginxProcess::Role::Worker);
        std::string fresh;
        bool earlierTakes = false;
        for (const std::int64_t pid : takers) {
          const bool known = std::ranges::find(earlier, pid) != earlier.end();
          earlierTakes = earlierTakes || known;
          if (!known) fresh += (fresh.empty() ? "" : ", ") + std::to_string(pid);
        }
        // Windows does not tell an old worker that still takes connections from one that does not.
        const bool oldLeft = !earlierTakes || m_system.kind() == System::Kind::Windows;
        if (!fresh.empty() && oldLeft) {
          const auto old = workersOf(*now, m_plan.nginx.master, NginxProcess::Role::OldWorker).size();
          return step("workers", End::Good,
                      old == 0 ? text("new workers took over (process {0})", fresh)
                               : text("new workers took over (process {0}); {1} old ones keep their connections until "
                                      "those end",
                                      fresh, old));
        }
        why = fresh.empty() ? "no new worker came" : "an earlier worker still takes connections";
      } else {
        why = now.error().text;
      }
      if (wait.over()) break;
      if (++looks % kLooksAtLog == 0 &&
          gaveUp(newTroubles(log, lastLines(m_system, m_plan.nginx.errorLog, patience)))) {
        break;
      }
      std::this_thread::sleep_for(kLook);
    }
    const std::string troubles = newTroubles(log, lastLines(m_system, m_plan.nginx.errorLog, patience));
    return step("workers", End::Failed, text("nginx did not take the new configuration: {0}", why), troubles);
  }

  bool probe(const std::optional<NginxDoor>& door, const Patience& patience) {
    if (!m_plan.nginx.runs()) return true;
    if (!door) {
      return step("probe", End::Left,
                  text("no probe was made: nothing listens for plain TCP connections that a program here could make"));
    }
    Probed probed;
    for (int i = 0; i < kProbes; ++i) {
      if (i > 0) std::this_thread::sleep_for(kProbePause);
      probed = setup::probe(m_system, door->address, door->proxyHeader, patience.atMost(kProbeWithin));
      if (probed.nodeAnswered() || patience.over()) break;
    }
    m_outcome.node = probed.node;
    return step("probe", probed.nodeAnswered() ? End::Good : End::Failed, probed.says(), probed.detail);
  }

  // Files that are as they should be are of no use to devices while nginx runs with what it read before.
  bool loadWhatIsThere() {
    if (!m_plan.nginx.runs()) return true;
    if (m_plan.notLoaded.empty()) {
      if (probe(m_plan.door, m_patience)) return true;
      m_outcome.steps.back().end = End::Left;
    }
    step("not-loaded", End::Left,
         m_plan.notLoaded.empty()
             ? text("nginx may run with an older configuration than its files hold, so it is reloaded")
             : text("{0} changed after nginx last read it, so nginx is reloaded", m_plan.notLoaded));
    return reload(m_patience) && probe(m_plan.door, m_patience);
  }

  void apply() {
    if (m_plan.changes.empty()) {
      m_outcome.done = testInUse() && loadWhatIsThere();
      return;
    }
    if (!testInUse() || !testChanged(m_patience) || !unchangedMeanwhile()) return;
    const std::string stamp = stampOf(m_clock);
    auto backup = keepBackup(m_system, m_plan.nginx.configFile, stamp, m_plan.changes, m_patience);
    if (!backup) {
      step(
          "backup", End::Failed,
          text("no backup could be made, so nothing was touched. Whoever changes nginx must be allowed to write in its "
               "folder: try it with sudo"),
          backup.error().text);
      return;
    }
    step("backup", End::Good, text("a backup is kept, to be taken back with linekeeper nginx rollback"), backup->list);
    if (write() && reload(m_patience) && probe(m_plan.door, m_patience)) {
      m_outcome.done = true;
      return;
    }
    takeBack();
    if (m_outcome.rolledBack) (void)forgetBackup(m_system, *backup);
  }

  void rollback() {
    if (!m_plan.backup) return;
    if (!testChanged(m_patience) || !unchangedMeanwhile()) return;
    if (!write() || !reload(m_patience)) {
      takeBack();
      return;
    }
    // What is asked for is the old state, whatever that was: the probe only says what it is.
    const auto view = m_change.look(m_plan.around, m_patience);
    if (!probe(view ? NginxChange::doorOf(**view) : std::nullopt, m_patience)) m_outcome.steps.back().end = End::Left;
    m_outcome.done = true;
    const auto forgotten = forgetBackup(m_system, *m_plan.backup);
    step("forget", forgotten ? End::Good : End::Left, text("the backup is used up, and gone"),
         forgotten ? std::string() : forgotten.error().text);
  }

  // To what was there before write(), byte by byte, of what was written at all. An nginx that was not told of the
  // change is left alone. With a patience of its own: half a change is worse than a late end.
  void takeBack() {
    const Patience patience(m_clock, kTakeBackWithin);
    bool all = true;
    for (auto change = m_written.rbegin(); change != m_written.rend(); ++change) {
      const auto restored = put((*change)->path, (*change)->before);
      all = step("restore", restored ? End::Good : End::Failed,
                 restored ? text("{0} is as it was before", (*change)->path)
                          : text("{0} could not be restored: do it by hand from its backup", (*change)->path),
                 restored ? std::string() : restored.error().text) &&
            all;
    }
    const bool reloaded = m_toldToReload;
    if (reloaded) all = reload(patience) && all;
    m_outcome.rolledBack = all;
    // What it says is worth knowing and changes nothing more.
    if (reloaded && m_plan.nginx.runs() && m_plan.door) {
      const NginxDoor& door = *m_plan.door;
      const Probed after = setup::probe(m_system, door.address, door.proxyHeader, patience.atMost(kProbeWithin));
      step("probe", after.nodeAnswered() ? End::Good : End::Left, text("as before the change: {0}", after.says()),
           after.detail);
    }
  }

  bool stop() {
    const auto ran = m_system.run(m_plan.stop, m_patience);
    if (!ran || ran->exitCode != 0) {
      return step("stop", End::Failed,
                  text("nginx could not be told to stop: {0}", typedText(m_plan.nginx.kind, m_plan.stop)),
                  ran ? ran->err : ran.error().text);
    }
    const Patience wait = m_patience.atMost(kStopWithin);
    for (;;) {
      const auto now = runningNginx(m_system, m_patience);
      const bool there = !now || std::ranges::any_of(*now, [&](const NginxProcess& process) {
        return process.pid == m_plan.nginx.master;
      });
      if (!there) return step("stop", End::Good, text("nginx has ended"));
      if (wait.over()) {
        return step("stop", End::Failed, text("process {0} still runs", m_plan.nginx.master),
                    now ? std::string() : now.error().text);
      }
      std::this_thread::sleep_for(kLook);
    }
  }

  NginxChange& m_change;
  System& m_system;
  const Clock& m_clock;
  const NginxPlan& m_plan;
  const Patience& m_patience;
  NginxOutcome m_outcome;
  std::vector<const FileChange*> m_written;
  bool m_toldToReload = false;
};

}  // namespace

NginxOutcome NginxChange::carryOut(const NginxPlan& plan, const Patience& patience) {
  return Doing(*this, m_system, m_clock, plan, patience).run();
}

}  // namespace lk::setup
