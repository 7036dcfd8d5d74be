#include <QLocalServer>
#include <QLocalSocket>
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <memory>
#include <optional>

#include "server/node/control_line.h"
#include "server/node/control_server.h"
#include "server/node/local_node_control.h"
#include "tests/control/examples.h"
#include "tests/control/fake_node_service.h"

using namespace lk::node;
using lk::Result;
using lk::test::FakeNodeService;
using State = NodeControl::State;

namespace {

CommandRequest command(const QString& device, const QString& id = {}) {
  CommandRequest request;
  request.id = id;
  request.device = device;
  request.payload = "relay on";
  return request;
}

// Where a reply goes: whether it came, and what it was.
template <typename T>
struct Heard {
  std::optional<Result<T>> reply;
  int times = 0;

  NodeControl::Reply<T> take() {
    return [this](Result<T> result) {
      reply = std::move(result);
      ++times;
    };
  }
  [[nodiscard]] bool failed() const { return reply && !reply->ok() && !reply->error().text.empty(); }
};

}  // namespace

class LocalNodeControlTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanup();
  void connectsAndKnowsTheNode();
  void requestsMayComeBeforeTheLink();
  void nobodyListens();
  void silentNodeIsGivenUp();
  void strangeAnswersLoseTheLink_data();
  void strangeAnswersLoseTheLink();
  void nodeThatLeavesBeforeHello();
  void strayLinesArePassedOver();
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
  void nothingComesFromWithinTheCall();
  void lostLinkAnswersEverything();
  void goneContextHearsNothing();
  void goneControlCallsNobody();

 private:
  void open();
  void speakFor(const QByteArray& bytes);  // a node that answers anything with these bytes

  std::unique_ptr<QTemporaryDir> m_folder;
  QString m_socketName;
  std::unique_ptr<FakeNodeService> m_node;
  std::unique_ptr<ControlServer> m_server;
  std::unique_ptr<QLocalServer> m_stranger;
  std::unique_ptr<LocalNodeControl> m_control;
  std::unique_ptr<QSignalSpy> m_states;
};

void LocalNodeControlTest::initTestCase() {
  qRegisterMetaType<CommandUpdate>();
  qRegisterMetaType<NodeControl::State>();
}

void LocalNodeControlTest::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  m_socketName = m_folder->filePath(QStringLiteral("n1.sock"));
  m_node = std::make_unique<FakeNodeService>();
  m_server = std::make_unique<ControlServer>(*m_node);
  m_control = std::make_unique<LocalNodeControl>(m_socketName);
  m_states = std::make_unique<QSignalSpy>(m_control.get(), &NodeControl::stateChanged);
}

void LocalNodeControlTest::cleanup() {
  m_control.reset();
  m_states.reset();
  m_stranger.reset();
  m_server.reset();
  m_node.reset();
  m_folder.reset();
}

void LocalNodeControlTest::open() {
  QVERIFY(m_server->listen(m_socketName).ok());
  m_control->open();
  QTRY_COMPARE(m_control->state(), State::Connected);
}

void LocalNodeControlTest::speakFor(const QByteArray& bytes) {
  m_stranger = std::make_unique<QLocalServer>();
  connect(m_stranger.get(), &QLocalServer::newConnection, m_stranger.get(), [this, bytes] {
    QLocalSocket* socket = m_stranger->nextPendingConnection();
    connect(socket, &QLocalSocket::readyRead, socket, [socket, bytes] {
      socket->readAll();
      socket->write(bytes);
    });
  });
  QVERIFY(m_stranger->listen(m_socketName));
}

void LocalNodeControlTest::connectsAndKnowsTheNode() {
  QCOMPARE(m_control->state(), State::Connecting);
  open();
  QCOMPARE(m_states->size(), 1);
  QVERIFY(m_control->info() == lk::test::fullInfo());
}

