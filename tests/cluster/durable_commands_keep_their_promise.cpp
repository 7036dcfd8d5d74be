// Durable commands under bad luck: too large ones end at once, silent ones hold up nobody, and an end that Redis would
// not take is told again.
#include <QTest>

#include "tests/cli/wire_device.h"
#include "tests/cluster/stand.h"

using namespace lk::test;

class DurableCommandsKeepTheirPromise : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_stand = std::make_unique<Stand>();
    QVERIFY(m_stand->startRedis() && m_stand->startNodes(2, words("--set node.max-payload=1024")));
    m_results = std::make_unique<ResultLedger>(m_stand->redisPorts());
    QVERIFY(m_results->waitUntilListening());
  }
  void cleanup() {
    m_results.reset();
    m_stand.reset();
  }

  void oneThatIsTooLargeIsRefusedAtTheDoor() {
    QVERIFY(m_stand->publish({Stand::commandFor("c-1", "dev-1", QByteArray(1'025, 'x'), 300)}));
    QTRY_COMPARE(m_results->statuses("c-1"), QByteArrayList{"rejected"});
    QTest::qWait(300);
    QCOMPARE(m_results->timesFinal("c-1"), 1);
    WireDevice device;
    QVERIFY(device.join(m_stand->nodePorts().at(0), "dev-1"));
    QTest::qWait(300);
    QCOMPARE(device.commands(), QList<QByteArray>());
  }

  // A console knows nothing of the nodes' limits.
  void oneThatWasKeptEndsWhenTheDeviceComes() {
    const Outcome kept = m_stand->verb({QStringLiteral("send"), QStringLiteral("--ttl"), QStringLiteral("300"),
                                        QStringLiteral("--no-wait"), QStringLiteral("dev-1"), QString(2'000, u'x')});
    QVERIFY2(kept.code == 0, kept.said().constData());
    WireDevice device;
    QVERIFY(device.join(m_stand->nodePorts().at(0), "dev-1"));
    QTRY_COMPARE(m_results->withFinal(), 1);
    const QByteArray id = waitingOf("dev-1").value(0);
    QVERIFY2(id.isEmpty(), "it is kept no more");
    QVERIFY(m_stand->publish({Stand::commandFor("c-2", "dev-1", "small", 60)}));
    QTRY_COMPARE(m_results->finals("c-2"), QByteArrayList{"done"});
    QCOMPARE(device.commands(), QList<QByteArray>{"small"});
    QCOMPARE(device.closeReason(), -1);
  }

  // More of them than come at a time.
  void thoseBehindOnesThatAreNotAcknowledgedArrive() {
    QByteArrayList messages;
    QList<QByteArray> payloads;
    constexpr int kCommands = 150;
    for (int i = 0; i < kCommands; ++i) {
      const QByteArray number = QByteArray::number(i);
      payloads.push_back("step " + number);
      messages.push_back(R"({"id":"c-)" + number + R"(","device":"dev-1","payload":"step )" + number +
                         R"(","ttl":300,"timeout":1})");
    }
    QVERIFY(m_stand->publish(messages));
    QTRY_COMPARE(m_results->statuses("c-149"), QByteArrayList{"queued"});
    WireDevice device;
    device.stayMute();
    QVERIFY(device.join(m_stand->nodePorts().at(0), "dev-1"));
    QTRY_COMPARE_WITH_TIMEOUT(device.commands(), payloads, 30'000);
    QCOMPARE(waitingOf("dev-1").size(), kCommands);  // none is lost, as none was acknowledged

    // After an outage Redis offers the first of them again, which the device has.
    const auto links = [this] { return m_stand->metric(0, "linekeeper_redis_reconnects_total"); };
    const double before = links();
    QVERIFY(m_stand->one().ask({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"}).good());
    QTRY_VERIFY(links() > before);
    QVERIFY(m_stand->waitForRedisAt(0) && m_stand->waitForRedisAt(1));
    QTest::qWait(1'000);
    QVERIFY(m_stand->publish({Stand::commandFor("last", "dev-1", "last", 300)}));
    payloads.push_back("last");
    QTRY_COMPARE(device.commands(), payloads);
  }

  // Redis takes no writes for a while, just as the device acknowledges.
  void anEndThatRedisRefusedIsToldAgain() {
    WireDevice device;
    device.stayMute();
    QVERIFY(device.join(m_stand->nodePorts().at(0), "dev-1"));
    QVERIFY(m_stand->publish({Stand::commandFor("c-1", "dev-1", "on", 300)}));
    QVERIFY(device.waitFor(kCommand));
    QVERIFY(m_stand->one().ask({"CONFIG", "SET", "min-replicas-to-write", "1"}).good());
    device.write(kCommandAck, device.last(kCommand)->id, QByteArray("\0ok", 3));
    QTest::qWait(1'500);
    QCOMPARE(waitingOf("dev-1"), QByteArrayList{"c-1"});
    QVERIFY(m_stand->one().ask({"CONFIG", "SET", "min-replicas-to-write", "0"}).good());
    QTRY_COMPARE_WITH_TIMEOUT(m_results->finals("c-1"), QByteArrayList{"done"}, 20'000);
    QTRY_COMPARE(waitingOf("dev-1"), QByteArrayList());
    QCOMPARE(device.commands(), QList<QByteArray>{"on"});
  }

 private:
  QByteArrayList waitingOf(const QByteArray& device) {
    return m_stand->one().ask({"ZRANGE", "lk:queue:{" + device + "}", "0", "-1"}).texts();
  }

  std::unique_ptr<Stand> m_stand;
  std::unique_ptr<ResultLedger> m_results;
};

QTEST_GUILESS_MAIN(DurableCommandsKeepTheirPromise)
#include "durable_commands_keep_their_promise.moc"
