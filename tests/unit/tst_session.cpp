#include <QTest>

#include "server/node/session.h"

using namespace lk;
using namespace lk::node;
using wire::FrameType;

namespace {

struct Port final : SessionPort {
  Opened openSession(Session&, const wire::Hello& hello) override {
    device = hello.device;
    return {42, claimsAtOnce};
  }
  bool putReport(Session&, std::uint32_t, std::string_view data) override {
    reports.emplace_back(data);
    return uplinkTakes;
  }
  void commandAcknowledged(std::uint64_t key, std::uint8_t status, std::string_view answer) override {
    acks.push_back(std::to_string(key) + ":" + std::to_string(status) + ":" + std::string(answer));
  }
  void acknowledgedNothing(Session&) override { ++strayAcks; }
  void frameTraced(Session&, bool fromDevice, const wire::Frame& frame) override {
    traced.push_back((fromDevice ? ">" : "<") + std::string(toText(frame.type)) + std::string(frame.payload));
  }

  std::optional<std::uint16_t> reportsRefused() override { return refusesReports; }

  std::string device;
  std::optional<std::uint16_t> refusesReports;
  std::vector<std::string> reports, acks, traced;
  int strayAcks = 0;
  bool uplinkTakes = true;
  bool claimsAtOnce = true;
};

struct Fixture {
  SessionLimits limits{.nodeId = "n1", .keepaliveS = 60, .keepaliveMaxS = 300};
  Port port;
  Session session{1000};
  std::string out;
  std::int64_t nowMs = 1000;

  Session::Context context() { return {limits, port, nowMs, out}; }
  void receive(FrameType type, std::uint32_t id, std::string_view payload) {
    std::string bytes;
    wire::appendFrame(bytes, type, id, payload);
    session.receive(bytes, context());
  }
  void hello(std::string_view json = R"({"device":"d"})") { receive(FrameType::Hello, 0, json); }

  // What left the node since the last call, in words.
  QStringList sent() {
    QStringList words;
    wire::FrameDecoder decoder;
    (void)decoder.feed(out, 1 << 20, [&](const wire::Frame& frame) {
      QString word = QString::fromUtf8(toText(frame.type)) + QLatin1Char(' ') + QString::number(frame.id);
      if (frame.type == FrameType::Close) word = QStringLiteral("CLOSE %1").arg(int(frame.payload[0]));
      words.push_back(word);
      return true;
    });
    out.clear();
    return words;
  }
};

QStringList list(std::initializer_list<const char*> words) {
  QStringList strings;
  for (const char* word : words) strings.push_back(QString::fromLatin1(word));
  return strings;
}

}  // namespace