void LocalNodeControlTest::requestsMayComeBeforeTheLink() {
  QVERIFY(m_server->listen(m_socketName).ok());
  Heard<Snapshot> heard;
  m_control->open();
  m_control->fetch({}, this, heard.take());
  QCOMPARE(heard.times, 0);
  QTRY_COMPARE_WITH_TIMEOUT(heard.times, 1, 10'000);
  QVERIFY(heard.reply->ok());
  QCOMPARE(m_control->state(), State::Connected);

  LocalNodeControl lonely(m_folder->filePath(QStringLiteral("none.sock")));
  Heard<void> refused;
  lonely.open();
  lonely.drain({}, 0, this, refused.take());
  QTRY_COMPARE_WITH_TIMEOUT(refused.times, 1, 10'000);
  QVERIFY(refused.failed());
}

void LocalNodeControlTest::nobodyListens() {
  m_control->open();
  QVERIFY2(m_states->isEmpty(), "signals come from the event loop, not from within open()");
  QTRY_COMPARE(m_control->state(), State::Lost);
  QCOMPARE(m_states->size(), 1);
  const QString why = m_states->first().at(1).toString();
  QVERIFY2(why.contains(m_socketName) && !why.contains(QLatin1StringView("QLocalSocket")), qPrintable(why));
}

void LocalNodeControlTest::silentNodeIsGivenUp() {
  speakFor({});
  m_control->open();
  QTRY_COMPARE_WITH_TIMEOUT(m_control->state(), State::Lost, 30'000);
  QVERIFY(m_states->first().at(1).toString().contains(QLatin1StringView("does not answer")));
}

void LocalNodeControlTest::strangeAnswersLoseTheLink_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QString>("says");
  QTest::newRow("no JSON") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n") << QStringLiteral("JSON");
  QTest::newRow("an array") << QByteArray("[1]\n") << QStringLiteral("JSON");
  QTest::newRow("an endless line") << QByteArray(kLongestAnswer + 1, 'x') << QStringLiteral("too long");
  QTest::newRow("an error") << QByteArray(R"({"id":1,"error":"this node speaks version 2"})"
                                          "\n")
                            << QStringLiteral("version 2");
  QTest::newRow("wrong info") << QByteArray(R"({"id":1,"info":{"pid":"many"}})"
                                            "\n")
                              << QStringLiteral("'pid'");
}

void LocalNodeControlTest::strangeAnswersLoseTheLink() {
  QFETCH(QByteArray, bytes);
  QFETCH(QString, says);
  speakFor(bytes);
  m_control->open();
  QTRY_COMPARE_WITH_TIMEOUT(m_control->state(), State::Lost, 20'000);
  QCOMPARE(m_states->size(), 1);
  const QString why = m_states->first().at(1).toString();
  QVERIFY2(why.contains(says), qPrintable(why));
}

void LocalNodeControlTest::nodeThatLeavesBeforeHello() {
  m_stranger = std::make_unique<QLocalServer>();
  connect(m_stranger.get(), &QLocalServer::newConnection, m_stranger.get(),
          [this] { m_stranger->nextPendingConnection()->abort(); });
  QVERIFY(m_stranger->listen(m_socketName));
  m_control->open();
  QTRY_COMPARE(m_control->state(), State::Lost);
  QCOMPARE(m_states->size(), 1);
  const QString why = m_states->first().at(1).toString();
  QVERIFY2(why.contains(QLatin1StringView("node")) && !why.contains(QLatin1StringView("QLocalSocket")),
           qPrintable(why));
}

void LocalNodeControlTest::strayLinesArePassedOver() {
  speakFor(
      "{\"id\":99}\n{}\n{\"update\":{\"status\":\"finished\"}}\n{\"id\":1,\"info\":{\"id\":\"n7\"}}\n"
      "{\"id\":1,\"info\":{\"id\":\"n8\"}}\n");
  const QSignalSpy updates(m_control.get(), &NodeControl::commandChanged);
  m_control->open();
  QTRY_COMPARE(m_control->state(), State::Connected);
  QCOMPARE(m_control->info().id, QStringLiteral("n7"));
  QCOMPARE(updates.size(), 0);
}

void LocalNodeControlTest::snapshotIsWholeAgain() {
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

void LocalNodeControlTest::fetchGoesOnFromTheCursor() {
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

void LocalNodeControlTest::sendSaysTakenThenEveryChange() {
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

void LocalNodeControlTest::commandsWithoutIdGetOne() {
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

void LocalNodeControlTest::tooManyCommandsAreRefused() {
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

void LocalNodeControlTest::largestPayloadAndAnswerPass() {
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

void LocalNodeControlTest::manyLargeCommandsAreTakenAsOne() {
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

void LocalNodeControlTest::tooLargeARequestIsRefused() {
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

void LocalNodeControlTest::kickTellsWhoWasThere() {
  m_node->connectDevice(QStringLiteral("dev-1"));
  open();
  Heard<KickOutcome> heard;
  m_control->kick({QStringLiteral("dev-1"), QStringLiteral("dev-2")}, this, heard.take());
  QTRY_VERIFY(heard.reply.has_value());
  QVERIFY(heard.reply->value() == (KickOutcome{{QStringLiteral("dev-1")}, {QStringLiteral("dev-2")}}));
}

void LocalNodeControlTest::inspectTellsAllThatIsKnown() {
  m_node->connectDevice(QStringLiteral("dev-1"));
  open();
  Heard<DeviceReport> there;
  m_control->inspect(QStringLiteral("dev-1"), this, there.take());
  QTRY_VERIFY(there.reply.has_value());
  QVERIFY(there.reply->ok());
  const DeviceReport& report = there.reply->value();
  QVERIFY(report.nodes.front().connected);
  QCOMPARE(report.nodes.front().session.device, QStringLiteral("dev-1"));
  QVERIFY(report.nodes.front().history == lk::test::fullReport().nodes.front().history);
  QVERIFY(report.bus == lk::test::fullReport().bus);

  Heard<DeviceReport> wrong;
  m_control->inspect(QStringLiteral("no device"), this, wrong.take());
  QTRY_VERIFY(wrong.reply.has_value());
  QVERIFY(!wrong.reply->ok());
}

void LocalNodeControlTest::drainIsRefusedWithTheNodesWords() {
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

void LocalNodeControlTest::traceGoesOnAndOff() {
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

void LocalNodeControlTest::nothingComesFromWithinTheCall() {
  open();
  Heard<Snapshot> heard;
  m_control->fetch({}, this, heard.take());
  QCOMPARE(heard.times, 0);
  QTRY_COMPARE(heard.times, 1);
  m_server.reset();
  QTRY_COMPARE(m_control->state(), State::Lost);
  m_control->fetch({}, this, heard.take());
  QCOMPARE(heard.times, 1);
  QTRY_COMPARE(heard.times, 2);
  QVERIFY(heard.failed());
}

void LocalNodeControlTest::lostLinkAnswersEverything() {
  m_node->connectDevice(QStringLiteral("dev-1"));
  open();
  m_node->hold();
  Heard<Snapshot> fetched;
  Heard<KickOutcome> kicked;
  Heard<QStringList> taken;
  Heard<void> drained;
  m_control->fetch({}, this, fetched.take());
  m_control->kick({QStringLiteral("dev-1")}, this, kicked.take());
  QTRY_COMPARE(m_node->held(), 2U);
  m_control->send({command(QStringLiteral("dev-1"))}, this, taken.take());
  m_control->drain({}, 0, this, drained.take());
  m_server.reset();  // before these two are read
  QTRY_COMPARE(m_control->state(), State::Lost);
  QTRY_VERIFY(fetched.times == 1 && kicked.times == 1 && taken.times == 1 && drained.times == 1);
  QVERIFY(fetched.failed() && kicked.failed() && taken.failed() && drained.failed());
  m_node->release();
  QTest::qWait(0);
  QVERIFY(fetched.times == 1 && kicked.times == 1);
}

void LocalNodeControlTest::goneContextHearsNothing() {
  open();
  Heard<Snapshot> dead;
  Heard<Snapshot> living;
  auto context = std::make_unique<QObject>();
  m_control->fetch({}, context.get(), dead.take());
  m_control->fetch({}, this, living.take());
  context.reset();
  QTRY_COMPARE(living.times, 1);
  QCOMPARE(dead.times, 0);

  context = std::make_unique<QObject>();
  m_node->hold();
  m_control->fetch({}, context.get(), dead.take());
  QTRY_COMPARE(m_node->held(), 1U);
  context.reset();
  m_server.reset();
  QTRY_COMPARE(m_control->state(), State::Lost);
  QCOMPARE(dead.times, 0);

  context = std::make_unique<QObject>();
  m_control->fetch({}, context.get(), dead.take());
  m_control->fetch({}, this, living.take());
  context.reset();
  QTRY_COMPARE(living.times, 2);
  QCOMPARE(dead.times, 0);
}

void LocalNodeControlTest::goneControlCallsNobody() {
  open();
  m_node->hold();
  Heard<Snapshot> heard;
  m_control->fetch({}, this, heard.take());
  QTRY_COMPARE(m_node->held(), 1U);
  m_control.reset();
  m_node->release();
  QTest::qWait(0);
  QCOMPARE(heard.times, 0);
}

QTEST_GUILESS_MAIN(LocalNodeControlTest)
#include "tst_local_node_control.moc"
