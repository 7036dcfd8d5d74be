#include "tests/support/ledger_fleet.h"

#include <QTest>
#include <mutex>
#include <utility>

#include "tests/support/ledger_fleet_worker.h"

namespace lk::test {

LedgerFleet::LedgerFleet(LedgerPlan plan) : m_worker(std::make_unique<Worker>(std::move(plan))) {}

LedgerFleet::~LedgerFleet() = default;

void LedgerFleet::start() { m_worker->start(); }

void LedgerFleet::stop() { m_worker->stop(); }

QByteArray LedgerFleet::name(int device) const { return m_worker->m_plan.prefix + QByteArray::number(device); }

void LedgerFleet::cut(int count) { m_worker->m_toCut = count; }

void LedgerFleet::report(int perSecond) { m_worker->m_reportsPerSecond = perSecond; }

int LedgerFleet::connected() const {
  const std::lock_guard lock(m_worker->m_mutex);
  return m_worker->m_connected;
}

bool LedgerFleet::waitUntilConnected(int withinMs) const {
  return QTest::qWaitFor([this] { return connected() == m_worker->m_plan.devices; }, withinMs);
}

qint64 LedgerFleet::welcomes() const {
  const std::lock_guard lock(m_worker->m_mutex);
  return m_worker->m_welcomes;
}

qint64 LedgerFleet::lost() const {
  const std::lock_guard lock(m_worker->m_mutex);
  return m_worker->m_lost;
}

int LedgerFleet::closes(int reason) const {
  const std::lock_guard lock(m_worker->m_mutex);
  return m_worker->m_closes.at(static_cast<std::size_t>(reason));
}

std::vector<int> LedgerFleet::perNode(const QByteArrayList& nodes) const {
  std::vector<int> counts;
  for (const QByteArray& node : nodes) counts.push_back(static_cast<int>(devicesAt(node).size()));
  return counts;
}

std::vector<int> LedgerFleet::devicesAt(const QByteArray& node) const {
  const std::lock_guard lock(m_worker->m_mutex);
  std::vector<int> devices;
  for (int i = 0; i < m_worker->m_plan.devices; ++i) {
    if (m_worker->m_devices[static_cast<std::size_t>(i)].node == node) devices.push_back(i);
  }
  return devices;
}

int LedgerFleet::times(const QByteArray& payload) const {
  const std::lock_guard lock(m_worker->m_mutex);
  return m_worker->m_times.value(payload);
}

int LedgerFleet::commands() const {
  const std::lock_guard lock(m_worker->m_mutex);
  return m_worker->m_commands;
}

QByteArrayList LedgerFleet::received(int device) const {
  const std::lock_guard lock(m_worker->m_mutex);
  return m_worker->m_devices.at(static_cast<std::size_t>(device)).received;
}

qint64 LedgerFleet::reportsSent() const {
  const std::lock_guard lock(m_worker->m_mutex);
  return m_worker->m_sent;
}

qint64 LedgerFleet::reportsAcked() const {
  const std::lock_guard lock(m_worker->m_mutex);
  return m_worker->m_acked;
}

std::vector<qint64> LedgerFleet::takeRoundTrips() {
  const std::lock_guard lock(m_worker->m_mutex);
  return std::exchange(m_worker->m_roundTrips, {});
}

std::vector<quint32> LedgerFleet::acked(int device) const {
  const std::lock_guard lock(m_worker->m_mutex);
  return m_worker->m_devices.at(static_cast<std::size_t>(device)).acked;
}

}  // namespace lk::test
