// What is no command is counted, logged safely, answered with `rejected` where it bears an id, and stops no node.
#include <QTest>

#include "tests/cluster/stand.h"

using namespace lk::test;

namespace {

// JSON, with ' for ".
QByteArray json(QByteArray text) { return text.replace('\'', '"'); }

}  // namespace

class GarbageOnTheOpenDoor : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_stand = std::make_unique<Stand>();
    QVERIFY(m_stand->startRedis() && m_stand->startNodes(2));
    LedgerPlan plan;
    plan.ports = {m_stand->nodePorts().front()};
    m_fleet = std::make_unique<LedgerFleet>(plan);
    m_fleet->start();
    QVERIFY(m_fleet->waitUntilConnected(10'000));
    m_results = std::make_unique<ResultLedger>(m_stand->redisPorts());
    QVERIFY(m_results->waitUntilListening());
  }
  void cleanup() {
    m_results.reset();
    m_fleet.reset();
    m_stand.reset();
  }

  void withAnIdItIsRejectedOnce_data() {
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("no device") << json("{'id':'bad','payload':'x'}");
    QTest::newRow("a number for a device") << json("{'id':'bad','device':7,'payload':'x'}");
    QTest::newRow("a device that can't be") << json("{'id':'bad','device':'dev 0','payload':'x'}");
    QTest::newRow("an encoding nobody knows") << json("{'id':'bad','device':'dev-0','payload':'x','encoding':'rot13'}");
    QTest::newRow("half a hex digit") << json("{'id':'bad','device':'dev-0','payload':'0','encoding':'hex'}");
    QTest::newRow("wrong base64") << json("{'id':'bad','device':'dev-0','payload':'!','encoding':'base64'}");
    QTest::newRow("a ttl below 0") << json("{'id':'bad','device':'dev-0','payload':'x','ttl':-1}");
    QTest::newRow("a ttl over the most") << json("{'id':'bad','device':'dev-0','payload':'x','ttl':604801}");
    QTest::newRow("a text for a ttl") << json("{'id':'bad','device':'dev-0','payload':'x','ttl':'60'}");
    QTest::newRow("a timeout over the most") << json("{'id':'bad','device':'dev-0','payload':'x','timeout':301}");
    QTest::newRow("an array for a payload") << json("{'id':'bad','device':'dev-0','payload':[]}");
    const QByteArray long25MiB(25 * 1024 * 1024, 'x');
    QTest::newRow("longer than any command")
        << json("{'id':'bad','device':'dev-0','payload':'") + long25MiB + json("'}");
    QTest::newRow("longer, its id at the end") << json("{'payload':'") + long25MiB + json("','id':'bad'}");
  }
  void withAnIdItIsRejectedOnce() {
    QFETCH(QByteArray, message);
    QVERIFY(m_stand->publish({message}));
    QTRY_COMPARE(m_results->finals("bad"), QByteArrayList{"rejected"});
    QVERIFY(!m_results->last("bad").value(QStringLiteral("reason")).toString().isEmpty());
    QTest::qWait(300);
    QCOMPARE(m_results->timesFinal("bad"), 1);
    theNodesGoOn();
    QCOMPARE(m_fleet->commands(), 1);
    QCOMPARE(rejected(), 1.0);
  }

  void itIsRejectedWhereTheReplyIsAwaited() {
    ResultLedger own(m_stand->redisPorts(), "my:results");
    QVERIFY(own.waitUntilListening());
    QVERIFY(m_stand->publish({json("{'id':'bad','device':'dev-0','payload':'x','ttl':-1,'reply':'my:results'}")}));
    QTRY_COMPARE(own.finals("bad"), QByteArrayList{"rejected"});
    QCOMPARE(own.last("bad").value(QStringLiteral("device")).toString(), QStringLiteral("dev-0"));
    QVERIFY(m_results->finals("bad").isEmpty());
  }

  // In the order that the contract shows, the channel comes behind the payload.
  void oneThatIsTooLongIsToo() {
    ResultLedger own(m_stand->redisPorts(), "my:results");
    QVERIFY(own.waitUntilListening());
    QVERIFY(m_stand->publish({json("{'id':'bad','device':'dev-0','payload':'") + QByteArray(25 * 1024 * 1024, 'x') +
                              json("','ttl':0,'reply':'my:results'}")}));
    QTRY_COMPARE(own.finals("bad"), QByteArrayList{"rejected"});
    QCOMPARE(own.last("bad").value(QStringLiteral("device")).toString(), QStringLiteral("dev-0"));
    QVERIFY(m_results->finals("bad").isEmpty());
  }

  // As while a new limit is being brought to one node after the other.
  void whatOneNodeMayTakeNoOtherRejects() {
    QVERIFY(m_stand->addNode(m_stand->url(), {QStringLiteral("--set"), QStringLiteral("node.max-payload=1048576")}));
    QVERIFY(m_stand->waitForRedisAt(2));
    LedgerPlan plan;
    plan.prefix = "large-";
    plan.ports = {m_stand->nodePorts().at(2)};
    LedgerFleet large(plan);
    large.start();
    QVERIFY(large.waitUntilConnected(10'000));
    const QByteArray payload(70'000, 'x');
    const auto few = Stand::commandFor("for few", m_fleet->name(0), payload);
    const auto nobody = Stand::commandFor("for nobody", "nobody", payload);
    QVERIFY(m_stand->publish({Stand::commandFor("live", large.name(0), payload), few, nobody,
                              Stand::commandFor("durable", large.name(0), payload, 60)}));
    QTRY_COMPARE(m_results->finals("live"), QByteArrayList{"done"});
    QTRY_COMPARE(m_results->finals("for few"), QByteArrayList{"rejected"});
    QTRY_COMPARE(m_results->finals("for nobody"), QByteArrayList{"rejected"});
    // Of a durable one whoever looks first decides.
    QTRY_COMPARE(m_results->finals("durable").size(), 1);
    QTest::qWait(500);
    for (const char* id : {"live", "for few", "for nobody", "durable"}) QCOMPARE(m_results->timesFinal(id), 1);
    const bool isDone = m_results->finals("durable") == QByteArrayList{"done"};
    QCOMPARE(large.commands(), isDone ? 2 : 1);
    QTRY_COMPARE(rejected(), isDone ? 2.0 : 3.0);
  }

  void whatCannotBeKeptIsRejectedOnce_data() {
    QTest::addColumn<QByteArrayList>("before");
    QTest::addColumn<QByteArray>("why");
    QTest::newRow("as many wait already")
        << QByteArrayList{"EVAL", "for i = 1, 10000 do redis.call('ZADD', KEYS[1], i, 'w-' .. i) end", "1",
                          "lk:queue:{absent}"}
        << QByteArray("10000 durable commands already wait");
    QTest::newRow("no memory is left") << QByteArrayList{"CONFIG", "SET", "maxmemory", "1"}
                                       << QByteArray("Redis did not keep it: OOM");
    QTest::newRow("its queue is no queue")
        << QByteArrayList{"SET", "lk:queue:{absent}", "somebody's own"} << QByteArray("Redis did not keep it: ");
  }
  void whatCannotBeKeptIsRejectedOnce() {
    QFETCH(QByteArrayList, before);
    QFETCH(QByteArray, why);
    QVERIFY(m_stand->one().ask(before, 10'000).good());
    QByteArrayList ids;
    QByteArrayList messages;
    for (int i = 0; i < 50; ++i) {
      ids.push_back("c-" + QByteArray::number(i));
      messages.push_back(Stand::commandFor(ids.last(), "absent", "x", 600));
    }
    QVERIFY(m_stand->publish(messages));
    QTRY_COMPARE(m_results->withFinal(), ids.size());
    QTest::qWait(500);
    for (const QByteArray& id : ids) {
      QCOMPARE(m_results->statuses(id), QByteArrayList{"rejected"});
      QCOMPARE(m_results->timesFinal(id), 1);
      QVERIFY(m_results->last(id).value(QStringLiteral("reason")).toString().toUtf8().startsWith(why));
    }
    QCOMPARE(rejected(), static_cast<double>(ids.size()));
    // What a node routes for somebody counts once, too; what no node has seen does not.
    const Outcome routed = run(m_stand->place(), words("send --json --ttl 60 --node n1 absent on"));
    QCOMPARE(countStatuses(Stand::results(routed)), QByteArray("rejected 1"));
    const Outcome past = m_stand->verb(words("send --json --ttl 60 absent on"));
    QCOMPARE(countStatuses(Stand::results(past)), QByteArray("rejected 1"));
    QTest::qWait(300);
    QCOMPARE(rejected(), static_cast<double>(ids.size() + 1));
  }

  void withoutMemoryGarbageIsRejectedOnceToo() {
    QVERIFY(m_stand->one().ask({"CONFIG", "SET", "maxmemory", "1"}).good());
    QVERIFY(m_stand->publish({json("{'id':'bad','device':'dev-0'}"),
                              Stand::commandFor("large", m_fleet->name(0), QByteArray(70'000, 'x'))}));
    QTRY_COMPARE(m_results->withFinal(), 2);
    QTest::qWait(500);
    for (const char* id : {"bad", "large"}) {
      QCOMPARE(m_results->finals(id), QByteArrayList{"rejected"});
      QCOMPARE(m_results->timesFinal(id), 1);
    }
    QCOMPARE(rejected(), 2.0);
    // What is beyond Redis' memory is not there for long.
    const RespValue keys = m_stand->one().ask({"KEYS", "lk:told:*"});
    QCOMPARE(keys.items.size(), std::size_t{2});
    for (const QByteArray& key : keys.texts()) {
      const qint64 leftMs = m_stand->one().ask({"PTTL", key}).number;
      QVERIFY2(leftMs > 0 && leftMs <= 30'000, QByteArray::number(leftMs).constData());
    }
  }

  void anOddIdIsAnsweredAsItCame() {
    const QByteArray forged = "a\x1b[2J\nerror: forged";
    const QByteArray longer(65, 'i');
    QVERIFY(m_stand->publish({json("{'id':'a\\u001b[2J\\nerror: forged','device':'dev-0','payload':'x'}"),
                              R"({"id":")" + longer + R"(","device":"dev-0","payload":"x"})"}));
    for (const QByteArray& id : {forged, longer}) {
      QTRY_COMPARE(m_results->finals(id), QByteArrayList{"rejected"});
      QCOMPARE(m_results->timesFinal(id), 1);
      QVERIFY(m_results->last(id).value(QStringLiteral("reason")).toString().startsWith(QStringLiteral("'id' must")));
    }
    theNodesGoOn();
    QCOMPARE(m_fleet->commands(), 1);
    QCOMPARE(rejected(), 2.0);
    for (int i = 0; i < 2; ++i) isCountedAndLogged(i, 2);
  }

  void withoutOneItIsCountedAndLogged_data() {
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("relay on");
    QTest::newRow("an array") << QByteArray("[1,2,3]");
    QTest::newRow("cut") << json("{'id':'bad','device':'de");
    QTest::newRow("zeros") << QByteArray(64, '\0');
    QTest::newRow("no UTF-8") << QByteArray("{\"id\":\"\xff\xfe\",\"device\":\"dev-0\",\"payload\":\"x\"}");
    QTest::newRow("1 MiB of letters") << QByteArray(1024 * 1024, 'x');
    QTest::newRow("deep") << QByteArray(100'000, '[');
    QTest::newRow("deep, of objects") << QByteArray("{\"a\":").repeated(100'000);
    QTest::newRow("a number for an id") << json("{'id':7,'device':'dev-0','payload':'x'}");
  }
  void withoutOneItIsCountedAndLogged() {
    QFETCH(QByteArray, message);
    QVERIFY(m_stand->publish({message}));
    theNodesGoOn();
    QCOMPARE(m_fleet->commands(), 1);
    QCOMPARE(rejected(), m_results->timesFinal("bad"));  // what is cut may bear its id
    for (int i = 0; i < 2; ++i) isCountedAndLogged(i, 1);
  }

  void aFloodStopsNothing() {
    QByteArrayList messages;
    for (int i = 0; i < sized(5'000, 50'000); ++i) messages.push_back("garbage " + QByteArray::number(i));
    messages.push_back(QByteArray(1024 * 1024, '{'));
    QVERIFY(m_stand->publish(messages));
    theNodesGoOn();
    for (int i = 0; i < 2; ++i) {
      QCOMPARE(m_stand->metric(i, "linekeeper_bus_messages_refused_total"), static_cast<double>(messages.size()));
      QVERIFY2(m_stand->node(i).log().count('\n') < 1'000, "the log is not flooded");
    }
  }

 private:
  void isCountedAndLogged(int node, double times) {
    QCOMPARE(m_stand->metric(node, "linekeeper_bus_messages_refused_total"), times);
    QTRY_VERIFY2(m_stand->node(node).log().contains("lk:cmd"), "it is logged");
    const QByteArray log = m_stand->node(node).log();
    QVERIFY2(log.size() < 20'000, "it is cut");
    for (const QByteArray& line : log.split('\n')) {
      QVERIFY2(!line.startsWith("error: forged"), "no line is forged");
      for (const char c : line) QVERIFY2(static_cast<unsigned char>(c) >= 0x20, "it is escaped");
    }
  }

  // Answered `rejected`, by whichever node.
  double rejected() {
    double sum = 0;
    for (int i = 0; i < m_stand->nodePorts().size(); ++i) {
      sum += m_stand->metric(i, R"(linekeeper_commands_total{status="rejected"})");
    }
    return sum;
  }

  void theNodesGoOn() {
    QVERIFY(m_stand->publish({Stand::commandFor("good", m_fleet->name(0), "good")}));
    QTRY_COMPARE_WITH_TIMEOUT(m_results->finals("good"), QByteArrayList{"done"}, 20'000);
    QCOMPARE(m_fleet->lost(), 0);
    for (int i = 0; i < 2; ++i) QCOMPARE(m_stand->node(i).process().state(), QProcess::Running);
  }

  std::unique_ptr<Stand> m_stand;
  std::unique_ptr<LedgerFleet> m_fleet;
  std::unique_ptr<ResultLedger> m_results;
};

QTEST_GUILESS_MAIN(GarbageOnTheOpenDoor)
#include "garbage_on_the_open_door.moc"
