#include <algorithm>

#include "server/setup/diagnosis_view.h"

// The steps of a diagnosis behind the session: the route in Redis, commands, the last close.
namespace lk::setup {

namespace {

using node::HistoryEntry;

constexpr std::int64_t kOldMs = 60 * 60 * 1000;  // what became of a command so long ago is no news

void problem(DiagnosisStep& step, std::string cause, Text title, Fix fix) {
  step.grade = Grade::Problem;
  step.cause = std::move(cause);
  step.title = std::move(title);
  step.fix = std::move(fix);
}

Text routeText(const node::DeviceOnBus& bus) {
  if (bus.routeInstance.isEmpty() && !bus.lastNode.isEmpty()) {
    return text("Redis: no node holds the device; {0} held it last", bus.lastNode.toStdString());
  }
  if (bus.routeInstance.isEmpty()) return text("Redis: no node holds the device");
  const std::string holder = bus.routeInstance.toStdString();
  return bus.routeLive ? text("Redis: {0} holds the device, session {1}; its lease runs", holder, bus.routeSession)
                       : text("Redis: {0} holds the device, session {1}; its lease is over", holder, bus.routeSession);
}

// A node that can't reach Redis: the device's, or, without one, any.
const node::DeviceAtNode* cutOff(const DiagnosisView& view) {
  if (view.holder != nullptr) return view.holder->node.figures.busUp ? nullptr : view.holder;
  const auto found =
      std::ranges::find_if(view.report.nodes, [](const node::DeviceAtNode& at) { return !at.node.figures.busUp; });
  return found == view.report.nodes.end() ? nullptr : &*found;
}

void judgeRoute(const DiagnosisView& view, DiagnosisStep& step) {
  const node::DeviceOnBus& bus = view.report.bus;
  const std::string& device = view.facts.device;
  const std::string named = bus.routeNode.toStdString();
  if (view.connected()) {
    if (view.holder->welcomeWaits || bus.routeSession == view.holder->session.session) return;
    const std::string home = view.homeNode();
    const Fix again = fixOf(text("End its session, so that it connects and its node claims it anew"),
                            {"linekeeper kick " + deviceOf(view)});
    if (bus.routeInstance.isEmpty()) {
      return problem(
          step, "route.missing",
          text("{0} is connected to {1}, and Redis has no route to it: commands do not find it", device, home), again);
    }
    return problem(
        step, "route.stale",
        text("The route is stale: Redis sends commands for {0} to {1}, session {2}, and it is connected to {3}, "
             "session {4}",
             device, bus.routeInstance.toStdString(), bus.routeSession, home, view.holder->session.session),
        again);
  }
  if (bus.routeInstance.isEmpty()) return;
  const node::DeviceAtNode* at = view.answered(named);
  if (bus.routeLive && at == nullptr) {
    step.grade = Grade::Unknown;  // it may hold the device, and does not say so
    return;
  }
  problem(
      step, "route.stale",
      bus.routeLive ? text("The route is stale: Redis sends commands for {0} to {1}, which does not have it", device,
                           bus.routeInstance.toStdString())
                    : text("The route is stale: Redis names {0} for {1}, whose lease is over",
                           bus.routeInstance.toStdString(), device),
      fixOf(text("Any node that lives cleans up after a dead one within seconds; the device's next HELLO writes the "
                 "route anew"),
            {"linekeeper nodes"}));
}

void judgeLastCommand(const DiagnosisView& view, const HistoryEntry& last, DiagnosisStep& step) {
  const std::string id = last.id.toStdString();
  const std::string& device = view.facts.device;
  const Text when = view.ago(last.atMs);
  const std::string why = last.detail.isEmpty() ? std::string() : ": " + last.detail.toStdString();
  const std::string again = "linekeeper send " + deviceOf(view) + " PAYLOAD";
  switch (last.status) {
    case CommandStatus::Done: step.title = text("The last command, {0}, is done, {1}", id, when); return;
    case CommandStatus::Queued:
      step.grade = Grade::Warning;
      step.cause = "command.waits";
      step.title = text("The last command, {0}, waits for the device since {1}", id, when);
      return;
    case CommandStatus::Written:
      step.grade = Grade::Unknown;
      step.title = text("The last command, {0}, is with the device, which has not acknowledged it yet", id);
      return;
    case CommandStatus::Failed:
      return problem(step, "command.failed",
                     text("{0} got the command {1} and acknowledged it with its own error code {2}, {3}", device, id,
                          last.code, when),
                     fixOf(text("The command arrived: what the code means is for the device's maker to say. Mend the "
                                "payload or the device, and send it again"),
                           {again}));
    case CommandStatus::Expired:
      return problem(
          step, "command.expired",
          text("The command {0} expired {1}: its ttl ended before {2} had acknowledged it", id, when, device),
          fixOf(text("Send it again, with a ttl longer than the device is away"),
                {"linekeeper send --ttl 86400 " + deviceOf(view) + " PAYLOAD"}));
    case CommandStatus::Unacknowledged:
      return problem(
          step, "command.unacknowledged",
          text("The command {0} was written to {1}, and not acknowledged in time, {2}: the device may or may "
               "not have acted",
               id, device, when),
          fixOf(text("Let the device answer each COMMAND with a COMMAND_ACK of its id; or give it more time "
                     "with --timeout")));
    case CommandStatus::Disconnected:
      return problem(step, "command.disconnected",
                     text("The session ended before the command {0} was wholly written, {1}", id, when),
                     fixOf(text("Send it again, with a ttl, so that it waits for the device"), {again}));
    case CommandStatus::Offline:
      return problem(step, "command.offline",
                     text("The command {0} was sent while {1} was not connected, {2}{3}", id, device, when, why),
                     fixOf(text("Send it again, with a ttl, so that it waits for the device"),
                           {"linekeeper send --ttl 3600 " + deviceOf(view) + " PAYLOAD"}));
    case CommandStatus::Rejected:
      return problem(step, "command.rejected", text("The command {0} was rejected, {1}{2}", id, when, why),
                     fixOf(text("Mend what the reason names, and send it again under another id")));
  }
}

// Who is not connected to a node that answers may be to one that only Redis leads to.
void judgeAway(const DiagnosisView& view, DiagnosisStep& step) {
  const std::string others = view.notAsked();
  const std::string& device = view.facts.device;
  problem(
      step, "redis.away",
      others.empty()
          ? text("Redis is away, so other nodes can't be asked: whether {0} is connected to one is not known", device)
          : text("Redis is away, so {0} can't be asked: whether {1} is connected to it is not known", others, device),
      fixOf(text("Bring Redis back, or the network between it and the nodes"), {"linekeeper check redis"}));
}

}  // namespace

DiagnosisStep routeStep(const DiagnosisView& view) {
  DiagnosisStep step{DiagnosisPart::Route, Grade::Good, {}, {}, {}, {}};
  const node::DeviceOnBus& bus = view.report.bus;
  if (!view.facts.report) {
    step.grade = Grade::Unknown;
    step.title = text("Not known, as no node answers");
    return step;
  }
  if (const node::DeviceAtNode* at = cutOff(view)) {
    const std::string node = at->node.info.id.toStdString();
    step.evidence.push_back(text("{0}: {1}", node, at->node.figures.busWhy.toStdString()));
    if (!view.connected() && view.redisAway()) {
      judgeAway(view, step);
      return step;
    }
    problem(step, "redis.away",
            text("{0} is cut off from Redis: commands from elsewhere do not reach its devices, and durable ones wait",
                 node),
            fixOf(text("Bring Redis back, or the network between it and {0}; the node then goes on by itself", node),
                  {"linekeeper check redis"}));
    return step;
  }
  if (bus.kind != QLatin1StringView("redis")) {
    step.title = text("One node by itself: commands need no route");
    return step;
  }
  if (!bus.answered) {
    step.evidence.push_back(text("{0}", bus.why.toStdString()));
    if (!view.connected()) {
      judgeAway(view, step);
      return step;
    }
    problem(step, "redis.away", text("Redis does not answer: commands find no way to {0}", view.facts.device),
            fixOf(text("Bring Redis back, or the network between it and the nodes"), {"linekeeper check redis"}));
    return step;
  }
  step.evidence.push_back(routeText(bus));
  step.title = bus.routeInstance.isEmpty() ? text("Redis has no route, as the device is not connected")
                                           : text("Redis leads commands to {0}", bus.routeNode.toStdString());
  judgeRoute(view, step);
  return step;
}

DiagnosisStep commandsStep(const DiagnosisView& view) {
  constexpr std::size_t kShown = 4;
  DiagnosisStep step{DiagnosisPart::Commands, Grade::Good, {}, text("No command was sent to it lately"), {}, {}};
  if (!view.facts.report) {
    step.grade = Grade::Unknown;
    step.title = text("Not known, as no node answers");
    return step;
  }
  const std::size_t from = view.commands.size() - std::min(kShown, view.commands.size());
  for (std::size_t i = from; i < view.commands.size(); ++i) step.evidence.push_back(entryText(view, view.commands[i]));
  const node::DeviceOnBus& bus = view.report.bus;
  if (bus.waitingCount > 0) {
    step.evidence.push_back(text("{0} durable commands wait for it, the first of them, {1}, for {2} more",
                                 bus.waitingCount, bus.waiting.isEmpty() ? "" : bus.waiting.front().id.toStdString(),
                                 spanText(bus.waiting.isEmpty() ? 0 : bus.waiting.front().leftMs)));
  }
  // What waits for a device that is away has not arrived, whatever became of others.
  if (!view.connected() && view.waiting() > 0) {
    step.grade = Grade::Warning;
    step.cause = "command.waits";
    step.title = text("{0} durable commands wait for the device", view.waiting());
    step.fix = fixOf(text("They are delivered when the device connects, if that is within their ttl"));
  }
  if (view.commands.empty()) return step;
  const HistoryEntry& last = view.commands.back();
  const bool arrived = last.status == CommandStatus::Done || last.status == CommandStatus::Written;
  if (!step.cause.empty() && arrived) return step;
  judgeLastCommand(view, last, step);
  if (step.grade == Grade::Problem && view.nowMs - last.atMs > kOldMs) step.grade = Grade::Warning;
  return step;
}

// Evidence more than judgement: what it means for the device is the session's step.
DiagnosisStep lastCloseStep(const DiagnosisView& view) {
  DiagnosisStep step{DiagnosisPart::LastClose, Grade::Good, {}, text("No session of it has ended yet"), {}, {}};
  const HistoryEntry* end = view.lastEnd();
  if (end == nullptr) {
    if (!view.facts.report) step.grade = Grade::Unknown;
    return step;
  }
  const CloseReason reason = *end->reason;
  step.title = text("Last close: {0}, {1} at {2}", lk::toText(reason), view.ago(end->atMs), end->node.toStdString());
  if (!end->detail.isEmpty()) step.evidence.push_back(text("{0}", end->detail.toStdString()));
  const bool odd = reason == CloseReason::ProtocolError || reason == CloseReason::OverLimit ||
                   reason == CloseReason::NotAuthorised || reason == CloseReason::KeepaliveMissed;
  if (!odd || !view.lately(end->atMs)) return step;
  step.grade = Grade::Warning;
  step.cause = "close." + std::string(lk::toText(reason));
  step.fix = fixOf(text("See to the device: it came back, and what ended its session may end the next one"));
  return step;
}

}  // namespace lk::setup
