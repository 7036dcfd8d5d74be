#include <algorithm>
#include <array>
#include <tuple>

#include "server/setup/diagnosis_view.h"

// The steps of a diagnosis before a session: firewall, nginx, node.
namespace lk::setup {

namespace {

using node::DeviceAtNode;
using node::HistoryEntry;
using node::NodeRow;
using node::NodeState;

const Finding* gravest(const std::vector<Finding>& findings) {
  const auto found = std::ranges::max_element(findings, {}, &Finding::grade);
  return found == findings.end() ? nullptr : &*found;
}

bool isAny(std::string_view id, std::initializer_list<std::string_view> ids) { return std::ranges::count(ids, id) > 0; }

// Of a finding: what is so, where it was seen, what to do.
void takeOver(DiagnosisStep& step, const Finding& finding, Grade grade) {
  step.grade = grade;
  step.cause = finding.id;
  step.title = finding.title;
  step.evidence.insert(step.evidence.begin(), finding.evidence.begin(), finding.evidence.end());
  if (!finding.why.empty()) step.evidence.push_back(finding.why);
  step.fix = finding.fix;
}

bool isWindows(const DiagnosisView& view) { return view.facts.kind == System::Kind::Windows; }

bool wayIsOpen(const DiagnosisView& view) {
  return view.connected() || (view.facts.probe && view.facts.probe->welcomed());
}

// Then whatever is before the nodes has nowhere to lead devices to, and is not to blame for it.
bool noNodeTakesDevices(const DiagnosisView& view) {
  return view.facts.report &&
         std::ranges::none_of(view.report.nodes, [](const DeviceAtNode& at) { return at.node.state == NodeState::Up; });
}

// Defects of nginx that do not keep a device out, and hurt it once it is in.
bool hurtsWhoIsConnected(const Finding& finding) {
  return isAny(finding.id, {"nginx.proxy-timeout-short", "nginx.hash-missing", "nginx.hash-other-variable",
                            "nginx.hash-not-consistent", "nginx.hash-behind-proxy"});
}

// How grave the finding is for this device, now.
Grade forThisDevice(const DiagnosisView& view, const Finding& finding) {
  const bool keepsOut = !hurtsWhoIsConnected(finding);
  const bool decides = !wayIsOpen(view) && (!noNodeTakesDevices(view) || finding.id == "nginx.not-running");
  return finding.grade == Grade::Problem && keepsOut && !decides ? Grade::Warning : finding.grade;
}

// The gravest for this device. Of equals, of one that is in, those that hurt it there; of one that is out, the others,
// and a line that leads nowhere ahead of one that is not there.
const Finding* worstOfNginx(const DiagnosisView& view) {
  const Finding* worst = nullptr;
  const auto weight = [&](const Finding& one) {
    return std::tuple(forThisDevice(view, one), hurtsWhoIsConnected(one) == wayIsOpen(view),
                      one.id == "nginx.dead-node");
  };
  for (const Finding& finding : view.facts.nginx) {
    // What hurts nobody now is for `check` to say.
    if (finding.grade == Grade::Warning && !hurtsWhoIsConnected(finding)) continue;
    if (worst == nullptr || weight(finding) > weight(*worst)) worst = &finding;
  }
  return worst;
}

// Connections that were lost after the same silence each time: something on the way cuts what is silent.
struct Cuts {
  std::size_t times = 0;
  std::int64_t silentMs = 0;
};

Cuts cutsOf(const DiagnosisView& view) {
  constexpr std::int64_t kShortest = 1'500;
  constexpr std::int64_t kSame = 300;  // ms, or a twentieth
  Cuts cuts;
  for (auto entry = view.way.rbegin(); entry != view.way.rend(); ++entry) {
    if (entry->kind != node::HistoryKind::Closed || entry->reason != CloseReason::Lost) continue;
    const std::int64_t silent = entry->silentMs;
    if (silent < kShortest) break;
    if (cuts.times > 0 && std::abs(silent - cuts.silentMs) > std::max(kSame, cuts.silentMs / 20)) break;
    cuts.silentMs = cuts.times == 0 ? silent : cuts.silentMs;
    ++cuts.times;
  }
  return cuts;
}

void judgeCuts(const DiagnosisView& view, DiagnosisStep& step) {
  constexpr std::size_t kEnough = 3;
  const Cuts cuts = cutsOf(view);
  const bool named = step.cause == "nginx.proxy-timeout-short";
  if (cuts.times == 0 || (!named && cuts.times < kEnough)) return;
  step.evidence.push_back(
      text("{0} of its connections were cut after {1} of silence each", cuts.times, spanText(cuts.silentMs)));
  if (named || step.grade == Grade::Problem) return;
  step.grade = Grade::Problem;
  step.cause = "nginx.cuts-the-silent";
  step.title = text("Something between {0} and its node cuts connections that are silent for {1}", view.facts.device,
                    spanText(cuts.silentMs));
  step.fix =
      fixOf(text("Raise nginx's proxy_timeout above 1.5 keepalives, and see that no NAT or firewall on the way forgets "
                 "connections earlier; or let the device ask for a shorter keepalive in HELLO"));
}

void judgeProbe(const DiagnosisView& view, const Probed& probe, DiagnosisStep& step) {
  const std::string where = probe.to.text();
  step.evidence.push_back(probe.says());
  const bool nginxItself =
      probe.end == Probed::End::WrongProtocol || (probe.end == Probed::End::Refused && view.facts.throughNginx);
  if (noNodeTakesDevices(view) && !nginxItself) return;
  switch (probe.end) {
    case Probed::End::Refused:
      step.cause = view.facts.throughNginx ? "nginx.down" : "node.down";
      step.title = view.facts.throughNginx ? text("Nobody listens at {0}: nginx is down", where)
                                           : text("Nobody listens at {0}: a node is down", where);
      step.fix = view.facts.throughNginx
                     ? fixOf(text("Start nginx, after its configuration has been tested"),
                             isWindows(view) ? std::vector<std::string>{"nginx -t", "Start-Process nginx"}
                                             : std::vector<std::string>{"nginx -t", "nginx"})
                     : fixOf(text("Start the node, or point devices at where it listens"),
                             {"linekeeper --headless --listen " + where});
      break;
    case Probed::End::Closed:
    case Probed::End::Reset:
      step.cause = "nginx.reaches-no-node";
      step.title =
          text("{0} takes connections and ends them without a word: what listens there reaches no node", where);
      step.fix = fixOf(text("Let nginx's upstream hold the nodes that live, and reload it"),
                       {"linekeeper nodes", "linekeeper nginx diff", "linekeeper nginx apply"});
      break;
    case Probed::End::Silent:
      step.cause = "nginx.silent";
      step.title = text("{0} takes connections, and no node answers behind it", where);
      step.fix = fixOf(text("See whether the nodes in nginx's upstream answer; one that is stuck or not to be reached "
                            "keeps devices waiting"),
                       {"linekeeper nodes", "linekeeper nginx diff"});
      break;
    case Probed::End::WrongProtocol:
      step.cause = "nginx.wrong-target";
      step.title = text("What answers at {0} is no Linekeeper node", where);
      step.fix = fixOf(text("Point nginx's stream block, or the devices, at the port where nodes listen"),
                       {"linekeeper nodes", "linekeeper nginx diff"});
      break;
    case Probed::End::TurnedAway:
    case Probed::End::Welcomed:
    case Probed::End::Dropped:
    case Probed::End::Unreachable: return;
  }
  step.grade = Grade::Problem;
}

std::string listOf(const QStringList& names) { return names.join(QStringLiteral(", ")).toStdString(); }

Text rowText(const NodeRow& row) {
  const std::array states = {text("up"), text("draining"), text("silent"), text("dead")};
  const Text& state = states.at(static_cast<std::size_t>(row.state));
  const std::string id = row.info.id.toStdString();
  if (row.leaseLeftMs <= 0) return text("{0}: {1}, {2} sessions", id, state, row.figures.sessions);
  return text("{0}: {1}, {2} sessions, lease {3}", id, state, row.figures.sessions, spanText(row.leaseLeftMs));
}

void judgeDraining(const DiagnosisView& view, const QStringList& draining, DiagnosisStep& step) {
  const HistoryEntry* end = view.lastEnd();
  const bool sentAway = end != nullptr && end->reason == CloseReason::Draining;
  const bool allDrain = draining.size() == view.report.nodes.size();
  const QString home = QString::fromStdString(view.homeNode());
  const bool atHome = draining.contains(home);
  if (view.connected() ? !atHome : !(allDrain || (atHome && (sentAway || end == nullptr)))) return;
  step.grade = view.connected() ? Grade::Warning : Grade::Problem;
  step.cause = "node.draining";
  const std::string nodes = listOf(atHome ? QStringList{home} : draining);
  step.title =
      view.connected() ? text("{0} is draining, and will send {1} away soon", home.toStdString(), view.facts.device)
      : sentAway       ? text("{0} is draining: it lets no device in, and has sent {1} away", nodes, view.facts.device)
                       : text("{0} is draining: it lets no device in", nodes);
  step.fix = fixOf(text("Let another node take the device: it comes back by itself within its retry-after. A node that "
                        "drained has to be started anew"),
                   {"linekeeper nodes", "linekeeper nginx apply"});
}

void judgeGone(const DiagnosisView& view, const std::string& id, DiagnosisStep& step) {
  step.grade = Grade::Problem;
  step.cause = "node.dead";
  step.title = text("{0}, which had {1} last, is gone: its lease in Redis is over", id, view.facts.device);
  step.fix = fixOf(text("Start {0} again; meanwhile let nginx lead devices to the others", id),
                   {"linekeeper nodes", "linekeeper nginx apply"});
}

void judgeSilent(const DiagnosisView& view, DiagnosisStep& step) {
  if (view.connected()) return;
  // Whoever cleaned up after it took it off the list at once.
  if (const std::string gone = view.goneNode(); !gone.empty()) {
    step.evidence.push_back(
        text("{0}: had the device until {1}, when it was found gone", gone, view.ago(view.report.bus.lastUntilMs)));
    return judgeGone(view, gone, step);
  }
  const QString home = QString::fromStdString(view.homeNode());
  const auto found = std::ranges::find_if(
      view.report.silent, [&](const NodeRow& row) { return view.report.nodes.isEmpty() || row.info.id == home; });
  if (found == view.report.silent.end() || (!home.isEmpty() && view.answered(home.toStdString()) != nullptr)) return;
  const std::string id = found->info.id.toStdString();
  if (found->state == NodeState::Dead) return judgeGone(view, id, step);
  step.grade = Grade::Problem;
  step.cause = "node.silent";
  step.title = text("{0} does not answer, though its lease in Redis still runs", id);
  step.fix = fixOf(text("On the machine of {0} see whether it runs and reaches Redis", id),
                   {"linekeeper diagnose --node " + id + ' ' + view.facts.device});
}

}  // namespace

DiagnosisStep firewallStep(const DiagnosisView& view) {
  DiagnosisStep step{DiagnosisPart::Firewall, Grade::Unknown, {}, text("The firewall was not looked at"), {}, {}};
  const std::optional<Probed>& probe = view.facts.probe;
  const Finding* worst = gravest(view.facts.firewall);
  if (worst != nullptr) {
    step.grade = worst->grade;
    step.title = worst->title;
    if (worst->grade >= Grade::Warning) takeOver(step, *worst, worst->grade);
  }
  if (probe && (probe->end == Probed::End::Dropped || probe->end == Probed::End::Unreachable)) {
    step.evidence.insert(step.evidence.begin(), probe->says());
    if (step.grade == Grade::Problem) return step;
    const std::string where = probe->to.text();
    const bool dropped = probe->end == Probed::End::Dropped;
    step.grade = Grade::Problem;
    step.cause = dropped ? "firewall.drops" : "firewall.no-way";
    step.title = dropped ? text("Nothing comes back from {0}: a firewall on the way drops what is sent there", where)
                         : text("There is no way to {0} from here", where);
    const std::string port = std::to_string(probe->to.port);
    step.fix =
        fixOf(text("Let TCP port {0} in at {1}, on that machine and on every firewall before it", port, probe->to.host),
              isWindows(view) ? std::vector<std::string>{"linekeeper check firewall"}
                              : std::vector<std::string>{"linekeeper check firewall", "sudo nft list ruleset"});
    return step;
  }
  if (!wayIsOpen(view)) return step;
  // Who is in came through, whatever rules say; others may not.
  if (step.grade == Grade::Problem) {
    step.grade = Grade::Warning;
    return step;
  }
  step = {DiagnosisPart::Firewall, Grade::Good, {}, {}, std::move(step.evidence), {}};
  step.title = view.connected() ? text("The device's connection came through")
                                : text("A probe came through to {0}", probe->to.text());
  return step;
}

DiagnosisStep nginxStep(const DiagnosisView& view) {
  DiagnosisStep step{DiagnosisPart::Nginx, Grade::Unknown, {}, text("nginx was not looked at"), {}, {}};
  const std::optional<Probed>& probe = view.facts.probe;
  if (probe) judgeProbe(view, *probe, step);
  const Finding* worst = view.facts.thatNginx ? worstOfNginx(view) : nullptr;
  if (worst != nullptr) {
    const Grade grade = forThisDevice(view, *worst);
    if (step.grade == Grade::Problem && grade == Grade::Problem && !hurtsWhoIsConnected(*worst)) {
      takeOver(step, *worst, grade);  // knows the place of what the probe met
    } else if (step.grade != Grade::Problem && grade >= Grade::Warning) {
      takeOver(step, *worst, grade);
    } else if (step.grade != Grade::Problem) {
      step.grade = grade;
      step.title = worst->title;
    }
  }
  judgeCuts(view, step);
  if (step.grade >= Grade::Warning || !wayIsOpen(view)) return step;
  step.grade = Grade::Good;
  const bool welcomed = probe && probe->welcomed();
  step.title = welcomed && !view.facts.throughNginx
                   ? text("None in use: {0} is the node {1} itself", probe->to.text(), probe->node)
               : welcomed ? text("{0} leads to {1}", probe->to.text(), probe->node)
                          : text("The device's connection reached a node");
  return step;
}

DiagnosisStep nodeStep(const DiagnosisView& view) {
  DiagnosisStep step{DiagnosisPart::Node, Grade::Good, {}, {}, {}, {}};
  if (!view.facts.report) {
    step.grade = Grade::Problem;
    step.cause = "node.none";
    step.title = text("No node answers: {0}", view.facts.noReport);
    step.fix = fixOf(text("Start a node, or name the cluster by its Redis"),
                     {"linekeeper --headless", "linekeeper nodes --redis redis://HOST:6379"});
    return step;
  }
  QStringList up;
  QStringList draining;
  const DeviceAtNode* paused = nullptr;
  for (const DeviceAtNode& at : view.report.nodes) {
    step.evidence.push_back(rowText(at.node));
    (at.node.state == NodeState::Draining ? draining : up).push_back(at.node.info.id);
    if (at.node.figures.acceptPaused) paused = &at;
  }
  for (const NodeRow& row : view.report.silent) step.evidence.push_back(rowText(row));
  step.title =
      view.connected() ? text("{0} has the device", view.homeNode()) : text("{0} would take the device", listOf(up));
  if (!draining.isEmpty()) judgeDraining(view, draining, step);
  if (step.grade != Grade::Problem && !view.redisAway()) judgeSilent(view, step);
  if (view.redisAway() && step.grade == Grade::Good && view.report.nodes.isEmpty()) {
    step.grade = Grade::Unknown;
    step.title = text("No node answers, and Redis, which knows of them, is away");
  }
  if (step.grade == Grade::Problem || paused == nullptr || view.connected()) return step;
  step.grade = Grade::Problem;
  step.cause = "node.out-of-descriptors";
  step.title = text("{0} is out of file descriptors, and lets no device in", paused->node.info.id.toStdString());
  step.fix = fixOf(text("Raise the limit of open files of its service, and start it again"),
                   {"ulimit -n 1048576", "linekeeper check limits"});
  return step;
}

}  // namespace lk::setup
