#pragma once

#include <QAbstractTableModel>
#include <QSet>
#include <deque>
#include <optional>

#include "server/node/control_types.h"
#include "ui/tone.h"

namespace lk::ui {

// What happened to one device, newest first: its connects and closes, takeovers, reports, commands and, while it is
// traced, its frames, on one time axis. Bounded.
class TimelineModel final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Time, What, Detail, kColumns };

  explicit TimelineModel(QObject* parent = nullptr, std::size_t atMost = 500);

  // From what is known so far, oldest first.
  void show(const QString& device, const std::deque<node::Event>& events,
            const std::deque<node::CommandUpdate>& updates);
  // What the nodes remember of it, oldest first: whatever is not here already.
  void addHistory(const QList<node::HistoryEntry>& history);
  // Takes what concerns the device.
  void take(const node::Snapshot& snapshot);
  // The session as it stands now: what it reported since the last call is one entry. Nothing: it has none.
  void follow(const std::optional<node::SessionRow>& row, qint64 nowMs);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  struct Entry {
    qint64 atUs = 0;
    QString what;
    QString detail;
    Tone tone = Tone::Normal;
    bool isBytes = false;
    QString key{};            // names what happened, however it was heard of; empty: nothing else tells of it
    bool isKept = false;      // from what the nodes remember
    quint64 reports = 0;      // of an entry for reports
    quint64 reportBytes = 0;  // the same
  };

  [[nodiscard]] static Entry entryOf(const node::Event& event);
  [[nodiscard]] static Entry entryOf(const node::CommandUpdate& update);
  [[nodiscard]] static Entry entryOf(const node::HistoryEntry& known);
  [[nodiscard]] static Entry entryOf(const node::TracedFrame& frame);
  [[nodiscard]] static Entry entryOfReports(qint64 atMs, quint64 reports, quint64 bytes);
  template <typename Events, typename Updates>
  [[nodiscard]] std::deque<Entry> entriesOf(const Events& events, const Updates& updates) const;
  void dropKnown(std::deque<Entry>& fresh) const;
  void addInFront(std::deque<Entry> fresh);

  QString m_device;
  std::deque<Entry> m_entries;  // newest first
  std::size_t m_atMost;
  quint64 m_session = 0;  // whose reports these are
  quint64 m_reports = 0;
  quint64 m_reportBytes = 0;
};

}  // namespace lk::ui
