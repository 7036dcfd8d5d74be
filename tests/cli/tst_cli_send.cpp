#include <QTest>
#include <vector>

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

QString text(const QJsonObject& object, const char* name) { return object.value(QLatin1StringView(name)).toString(); }

}  // namespace

// A command's whole way: command line, node, device, and back.
class SendTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();

  void doneEndsWith0();
  void jsonIsTheContractsResult();
  void aDeviceThatFailsEndsWith1();
  void anAbsentDeviceIsOffline();
  void severalDevicesGiveAnArray();
  void payloadForms_data();
  void payloadForms();
  void payloadFromAFile();
  void aPayloadThatBeginsWithADash();
  void devicesFromAFile();
  void moreDevicesThanOneSendTakes();
  void devicesFromStandardInput();
  void aWrongDeviceIdIsRejected();
  void aPayloadOverTheLimitIsRejected();
  void largePayloadsReachManyDevices();
  void theLargestPayloadThatSettingsAllow();
  void whatNoNodeTakesIsSaidAndNotSent();
  void aMuteDeviceIsUnacknowledged();
  void sameIdTwiceIsDeliveredOnce();
  void durableWaitsForTheDevice();
  void durableKeepsItsOrder();
  void durableExpires();
  void noWaitEndsOnceTaken();
  void aRateSpreadsCommands();
  void aKilledNodeLeavesUnacknowledged();
  void aSessionTakenOverEndsTheCommand();

 private:
  [[nodiscard]] Outcome send(const char* arguments) const { return run(*m_place, words("send") + words(arguments)); }
  [[nodiscard]] QJsonObject sendJson(const char* arguments) const {
    const auto json = send((QByteArray("--json ") + arguments).constData()).json();
    return json ? json->object() : QJsonObject();
  }

  std::unique_ptr<Place> m_place;
  std::unique_ptr<RunningNode> m_node;
};

void SendTest::init() {
  m_place = std::make_unique<Place>();
  m_node = std::make_unique<RunningNode>();
  QVERIFY(m_node->start(*m_place));
}

void SendTest::cleanup() { m_node.reset(); }

void SendTest::doneEndsWith0() {
  WireDevice device;
  QVERIFY(device.join(m_node->port(), "dev-1"));
  const Outcome outcome = run(*m_place, {QStringLiteral("send"), QStringLiteral("dev-1"), QStringLiteral("relay on")});
  QVERIFY2(outcome.code == 0, outcome.said().constData());
  QCOMPARE(device.commands(), QList<QByteArray>{"relay on"});
  const qsizetype written = outcome.out.indexOf("written");
  const qsizetype done = outcome.out.indexOf("done");
  QVERIFY2(written >= 0 && done > written, "each change of state, in order");
  QCOMPARE(outcome.err, QByteArray());
}

void SendTest::jsonIsTheContractsResult() {
  WireDevice device;
  QVERIFY(device.join(m_node->port(), "dev-1"));
  device.answerCommandsWith(0, QByteArray("\x00\xFFok", 4));
  const Outcome outcome = send("--json dev-1 on");
  QVERIFY2(outcome.code == 0, outcome.said().constData());
  QVERIFY2(outcome.json() && outcome.json()->isObject(), outcome.said().constData());
  const QJsonObject result = outcome.json()->object();
  QCOMPARE(text(result, "device"), QStringLiteral("dev-1"));
  QCOMPARE(text(result, "status"), QStringLiteral("done"));
  QCOMPARE(text(result, "answer"), QString::fromLatin1(QByteArray("\x00\xFFok", 4).toBase64()));
  QCOMPARE(text(result, "node"), QStringLiteral("n1"));
  QCOMPARE(result.value(QLatin1StringView("code")).toInt(-1), 0);
  QCOMPARE(text(result, "payload"), QString::fromLatin1(QByteArray("on").toBase64()));
  QCOMPARE(result.value(QLatin1StringView("payload_size")).toInt(-1), 2);
  QVERIFY(!text(result, "id").isEmpty());
  QVERIFY2(text(result, "session").toULongLong() > 0, "a decimal string, as in WELCOME");
  QVERIFY(device.last(lk::test::kWelcome)->payload.contains("\"" + text(result, "session").toLatin1() + "\""));
  const qint64 queued = result.value(QLatin1StringView("queued_us")).toInteger(-1);
  const qint64 write = result.value(QLatin1StringView("write_us")).toInteger(-1);
  const qint64 ack = result.value(QLatin1StringView("ack_us")).toInteger(-1);
  QVERIFY2(queued >= 0 && write >= queued && ack >= write && ack > 0, outcome.out.constData());
}

