// What the page of the devices tells of one of them: the frames of its trace, and its history.
#include <QAbstractItemModelTester>
#include <QTest>

#include "ui/frame_words.h"
#include "ui/timeline_model.h"
#include "ui/trace_model.h"

using namespace lk;
using namespace lk::ui;
using Tester = QAbstractItemModelTester;

namespace {

node::TracedFrame frame(const QByteArray& payload, bool fromDevice = true) {
  node::TracedFrame made;
  made.device = QStringLiteral("demo-1");
  made.fromDevice = fromDevice;
  made.type = 5;
  made.payload = payload;
  made.length = static_cast<quint32>(payload.size());
  return made;
}

}  // namespace

class UiModelsTracesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void tracesAreBounded();
  void framesAreReadable();
  void historyIsToldOnce();
};

void UiModelsTracesTest::tracesAreBounded() {
  TraceModel model(nullptr, 10);
  Tester tester(&model, Tester::FailureReportingMode::QtTest);
  model.take({frame("of nobody")}, 0);
  QCOMPARE(model.rowCount(), 0);
  model.follow(QStringLiteral("demo-1"));
  QList<node::TracedFrame> frames;
  for (int i = 0; i < 7; ++i) frames.push_back(frame(QByteArray::number(i)));
  model.take(frames, 2);
  model.take(frames, 0);
  QCOMPARE(model.rowCount(), 10);
  QCOMPARE(model.dropped(), 6U);
  QCOMPARE(model.at(0)->payload, QByteArray("6"));
  model.setPaused(true);
  for (int i = 0; i < 3; ++i) model.take(frames, 0);
  QCOMPARE(model.held(), 10);
  QCOMPARE(model.rowCount(), 10);
  model.setPaused(false);
  QCOMPARE(model.rowCount(), 10);
  QCOMPARE(model.dropped(), 27U);  // 2 at the node, and of 35 that came all but 10
}

void UiModelsTracesTest::framesAreReadable() {
  QCOMPARE(frame_words::type(1), QStringLiteral("HELLO"));
  QCOMPARE(frame_words::type(9), QStringLiteral("CLOSE"));
  QCOMPARE(frame_words::type(200), QStringLiteral("200"));
  QCOMPARE(frame_words::hex(QByteArray("\x00\xff"
                                       "a",
                                       3),
                            2),
           QStringLiteral("00 ff …"));
  QCOMPARE(frame_words::text(QByteArray("a\x00\xe4z", 4), 9), QStringLiteral("a..z"));
  QCOMPARE(frame_words::dump(QByteArray("0123456789"), 8),
           QStringLiteral("0000  30 31 32 33 34 35 36 37  01234567\n0008  38 39                    89\n"));
}

void UiModelsTracesTest::historyIsToldOnce() {
  TimelineModel model;
  Tester tester(&model, Tester::FailureReportingMode::QtTest);
  const QString device = QStringLiteral("demo-1");
  node::Event opened;
  opened.atMs = 5'000;
  opened.kind = node::EventKind::SessionOpened;
  opened.device = device;
  opened.session = 9;
  node::CommandUpdate update;
  update.atMs = 6'000;
  update.id = QStringLiteral("c9");
  update.device = device;
  update.status = CommandStatus::Done;
  model.show(device, {opened}, {update});
  QList<node::HistoryEntry> history(4);
  history[0].atMs = 1'000;
  history[0].kind = node::HistoryKind::TookOver;
  history[0].session = 8;
  history[1].atMs = 4'000;
  history[1].kind = node::HistoryKind::Closed;
  history[1].session = 8;
  history[1].reason = CloseReason::Lost;
  history[2].atMs = 5'001;
  history[2].kind = node::HistoryKind::Connected;
  history[2].session = 9;
  history[3].atMs = 6'001;
  history[3].kind = node::HistoryKind::Command;
  history[3].id = QStringLiteral("c9");
  history[3].status = CommandStatus::Done;
  model.addHistory(history);
  QCOMPARE(model.rowCount(), 4);
  QCOMPARE(model.index(2, TimelineModel::Detail).data().toString(), QStringLiteral("connection lost, after 0 s"));
  QCOMPARE(model.index(3, TimelineModel::What).data().toString(), QStringLiteral("Took over"));
  model.addHistory(history);
  QCOMPARE(model.rowCount(), 4);
}

QTEST_MAIN(UiModelsTracesTest)
#include "tst_ui_models_traces.moc"
