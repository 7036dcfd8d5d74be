// What a dialog does with Enter and Escape, and that it stands on a small screen whole: 1920x1080 at 200 %.
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QFile>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QSpinBox>
#include <QTest>

#include "clicks.h"
#include "stands.h"
#include "ui/agree_dialog.h"
#include "ui/devices_model.h"
#include "ui/main_window.h"
#include "ui/theme.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

namespace {

constexpr QSize kScreen{960, 540};

QString q(const char* text) { return QString::fromUtf8(text); }

}  // namespace

class UiDialogsTest : public QObject, protected ShellStand {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();

  void enterDoesWhatTheFocusedButtonSays_data();
  void enterDoesWhatTheFocusedButtonSays();
  void enterElsewhereIsTheSafeAnswer_data() { answered(); }
  void enterElsewhereIsTheSafeAnswer();
  void enterThatIsHeldDownSendsNothing();
  void theFocusedVerbCanBeReadAndTold_data();
  void theFocusedVerbCanBeReadAndTold();
  void standsOnASmallScreenWhole_data();
  void standsOnASmallScreenWhole();
  void whatIsLongScrollsAndTheAnswersStay();

 private:
  static void answered();
  void openDialog(const QString& name);
  [[nodiscard]] QAction& action(const QString& name) { return *m_window->findChild<QAction*>(name); }
  [[nodiscard]] static QDialog* dialog() { return qobject_cast<QDialog*>(QApplication::activeModalWidget()); }
  [[nodiscard]] static QPushButton* button(const QString& text);
  // How much was done of what the dialog asks about.
  [[nodiscard]] qsizetype done(const QString& name) const;
  bool m_isAgreed = false;
};

void UiDialogsTest::init() {
  begin();
  m_isAgreed = false;
  m_window = std::make_unique<MainWindow>(parts());
  m_window->show();
  QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
  QApplication::setActiveWindow(m_window.get());
  m_node->connectDevices(50);
  QTRY_COMPARE(named<QTableView>(*m_window, "Devices")->model()->rowCount(), 50);
}

void UiDialogsTest::cleanup() { end(); }

void UiDialogsTest::answered() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("verb");
  QTest::newRow("send") << q("send") << q("Send to 50 devices");
  QTest::newRow("drain") << q("drain") << q("Drain n1: send 50 devices away");
  QTest::newRow("agree") << q("agree") << q("Do it");
}

void UiDialogsTest::openDialog(const QString& name) {
  if (name == q("send") || name == q("kick") || name == q("chooseDeviceColumns")) {
    m_window->showPage(MainWindow::Devices);
    named<QTableView>(*m_window, "Devices")->selectAll();
  }
  if (name == q("send")) {
    action(q("sendToDevices")).trigger();
    QTest::keyClicks(named<QWidget>(*m_window, "Payload"), q("on"));
    auto* send = m_window->findChild<QPushButton*>(q("sendButton"));
    QTRY_VERIFY(send->isEnabled());
    send->click();
    QTRY_VERIFY(button(q("Send to 50 devices")) != nullptr && button(q("Send to 50 devices"))->isEnabled());
  } else if (name == q("agree")) {
    Theme theme;
    AgreeDialog::Words words;
    words.heading = q("Do what?");
    words.verb = q("Do it");
    auto* ask = new AgreeDialog(theme, words, m_window.get());
    connect(ask, &QDialog::accepted, this, [this] { m_isAgreed = true; });
    ask->open();
  } else {
    if (name == q("drain")) {
      m_window->showPage(MainWindow::Nodes);
      QTRY_VERIFY(named<QTableView>(*m_window, "Nodes")->model()->rowCount() == 1);
      named<QTableView>(*m_window, "Nodes")->selectRow(0);
    }
    action(name).trigger();
  }
  QTRY_VERIFY(dialog() != nullptr);
  QApplication::setActiveWindow(dialog());
  QTRY_VERIFY(QApplication::focusWidget() != nullptr && QApplication::focusWidget()->window() == dialog());
}

QPushButton* UiDialogsTest::button(const QString& text) {
  if (dialog() == nullptr) return nullptr;
  const QList<QPushButton*> all = dialog()->findChildren<QPushButton*>();
  for (QPushButton* one : all) {
    if (one->text() == text) return one;
  }
  return nullptr;
}

