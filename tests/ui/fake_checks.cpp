#include "fake_checks.h"

namespace lk::ui::test {

using namespace std::chrono_literals;
using setup::Area;
using setup::Finding;
using setup::Grade;
using setup::text;

namespace {

class Planned final : public setup::Check {
 public:
  explicit Planned(PlannedCheck plan) : m_plan(std::move(plan)) {}

  [[nodiscard]] std::string_view id() const override { return m_plan.id; }
  [[nodiscard]] Area area() const override { return m_plan.area; }
  [[nodiscard]] setup::Text title() const override { return m_plan.title; }
  [[nodiscard]] std::vector<Finding> run(setup::System& /*system*/, const setup::Surroundings& /*around*/,
                                         const setup::Patience& /*patience*/) override {
    if (m_plan.gate) m_plan.gate->pass();
    return m_plan.findings;
  }

 private:
  PlannedCheck m_plan;
};

Finding good(std::string id, setup::Text title, setup::Text evidence) {
  return {std::move(id), Grade::Good, std::move(title), {std::move(evidence)}, {}, std::nullopt};
}

Finding firewallProblem() {
  Finding finding;
  finding.id = "firewall.port-blocked";
  finding.grade = Grade::Problem;
  finding.title = text("TCP {0} is blocked on {1}", 7600, "eth0");
  finding.evidence = {text("ufw status: {0}", "Status: active; Default: deny (incoming)")};
  finding.why = text("Devices of the network {0} get no answer at all, and look as if the machine were switched off.",
                     "10.2.0.0/16");
  setup::Fix fix;
  fix.text = text("ufw manages this machine's rules. Allow the port there:");
  fix.commands = {"sudo ufw allow 7600/tcp"};
  fix.action = setup::Action{.id = "firewall.allow-port",
                             .label = text("Allow TCP {0}", 7600),
                             .does = text("Lets everybody connect to TCP {0}, by a rule of {1} that stays after a "
                                          "restart.",
                                          7600, "ufw"),
                             .commands = {{"ufw", {"allow", "7600/tcp"}}},
                             .undo = {{"ufw", {"delete", "allow", "7600/tcp"}}},
                             .elevated = true};
  finding.fix = std::move(fix);
  return finding;
}

Finding timeoutWarning() {
  Finding finding;
  finding.id = "nginx.proxy-timeout-short";
  finding.grade = Grade::Warning;
  finding.title = text("nginx cuts devices that are silent for {0}", "60s");
  finding.evidence = {text("{0}: proxy_timeout 60s;", "/etc/nginx/nginx.conf:31")};
  finding.why = text(
      "A device may be silent for {0} by its keepalive. It is cut while all is well, and comes back only "
      "to be cut again.",
      "27 min");
  finding.fix =
      setup::Fix{text("Write this into the server block at {0}, then test and reload:", "/etc/nginx/nginx.conf:31"),
                 {"proxy_timeout 30m;", "nginx -t && nginx -s reload"},
                 std::nullopt};
  return finding;
}

Finding notSeen() {
  return {"limits.descriptors",
          Grade::Unknown,
          text("The descriptor limit of nginx is not known"),
          {text("{0} may not be read", "/proc/811/limits")},
          {},
          std::nullopt};
}

}  // namespace

void Gate::pass() {
  std::unique_lock lock(m_mutex);
  m_changed.wait(lock, [this] { return m_open; });
}

void Gate::open() {
  const std::lock_guard lock(m_mutex);
  m_open = true;
  m_changed.notify_all();
}

Clock::Steady HandClock::steady() const {
  const std::lock_guard lock(m_mutex);
  return m_now;
}

void HandClock::advance(std::chrono::milliseconds by) {
  const std::lock_guard lock(m_mutex);
  m_now += by;
}

setup::Checks checksFrom(const std::vector<PlannedCheck>& plan, Area area) {
  setup::Checks checks;
  for (const PlannedCheck& one : plan) {
    if (one.area == area) checks.push_back(std::make_unique<Planned>(one));
  }
  return checks;
}

std::vector<PlannedCheck> everyGrade() {
  return {
      {"nginx.program",
       Area::Nginx,
       text("The program"),
       {good("nginx.version", text("nginx {0} has its stream module", "1.22.1"), text("{0} -V", "/usr/sbin/nginx"))},
       {}},
      {"nginx.server", Area::Nginx, text("The server of devices"), {timeoutWarning()}, {}},
      {"firewall.ports", Area::Firewall, text("The firewall of this machine"), {firewallProblem()}, {}},
      {"ports.listen",
       Area::Ports,
       text("The ports of the node"),
       {good("ports.own", text("TCP {0} is this node's", 7600), text("process {0}", 4711))},
       {}},
      {"limits.files", Area::Limits, text("Open files"), {notSeen()}, {}},
      {"redis.answers",
       Area::Redis,
       text("Redis answers"),
       {good("redis.latency", text("Redis answers within {0}", "0.4 ms"),
             text("20 times PING to {0}", "127.0.0.1:6379"))},
       {}},
      {"reach.lan",
       Area::Reach,
       text("The way of devices"),
       {good("reach.node", text("A probe from {0} reached the node {1}", "10.2.0.5", "n1"),
             text("through {0}", "10.2.0.5:7600"))},
       {}},
  };
}

}  // namespace lk::ui::test
