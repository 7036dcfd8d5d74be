// The checks of a machine, its nginx, and the way of one device.
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QTabWidget>
#include <QTest>
#include <algorithm>

#include "clicks.h"
#include "fake_checks.h"
#include "fake_nginx.h"
#include "scene.h"
#include "ui/check_row.h"
#include "ui/setup_page.h"
#include "ui/setup_words.h"

namespace lk::ui::test {

namespace {

// What was to be pressed and is not there leaves the picture as the one before, which the album finds.
void press(QWidget* window, const QString& text) {
  if (QPushButton* button = window != nullptr ? buttonOf(*window, text) : nullptr) button->click();
}

}  // namespace

// The setup of a machine with one of everything, one check of which hangs; its nginx, and one device that is away.
void photographSetup(Album& album) {
  Scene scene;
  FakeDemoFleet demo(scene.node());
  FakeSettingsStore settings;
  Settings chosen;
  dress(chosen, album.look());
  chosen.redisUrl = "redis://127.0.0.1:6379";
  settings.set(chosen);
  // As the checks and nginx of this machine call it.
  node::NodeInfo info = scene.node().info();
  info.id = QStringLiteral("n1");
  info.bus = QStringLiteral("redis");
  scene.node().setInfo(info);
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
  const auto plan = std::make_shared<std::vector<PlannedCheck>>(everyGrade());
  PlannedCheck& firewall = (*plan)[2];
  PlannedCheck& redis = (*plan)[5];
  redis.gate = gate;
  ConsoleParts parts;
  parts.control = &scene.node();
  parts.demo = &demo;
  parts.settings = &settings;
  parts.clock = clock;
  parts.system = system;
  parts.checks = [plan](setup::Area area, const Clock&) { return checksFrom(*plan, area); };
  MainWindow window(parts);
  window.show();
  Photographer photographer(window, album);
  QTest::qWait(600);
  window.showPage(MainWindow::Setup);
  photographer.take(QStringLiteral("setup-first"));
  trigger(window, "runChecks");
  const auto* page = window.findChild<SetupPage*>();
  const auto oneIs = [page](const char* state) {
    const QList<CheckRow*> rows = page->findChildren<CheckRow*>();
    const QString wanted = called("CheckRow", state);
    const auto says = [&](const QLabel* label) { return label->text() == wanted; };
    return rows.size() == 1 && std::ranges::any_of(rows.front()->findChildren<QLabel*>(), says);
  };
  if (!QTest::qWaitFor([&] { return oneIs("Running"); }, 20'000)) {
    album.fail(QStringLiteral("setup-running"), QStringLiteral("no check runs alone"));
  }
  photographer.take(QStringLiteral("setup-running"));
  clock->advance(std::chrono::seconds(14));
  if (!QTest::qWaitFor([&] { return oneIs("Hangs"); }, 20'000)) {
    album.fail(QStringLiteral("setup-hangs"), QStringLiteral("no check hangs"));
  }
  photographer.take(QStringLiteral("setup-hangs"));
  window.showPage(MainWindow::Overview);
  photographer.take(QStringLiteral("setup-banner"));
  window.showPage(MainWindow::Setup);
  trigger(window, "cancelChecks");
  QTest::qWait(300);
  photographer.take(QStringLiteral("setup-findings"));
  const QString allow = words::said(setup::text("Allow TCP {0}", 7600));
  press(&window, allow + QStringLiteral("…"));
  photographer.takeDialog(QStringLiteral("setup-ask"));
  press(openDialog(), allow);
  QTest::qWait(300);
  photographer.take(QStringLiteral("setup-done"));
  auto* tabs = page->findChild<QTabWidget*>();
  tabs->setCurrentIndex(1);
  QTest::qWait(500);
  photographer.take(QStringLiteral("setup-nginx"));
  trigger(window, "nginxApply");
  photographer.takeDialog(QStringLiteral("setup-apply"));
  closeDialog();
  trigger(window, "nginxTest");
  press(openDialog(), called("NginxPanel", "Test"));
  QTest::qWait(500);
  photographer.take(QStringLiteral("setup-tested"));
  tabs->setCurrentIndex(2);
  for (QLineEdit* line : window.findChildren<QLineEdit*>()) {
    if (line->accessibleName() == called("NginxPickPanel", "Address of a device"))
      line->setText(QStringLiteral("198.51.100.9"));
  }
  photographer.take(QStringLiteral("setup-pick"));
  window.resize(1024, 640);
  tabs->setCurrentIndex(0);
  photographer.take(QStringLiteral("setup-small"));
  // The port is open now, and nothing hangs.
  gate->open();
  redis.gate.reset();
  firewall.findings = {{"firewall.port-open",
                        setup::Grade::Good,
                        setup::text("The firewall lets devices in"),
                        {setup::text("ufw status: {0}", "Status: active; Default: deny (incoming)")},
                        {},
                        std::nullopt}};
  trigger(window, "runChecks");
  if (!QTest::qWaitFor([&] { return page->findChildren<CheckRow*>().isEmpty(); }, 20'000)) {
    album.fail(QStringLiteral("diagnose-first"), QStringLiteral("the checks do not end"));
  }
  window.resize(1280, 800);
  window.showPage(MainWindow::Diagnose);
  photographer.take(QStringLiteral("diagnose-first"));
  for (QLineEdit* line : window.findChildren<QLineEdit*>()) {
    if (line->accessibleName() == called("DiagnosePage", "Device id")) line->setText(QStringLiteral("meter-1028"));
  }
  trigger(window, "startDiagnosis");
  QTest::qWait(1'500);
  photographer.take(QStringLiteral("diagnose"));
  node::HistoryEntry closed;
  closed.atMs = QDateTime::currentMSecsSinceEpoch() - 42'000;
  closed.node = info.id;
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
  photographer.take(QStringLiteral("diagnose-away"));
}

}  // namespace lk::ui::test
