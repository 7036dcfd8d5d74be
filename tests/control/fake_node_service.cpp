#include "tests/control/fake_node_service.h"

#include <utility>

#include "tests/control/examples.h"

namespace lk::test {

void FakeNodeService::connectDevice(const QString& device) {
  node::SessionRow row = fullSession();
  row.session = static_cast<quint64>(m_devices.size()) + 1;
  row.device = device;
  m_devices.insert(device, row);
}

void FakeNodeService::noteEvents(int count) {
  for (int i = 0; i < count; ++i) {
    node::Event event = fullEvent();
    event.seq = static_cast<quint64>(m_events.size()) + 1;
    m_events.push_back(event);
  }
}

void FakeNodeService::later(std::function<void()> call) {
  if (m_holding) {
    m_held.push_back(std::move(call));
  } else {
    call();
  }
}

void FakeNodeService::release() {
  m_holding = false;
  for (const auto held = std::exchange(m_held, {}); const auto& call : held) call();
}

node::NodeInfo FakeNodeService::info() const { return fullInfo(); }

void FakeNodeService::fetch(const node::SnapshotRequest& request, std::function<void(node::Snapshot)> done) {
  ++m_asked;
  node::Snapshot snapshot;
  if (request.sessions) {
    snapshot.allSessions = true;
    snapshot.sessions = m_devices.values();
    snapshot.closed = {1001, 1002};
    snapshot.cursor.sessions = {static_cast<quint64>(m_devices.size())};
  }
  if (request.events) {
    snapshot.events = m_events.mid(static_cast<qsizetype>(request.since.events));
    snapshot.cursor.events = static_cast<quint64>(m_events.size());
  }
  if (request.commands) {
    snapshot.commands = m_updates.mid(static_cast<qsizetype>(request.since.commands));
    snapshot.cursor.commands = static_cast<quint64>(m_updates.size());
  }
  if (request.trace) snapshot.frames = {fullFrame()};
  snapshot.figures.sessions = static_cast<quint64>(m_devices.size());
  later([done = std::move(done), snapshot = std::move(snapshot)] { done(snapshot); });
}

node::CommandUpdate FakeNodeService::update(const node::CommandRequest& command, CommandStatus status) {
  node::CommandUpdate update;
  update.seq = static_cast<quint64>(m_updates.size()) + 1;
  update.id = command.id;
  update.device = command.device;
  update.status = status;
  update.durable = command.ttlS > 0;
  update.final = isFinal(status, update.durable);
  if (status == CommandStatus::Done) update.answer = m_answer;
  m_updates.push_back(update);
  return update;
}

void FakeNodeService::send(const QList<node::CommandRequest>& commands, OnUpdate onUpdate) {
  ++m_asked;
  m_sent += commands;
  for (const node::CommandRequest& command : commands) {
    const bool here = m_devices.contains(command.device);
    const auto first = update(command, here ? CommandStatus::Written : CommandStatus::Offline);
    later([onUpdate, first] { onUpdate(first); });
    if (!here) continue;
    const auto last = update(command, CommandStatus::Done);
    later([onUpdate, last] { onUpdate(last); });
  }
}

void FakeNodeService::kick(const QStringList& devices, std::function<void(node::KickOutcome)> done) {
  ++m_asked;
  m_kicked += devices;
  node::KickOutcome outcome;
  for (const QString& device : devices) {
    (m_devices.remove(device) > 0 ? outcome.kicked : outcome.notConnected).push_back(device);
  }
  later([done = std::move(done), outcome] { done(outcome); });
}

Result<void> FakeNodeService::drain(int rate) {
  ++m_asked;
  if (m_refusesToDrain) return Error{Error::Code::Limit, "this node does not drain now"};
  m_drains.push_back(rate);
  return {};
}

void FakeNodeService::setTrace(const QString& device, bool on) {
  ++m_asked;
  m_traced[device] += on ? 1 : -1;
  if (m_traced[device] == 0) m_traced.remove(device);
}

void FakeNodeService::inspect(const QString& device, std::function<void(node::DeviceReport)> done) {
  ++m_asked;
  node::DeviceReport report = fullReport();
  report.device = device;
  report.nodes.front().connected = m_devices.contains(device);
  report.nodes.front().session = m_devices.value(device);
  later([done = std::move(done), report] { done(report); });
}

void FakeNodeService::metrics(std::function<void(node::MetricsSample)> done) {
  ++m_asked;
  later([done = std::move(done), sample = m_sample] { done(sample); });
}

}  // namespace lk::test
