#pragma once

#include <QAbstractTableModel>
#include <deque>

#include "server/node/control_types.h"
#include "ui/tone.h"

namespace lk::ui {

// Gateway nodes that were there while this console watched, and are no longer; the latest first. Bounded.
class GoneNodesModel final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Node, Gone, How, Sessions, RanFor, Address, Host, Version, kColumns };
  static constexpr std::size_t kMost = 50;

  using QAbstractTableModel::QAbstractTableModel;

  // again: a node of this name is there, started anew.
  void add(const node::NodeRow& last, qint64 atMs, bool again);
  void forgetAll();

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 Q_SIGNALS:
  void counted();

 private:
  struct Entry {
    node::NodeRow last;
    qint64 atMs = 0;
    bool again = false;
  };
  [[nodiscard]] static node::NodeState lastState(const Entry& entry);
  [[nodiscard]] static QString how(const Entry& entry);
  [[nodiscard]] static QString text(const Entry& entry, int column);

  std::deque<Entry> m_entries;
};

}  // namespace lk::ui
