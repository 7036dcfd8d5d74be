#pragma once

#include <QLineEdit>

class QCompleter;
class QStringListModel;

namespace lk::ui {

class DevicesModel;

// One device or several, with commas, spaces or pasted line breaks between; completes with those connected.
class DeviceField final : public QLineEdit {
  Q_OBJECT

 public:
  explicit DeviceField(const DevicesModel& devices, QWidget* parent = nullptr);

  void setDevices(const QStringList& devices);
  // Each once, in the order typed.
  [[nodiscard]] QStringList devices() const;

 private:
  void offerDevices();
  void putDevice(const QString& device);
  [[nodiscard]] QString wordUnderCursor() const;

  const DevicesModel& m_devices;
  QStringListModel* m_offers;
  QCompleter* m_completer;
};

}  // namespace lk::ui
