// The filter of the page of devices: what it offers, marks, finds, and how filters are saved.
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCompleter>
#include <QImage>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QTest>
#include <QTimer>
#include <algorithm>

#include "devices_page_test.h"
#include "ui/name_dialog.h"
#include "ui/saved_filters_dialog.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

class UiDevicesFilterTest : public DevicesPageTest {
  Q_OBJECT

 private Q_SLOTS:
  void completesKeysAndTheirValues();
  void offersAskedForByKeyBeginAWord();
  void escClosesTheOffersBeforeItClears();
  void marksEachWrongWordWithItsReason();
  void aTypedIdIsSelectedAtOnce();
  void exactIdsAreLookedUp();
  void filtersAreSavedAndAppliedByKeysAlone();
  void savedFiltersAreRenamedAndDeleted();
  void savedFiltersSurviveARestart();

 private:
  [[nodiscard]] QCompleter& completer() { return *filter().findChild<QCompleter*>(); }
  [[nodiscard]] QStringList offers();
};

QStringList UiDevicesFilterTest::offers() {
  if (!completer().popup()->isVisible()) return {};
  QStringList found;
  for (int row = 0; row < completer().completionModel()->rowCount(); ++row) {
    found.push_back(completer().completionModel()->index(row, 0).data().toString());
  }
  return found;
}

void UiDevicesFilterTest::completesKeysAndTheirValues() {
  openDevices(12);
  typeFilter(QStringLiteral("no"));
  QCOMPARE(offers(), QStringList{QStringLiteral("node:")});
  QTest::keyClick(&filter(), Qt::Key_Tab);
  QCOMPARE(filter().text(), QStringLiteral("node:"));
  QVERIFY(filter().hasFocus());
  // The values that are known come by themselves.
  QTRY_COMPARE(offers(), QStringList{QStringLiteral("node:n1")});
  QTest::keyClick(completer().popup(), Qt::Key_Down);
  QTest::keyClick(completer().popup(), Qt::Key_Return);
  QCOMPARE(filter().text(), QStringLiteral("node:n1"));
  QTest::keyClicks(&filter(), QStringLiteral(" idle"));
  QCOMPARE(offers(), QStringList({QStringLiteral("idle>"), QStringLiteral("idle<")}));
  QTest::keyClicks(&filter(), QStringLiteral("<"));
  QVERIFY(offers().contains(QStringLiteral("idle<60s")));
  QTest::keyClicks(&filter(), QStringLiteral("1h close:ki"));
  QCOMPARE(offers(), QStringList{QStringLiteral("close:kicked")});
  QTest::keyClicks(&filter(), QStringLiteral("cked id:demo-1"));
  QCOMPARE(offers(),
           QStringList({QStringLiteral("id:demo-10"), QStringLiteral("id:demo-11"), QStringLiteral("id:demo-12")}));
}

void UiDevicesFilterTest::offersAskedForByKeyBeginAWord() {
  filter().setFocus();
  QTest::keyClick(&filter(), Qt::Key_Down);
  QVERIFY(offers().contains(QStringLiteral("addr:")));
  // In the middle of the text: the word there is replaced, the others stay.
  QTest::keyClick(completer().popup(), Qt::Key_Escape);
  filter().setText(QStringLiteral("no up<5m"));
  filter().setCursorPosition(2);
  QTest::keyClick(&filter(), Qt::Key_Space, Qt::ControlModifier);
  QCOMPARE(offers(), QStringList{QStringLiteral("node:")});
  QTest::keyClick(&filter(), Qt::Key_Tab);
  QCOMPARE(filter().text(), QStringLiteral("node: up<5m"));
  QCOMPARE(filter().cursorPosition(), 5);
}

void UiDevicesFilterTest::escClosesTheOffersBeforeItClears() {
  typeFilter(QStringLiteral("add"));
  QVERIFY(!offers().isEmpty());
  QTest::keyClick(completer().popup(), Qt::Key_Escape);
  QVERIFY(offers().isEmpty());
  QCOMPARE(filter().text(), QStringLiteral("add"));
  QTest::keyClick(&filter(), Qt::Key_Escape);
  QVERIFY(filter().text().isEmpty());
}

void UiDevicesFilterTest::marksEachWrongWordWithItsReason() {
  openDevices(3);
  typeFilter(QStringLiteral("demo idle>often size>3"));
  QTRY_COMPARE(filter().problems().size(), 2);
  QCOMPARE(filter().problems()[0].at, 5);
  QCOMPARE(filter().problems()[0].length, 10);
  QVERIFY(filter().problems()[0].reason.contains(QStringLiteral("idle>60s")));
  QVERIFY(filter().toolTip().contains(QStringLiteral("size>3")));
  const QList<QLabel*> labels = m_window->findChildren<QLabel*>();
  QVERIFY2(std::ranges::any_of(labels,
                               [](const QLabel* label) {
                                 return label->isVisible() && label->text().startsWith(QStringLiteral("'idle>often'"));
                               }),
           "the reason stands below the field");
  QCOMPARE(devices().rowCount(), 3);  // the last filter that could be used
  // The mark can be seen: there is red within the field, and none once it is mended.
  const auto isRed = [](const QColor& color) {
    return color.red() > color.green() + 40 && color.red() > color.blue() + 40;
  };
  const auto marks = [&] {
    const QImage image = filter().grab().toImage();
    int count = 0;
    for (int y = 4; y < image.height() - 4; ++y) {
      for (int x = 4; x < image.width() - 4; ++x) count += isRed(image.pixelColor(x, y)) ? 1 : 0;
    }
    return count;
  };
  QVERIFY(marks() > 10);
  QVERIFY(!action("saveFilter").isEnabled());
  typeFilter(QStringLiteral("demo idle>60s"));
  QTRY_VERIFY(filter().problems().isEmpty());
  QCOMPARE(marks(), 0);
  QVERIFY(action("saveFilter").isEnabled());
}