qsizetype UiDialogsTest::done(const QString& name) const {
  return name == q("send") ? m_node->sent().size() : name == q("drain") ? m_node->drains().size() : m_isAgreed ? 1 : 0;
}

void UiDialogsTest::enterDoesWhatTheFocusedButtonSays_data() { answered(); }

// Enter in the rate goes to the verb, as Tab does; Enter there is the verb.
void UiDialogsTest::enterDoesWhatTheFocusedButtonSays() {
  QFETCH(const QString, name);
  QFETCH(const QString, verb);
  openDialog(name);
  if (auto* rate = dialog()->findChild<QSpinBox*>()) {
    rate->setFocus();
    QTest::keyClick(rate, Qt::Key_Return);
  } else {
    for (int tab = 0; tab < 5 && QApplication::focusWidget() != button(verb); ++tab) {
      QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
  }
  QCOMPARE(QApplication::focusWidget(), button(verb));
  QVERIFY(button(verb)->isDefault());
  QCOMPARE(done(name), 0);
  QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
  QTRY_VERIFY(done(name) > 0);
  QTRY_VERIFY(dialog() == nullptr);
}

void UiDialogsTest::enterElsewhereIsTheSafeAnswer() {
  QFETCH(const QString, name);
  QFETCH(const QString, verb);
  for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter, Qt::Key_Escape}) {
    openDialog(name);
    if (key == Qt::Key_Escape) button(verb)->setFocus();
    QTest::keyClick(key == Qt::Key_Escape ? QApplication::focusWidget() : dialog(), key);
    QTRY_VERIFY(dialog() == nullptr);
    QTest::qWait(50);
    QVERIFY2(done(name) == 0, qPrintable(QKeySequence(key).toString()));
  }
}

void UiDialogsTest::enterThatIsHeldDownSendsNothing() {
  openDialog(q("send"));
  auto* rate = dialog()->findChild<QSpinBox*>();
  rate->setFocus();
  QTest::keyPress(rate, Qt::Key_Return);
  QKeyEvent held(QEvent::KeyPress, Qt::Key_Return, Qt::NoModifier, q("\r"), true);
  QCoreApplication::sendEvent(QApplication::focusWidget(), &held);
  QVERIFY(dialog() != nullptr);
  QTest::keyRelease(QApplication::focusWidget(), Qt::Key_Return);
  QVERIFY(m_node->sent().isEmpty());
  QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
  QTRY_VERIFY(!m_node->sent().isEmpty());
}

void UiDialogsTest::theFocusedVerbCanBeReadAndTold_data() {
  QTest::addColumn<QString>("look");
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("verb");
  for (const char* look : {"light", "dark"}) {
    QTest::addRow("kick, %s", look) << q(look) << q("kick") << q("Kick 50 devices");
    QTest::addRow("drain, %s", look) << q(look) << q("drain") << q("Drain n1: send 50 devices away");
  }
}

