#include <QTest>

#include "tests/cli/program.h"
#include "tests/cli/running_node.h"
#include "tests/cli/wire_device.h"

using lk::test::finish;
using lk::test::makeProcess;
using lk::test::Outcome;
using lk::test::Place;
using lk::test::run;
using lk::test::RunningNode;
using lk::test::WireDevice;
using lk::test::words;

namespace {

QStringList devicesOf(const Outcome& outcome) {
  QStringList devices;
  const auto json = outcome.json();
  if (!json || !json->isArray()) return {QStringLiteral("no array: ") + QString::fromUtf8(outcome.said())};
  for (const auto& row : json->array()) devices.push_back(row[QLatin1StringView("device")].toString());
  devices.sort();
  return devices;
}

}  // namespace

// devices, kick, drain, nodes.
class VerbsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();

  void devicesListsWhatIsConnected();
  void devicesRowsAreFull();
  void devicesFilters_data();
  void devicesFilters();
  void devicesLimits();
  void longNamesStandApart();
  void anAddressOfIpv6HasBrackets();
  void oneIsSaidAsOne();
  void devicesOfAnEmptyNode();
  void devicesWatches();
  void kickEndsTheSession();
  void kickOfAnAbsentDeviceEndsWith1();
  void drainSendsEverybodyAway();
  void drainOfAnUnknownNodeEndsWith3();
  void nodesListsAll();
  void nodesSayWhenRedisIsAway();
  void nodesWithNoneRunningEndsWith3();
  void severalNodesWantAName();

 private:
  std::unique_ptr<RunningNode> m_node;  // ends before its folder does
  std::unique_ptr<Place> m_place;
};

void VerbsTest::init() {
  m_node = std::make_unique<RunningNode>();
  m_place = std::make_unique<Place>();
  QVERIFY(m_node->start(*m_place));
}

void VerbsTest::devicesListsWhatIsConnected() {
  WireDevice first;
  QVERIFY(first.join(m_node->port(), "dev-1"));
  QCOMPARE(devicesOf(run(*m_place, "devices --json")), QStringList{QStringLiteral("dev-1")});
  {
    WireDevice second;
    QVERIFY(second.join(m_node->port(), "dev-2"));
    QCOMPARE(devicesOf(run(*m_place, "devices --json")),
             QStringList({QStringLiteral("dev-1"), QStringLiteral("dev-2")}));
    const Outcome people = run(*m_place, "devices");
    QCOMPARE(people.code, 0);
    QVERIFY2(people.out.contains("dev-1") && people.out.contains("dev-2") && people.out.contains("2 devices"),
             people.said().constData());
  }
  QTRY_COMPARE(devicesOf(run(*m_place, "devices --json")), QStringList{QStringLiteral("dev-1")});
}

void VerbsTest::devicesRowsAreFull() {
  WireDevice device;
  QVERIFY(device.join(m_node->port(), "dev-1", ",\"keepalive\":30,\"meta\":{\"fw\":\"1.2\"}"));
  device.write(lk::test::kReport, 1, "twelve bytes");
  QVERIFY(device.waitFor(lk::test::kReportAck));
  const auto row = run(*m_place, "devices --json").json()->array().first().toObject();
  QCOMPARE(row[QLatin1StringView("node")].toString(), QStringLiteral("n1"));
  QCOMPARE(row[QLatin1StringView("address")].toString(), QStringLiteral("127.0.0.1"));
  QVERIFY(row[QLatin1StringView("port")].toInt() > 0);
  QCOMPARE(row[QLatin1StringView("keepalive")].toInt(), 30);
  QCOMPARE(row[QLatin1StringView("reports")].toString(), QStringLiteral("1"));
  QCOMPARE(row[QLatin1StringView("report_bytes")].toString(), QStringLiteral("12"));
  QVERIFY(row[QLatin1StringView("session")].toString().toULongLong() > 0);
}

void VerbsTest::devicesFilters_data() {
  QTest::addColumn<QString>("filter");
  QTest::addColumn<QStringList>("found");
  const QString alpha1 = QStringLiteral("alpha-1");
  const QString alpha2 = QStringLiteral("alpha-2");
  const QString beta1 = QStringLiteral("beta-1");
  QTest::newRow("a part of the id") << QStringLiteral("pha-") << QStringList{alpha1, alpha2};
  QTest::newRow("several parts: all must fit") << QStringLiteral("alpha 2") << QStringList{alpha2};
  QTest::newRow("a node") << QStringLiteral("node:n1") << QStringList{alpha1, alpha2, beta1};
  QTest::newRow("another node") << QStringLiteral("node:n2") << QStringList{};
  QTest::newRow("an address and a part") << QStringLiteral("addr:127. beta") << QStringList{beta1};
  QTest::newRow("another address") << QStringLiteral("addr:10.") << QStringList{};
  QTest::newRow("nothing fits") << QStringLiteral("gamma") << QStringList{};
}

