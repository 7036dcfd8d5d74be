#include "server/setup/device_inquiry.h"

#include <algorithm>

#include "server/setup/areas.h"
#include "server/setup/nginx_look.h"
#include "server/setup/surroundings_from.h"

namespace lk::setup {

using namespace std::chrono_literals;

// Written by the check that tries the way before it returns, read after that.
struct TriedWay {
  bool throughNginx = false;
  bool thatNginx = false;
  std::optional<Probed> probe;
};

namespace {

constexpr auto kProbePatience = 5s;
constexpr std::uint16_t kAnyPort = 0;
constexpr std::string_view kWayId = "diagnosis.way";

bool isAnyHost(const std::string& host) { return host.empty() || host == "0.0.0.0" || host == "::"; }

// As this machine reaches what listens there; from its own network where it has one, as devices do.
Address reachable(Address address, const std::vector<std::string>& own) {
  if (!isAnyHost(address.host)) return address;
  const bool v6 = address.host == "::";
  const auto lan =
      std::ranges::find_if(own, [v6](const std::string& one) { return (one.find(':') != std::string::npos) == v6; });
  address.host = lan != own.end() ? *lan : v6 ? "::1" : "127.0.0.1";
  return address;
}

struct Way {
  std::optional<Address> to;
  bool throughNginx = false;
  bool thatNginx = false;  // the one whose configuration was read
  bool proxyHeader = false;
};

// Whether this server of nginx's leads to a node that is known.
bool leadsToNodes(const NginxLook& look, const NginxStreamServer& server) {
  return server.upstream && matchNodes(*server.upstream, look.around.nodes, look.ownAddresses).holdsAny();
}

Way nginxWay(const NginxLook& look, std::uint16_t port) {
  for (const NginxStreamServer* server : look.ours) {
    if (look.around.settings.nginxConfig.empty() && !leadsToNodes(look, *server)) continue;
    for (const NginxListen& listen : server->listens) {
      if (!listen.address || listen.udp || (port != kAnyPort && listen.address->port != port)) continue;
      return {reachable(*listen.address, look.ownAddresses), true, true, listen.proxyProtocol};
    }
  }
  return {};
}

Way nodeWay(const NginxLook& look, std::uint16_t port) {
  for (const NodeFact& node : look.around.nodes) {
    if (!node.own || !node.live) continue;
    for (const std::string& text : node.listen) {
      const auto address = parseAddress(text);
      if (!address || (port != kAnyPort && address->port != port)) continue;
      return {reachable(*address, look.ownAddresses), false, false, look.around.settings.proxyProtocol == "required"};
    }
  }
  return {};
}

Way wayOf(const NginxLook& look, const std::optional<Address>& given) {
  const std::uint16_t port = given ? given->port : kAnyPort;
  Way way = nginxWay(look, port);
  if (!way.to) way = nodeWay(look, port);
  if (!given) return way;
  // What is named is tried, though nobody here knows it: then it is a balancer's, most likely.
  way.throughNginx = way.throughNginx || !way.to;
  way.to = given;
  // A configuration that settings name is on the way, even where it is broken or leads to no node.
  way.thatNginx = way.thatNginx || (way.throughNginx && !look.around.settings.nginxConfig.empty());
  return way;
}

class WayCheck final : public Check {
 public:
  WayCheck(std::optional<Address> given, std::shared_ptr<TriedWay> tried)
      : m_given(std::move(given)), m_tried(std::move(tried)) {}

  [[nodiscard]] std::string_view id() const override { return kWayId; }
  [[nodiscard]] Area area() const override { return Area::Reach; }
  [[nodiscard]] Text title() const override { return text("The way of devices"); }

