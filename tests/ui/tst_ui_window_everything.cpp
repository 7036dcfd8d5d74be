// What holds for every table, control, key and fetch of the window.
#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QTabBar>
#include <QTest>
#include <QToolButton>
#include <array>

#include "ui/table_view.h"
#include "window_test.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

class UiWindowEverythingTest : public WindowTest {
  Q_OBJECT

 private Q_SLOTS:
  void oneFetchAtATime();
  void everyModelHolds();
  void everyControlHasAName();
  void keysReachEveryPage();
};

void UiWindowEverythingTest::oneFetchAtATime() {
  for (int i = 0; i < 20; ++i) action("refresh").trigger();
  QTRY_VERIFY(m_node->fetches() > 2);
  QCOMPARE(m_node->mostFetchesAtOnce(), 1);
}

void UiWindowEverythingTest::everyModelHolds() {
  QList<QAbstractItemModelTester*> testers;
  const QList<TableView*> tables = m_window->findChildren<TableView*>();
  QCOMPARE(tables.size(), 8);  // warnings, devices, timeline, frames, commands, nodes, gone nodes, events
  for (const TableView* view : tables) {
    testers.push_back(new QAbstractItemModelTester(
        view->model(), QAbstractItemModelTester::FailureReportingMode::QtTest, m_window.get()));
  }
  m_node->connectDevices(300);
  m_node->setNodes({nodeRow("n2", 10), nodeRow("n1", 10)});
  m_window->showPage(MainWindow::Devices);
  select({QStringLiteral("demo-7")});
  m_node->addEvent(node::EventKind::ProtocolError, node::Severity::Warning, QStringLiteral("demo-7"));
  table("Devices").sortByColumn(DeviceColumn::Address, Qt::DescendingOrder);
  for (int i = 0; i < 300; i += 2) m_node->disconnectDevice(QStringLiteral("demo-%1").arg(i), CloseReason::Lost);
  QTRY_COMPARE(devices().rowCount(), 151);
  type("Filter devices", QStringLiteral("7"));
  QTRY_VERIFY(devices().rowCount() < 100);
}

