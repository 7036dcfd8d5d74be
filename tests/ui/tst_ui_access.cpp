#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSet>
#include <QTabBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTextEdit>

#include "clicks.h"
#include "stands.h"
#include "ui/devices_model.h"
#include "ui/main_window.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

namespace {

// What a part of Qt's own widgets is made of: the arrows of a spin box, the editor in it, the button that clears a
// line.
bool isInner(const QWidget& widget) {
  if (qobject_cast<const QTabBar*>(&widget) != nullptr) return false;
  const QWidget* parent = widget.parentWidget();
  return widget.objectName().startsWith(QStringLiteral("qt_")) ||
         qobject_cast<const QHeaderView*>(&widget) != nullptr || qobject_cast<const QScrollBar*>(&widget) != nullptr ||
         qobject_cast<const QAbstractSpinBox*>(parent) != nullptr ||
         qobject_cast<const QLineEdit*>(parent) != nullptr || qobject_cast<const QComboBox*>(parent) != nullptr ||
         qobject_cast<const QTabBar*>(parent) != nullptr || widget.inherits("QComboBoxPrivateContainer") ||
         widget.inherits("QComboBoxListView") || widget.inherits("QMenuBarExtension") ||
         widget.inherits("QTableCornerButton");
}

bool isView(const QWidget& widget) { return qobject_cast<const QAbstractItemView*>(&widget) != nullptr; }

bool isInput(const QWidget& widget) {
  if (isInner(widget)) return false;
  return qobject_cast<const QAbstractButton*>(&widget) != nullptr ||
         qobject_cast<const QLineEdit*>(&widget) != nullptr ||
         qobject_cast<const QPlainTextEdit*>(&widget) != nullptr ||
         qobject_cast<const QTextEdit*>(&widget) != nullptr || qobject_cast<const QComboBox*>(&widget) != nullptr ||
         qobject_cast<const QAbstractSpinBox*>(&widget) != nullptr || isView(widget) ||
         qobject_cast<const QTabBar*>(&widget) != nullptr;
}

QString describe(const QWidget& widget) {
  QStringList parents;
  for (const QWidget* parent = widget.parentWidget(); parent != nullptr; parent = parent->parentWidget()) {
    parents.push_back(QString::fromLatin1(parent->metaObject()->className()));
  }
  const auto* button = qobject_cast<const QAbstractButton*>(&widget);
  return QStringLiteral("%1 '%2' %3 in %4")
      .arg(QString::fromLatin1(widget.metaObject()->className()), widget.accessibleName(),
           button != nullptr ? button->text() : QString(), parents.mid(0, 3).join(QStringLiteral(" < ")));
}

// As a screen reader says it.
QString spokenName(QWidget& widget) {
  if (!widget.accessibleName().isEmpty()) return widget.accessibleName();
  QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(&widget);
  return spoken != nullptr ? spoken->text(QAccessible::Name) : QString();
}

// A table's tooltips are its cells', a tab bar's its tabs', and the buttons of a question say what they do.
bool hasTip(const QWidget& widget) {
  if (!widget.toolTip().isEmpty() || isView(widget)) return true;
  if (qobject_cast<const QMessageBox*>(widget.window()) != nullptr) return true;
  const auto* tabs = qobject_cast<const QTabBar*>(&widget);
  if (tabs == nullptr) return false;
  for (int tab = 0; tab < tabs->count(); ++tab) {
    if (tabs->tabToolTip(tab).isEmpty()) return false;
  }
  return true;
}

}  // namespace

// What a person needs who works by the keyboard, or hears the window instead of seeing it.
class UiAccessTest : public QObject, protected ShellStand {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanup();

  void everyActionHasANameAndATip();
  void everyInputOfEveryPageHasANameAndATip();
  void everyInputOfEveryDialogHasANameAndATip_data();
  void everyInputOfEveryDialogHasANameAndATip();
  void tabReachesEveryInputOfAPage_data();
  void tabReachesEveryInputOfAPage();
  void tabReachesEveryInputOfADialog_data();
  void tabReachesEveryInputOfADialog();
  void tipsSayTheKeys();

 private:
  void dialogs();
  void openDialog(const QString& name);
  [[nodiscard]] QAction& action(const QString& name) { return *m_window->findChild<QAction*>(name); }
  static QStringList withoutNameOrTip(const QWidget& root);
  static QStringList notReached(QWidget& root, QWidget& start);
};

