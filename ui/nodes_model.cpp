#include "ui/nodes_model.h"

#include <QDateTime>
#include <QLocale>
#include <QSysInfo>
#include <algorithm>
#include <tuple>

#include "server/base/address.h"
#include "ui/address_for_devices.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

using node::NodeRow;
using node::NodeState;

constexpr qint64 kPaceOverMs = 1'000;

// "0.0.0.0:7600" says nothing to anybody on another machine.
QString fromElsewhere(const QString& listen, const QString& host) {
  auto address = parseAddress(listen.toStdString());
  const bool isAny = address && (address->host == "0.0.0.0" || address->host == "::");
  if (!isAny || host.isEmpty()) return listen;
  // Of this machine the overview says an address, too: the same.
  if (host == QSysInfo::machineHostName()) return addressForDevices({listen});
  address->host = host.toStdString();
  return QString::fromStdString(address->text());
}

bool comesBefore(const NodeRow& a, const NodeRow& b) {
  return std::tie(a.info.id, a.info.startedAtMs, a.info.pid) < std::tie(b.info.id, b.info.startedAtMs, b.info.pid);
}

QStringList addressesOf(const NodeRow& row) {
  QStringList all;
  for (const QString& listen : row.info.listen) all.push_back(fromElsewhere(listen, row.host));
  return all;
}

}  // namespace

QString addressOf(const NodeRow& row) {
  return row.info.listen.isEmpty() ? QString() : fromElsewhere(row.info.listen.front(), row.host);
}

// The moment of the start differs a little between what a node says and what Redis has.
bool NodesModel::sameNode(const NodeRow& a, const NodeRow& b) {
  return a.info.id == b.info.id && a.info.pid == b.info.pid && a.host == b.host;
}

