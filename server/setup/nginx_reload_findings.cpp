#include "server/setup/nginx_look.h"

namespace lk::setup {

namespace {

using std::chrono::seconds;

constexpr std::array kFirstWithTimeout = {1, 11, 11};
constexpr seconds kShortest{10};

void timeoutMissing(const NginxLook& look, std::vector<Finding>& findings) {
  if (look.whole().first("worker_shutdown_timeout")) return;
  if (look.facts.build && look.facts.build->version < kFirstWithTimeout) return;
  findings.push_back(
      {.id = "nginx.shutdown-timeout-missing",
       .grade = Grade::Warning,
       .title = text("After a reload nginx's old workers stay until their last device is gone"),
       .evidence = {text("{0}: no worker_shutdown_timeout", look.facts.configFile)},
       .why = text("Devices hold their connections for days. Each reload leaves another set of workers, with "
                   "their memory, their descriptors, and the list of nodes of their day."),
       .fix = look.written(
           text("In {0}, outside of every block, write: worker_shutdown_timeout 10m;", look.facts.configFile))});
}

void timeoutShort(const NginxLook& look, std::vector<Finding>& findings) {
  const NginxDirective* set = look.whole().first("worker_shutdown_timeout");
  const auto time = set ? parseNginxTime(set->argument(0)) : std::nullopt;
  if (!time || *time >= kShortest) return;
  findings.push_back({.id = "nginx.shutdown-timeout-short",
                      .grade = Grade::Warning,
                      .title = text("{0} after a reload nginx cuts all devices at once", nginxTimeText(*time)),
                      .evidence = {seenAt(*set)},
                      .why = text("All of them reconnect in the same moment, at every reload."),
                      .fix = look.written(text("In {0}, write: worker_shutdown_timeout 10m;", set->place.text()))});
}

// An old worker drains since the present ones were started.
seconds drainingSince(const NginxFacts& facts) {
  seconds since = facts.workers.empty() ? seconds(0) : seconds::max();
  for (const NginxProcess& worker : facts.workers) since = std::min(since, worker.age);
  return since;
}

void oldWorkers(const NginxLook& look, std::vector<Finding>& findings) {
  const NginxFacts& facts = look.facts;
  if (facts.oldWorkers.empty()) return;
  const NginxDirective* set = look.whole().first("worker_shutdown_timeout");
  const auto most = set ? parseNginxTime(set->argument(0)) : std::nullopt;
  const seconds since = drainingSince(facts);
  const bool willEnd = most && since < *most;
  Finding finding{.id = "nginx.old-workers",
                  .grade = willEnd ? Grade::Good : Grade::Warning,
                  .title = text("{0} old workers of nginx still drain after a reload, for {1} s at least",
                                facts.oldWorkers.size(), since.count()),
                  .evidence = {},
                  .why = {},
                  .fix = {}};
  for (const NginxProcess& worker : facts.oldWorkers) {
    finding.evidence.push_back(
        text("process {0}, {1} s old: nginx: worker process is shutting down", worker.pid, worker.age.count()));
  }
  if (willEnd) {
    finding.evidence.push_back(seenAt(*set));
    findings.push_back(std::move(finding));
    return;
  }
  finding.why = text(
      "Their devices stay with the old list of nodes, whatever the configuration says now, until they "
      "disconnect by themselves.");
  finding.fix =
      Fix{text("Write worker_shutdown_timeout 10m; outside of every block, for reloads to come. To end these now, "
               "which cuts their devices (they reconnect to the new workers):"),
          {},
          {}};
  for (const NginxProcess& worker : facts.oldWorkers) {
    finding.fix->commands.push_back("kill -TERM " + std::to_string(worker.pid));
  }
  findings.push_back(std::move(finding));
}

void notReloaded(const NginxLook& look, std::vector<Finding>& findings) {
  const auto file = changedSinceRead(look.system, look.facts.config.value().files, look.facts.workers);
  if (!file) return;
  Finding finding{
      .id = "nginx.not-reloaded",
      .grade = Grade::Warning,
      .title = text("{0} changed after nginx last read it: nginx may run with an older configuration", *file),
      .evidence = {},
      .why = text("What the files say, and what the other checks find in them, is not what devices meet."),
      .fix = look.written(text("Have nginx test the configuration and read it."))};
  if (const auto age = look.system.ageOf(*file)) {
    finding.evidence.push_back(text("{0}: changed {1} s ago", *file, age->count() / 1000));
  }
  for (const NginxProcess& worker : look.facts.workers) {
    finding.evidence.push_back(text("worker process {0}: {1} s old", worker.pid, worker.age.count()));
  }
  findings.push_back(std::move(finding));
}

}  // namespace

std::vector<Finding> nginxReloadFindings(const NginxLook& look) {
  if (look.ours.empty()) return {look.notLookedAt("nginx.reload")};
  std::vector<Finding> findings;
  timeoutMissing(look, findings);
  timeoutShort(look, findings);
  oldWorkers(look, findings);
  notReloaded(look, findings);
  if (!look.facts.processTrouble.empty()) {
    findings.push_back({.id = "nginx.processes-unknown",
                        .grade = Grade::Unknown,
                        .title = text("Whether old workers of nginx still drain could not be seen"),
                        .evidence = {text("{0}", look.facts.processTrouble)},
                        .why = {},
                        .fix = {}});
  }
  if (!findings.empty()) return findings;
  const NginxDirective* set = look.whole().first("worker_shutdown_timeout");
  return {{.id = "nginx.reload",
           .grade = Grade::Good,
           .title = text("A reload of nginx leaves nothing behind for long"),
           .evidence = {set ? seenAt(*set) : text("{0}", look.facts.configFile), text("no old worker drains")},
           .why = {},
           .fix = {}}};
}

}  // namespace lk::setup
