// The checks of a machine, its nginx, and the way of one device.
#include <QApplication>
#include <QLineEdit>
#include <QTabWidget>
#include <QTest>

#include "clicks.h"
#include "fake_checks.h"
#include "fake_nginx.h"
#include "scene.h"
#include "ui/setup_words.h"

namespace lk::ui::test {

// The setup of a machine with one of everything, one check of which hangs; its nginx, and one device that is away.
int photographSetup(const QString& folder, const QString& theme) {
  Scene scene;
  FakeDemoFleet demo(scene.node());
  FakeSettingsStore settings;
  Settings chosen;
  dress(chosen, theme);
  settings.set(chosen);
  scene.connectFleet();
  for (int i = 0; i < 90; ++i) {
    scene.node().connectDevice(QStringLiteral("tracker-%1").arg(2'000 + i), QStringLiteral("198.51.100.9"));
  }
  const auto clock = std::make_shared<HandClock>();
  const auto system = std::make_shared<lk::test::RecordedSystem>();
  const auto gate = std::make_shared<Gate>();
  system->ownAddress("10.20.0.5");
  system->answer("10.20.0.5:7000", nodeAnswers());
  scene.step(600);
  scene.talk();
  scene.node().figures().sessions = 329;
  system->record("id -u", setup::Ran{0, "0\n", ""});
  system->recordAllLike("ufw ", setup::Ran{0, "Rule added\n", ""});
  recordNginx(*system);
  std::vector<PlannedCheck> plan = everyGrade();
  plan[5].gate = gate;
  ConsoleParts parts;
  parts.control = &scene.node();
  parts.demo = &demo;
  parts.settings = &settings;
  parts.clock = clock;
  parts.system = system;
  parts.checks = [plan](setup::Area area, const Clock&) { return checksFrom(plan, area); };
  MainWindow window(parts);
  window.show();
  Photographer photographer(window, folder);
  QTest::qWait(600);
  window.showPage(MainWindow::Setup);
  photographer.take(QStringLiteral("setup-first-") + theme);
  trigger(window, "runChecks");
  QTest::qWait(400);
  photographer.take(QStringLiteral("setup-running-") + theme);
  clock->advance(std::chrono::seconds(14));
  QTest::qWait(1'200);
  photographer.take(QStringLiteral("setup-hangs-") + theme);
  window.showPage(MainWindow::Overview);
  photographer.take(QStringLiteral("setup-banner-") + theme);
  window.showPage(MainWindow::Setup);
  trigger(window, "cancelChecks");
  QTest::qWait(300);
  photographer.take(QStringLiteral("setup-findings-") + theme);
  const QString allow = words::said(setup::text("Allow TCP {0}", 7600));
  if (QPushButton* act = buttonOf(window, allow + QStringLiteral("…"))) act->click();
  photographer.take(QStringLiteral("setup-ask-") + theme, QApplication::activeModalWidget());
  if (QWidget* dialog = QApplication::activeModalWidget()) buttonOf(*dialog, allow)->click();
  QTest::qWait(300);
  photographer.take(QStringLiteral("setup-done-") + theme);
  auto* tabs = window.findChild<QTabWidget*>();
  tabs->setCurrentIndex(1);
  QTest::qWait(500);
  photographer.take(QStringLiteral("setup-nginx-") + theme);
  trigger(window, "nginxApply");
  QTest::qWait(500);
  photographer.take(QStringLiteral("setup-apply-") + theme, QApplication::activeModalWidget());
  if (QWidget* dialog = QApplication::activeModalWidget()) dialog->close();
  trigger(window, "nginxTest");
  QTest::qWait(500);
  if (QWidget* dialog = QApplication::activeModalWidget()) buttonOf(*dialog, called("NginxPanel", "Test"))->click();
  QTest::qWait(500);
  photographer.take(QStringLiteral("setup-tested-") + theme);
  tabs->setCurrentIndex(2);
  for (QLineEdit* line : window.findChildren<QLineEdit*>()) {
    if (line->accessibleName() == called("NginxPickPanel", "Address of a device"))
      line->setText(QStringLiteral("198.51.100.9"));
  }
  photographer.take(QStringLiteral("setup-pick-") + theme);
  window.resize(1024, 640);
  tabs->setCurrentIndex(0);
  photographer.take(QStringLiteral("setup-small-") + theme);
  gate->open();
  window.resize(1280, 800);
  window.showPage(MainWindow::Diagnose);
  photographer.take(QStringLiteral("diagnose-first-") + theme);
  for (QLineEdit* line : window.findChildren<QLineEdit*>()) {
    if (line->accessibleName() == called("DiagnosePage", "Device id")) line->setText(QStringLiteral("meter-1028"));
  }
  trigger(window, "startDiagnosis");
  QTest::qWait(1'500);
  photographer.take(QStringLiteral("diagnose-") + theme);
  node::HistoryEntry closed;
  closed.atMs = QDateTime::currentMSecsSinceEpoch() - 42'000;
  closed.node = QStringLiteral("gw-berlin-1");
  closed.kind = node::HistoryKind::Closed;
  closed.session = 1'234;
  closed.address = QStringLiteral("10.21.0.44");
  closed.reason = CloseReason::KeepaliveMissed;
  closed.lastedMs = 410'000;
  closed.silentMs = 90'000;
  scene.node().setHistory({closed});
  for (QLineEdit* line : window.findChildren<QLineEdit*>()) {
    if (line->accessibleName() == called("DiagnosePage", "Device id")) line->setText(QStringLiteral("gate-9999"));
  }
  trigger(window, "startDiagnosis");
  QTest::qWait(1'500);
  photographer.take(QStringLiteral("diagnose-away-") + theme);
  return photographer.failures();
}

}  // namespace lk::ui::test
