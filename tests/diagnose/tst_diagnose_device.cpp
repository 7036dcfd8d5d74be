#include <QTcpServer>

#include "tests/cli/running_node.h"
#include "tests/cli/wire_device.h"
#include "tests/diagnose/diagnosed.h"

using namespace lk::test;

namespace {

const QString kDevice = QStringLiteral("dev-1");

QStringList set(const char* what) { return {QStringLiteral("--set"), QString::fromLatin1(what)}; }

// Says HELLO and reads next to nothing from then on.
class Unreading {
 public:
  [[nodiscard]] bool join(quint16 port, const QByteArray& device) {
    m_socket.setReadBufferSize(256);
    m_socket.connectToHost(QHostAddress::LocalHost, port);
    if (!m_socket.waitForConnected(10'000)) return false;
    const QByteArray hello = "{\"device\":\"" + device + "\"}";
    QByteArray length(4, '\0');
    length[3] = static_cast<char>(hello.size());
    m_socket.write(QByteArray("LK\x01\x01\0\0\0\0", 8) + length + hello);
    return QTest::qWaitFor([this] { return m_socket.bytesAvailable() > 0; }, 10'000);
  }

 private:
  QTcpSocket m_socket;
};

}  // namespace

// Faults of a device, at one node.
class DiagnoseDevice : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void allIsWell() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place));
    WireDevice device;
    QVERIFY(device.join(node.port(), "dev-1"));
    QCOMPARE(run(place, "send dev-1 on").code, 0);
    const Diagnosed diagnosed = diagnose(place, kDevice);
    QVERIFY2(diagnosed.outcome.code == 0, diagnosed.said().constData());
    QCOMPARE(diagnosed.cause(), QByteArray());
    QVERIFY2(diagnosed.conclusion().contains("is done"), diagnosed.said().constData());
    for (const char* step : {"firewall", "nginx", "node", "session", "route", "commands", "last-close"}) {
      QVERIFY2(diagnosed.gradeOf(step) == "green", step);
    }
    // The same for people: a line for each step, and the sentence.
    const Outcome people = run(place, "diagnose dev-1");
    QCOMPARE(people.code, 0);
    for (const char* word : {"ok  firewall", "ok  session", "ok  last-close", "dev-1 is connected to n1"}) {
      QVERIFY2(people.out.contains(word), people.said().constData());
    }
  }

  void theNodeDrains() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place, QStringLiteral("n1"), {QStringLiteral("--io-threads"), QStringLiteral("1")}));
    // Sent away first, while the others keep the node from ending.
    std::vector<std::unique_ptr<WireDevice>> others;
    WireDevice device;
    for (int i = 0; i < 30; ++i) {
      if (i == 1) QVERIFY(device.join(node.port(), "dev-1"));
      others.push_back(std::make_unique<WireDevice>());
      QVERIFY(others.back()->join(node.port(), "other-" + QByteArray::number(i)));
    }
    const auto drain = makeProcess(place, words("drain n1 --rate 1"));
    drain->start();
    QVERIFY(device.waitFor(kClose, 20'000));
    QCOMPARE(device.closeReason(), 5);
    const Diagnosed diagnosed = diagnose(place, kDevice);
    LK_NAMES(diagnosed, "node.draining");
    QVERIFY2(diagnosed.conclusion().contains("n1 is draining"), diagnosed.said().constData());
    drain->kill();
    drain->waitForFinished();
  }

  void theDeviceNeverSaidHello() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place, QStringLiteral("n1"), set("node.hello-timeout=300ms")));
    WireDevice device;
    device.connectTo(node.port());
    QVERIFY(device.waitFor(kClose));
    const Diagnosed diagnosed = diagnose(place, kDevice);
    LK_NAMES(diagnosed, "session.no-hello");
    QVERIFY2(diagnosed.conclusion().contains("127.0.0.1 came and never said HELLO"), diagnosed.said().constData());
  }

  void theDeviceSaysAHelloThatIsNoGood() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place));
    WireDevice device;
    device.connectTo(node.port());
    QVERIFY(QTest::qWaitFor([&] { return device.connected(); }));
    device.sayHello("dev-1", ",\"keepalive\":1");
    QVERIFY(device.waitFor(kClose));
    const Diagnosed diagnosed = diagnose(place, kDevice);
    LK_NAMES(diagnosed, "session.bad-hello");
    QVERIFY2(diagnosed.conclusion().contains("keepalive must be"), diagnosed.said().constData());
  }

  // No setting checks tokens, so no node sends a CLOSE 2: the device says it itself, as one does whose own check of
  // what it was told failed.
  void theDeviceEndsAsNotAuthorised() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place));
    WireDevice device;
    QVERIFY(device.join(node.port(), "dev-1"));
    device.write(kClose, 0, QByteArray("\x02", 1));
    QVERIFY(device.waitForEnd());
    LK_NAMES(diagnose(place, kDevice), "session.wrong-token");
  }

  // The one CLOSE 2 that a node sends by itself: to who does not come through the proxy.
  void theDeviceDoesNotComeThroughTheProxy() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place, QStringLiteral("n1"),
                       set("node.proxy-protocol=required") + set("node.proxy-trusted=10.0.0.0/8")));
    WireDevice device;
    device.connectTo(node.port());
    QVERIFY(QTest::qWaitFor([&] { return device.connected(); }));
    device.sayHello("dev-1");
    QVERIFY(device.waitFor(kClose));
    QCOMPARE(device.closeReason(), 2);
    const Diagnosed diagnosed = diagnose(place, kDevice);
    LK_NAMES(diagnosed, "session.not-trusted");
    QVERIFY2(diagnosed.conclusion().contains("connections from 127.0.0.1 are turned away"),
             diagnosed.said().constData());
  }

  void aCommandExpired() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place));
    QCOMPARE(run(place, "send --ttl 1 --id c-17 dev-1 on").code, 1);
    WireDevice device;
    QVERIFY(device.join(node.port(), "dev-1"));
    const Diagnosed diagnosed = diagnose(place, kDevice);
    LK_NAMES(diagnosed, "command.expired");
    QVERIFY2(diagnosed.conclusion().contains("c-17 expired"), diagnosed.said().constData());
  }

  void theDeviceAcknowledgedWithAnError() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place));
    WireDevice device;
    device.answerCommandsWith(7, "valve stuck");
    QVERIFY(device.join(node.port(), "dev-1"));
    QCOMPARE(run(place, "send --id c-17 dev-1 open").code, 1);
    const Diagnosed diagnosed = diagnose(place, kDevice);
    LK_NAMES(diagnosed, "command.failed");
    QVERIFY2(diagnosed.conclusion().contains("its own error code 7"), diagnosed.said().constData());
  }

  void theDeviceAcknowledgesNothing() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place));
    WireDevice device;
    device.stayMute();
    QVERIFY(device.join(node.port(), "dev-1"));
    QCOMPARE(run(place, "send --timeout 1 dev-1 open").code, 1);
    LK_NAMES(diagnose(place, kDevice), "command.unacknowledged");
  }

  void theReaderStalled() {
    const Place place;
    RunningNode node;
    QVERIFY(
        node.start(place, QStringLiteral("n1"), set("node.max-payload=16777216") + set("node.out-buffer=100000000")));
    Unreading device;
    QVERIFY(device.join(node.port(), "dev-1"));
    const QString payload = place.write(QStringLiteral("payload"), QByteArray(16'000'000, 'x'));
    QCOMPARE(
        run(place, {QStringLiteral("send"), QStringLiteral("--no-wait"), QStringLiteral("--file"), payload, kDevice})
            .code,
        0);
    QTest::qWait(1'500);  // so long nothing has been taken
    const Diagnosed diagnosed = diagnose(place, kDevice);
    LK_NAMES(diagnosed, "session.reader-stalled");
    QVERIFY2(diagnosed.conclusion().contains("is connected and has stopped reading"), diagnosed.said().constData());
  }

  void theReaderStalledUntilItWasClosed() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place, QStringLiteral("n1"), set("node.max-payload=16777216")));
    Unreading device;
    QVERIFY(device.join(node.port(), "dev-1"));
    const QString payload = place.write(QStringLiteral("payload"), QByteArray(16'000'000, 'x'));
    QCOMPARE(run(place, {QStringLiteral("send"), QStringLiteral("--file"), payload, kDevice}).code, 1);
    const Diagnosed diagnosed = diagnose(place, kDevice);
    LK_NAMES(diagnosed, "session.reader-stalled");
    QVERIFY2(diagnosed.conclusion().contains("node.out-buffer"), diagnosed.said().constData());
  }

  void whatHappenedIsKnownAfterARestart() {
    const Place place;
    {
      RunningNode node;
      QVERIFY(node.start(place));
      WireDevice device;
      QVERIFY(device.join(node.port(), "dev-1"));
      QCOMPARE(run(place, "kick dev-1").code, 0);
      QVERIFY(device.waitForEnd());
      node.process().terminate();
      QVERIFY(QTest::qWaitFor([&] { return node.process().state() == QProcess::NotRunning; }, 10'000));
    }
    RunningNode node;
    QVERIFY(node.start(place));
    const Diagnosed diagnosed = diagnose(place, kDevice);
    LK_NAMES(diagnosed, "session.kicked");
  }

  void withoutAFileNothingIsKnownAfterARestart() {
    const Place place;
    for (const int life : {1, 2}) {
      RunningNode node;
      QVERIFY(node.start(place, QStringLiteral("n1"), set("node.history-file=")));
      if (life == 2) {
        LK_NAMES(diagnose(place, kDevice), "session.never-came");
        return;
      }
      WireDevice device;
      QVERIFY(device.join(node.port(), "dev-1"));
      node.process().terminate();
      QVERIFY(QTest::qWaitFor([&] { return node.process().state() == QProcess::NotRunning; }, 10'000));
    }
  }

  void aHistoryThatCannotBeWrittenStopsNoNode() {
    const Place place;
    const QString blocked = place.write(QStringLiteral("blocked"), "a file where a folder should be");
    RunningNode node;
    QVERIFY(node.start(place, QStringLiteral("n1"),
                       {QStringLiteral("--set"), QStringLiteral("node.history-file=%1/history.log").arg(blocked)}));
    WireDevice device;
    QVERIFY(device.join(node.port(), "dev-1"));
    QVERIFY2(node.logs("history of devices not written"), node.log().constData());
    QCOMPARE(diagnose(place, kDevice).outcome.code, 0);
  }

  void wrongWordsEndWith2() {
    const Place place;
    for (const char* line : {"diagnose", "diagnose a b", "diagnose 'ü'", "diagnose dev-1 --via nowhere"}) {
      QCOMPARE(run(place, line).code, 2);
    }
  }
};

QTEST_GUILESS_MAIN(DiagnoseDevice)
#include "tst_diagnose_device.moc"
