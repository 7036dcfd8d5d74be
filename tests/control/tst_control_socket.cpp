#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

#include "server/node/control_codec.h"
#include "server/node/control_connection.h"
#include "server/node/control_line.h"
#include "server/node/control_server.h"
#include "tests/control/examples.h"
#include "tests/control/fake_node_service.h"
#include "tests/control/raw_client.h"

using namespace lk::node;
using lk::test::FakeNodeService;
using lk::test::RawClient;

namespace {

QString errorOf(const QJsonObject& line) { return line.value(QLatin1StringView("error")).toString(); }
qint64 idOf(const QJsonObject& line) { return line.value(QLatin1StringView("id")).toInteger(-1); }

QJsonObject commands(const QString& device, int count) {
  QJsonArray array;
  for (int i = 0; i < count; ++i) {
    array.push_back(QJsonObject{{QStringLiteral("id"), QStringLiteral("c-%1").arg(i)},
                                {QStringLiteral("device"), device},
                                {QStringLiteral("payload"), QStringLiteral("b24=")}});
  }
  return {{QStringLiteral("commands"), array}};
}

}  // namespace

class ControlSocketTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();
  void helloTellsWhoTheNodeIs();
  void answersComeInOrderAndBearTheirIds();
  void requestMayArriveByteByByte();
  void whatIsNoRequestEndsTheLink_data();
  void whatIsNoRequestEndsTheLink();
  void nothingAfterGarbageIsServed();
  void wrongRequestIsAnswered_data();
  void wrongRequestIsAnswered();
  void lineOverTheLimitEndsTheLink();
  void endlessLineEndsTheLink();
  void lineAtTheLimitIsServed();
  void halfALineThenGone();
  void largeSnapshotComesInParts();
  void updatesGoToTheirSenderOnly();
  void tenThousandCommandsAtOnce();
  void drainTakesTheRate();
  void aDrainedNodesLastWordSaysSo();
  void traceEndsWithItsConnection();
  void traceIsCountedForEachConnection();
  void whoDoesNotReadIsCut();
  void answerForOneWhoLeftGoesNowhere();
  void endOfTheServerEndsLinks();

 private:
  [[nodiscard]] bool nobodyIsConnected() const { return m_server->findChildren<ControlConnection*>().isEmpty(); }

  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<FakeNodeService> m_node;
  std::unique_ptr<ControlServer> m_server;
  QString m_socketName;
};

void ControlSocketTest::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  m_socketName = m_folder->filePath(QStringLiteral("n1.sock"));
  m_node = std::make_unique<FakeNodeService>();
  m_server = std::make_unique<ControlServer>(*m_node);
  QVERIFY(m_server->listen(m_socketName).ok());
}

void ControlSocketTest::cleanup() {
  m_server.reset();
  m_node.reset();
  m_folder.reset();
}

void ControlSocketTest::helloTellsWhoTheNodeIs() {
  RawClient client(m_socketName);
  QVERIFY(client.connected());
  client.ask(1, "hello");
  const QJsonObject answer = client.nextObject();
  QCOMPARE(idOf(answer), 1);
  QVERIFY(answer.value(QLatin1StringView("info")).toObject() == toJson(lk::test::fullInfo()));
}

void ControlSocketTest::answersComeInOrderAndBearTheirIds() {
  RawClient client(m_socketName);
  client.send(
      "{\"v\":1,\"id\":7,\"op\":\"hello\"}\n{\"v\":1,\"id\":5,\"op\":\"fetch\"}\r\n{\"v\":1,\"id\":6,\"op\":\"hello\"}"
      "\n");
  QCOMPARE(idOf(client.nextObject()), 7);
  QCOMPARE(idOf(client.nextObject()), 5);
  QCOMPARE(idOf(client.nextObject()), 6);
}

void ControlSocketTest::requestMayArriveByteByByte() {
  RawClient client(m_socketName);
  for (const char byte : QByteArray("{\"v\":1,\"id\":1,\"op\":\"hello\"}\n")) {
    client.send(QByteArray(1, byte));
    QCoreApplication::processEvents();
  }
  QCOMPARE(idOf(client.nextObject()), 1);
}

void ControlSocketTest::whatIsNoRequestEndsTheLink_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::newRow("an empty line") << QByteArray("\n");
  QTest::newRow("words") << QByteArray("GET /metrics HTTP/1.1\r\n\r\n");
  QTest::newRow("an array") << QByteArray("[]\n");
  QTest::newRow("half an object") << QByteArray("{\"v\":1,\"id\":1\n");
  QTest::newRow("an object without id") << QByteArray("{\"v\":1,\"op\":\"hello\"}\n");
  QTest::newRow("an id as text") << QByteArray("{\"v\":1,\"id\":\"1\",\"op\":\"hello\"}\n");
  QTest::newRow("a device's HELLO") << QByteArray("LK\x01\x01\x00\x00\x00\x00\x00\x00\x00\x0e{\"device\":\"a\"}\n", 27);
  QTest::newRow("zeroes") << QByteArray(4096, '\0') + '\n';
}

