#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>

#include "clicks.h"
#include "stands.h"
#include "ui/devices_model.h"
#include "ui/events_model.h"
#include "ui/filter_edit.h"
#include "ui/main_window.h"
#include "ui/table_view.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;
using node::EventKind;
using node::Severity;

// The page of the events, by mouse and by keys alone, on a node in memory.
class UiEventsTest : public QObject, protected PageStand {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();

  void filtersByDeviceNodeKindAndSeverity();
  void wrongWordsAreMarked();
  void aFilterKeepsWhatIsSelected();
  void filterByKeysAlone();
  void leadsToTheDevice();
  void followsTheNewestUnlessScrolled();
  void saysWhatIsNoLongerKept();
  void copiesAndExports();
  void filtersSurviveARestart();
  void theModelHolds();
  void lateEventsGoWhereTheyBelong();
  void manyLateEventsGoWhereTheyBelong();

 private:
  void open();
  void fill();
  void typeFilter(const QString& text);
  [[nodiscard]] TableView& events() { return *named<TableView>(*m_window, "Events"); }
  [[nodiscard]] EventsModel& model() { return *qobject_cast<EventsModel*>(events().model()); }
  [[nodiscard]] FilterEdit& filter() {
    return *qobject_cast<FilterEdit*>(named<QLineEdit>(*m_window, "Filter events"));
  }
  [[nodiscard]] QComboBox& choice(const char* name) { return *named<QComboBox>(*m_window, name); }
  [[nodiscard]] QAction& action(const char* name) { return *m_window->findChild<QAction*>(QLatin1StringView(name)); }
  [[nodiscard]] bool says(const QString& text) const;
};

void UiEventsTest::init() {
  begin();
  open();
}

void UiEventsTest::open() { QVERIFY(openOn(MainWindow::Events)); }

void UiEventsTest::cleanup() { end(); }

// Two nodes: on n1 twelve devices that connect, and one that was lost; on n2 a protocol error, and its bus away.
void UiEventsTest::fill() {
  m_node->connectDevices(12);
  m_node->disconnectDevice(QStringLiteral("demo-3"), CloseReason::Lost);
  node::NodeInfo other = m_node->info();
  const node::NodeInfo own = other;
  other.id = QStringLiteral("n2");
  m_node->setInfo(other);
  m_node->addEvent(EventKind::ProtocolError, Severity::Warning, QStringLiteral("demo-1"),
                   QStringLiteral("wrong magic"));
  m_node->addEvent(EventKind::BusDown, Severity::Problem, {}, QStringLiteral("refused"));
  m_node->setInfo(own);
  node::NodeRow row;
  row.info = own;
  node::NodeRow second;
  second.info = other;
  second.info.pid = 4712;
  m_node->setNodes({row, second});
  QTRY_COMPARE(model().rowCount(), 15);
  QTRY_COMPARE(choice("Node").count(), 3);
}

void UiEventsTest::typeFilter(const QString& text) {
  filter().setFocus();
  filter().selectAll();
  QTest::keyClick(&filter(), Qt::Key_Delete);
  QTest::keyClicks(&filter(), text);
}

bool UiEventsTest::says(const QString& text) const {
  const QList<QLabel*> labels = m_window->findChildren<QLabel*>();
  return std::ranges::any_of(labels, [&](const QLabel* one) { return one->isVisible() && one->text().contains(text); });
}

void UiEventsTest::filtersByDeviceNodeKindAndSeverity() {
  fill();
  typeFilter(QStringLiteral("id:demo-1"));
  QTRY_COMPARE(model().rowCount(), 2);  // not demo-10, -11 and -12
  typeFilter(QStringLiteral("!id:demo-1 addr:10.2. close:lost"));
  QTRY_COMPARE(model().rowCount(), 1);
  QCOMPARE(model().at(0)->device, QStringLiteral("demo-3"));
  typeFilter(QStringLiteral("node:n2"));
  QTRY_COMPARE(model().rowCount(), 2);
  QTest::keyClick(&filter(), Qt::Key_Escape);
  QTRY_COMPARE(model().rowCount(), 15);
  choice("Node").setCurrentIndex(choice("Node").findText(QStringLiteral("n2")));
  QCOMPARE(model().rowCount(), 2);
  choice("Severity").setCurrentIndex(2);
  QCOMPARE(model().rowCount(), 1);
  QVERIFY(says(QStringLiteral("1 of 15")));
  choice("Kind of event").setCurrentIndex(choice("Kind of event").findText(QStringLiteral("Connected")));
  QCOMPARE(model().rowCount(), 0);
  QVERIFY(says(QStringLiteral("No event matches the filter")));
  click(*m_window, "Clear filter");
  QTRY_COMPARE(model().rowCount(), 15);
}