void UiAccessTest::initTestCase() { QAccessible::setActive(true); }

void UiAccessTest::init() {
  begin();
  m_window = std::make_unique<MainWindow>(parts());
  m_window->resize(1'400, 900);
  m_window->show();
  QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
  QApplication::setActiveWindow(m_window.get());

  // Something of everything, so that what comes with content is there.
  m_node->connectDevices(120, QStringLiteral("meter-"));
  m_node->addEvent(node::EventKind::BusDown, node::Severity::Problem);
  auto* devices = named<QTableView>(*m_window, "Devices");
  QTRY_COMPARE(devices->model()->rowCount(), 120);
  devices->selectRow(0);
  QTRY_VERIFY(named<QTableView>(*m_window, "Nodes")->model()->rowCount() > 0);
  named<QTableView>(*m_window, "Nodes")->selectRow(0);
  action(QStringLiteral("runChecks")).trigger();
  QTRY_VERIFY(action(QStringLiteral("copyFindings")).isEnabled());
  QTest::qWait(100);
}

void UiAccessTest::cleanup() { end(); }

QStringList UiAccessTest::withoutNameOrTip(const QWidget& root) {
  QStringList wrong;
  const QList<QWidget*> widgets = root.findChildren<QWidget*>();
  for (QWidget* widget : widgets) {
    if (!isInput(*widget)) continue;
    if (spokenName(*widget).isEmpty()) wrong.push_back(QStringLiteral("no name: ") + describe(*widget));
    if (!hasTip(*widget)) wrong.push_back(QStringLiteral("no tooltip: ") + describe(*widget));
  }
  return wrong;
}

void UiAccessTest::everyActionHasANameAndATip() {
  QStringList wrong;
  int seen = 0;
  const QList<QAction*> actions = m_window->findChildren<QAction*>();
  for (const QAction* one : actions) {
    if (one->isSeparator() || one->menu() != nullptr || qobject_cast<QLineEdit*>(one->parent()) != nullptr) continue;
    ++seen;
    const QString name = QString(one->text()).remove(QLatin1Char('&'));
    if (name.isEmpty()) wrong.push_back(QStringLiteral("no name: ") + one->objectName());
    // Without one of its own Qt repeats the name.
    const QString tip = one->toolTip();
    const bool isName = tip == name || tip == QString(name).remove(QStringLiteral("…"));
    if (tip.isEmpty() || isName) wrong.push_back(QStringLiteral("no tooltip: %1 %2").arg(one->objectName(), name));
  }
  QVERIFY(seen > 40);
  QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
}

void UiAccessTest::everyInputOfEveryPageHasANameAndATip() {
  const QStringList wrong = withoutNameOrTip(*m_window);
  QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
}

void UiAccessTest::dialogs() {
  QTest::addColumn<QString>("name");
  for (const char* name : {"settings", "connections", "palette", "shortcuts", "about", "drain", "kick", "mend"}) {
    QTest::newRow(name) << QString::fromLatin1(name);
  }
}

void UiAccessTest::openDialog(const QString& name) {
  if (name == QLatin1StringView("kick")) {
    m_window->showPage(MainWindow::Devices);
    named<QTableView>(*m_window, "Devices")->selectAll();
  }
  if (name == QLatin1StringView("mend")) {
    m_window->showPage(MainWindow::Setup);
    click(*m_window, "Allow TCP 7600…");
  } else {
    action(name).trigger();
  }
  QTRY_VERIFY(QApplication::activeModalWidget() != nullptr);
  if (name == QLatin1StringView("connections")) click(*QApplication::activeModalWidget(), "&New");
}

void UiAccessTest::everyInputOfEveryDialogHasANameAndATip_data() { dialogs(); }

void UiAccessTest::everyInputOfEveryDialogHasANameAndATip() {
  QFETCH(const QString, name);
  openDialog(name);
  QVERIFY(QApplication::activeModalWidget() != nullptr);
  const QStringList wrong = withoutNameOrTip(*QApplication::activeModalWidget());
  QApplication::activeModalWidget()->close();
  QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
}

// Goes round by Tab from `start` until it comes back, and says which inputs of `root` it never met.
QStringList UiAccessTest::notReached(QWidget& root, QWidget& start) {
  constexpr int kMostSteps = 400;
  QSet<QWidget*> met;
  start.setFocus(Qt::TabFocusReason);
  for (int step = 0; step < kMostSteps; ++step) {
    QWidget* focus = QApplication::focusWidget();
    if (focus == nullptr) break;
    met.insert(focus);
    for (QWidget* parent = focus->parentWidget(); parent != nullptr; parent = parent->parentWidget())
      met.insert(parent);
    QTest::keyClick(focus, Qt::Key_Tab);
    // Round, or held fast by something that takes Tab for itself; then others are missed.
    if (QApplication::focusWidget() == focus || QApplication::focusWidget() == &start) break;
  }
  QStringList missed;
  const QList<QWidget*> widgets = root.findChildren<QWidget*>();
  for (QWidget* widget : widgets) {
    // The buttons that a table or a spin box has of its own are reached through it.
    if (!isInput(*widget) || !widget->isVisible() || !widget->isEnabled() || met.contains(widget)) continue;
    missed.push_back(describe(*widget));
  }
  return missed;
}

void UiAccessTest::tabReachesEveryInputOfAPage_data() {
  QTest::addColumn<int>("page");
  QTest::addColumn<int>("tab");
  QTest::newRow("overview") << static_cast<int>(MainWindow::Overview) << 0;
  QTest::newRow("devices") << static_cast<int>(MainWindow::Devices) << 0;
  QTest::newRow("commands") << static_cast<int>(MainWindow::Commands) << 0;
  QTest::newRow("nodes") << static_cast<int>(MainWindow::Nodes) << 0;
  QTest::newRow("setup: checks") << static_cast<int>(MainWindow::Setup) << 0;
  QTest::newRow("setup: nginx") << static_cast<int>(MainWindow::Setup) << 1;
  QTest::newRow("setup: who goes where") << static_cast<int>(MainWindow::Setup) << 2;
  QTest::newRow("events") << static_cast<int>(MainWindow::Events) << 0;
  QTest::newRow("diagnose") << static_cast<int>(MainWindow::Diagnose) << 0;
}

void UiAccessTest::tabReachesEveryInputOfAPage() {
  QFETCH(const int, page);
  QFETCH(const int, tab);
  m_window->showPage(static_cast<MainWindow::Page>(page));
  if (tab > 0) {
    const QList<QTabWidget*> all = m_window->findChildren<QTabWidget*>();
    for (QTabWidget* tabs : all) {
      if (tabs->isVisible()) tabs->setCurrentIndex(tab);
    }
    QTest::qWait(500);
  }
  auto* rail = named<QAbstractButton>(*m_window, "Overview");
  QVERIFY(rail != nullptr);
  const QStringList missed = notReached(*m_window, *rail);
  QVERIFY2(missed.isEmpty(), qPrintable(missed.join(QLatin1Char('\n'))));
}

void UiAccessTest::tabReachesEveryInputOfADialog_data() { dialogs(); }

void UiAccessTest::tabReachesEveryInputOfADialog() {
  QFETCH(const QString, name);
  openDialog(name);
  QWidget* dialog = QApplication::activeModalWidget();
  QVERIFY(dialog != nullptr);
  QApplication::setActiveWindow(dialog);
  QTRY_VERIFY(QApplication::focusWidget() != nullptr);
  const QStringList missed = notReached(*dialog, *QApplication::focusWidget());
  dialog->close();
  QVERIFY2(missed.isEmpty(), qPrintable(missed.join(QLatin1Char('\n'))));
}

void UiAccessTest::tipsSayTheKeys() {
  QStringList wrong;
  int seen = 0;
  const QList<QAction*> actions = m_window->findChildren<QAction*>();
  for (const QAction* one : actions) {
    if (one->shortcut().isEmpty() || one->shortcutContext() == Qt::WidgetShortcut) continue;
    if (qobject_cast<QLineEdit*>(one->parent()) != nullptr) continue;
    ++seen;
    const QString keys = one->shortcut().toString(QKeySequence::NativeText);
    if (!one->toolTip().contains(keys)) wrong.push_back(QStringLiteral("%1: %2").arg(one->objectName(), keys));
  }
  QVERIFY(seen > 15);
  QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
}

QTEST_MAIN(UiAccessTest)
#include "tst_ui_access.moc"
