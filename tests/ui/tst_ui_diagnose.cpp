// The Diagnose page: a device id in, its way as a line of steps and one sentence out.
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include "clicks.h"
#include "fake_checks.h"
#include "fake_nginx.h"
#include "fake_parts.h"
#include "ui/devices_model.h"
#include "ui/diagnose_page.h"
#include "ui/finding_card.h"
#include "ui/main_window.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

namespace {

// A machine whose programs do not come back before a test lets them.
class HangingSystem final : public lk::test::RecordedSystem {
 public:
  explicit HangingSystem(std::shared_ptr<Gate> gate) : m_gate(std::move(gate)) {}
  [[nodiscard]] Result<setup::Ran> run(const setup::CommandLine& command, const setup::Patience& patience,
                                       std::string_view input) override {
    m_gate->pass();
    return RecordedSystem::run(command, patience, input);
  }

 private:
  std::shared_ptr<Gate> m_gate;
};

}  // namespace

class UiDiagnoseTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();

  void teachesBeforeADeviceIsNamed();
  void aConnectedDeviceHasItsWayShown();
  void aDeviceThatIsAwaySaysSoWithItsLastClose();
  void wrongIdsAreRefusedWithTheReason();
  void aNodeThatIsGoneIsSaid();
  void reachedFromTheDevices();
  void reachedFromACommandThatDidNotArrive();
  void whatHangsIsCancelledAndTheRestIsShown();
  void stepsAreReachedByKeys();
  void theDiagnosisIsCopied();
  void everyControlHasANameAndATip();

 private:
  void open(std::shared_ptr<setup::System> system);
  void ask(const QString& device);
  [[nodiscard]] QAction& action(const char* name) { return *m_window->findChild<QAction*>(QLatin1StringView(name)); }
  [[nodiscard]] DiagnosePage& page() { return *m_window->findChild<DiagnosePage*>(); }
  [[nodiscard]] QString conclusion() { return named<QLabel>(*m_window, "Conclusion")->text(); }
  [[nodiscard]] QList<QToolButton*> stations();
  [[nodiscard]] bool answered();

  std::shared_ptr<lk::test::RecordedSystem> m_system;
  std::unique_ptr<FakeNodeControl> m_node;
  std::unique_ptr<FakeDemoFleet> m_demo;
  std::unique_ptr<FakeSettingsStore> m_settings;
  std::unique_ptr<MainWindow> m_window;
};

void UiDiagnoseTest::init() {
  m_system = std::make_shared<lk::test::RecordedSystem>();
  m_system->ownAddress("10.2.0.5");
  m_system->answer("10.2.0.5:7600", nodeAnswers());
  m_node = std::make_unique<FakeNodeControl>();
  m_demo = std::make_unique<FakeDemoFleet>(*m_node);
  m_settings = std::make_unique<FakeSettingsStore>();
  open(m_system);
}

void UiDiagnoseTest::open(std::shared_ptr<setup::System> system) {
  m_window.reset();
  ConsoleParts parts;
  parts.control = m_node.get();
  parts.demo = m_demo.get();
  parts.settings = m_settings.get();
  parts.system = std::move(system);
  m_window = std::make_unique<MainWindow>(parts);
  m_window->show();
  QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
  m_window->showPage(MainWindow::Diagnose);
}

void UiDiagnoseTest::cleanup() {
  QVERIFY2(QApplication::activeModalWidget() == nullptr, "a dialog was left behind");
  m_window.reset();
  m_settings.reset();
  m_demo.reset();
  m_node.reset();
}

QList<QToolButton*> UiDiagnoseTest::stations() {
  QList<QToolButton*> all = page().findChildren<QToolButton*>();
  erase_if(all, [](const QToolButton* one) {
    return one->isHidden() || one->property("role").toString() != QStringLiteral("station");
  });
  std::ranges::sort(all, {}, [](const QToolButton* one) { return one->x(); });
  return all;
}