void UiDevicesFilterTest::aTypedIdIsSelectedAtOnce() {
  openDevices(30);
  typeFilter(QStringLiteral("demo-2"));
  QTRY_COMPARE(devices().rowCount(), 11);
  QTRY_COMPARE(table("Devices").selectedRows().size(), 1);
  QCOMPARE(devices().deviceAt(table("Devices").selectedRows().front()), QStringLiteral("demo-2"));
  QCOMPARE(named<QLabel>(*m_window, "Device")->text(), QStringLiteral("demo-2"));
  QVERIFY2(filter().hasFocus(), "one goes on typing");
  QTest::keyClicks(&filter(), QStringLiteral("7"));
  QTRY_COMPARE(named<QLabel>(*m_window, "Device")->text(), QStringLiteral("demo-27"));
}

void UiDevicesFilterTest::exactIdsAreLookedUp() {
  openDevices(30);
  typeFilter(QStringLiteral("id:demo-2 id:demo-9 id:nobody"));
  QTRY_COMPARE(devices().rowCount(), 2);
  QCOMPARE(devices().deviceAt(1), QStringLiteral("demo-9"));
}

void UiDevicesFilterTest::filtersAreSavedAndAppliedByKeysAlone() {
  openDevices(30);
  typeFilter(QStringLiteral("demo-2 idle<1h"));
  QTRY_COMPARE(devices().rowCount(), 11);
  action("saveFilter").trigger();
  auto* dialog = m_window->findChild<NameDialog*>();
  QVERIFY(dialog != nullptr);
  auto* name = dialog->findChild<QLineEdit*>();
  QVERIFY(!name->accessibleName().isEmpty());
  QTest::keyClicks(name, QStringLiteral("The twenties"));
  QTest::keyClick(name, Qt::Key_Return);
  QTRY_VERIFY(m_window->findChild<NameDialog*>() == nullptr);
  QTest::keyClick(&filter(), Qt::Key_Escape);
  QTRY_COMPARE(devices().rowCount(), 30);

  QApplication::setActiveWindow(m_window.get());
  auto* menu = named<QPushButton>(*m_window, "Saved filters")->menu();
  connect(menu, &QMenu::aboutToShow, this, [menu] {
    QTimer::singleShot(100, menu, [menu] {
      QTest::keyClick(menu, Qt::Key_Down);
      QTest::keyClick(menu, Qt::Key_Return);
    });
  });
  QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
  QTRY_COMPARE(filter().text(), QStringLiteral("demo-2 idle<1h"));
  QTRY_COMPARE(devices().rowCount(), 11);
}

void UiDevicesFilterTest::savedFiltersAreRenamedAndDeleted() {
  for (const char* text : {"demo-1", "demo-2"}) {
    typeFilter(QString::fromLatin1(text));
    QTRY_VERIFY(action("saveFilter").isEnabled());
    action("saveFilter").trigger();
    QTest::keyClick(m_window->findChild<NameDialog*>()->findChild<QLineEdit*>(), Qt::Key_Return);
    QTRY_VERIFY(m_window->findChild<NameDialog*>() == nullptr);
  }
  action("manageFilters").trigger();
  auto* dialog = m_window->findChild<SavedFiltersDialog*>();
  QVERIFY(dialog != nullptr);
  QApplication::setActiveWindow(dialog);
  auto* list = named<TableView>(*dialog, "Saved filters");
  QCOMPARE(list->model()->rowCount(), 2);
  new QAbstractItemModelTester(list->model(), QAbstractItemModelTester::FailureReportingMode::QtTest, dialog);
  QTest::keyClick(list, Qt::Key_F2);
  auto* editor = list->viewport()->findChild<QLineEdit*>();
  QVERIFY(editor != nullptr);
  QTest::keyClicks(editor, QStringLiteral("zebra"));
  QTest::keyClick(editor, Qt::Key_Return);
  QTRY_COMPARE(cell(*list, 1, 0), QStringLiteral("zebra"));  // where its name belongs
  QCOMPARE(cell(*list, 1, 1), QStringLiteral("demo-1"));
  list->setCurrentIndex(list->model()->index(0, 0));
  QTest::keyClick(list, Qt::Key_Delete);
  QCOMPARE(list->model()->rowCount(), 1);
  list->setCurrentIndex(list->model()->index(0, 0));
  click(*dialog, "&Apply");
  QTRY_COMPARE(filter().text(), QStringLiteral("demo-1"));
}

void UiDevicesFilterTest::savedFiltersSurviveARestart() {
  typeFilter(QStringLiteral("up<5m"));
  QTRY_VERIFY(action("saveFilter").isEnabled());
  action("saveFilter").trigger();
  QTest::keyClick(m_window->findChild<NameDialog*>()->findChild<QLineEdit*>(), Qt::Key_Return);
  QTRY_VERIFY(m_window->findChild<NameDialog*>() == nullptr);
  open();
  const auto* button = named<QPushButton>(*m_window, "Saved filters");
  QCOMPARE(button->menu()->actions().front()->text(), QStringLiteral("up<5m"));
}

QTEST_MAIN(UiDevicesFilterTest)
#include "tst_ui_devices_filter.moc"
