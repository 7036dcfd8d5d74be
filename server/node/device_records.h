#pragma once

#include <QObject>
#include <QTimer>
#include <memory>
#include <optional>
#include <string>

#include "server/base/clock.h"
#include "server/node/address_failures.h"
#include "server/node/device_history.h"
#include "server/node/history_file.h"
#include "server/node/io_mail.h"
#include "server/node/node_records.h"
#include "server/node/recent_devices.h"

namespace lk::node {

// What a node remembers of devices, and of who never said which device it is; over restarts, where a file is kept.
class DeviceRecords final : public QObject {
  Q_OBJECT

 public:
  // records: hears that the file can't be written.
  DeviceRecords(QString nodeId, const Clock& clock, NodeRecords& records, QObject* parent = nullptr);
  ~DeviceRecords() override;  // writes what is new

  // From here on a file is kept, and what it has is read. Once.
  void keepIn(const QString& path);
  // Writes some of what is new at once; the rest follows by itself.
  void keep();

  void add(const to_node::SessionOpened& opened);
  void add(const to_node::SessionClosed& closed);
  void add(const to_node::ConnectionFailed& failed);
  void addCommand(qint64 atMs, const bus::CommandResult& result);

  // Why the device's last session ended, if it is remembered.
  [[nodiscard]] std::optional<CloseReason> lastClose(const QString& device) const {
    const CloseReason* reason = m_lastCloses.find(device.toStdString());
    return reason == nullptr ? std::nullopt : std::optional(*reason);
  }
  // The device's history, and failures of the ten minutes before nowMs.
  void fill(DeviceAtNode& here, const std::string& device, qint64 nowMs) const;

 private:
  [[nodiscard]] qint64 nowMs() const { return m_clock.wallMicros() / 1000; }
  void changed();
  void noteFailure(const Result<void>& done);
  [[nodiscard]] HistoryEntry entryOf(const HistoryRecord& record) const;

  const QString m_nodeId;
  const Clock& m_clock;
  NodeRecords& m_records;
  DeviceHistory m_history;
  std::unique_ptr<HistoryFile> m_file;  // null: none is kept
  RecentDevices<CloseReason> m_lastCloses{50'000};
  AddressFailures m_failures;
  QTimer m_timer;
};

}  // namespace lk::node