void SendTest::aDeviceThatFailsEndsWith1() {
  WireDevice device;
  QVERIFY(device.join(m_node->port(), "dev-1"));
  device.answerCommandsWith(42, "stuck");
  const Outcome people = send("dev-1 on");
  QVERIFY2(people.code == 1, people.said().constData());
  QVERIFY2(people.out.contains("failed") && people.out.contains("42") && people.out.contains("stuck"),
           people.said().constData());
  const QJsonObject result = sendJson("dev-1 on");
  QCOMPARE(text(result, "status"), QStringLiteral("failed"));
  QCOMPARE(result.value(QLatin1StringView("code")).toInt(), 42);
  QCOMPARE(QByteArray::fromBase64(text(result, "answer").toLatin1()), QByteArray("stuck"));
}

void SendTest::anAbsentDeviceIsOffline() {
  const Outcome outcome = send("dev-1 on");
  QVERIFY2(outcome.code == 1, outcome.said().constData());
  QVERIFY2(outcome.out.contains("offline"), outcome.said().constData());
  QCOMPARE(text(sendJson("dev-1 on"), "status"), QStringLiteral("offline"));
}

void SendTest::severalDevicesGiveAnArray() {
  WireDevice first;
  WireDevice second;
  QVERIFY(first.join(m_node->port(), "dev-1") && second.join(m_node->port(), "dev-2"));
  const Outcome all = send("--json dev-1 dev-2 on");
  QCOMPARE(all.code, 0);
  const Outcome some = send("--json dev-1 dev-3 dev-2 on");
  QVERIFY2(some.code == 1, some.said().constData());
  QVERIFY2(some.json() && some.json()->isArray(), some.said().constData());
  QStringList seen;
  for (const auto& item : some.json()->array()) {
    seen.push_back(text(item.toObject(), "device") + QLatin1Char(' ') + text(item.toObject(), "status"));
  }
  QCOMPARE(seen,
           QStringList({QStringLiteral("dev-1 done"), QStringLiteral("dev-3 offline"), QStringLiteral("dev-2 done")}));
  QCOMPARE(first.commands().size(), 2);
}

void SendTest::payloadForms_data() {
  QTest::addColumn<QStringList>("arguments");
  QTest::addColumn<QByteArray>("payload");
  QTest::newRow("text") << QStringList{QStringLiteral("dev-1"), QStringLiteral("gr\u00fcn an")}
                        << QByteArray("gr\xC3\xBCn an");
  QTest::newRow("empty") << QStringList{QStringLiteral("dev-1"), QString()} << QByteArray();
  QTest::newRow("hex") << words("--hex dev-1 00ffA0") << QByteArray("\x00\xFF\xA0", 3);
  QTest::newRow("hex with the option behind") << words("dev-1 4c4b --hex") << QByteArray("LK");
  QTest::newRow("base64") << words("--base64 dev-1 AP8=") << QByteArray("\x00\xFF", 2);
}

void SendTest::payloadForms() {
  QFETCH(QStringList, arguments);
  QFETCH(QByteArray, payload);
  WireDevice device;
  QVERIFY(device.join(m_node->port(), "dev-1"));
  const Outcome outcome = run(*m_place, words("send") + arguments);
  QVERIFY2(outcome.code == 0, outcome.said().constData());
  QCOMPARE(device.commands(), QList<QByteArray>{payload});
}

