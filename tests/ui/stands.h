#pragma once

#include <QApplication>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

#include "fake_checks.h"
#include "fake_parts.h"
#include "fake_shell.h"
#include "ui/main_window.h"

// What tests of the console begin with: a window on a node in memory.
namespace lk::ui::test {

class PageStand {
 protected:
  void begin() {
    QFile::remove(stateFile());
    m_node = std::make_unique<FakeNodeControl>();
    m_demo = std::make_unique<FakeDemoFleet>(*m_node);
    m_settings = std::make_unique<FakeSettingsStore>();
  }
  // Again and again: what a window has kept the next one finds.
  [[nodiscard]] bool openOn(MainWindow::Page page) {
    m_window.reset();
    m_window = std::make_unique<MainWindow>(ConsoleParts{m_node.get(), m_demo.get(), m_settings.get(), stateFile()});
    m_window->showPage(page);
    m_window->show();
    QApplication::setActiveWindow(m_window.get());
    return m_folder.isValid() && QTest::qWaitForWindowExposed(m_window.get());
  }
  void end() {
    m_window.reset();
    m_settings.reset();
    m_demo.reset();
    m_node.reset();
  }
  [[nodiscard]] QString stateFile() const { return m_folder.filePath(QStringLiteral("state.ini")); }

  QTemporaryDir m_folder;
  std::unique_ptr<FakeNodeControl> m_node;
  std::unique_ptr<FakeDemoFleet> m_demo;
  std::unique_ptr<FakeSettingsStore> m_settings;
  std::unique_ptr<MainWindow> m_window;
};

// With all that stands around the pages: connections, secrets, the tray, checks.
class ShellStand {
 protected:
  void begin() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_node = std::make_unique<FakeNodeControl>();
    m_demo = std::make_unique<FakeDemoFleet>(*m_node);
    m_settings = std::make_unique<FakeSettingsStore>();
    m_connector = std::make_unique<FakeConnector>();
    m_secrets = std::make_unique<FakeSecrets>();
    m_tray = std::make_unique<FakeTray>();
  }
  [[nodiscard]] ConsoleParts parts() const {
    ConsoleParts parts;
    parts.control = m_node.get();
    parts.demo = m_demo.get();
    parts.settings = m_settings.get();
    parts.stateFile = path("state.ini");
    parts.connector = m_connector.get();
    parts.secrets = m_secrets.get();
    parts.connectionsFile = path("connections.ini");
    parts.tray = m_tray.get();
    parts.checks = [](setup::Area area, const Clock&) { return checksFrom(everyGrade(), area); };
    return parts;
  }
  void end() {
    m_window.reset();
    m_settings.reset();
    m_demo.reset();
    m_node.reset();
  }
  [[nodiscard]] QString path(const char* name) const { return m_folder->filePath(QLatin1StringView(name)); }

  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<FakeNodeControl> m_node;
  std::unique_ptr<FakeDemoFleet> m_demo;
  std::unique_ptr<FakeSettingsStore> m_settings;
  std::unique_ptr<FakeConnector> m_connector;
  std::unique_ptr<FakeSecrets> m_secrets;
  std::unique_ptr<FakeTray> m_tray;
  std::unique_ptr<MainWindow> m_window;
};

}  // namespace lk::ui::test