void UiEventsTest::wrongWordsAreMarked() {
  fill();
  typeFilter(QStringLiteral("demo close:often node:"));
  QTRY_COMPARE(filter().problems().size(), 2);
  QCOMPARE(filter().problems()[0].at, 5);
  QVERIFY(says(QStringLiteral("'close:often'")));
  QCOMPARE(model().rowCount(), 15);
}

void UiEventsTest::aFilterKeepsWhatIsSelected() {
  fill();
  int row = 0;
  while (model().at(row)->device != QStringLiteral("demo-7")) ++row;
  events().setCurrentIndex(model().index(row, 0));
  typeFilter(QStringLiteral("demo-7"));
  QTRY_COMPARE(model().rowCount(), 1);
  QCOMPARE(events().selectedRows(), QList<int>{0});
  QTest::keyClick(&filter(), Qt::Key_Escape);
  QTRY_COMPARE(model().rowCount(), 15);
  QCOMPARE(events().selectedRows(), QList<int>{row});
}

void UiEventsTest::filterByKeysAlone() {
  fill();
  QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
  QVERIFY(filter().hasFocus());
  QTest::keyClicks(&filter(), QStringLiteral("wrong"));
  QTest::keyClick(&filter(), Qt::Key_Return);
  QTRY_COMPARE(model().rowCount(), 1);
  QVERIFY(events().hasFocus());
  QTest::keyClick(&events(), Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
  QTRY_COMPARE(filter().text(), QStringLiteral("id:demo-1"));
  QTRY_COMPARE(model().rowCount(), 2);
}

void UiEventsTest::leadsToTheDevice() {
  fill();
  QVERIFY(!action("deviceOfEvent").isEnabled());
  typeFilter(QStringLiteral("id:demo-5"));
  QTRY_COMPARE(model().rowCount(), 1);
  events().setCurrentIndex(model().index(0, 0));
  click(*m_window, "Show device");
  QTRY_VERIFY(named<TableView>(*m_window, "Devices")->isVisible());
  QTRY_COMPARE(named<QLabel>(*m_window, "Device")->text(), QStringLiteral("demo-5"));
}

void UiEventsTest::followsTheNewestUnlessScrolled() {
  for (int i = 0; i < 200; ++i)
    m_node->addEvent(EventKind::SessionOpened, Severity::Info, QStringLiteral("d%1").arg(i));
  QTRY_COMPARE(model().rowCount(), 200);
  const auto top = [this] { return model().at(events().rowAt(2))->device; };
  QCOMPARE(top(), QStringLiteral("d199"));
  m_node->addEvent(EventKind::SessionOpened, Severity::Info, QStringLiteral("newer"));
  QTRY_COMPARE(top(), QStringLiteral("newer"));
  QVERIFY(!action("newestEvents").isEnabled());
  events().verticalScrollBar()->setValue(50);
  const QString read = top();
  m_node->addEvent(EventKind::SessionOpened, Severity::Info, QStringLiteral("newest"));
  QTRY_COMPARE(model().at(0)->device, QStringLiteral("newest"));
  QCOMPARE(top(), read);
  click(*m_window, "1 new event");
  QCOMPARE(top(), QStringLiteral("newest"));
  QVERIFY(!action("newestEvents").isEnabled());
}

void UiEventsTest::saysWhatIsNoLongerKept() {
  QTRY_VERIFY(m_node->fetches() > 0);
  // The ring of the node holds a thousand.
  for (int i = 0; i < 1'200; ++i) m_node->addEvent(EventKind::SessionOpened, Severity::Info, QStringLiteral("d"));
  QTRY_COMPARE(model().rowCount(), 1'000);
  QVERIFY(says(QStringLiteral("200 older ones are no longer kept")));
}

void UiEventsTest::copiesAndExports() {
  fill();
  events().setCurrentIndex(model().index(1, 0));
  QTest::keyClick(&events(), Qt::Key_Down, Qt::ShiftModifier);
  click(*m_window, "Copy 2");
  QCOMPARE(QApplication::clipboard()->text().count(QLatin1Char('\n')), 2);
  QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("wrong magic")));
  m_node->addEvent(EventKind::ProtocolError, Severity::Warning, QStringLiteral("demo-1"), QStringLiteral("=cmd()"));
  QTRY_COMPARE(model().rowCount(), 16);
  const QString path = m_folder.filePath(QStringLiteral("events.csv"));
  QCOMPARE(events().exportTo(path), QString());
  QFile file(path);
  QVERIFY(file.open(QIODevice::ReadOnly));
  const QByteArray csv = file.readAll();
  QCOMPARE(csv.count('\n'), 17);
  QVERIFY(csv.contains(",'=cmd(),"));
  // With the date, which the table leaves out.
  QVERIFY(csv.contains(QDate::currentDate().toString(Qt::ISODate).toUtf8() + "T"));
}

void UiEventsTest::filtersSurviveARestart() {
  fill();
  typeFilter(QStringLiteral("demo"));
  choice("Severity").setCurrentIndex(1);
  open();
  QTRY_COMPARE(model().rowCount(), 1);
  QCOMPARE(filter().text(), QStringLiteral("demo"));
  QCOMPARE(choice("Severity").currentIndex(), 1);
}

void UiEventsTest::theModelHolds() {
  new QAbstractItemModelTester(&model(), QAbstractItemModelTester::FailureReportingMode::QtTest, m_window.get());
  fill();
  typeFilter(QStringLiteral("demo-1"));
  QTRY_COMPARE(model().rowCount(), 5);
  m_node->connectDevices(20);
  QTRY_COMPARE(model().rowCount(), 16);
}

namespace {

node::Event eventAt(qint64 atMs, const char* device) {
  node::Event event;
  event.kind = EventKind::SessionOpened;
  event.atMs = atMs;
  event.device = QString::fromLatin1(device);
  return event;
}

QList<qint64> timesOf(const EventsModel& model) {
  QList<qint64> times;
  for (int row = 0; row < model.rowCount(); ++row) times.push_back(model.at(row)->atMs);
  return times;
}

}  // namespace

// A node that catches up after an outage tells of what happened before what others have told.
void UiEventsTest::lateEventsGoWhereTheyBelong() {
  EventsModel model(nullptr, 6);
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
  model.take({eventAt(10, "a-1"), eventAt(30, "a-2"), eventAt(50, "a-3")}, 0);
  const QPersistentModelIndex kept = model.index(1, 0);
  model.take({eventAt(20, "b-1"), eventAt(21, "b-2"), eventAt(40, "b-3")}, 0);
  QCOMPARE(timesOf(model), (QList<qint64>{50, 40, 30, 21, 20, 10}));
  QCOMPARE(model.at(kept.row())->device, QStringLiteral("a-2"));
  model.take({eventAt(5, "b-0"), eventAt(35, "b-4")}, 0);
  QCOMPARE(timesOf(model), (QList<qint64>{50, 40, 35, 30, 21, 20}));
  QCOMPARE(model.dropped(), quint64{2});
  QCOMPARE(model.at(kept.row())->device, QStringLiteral("a-2"));
}

void UiEventsTest::manyLateEventsGoWhereTheyBelong() {
  EventsModel model(nullptr, 1'000);
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
  QList<node::Event> odd;
  QList<node::Event> even;
  for (int i = 0; i < 400; ++i) (i % 2 == 0 ? even : odd).push_back(eventAt(i, "a-1"));
  model.take(odd, 0);
  model.take(even, 0);
  const QList<qint64> times = timesOf(model);
  QCOMPARE(times.size(), 400);
  QVERIFY(std::ranges::is_sorted(times, std::ranges::greater()));
}

QTEST_MAIN(UiEventsTest)
#include "tst_ui_events.moc"
