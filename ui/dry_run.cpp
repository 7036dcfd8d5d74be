#include "ui/dry_run.h"

#include <algorithm>
#include <utility>

#include "ui/devices_model.h"
#include "ui/node_feed.h"
#include "ui/target_scan.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

constexpr qsizetype kAtOnce = 1'000;  // targets of one turn: some milliseconds
constexpr qsizetype kSome = 3;

}  // namespace

DryRun::DryRun(const DevicesModel& devices, const NodeFeed& feed, SendPlan plan, qint64 maxPayload, QObject* parent)
    : QObject(parent),
      m_devices(devices),
      m_feed(feed),
      m_plan(std::move(plan)),
      m_maxPayload(maxPayload),
      m_scan(new TargetScan(devices, this)) {
  connect(&m_turn, &QTimer::timeout, this, &DryRun::step);
  connect(m_scan, &TargetScan::found, this, [this](const QStringList& found) {
    for (const QString& device : found) m_plan.targets.push_back({device, {}, 0});
    m_turn.start(0);
  });
}

void DryRun::start() {
  for (const node::Event& event : m_feed.events()) m_seenBefore.insert(event.device);
  if (m_plan.filter) {
    m_scan->start(*m_plan.filter, m_feed.nowMs());
  } else {
    m_turn.start(0);
  }
}

void DryRun::step() {
  const qsizetype end = std::min(m_counts.targets + kAtOnce, m_plan.targets.size());
  while (m_counts.targets < end) look(m_counts.targets++);
  if (m_counts.targets < m_plan.targets.size()) return Q_EMIT progressed();
  m_turn.stop();
  m_finished = true;
  Q_EMIT ended();
}

void DryRun::look(qsizetype place) {
  const CommandTarget& target = m_plan.targets[place];
  const bool isConnected = m_devices.contains(target.device);
  m_connected.push_back(isConnected ? 1 : 0);
  if (m_met.contains(target.device)) ++m_counts.again;
  m_met.insert(target.device);
  if (isConnected) {
    ++m_counts.connected;
  } else if (m_seenBefore.contains(target.device)) {
    ++m_counts.seen;
  } else {
    ++m_counts.unknown;
    if (m_counts.someUnknown.size() < kSome) m_counts.someUnknown.push_back(target.device);
  }
  const PayloadRead read = m_plan.payload.bytesFor(target, place, m_plan.form);
  const qsizetype size = read.bytes.size();
  if (place == 0) m_counts.first = read.bytes;
  if (read.fault) return complain(target, read.fault->text);
  if (size > m_maxPayload) {
    return complain(
        target, tr("%1 bytes, and the node takes at most %2")
                    .arg(words::count(static_cast<quint64>(size)), words::count(static_cast<quint64>(m_maxPayload))));
  }
  m_counts.least = std::exchange(m_anySize, true) ? std::min(m_counts.least, size) : size;
  m_counts.most = std::max(m_counts.most, size);
  m_counts.bytes += size;
}

void DryRun::complain(const CommandTarget& target, const QString& why) {
  ++m_counts.wrong;
  if (m_counts.someWrong.size() >= kSome) return;
  m_counts.someWrong.push_back(target.line > 0 ? tr("line %1, %2: %3").arg(target.line).arg(target.device, why)
                                               : tr("%1: %2").arg(target.device, why));
}

SendPlan DryRun::plan(bool connectedOnly) const {
  SendPlan plan = m_plan;
  plan.filter.reset();
  if (!connectedOnly) return plan;
  plan.targets.clear();
  for (qsizetype i = 0; i < m_plan.targets.size(); ++i) {
    if (m_connected[static_cast<std::size_t>(i)] != 0) plan.targets.push_back(m_plan.targets[i]);
  }
  return plan;
}

}  // namespace lk::ui
