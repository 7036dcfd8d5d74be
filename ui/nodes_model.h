#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "server/node/control_types.h"
#include "ui/tone.h"

namespace lk::ui {

// The gateway nodes that the console sees, by name. A node that was started anew is another row.
class NodesModel final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column {
    Node,
    State,
    Sessions,
    Share,
    Reports,
    Acks,
    Memory,
    LoopLag,
    Lease,
    RunningFor,
    Address,
    Host,
    Version,
    kColumns
  };

  using QAbstractTableModel::QAbstractTableModel;

  void take(const node::Snapshot& snapshot);

  [[nodiscard]] const node::NodeRow* at(int row) const;
  [[nodiscard]] int up() const;  // how many answer
  // Whether Redis, where nodes are known, can be asked.
  [[nodiscard]] bool busUp() const { return m_busUp; }
  // Of all sessions, 0 to 1.
  [[nodiscard]] double shareOf(int row) const;
  // What is left of a drain at the pace of the last second, milliseconds; -1: nobody knows.
  [[nodiscard]] qint64 drainLeftMs(int row) const;
  // How many connections leave each second, over the last second or so.
  [[nodiscard]] double leavingPerS(int row) const { return entry(row).leavingPerS; }
  // How many there were when the drain began, or was first seen.
  [[nodiscard]] quint64 drainedFrom(int row) const { return entry(row).drainedFrom; }
  // With the bus away nobody knows the state of a node that does not answer.
  [[nodiscard]] QString stateText(int row, bool withTime = true) const;
  [[nodiscard]] Tone stateTone(int row) const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 Q_SIGNALS:
  void counted();
  // A node is no longer there; this is the last that was known of it. Not while the bus is away: nobody knows then.
  void left(const lk::node::NodeRow& last, qint64 atMs);

 private:
  // With its paces since a second ago or so.
  struct Entry {
    node::NodeRow row;
    node::Figures before;
    double reportsPerS = -1;  // less than 0: not known yet
    double leavingPerS = 0;
    quint64 drainedFrom = 0;
    quint64 heardSessions = 0;  // as it said itself last
    QStringList addresses;      // made once: of this machine's the system is asked
  };

  [[nodiscard]] static bool sameNode(const node::NodeRow& a, const node::NodeRow& b);
  static void change(Entry& entry, const node::NodeRow& row);
  void removeGone(const QList<node::NodeRow>& rows);
  [[nodiscard]] const Entry& entry(int row) const { return m_entries[static_cast<std::size_t>(row)]; }
  [[nodiscard]] bool answers(int row) const;
  [[nodiscard]] QString text(int row, int column) const;
  [[nodiscard]] QString leaseText(const node::NodeRow& row) const;
  [[nodiscard]] Tone tone(int row, int column) const;

  std::vector<Entry> m_entries;
  qint64 m_nowMs = 0;
  bool m_busUp = true;
};

// Where devices find a node: a listener on all addresses stands for the node's machine.
[[nodiscard]] QString addressOf(const node::NodeRow& row);

}  // namespace lk::ui
