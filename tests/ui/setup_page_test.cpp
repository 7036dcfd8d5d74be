#include "setup_page_test.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>
#include <QTest>
#include <algorithm>

#include "fake_nginx.h"
#include "ui/setup_page.h"

namespace lk::ui::test {

void SetupPageTest::init() {
  QVERIFY(m_folder.isValid());
  m_clock = std::make_shared<HandClock>();
  m_system = std::make_shared<lk::test::RecordedSystem>();
  m_system->ownAddress("10.2.0.5");
  m_gate = std::make_shared<Gate>();
  m_node = std::make_unique<FakeNodeControl>();
  m_demo = std::make_unique<FakeDemoFleet>(*m_node);
  m_settings = std::make_unique<FakeSettingsStore>();
  open(everyGrade());
}

void SetupPageTest::cleanup() {
  QVERIFY2(QApplication::activeModalWidget() == nullptr, "a dialog was left behind");
  m_gate->open();
  m_window.reset();
  m_settings.reset();
  m_demo.reset();
  m_node.reset();
}

void SetupPageTest::open(std::vector<PlannedCheck> plan) {
  m_window.reset();
  ConsoleParts parts;
  parts.control = m_node.get();
  parts.demo = m_demo.get();
  parts.settings = m_settings.get();
  parts.clock = m_clock;
  parts.system = m_system;
  parts.checks = [plan = std::move(plan)](setup::Area area, const Clock&) { return checksFrom(plan, area); };
  m_window = std::make_unique<MainWindow>(parts);
  m_window->show();
  QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
  m_window->showPage(MainWindow::Setup);
}

void SetupPageTest::run() {
  click(*m_window, "Run all checks");
  QTRY_VERIFY(!action("cancelChecks").isEnabled());
  QTRY_VERIFY(!cards().empty());
  // Findings of several checks are shown together, a moment later.
  QTest::qWait(120);
}

void SetupPageTest::plantNginx() {
  recordNginx(*m_system);
  node::NodeRow row;
  row.info = m_node->info();
  row.host = QStringLiteral("gw-1");
  row.leaseLeftMs = 9'000;
  row.figures.sessions = m_node->sessions();
  m_node->setNodes({row});
  // It is known with the next snapshot.
  QTest::qWait(600);
}

std::vector<FindingCard*> SetupPageTest::cards() {
  std::vector<FindingCard*> all;
  const QList<FindingCard*> children = m_window->findChildren<FindingCard*>();
  for (FindingCard* card : children) {
    if (card->isVisible()) all.push_back(card);
  }
  std::ranges::sort(all, {}, [](const FindingCard* card) { return card->y(); });
  return all;
}

bool SetupPageTest::shows(const QString& text) {
  const QList<QLabel*> labels = m_window->findChildren<QLabel*>();
  return std::ranges::any_of(labels,
                             [&](const QLabel* label) { return label->isVisible() && label->text().contains(text); });
}

bool SetupPageTest::agree(const QString& verb) {
  if (!QTest::qWaitFor([] { return QApplication::activeModalWidget() != nullptr; })) return false;
  auto* yes = QApplication::activeModalWidget()->findChild<QPushButton*>(QStringLiteral("agree"));
  if (yes == nullptr || yes->text() != verb) return false;
  QTest::mouseClick(yes, Qt::LeftButton);
  return true;
}

void SetupPageTest::openTab(const char* title) {
  auto* tabs = m_window->findChild<SetupPage*>()->findChild<QTabWidget*>();
  for (int i = 0; i < tabs->count(); ++i) {
    if (tabs->tabText(i) == QLatin1StringView(title)) tabs->setCurrentIndex(i);
  }
}

bool SetupPageTest::lookedAtNginx() {
  return QTest::qWaitFor([this] { return action("nginxLook").isEnabled(); });
}

}  // namespace lk::ui::test