void UiDialogsTest::theFocusedVerbCanBeReadAndTold() {
  QFETCH(const QString, look);
  QFETCH(const QString, name);
  QFETCH(const QString, verb);
  Settings settings = m_settings->current();
  settings.theme = look.toStdString();
  QVERIFY(m_settings->save(settings));
  const ThemeColors colors = look == q("dark") ? ThemeColors::dark() : ThemeColors::light();
  QTRY_COMPARE(QApplication::palette().color(QPalette::Window), colors.window);
  openDialog(name);
  const auto tabTo = [](const QWidget* widget) {
    for (int tab = 0; tab < 5 && QApplication::focusWidget() != widget; ++tab) {
      QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    return QApplication::focusWidget() == widget;
  };
  QVERIFY(tabTo(button(verb)));
  QImage image = button(verb)->grab().toImage();
  QCOMPARE(QColor(image.pixel(6, image.height() / 2)), colors.bad);
  for (const int line : {0, 1}) QCOMPARE(QColor(image.pixel(image.width() / 2, line)), colors.text);
  QVERIFY(contrast(colors.onAccent, colors.bad) >= 4.5 && contrast(colors.text, colors.bad) > 1.5);
  QVERIFY(tabTo(button(q("Cancel"))));
  image = button(q("Cancel"))->grab().toImage();
  for (const int line : {0, 1}) QCOMPARE(QColor(image.pixel(image.width() / 2, line)), colors.text);
  image = button(verb)->grab().toImage();
  QVERIFY(QColor(image.pixel(6, image.height() / 2)) != colors.bad);
  dialog()->reject();
}

void UiDialogsTest::standsOnASmallScreenWhole_data() {
  QTest::addColumn<QString>("name");
  for (const char* name : {"settings", "connections", "palette", "shortcuts", "about", "send", "drain", "kick", "agree",
                           "chooseDeviceColumns"}) {
    QTest::newRow(name) << q(name);
  }
}

void UiDialogsTest::standsOnASmallScreenWhole() {
  QFETCH(const QString, name);
  openDialog(name);
  QTest::qWait(50);
  const QSize room = dialog()->screen()->availableSize();
  QCOMPARE(room, kScreen);
  QVERIFY2(dialog()->width() <= room.width() && dialog()->height() <= room.height() - 30,
           qPrintable(q("%1x%2").arg(dialog()->width()).arg(dialog()->height())));
  const QList<QPushButton*> buttons = dialog()->findChildren<QPushButton*>();
  for (const QPushButton* one : buttons) {
    // What stands in a part that scrolls is scrolled to.
    bool isScrolled = false;
    for (const QWidget* over = one->parentWidget(); over != nullptr; over = over->parentWidget()) {
      isScrolled = isScrolled || qobject_cast<const QScrollArea*>(over) != nullptr;
    }
    if (!one->isVisible() || isScrolled) continue;
    const QRect place(one->mapTo(dialog(), QPoint()), one->size());
    QVERIFY2(dialog()->rect().contains(place), qPrintable(one->text()));
  }
  dialog()->reject();
}

void UiDialogsTest::whatIsLongScrollsAndTheAnswersStay() {
  Theme theme;
  AgreeDialog::Words words;
  words.heading = q("Do what?");
  words.verb = q("Do it");
  for (int i = 0; i < 6; ++i) {
    words.sections.push_back({q("Part %1").arg(i), QStringList(20, q("line")), AgreeDialog::Section::Form::Code});
  }
  auto* ask = new AgreeDialog(theme, words, m_window.get());
  ask->open();
  QTRY_VERIFY(dialog() != nullptr);
  QVERIFY(ask->height() <= kScreen.height() && ask->height() > kScreen.height() - 100);
  auto* scroll = named<QScrollArea>(*ask, "Do what?");
  QTRY_VERIFY(scroll->verticalScrollBar()->maximum() > 0);
  QVERIFY(ask->rect().contains(QRect(button(q("Do it"))->mapTo(ask, QPoint()), button(q("Do it"))->size())));
  // By the keyboard alone.
  QApplication::setActiveWindow(ask);
  scroll->setFocus(Qt::TabFocusReason);
  QTest::keyClick(scroll, Qt::Key_Down);
  QVERIFY(scroll->verticalScrollBar()->value() > 0);
  ask->reject();
  words.sections = {{q("Part"), {q("line")}, AgreeDialog::Section::Form::Code}};
  auto* low = new AgreeDialog(theme, words, m_window.get());
  low->open();
  QTest::qWait(50);
  scroll = named<QScrollArea>(*low, "Do what?");
  QCOMPARE(scroll->verticalScrollBar()->maximum(), 0);
  low->reject();
}

// By its name alone: a whole path may have a colon, which parts a platform from its options.
int main(int argc, char** argv) {
  const QTemporaryDir folder;
  QDir::setCurrent(folder.path());
  QFile screen(q("screen.json"));
  if (!screen.open(QIODevice::WriteOnly)) return 1;
  screen.write(q(R"({"screens": [{"name": "low", "x": 0, "y": 0, "width": %1, "height": %2,
                     "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}]})")
                   .arg(kScreen.width())
                   .arg(kScreen.height())
                   .toUtf8());
  screen.close();
  qputenv("QT_QPA_PLATFORM", "offscreen:configfile=screen.json");
  QApplication application(argc, argv);
  UiDialogsTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "tst_ui_dialogs.moc"
