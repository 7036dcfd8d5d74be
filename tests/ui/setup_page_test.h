#pragma once

#include <QAction>
#include <QObject>
#include <QTemporaryDir>
#include <QTreeWidget>
#include <memory>
#include <vector>

#include "clicks.h"
#include "fake_checks.h"
#include "fake_parts.h"
#include "tests/setup/recorded_system.h"
#include "ui/finding_card.h"
#include "ui/main_window.h"

namespace lk::ui::test {

// Each test has a window at its page of the setup, on checks and an nginx that the test plans.
class SetupPageTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();

 protected:
  void open(std::vector<PlannedCheck> plan);
  void run();
  // An nginx whose upstream holds a node that is none of the cluster's.
  void plantNginx();
  [[nodiscard]] QTreeWidget& tree() { return *named<QTreeWidget>(*m_window, "Checks"); }
  [[nodiscard]] QAction& action(const char* name) { return *m_window->findChild<QAction*>(QLatin1StringView(name)); }
  // As they stand on the screen, from the top.
  [[nodiscard]] std::vector<FindingCard*> cards();
  [[nodiscard]] bool shows(const QString& text);
  [[nodiscard]] bool agree(const QString& verb);
  void openTab(const char* title);
  [[nodiscard]] bool lookedAtNginx();

  QTemporaryDir m_folder;
  std::shared_ptr<HandClock> m_clock;
  std::shared_ptr<lk::test::RecordedSystem> m_system;
  std::shared_ptr<Gate> m_gate;
  std::unique_ptr<FakeNodeControl> m_node;
  std::unique_ptr<FakeDemoFleet> m_demo;
  std::unique_ptr<FakeSettingsStore> m_settings;
  std::unique_ptr<MainWindow> m_window;
};

}  // namespace lk::ui::test
