// What is too long for its place: it is not cut without a sign, it can be read in whole, and no window grows by it.
#include <QHeaderView>
#include <QHelpEvent>
#include <QLabel>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QStyleOptionHeader>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QToolTip>

#include "ui/commands_model.h"
#include "ui/console_style.h"
#include "ui/elided_label.h"
#include "ui/nodes_model.h"
#include "ui/table_view.h"
#include "ui/words.h"
#include "window_test.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

namespace {

constexpr int kRoom = 16;  // of a cell beside its text
constexpr int kDot = 14;

// What the tip says when the mouse rests there.
QString tipAt(QWidget& widget, const QPoint& at) {
  QToolTip::hideText();
  if (!QTest::qWaitFor([] { return !QToolTip::isVisible(); })) return QStringLiteral("the tip before stayed");
  QHelpEvent event(QEvent::ToolTip, at, widget.mapToGlobal(at));
  QApplication::sendEvent(&widget, &event);
  return QToolTip::isVisible() ? QToolTip::text() : QString();
}

QString tipAt(const QTableView& table, int row, int column) {
  return tipAt(*table.viewport(), table.visualRect(table.model()->index(row, column)).center());
}

}  // namespace

class UiFittingTest : public WindowTest {
  Q_OBJECT

 private Q_SLOTS:
  void aLongIdMakesNoWindowWider();
  void aLongIdIsReadInWhole();
  void onlyWhatIsCutHasItsTextAsTip();
  void aTipOfACellIsNoMarkup();
  void wordsOfOurOwnFitTheirColumns();
  void aWindowAsItOpensShowsWhatItIsFor();
  void aTableThatNearlyFitsGivesWay();
  void aTableThatIsFarTooWideScrolls();
  void onlyWidthsThatSomebodyChangedAreKept();
  void theArrowOfASortedColumnLeavesItsNameAlone();
  void countsHaveTheirThousands();

 private:
  // In a window in which nothing is narrow, whatever the font.
  void showNodes() {
    m_node->connectDevice(QStringLiteral("pump-7"));
    m_window->resize(kWide, 800);
    m_window->showPage(MainWindow::Nodes);
    QTRY_VERIFY(table("Nodes").isVisible() && table("Nodes").model()->rowCount() > 0);
  }
  // So many pixels less than its columns are to take.
  void leaveTooLittleFor(const QTableView& table, int pixels) {
    int wanted = 0;
    const QHeaderView& header = *table.horizontalHeader();
    const int last = header.logicalIndex(header.count() - 1);
    for (int column = 0; column < header.count(); ++column) wanted += column == last ? 0 : header.sectionSize(column);
    m_window->resize(m_window->width() - table.viewport()->width() + wanted + header.sectionSizeHint(last) - pixels,
                     800);
    QTest::qWait(50);
  }
  static constexpr int kWide = 2'400;

  [[nodiscard]] QLabel& title() { return *named<QLabel>(*m_window, "Device"); }
  const QString m_long = QString(60, QLatin1Char('d')) + QStringLiteral("-end");
};