void NodesModel::take(const node::Snapshot& snapshot) {
  if (snapshot.figures.atMs != 0) m_nowMs = snapshot.figures.atMs;
  m_busUp = snapshot.figures.busUp;
  QList<NodeRow> rows = snapshot.nodes;
  std::ranges::stable_sort(rows, comesBefore);
  const auto isThere = [&](const NodeRow& row) {
    return std::ranges::any_of(rows, [&](const NodeRow& there) { return sameNode(there, row); });
  };
  QList<NodeRow> gone;
  for (const Entry& entry : m_entries) {
    if (!m_busUp || isThere(entry.row)) continue;
    NodeRow& last = gone.emplace_back(entry.row);
    // What Redis has left of a node that does not answer any more may say nothing of its sessions.
    const bool isMute = last.state >= NodeState::Silent && !last.hadDrained();
    if (isMute) last.figures.sessions = std::max(last.figures.sessions, entry.heardSessions);
  }
  removeGone(rows);
  for (const NodeRow& row : rows) {
    const auto known = std::ranges::find_if(m_entries, [&](const Entry& entry) { return sameNode(entry.row, row); });
    if (known != m_entries.end()) {
      change(*known, row);
      continue;
    }
    const auto place = std::ranges::find_if(m_entries, [&](const Entry& entry) { return comesBefore(row, entry.row); });
    const int at = static_cast<int>(place - m_entries.begin());
    beginInsertRows({}, at, at);
    m_entries.insert(place,
                     Entry{row, row.figures, -1, 0, row.figures.connections, row.figures.sessions, addressesOf(row)});
    endInsertRows();
  }
  // Shares and durations change in every row.
  if (!m_entries.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
  // Now that one that was started anew is there.
  for (const NodeRow& last : gone) Q_EMIT left(last, m_nowMs);
  Q_EMIT counted();
}

void NodesModel::removeGone(const QList<NodeRow>& rows) {
  for (int row = rowCount() - 1; row >= 0; --row) {
    if (std::ranges::any_of(rows, [&](const NodeRow& there) { return sameNode(there, entry(row).row); })) continue;
    beginRemoveRows({}, row, row);
    m_entries.erase(m_entries.begin() + row);
    endRemoveRows();
  }
}

void NodesModel::change(Entry& entry, const NodeRow& row) {
  const qint64 startedAtMs = entry.row.info.startedAtMs;
  const bool drainsAnew = row.state == NodeState::Draining && entry.row.state != NodeState::Draining;
  if (drainsAnew) entry.drainedFrom = std::max(entry.row.figures.connections, row.figures.connections);
  if (row.state <= NodeState::Draining) entry.heardSessions = row.figures.sessions;
  if (row.info.listen != entry.row.info.listen || row.host != entry.row.host) entry.addresses = addressesOf(row);
  entry.row = row;
  entry.row.info.startedAtMs = startedAtMs;  // keeps its place
  const node::Figures& now = row.figures;
  if (now.atMs == 0 || entry.before.atMs == 0 || now.atMs < entry.before.atMs) {
    entry.before = now;
    entry.reportsPerS = -1;
    entry.leavingPerS = 0;
    return;
  }
  const qint64 over = now.atMs - entry.before.atMs;
  if (over < kPaceOverMs) return;
  const auto perSecond = [over](quint64 from, quint64 to) {
    return to > from ? static_cast<double>(to - from) * 1000.0 / static_cast<double>(over) : 0.0;
  };
  entry.reportsPerS = perSecond(entry.before.reports, now.reports);
  entry.leavingPerS = perSecond(now.connections, entry.before.connections);
  entry.before = now;
}

const NodeRow* NodesModel::at(int row) const { return row < 0 || row >= rowCount() ? nullptr : &entry(row).row; }

int NodesModel::up() const {
  return static_cast<int>(
      std::ranges::count_if(m_entries, [](const Entry& entry) { return entry.row.state <= NodeState::Draining; }));
}

bool NodesModel::answers(int row) const { return entry(row).row.state <= NodeState::Draining; }

double NodesModel::shareOf(int row) const {
  quint64 all = 0;
  for (const Entry& entry : m_entries) {
    if (entry.row.state != NodeState::Dead) all += entry.row.figures.sessions;
  }
  if (all == 0 || entry(row).row.state == NodeState::Dead) return 0;
  return static_cast<double>(entry(row).row.figures.sessions) / static_cast<double>(all);
}

qint64 NodesModel::drainLeftMs(int row) const {
  const Entry& one = entry(row);
  if (one.row.state != NodeState::Draining || one.leavingPerS <= 0) return -1;
  return static_cast<qint64>(static_cast<double>(one.row.figures.connections) * 1000.0 / one.leavingPerS);
}

QString NodesModel::stateText(int row, bool withTime) const {
  const NodeRow& node = entry(row).row;
  if (!m_busUp && !answers(row)) return tr("not known");
  if (node.state != NodeState::Draining) return words::nodeState(node.state);
  if (node.isDrained()) return tr("drained");
  const QString left = tr("draining, %1 left").arg(words::count(node.figures.connections));
  const qint64 leftMs = withTime ? drainLeftMs(row) : -1;
  return leftMs < 0 ? left : left + QStringLiteral(" (%1)").arg(words::duration(leftMs + 999));
}

Tone NodesModel::stateTone(int row) const {
  if (!m_busUp && !answers(row)) return Tone::Muted;
  switch (entry(row).row.state) {
    case NodeState::Up: return Tone::Good;
    case NodeState::Draining:
    case NodeState::Silent: return Tone::Warning;
    case NodeState::Dead: return Tone::Bad;
  }
  return Tone::Normal;
}

int NodesModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int NodesModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QString NodesModel::leaseText(const NodeRow& row) const {
  if (row.state == NodeState::Dead) return tr("over");
  return row.leaseLeftMs > 0 ? words::duration(row.leaseLeftMs) : QStringLiteral("–");
}

QString NodesModel::text(int row, int column) const {
  const Entry& one = entry(row);
  const NodeRow& node = one.row;
  const QString unknown = QStringLiteral("–");
  const bool measured = answers(row) && node.figures.atMs != 0;
  switch (column) {
    case Node: return node.info.id;
    case State: return stateText(row, false);
    case Sessions: return words::count(node.figures.sessions);
    case Share: return node.state == NodeState::Dead ? unknown : words::percent(shareOf(row));
    case Reports: return measured && one.reportsPerS >= 0 ? words::rate(one.reportsPerS) : unknown;
    case Acks: return measured && node.figures.ackP99Us > 0 ? words::latency(node.figures.ackP99Us) : unknown;
    case Memory: return measured ? words::bytes(node.figures.memoryBytes) : unknown;
    case LoopLag: return measured ? words::latency(node.figures.loopLagP99Us) : unknown;
    case Lease: return m_busUp ? leaseText(node) : unknown;
    case RunningFor: return node.info.startedAtMs > 0 ? words::duration(m_nowMs - node.info.startedAtMs) : unknown;
    case Address: return one.addresses.isEmpty() ? tr("no listener") : one.addresses.join(QStringLiteral(", "));
    case Host: return node.host;
    case Version: return node.info.version;
    default: return {};
  }
}

Tone NodesModel::tone(int row, int column) const {
  const NodeState state = entry(row).row.state;
  switch (column) {
    case Node: return Tone::Normal;
    case State: return stateTone(row);
    case Lease: return m_busUp && state == NodeState::Dead ? Tone::Bad : Tone::Normal;
    case Host:
    case Version: return Tone::Muted;
    default: return answers(row) ? Tone::Normal : Tone::Muted;
  }
}

QVariant NodesModel::data(const QModelIndex& index, int role) const {
  if (at(index.row()) == nullptr) return {};
  const int column = index.column();
  const bool isNumber = column >= Sessions && column <= RunningFor;
  switch (role) {
    case Qt::DisplayRole: return text(index.row(), column);
    case Qt::TextAlignmentRole: return cellAlignment(isNumber);
    case Qt::ToolTipRole:
      if (column == RunningFor) {
        return QLocale().toString(QDateTime::fromMSecsSinceEpoch(at(index.row())->info.startedAtMs),
                                  QLocale::ShortFormat);
      }
      if (column == State) return words::nodeStateHelp(at(index.row())->state);
      if (column == Address) {
        return tr("Listens on %1").arg(at(index.row())->info.listen.join(QStringLiteral(", ")));
      }
      if (column == Host) return text(index.row(), column);
      return {};
    case kToneRole: return static_cast<int>(tone(index.row(), column));
    case kDotRole: return column == State;
    default: return {};
  }
}

QVariant NodesModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) return cellAlignment(section >= Sessions && section <= RunningFor);
  if (role == Qt::ToolTipRole) {
    switch (section) {
      case Share: return tr("Of all sessions, how many are at this node");
      case Reports: return tr("Reports that the node's devices sent in the last second");
      case Acks: return tr("Of 100 commands of the last minute, 99 were acknowledged within this time");
      case LoopLag:
        return tr("How late the node's threads come to what is due, 99 of 100 times within the last minute: its load");
      case Lease: return tr("How long the node counts as alive if it says nothing more; it renews this all the time");
      default: return {};
    }
  }
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case Node: return tr("Node");
    case State: return tr("State");
    case Sessions: return tr("Sessions");
    case Share: return tr("Share");
    case Reports: return tr("Reports/s");
    case Acks: return tr("p99 ack");
    case Memory: return tr("Memory");
    case LoopLag: return tr("Lag");
    case Lease: return tr("Lease");
    case RunningFor: return tr("Up for");
    case Address: return tr("Address");
    case Host: return tr("Host");
    case Version: return tr("Version");
    default: return {};
  }
}

}  // namespace lk::ui