void VerbsTest::devicesFilters() {
  QFETCH(QString, filter);
  QFETCH(QStringList, found);
  WireDevice alpha1;
  WireDevice alpha2;
  WireDevice beta1;
  QVERIFY(alpha1.join(m_node->port(), "alpha-1") && alpha2.join(m_node->port(), "alpha-2") &&
          beta1.join(m_node->port(), "beta-1"));
  const Outcome outcome = run(*m_place, words("devices --json --filter") + QStringList{filter});
  QCOMPARE(outcome.code, 0);
  QCOMPARE(devicesOf(outcome), found);
}

void VerbsTest::devicesLimits() {
  WireDevice first;
  WireDevice second;
  WireDevice third;
  QVERIFY(first.join(m_node->port(), "dev-1") && second.join(m_node->port(), "dev-2") &&
          third.join(m_node->port(), "dev-3"));
  QCOMPARE(devicesOf(run(*m_place, "devices --json --limit 2")).size(), 2);
  const Outcome people = run(*m_place, "devices --limit 2");
  QVERIFY2(people.out.contains("2 of 3"), people.said().constData());
}

void VerbsTest::longNamesStandApart() {
  RunningNode other;
  const QByteArray node(40, 'n');
  const QByteArray device(64, 'd');
  QVERIFY(other.start(*m_place, QString::fromLatin1(node)));
  WireDevice wire;
  QVERIFY(wire.join(other.port(), device));
  const QByteArray name = "--node " + node;
  const QList<QByteArray> lines = run(*m_place, ("devices " + name).constData()).out.split('\n');
  QVERIFY2(lines.value(1).startsWith(device + "  " + node + "  127.0.0.1:"), lines.join('\n').constData());
  QCOMPARE(lines[0].indexOf("NODE"), lines[1].indexOf(node));
  QCOMPARE(lines[0].indexOf("ADDRESS"), lines[1].indexOf("127.0.0.1"));
  const QList<QByteArray> nodes = run(*m_place, "nodes").out.split('\n');
  const QByteArray pid = QByteArray::number(other.pid());
  QVERIFY2(nodes.value(2).startsWith(node + "  " + pid + ' '), nodes.join('\n').constData());
  QCOMPARE(nodes[0].indexOf("PID"), nodes[2].indexOf(pid));
}

void VerbsTest::anAddressOfIpv6HasBrackets() {
  RunningNode other;
  QVERIFY(other.startWith(*m_place, words("--headless --node-id n6 --listen [::1]:0")));
  const auto fleet = makeProcess(*m_place, words("simulate --devices 1 --target") + QStringList{other.listen()});
  fleet->start();
  const auto list = [this] { return run(*m_place, "devices --node n6").out; };
  QTRY_VERIFY2(list().contains(" [::1]:"), list().constData());
}

void VerbsTest::oneIsSaidAsOne() {
  WireDevice first;
  QVERIFY(first.join(m_node->port(), "dev-1"));
  const auto last = [this] { return run(*m_place, "devices").out.trimmed().split('\n').back(); };
  QCOMPARE(last(), QByteArray("1 device"));
  WireDevice second;
  QVERIFY(second.join(m_node->port(), "dev-2"));
  QCOMPARE(last(), QByteArray("2 devices"));
}

void VerbsTest::devicesOfAnEmptyNode() {
  const Outcome outcome = run(*m_place, "devices --json");
  QCOMPARE(outcome.code, 0);
  QVERIFY2(outcome.json() && outcome.json()->isArray() && outcome.json()->array().isEmpty(),
           outcome.said().constData());
  QCOMPARE(run(*m_place, "devices").code, 0);
}

