// The models of commands and events, and the timeline that joins them.
#include <QAbstractItemModelTester>
#include <QTest>

#include "ui/command_memory.h"
#include "ui/commands_model.h"
#include "ui/events_model.h"
#include "ui/timeline_model.h"

using namespace lk;
using namespace lk::ui;
using node::Snapshot;
using Tester = QAbstractItemModelTester;

namespace {

node::CommandUpdate update(const char* id, CommandStatus status, bool final = false) {
  node::CommandUpdate made;
  made.id = QString::fromLatin1(id);
  made.device = QStringLiteral("demo-1");
  made.status = status;
  made.final = final;
  made.payload = "relay on";
  made.payloadSize = 8;
  return made;
}

node::Event eventOf(quint64 seq, node::Severity severity = node::Severity::Info,
                    node::EventKind kind = node::EventKind::SessionOpened) {
  node::Event made;
  made.seq = seq;
  made.atMs = static_cast<qint64>(seq);
  made.kind = kind;
  made.severity = severity;
  made.device = QStringLiteral("demo-%1").arg(seq);
  return made;
}

}  // namespace

class UiModelsCommandsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void commandsShowTheirLatestState();
  void aFinalStateStays();
  void commandsAreBounded();
  void anEmptyPayloadIsSaidWhereItIsKnown();
  void lostLinkEndsOwnCommands();
  void eventsAreNewestFirstAndBounded();
  void eventsAreFiltered();
  void timelineJoinsEventsAndCommands();
};