  [[nodiscard]] std::vector<Finding> run(System& system, const Surroundings& around,
                                         const Patience& patience) override {
    const NginxLook look(system, around, patience);
    const Way way = wayOf(look, m_given);
    m_tried->throughNginx = way.throughNginx;
    m_tried->thatNginx = way.thatNginx;
    if (way.to) m_tried->probe = probe(system, *way.to, way.proxyHeader, patience.atMost(kProbePatience));
    return {{.id = std::string(kWayId),
             .grade = Grade::Good,
             .title = text("The way of devices was tried"),
             .evidence = {},
             .why = {},
             .fix = {}}};
  }

 private:
  std::optional<Address> m_given;
  std::shared_ptr<TriedWay> m_tried;
};

void append(Checks& all, Checks more) { std::ranges::move(more, std::back_inserter(all)); }

}  // namespace

DeviceInquiry::DeviceInquiry(std::shared_ptr<const Clock> clock, std::shared_ptr<System> system,
                             node::NodeControl* control, QObject* parent)
    : QObject(parent), m_clock(std::move(clock)), m_system(std::move(system)), m_control(control) {}

void DeviceInquiry::start(Plan plan, std::string noReport) {
  m_plan = std::move(plan);
  m_facts.device = m_plan.device;
  m_facts.noReport = std::move(noReport);
  m_facts.kind = m_system->kind();
  if (m_control == nullptr) return look({});
  m_control->inspect(QString::fromStdString(m_plan.device), this, [this](const Result<node::DeviceReport>& report) {
    if (report) {
      m_facts.report = *report;
    } else {
      m_facts.noReport = report.error().text;
    }
    // Who is connected from where is nothing that a device's diagnosis asks for.
    node::SnapshotRequest request;
    request.sessions = request.events = request.commands = false;
    m_control->fetch(request, this,
                     [this](const Result<node::Snapshot>& snapshot) { look(snapshot ? *snapshot : node::Snapshot{}); });
  });
}

void DeviceInquiry::look(const node::Snapshot& snapshot) {
  const bool ofOneNode = m_control != nullptr && !m_plan.wholeCluster;
  Surroundings around = surroundingsFrom(m_plan.settings, ofOneNode ? m_control->info() : node::NodeInfo{}, snapshot);
  around.wholeCluster = around.wholeCluster || m_plan.wholeCluster;
  m_way = std::make_shared<TriedWay>();
  Checks checks = nginxChecks();
  append(checks, firewallChecks());
  checks.push_back(std::make_unique<WayCheck>(m_plan.way, m_way));
  m_runner = std::make_unique<CheckRunner>(m_clock, m_system, std::move(checks));
  connect(m_runner.get(), &CheckRunner::checkEnded, this, &DeviceInquiry::take);
  // Nobody waits here for one that hangs: what it would have said is not known.
  connect(m_runner.get(), &CheckRunner::checkHung, this,
          [this](const Check& check, const Finding&) { m_runner->cancel(check.id()); });
  connect(m_runner.get(), &CheckRunner::finished, this, &DeviceInquiry::conclude);
  m_runner->start(std::move(around));
  if (m_cancelled) m_runner->cancelAll();
}

void DeviceInquiry::take(const Check& check, const CheckOutcome& outcome) {
  if (outcome.end != CheckOutcome::End::Returned) return;
  if (check.id() == kWayId) {
    m_facts.throughNginx = m_way->throughNginx;
    m_facts.thatNginx = m_way->thatNginx;
    m_facts.probe = m_way->probe;
    return;
  }
  m_found[&check] = outcome.findings;
}

// Of findings of one grade the first decides, so their order is that of the checks, whichever ended first.
void DeviceInquiry::conclude() {
  for (const auto& check : m_runner->checks()) {
    const auto found = m_found.find(check.get());
    if (found == m_found.end()) continue;
    auto& findings = check->area() == Area::Firewall ? m_facts.firewall : m_facts.nginx;
    findings.insert(findings.end(), found->second.begin(), found->second.end());
  }
  m_found.clear();
  Q_EMIT finished(diagnose(m_facts));
}

void DeviceInquiry::cancel() {
  m_cancelled = true;
  if (m_runner) m_runner->cancelAll();
}

}  // namespace lk::setup