class TestSession : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void welcomesAGoodHello() {
    Fixture f;
    f.hello(R"({"device":"d","keepalive":30})");
    QCOMPARE(f.sent(), list({"WELCOME 0"}));
    QVERIFY(f.session.phase() == Session::Phase::Live);
    QCOMPARE(f.session.keepaliveS(), 30U);
    QCOMPARE(f.session.number(), std::uint64_t{42});
  }

  void keepaliveHasABound() {
    Fixture f;
    f.hello(R"({"device":"d","keepalive":3600})");
    QCOMPARE(f.session.keepaliveS(), 300U);
  }

  void anythingBeforeHelloIsClosed() {
    for (int type = 2; type <= 9; ++type) {
      Fixture f;
      f.receive(static_cast<FrameType>(type), 1, "");
      QCOMPARE(f.sent(), list({"CLOSE 1"}));
      QVERIFY(f.session.closed());
      QVERIFY(!f.session.opened());
    }
  }

  void helloMayComeWithOtherFramesBehindIt() {
    Fixture f;
    std::string bytes;
    wire::appendFrame(bytes, FrameType::Hello, 0, R"({"device":"d"})");
    wire::appendFrame(bytes, FrameType::Ping, 1, {});
    wire::appendFrame(bytes, FrameType::Report, 2, "r");
    wire::appendFrame(bytes, FrameType::Report, 0, "unacknowledged");
    f.session.receive(bytes, f.context());
    QCOMPARE(f.sent(), list({"WELCOME 0", "PONG 1", "REPORT_ACK 2"}));
    QCOMPARE(f.port.reports.size(), std::size_t{2});
  }

  // The buffer has twice what it may: whoever has reported is not read from, and nobody begins.
  void whoReportsForTheFirstTimeMayBeRefused() {
    Fixture f;
    f.hello();
    f.receive(FrameType::Report, 1, "r");
    f.port.refusesReports = 7;
    f.receive(FrameType::Report, 2, "r");
    QCOMPARE(f.sent(), list({"WELCOME 0", "REPORT_ACK 1", "REPORT_ACK 2"}));
    Fixture newcomer;
    newcomer.port.refusesReports = 7;
    newcomer.hello();
    newcomer.receive(FrameType::Ping, 1, {});
    newcomer.receive(FrameType::Report, 2, "r");
    QCOMPARE(newcomer.sent(), list({"WELCOME 0", "PONG 1", "CLOSE 6"}));
    QVERIFY(newcomer.port.reports.empty());
    QCOMPARE(newcomer.session.closeReason(), CloseReason::OverLimit);
  }

  void nothingAfterABadFrameIsRead() {
    Fixture f;
    f.hello();
    f.sent();
    std::string bytes;
    wire::appendFrame(bytes, FrameType::Ping, 1, "not empty");
    wire::appendFrame(bytes, FrameType::Report, 2, "never");
    f.session.receive(bytes, f.context());
    f.session.receive(bytes, f.context());
    QCOMPARE(f.sent(), list({"CLOSE 1"}));
    QVERIFY(f.port.reports.empty());
    QCOMPARE(f.session.closeReason(), CloseReason::ProtocolError);
  }

  void framesOfTheOtherSideAreErrors_data() {
    QTest::addColumn<int>("type");
    for (const FrameType type : {FrameType::Hello, FrameType::Welcome, FrameType::ReportAck, FrameType::Command}) {
      QTest::newRow(std::string(toText(type)).c_str()) << static_cast<int>(type);
    }
  }
  void framesOfTheOtherSideAreErrors() {
    QFETCH(int, type);
    Fixture f;
    f.hello();
    f.sent();
    f.receive(static_cast<FrameType>(type), 1, type == 1 ? R"({"device":"d"})" : "");
    QCOMPARE(f.sent(), list({"CLOSE 1"}));
  }

  void aReportThatTheUplinkDoesNotTakeIsNotAcknowledged() {
    Fixture f;
    f.hello();
    f.sent();
    f.port.uplinkTakes = false;
    f.receive(FrameType::Report, 5, "r");
    QCOMPARE(f.sent(), QStringList());
  }

  void aReportThatHadToWaitIsAcknowledgedLater() {
    Fixture f;
    f.hello();
    (void)f.sent();
    f.port.uplinkTakes = false;
    f.receive(FrameType::Report, 9, "x");
    QCOMPARE(f.sent(), QStringList());
    f.session.reportStored(9, f.context());
    QCOMPARE(f.sent(), list({"REPORT_ACK 9"}));
    f.session.lost();
    f.session.reportStored(9, f.context());
    QCOMPARE(f.sent(), QStringList());
  }

  void nothingLeavesBeforeWelcomeWhileTheDeviceIsClaimed() {
    Fixture f;
    f.port.claimsAtOnce = false;
    f.hello();
    f.receive(FrameType::Ping, 5, "");
    f.receive(FrameType::Report, 6, "x");
    QCOMPARE(f.sent(), QStringList());
    f.session.claimed(f.context());
    QCOMPARE(f.sent(), list({"WELCOME 0", "PONG 5", "REPORT_ACK 6"}));
    f.session.claimed(f.context());
    QCOMPARE(f.sent(), QStringList());
  }

  void aClaimThatIsLostEndsInCloseAlone() {
    Fixture f;
    f.port.claimsAtOnce = false;
    f.hello();
    f.receive(FrameType::Ping, 5, "");
    f.session.close(CloseReason::Replaced, 0, "elsewhere", f.context());
    f.session.claimed(f.context());
    QCOMPARE(f.sent(), list({"CLOSE 3"}));
  }

  void commandsHaveIdsOfTheirOwn() {
    Fixture f;
    f.hello();
    f.sent();
    f.session.command(100, "a", f.context());
    f.session.command(200, "b", f.context());
    QCOMPARE(f.sent(), list({"COMMAND 1", "COMMAND 2"}));
    QCOMPARE(f.session.inFlightCount(), std::size_t{2});
    f.receive(FrameType::CommandAck, 2, std::string_view("\0ok", 3));
    f.receive(FrameType::CommandAck, 1, "\x05");
    f.receive(FrameType::CommandAck, 1, "\x05");
    QVERIFY((f.port.acks == std::vector<std::string>{"200:0:ok", "100:5:"}));
    QCOMPARE(f.port.strayAcks, 1);
    QCOMPARE(f.session.inFlightCount(), std::size_t{0});
    QVERIFY(!f.session.closed());
  }

  void anEmptyAcknowledgementBreaksTheForm() {
    Fixture f;
    f.hello();
    f.sent();
    f.receive(FrameType::CommandAck, 1, "");
    QCOMPARE(f.sent(), list({"CLOSE 1"}));
  }

  // Rule 1: the whole HELLO within hello-timeout; bytes on the way do not extend it.
  void helloTimeoutCountsFromTheStart() {
    Fixture f;
    QCOMPARE(f.session.deadlineMs(f.limits), std::int64_t{11'000});
    f.nowMs = 9000;
    f.session.receive("LK", f.context());
    QCOMPARE(f.session.deadlineMs(f.limits), std::int64_t{11'000});
    f.session.deadlinePassed(f.context());
    QCOMPARE(f.sent(), list({"CLOSE 1"}));
  }

  // Rule 3: any whole frame is a sign of life, half a one is not.
  void keepaliveCountsFrames() {
    Fixture f;
    f.hello(R"({"device":"d","keepalive":10})");
    QCOMPARE(f.session.deadlineMs(f.limits), std::int64_t{16'000});
    f.nowMs = 5000;
    f.session.receive("LK", f.context());
    QCOMPARE(f.session.deadlineMs(f.limits), std::int64_t{16'000});
    f.session.receive(std::string_view("\x01\x04\0\0\0\0\0\0\0\0", 10), f.context());
    QCOMPARE(f.session.deadlineMs(f.limits), std::int64_t{20'000});
    f.sent();
    f.session.deadlinePassed(f.context());
    QCOMPARE(f.sent(), list({"CLOSE 4"}));
  }

  void theDevicesOwnCloseEndsIt() {
    Fixture f;
    f.hello();
    f.sent();
    f.receive(FrameType::Close, 0, std::string_view("\0", 1));
    QCOMPARE(f.sent(), QStringList());
    QVERIFY(f.session.closed());
    QCOMPARE(f.session.closeReason(), CloseReason::Normal);
  }

  // Only a node drains, kicks and replaces.
  void aNodesReasonFromADeviceIsNotTheNodes() {
    Fixture f;
    f.hello();
    f.receive(FrameType::Close, 0, std::string_view("\7\0\0battery", 10));
    QCOMPARE(f.session.closeReason(), CloseReason::Normal);
    QCOMPARE(f.session.closeSentence(), std::string("the device itself said kicked: battery"));
  }

  void closesOnce() {
    Fixture f;
    f.hello();
    f.sent();
    f.session.close(CloseReason::Kicked, 0, "x", f.context());
    f.session.close(CloseReason::Draining, 5, "y", f.context());
    f.session.lost();
    QCOMPARE(f.sent(), list({"CLOSE 7"}));
    QCOMPARE(f.session.closeReason(), CloseReason::Kicked);
  }

  void tracesNoTokens() {
    Fixture f;
    f.hello();
    f.session.setTraced(true);
    f.hello(R"({"device":"d","token":"secret"})");
    QVERIFY(!f.port.traced.empty());
    for (const std::string& frame : f.port.traced) QVERIFY(frame.find("secret") == std::string::npos);
  }

  void tracesBothWays() {
    Fixture f;
    f.hello();
    f.session.setTraced(true);
    f.receive(FrameType::Report, 3, "x");
    QCOMPARE(f.port.traced.size(), std::size_t{2});
    f.session.close(CloseReason::Kicked, 0, "bye", f.context());
    QCOMPARE(f.port.traced.size(), std::size_t{3});
    QCOMPARE(f.port.traced[0], std::string(">REPORTx"));
    QCOMPARE(f.port.traced[1], std::string("<REPORT_ACK"));
    QVERIFY(f.port.traced[2].starts_with("<CLOSE"));
  }
};

QTEST_APPLESS_MAIN(TestSession)
#include "tst_session.moc"