void UiFittingTest::aLongIdMakesNoWindowWider() {
  m_node->connectDevice(m_long);
  QTRY_COMPARE(devices().rowCount(), 1);
  select({m_long});
  m_window->resize(1'280, 800);  // as it opens: wide enough for every system's letters
  const int width = m_window->width();
  m_window->showPage(MainWindow::Diagnose);
  type("Device id", m_long);
  action("startDiagnosis").trigger();
  QTRY_VERIFY(!named<QLabel>(*m_window, "Conclusion")->text().isEmpty());
  QTest::qWait(50);  // for the layout, which might yet ask for more
  QCOMPARE(m_window->width(), width);
  QVERIFY2(m_window->minimumSizeHint().width() <= width,
           qPrintable(QString::number(m_window->minimumSizeHint().width())));
  const QList<QToolButton*> stations = m_window->findChildren<QToolButton*>();
  QVERIFY(std::ranges::any_of(stations, [&](const QToolButton* one) { return one->toolTip().contains(m_long); }));
}

void UiFittingTest::aLongIdIsReadInWhole() {
  m_node->connectDevice(m_long);
  m_node->connectDevice(QStringLiteral("pump-7"));
  m_window->showPage(MainWindow::Devices);
  QTRY_COMPARE(devices().rowCount(), 2);
  select({m_long});
  QTRY_COMPARE(title().text(), m_long);
  QVERIFY(title().fontMetrics().horizontalAdvance(m_long) > title().contentsRect().width());
  QCOMPARE(tipAt(title(), title().rect().center()), m_long);
  select({QStringLiteral("pump-7")});
  QTRY_COMPARE(title().text(), QStringLiteral("pump-7"));
  QCOMPARE(tipAt(title(), title().rect().center()), QString());
}

void UiFittingTest::onlyWhatIsCutHasItsTextAsTip() {
  m_node->connectDevice(m_long);
  m_node->connectDevice(QStringLiteral("pump-7"));
  m_node->change(m_long, [](node::SessionRow& row) { row.meta = "{\"site\":\"A\"}"; });
  m_window->showPage(MainWindow::Devices);
  QTRY_COMPARE(devices().rowCount(), 2);
  QTRY_VERIFY(tipAt(table("Devices"), 0, DeviceColumn::Device).contains(QStringLiteral("site")));
  QVERIFY(tipAt(table("Devices"), 0, DeviceColumn::Device).startsWith(m_long));
  QCOMPARE(tipAt(table("Devices"), 1, DeviceColumn::Device), QString());
}

void UiFittingTest::aTipOfACellIsNoMarkup() {
  m_window->showPage(MainWindow::Commands);
  type("Devices", QStringLiteral("pump-7"));
  const QString payload = QStringLiteral("<b>relay</b> ") + QString(100, QLatin1Char('x'));
  writePayload(payload);
  sendButton().click();
  QTRY_COMPARE(table("Commands").model()->rowCount(), 1);
  QTRY_VERIFY(tipAt(table("Commands"), 0, CommandsModel::Payload).contains(QStringLiteral("&lt;b&gt;relay")));
}

// At the widths that nobody has changed yet.
void UiFittingTest::wordsOfOurOwnFitTheirColumns() {
  const auto fits = [](const QTableView& table, int column, const QString& text, int dot = kDot) {
    return table.fontMetrics().horizontalAdvance(text) + kRoom + dot <= table.columnWidth(column);
  };
  for (const CommandStatus status : kCommandStatuses) {
    QString word = words::commandStatus(status);
    QVERIFY2(fits(table("Commands"), CommandsModel::State, word), qPrintable(word));
    word[0] = word[0].toUpper();
    QVERIFY2(fits(table("Timeline of the device"), 1, word), qPrintable(word));
  }
  const QTableView& nodes = table("Nodes");
  QVERIFY(fits(nodes, NodesModel::RunningFor, words::duration(59 * 60'000 + 59'000), 0));
  QVERIFY(fits(nodes, NodesModel::Memory, words::bytes(quint64{999} << 20), 0));
}

// In 1280 by 800 pixels, before anybody has moved anything; with wider letters than Debian's or Windows' own, in so
// much more.
void UiFittingTest::aWindowAsItOpensShowsWhatItIsFor() {
  const QString detail = QStringLiteral("from 10.20.0.14, session 7");
  constexpr double kUsualWidth = 160;  // on Debian
  const double letters = QFontMetricsF(QApplication::font()).horizontalAdvance(detail) / kUsualWidth;
  m_window->resize(qRound(1'280 * std::max(letters, 1.0)), 800);
  m_node->connectDevice(QStringLiteral("pump-7"));
  m_window->showPage(MainWindow::Nodes);
  QTableView& nodes = table("Nodes");
  QTRY_VERIFY(nodes.isVisible() && nodes.model()->rowCount() > 0);
  QCOMPARE(nodes.horizontalScrollBar()->maximum(), 0);

  m_window->showPage(MainWindow::Devices);
  QTRY_COMPARE(devices().rowCount(), 1);
  select({QStringLiteral("pump-7")});
  const QTableView& timeline = table("Timeline of the device");
  QTRY_VERIFY(timeline.isVisible());
  QVERIFY2(timeline.columnWidth(2) >= timeline.fontMetrics().horizontalAdvance(detail) + kRoom,
           qPrintable(QString::number(timeline.columnWidth(2))));
  QTableView& list = table("Devices");
  const QRect pending = list.visualRect(list.model()->index(0, DeviceColumn::Pending));
  QVERIFY2(pending.right() < list.viewport()->width(), qPrintable(QString::number(pending.right())));

  action("trace").trigger();
  const QTableView& frames = table("Frames of the device");
  QTRY_VERIFY(frames.isVisible());
  constexpr int kFrames = 6;
  QTRY_VERIFY2(frames.viewport()->height() >= kFrames * frames.verticalHeader()->defaultSectionSize(),
               qPrintable(QString::number(frames.viewport()->height())));
}

// As in a large font, only that here the window is the smaller one.
void UiFittingTest::aTableThatNearlyFitsGivesWay() {
  showNodes();
  QTableView& nodes = table("Nodes");
  leaveTooLittleFor(nodes, 60);
  QCOMPARE(nodes.horizontalScrollBar()->maximum(), 0);
  const QHeaderView& header = *nodes.horizontalHeader();
  for (int column = 0; column < header.count(); ++column) {
    const QString name = nodes.model()->headerData(column, Qt::Horizontal).toString();
    QVERIFY2(header.isSectionHidden(column) ||
                 header.sectionSize(column) >= header.fontMetrics().horizontalAdvance(name) + kRoom / 2,
             qPrintable(name));
  }
}

void UiFittingTest::aTableThatIsFarTooWideScrolls() {
  showNodes();
  QTableView& nodes = table("Nodes");
  const int width = nodes.columnWidth(NodesModel::State);
  leaveTooLittleFor(nodes, 300);
  QTRY_VERIFY(nodes.horizontalScrollBar()->maximum() > 0);
  QCOMPARE(nodes.columnWidth(NodesModel::State), width);
}

void UiFittingTest::onlyWidthsThatSomebodyChangedAreKept() {
  const QTemporaryDir folder;
  QSettings state(folder.filePath(QStringLiteral("state.ini")), QSettings::IniFormat);
  const QString key = QStringLiteral("nodes");
  showNodes();
  auto& nodes = *qobject_cast<TableView*>(&table("Nodes"));
  const int wanted = nodes.columnWidth(NodesModel::State);
  leaveTooLittleFor(nodes, 60);
  QTRY_VERIFY(nodes.columnWidth(NodesModel::State) < wanted);
  nodes.remember(&state, key);
  m_window->resize(kWide, 800);
  QTRY_COMPARE(nodes.columnWidth(NodesModel::State), wanted);
  nodes.restore(&state, key);
  QCOMPARE(nodes.columnWidth(NodesModel::State), wanted);

  nodes.setColumnWidth(NodesModel::State, wanted / 2);
  nodes.remember(&state, key);
  nodes.resetColumns();
  QCOMPARE(nodes.columnWidth(NodesModel::State), wanted);
  nodes.restore(&state, key);
  m_window->resize(kWide - 10, 800);
  QTest::qWait(50);
  QCOMPARE(nodes.columnWidth(NodesModel::State), wanted / 2);
}

void UiFittingTest::theArrowOfASortedColumnLeavesItsNameAlone() {
  QHeaderView& header = *table("Devices").horizontalHeader();
  QStyleOptionHeader option;
  option.initFrom(&header);
  option.orientation = Qt::Horizontal;
  option.rect = QRect(0, 0, 80, header.sizeHint().height());
  option.sortIndicator = QStyleOptionHeader::SortDown;
  const QRect arrow = ConsoleStyle().subElementRect(QStyle::SE_HeaderArrow, &option, &header);
  const int top = (option.rect.height() - header.fontMetrics().capHeight()) / 2;
  QVERIFY2(arrow.isValid() && option.rect.contains(arrow) && arrow.bottom() < top, "it stands above the name");
}

void UiFittingTest::countsHaveTheirThousands() {
  m_node->connectDevices(1'200);
  m_window->showPage(MainWindow::Devices);
  QTRY_COMPARE(devices().rowCount(), 1'200);
  table("Devices").selectAll();
  const auto says = [this](const QString& text) {
    const QList<QLabel*> labels = m_window->findChildren<QLabel*>();
    return std::ranges::any_of(labels, [&](const QLabel* one) { return one->isVisible() && one->text() == text; });
  };
  QTRY_VERIFY(says(QStringLiteral("1,200 devices selected")));
}

QTEST_MAIN(UiFittingTest)
#include "tst_ui_fitting.moc"
