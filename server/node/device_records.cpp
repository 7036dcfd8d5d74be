#include "server/node/device_records.h"

#include <algorithm>
#include <utility>

namespace lk::node {

using namespace std::chrono_literals;

namespace {

constexpr auto kKeptEvery = 100ms;
constexpr auto kKeptSoon = 10ms;  // where much happens
constexpr qint64 kFailuresShownMs = 10 * 60 * 1000;

}  // namespace

DeviceRecords::DeviceRecords(QString nodeId, const Clock& clock, NodeRecords& records, QObject* parent)
    : QObject(parent), m_nodeId(std::move(nodeId)), m_clock(clock), m_records(records), m_timer(this) {
  connect(&m_timer, &QTimer::timeout, this, &DeviceRecords::keep);
}

DeviceRecords::~DeviceRecords() {
  if (!m_file) return;
  // There is nobody left to be told.
  (void)m_file->load();
  (void)m_file->flush();
}

void DeviceRecords::keepIn(const QString& path) {
  m_file = std::make_unique<HistoryFile>(path, m_history, m_clock);
  keep();
}

// Little and often: devices and commands do not wait for it.
void DeviceRecords::keep() {
  if (!m_file) return;
  if (m_file->loading()) {
    noteFailure(m_file->loadSome());
    m_timer.start(0ms);
    return;
  }
  const auto more = m_file->flushSome();
  noteFailure(more ? Result<void>() : more.error());
  if (!m_file->pending()) return m_timer.stop();
  m_timer.start(more && *more ? kKeptSoon : kKeptEvery);
}

void DeviceRecords::changed() {
  if (m_file && !m_timer.isActive()) m_timer.start(kKeptEvery);
}

void DeviceRecords::noteFailure(const Result<void>& done) {
  if (done) return;
  m_records.note(EventKind::HistoryNotKept, Severity::Warning, KeptEvent::of({}, done.error().text));
}

void DeviceRecords::add(const to_node::SessionOpened& opened) {
  HistoryRecord record;
  record.atMs = nowMs();
  record.kind = opened.tookOver ? HistoryKind::TookOver : HistoryKind::Connected;
  record.session = opened.number;
  record.address = opened.peer.address();
  m_history.add(opened.device, std::move(record));
  changed();
}

void DeviceRecords::add(const to_node::SessionClosed& closed) {
  m_lastCloses.touch(closed.device) = closed.reason;
  HistoryRecord record;
  record.atMs = nowMs();
  record.kind = HistoryKind::Closed;
  record.session = closed.number;
  record.address = closed.peer.address();
  record.reason = closed.reason;
  record.detail = closed.sentence;
  record.lastedMs = std::max<std::int64_t>(record.atMs - closed.openedAtMs, 0);
  record.silentMs = closed.silentMs;
  m_history.add(closed.device, std::move(record));
  changed();
}

void DeviceRecords::add(const to_node::ConnectionFailed& failed) {
  const std::string address = failed.peer.address();
  if (failed.device.empty()) {
    m_failures.add(nowMs(), QString::fromStdString(address), failed.reason,
                   QString::fromUtf8(failed.kind.data(), static_cast<qsizetype>(failed.kind.size())),
                   QString::fromStdString(failed.sentence));
    return;
  }
  HistoryRecord record;
  record.atMs = nowMs();
  record.kind = HistoryKind::Refused;
  record.address = address;
  record.reason = failed.reason;
  record.detail = failed.sentence;
  m_history.add(failed.device, std::move(record));
  changed();
}

void DeviceRecords::addCommand(qint64 atMs, const bus::CommandResult& result) {
  m_history.addCommand(atMs, result);
  changed();
}

void DeviceRecords::fill(DeviceAtNode& here, const std::string& device, qint64 nowMs) const {
  for (const HistoryRecord& record : m_history.of(device)) here.history.push_back(entryOf(record));
  here.failures = m_failures.since(nowMs - kFailuresShownMs);
}

HistoryEntry DeviceRecords::entryOf(const HistoryRecord& record) const {
  HistoryEntry entry;
  entry.atMs = record.atMs;
  entry.node = m_nodeId;
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