void SendTest::payloadFromAFile() {
  QByteArray bytes;
  for (int i = 0; i < 20'000; ++i) bytes.push_back(static_cast<char>(i * 7));
  const QString file = m_place->write(QStringLiteral("firmware.bin"), bytes);
  WireDevice device;
  QVERIFY(device.join(m_node->port(), "dev-1"));
  const Outcome outcome = run(*m_place, words("send --file") + QStringList{file, QStringLiteral("dev-1")});
  QVERIFY2(outcome.code == 0, outcome.said().constData());
  QCOMPARE(device.commands(), QList<QByteArray>{bytes});
}

void SendTest::aPayloadThatBeginsWithADash() {
  WireDevice device;
  QVERIFY(device.join(m_node->port(), "dev-1"));
  QCOMPARE(send("dev-1 -5").code, 2);
  QCOMPARE(send("-- dev-1 -5").code, 0);
  QCOMPARE(device.commands(), QList<QByteArray>{"-5"});
}

void SendTest::devicesFromAFile() {
  WireDevice first;
  WireDevice second;
  QVERIFY(first.join(m_node->port(), "dev-1") && second.join(m_node->port(), "dev-2"));
  const QString file = m_place->write(QStringLiteral("ids.txt"), "dev-1\r\n\n  dev-2  \n");
  const Outcome outcome = run(*m_place, words("send --devices-from") + QStringList{file, QStringLiteral("on")});
  QVERIFY2(outcome.code == 0, outcome.said().constData());
  QCOMPARE(first.commands(), QList<QByteArray>{"on"});
  QCOMPARE(second.commands(), QList<QByteArray>{"on"});
}

void SendTest::moreDevicesThanOneSendTakes() {
  QByteArray ids;
  for (int i = 0; i <= 1'000'000; ++i) ids += "d\n";
  const Outcome outcome = run(*m_place, words("send --devices-from - on"), ids);
  QVERIFY2(outcome.code == 2 && outcome.err.contains("1000001 devices") && outcome.err.contains("split"),
           outcome.said().constData());
}

void SendTest::devicesFromStandardInput() {
  WireDevice device;
  QVERIFY(device.join(m_node->port(), "dev-1"));
  const Outcome outcome = run(*m_place, words("send --json --devices-from - on"), "dev-1\ndev-2\n");
  QVERIFY2(outcome.code == 1, outcome.said().constData());
  QCOMPARE(outcome.json()->array().size(), 2);
  QCOMPARE(device.commands(), QList<QByteArray>{"on"});
}

void SendTest::aWrongDeviceIdIsRejected() {
  const Outcome outcome = send("--json dev/1 on");
  QVERIFY2(outcome.code == 1, outcome.said().constData());
  QCOMPARE(text(outcome.json()->object(), "status"), QStringLiteral("rejected"));
  QVERIFY2(text(outcome.json()->object(), "reason").contains(QStringLiteral("device")), outcome.out.constData());
}

void SendTest::aPayloadOverTheLimitIsRejected() {
  WireDevice device;
  QVERIFY(device.join(m_node->port(), "dev-1"));
  const QString file = m_place->write(QStringLiteral("big.bin"), QByteArray(65'537, 'x'));
  const Outcome outcome = run(*m_place, words("send --json --file") + QStringList{file, QStringLiteral("dev-1")});
  QVERIFY2(outcome.code == 1, outcome.said().constData());
  QCOMPARE(text(outcome.json()->object(), "status"), QStringLiteral("rejected"));
  QVERIFY(device.commands().isEmpty());
  QVERIFY(device.connected());
}

void SendTest::largePayloadsReachManyDevices() {
  std::vector<std::unique_ptr<WireDevice>> devices;
  QByteArray ids;
  for (int i = 0; i < 40; ++i) {
    const QByteArray id = "dev-" + QByteArray::number(i);
    devices.push_back(std::make_unique<WireDevice>());
    QVERIFY(devices.back()->join(m_node->port(), id));
    ids += id + '\n';
  }
  const QByteArray payload(65'536, 'p');
  const QString file = m_place->write(QStringLiteral("firmware.bin"), payload);
  const Outcome outcome = run(*m_place, words("send --devices-from - --file") + QStringList{file}, ids);
  QVERIFY2(outcome.code == 0, outcome.said().constData());
  for (const auto& device : devices) QCOMPARE(device->commands(), QList<QByteArray>{payload});
}

void SendTest::theLargestPayloadThatSettingsAllow() {
  RunningNode node;
  QVERIFY(node.start(*m_place, QStringLiteral("large"),
                     words("--set node.max-payload=16777216 --set node.out-buffer=33554432")));
  WireDevice device;
  QVERIFY(device.join(node.port(), "dev-1"));
  const QByteArray payload(qsizetype{16} * 1024 * 1024, 'p');
  device.answerCommandsWith(0, payload.first(payload.size() - 1));  // one byte is the status
  const QString file = m_place->write(QStringLiteral("large.bin"), payload);
  const Outcome outcome = run(*m_place, words("send --json --node large dev-1 --file") + QStringList{file});
  QVERIFY2(outcome.code == 0, outcome.said().left(1'000).constData());
  QVERIFY(device.commands() == QList<QByteArray>{payload});
  const QByteArray answer = QByteArray::fromBase64(text(outcome.json()->object(), "answer").toLatin1());
  QVERIFY(answer == payload.first(payload.size() - 1));
}

void SendTest::whatNoNodeTakesIsSaidAndNotSent() {
  WireDevice device;
  QVERIFY(device.join(m_node->port(), "dev-1"));
  const QString file = m_place->write(QStringLiteral("huge.bin"), QByteArray(qsizetype{20} * 1024 * 1024, 'p'));
  const Outcome outcome = run(*m_place, words("send dev-1 --file") + QStringList{file});
  QVERIFY2(outcome.code == 1, outcome.said().constData());
  QVERIFY2(outcome.err.contains("more than a node takes"), outcome.said().constData());
  QVERIFY(device.commands().isEmpty());
}

void SendTest::aMuteDeviceIsUnacknowledged() {
  WireDevice device;
  QVERIFY(device.join(m_node->port(), "dev-1"));
  device.stayMute();
  const Outcome outcome = send("--json --timeout 1 dev-1 on");
  QVERIFY2(outcome.code == 1, outcome.said().constData());
  QCOMPARE(text(outcome.json()->object(), "status"), QStringLiteral("unacknowledged"));
  QCOMPARE(device.commands(), QList<QByteArray>{"on"});
}

void SendTest::sameIdTwiceIsDeliveredOnce() {
  WireDevice device;
  QVERIFY(device.join(m_node->port(), "dev-1"));
  device.answerCommandsWith(3, "first");
  const QJsonObject first = sendJson("--id c-17 dev-1 on");
  device.answerCommandsWith(0, "second");
  const QJsonObject second = sendJson("--id c-17 dev-1 on");
  QCOMPARE(device.commands().size(), 1);
  QCOMPARE(text(first, "id"), QStringLiteral("c-17"));
  QCOMPARE(text(second, "status"), QStringLiteral("failed"));
  QCOMPARE(text(second, "answer"), text(first, "answer"));
}

void SendTest::durableWaitsForTheDevice() {
  const auto sending = makeProcess(*m_place, words("send --id c-18 --ttl 60 dev-1 update"));
  sending->start();
  QByteArray said;
  QTRY_VERIFY2((said += sending->readAllStandardOutput()).contains("queued"), said.constData());
  QCOMPARE(sending->state(), QProcess::Running);
  WireDevice device;
  QVERIFY(device.join(m_node->port(), "dev-1"));
  const Outcome outcome = finish(*sending);
  QVERIFY2(outcome.code == 0, outcome.said().constData());
  QCOMPARE(device.commands(), QList<QByteArray>{"update"});
  const QJsonObject end = sendJson("--id c-18 --ttl 60 dev-1 update");
  QCOMPARE(text(end, "status"), QStringLiteral("done"));
  QVERIFY(end.value(QLatin1StringView("queued_us")).toInteger() > 0);
  QCOMPARE(device.commands().size(), 1);
}

void SendTest::durableKeepsItsOrder() {
  for (const char* payload : {"one", "two", "three"}) {
    const Outcome taken = run(*m_place, words("send --ttl 60 --no-wait dev-1") + words(payload));
    QVERIFY2(taken.code == 0, taken.said().constData());
  }
  WireDevice device;
  QVERIFY(device.join(m_node->port(), "dev-1"));
  QTRY_COMPARE(device.commands(), (QList<QByteArray>{"one", "two", "three"}));
}

void SendTest::durableExpires() {
  const Outcome outcome = send("--json --ttl 1 dev-1 on");
  QVERIFY2(outcome.code == 1, outcome.said().constData());
  QCOMPARE(text(outcome.json()->object(), "status"), QStringLiteral("expired"));
  WireDevice device;
  QVERIFY(device.join(m_node->port(), "dev-1"));
  QCOMPARE(send("dev-1 later").code, 0);
  QCOMPARE(device.commands(), QList<QByteArray>{"later"});
}

void SendTest::noWaitEndsOnceTaken() {
  WireDevice device;
  QVERIFY(device.join(m_node->port(), "dev-1"));
  device.stayMute();
  const Outcome outcome = send("--json --no-wait --timeout 300 dev-1 on");
  QVERIFY2(outcome.code == 0 && outcome.json(), outcome.said().constData());
  QTRY_COMPARE(device.commands(), QList<QByteArray>{"on"});
  QCOMPARE(send("--no-wait dev-1 on").out.trimmed().split('\n').back(), QByteArray("1 command taken by node n1"));
  QCOMPARE(send("--no-wait dev-1 dev-1 on").out.trimmed().split('\n').back(),
           QByteArray("2 commands taken by node n1"));
}

void SendTest::aRateSpreadsCommands() {
  WireDevice device;
  QVERIFY(device.join(m_node->port(), "dev-1"));
  QByteArray ids;
  for (int i = 0; i < 30; ++i) ids += "dev-1\n";
  const auto sending = makeProcess(*m_place, words("send --rate 20 --devices-from - on"));
  sending->start();
  sending->write(ids);
  sending->closeWriteChannel();
  QTRY_VERIFY(!device.commands().isEmpty());
  QVERIFY2(device.commands().size() < 30, "not all at once");
  const Outcome outcome = finish(*sending);
  QVERIFY2(outcome.code == 0, outcome.said().constData());
  QCOMPARE(device.commands().size(), 30);
}

void SendTest::aKilledNodeLeavesUnacknowledged() {
  WireDevice device;
  QVERIFY(device.join(m_node->port(), "dev-1"));
  device.stayMute();
  const auto sending = makeProcess(*m_place, words("send --json --timeout 60 dev-1 on"));
  sending->start();
  QTRY_VERIFY(!device.commands().isEmpty());
  m_node->process().kill();
  const Outcome outcome = finish(*sending);
  QVERIFY2(outcome.code == 3, outcome.said().constData());
  QVERIFY2(outcome.json().has_value(), outcome.said().constData());
  QCOMPARE(text(outcome.json()->object(), "status"), QStringLiteral("unacknowledged"));
  QCOMPARE(text(outcome.json()->object(), "device"), QStringLiteral("dev-1"));
}

void SendTest::aSessionTakenOverEndsTheCommand() {
  WireDevice older;
  QVERIFY(older.join(m_node->port(), "dev-1"));
  older.stayMute();
  const auto sending = makeProcess(*m_place, words("send --json --timeout 2 dev-1 on"));
  sending->start();
  QTRY_VERIFY(!older.commands().isEmpty());
  WireDevice newer;
  QVERIFY(newer.join(m_node->port(), "dev-1"));
  QTRY_COMPARE(older.closeReason(), 3);
  const Outcome outcome = finish(*sending);
  QVERIFY2(outcome.code == 1, outcome.said().constData());
  QCOMPARE(text(outcome.json()->object(), "status"), QStringLiteral("unacknowledged"));
  QVERIFY2(newer.commands().isEmpty(), "a live command is for the session that was there");
}

QTEST_GUILESS_MAIN(SendTest)
#include "tst_cli_send.moc"
