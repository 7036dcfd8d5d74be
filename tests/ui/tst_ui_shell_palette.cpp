// How everything is found by typing, and every key.
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QTest>
#include <QTreeWidget>
#include <algorithm>

#include "shell_test.h"
#include "ui/devices_model.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

class UiShellPaletteTest : public ShellTest {
  Q_OBJECT

 private Q_SLOTS:
  void thePaletteFindsEveryAction();
  void thePaletteDoesWhatIsChosen();
  void thePaletteFindsDevices();
  void whatIsNotPossibleNowIsNotDone();
  void f1ListsEveryKey();
  void noKeyIsTakenTwice();

 private:
  [[nodiscard]] static QStringList rows(const QListView& list);
  void typeInPalette(const QString& text);
};

QStringList UiShellPaletteTest::rows(const QListView& list) {
  QStringList all;
  for (int row = 0; row < list.model()->rowCount(); ++row) all.push_back(list.model()->index(row, 0).data().toString());
  return all;
}

void UiShellPaletteTest::typeInPalette(const QString& text) {
  QApplication::setActiveWindow(m_window.get());
  QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
  QVERIFY(inDialog<QLineEdit>("What you look for") != nullptr);
  QTest::keyClicks(inDialog<QLineEdit>("What you look for"), text);
}

void UiShellPaletteTest::thePaletteFindsEveryAction() {
  typeInPalette({});
  const QStringList found = rows(*inDialog<QListView>("What was found"));
  int actions = 0;
  const QList<QMenu*> menus = m_window->menuBar()->findChildren<QMenu*>();
  for (const QMenu* menu : menus) {
    for (const QAction* one : menu->actions()) {
      if (one->isSeparator() || one->menu() != nullptr) continue;
      const QString name = one->text().remove(QLatin1Char('&'));
      QVERIFY2(std::ranges::any_of(found, [&](const QString& row) { return row.endsWith(name); }), qPrintable(name));
      ++actions;
    }
  }
  QVERIFY(actions > 40);
  QCOMPARE(found.size(), actions);
  dialog()->reject();
}

void UiShellPaletteTest::thePaletteDoesWhatIsChosen() {
  typeInPalette(QStringLiteral("view even"));
  QCOMPARE(rows(*inDialog<QListView>("What was found")).front(), QStringLiteral("View: Events"));
  QTest::keyClick(inDialog<QLineEdit>("What you look for"), Qt::Key_Return);
  QTRY_VERIFY(named<QTableView>(*m_window, "Events")->isVisible());
  QVERIFY(dialog() == nullptr);
  // By keys alone: the second of two, and Esc.
  typeInPalette(QStringLiteral("theme"));
  auto* text = inDialog<QLineEdit>("What you look for");
  QTest::keyClick(text, Qt::Key_Down);
  QCOMPARE(inDialog<QListView>("What was found")->currentIndex().row(), 1);
  QTest::keyClick(text, Qt::Key_Escape);
  QTRY_VERIFY(dialog() == nullptr);
}

void UiShellPaletteTest::thePaletteFindsDevices() {
  m_node->connectDevices(30);
  auto* model = qobject_cast<DevicesModel*>(named<QTableView>(*m_window, "Devices")->model());
  QTRY_COMPARE(model->rowCount(), 30);
  typeInPalette(QStringLiteral("demo-1"));
  QStringList found = rows(*inDialog<QListView>("What was found"));
  QVERIFY(found.contains(QStringLiteral("Device demo-1")));
  QVERIFY2(found.contains(QStringLiteral("More devices begin like this")), qPrintable(found.join(QLatin1Char('\n'))));
  auto* text = inDialog<QLineEdit>("What you look for");
  text->setText(QStringLiteral("demo-17"));
  found = rows(*inDialog<QListView>("What was found"));
  QCOMPARE(found, QStringList({QStringLiteral("Device demo-17"), QStringLiteral("Send a command to demo-17"),
                               QStringLiteral("Diagnose demo-17")}));
  QTest::keyClick(text, Qt::Key_Return);
  QTRY_COMPARE(model->rowCount(), 1);
  QCOMPARE(model->at(0)->device, QStringLiteral("demo-17"));
  // One that is away can be asked about.
  typeInPalette(QStringLiteral("pump-7"));
  QCOMPARE(rows(*inDialog<QListView>("What was found")), QStringList(QStringLiteral("Diagnose pump-7")));
  QTest::keyClick(inDialog<QLineEdit>("What you look for"), Qt::Key_Return);
  QTRY_COMPARE(named<QLineEdit>(*m_window, "Device id")->text(), QStringLiteral("pump-7"));
}

void UiShellPaletteTest::whatIsNotPossibleNowIsNotDone() {
  QVERIFY(!action("kick").isEnabled());
  typeInPalette(QStringLiteral("devices kick"));
  auto* text = inDialog<QLineEdit>("What you look for");
  QVERIFY(inDialog<QLabel>("What it does")->text().startsWith(QStringLiteral("Not possible now.")));
  QTest::keyClick(text, Qt::Key_Return);
  QVERIFY2(dialog() != nullptr, "it stays open, as nothing was done");
  text->setText(QStringLiteral("no such thing at all, ever"));
  QCOMPARE(inDialog<QLabel>("What it does")->text(), QStringLiteral("Nothing is called like this."));
  dialog()->reject();
}

void UiShellPaletteTest::f1ListsEveryKey() {
  QApplication::setActiveWindow(m_window.get());
  QTest::keyClick(m_window.get(), Qt::Key_F1);
  auto* tree = inDialog<QTreeWidget>("Keyboard shortcuts");
  QVERIFY(tree != nullptr);
  QStringList keys;
  for (int row = 0; row < tree->topLevelItemCount(); ++row) keys.push_back(tree->topLevelItem(row)->text(1));
  const QList<QAction*> actions = m_window->findChildren<QAction*>();
  for (const QAction* one : actions) {
    if (one->shortcut().isEmpty()) continue;
    const QString key = one->shortcut().toString(QKeySequence::NativeText);
    QVERIFY2(keys.contains(key), qPrintable(one->objectName() + QLatin1Char(' ') + key));
  }
  for (const char* key : {"F1", "F5", "Ctrl+F", "Ctrl+K", "Ctrl+Return", "Del", "Esc", "Ctrl+1", "Ctrl+7"}) {
    QVERIFY2(keys.contains(QLatin1StringView(key)), key);
  }
  QTest::keyClick(dialog(), Qt::Key_Escape);
  QTRY_VERIFY(dialog() == nullptr);
}

// Two actions of one key do neither.
void UiShellPaletteTest::noKeyIsTakenTwice() {
  QMap<QString, QString> taken;
  const QList<QAction*> actions = m_window->findChildren<QAction*>();
  for (const QAction* one : actions) {
    if (one->shortcutContext() != Qt::WindowShortcut) continue;
    const QList<QKeySequence> sequences = one->shortcuts();
    for (const QKeySequence& sequence : sequences) {
      const QString key = sequence.toString();
      QVERIFY2(!taken.contains(key), qPrintable(QStringLiteral("%1: %2 and %3").arg(key, taken[key], one->text())));
      taken[key] = one->text();
    }
  }
  QVERIFY(taken.size() > 12);
}

QTEST_MAIN(UiShellPaletteTest)
#include "tst_ui_shell_palette.moc"
