#include <QFile>
#include <QJsonArray>
#include <QTest>
#include <memory>
#include <vector>

#include "tests/cli/program.h"
#include "tests/cli/running_node.h"
#include "tests/rules/raw_device.h"
#include "tests/support/few_descriptors.h"

using namespace lk::test;

namespace {

QStringList set(const char* setting) { return {QStringLiteral("--set"), QString::fromLatin1(setting)}; }

QMap<QString, int> statuses(const Outcome& outcome) {
  QMap<QString, int> counts;
  if (!outcome.json()) return counts;
  for (const QJsonValue item : outcome.json()->array()) {
    ++counts[item.toObject().value(QStringLiteral("status")).toString()];
  }
  return counts;
}

qint64 residentKilobytes(qint64 pid) {
  QFile status(QStringLiteral("/proc/%1/status").arg(pid));
  if (!status.open(QIODevice::ReadOnly)) return -1;
  for (const QByteArray& line : status.readAll().split('\n')) {
    if (line.startsWith("VmRSS:")) return line.mid(6).simplified().split(' ').first().toLongLong();
  }
  return -1;
}

}  // namespace

class Limits : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void maxPayload() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place, QStringLiteral("n1"), set("node.max-payload=1000")));
    RawDevice device;
    QVERIFY(device.join(node.port(), "d"));
    device.send(frameBytes(kReport, 1, QByteArray(1000, 'x')));
    QCOMPARE(device.next().value_or(WireFrame{}).type, kReportAck);
    device.send(frameBytes(kReport, 2, QByteArray(1001, 'x')));
    QCOMPARE(onlyClose(device.untilEnd()), 1);
  }

  // One command alone may be larger than out-buffer: the device that takes it is not one that reads nothing.
  void aCommandMayBeLargerThanOutBuffer() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place, QStringLiteral("n1"), set("node.max-payload=16777216")));
    RawDevice device;
    QVERIFY(device.join(node.port(), "d"));
    const QByteArray bytes(12 * 1024 * 1024, 'x');
    const QString file = place.write(QStringLiteral("payload"), bytes);
    const auto send = makeProcess(place, {QStringLiteral("send"), QStringLiteral("d"), QStringLiteral("--file"), file});
    send->start();
    const auto command = device.next();
    QVERIFY(command && command->type == kCommand);
    QCOMPARE(command->payload.size(), bytes.size());
    device.send(frameBytes(kCommandAck, command->id, QByteArray(1, '\0')));
    const Outcome sent = finish(*send);
    QVERIFY2(sent.code == 0, sent.said().constData());
    QVERIFY(device.answersPing());
  }

  void maxSessions() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place, QStringLiteral("n1"), set("node.max-sessions=1")));
    auto first = std::make_unique<RawDevice>();
    QVERIFY(first->join(node.port(), "first"));
    RawDevice second;
    QVERIFY(second.connectTo(node.port()));
    QCOMPARE(onlyClose(second.untilEnd()), 6);
    second.leave();
    first->leave();
    std::unique_ptr<RawDevice> third;
    const auto thirdGetsIn = [&] {  // and stays: this is asked again once it is true
      auto attempt = std::make_unique<RawDevice>();
      if (!third && attempt->join(node.port(), "third")) third = std::move(attempt);
      return third != nullptr;
    };
    QTRY_VERIFY_WITH_TIMEOUT(thirdGetsIn(), 10'000);
  }

  // Rule 4 holds on a full node, too: a device whose old connection is half open has a place, its own.
  void aFullNodeLetsADeviceTakeItsOwnPlace() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place, QStringLiteral("n1"), set("node.max-sessions=2")));
    RawDevice other;
    auto older = std::make_unique<RawDevice>();
    QVERIFY(other.join(node.port(), "other") && older->join(node.port(), "pump"));
    for (int i = 0; i < 3; ++i) {
      RawDevice stranger;
      QVERIFY(stranger.connectTo(node.port()));
      stranger.send(helloBytes("stranger"));
      const QList<WireFrame> frames = stranger.untilEnd();
      QCOMPARE(onlyClose(frames), 6);
      QVERIFY(retryAfterOf(frames.front()) > 0);
      auto newer = std::make_unique<RawDevice>();
      QVERIFY(newer->join(node.port(), "pump"));
      QCOMPARE(onlyClose(older->untilEnd()), 3);
      older = std::move(newer);
    }
    QVERIFY(other.answersPing() && older->answersPing());
    const Outcome why = run(place, "diagnose stranger");
    QVERIFY2(why.out.contains("as many connections as it may"), why.said().constData());
  }

  void connectionsPerAddress() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place, QStringLiteral("n1"), set("node.max-connections-per-address=2")));
    RawDevice one;
    RawDevice two;
    RawDevice three;
    QVERIFY(one.join(node.port(), "one") && two.join(node.port(), "two"));
    QVERIFY(three.connectTo(node.port()));
    QCOMPARE(onlyClose(three.untilEnd()), 6);

    // Another address is not theirs.
    RawDevice elsewhere;
    elsewhere.socket().bind(QHostAddress(QStringLiteral("127.0.0.9")));
    QVERIFY(elsewhere.join(node.port(), "elsewhere"));
  }

  void pendingCommands() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place, QStringLiteral("n1"), set("node.max-pending-commands=3")));
    RawDevice mute;
    QVERIFY(mute.join(node.port(), "mute"));
    const Outcome outcome = run(place, "send mute mute mute mute mute on --timeout 1 --json");
    QCOMPARE(outcome.code, 1);
    QCOMPARE(statuses(outcome).value(QStringLiteral("rejected")), 2);
    QCOMPARE(statuses(outcome).value(QStringLiteral("unacknowledged")), 3);
    // Those that were rejected never reached the device.
    mute.send(frameBytes(kPing, 1));
    for (int i = 0; i < 3; ++i) QCOMPARE(mute.next().value_or(WireFrame{}).type, kCommand);
    QCOMPARE(mute.next().value_or(WireFrame{}).type, kPong);
  }

  // A reader that stalls is closed with CLOSE 6 and its memory is freed; once it reads again it finds whole frames
  // and that CLOSE.
  void stalledReader() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place, QStringLiteral("n1"),
                       set("node.out-buffer=100000") + set("node.max-pending-commands=10000")));
    RawDevice stalled;
    QVERIFY(stalled.join(node.port(), "stalled"));
    stalled.socket().setReadBufferSize(1);  // the rest stays with the system, then with the node
    const QString payload = place.write(QStringLiteral("payload"), QByteArray(60'000, 'p'));
    QStringList arguments = words("send --json --timeout 30 --file") + QStringList{payload};
    for (int i = 0; i < 400; ++i) arguments.push_back(QStringLiteral("stalled"));
    const Outcome outcome = run(place, arguments);
    const auto counts = statuses(outcome);
    // Some were with the kernel already; those that were not, the device has never seen.
    QVERIFY2(counts.value(QStringLiteral("disconnected")) > 0, outcome.said().left(2000));
    QCOMPARE(outcome.json()->array().size(), 400);

    const Outcome figures = run(place, "nodes --json");
    const QJsonObject now = figures.json()->array().first().toObject().value(QStringLiteral("figures")).toObject();
    QVERIFY(now.value(QStringLiteral("out_buffer_bytes")).toString().toLongLong() < 100'000);
    QCOMPARE(now.value(QStringLiteral("sessions")).toString(), QStringLiteral("0"));

    stalled.socket().setReadBufferSize(0);
    const QList<WireFrame> frames = stalled.untilEnd(30'000);
    QVERIFY(!frames.isEmpty());
    QCOMPARE(reasonOf(frames.back()), 6);
    QVERIFY(retryAfterOf(frames.back()) > 0);
    for (const WireFrame& frame : frames.first(frames.size() - 1)) QCOMPARE(frame.payload.size(), 60'000);
  }

  // Memory for a payload grows with what has arrived, never with what the length field claims.
  void claimsTakeNoMemory() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place));
    std::vector<std::unique_ptr<RawDevice>> devices;
    const auto join = [&](const QByteArray& name) {
      devices.push_back(std::make_unique<RawDevice>());
      return devices.back()->join(node.port(), name);
    };
    for (int i = 0; i < 300; ++i) QVERIFY(join("claims-" + QByteArray::number(i)));
    const qint64 before = residentKilobytes(node.pid());
    for (const auto& device : devices) device->send(QByteArray::fromHex("4C4B0105000000000000FFFF") + "few");
    for (const auto& device : devices) QVERIFY(!device->ended());
    QTest::qWait(500);
    const qint64 grown = residentKilobytes(node.pid()) - before;
    QVERIFY2(before > 0 && grown < 4'000, qPrintable(QString::number(grown)));
  }

  // Out of descriptors: sessions stay, newcomers are told why, the log says so; and it goes on when there are some.
  void descriptors() {
    const Place place;
    RunningNode node;
    {
      const FewDescriptors few(80);
      QVERIFY(node.start(place));
    }
    std::vector<std::unique_ptr<RawDevice>> sessions;
    int refused = 0;
    for (int i = 0; i < 100; ++i) {
      auto device = std::make_unique<RawDevice>();
      QVERIFY(device->connectTo(node.port()));
      device->send(helloBytes("d" + QByteArray::number(i)));
      const auto frame = device->next(refused > 3 ? 200 : 10'000);
      if (frame && frame->type == kWelcome) {
        sessions.push_back(std::move(device));
      } else if (frame) {
        QCOMPARE(reasonOf(*frame), 6);
        ++refused;
      }
    }
    QVERIFY(sessions.size() > 20);
    QVERIFY(refused > 0);
    QVERIFY(node.logs("out of file descriptors"));
    for (const auto& session : sessions) QVERIFY(session->answersPing());

    for (std::size_t i = 0; i < 20; ++i) sessions[i]->leave();
    QVERIFY(node.logs("accepting connections again"));
    RawDevice newcomer;
    QVERIFY(newcomer.join(node.port(), "newcomer"));
    for (std::size_t i = 20; i < sessions.size(); ++i) QVERIFY(sessions[i]->answersPing());
  }
};

QTEST_GUILESS_MAIN(Limits)
#include "limits.moc"
