#pragma once

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QObject>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <memory>

#include "clicks.h"
#include "fake_parts.h"
#include "ui/devices_model.h"
#include "ui/main_window.h"

namespace lk::ui::test {

// Each test has a window on a node in memory, and clicks in it as a person clicks.
class WindowTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();

 protected:
  void open(bool wholeCluster = false, bool ownNode = true);
  [[nodiscard]] static node::NodeRow nodeRow(const char* id, quint64 sessions,
                                             node::NodeState state = node::NodeState::Up);
  [[nodiscard]] QTableView& table(const char* name) { return *named<QTableView>(*m_window, name); }
  [[nodiscard]] DevicesModel& devices() { return *qobject_cast<DevicesModel*>(table("Devices").model()); }
  void type(const char* field, const QString& text);
  void writePayload(const QString& text);
  void select(const QStringList& devices) { clickRows(table("Devices"), devices); }
  [[nodiscard]] QPushButton& sendButton() { return *m_window->findChild<QPushButton*>(QStringLiteral("sendButton")); }
  [[nodiscard]] QAction& action(const char* name) { return *m_window->findChild<QAction*>(QLatin1StringView(name)); }
  [[nodiscard]] QDialog& settingsDialog() { return *qobject_cast<QDialog*>(QApplication::activeModalWidget()); }

  QTemporaryDir m_folder;
  std::unique_ptr<FakeNodeControl> m_node;
  std::unique_ptr<FakeDemoFleet> m_demo;
  std::unique_ptr<FakeSettingsStore> m_settings;
  std::unique_ptr<MainWindow> m_window;
};

}  // namespace lk::ui::test
