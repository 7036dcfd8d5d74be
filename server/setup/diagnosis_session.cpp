#include <QSet>
#include <algorithm>

#include "server/setup/diagnosis_view.h"

// The step of a diagnosis that is about the device's session, or why there is none.
namespace lk::setup {

namespace {

using node::AddressFailure;
using node::HistoryEntry;
using node::HistoryKind;

constexpr std::int64_t kStalledMs = 1'000;
constexpr std::string_view kDoesNotTake = "does not take";  // in the sentence of a CLOSE 6 for a full out-buffer

void problem(DiagnosisStep& step, std::string cause, Text title, Fix fix) {
  step.grade = Grade::Problem;
  step.cause = std::move(cause);
  step.title = std::move(title);
  step.fix = std::move(fix);
}

// Takeovers one after the other: two that go by one id push each other out, again and again.
struct Takeovers {
  int times = 0;
  std::int64_t firstAtMs = 0;
  std::int64_t lastAtMs = 0;
  QSet<QString> addresses;
  QSet<QString> nodes;
  bool inTurns = false;  // who was pushed out by another address came back, and pushed that one out
};

Takeovers takeoversOf(const DiagnosisView& view) {
  Takeovers takeovers;
  QString last;
  const auto held = [&](const QString& address) {
    takeovers.inTurns = takeovers.inTurns || (address != last && takeovers.addresses.contains(address));
    takeovers.addresses.insert(address);
    last = address;
  };
  for (const HistoryEntry& entry : view.way) {
    const bool pushedOut = entry.kind == HistoryKind::Closed && entry.reason == CloseReason::Replaced;
    if (!pushedOut || !view.lately(entry.atMs)) continue;
    if (++takeovers.times == 1) takeovers.firstAtMs = entry.atMs;
    takeovers.lastAtMs = entry.atMs;
    held(entry.address);
    takeovers.nodes.insert(entry.node);
  }
  if (takeovers.times > 0 && view.connected()) held(view.holder->session.address);
  return takeovers;
}

std::string joined(const QSet<QString>& names) {
  QStringList sorted(names.begin(), names.end());
  sorted.sort();
  return sorted.join(QStringLiteral(", ")).toStdString();
}

Text inTurns(const Takeovers& takeovers, const std::string& device) {
  const Text span = spanText(std::max<std::int64_t>(takeovers.lastAtMs - takeovers.firstAtMs, 0));
  if (takeovers.addresses.size() > 2) {
    return text("{0} is used by several devices: {1} took it from each other {2} times in {3}", device,
                joined(takeovers.addresses), takeovers.times, span);
  }
  QStringList both(takeovers.addresses.begin(), takeovers.addresses.end());
  both.sort();
  return text("{0} is used by two devices: {1} and {2} took it from each other {3} times in {4}", device,
              both.front().toStdString(), both.back().toStdString(), takeovers.times, span);
}

bool judgeTakeovers(const DiagnosisView& view, DiagnosisStep& step) {
  constexpr int kFlapping = 2;
  const Takeovers takeovers = takeoversOf(view);
  const HistoryEntry* end = view.lastEnd();
  const bool gone = !view.connected() && end != nullptr && end->reason == CloseReason::Replaced;
  if (takeovers.times < kFlapping && !gone) return false;
  if (takeovers.times < kFlapping) {
    problem(step, "session.taken-over",
            text("{0} was replaced by a newer session of its id, {1}, which no node that answers has now",
                 view.facts.device, view.ago(end->atMs)),
            fixOf(text("See whether another device or program goes by this id, and whether all nodes answer"),
                  {"linekeeper nodes", "linekeeper devices --filter " + deviceOf(view)}));
    return true;
  }
  step.evidence.push_back(text("{0} of its sessions were replaced by a newer one in the last 10 min, at {1}",
                               takeovers.times, joined(takeovers.nodes)));
  problem(
      step, "session.taken-over",
      takeovers.inTurns
          ? inTurns(takeovers, view.facts.device)
          : text("{0} is taken over again and again, from {1}: two devices or programs go by this id, or one "
                 "connects anew without closing",
                 view.facts.device, joined(takeovers.addresses)),
      fixOf(text("Give each device an id of its own. Of one device: let it close its old connection before it makes "
                 "a new one")));
  // Whoever has it now gets what is sent; where that went wrong, this is why.
  if (view.connected() && commandsStep(view).grade != Grade::Problem) step.grade = Grade::Warning;
  return true;
}

void judgeConnected(const DiagnosisView& view, DiagnosisStep& step) {
  const node::DeviceAtNode& at = *view.holder;
  const node::SessionRow& session = at.session;
  const std::string& device = view.facts.device;
  step.title = text("{0} is connected to {1} from {2}, for {3}; heard {4}", device, at.node.info.id.toStdString(),
                    session.address.toStdString(), spanText(view.nowMs - session.connectedAtMs),
                    view.ago(session.lastHeardAtMs));
  if (at.stalledMs >= kStalledMs) {
    step.evidence.push_back(text("{0} bytes wait for it, and it has taken none for {1}; {2} commands are under way",
                                 session.outBuffer, spanText(at.stalledMs), at.underWay));
    return problem(step, "session.reader-stalled",
                   text("{0} is connected and has stopped reading: it takes nothing of what is sent to it", device),
                   fixOf(text("See to the device's reading loop: it must read while it works. To begin anew, end its "
                              "session"),
                         {"linekeeper kick " + deviceOf(view)}));
  }
  if (at.welcomeWaits) {
    step.grade = Grade::Warning;
    step.cause = "session.welcome-waits";
    step.title = text("{0} has said HELLO, and Redis has not said yet whose it is", device);
  } else if (session.keepaliveS > 0 && view.nowMs - session.lastHeardAtMs > std::int64_t{session.keepaliveS} * 1000) {
    step.grade = Grade::Warning;
    step.cause = "session.silent";
    step.title = text("{0} is connected, and was not heard for {1}, longer than its keepalive of {2} s", device,
                      spanText(view.nowMs - session.lastHeardAtMs), session.keepaliveS);
    step.fix = fixOf(text("Let the device PING within its keepalive; its connection may be dead already"));
  }
}

// The device named itself and was turned away, or its session ended: what the last end says.
void judgeEnd(const DiagnosisView& view, const HistoryEntry& end, DiagnosisStep& step) {
  const std::string& device = view.facts.device;
  const std::string node = end.node.toStdString();
  const Text when = view.ago(end.atMs);
  const std::string sentence = end.detail.toStdString();
  switch (end.reason.value_or(CloseReason::Lost)) {
    case CloseReason::NotAuthorised:
      return problem(
          step, "session.wrong-token",
          text("{0} is not authorised: it was turned away with CLOSE 2 by {1}, {2}", device, node, when),
          fixOf(text("Give the device the token that belongs to its id, and see that it sends it in HELLO")));
    case CloseReason::ProtocolError: {
      const bool refused = end.kind == HistoryKind::Refused;
      return problem(step, refused ? "session.bad-hello" : "session.protocol-error",
                     refused
                         ? text("{0} says a HELLO that {1} can't accept: {2}", device, node, sentence)
                         : text("{0} broke the protocol and was closed by {1}, {2}: {3}", device, node, when, sentence),
                     fixOf(text("Mend what the device sends; its frames can be seen as they pass"),
                           {"linekeeper trace " + deviceOf(view)}));
    }
    case CloseReason::KeepaliveMissed:
      return problem(
          step, "session.keepalive-missed",
          text("{0} fell silent and was closed by {1}, {2}; it has not come back", device, node, when),
          fixOf(text("See whether the device is on and has a network; it must be heard within 1.5 keepalives")));
    case CloseReason::OverLimit:
      if (sentence.find(kDoesNotTake) != std::string::npos) {
        return problem(
            step, "session.reader-stalled",
            text("{0} had stopped reading, and was closed by {1}, {2}, with more waiting than node.out-buffer "
                 "allows",
                 device, node, when),
            fixOf(text("See to the device's reading loop: it must read while it works. Raise node.out-buffer "
                       "only if it takes long answers by design")));
      }
      return problem(step, "session.over-limit",
                     text("{0} was turned away over a limit by {1}, {2}: {3}", device, node, when, sentence),
                     fixOf(text("Raise that limit in the node's settings, or spread devices over more nodes"),
                           {"linekeeper nodes"}));
    case CloseReason::Kicked:
      return problem(step, "session.kicked",
                     text("{0} was kicked by an operator at {1}, {2}, and has not come back", device, node, when),
                     fixOf(text("Let the device connect again after a CLOSE 7")));
    case CloseReason::Draining:
      return problem(
          step, "session.sent-away",
          text("{0} was sent away by {1}, which drained, {2}, and has not come back yet", device, node, when),
          fixOf(text("It comes back within its retry-after, up to half a minute; if it does not, see to how "
                     "it handles CLOSE 5")));
    case CloseReason::Normal:
      return problem(step, "session.left", text("{0} left by itself, {1}, and has not come back", device, when),
                     fixOf(text("Nothing is wrong on this side; the device said CLOSE 0")));
    case CloseReason::Replaced:
    case CloseReason::Lost: break;
  }
  problem(step, "session.lost",
          text("{0} is not connected: its connection to {1} was lost {2}, after {3} of silence", device, node, when,
               spanText(end.silentMs)),
          fixOf(text("See whether the device is on and has a network, and where it tries to connect to")));
}

std::string countOf(const AddressFailure& failure) {
  return failure.times == 1 ? std::string() : " (" + std::to_string(failure.times) + " times)";
}

Text failureText(const DiagnosisView& view, const AddressFailure& failure) {
  const std::string address = failure.address.toStdString();
  const Text when = view.ago(failure.lastAtMs);
  if (failure.kind == QLatin1StringView("hello-timeout") || failure.reason == CloseReason::Lost) {
    return text("{0}: a connection from {1} never said HELLO{2}", when, address, countOf(failure));
  }
  return text("{0}: a connection from {1} was ended before a HELLO was accepted{2}, {3}: {4}", when, address,
              countOf(failure), lk::toText(failure.reason), failure.detail.toStdString());
}

// No node that answers remembers the device, and yet one had it: its route in Redis stays for an hour.
void judgeHeldOnce(const DiagnosisView& view, DiagnosisStep& step) {
  const node::DeviceOnBus& bus = view.report.bus;
  const std::string& device = view.facts.device;
  if (!bus.routeInstance.isEmpty()) {
    const std::string holder = bus.routeNode.toStdString();
    step.grade = bus.routeLive && view.answered(holder) == nullptr ? Grade::Unknown : Grade::Warning;
    step.cause = step.grade == Grade::Unknown ? "" : "session.elsewhere";
    step.title = text("No node that answers has {0}; as Redis says, {1} holds it", device, holder);
    return;
  }
  const Fix fix = fixOf(text("See whether the device connects again, and to which address"));
  if (bus.lastNode.isEmpty()) {
    return problem(step, "session.lost",
                   text("{0} is not connected: within the last hour a node had it, and nobody has it now", device),
                   fix);
  }
  const std::string last = bus.lastNode.toStdString();
  const Text when = view.ago(bus.lastUntilMs);
  problem(step, "session.lost",
          bus.lastGone ? text("{0} is not connected: its node {1} ended while it was, and was found gone {2}", device,
                              last, when)
                       : text("{0} is not connected: its session at {1} ended {2}", device, last, when),
          fix);
}

// Nobody has ever heard this name. Connections that failed without one may be the device's.
void judgeUnknown(const DiagnosisView& view, DiagnosisStep& step) {
  constexpr std::size_t kShown = 5;
  const std::string& device = view.facts.device;
  for (std::size_t i = 0; i < std::min(kShown, view.failures.size()); ++i) {
    step.evidence.push_back(failureText(view, view.failures[i]));
  }
  const auto find = [&](auto is) {
    const auto found = std::ranges::find_if(view.failures, is);
    return found == view.failures.end() ? nullptr : &*found;
  };
  // What names a defect ahead of what may be anybody who knocked and went.
  const AddressFailure* limit = find([](const AddressFailure& f) { return f.reason == CloseReason::OverLimit; });
  const AddressFailure* silent =
      find([](const AddressFailure& f) { return f.kind == QLatin1StringView("hello-timeout"); });
  const AddressFailure* bad = find([](const AddressFailure& f) { return f.reason == CloseReason::ProtocolError; });
  const AddressFailure* lost = find([](const AddressFailure& f) { return f.reason == CloseReason::Lost; });
  if (limit != nullptr && silent == nullptr) {
    return problem(step, "session.over-limit",
                   text("{0} has said HELLO to no node, and connections from {1} are refused over a limit: {2}", device,
                        limit->address.toStdString(), limit->detail.toStdString()),
                   fixOf(text("Raise that limit in the node's settings"), {"linekeeper check limits"}));
  }
  const AddressFailure* refused = find([](const AddressFailure& f) { return f.reason == CloseReason::NotAuthorised; });
  if (refused != nullptr && silent == nullptr) {
    return problem(
        step, "session.not-trusted",
        text("{0} has said HELLO to no node; connections from {1} are turned away before it, {2}: {3}", device,
             refused->address.toStdString(), view.ago(refused->lastAtMs), refused->detail.toStdString()),
        fixOf(text("Where devices come through a proxy, put its address into node.proxy-trusted of every node; where "
                   "they come by themselves, too, set node.proxy-protocol = optional"),
              {"linekeeper check nginx"}));
  }
  if (silent != nullptr || (bad == nullptr && lost != nullptr)) {
    const AddressFailure& failure = silent != nullptr ? *silent : *lost;
    return problem(step, "session.no-hello",
                   text("{0} has said HELLO to no node; a connection from {1} came and never said HELLO, {2}", device,
                        failure.address.toStdString(), view.ago(failure.lastAtMs)),
                   fixOf(text("Let the device send HELLO with its id as the first frame, whole and within "
                              "node.hello-timeout; see that nothing on the way holds its bytes back")));
  }
  if (bad != nullptr) {
    return problem(
        step, "session.bad-frames",
        text("{0} has said HELLO to no node; a connection from {1} sent what is no frame of the protocol, {2}: "
             "{3}",
             device, bad->address.toStdString(), view.ago(bad->lastAtMs), bad->detail.toStdString()),
        fixOf(text("Let the device speak the wire protocol from its first byte: no TLS, HTTP or other framing "
                   "before it")));
  }
  problem(step, "session.never-came",
          text("{0} was never seen by a node that answers, and nobody tried to connect in vain lately", device),
          fixOf(text("See that the id is spelt as the device spells it, that the device is on, and that it connects to "
                     "where nginx or a node listens"),
                {"linekeeper devices", "linekeeper nodes"}));
}

}  // namespace

DiagnosisStep sessionStep(const DiagnosisView& view) {
  constexpr std::size_t kShown = 4;
  DiagnosisStep step{DiagnosisPart::Session, Grade::Good, {}, {}, {}, {}};
  if (!view.facts.report) {
    step.grade = Grade::Unknown;
    step.title = text("Not known, as no node answers");
    return step;
  }
  const std::size_t from = view.way.size() - std::min(kShown, view.way.size());
  for (std::size_t i = from; i < view.way.size(); ++i) step.evidence.push_back(entryText(view, view.way[i]));
  if (view.connected()) judgeConnected(view, step);
  if (step.grade == Grade::Problem || judgeTakeovers(view, step) || view.connected()) return step;
  const HistoryEntry* end = view.lastEnd();
  const HistoryEntry* last = view.last();
  if (view.redisAway() && (last == nullptr || !view.report.silent.isEmpty())) {
    const std::string others = view.notAsked();
    step.grade = Grade::Unknown;
    step.title = others.empty() ? text("Not known: Redis is away, so no other node can be asked")
                                : text("Not known: Redis is away, so {0} can't be asked", others);
  } else if (last == nullptr) {
    const bool heldOnce = view.report.bus.routeEpoch > 0 || !view.report.bus.routeInstance.isEmpty();
    heldOnce ? judgeHeldOnce(view, step) : judgeUnknown(view, step);
  } else if (end != nullptr && end == last) {
    judgeEnd(view, *end, step);
  } else {
    // It connected, and nobody saw it end: its node ended first.
    problem(step, "session.lost",
            text("{0} is not connected: its node {1} ended while it was, {2} or later", view.facts.device,
                 last->node.toStdString(), view.ago(last->atMs)),
            fixOf(text("See whether the device connects again, and to which address")));
  }
  return step;
}

}  // namespace lk::setup