void UiWindowEverythingTest::everyControlHasAName() {
  action("settings").trigger();
  const QList<QWidget*> roots = {m_window.get(), &settingsDialog()};
  for (const QWidget* root : roots) {
    const QList<QWidget*> widgets = root->findChildren<QWidget*>();
    for (const QWidget* widget : widgets) {
      const bool isInner = widget->objectName().startsWith(QStringLiteral("qt_")) ||
                           qobject_cast<QAbstractSpinBox*>(widget->parent()) != nullptr ||
                           qobject_cast<QLineEdit*>(widget->parent()) != nullptr ||
                           qobject_cast<QMenuBar*>(widget->parent()) != nullptr ||
                           qobject_cast<QTabBar*>(widget->parent()) != nullptr;
      const bool isControl =
          qobject_cast<const QAbstractButton*>(widget) != nullptr ||
          qobject_cast<const QLineEdit*>(widget) != nullptr || qobject_cast<const QPlainTextEdit*>(widget) != nullptr ||
          qobject_cast<const QComboBox*>(widget) != nullptr ||
          qobject_cast<const QAbstractSpinBox*>(widget) != nullptr || qobject_cast<const TableView*>(widget) != nullptr;
      if (isInner || !isControl) continue;
      const QByteArray what =
          QByteArray(widget->metaObject()->className()) + " in " +
          (widget->parentWidget() != nullptr ? widget->parentWidget()->metaObject()->className() : "");
      QVERIFY2(!widget->accessibleName().isEmpty(), what.constData());
      if (qobject_cast<const TableView*>(widget) == nullptr) QVERIFY2(!widget->toolTip().isEmpty(), what.constData());
    }
  }
  settingsDialog().reject();

  QSet<QAction*> inMenus;
  const QList<QMenu*> menus = m_window->menuBar()->findChildren<QMenu*>();
  for (const QMenu* menu : menus) {
    for (QAction* one : menu->actions()) {
      if (one->isSeparator() || one->menu() != nullptr) continue;
      inMenus.insert(one);
      QVERIFY2(!one->text().isEmpty() && !one->toolTip().isEmpty(), qPrintable(one->objectName()));
    }
  }
  for (const char* name : {"overview",
                           "devices",
                           "commands",
                           "nodes",
                           "drain",
                           "devicesOfNode",
                           "events",
                           "demo",
                           "newCommand",
                           "refresh",
                           "filter",
                           "settings",
                           "quit",
                           "about",
                           "sendToDevices",
                           "kick",
                           "copyIds",
                           "send",
                           "resend",
                           "editCommand",
                           "copyLine",
                           "copyPublish",
                           "forgetCommands",
                           "saveTemplate",
                           "renameTemplate",
                           "deleteTemplate",
                           "stopBulk",
                           "exportBulk",
                           "exportBulkFailures",
                           "retargetBulk",
                           "closeBulk",
                           "kickNode",
                           "forgetGoneNodes",
                           "theme-dark",
                           "theme-light",
                           "theme-system",
                           "setup",
                           "runChecks",
                           "runArea",
                           "cancelChecks",
                           "copyFindings",
                           "exportFindings",
                           "nginxLook",
                           "nginxCopy",
                           "nginxTest",
                           "nginxApply",
                           "nginxReload",
                           "nginxRollback",
                           "nginxStop",
                           "diagnose",
                           "startDiagnosis",
                           "cancelDiagnosis",
                           "copyDiagnosis",
                           "diagnoseDevice",
                           "diagnoseCommand"}) {
    QVERIFY2(inMenus.contains(&action(name)), name);
  }
}

void UiWindowEverythingTest::keysReachEveryPage() {
  QApplication::setActiveWindow(m_window.get());
  const std::array<std::pair<Qt::Key, const char*>, 7> keys = {{{Qt::Key_2, "Devices"},
                                                                {Qt::Key_3, "Commands"},
                                                                {Qt::Key_4, "Nodes"},
                                                                {Qt::Key_5, "Checks"},
                                                                {Qt::Key_6, "Events"},
                                                                {Qt::Key_7, "Device id"},
                                                                {Qt::Key_1, "Warnings and problems"}}};
  m_node->connectDevices(1);
  m_node->addEvent(node::EventKind::BusDown, node::Severity::Problem);
  QTRY_COMPARE(devices().rowCount(), 1);
  const auto inRail = [this]() -> const QAction* {
    const auto* button = qobject_cast<QToolButton*>(m_window->focusWidget());
    return button != nullptr ? button->defaultAction() : nullptr;
  };
  const auto toRail = [this] {
    for (QToolButton* button : m_window->findChildren<QToolButton*>()) {
      if (button->defaultAction() == &action("overview")) button->setFocus();
    }
  };
  toRail();
  QCOMPARE(inRail(), &action("overview"));
  for (const auto& [key, name] : keys) {
    QTest::keyClick(m_window.get(), key, Qt::ControlModifier);
    if (key == Qt::Key_3 || key == Qt::Key_7) {
      QVERIFY2(named<QLineEdit>(*m_window, key == Qt::Key_3 ? "Devices" : name)->hasFocus(), "one types there");
      toRail();
    } else {
      // The one button that is marked is that of the page.
      QVERIFY2(inRail() != nullptr && inRail()->isChecked(), name);
    }
    if (QLatin1StringView(name) == QLatin1StringView("Commands")) {
      QVERIFY(sendButton().isVisible());
    } else {
      QTRY_VERIFY2(named<QWidget>(*m_window, name)->isVisible(), name);
    }
  }
}

QTEST_MAIN(UiWindowEverythingTest)
#include "tst_ui_window_everything.moc"