void VerbsTest::devicesWatches() {
  WireDevice first;
  QVERIFY(first.join(m_node->port(), "dev-1"));
  const auto watch = makeProcess(*m_place, words("devices --watch"));
  QByteArray seen;
  const auto sees = [&](const QByteArray& sign, const QByteArray& device) {
    return QTest::qWaitFor(
        [&] {
          seen += watch->readAllStandardOutput();
          return seen.contains("\n" + sign + " " + device) || seen.startsWith(sign + " " + device);
        },
        10'000);
  };
  watch->start();
  QVERIFY2(sees("+", "dev-1"), seen.constData());
  auto second = std::make_unique<WireDevice>();
  QVERIFY(second->join(m_node->port(), "dev-2"));
  QVERIFY2(sees("+", "dev-2"), seen.constData());
  second.reset();
  QVERIFY2(sees("-", "dev-2"), seen.constData());
#ifdef Q_OS_UNIX  // a console alone has Ctrl+C on Windows
  watch->terminate();
  QCOMPARE(finish(*watch).code, 0);
#endif
}

void VerbsTest::kickEndsTheSession() {
  WireDevice device;
  QVERIFY(device.join(m_node->port(), "dev-1"));
  const Outcome outcome = run(*m_place, "kick --json dev-1");
  QVERIFY2(outcome.code == 0, outcome.said().constData());
  QTRY_COMPARE(device.closeReason(), 7);
  QVERIFY(device.waitForEnd());
  const auto json = outcome.json()->object();
  QCOMPARE(json[QLatin1StringView("kicked")].toArray(), QJsonArray{QStringLiteral("dev-1")});
  QVERIFY(json[QLatin1StringView("not_connected")].toArray().isEmpty());
  QVERIFY(m_node->logs("kicked"));
}

void VerbsTest::kickOfAnAbsentDeviceEndsWith1() {
  WireDevice device;
  QVERIFY(device.join(m_node->port(), "dev-1"));
  const Outcome outcome = run(*m_place, "kick dev-1 dev-2");
  QVERIFY2(outcome.code == 1, outcome.said().constData());
  QVERIFY2(outcome.out.contains("dev-2"), outcome.said().constData());
  QTRY_COMPARE(device.closeReason(), 7);
}

void VerbsTest::drainSendsEverybodyAway() {
  WireDevice first;
  WireDevice second;
  QVERIFY(first.join(m_node->port(), "dev-1") && second.join(m_node->port(), "dev-2"));
  const Outcome outcome = run(*m_place, "drain --json --rate 50");
  QVERIFY2(outcome.code == 0, outcome.said().constData());
  QVERIFY2(outcome.json() && outcome.json()->isObject(), outcome.said().constData());
  QTRY_COMPARE(first.closeReason(), 5);
  QTRY_COMPARE(second.closeReason(), 5);
  QVERIFY2(first.last(lk::test::kClose)->payload.size() >= 3, "reason and retry-after");
  QCOMPARE(finish(m_node->process()).code, 0);
  WireDevice late;
  QVERIFY(!late.join(m_node->port(), "dev-3"));
}

void VerbsTest::drainOfAnUnknownNodeEndsWith3() {
  const Outcome outcome = run(*m_place, "drain n2");
  QVERIFY2(outcome.code == 3, outcome.said().constData());
  QVERIFY2(outcome.err.contains("n2") && outcome.err.contains("n1"), "it names those that run");
}

void VerbsTest::nodesListsAll() {
  RunningNode other;
  QVERIFY(other.start(*m_place, QStringLiteral("n2"), words("--demo 4")));
  QTRY_COMPARE(run(*m_place, "devices --node n2 --json").json()->array().size(), 4);
  const Outcome outcome = run(*m_place, "nodes --json");
  QVERIFY2(outcome.code == 0 && outcome.json(), outcome.said().constData());
  const QJsonArray nodes = outcome.json()->array();
  QCOMPARE(nodes.size(), 2);
  const QJsonObject n1 = nodes[0].toObject();
  const QJsonObject n2 = nodes[1].toObject();
  QCOMPARE(n1[QLatin1StringView("id")].toString(), QStringLiteral("n1"));
  QCOMPARE(n1[QLatin1StringView("pid")].toInteger(), m_node->pid());
  QCOMPARE(n1[QLatin1StringView("listen")].toArray(), QJsonArray{m_node->listen()});
  QCOMPARE(n1[QLatin1StringView("bus")].toString(), QStringLiteral("memory"));
  QCOMPARE(n2[QLatin1StringView("figures")][QLatin1StringView("sessions")].toString(), QStringLiteral("4"));

  const Outcome people = run(*m_place, "nodes");
  QCOMPARE(people.code, 0);
  for (const QByteArray& word :
       {QByteArray("n1"), QByteArray("n2"), QByteArray::number(other.pid()), other.listen().toUtf8()}) {
    QVERIFY2(people.out.contains(word), people.said().constData());
  }
}

void VerbsTest::nodesSayWhenRedisIsAway() {
  QVERIFY(!run(*m_place, "nodes").out.contains("away"));
  RunningNode lonely;
  QVERIFY(lonely.start(*m_place, QStringLiteral("n2"), words("--redis redis://127.0.0.1:1")));
  const auto list = [this] { return run(*m_place, "nodes").out; };
  QTRY_VERIFY2(list().contains("redis, away"), list().constData());
}

void VerbsTest::nodesWithNoneRunningEndsWith3() {
  const Place empty;
  const Outcome outcome = run(empty, "nodes");
  QVERIFY2(outcome.code == 3, outcome.said().constData());
}

void VerbsTest::severalNodesWantAName() {
  RunningNode other;
  QVERIFY(other.start(*m_place, QStringLiteral("n2")));
  WireDevice device;
  QVERIFY(device.join(other.port(), "dev-1"));
  const Outcome unnamed = run(*m_place, "send dev-1 on");
  QVERIFY2(unnamed.code == 2, unnamed.said().constData());
  QVERIFY2(unnamed.err.contains("n1") && unnamed.err.contains("n2") && unnamed.err.contains("--node"),
           unnamed.said().constData());
  QCOMPARE(run(*m_place, "send --node n2 dev-1 on").code, 0);
  QCOMPARE(run(*m_place, "send --node n1 dev-1 on").code, 1);
}

QTEST_GUILESS_MAIN(VerbsTest)
#include "tst_cli_verbs.moc"
