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
  finding.title = text("The firewall drops connections to TCP {0} of {1} on {2}", 7600, "n1", "eth0");
  finding.evidence = {text("ufw status: {0}", "Status: active; Default: deny (incoming)")};
  finding.why = text("Devices get no answer: they wait, give up, and try again for ever.");
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
  finding.title = text("nginx cuts devices that are silent for {0}", setup::spanText(60'000));
  finding.evidence = {text("{0}: proxy_timeout 60s;", "/etc/nginx/nginx.conf:19")};
  finding.why = text(
      "proxy_timeout must be above 1.5 × keepalive-max. Otherwise healthy devices that have nothing to say are cut, "
      "and neither they nor the node are told why.");
  finding.fix = setup::Fix{text("In {0}, write: proxy_timeout {1};", "/etc/nginx/nginx.conf:19", "10m"),
                           {"/usr/sbin/nginx -t", "/usr/sbin/nginx -s reload"},
                           std::nullopt};
  return finding;
}

Finding notSeen() {
  return {"limits.descriptors",
          Grade::Unknown,
          text("The limit of descriptors could not be seen"),
          {text("{0}", "/proc/811/limits")},
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
       text("nginx and its stream module"),
       {good("nginx.version", text("{0} runs, with its stream module", "nginx 1.22.1"),
             text("{0}, process {1}", "/usr/sbin/nginx", 811))},
       {}},
      {"nginx.server", Area::Nginx, text("How nginx treats devices' connections"), {timeoutWarning()}, {}},
      {"firewall.ports", Area::Firewall, text("The firewall lets devices in"), {firewallProblem()}, {}},
      {"ports.listen",
       Area::Ports,
       text("Ports that this program and nginx listen on"),
       {good("ports.own", text("{0} is held by {1}, as it should be", "0.0.0.0:7600", "n1"),
             text("{0}, process {1}, listens on {2}", "linekeeper", 4711, "0.0.0.0:7600"))},
       {}},
      {"limits.files", Area::Limits, text("Descriptors for as many devices"), {notSeen()}, {}},
      {"redis.answers",
       Area::Redis,
       text("How fast Redis answers"),
       {good("redis.latency", text("Redis answers in {0} µs", 400),
             text("{0}: PING takes {1} µs (median of {2})", "127.0.0.1:6379", 400, 20))},
       {}},
      {"reach.lan",
       Area::Reach,
       text("A device's way to a node, from this machine"),
       {good("reach.node", text("A device gets to node {0} at {1}", "n1", "10.2.0.5:7600"),
             text("{0}: node {1} welcomed the probe", "10.2.0.5:7600", "n1"))},
       {}},
  };
}

}  // namespace lk::ui::test