bool UiDiagnoseTest::answered() {
  return QTest::qWaitFor([this] { return !action("cancelDiagnosis").isEnabled() && stations().size() == 8; }, 20'000);
}

void UiDiagnoseTest::ask(const QString& device) {
  auto* field = named<QLineEdit>(*m_window, "Device id");
  field->setFocus();
  field->selectAll();
  QTest::keyClicks(field, device);
  QTest::keyClick(field, Qt::Key_Return);
  QVERIFY(answered());
}

void UiDiagnoseTest::teachesBeforeADeviceIsNamed() {
  const QList<QLabel*> labels = page().findChildren<QLabel*>();
  QVERIFY(std::ranges::any_of(labels, [](const QLabel* label) {
    return label->isVisible() && label->text() == QStringLiteral("Why did it not arrive?");
  }));
  QVERIFY(!action("startDiagnosis").isEnabled());
}

void UiDiagnoseTest::aConnectedDeviceHasItsWayShown() {
  m_node->connectDevice(QStringLiteral("meter-7"));
  ask(QStringLiteral("meter-7"));
  QStringList names;
  for (const QToolButton* station : stations()) names.push_back(station->text().section(QLatin1Char('\n'), 0, 0));
  const QStringList wanted = {QStringLiteral("Device"),   QStringLiteral("Firewall"),  QStringLiteral("nginx"),
                              QStringLiteral("Node"),     QStringLiteral("Session"),   QStringLiteral("Route in Redis"),
                              QStringLiteral("Commands"), QStringLiteral("Last close")};
  QCOMPARE(names, wanted);
  QCOMPARE(stations()[4]->accessibleName(), QStringLiteral("Session: Good"));
  QVERIFY2(conclusion().contains(QStringLiteral("meter-7")), qPrintable(conclusion()));
}

void UiDiagnoseTest::aDeviceThatIsAwaySaysSoWithItsLastClose() {
  node::HistoryEntry closed;
  closed.atMs = QDateTime::currentMSecsSinceEpoch() - 12'000;
  closed.node = QStringLiteral("n1");
  closed.kind = node::HistoryKind::Closed;
  closed.session = 12;
  closed.address = QStringLiteral("10.2.0.9");
  closed.reason = CloseReason::KeepaliveMissed;
  closed.lastedMs = 400'000;
  closed.silentMs = 90'000;
  m_node->setHistory({closed});
  ask(QStringLiteral("meter-8"));
  QVERIFY2(conclusion().contains(QStringLiteral("meter-8")), qPrintable(conclusion()));
  QVERIFY(stations()[4]->accessibleName() != QStringLiteral("Session: Good"));
  const QList<FindingCard*> cards = page().findChildren<FindingCard*>();
  QVERIFY(std::ranges::any_of(cards, [](const FindingCard* card) {
    return card->isVisible() && card->finding().grade >= setup::Grade::Warning;
  }));
}

void UiDiagnoseTest::wrongIdsAreRefusedWithTheReason() {
  auto* field = named<QLineEdit>(*m_window, "Device id");
  for (const char* typed : {"demo-1, demo-2", "meter/7"}) {
    field->clear();
    QTest::keyClicks(field, QLatin1StringView(typed));
    QVERIFY(!action("startDiagnosis").isEnabled());
    QCOMPARE(field->property("invalid"), QVariant(true));
  }
}

void UiDiagnoseTest::aNodeThatIsGoneIsSaid() {
  m_node->setState(node::NodeControl::State::Lost, QStringLiteral("the node does not answer"));
  ask(QStringLiteral("meter-9"));
  QVERIFY(stations()[3]->accessibleName() != QStringLiteral("Node: Good"));
}

void UiDiagnoseTest::reachedFromTheDevices() {
  m_node->connectDevice(QStringLiteral("meter-7"));
  m_window->showPage(MainWindow::Devices);
  auto* table = named<QTableView>(*m_window, "Devices");
  QTRY_COMPARE(table->model()->rowCount(), 1);
  QVERIFY(!action("diagnoseDevice").isEnabled());
  table->selectRow(0);
  action("diagnoseDevice").trigger();
  QVERIFY(page().isVisible());
  QVERIFY(answered());
  QVERIFY(conclusion().contains(QStringLiteral("meter-7")));
}

void UiDiagnoseTest::reachedFromACommandThatDidNotArrive() {
  node::CommandRequest request;
  request.id = QStringLiteral("c-1");
  request.device = QStringLiteral("gate-9");
  m_node->send({request}, m_node.get(), [](const Result<QStringList>&) {});
  m_window->showPage(MainWindow::Commands);
  auto* table = named<QTableView>(*m_window, "Commands");
  QTRY_COMPARE(table->model()->rowCount(), 1);
  table->selectRow(0);
  click(*m_window, "Why?");
  QVERIFY(page().isVisible());
  QVERIFY(answered());
  QVERIFY(conclusion().contains(QStringLiteral("gate-9")));
}

void UiDiagnoseTest::whatHangsIsCancelledAndTheRestIsShown() {
  const auto gate = std::make_shared<Gate>();
  open(std::make_shared<HangingSystem>(gate));
  m_node->connectDevice(QStringLiteral("meter-7"));
  auto* field = named<QLineEdit>(*m_window, "Device id");
  QTest::keyClicks(field, QStringLiteral("meter-7"));
  QTest::keyClick(field, Qt::Key_Return);
  QVERIFY(action("cancelDiagnosis").isEnabled() && !action("startDiagnosis").isEnabled());
  const QList<QLabel*> labels = page().findChildren<QLabel*>();
  QVERIFY(std::ranges::any_of(labels, [](const QLabel* label) {
    return label->isVisible() && label->text() == QStringLiteral("asking the nodes about meter-7, and trying its way");
  }));
  // The window goes on meanwhile.
  QTest::qWait(300);
  QVERIFY(action("cancelDiagnosis").isEnabled());
  click(*m_window, "Cancel");
  QVERIFY(answered());
  QCOMPARE(stations()[4]->accessibleName(), QStringLiteral("Session: Good"));
  QVERIFY2(conclusion().contains(QStringLiteral("meter-7")), qPrintable(conclusion()));
  QVERIFY(action("startDiagnosis").isEnabled());
  gate->open();
  m_window.reset();
}

void UiDiagnoseTest::stepsAreReachedByKeys() {
  m_node->connectDevice(QStringLiteral("meter-7"));
  ask(QStringLiteral("meter-7"));
  for (const QToolButton* station : stations()) QVERIFY((station->focusPolicy() & Qt::TabFocus) != 0);
}

void UiDiagnoseTest::theDiagnosisIsCopied() {
  m_node->connectDevice(QStringLiteral("meter-7"));
  ask(QStringLiteral("meter-7"));
  action("copyDiagnosis").trigger();
  const QString copied = QApplication::clipboard()->text();
  QVERIFY(copied.startsWith(conclusion()));
  QVERIFY(copied.contains(QStringLiteral("\nSession: Good: ")));
}

void UiDiagnoseTest::everyControlHasANameAndATip() {
  m_node->connectDevice(QStringLiteral("meter-7"));
  ask(QStringLiteral("meter-7"));
  const QList<QAbstractButton*> buttons = page().findChildren<QAbstractButton*>();
  for (const QAbstractButton* button : buttons) {
    if (qobject_cast<const QLineEdit*>(button->parent()) != nullptr) continue;
    QVERIFY2(!button->accessibleName().isEmpty(), qPrintable(button->text()));
    QVERIFY2(!button->toolTip().isEmpty(), qPrintable(button->text()));
  }
}

QTEST_MAIN(UiDiagnoseTest)
#include "tst_ui_diagnose.moc"
