// What a console asks of a node of this machine, and the answers.
#include <QTest>

#include "server/node/control_line.h"
#include "tests/control/examples.h"
#include "tests/control/local_node_control_test.h"

using namespace lk::node;
using namespace lk::test;
using lk::Result;
using State = NodeControl::State;

class LocalNodeRequestsTest : public LocalNodeControlTest {
  Q_OBJECT

 private Q_SLOTS:
  void snapshotIsWholeAgain();
  void fetchGoesOnFromTheCursor();
  void sendSaysTakenThenEveryChange();
  void commandsWithoutIdGetOne();
  void tooManyCommandsAreRefused();
  void largestPayloadAndAnswerPass();
  void manyLargeCommandsAreTakenAsOne();
  void tooLargeARequestIsRefused();
  void kickTellsWhoWasThere();
  void inspectTellsAllThatIsKnown();
  void drainIsRefusedWithTheNodesWords();
  void traceGoesOnAndOff();
};

void LocalNodeRequestsTest::snapshotIsWholeAgain() {
  for (int i = 0; i < 3000; ++i) m_node->connectDevice(QStringLiteral("dev-%1").arg(i));
  m_node->noteEvents(1200);
  open();
  SnapshotRequest request;
  request.trace = true;
  Heard<Snapshot> heard;
  m_control->fetch(request, this, heard.take());
  QTRY_VERIFY_WITH_TIMEOUT(heard.reply.has_value(), 20'000);
  QVERIFY(heard.reply->ok());
  std::optional<Snapshot> direct;
  m_node->fetch(request, [&](const Snapshot& snapshot) { direct = snapshot; });
  QVERIFY2(heard.reply->value() == *direct, "the same as without a socket, in the same order");
  QTest::qWait(0);
  QCOMPARE(heard.times, 1);
}

void LocalNodeRequestsTest::fetchGoesOnFromTheCursor() {
  m_node->noteEvents(3);
  open();
  Heard<Snapshot> first;
  m_control->fetch({}, this, first.take());
  QTRY_VERIFY(first.reply.has_value());
  m_node->noteEvents(1);
  SnapshotRequest next;
  next.sessions = false;
  next.since = first.reply->value().cursor;
  Heard<Snapshot> second;
  m_control->fetch(next, this, second.take());
  QTRY_VERIFY(second.reply.has_value());
  const Snapshot snapshot = second.reply->value();
  QCOMPARE(snapshot.events.size(), 1);
  QCOMPARE(snapshot.events.first().seq, 4U);
  QVERIFY(!snapshot.allSessions);
}

void LocalNodeRequestsTest::sendSaysTakenThenEveryChange() {
  m_node->connectDevice(QStringLiteral("dev-1"));
  open();
  QStringList story;
  connect(m_control.get(), &NodeControl::commandChanged, this, [&](const CommandUpdate& update) {
    story.push_back(update.id + QLatin1Char(' ') + QString::fromUtf8(lk::toText(update.status)));
  });
  m_control->send(
      {command(QStringLiteral("dev-1"), QStringLiteral("c-1")),
       command(QStringLiteral("dev-2"), QStringLiteral("c-2"))},
      this, [&](const Result<QStringList>& taken) {
        story.push_back(taken ? QStringLiteral("taken ") + taken->join(QLatin1Char(',')) : QStringLiteral("refused"));
      });
  QTRY_COMPARE(story.size(), 4);
  QCOMPARE(story, QStringList({QStringLiteral("taken c-1,c-2"), QStringLiteral("c-1 written"),
                               QStringLiteral("c-1 done"), QStringLiteral("c-2 offline")}));
  disconnect(m_control.get(), nullptr, this, nullptr);
}

void LocalNodeRequestsTest::commandsWithoutIdGetOne() {
  open();
  Heard<QStringList> heard;
  m_control->send({command(QStringLiteral("dev-1")), command(QStringLiteral("dev-1"))}, this, heard.take());
  QTRY_VERIFY(heard.reply.has_value());
  const QStringList ids = heard.reply->value();
  QCOMPARE(ids.size(), 2);
  QVERIFY(ids[0] != ids[1]);
  for (const QString& id : ids) QVERIFY(!id.isEmpty() && id.size() <= 64);
  QCOMPARE(m_node->sent().at(1).id, ids[1]);
  QCOMPARE(m_node->sent().at(1).payload, QByteArray("relay on"));
}

void LocalNodeRequestsTest::tooManyCommandsAreRefused() {
  open();
  QList<CommandRequest> many;
  for (int i = 0; i <= 10'000; ++i) many.push_back({QString::number(i), QStringLiteral("d"), "x", 0, 10});
  Heard<QStringList> heard;
  m_control->send(many, this, heard.take());
  QTRY_VERIFY(heard.reply.has_value());
  QVERIFY(heard.failed());
  QVERIFY(m_node->sent().isEmpty());
  Heard<Snapshot> after;
  m_control->fetch({}, this, after.take());
  QTRY_VERIFY(after.reply.has_value());
  QVERIFY2(after.reply->ok(), "the link goes on");
}

void LocalNodeRequestsTest::largestPayloadAndAnswerPass() {
  constexpr qsizetype kLargest = 16 * 1024 * 1024;  // of node.max-payload
  m_node->connectDevice(QStringLiteral("dev-1"));
  m_node->setAnswer(QByteArray(kLargest - 1, '\xfe'));
  open();
  CommandRequest large = command(QStringLiteral("dev-1"), QStringLiteral("c-1"));
  large.payload = QByteArray(kLargest, '\xff');
  const QSignalSpy updates(m_control.get(), &NodeControl::commandChanged);
  m_control->send({large, command(QStringLiteral("dev-1"), QStringLiteral("c-2"))}, this, [](const auto&) {});
  QTRY_COMPARE_WITH_TIMEOUT(updates.size(), 4, 30'000);
  QVERIFY(m_node->sent().first().payload == large.payload);
  QVERIFY(updates.at(1).first().value<CommandUpdate>().answer == m_node->updates().at(1).answer);
}

void LocalNodeRequestsTest::manyLargeCommandsAreTakenAsOne() {
  open();
  QList<CommandRequest> commands;
  for (int i = 0; i < 600; ++i) {
    commands.push_back(command(QStringLiteral("dev-1"), QStringLiteral("c-%1").arg(i)));
    commands.last().payload = QByteArray(65'536, 'x');  // 39 MB in all
  }
  Heard<QStringList> heard;
  m_control->send(commands, this, heard.take());
  QTRY_VERIFY_WITH_TIMEOUT(heard.reply.has_value(), 30'000);
  QVERIFY(heard.reply->ok());
  QCOMPARE(heard.reply->value().size(), 600);
  QCOMPARE(heard.reply->value().last(), QStringLiteral("c-599"));
  QCOMPARE(m_node->sent().size(), 600);
  QTest::qWait(0);
  QCOMPARE(heard.times, 1);
}

void LocalNodeRequestsTest::tooLargeARequestIsRefused() {
  open();
  CommandRequest large = command(QStringLiteral("dev-1"), QStringLiteral("c-1"));
  large.payload = QByteArray(kLongestRequest, 'x');
  Heard<QStringList> heard;
  m_control->send({large}, this, heard.take());
  QTRY_VERIFY_WITH_TIMEOUT(heard.reply.has_value(), 30'000);
  QVERIFY(heard.failed());
  QVERIFY2(heard.reply->error().code == lk::Error::Code::Limit, heard.reply->error().text.c_str());
  QCOMPARE(m_control->state(), State::Connected);
  QVERIFY(m_node->sent().isEmpty());
}

void LocalNodeRequestsTest::kickTellsWhoWasThere() {
  m_node->connectDevice(QStringLiteral("dev-1"));
  open();
  Heard<KickOutcome> heard;
  m_control->kick({QStringLiteral("dev-1"), QStringLiteral("dev-2")}, this, heard.take());
  QTRY_VERIFY(heard.reply.has_value());
  QVERIFY(heard.reply->value() == (KickOutcome{{QStringLiteral("dev-1")}, {QStringLiteral("dev-2")}}));
}

void LocalNodeRequestsTest::inspectTellsAllThatIsKnown() {
  m_node->connectDevice(QStringLiteral("dev-1"));
  open();
  Heard<DeviceReport> there;
  m_control->inspect(QStringLiteral("dev-1"), this, there.take());
  QTRY_VERIFY(there.reply.has_value());
  QVERIFY(there.reply->ok());
  const DeviceReport& report = there.reply->value();
  QVERIFY(report.nodes.front().connected);
  QCOMPARE(report.nodes.front().session.device, QStringLiteral("dev-1"));
  QVERIFY(report.nodes.front().history == fullReport().nodes.front().history);
  QVERIFY(report.bus == fullReport().bus);

  Heard<DeviceReport> wrong;
  m_control->inspect(QStringLiteral("no device"), this, wrong.take());
  QTRY_VERIFY(wrong.reply.has_value());
  QVERIFY(!wrong.reply->ok());
}

void LocalNodeRequestsTest::drainIsRefusedWithTheNodesWords() {
  open();
  Heard<void> good;
  m_control->drain({}, 100, this, good.take());
  QTRY_VERIFY(good.reply.has_value());
  QVERIFY(good.reply->ok());
  QCOMPARE(m_node->drains(), QList<int>({100}));
  m_node->refuseToDrain();
  Heard<void> refused;
  m_control->drain({}, 0, this, refused.take());
  QTRY_VERIFY(refused.reply.has_value());
  QVERIFY(!refused.reply->ok());
  QCOMPARE(QByteArray::fromStdString(refused.reply->error().text), QByteArray("this node does not drain now"));
}

void LocalNodeRequestsTest::traceGoesOnAndOff() {
  const QString device = QStringLiteral("dev-1");
  open();
  m_control->setTrace(device, true);
  QTRY_COMPARE(m_node->traced().value(device), 1);
  m_control->setTrace(device, false);
  QTRY_VERIFY(m_node->traced().isEmpty());
  m_control->setTrace(device, true);
  QTRY_COMPARE(m_node->traced().value(device), 1);
  m_control.reset();
  QTRY_VERIFY2(m_node->traced().isEmpty(), "a console that goes takes its traces along");
}

QTEST_GUILESS_MAIN(LocalNodeRequestsTest)
#include "tst_local_node_requests.moc"
