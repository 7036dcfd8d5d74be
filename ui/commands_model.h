#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <deque>
#include <optional>
#include <vector>

#include "ui/command_record.h"
#include "ui/tone.h"

namespace lk::ui {

// Commands of this console and of everybody else at the node, newest first, with their latest state. Bounded: the
// oldest go, and dropped() says how many.
class CommandsModel final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Sent, Device, Payload, State, Outcome, Acknowledged, Delivery, Id, kColumns };

  explicit CommandsModel(QObject* parent = nullptr, std::size_t atMost = 5'000);

  void addOwn(const QList<node::CommandRequest>& requests, qint64 nowMs);
  // What is remembered of an earlier run, oldest first; before anything else. Live ones that were under way then have
  // an unknown end, until the node tells of it.
  void restore(const QList<CommandRecord>& records);
  // The newest that there are, oldest first.
  [[nodiscard]] QList<CommandRecord> newest(qsizetype atMost) const;
  // Rises with every change of what is known.
  [[nodiscard]] quint64 revision() const { return m_revision; }
  // The node did not take it.
  void refuse(const QString& id, const QString& device, const QString& why);
  void take(const QList<node::CommandUpdate>& updates, quint64 droppedByNode = 0);
  // The link is gone: nobody will say what becomes of the own commands under way.
  void loseOwn(const QString& why);
  // Own live commands that nobody has told the end of, long past their timeout, and durable ones past their ttl: their
  // node may have died.
  void endOverdue(qint64 nowMs);
  // Whether what is sent from now on waits in this program's own memory.
  void setInMemory(bool inMemory) { m_inMemory = inMemory; }
  // Durable commands that end with this program.
  [[nodiscard]] int waitingInMemory() const;
  // Forgets all that have ended. The answer is how many.
  int forgetEnded();
  void setFilter(const QString& text);

  [[nodiscard]] const CommandRecord* at(int row) const;
  [[nodiscard]] quint64 dropped() const { return m_dropped; }
  [[nodiscard]] int ended() const;
  [[nodiscard]] int known() const { return static_cast<int>(m_records.size()); }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 Q_SIGNALS:
  void counted();

 private:
  [[nodiscard]] CommandRecord* find(const QString& id, const QString& device);
  void end(CommandRecord& record, CommandStatus status, const QString& why);
  CommandRecord& add(const QString& id, const QString& device);
  bool change(CommandRecord& record, const node::CommandUpdate& update);
  void tell(const CommandRecord& record);
  void trim();
  [[nodiscard]] bool matches(const CommandRecord& record) const;
  void filterAnew();
  [[nodiscard]] quint64 numberOf(const CommandRecord& record) const;
  [[nodiscard]] QString text(const CommandRecord& record, int column) const;

  // Numbered from m_first on; the newest stands at the back.
  std::deque<CommandRecord> m_records;
  quint64 m_first = 0;
  QHash<QString, quint64> m_numbers;
  std::deque<quint64> m_view;  // numbers, oldest at the front; row 0 is the back
  QString m_filter;
  std::size_t m_atMost;
  quint64 m_dropped = 0;
  quint64 m_revision = 0;
  bool m_inMemory = false;
};

}  // namespace lk::ui
