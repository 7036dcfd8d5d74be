#pragma once

#include <QAction>
#include <QLineEdit>
#include <QObject>

#include "clicks.h"
#include "stands.h"
#include "ui/devices_model.h"
#include "ui/filter_edit.h"
#include "ui/table_view.h"

namespace lk::ui::test {

// Each test has a window on a node in memory, at its page of devices.
class DevicesPageTest : public QObject, protected PageStand {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();

 protected:
  void open();
  void openDevices(int count);
  void select(const QStringList& devices) { clickRows(table("Devices"), devices); }
  void typeFilter(const QString& text);
  [[nodiscard]] FilterEdit& filter() {
    return *qobject_cast<FilterEdit*>(named<QLineEdit>(*m_window, "Filter devices"));
  }
  [[nodiscard]] TableView& table(const char* name) { return *named<TableView>(*m_window, name); }
  [[nodiscard]] DevicesModel& devices() { return *qobject_cast<DevicesModel*>(table("Devices").model()); }
  [[nodiscard]] QAction& action(const char* name) { return *m_window->findChild<QAction*>(QLatin1StringView(name)); }
  [[nodiscard]] static QByteArray contents(const QString& path);
};

}  // namespace lk::ui::test