void ControlSocketTest::whatIsNoRequestEndsTheLink() {
  QFETCH(QByteArray, bytes);
  RawClient client(m_socketName);
  client.send(bytes);
  const QJsonObject answer = client.nextObject();
  QCOMPARE(idOf(answer), 0);
  QVERIFY(!errorOf(answer).isEmpty());
  QVERIFY(client.isCut());
  QTRY_VERIFY(nobodyIsConnected());
  QCOMPARE(m_node->asked(), 0);
}

void ControlSocketTest::nothingAfterGarbageIsServed() {
  m_node->connectDevice(QStringLiteral("dev-1"));
  RawClient client(m_socketName);
  client.send("garbage\n{\"v\":1,\"id\":2,\"op\":\"kick\",\"devices\":[\"dev-1\"]}\n");
  QVERIFY(client.isCut());
  QTRY_VERIFY(nobodyIsConnected());
  QVERIFY(m_node->kicked().isEmpty());
}

void ControlSocketTest::wrongRequestIsAnswered_data() {
  QTest::addColumn<QByteArray>("members");
  QTest::addColumn<QString>("says");
  const auto row = [](const char* members, const char* says) {
    QTest::newRow(members) << QByteArray(members) << QString::fromLatin1(says);
  };
  row(R"("v":2,"op":"hello")", "version 2");
  row(R"("op":"hello")", "version");
  row(R"("v":1)", "op");
  row(R"("v":1,"op":"reboot")", "'reboot'");
  row(R"("v":1,"op":"fetch","sessions":"yes")", "'sessions'");
  row(R"("v":1,"op":"fetch","since":{"events":7})", "'since'");
  row(R"("v":1,"op":"send")", "'commands'");
  row(R"("v":1,"op":"send","commands":[])", "'commands'");
  row(R"("v":1,"op":"send","commands":{"id":"c-1"})", "'commands'");
  row(R"("v":1,"op":"send","commands":["relay on"])", "command");
  row(R"("v":1,"op":"send","commands":[{"device":"dev-1"}])", "'id'");
  row(R"("v":1,"op":"send","commands":[{"id":"c-1","ttl":"long"}])", "'ttl'");
  row(R"("v":1,"op":"send","commands":[{"id":"c-1","payload":"%"}])", "'payload'");
  row(R"("v":1,"op":"send","commands":[{"id":"c-1","device":"dev-1"},{"id":7}])", "'id'");
  row(R"("v":1,"op":"kick")", "'devices'");
  row(R"("v":1,"op":"kick","devices":"dev-1")", "'devices'");
  row(R"("v":1,"op":"kick","devices":["dev-1",7])", "'devices'");
  row(R"("v":1,"op":"drain","rate":-1)", "'rate'");
  row(R"("v":1,"op":"drain","rate":1000001)", "'rate'");
  row(R"("v":1,"op":"drain","rate":"fast")", "'rate'");
  row(R"("v":1,"op":"drain","rate":0.5)", "'rate'");
  row(R"("v":1,"op":"trace","on":true)", "'device'");
  row(R"("v":1,"op":"trace","device":"no such id","on":true)", "'device'");
  row(R"("v":1,"op":"trace","device":"dev-1","on":"yes")", "'on'");
  row(R"("v":1,"op":"trace","device":"dev-1","on":false)", "not traced by you");
}

void ControlSocketTest::wrongRequestIsAnswered() {
  QFETCH(QByteArray, members);
  QFETCH(QString, says);
  RawClient client(m_socketName);
  client.send("{\"id\":41," + members + "}\n");
  const QJsonObject answer = client.nextObject();
  QCOMPARE(idOf(answer), 41);
  QVERIFY2(errorOf(answer).contains(says), qPrintable(errorOf(answer)));
  QVERIFY2(m_node->asked() == 0, "nothing of it was done");
  client.ask(42, "hello");
  QCOMPARE(idOf(client.nextObject()), 42);
}

void ControlSocketTest::lineOverTheLimitEndsTheLink() {
  RawClient client(m_socketName);
  client.send("{\"v\":1,\"id\":1,\"op\":\"" + QByteArray(kLongestRequest, 'x') + "\"}\n");
  const QJsonObject answer = client.nextObject();
  QCOMPARE(idOf(answer), 0);
  QVERIFY2(errorOf(answer).contains(QString::number(kLongestRequest)), qPrintable(errorOf(answer)));
  QVERIFY(client.isCut());
  QTRY_VERIFY(nobodyIsConnected());
}