void UiModelsCommandsTest::commandsShowTheirLatestState() {
  CommandsModel model;
  Tester tester(&model, Tester::FailureReportingMode::QtTest);
  node::CommandRequest request;
  request.id = QStringLiteral("c1");
  request.device = QStringLiteral("demo-1");
  request.payload = QByteArray(400, 'x');
  model.addOwn({request}, 1'000);
  QCOMPARE(model.index(0, CommandsModel::State).data().toString(), QStringLiteral("sending"));
  model.take({update("c1", CommandStatus::Written), update("c2", CommandStatus::Written)});
  QCOMPARE(model.rowCount(), 2);
  QCOMPARE(model.at(0)->update.id, QStringLiteral("c2"));
  QVERIFY(!model.at(0)->own);
  QCOMPARE(model.index(1, CommandsModel::State).data().toString(), QStringLiteral("written"));
  QCOMPARE(model.at(1)->request.payload.size(), 400);
  model.setFilter(QStringLiteral("c2 relay"));
  QCOMPARE(model.rowCount(), 1);
  model.setFilter(QStringLiteral("nothing"));
  QCOMPARE(model.rowCount(), 0);
}

void UiModelsCommandsTest::aFinalStateStays() {
  CommandsModel model;
  model.take({update("c1", CommandStatus::Done, true), update("c1", CommandStatus::Written)});
  QCOMPARE(model.rowCount(), 1);
  QCOMPARE(model.index(0, CommandsModel::State).data().toString(), QStringLiteral("done"));
}

void UiModelsCommandsTest::commandsAreBounded() {
  CommandsModel model(nullptr, 10);
  Tester tester(&model, Tester::FailureReportingMode::QtTest);
  for (int i = 0; i < 25; ++i) {
    model.take({update(QByteArray::number(i).constData(), CommandStatus::Done, true)});
  }
  QCOMPARE(model.rowCount(), 10);
  QCOMPARE(model.dropped(), 15U);
  QCOMPARE(model.at(0)->update.id, QStringLiteral("24"));
  QCOMPARE(model.at(9)->update.id, QStringLiteral("15"));
  model.take({update("20", CommandStatus::Done, true)});
  QCOMPARE(model.rowCount(), 10);
}

// What a node's ring says bears the payload, though it has no bytes; the answer to the sender bears none.
void UiModelsCommandsTest::anEmptyPayloadIsSaidWhereItIsKnown() {
  CommandsModel model;
  const auto shown = [&model](int row) { return model.index(row, CommandsModel::Payload).data().toString(); };
  node::CommandRequest request;
  request.id = QStringLiteral("own");
  request.device = QStringLiteral("demo-1");
  model.addOwn({request}, 1'000);
  QCOMPARE(shown(0), QStringLiteral("(empty)"));
  node::CommandUpdate other = update("others", CommandStatus::Written);
  other.payload.clear();
  other.payloadSize = 0;
  model.take({other});
  QCOMPARE(shown(0), QString());
  other.seq = 7;
  other.status = CommandStatus::Done;
  other.final = true;
  model.take({other});
  QCOMPARE(shown(0), QStringLiteral("(empty)"));
  model.setFilter(QStringLiteral("(empty)"));
  QCOMPARE(model.rowCount(), 2);
  // Nor is it forgotten over a restart.
  const auto kept = historyFromJson(historyToJson(model.newest(10)));
  QVERIFY(kept.ok());
  CommandsModel again;
  again.restore(*kept);
  QCOMPARE(again.index(0, CommandsModel::Payload).data().toString(), QStringLiteral("(empty)"));
  QCOMPARE(again.index(1, CommandsModel::Payload).data().toString(), QStringLiteral("(empty)"));
}

void UiModelsCommandsTest::lostLinkEndsOwnCommands() {
  CommandsModel model;
  node::CommandRequest request;
  request.id = QStringLiteral("c1");
  request.device = QStringLiteral("demo-1");
  model.addOwn({request}, 1'000);
  model.take({update("c2", CommandStatus::Written)});
  model.loseOwn(QStringLiteral("the link was lost"));
  QCOMPARE(model.at(1)->update.status, CommandStatus::Unacknowledged);
  QCOMPARE(model.index(1, CommandsModel::Outcome).data().toString(), QStringLiteral("the link was lost"));
  QCOMPARE(model.at(0)->update.status, CommandStatus::Written);
}

void UiModelsCommandsTest::eventsAreNewestFirstAndBounded() {
  EventsModel model(nullptr, 100);
  Tester tester(&model, Tester::FailureReportingMode::QtTest);
  for (quint64 i = 0; i < 40; ++i) {
    QList<node::Event> batch;
    for (quint64 j = 1; j <= 7; ++j) batch.push_back(eventOf(i * 7 + j));
    model.take(batch, i == 0 ? 3 : 0);
  }
  QCOMPARE(model.rowCount(), 100);
  QCOMPARE(model.at(0)->seq, 280U);
  QCOMPARE(model.at(99)->seq, 181U);
  QCOMPARE(model.dropped(), 183U);
}

void UiModelsCommandsTest::eventsAreFiltered() {
  EventsModel model;
  Tester tester(&model, Tester::FailureReportingMode::QtTest);
  EventFilter filter;
  filter.kind = node::EventKind::ProtocolError;
  model.setFilter(filter);
  model.take({eventOf(1), eventOf(2, node::Severity::Warning, node::EventKind::ProtocolError)}, 0);
  QCOMPARE(model.rowCount(), 1);
  filter = {};
  filter.atLeast = node::Severity::Warning;
  QList<FilterProblem> problems;
  filter.words = EventFilter::wordsOf(QStringLiteral("DEMO-2 protocol"), problems);
  model.setFilter(filter);
  QCOMPARE(model.rowCount(), 1);
  QCOMPARE(model.at(0)->seq, 2U);
  filter.words = EventFilter::wordsOf(QStringLiteral("demo-1"), problems);
  model.setFilter(filter);
  QCOMPARE(model.rowCount(), 0);
  QCOMPARE(model.known(), 2);
}

void UiModelsCommandsTest::timelineJoinsEventsAndCommands() {
  TimelineModel model(nullptr, 3);
  Tester tester(&model, Tester::FailureReportingMode::QtTest);
  node::CommandUpdate done = update("c1", CommandStatus::Done, true);
  done.atMs = 5;
  model.show(QStringLiteral("demo-1"), {eventOf(1), eventOf(2)}, {done});
  QCOMPARE(model.rowCount(), 2);  // demo-2's event is another's
  QVERIFY(model.index(0, TimelineModel::What).data().toString() == QStringLiteral("Done"));
  Snapshot snapshot;
  for (quint64 i = 0; i < 3; ++i) snapshot.events.push_back(eventOf(1));
  model.take(snapshot);
  QCOMPARE(model.rowCount(), 3);
}

QTEST_MAIN(UiModelsCommandsTest)
#include "tst_ui_models_commands.moc"
