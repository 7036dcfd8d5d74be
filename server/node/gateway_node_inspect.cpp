#include <algorithm>

#include "server/node/command_update.h"
#include "server/node/device_on_bus.h"
#include "server/node/gateway_node.h"

// What a gateway node remembers of its devices, and tells whoever asks for one.
namespace lk::node {

using namespace std::chrono_literals;

namespace {

constexpr auto kHistoryEvery = 100ms;
constexpr auto kHistorySoon = 10ms;  // where much happens
constexpr qint64 kFailuresShownMs = 10 * 60 * 1000;

}  // namespace

void GatewayNode::openHistory() {
  const std::string& path = m_settings.historyFile;
  if (path.empty() || path == "auto") return;
  m_historyFile = std::make_unique<HistoryFile>(QString::fromStdString(path), m_history, m_clock);
  keepHistory();
}

// Little and often: devices and commands do not wait for it.
void GatewayNode::keepHistory() {
  if (!m_historyFile) return;
  if (m_historyFile->loading()) {
    noteHistory(m_historyFile->loadSome());
    m_historyTimer.start(0ms);
    return;
  }
  const auto more = m_historyFile->flushSome();
  noteHistory(more ? Result<void>() : more.error());
  if (!m_historyFile->pending()) return m_historyTimer.stop();
  m_historyTimer.start(more && *more ? kHistorySoon : kHistoryEvery);
}

void GatewayNode::historyChanged() {
  if (m_historyFile && !m_historyTimer.isActive()) m_historyTimer.start(kHistoryEvery);
}

void GatewayNode::noteHistory(const Result<void>& done) {
  if (done) return;
  note(EventKind::HistoryNotKept, Severity::Warning, KeptEvent::of({}, done.error().text));
}

void GatewayNode::remember(const to_node::SessionOpened& message) {
  HistoryRecord record;
  record.atMs = m_clock.wallMicros() / 1000;
  record.kind = message.tookOver ? HistoryKind::TookOver : HistoryKind::Connected;
  record.session = message.number;
  record.address = message.peer.address();
  m_history.add(message.device, std::move(record));
  historyChanged();
}

void GatewayNode::remember(const to_node::SessionClosed& message) {
  HistoryRecord record;
  record.atMs = m_clock.wallMicros() / 1000;
  record.kind = HistoryKind::Closed;
  record.session = message.number;
  record.address = message.peer.address();
  record.reason = message.reason;
  record.detail = message.sentence;
  record.lastedMs = std::max<std::int64_t>(record.atMs - message.openedAtMs, 0);
  record.silentMs = message.silentMs;
  m_history.add(message.device, std::move(record));
  historyChanged();
}

void GatewayNode::remember(const to_node::ConnectionFailed& message) {
  const std::int64_t nowMs = m_clock.wallMicros() / 1000;
  const std::string address = message.peer.address();
  if (message.device.empty()) {
    m_failures.add(nowMs, QString::fromStdString(address), message.reason,
                   QString::fromUtf8(message.kind.data(), static_cast<qsizetype>(message.kind.size())),
                   QString::fromStdString(message.sentence));
    return;
  }
  HistoryRecord record;
  record.atMs = nowMs;
  record.kind = HistoryKind::Refused;
  record.address = address;
  record.reason = message.reason;
  record.detail = message.sentence;
  m_history.add(message.device, std::move(record));
  historyChanged();
}

void GatewayNode::inspect(const QString& device, std::function<void(DeviceReport)> done) {
  const std::string name = device.toStdString();
  const std::uint64_t id = ++m_lastInspect;
  Inspecting& inspecting = m_inspecting[id];
  inspecting.done = std::move(done);
  DeviceReport& report = inspecting.report;
  report.device = device;
  report.atMs = m_clock.wallMicros() / 1000;
  DeviceAtNode& here = report.nodes.emplaceBack();
  here.node = ownRow(figures());
  here.underWay = static_cast<quint32>(m_ledger.pendingOf(name));
  for (const HistoryRecord& record : m_history.of(name)) here.history.push_back(entryOf(record));
  here.failures = m_failures.since(report.atMs - kFailuresShownMs);

  const SessionRef session = m_registry.find(name);
  inspecting.missing = session ? 2 : 1;
  if (session) toIo(session.thread(), to_io::Inspect{id, session});
  m_bus->look(name, [this, id](bus::DeviceLook look) {
    const auto found = m_inspecting.find(id);
    if (found == m_inspecting.end()) return;
    const bool live = m_bus->lives(look.routeInstance);
    const QString kind = QString::fromUtf8(m_bus->kind());
    found->second.report.bus = onBus(std::move(look), kind, live);
    answerInspection(id);
  });
}

void GatewayNode::take(to_node::Inspected& message) {
  const auto found = m_inspecting.find(message.request);
  if (found == m_inspecting.end()) return;
  DeviceAtNode& here = found->second.report.nodes.front();
  here.connected = message.session != nullptr;
  if (message.session) here.session = std::move(*message.session);
  here.session.lastClose = m_lastCloses.find(here.session.device.toStdString());
  here.welcomeWaits = message.welcomeWaits;
  here.stalledMs = message.stalledMs;
  answerInspection(message.request);
}

void GatewayNode::answerInspection(std::uint64_t id) {
  const auto found = m_inspecting.find(id);
  if (--found->second.missing > 0) return;
  const auto inspecting = m_inspecting.extract(found);
  inspecting.mapped().done(std::move(inspecting.mapped().report));
}

HistoryEntry GatewayNode::entryOf(const HistoryRecord& record) const {
  HistoryEntry entry;
  entry.atMs = record.atMs;
  entry.node = QString::fromStdString(m_settings.nodeId);
  entry.kind = record.kind;
  entry.session = record.session;
  entry.address = QString::fromStdString(record.address);
  if (record.kind == HistoryKind::Closed || record.kind == HistoryKind::Refused) entry.reason = record.reason;
  entry.detail = QString::fromStdString(record.detail);
  entry.lastedMs = record.lastedMs;
  entry.silentMs = record.silentMs;
  entry.id = QString::fromStdString(record.id);
  entry.status = record.status;
  entry.durable = record.durable;
  entry.code = record.code;
  return entry;
}

}  // namespace lk::node