void ControlSocketTest::endlessLineEndsTheLink() {
  RawClient client(m_socketName);
  QVERIFY(client.connected());
  for (qsizetype sent = 0; sent < 2 * kLongestRequest; sent += 1'000'000) client.send(QByteArray(1'000'000, 'x'));
  QVERIFY(client.isCut());
  QTRY_VERIFY(nobodyIsConnected());
}

void ControlSocketTest::lineAtTheLimitIsServed() {
  RawClient client(m_socketName);
  const QByteArray request = "{\"v\":1,\"id\":1,\"op\":\"hello\"}";
  client.send(request + QByteArray(kLongestRequest - request.size(), ' ') + '\n');
  QCOMPARE(idOf(client.nextObject()), 1);
}

void ControlSocketTest::halfALineThenGone() {
  RawClient client(m_socketName);
  QVERIFY(client.connected());
  client.send("{\"v\":1,\"id\":1,\"op\":\"drain\"}");
  QTRY_VERIFY(!nobodyIsConnected());
  client.leave();
  QTRY_VERIFY(nobodyIsConnected());
  QCOMPARE(m_node->asked(), 0);
}

void ControlSocketTest::largeSnapshotComesInParts() {
  for (int i = 0; i < 3000; ++i) m_node->connectDevice(QStringLiteral("dev-%1").arg(i));
  m_node->noteEvents(1200);
  RawClient client(m_socketName);
  client.ask(9, "fetch", {{QStringLiteral("trace"), true}});
  QSet<QString> devices;
  Snapshot whole;
  int lines = 0;
  bool more = true;
  while (more) {
    const QJsonObject line = client.nextObject();
    QCOMPARE(idOf(line), 9);
    Snapshot part;
    QVERIFY(fromJson(line.value(QLatin1StringView("snapshot")).toObject(), part).ok());
    for (const SessionRow& row : part.sessions) devices.insert(row.device);
    whole.sessions += part.sessions;
    whole.events += part.events;
    whole.closed += part.closed;
    whole.frames += part.frames;
    QVERIFY(part.allSessions);
    QCOMPARE(part.cursor.events, 1200U);
    more = line.value(QLatin1StringView("more")).toBool();
    ++lines;
  }
  QVERIFY(lines > 1);
  QCOMPARE(devices.size(), 3000);
  QCOMPARE(whole.sessions.size(), 3000);
  QCOMPARE(whole.closed, QList<quint64>({1001, 1002}));
  QCOMPARE(whole.events.size(), 1200);
  for (qsizetype i = 0; i < whole.events.size(); ++i) QCOMPARE(whole.events[i].seq, static_cast<quint64>(i) + 1);
  QCOMPARE(whole.frames.size(), 1);
}

void ControlSocketTest::updatesGoToTheirSenderOnly() {
  m_node->connectDevice(QStringLiteral("dev-1"));
  RawClient sender(m_socketName);
  RawClient other(m_socketName);
  QVERIFY(other.connected());
  sender.ask(1, "send", commands(QStringLiteral("dev-1"), 1));
  const QJsonObject taken = sender.nextObject();
  QCOMPARE(idOf(taken), 1);
  QVERIFY(taken.value(QLatin1StringView("taken")).toArray() == QJsonArray{QStringLiteral("c-0")});
  for (const char* status : {"written", "done"}) {
    const QJsonObject update = sender.nextObject().value(QLatin1StringView("update")).toObject();
    QCOMPARE(update.value(QLatin1StringView("id")).toString(), QStringLiteral("c-0"));
    QCOMPARE(update.value(QLatin1StringView("status")).toString(), QString::fromLatin1(status));
  }
  other.ask(5, "hello");
  QVERIFY2(idOf(other.nextObject()) == 5, "the first that the other hears is its own answer");
}

void ControlSocketTest::tenThousandCommandsAtOnce() {
  RawClient client(m_socketName);
  client.ask(1, "send", commands(QStringLiteral("dev-1"), 10'000));
  const QJsonObject taken = client.nextObject();
  QCOMPARE(taken.value(QLatin1StringView("taken")).toArray().size(), 10'000);
  QCOMPARE(m_node->sent().size(), 10'000);
  QCOMPARE(m_node->sent().constLast().id, QStringLiteral("c-9999"));
  QCOMPARE(m_node->sent().constLast().payload, QByteArray("on"));

  RawClient greedy(m_socketName);
  greedy.ask(2, "send", commands(QStringLiteral("dev-1"), 10'001));
  const QJsonObject refused = greedy.nextObject();
  QCOMPARE(idOf(refused), 2);
  QVERIFY(errorOf(refused).contains(QLatin1StringView("10000")));
  QCOMPARE(m_node->sent().size(), 10'000);
}

void ControlSocketTest::drainTakesTheRate() {
  RawClient client(m_socketName);
  client.ask(1, "drain", {{QStringLiteral("rate"), 250}});
  QVERIFY(errorOf(client.nextObject()).isEmpty());
  client.ask(2, "drain");
  QVERIFY(errorOf(client.nextObject()).isEmpty());
  QCOMPARE(m_node->drains(), QList<int>({250, 0}));
  m_node->refuseToDrain();
  client.ask(3, "drain");
  QCOMPARE(errorOf(client.nextObject()), QStringLiteral("this node does not drain now"));
}

void ControlSocketTest::aDrainedNodesLastWordSaysSo() {
  RawClient waiting(m_socketName);
  waiting.ask(1, "hello");
  QCOMPARE(idOf(waiting.nextObject()), 1);
  m_node->beDrained();
  m_server.reset();
  QVERIFY(waiting.nextObject().value(QLatin1StringView("drained")).toBool());
}

void ControlSocketTest::traceEndsWithItsConnection() {
  const QJsonObject on = {{QStringLiteral("device"), QStringLiteral("dev-1")}, {QStringLiteral("on"), true}};
  RawClient client(m_socketName);
  client.ask(1, "trace", on);
  client.ask(2, "trace", on);
  QCOMPARE(idOf(client.nextObject()), 1);
  QCOMPARE(idOf(client.nextObject()), 2);
  QCOMPARE(m_node->traced().value(QStringLiteral("dev-1")), 2);
  client.leave();
  QTRY_VERIFY(m_node->traced().isEmpty());
}

void ControlSocketTest::traceIsCountedForEachConnection() {
  const QString device = QStringLiteral("dev-1");
  RawClient first(m_socketName);
  RawClient second(m_socketName);
  first.ask(1, "trace", {{QStringLiteral("device"), device}, {QStringLiteral("on"), true}});
  QVERIFY(errorOf(first.nextObject()).isEmpty());
  second.ask(1, "trace", {{QStringLiteral("device"), device}, {QStringLiteral("on"), false}});
  QVERIFY2(!errorOf(second.nextObject()).isEmpty(), "one can't switch off another's trace");
  QCOMPARE(m_node->traced().value(device), 1);
  first.ask(2, "trace", {{QStringLiteral("device"), device}, {QStringLiteral("on"), false}});
  QVERIFY(errorOf(first.nextObject()).isEmpty());
  QVERIFY(m_node->traced().isEmpty());
  first.leave();
  QTRY_VERIFY(m_server->findChildren<ControlConnection*>().size() == 1);
  QVERIFY2(m_node->traced().isEmpty(), "what was switched off is not switched off again");
}

void ControlSocketTest::whoDoesNotReadIsCut() {
  QTest::failOnWarning(QRegularExpression(QStringLiteral("not open")));  // nothing is written to a link that is cut
  m_node->noteEvents(20'000);
  RawClient client(m_socketName);
  client.stopReading();
  client.ask(1, "trace", {{QStringLiteral("device"), QStringLiteral("dev-1")}, {QStringLiteral("on"), true}});
  QTRY_COMPARE(m_node->traced().size(), 1);
  RawClient canary(m_socketName);
  for (int id = 2; id < 60 && !m_node->traced().isEmpty(); ++id) {
    client.ask(id, "fetch");
    canary.ask(id, "hello");
    QCOMPARE(idOf(canary.nextObject()), id);
  }
  QTRY_VERIFY_WITH_TIMEOUT(m_node->traced().isEmpty(), 20'000);
  canary.ask(60, "hello");
  QCOMPARE(idOf(canary.nextObject()), 60);
}

void ControlSocketTest::answerForOneWhoLeftGoesNowhere() {
  m_node->connectDevice(QStringLiteral("dev-1"));
  m_node->hold();
  RawClient client(m_socketName);
  client.ask(1, "fetch");
  client.ask(2, "kick", {{QStringLiteral("devices"), QJsonArray{QStringLiteral("dev-9")}}});
  client.ask(3, "send", commands(QStringLiteral("dev-1"), 1));
  QTRY_COMPARE(m_node->held(), 4U);
  client.leave();
  QTRY_VERIFY(nobodyIsConnected());
  m_node->release();
  RawClient next(m_socketName);
  next.ask(1, "hello");
  QCOMPARE(idOf(next.nextObject()), 1);
}

void ControlSocketTest::endOfTheServerEndsLinks() {
  RawClient client(m_socketName);
  client.ask(1, "trace", {{QStringLiteral("device"), QStringLiteral("dev-1")}, {QStringLiteral("on"), true}});
  QCOMPARE(idOf(client.nextObject()), 1);
  m_server.reset();
  QVERIFY(m_node->traced().isEmpty());
  QVERIFY(client.isCut());
  QVERIFY2(!QFileInfo::exists(m_socketName), "nothing is left behind");
}

QTEST_GUILESS_MAIN(ControlSocketTest)
#include "tst_control_socket.moc"
