#include <QTest>
#include <functional>

#include "server/setup/diagnosis.h"

using namespace lk;
using namespace lk::setup;
using node::HistoryEntry;
using node::HistoryKind;
using node::NodeState;

namespace {

constexpr qint64 kNow = 1'764'000'000'000;
constexpr qint64 kSecond = 1'000;

QString s(const char* text) { return QString::fromUtf8(text); }

// A cluster of two nodes with Redis, in which dev-1 is connected to n1 and all is well.
struct Scene {
  Scene() {
    facts.device = "dev-1";
    facts.report.emplace();
    node::DeviceReport& report = *facts.report;
    report.device = s("dev-1");
    report.atMs = kNow;
    for (const char* id : {"n1", "n2"}) {
      node::DeviceAtNode at;
      at.node.info.id = s(id);
      at.node.info.pid = 1000 + report.nodes.size();
      at.node.info.bus = s("redis");
      at.node.leaseLeftMs = 8 * kSecond;
      report.nodes.push_back(at);
    }
    report.bus.kind = s("redis");
    report.bus.answered = true;
    entry(n1(), HistoryKind::Connected, 600).session = 42;
    n1().connected = true;
    n1().session.session = 42;
    n1().session.device = s("dev-1");
    n1().session.address = s("10.2.0.7");
    n1().session.connectedAtMs = kNow - 600 * kSecond;
    n1().session.lastHeardAtMs = kNow - 5 * kSecond;
    n1().session.keepaliveS = 60;
    report.bus.routeInstance = s("n1/17");
    report.bus.routeNode = s("n1");
    report.bus.routeSession = 42;
    report.bus.routeLive = true;
  }

  node::DeviceAtNode& n1() { return facts.report->nodes[0]; }
  node::DeviceAtNode& n2() { return facts.report->nodes[1]; }

  static HistoryEntry& entry(node::DeviceAtNode& at, HistoryKind kind, qint64 secondsAgo) {
    HistoryEntry& entry = at.history.emplaceBack();
    entry.atMs = kNow - secondsAgo * kSecond;
    entry.node = at.node.info.id;
    entry.kind = kind;
    entry.address = s("10.2.0.7");
    return entry;
  }

  HistoryEntry& closed(CloseReason reason, qint64 secondsAgo = 30, const char* sentence = "") {
    HistoryEntry& closed = entry(n1(), HistoryKind::Closed, secondsAgo);
    closed.reason = reason;
    closed.detail = s(sentence);
    closed.lastedMs = 100 * kSecond;
    closed.silentMs = 10 * kSecond;
    return closed;
  }

  // dev-1 is not connected any more.
  HistoryEntry& gone(CloseReason reason, const char* sentence = "") {
    n1().connected = false;
    n1().session = {};
    facts.report->bus.routeInstance.clear();
    facts.report->bus.routeNode.clear();
    facts.report->bus.routeSession = 0;
    return closed(reason, 30, sentence);
  }

  void neverCame() {
    gone(CloseReason::Lost);
    n1().history.clear();
  }

  HistoryEntry& command(CommandStatus status, qint64 secondsAgo = 10) {
    HistoryEntry& command = entry(n1(), HistoryKind::Command, secondsAgo);
    command.id = s("c-17");
    command.status = status;
    return command;
  }

  void probed(Probed::End end) {
    facts.throughNginx = true;
    Probed probed;
    probed.end = end;
    probed.to = {"192.168.1.5", 7700};
    probed.node = end == Probed::End::Welcomed ? "n2" : "";
    facts.probe = probed;
  }

  void nginxFinding(const char* id, Grade grade, const char* title = "nginx does it wrong") {
    facts.throughNginx = facts.thatNginx = true;
    facts.nginx.push_back({.id = id,
                           .grade = grade,
                           .title = text(title),
                           .evidence = {text("/etc/nginx/nginx.conf:17: as it stands")},
                           .why = {},
                           .fix = Fix{text("Write it right"), {"nginx -t"}, {}}});
  }

  DeviceFacts facts;
};

using Plant = std::function<void(Scene&)>;

const DiagnosisStep& stepOf(const Diagnosis& diagnosis, DiagnosisPart part) {
  return diagnosis.steps.at(static_cast<std::size_t>(part));
}

}  // namespace

Q_DECLARE_METATYPE(Plant)

class TestDiagnosis : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void namesThePlantedCause_data() {
    QTest::addColumn<Plant>("plant");
    QTest::addColumn<QByteArray>("cause");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char* name, const char* cause, const char* says, Plant plant) {
      QTest::newRow(name) << plant << QByteArray(cause) << QByteArray(says);
    };

    row("a firewall drops what devices send", "firewall.drops", "Nothing comes back from 192.168.1.5:7700",
        [](Scene& s) {
          s.gone(CloseReason::Lost);
          s.probed(Probed::End::Dropped);
        });
    row("a firewall's rule is known", "firewall.blocked", "drops port 7700", [](Scene& s) {
      s.gone(CloseReason::Lost);
      s.facts.firewall.push_back({"firewall.blocked", Grade::Problem, text("A rule drops port 7700"), {}, {}, {}});
      s.probed(Probed::End::Dropped);
    });
    row("there is no way", "firewall.no-way", "no way to 192.168.1.5:7700", [](Scene& s) {
      s.gone(CloseReason::Lost);
      s.probed(Probed::End::Unreachable);
    });
    row("a node is down that no balancer stands before", "node.down", "a node is down", [](Scene& s) {
      s.gone(CloseReason::Lost);
      s.probed(Probed::End::Refused);
      s.facts.throughNginx = false;
    });
    row("nginx waits for a node that is stuck", "nginx.silent", "no node answers behind it", [](Scene& s) {
      s.gone(CloseReason::Lost);
      s.probed(Probed::End::Silent);
    });
    row("nginx is down", "nginx.down", "nginx is down", [](Scene& s) {
      s.gone(CloseReason::Lost);
      s.probed(Probed::End::Refused);
    });
    row("nginx is down, and a check knows it", "nginx.not-running", "does not run", [](Scene& s) {
      s.gone(CloseReason::Lost);
      s.probed(Probed::End::Refused);
      s.nginxFinding("nginx.not-running", Grade::Problem, "nginx does not run with it");
    });
    row("nginx leads to a dead node", "nginx.reaches-no-node", "reaches no node", [](Scene& s) {
      s.gone(CloseReason::Lost);
      s.probed(Probed::End::Closed);
    });
    row("nginx leads to a dead node, and a check knows it", "nginx.dead-node", "holds n9", [](Scene& s) {
      s.gone(CloseReason::Lost);
      s.probed(Probed::End::Reset);
      s.nginxFinding("nginx.proxy-timeout-short", Grade::Problem);
      s.nginxFinding("nginx.dead-node", Grade::Problem, "The upstream holds n9, which is dead");
    });
    row("nginx speaks HTTP", "nginx.wrong-target", "no Linekeeper node", [](Scene& s) {
      s.gone(CloseReason::Lost);
      s.probed(Probed::End::WrongProtocol);
    });
    row("a wrong hash", "nginx.hash-missing", "nginx does it wrong",
        [](Scene& s) { s.nginxFinding("nginx.hash-missing", Grade::Warning); });
    row("a timeout too short", "nginx.proxy-timeout-short", "cuts devices", [](Scene& s) {
      s.nginxFinding("nginx.node-missing", Grade::Problem);
      s.nginxFinding("nginx.proxy-timeout-short", Grade::Problem, "nginx cuts devices that are silent for 10 s");
      s.closed(CloseReason::Lost, 700);
    });
    row("something unknown cuts what is silent", "nginx.cuts-the-silent", "silent for 10 s", [](Scene& s) {
      for (const qint64 ago : {900, 800, 700}) s.closed(CloseReason::Lost, ago);
    });
    row("no node answers", "node.none", "no node runs", [](Scene& s) {
      s.facts.report.reset();
      s.facts.noReport = "no node runs";
    });
    row("the node drains", "node.draining", "n1 is draining", [](Scene& s) {
      s.gone(CloseReason::Draining);
      s.n1().node.state = NodeState::Draining;
    });
    row("every node drains behind nginx", "node.draining", "n1 is draining", [](Scene& s) {
      s.gone(CloseReason::Draining);
      s.n1().node.state = s.n2().node.state = NodeState::Draining;
      s.probed(Probed::End::Closed);
      s.nginxFinding("nginx.draining-node", Grade::Problem);
    });
    row("the device's node is dead", "node.dead", "n1", [](Scene& s) {
      s.gone(CloseReason::Lost);
      s.n2().history = s.n1().history;
      node::NodeRow dead = s.facts.report->nodes.takeFirst().node;
      dead.state = NodeState::Dead;
      for (HistoryEntry& entry : s.facts.report->nodes[0].history) entry.node = QStringLiteral("n1");
      s.facts.report->silent.push_back(dead);
    });
    row("out of descriptors", "node.out-of-descriptors", "file descriptors", [](Scene& s) {
      s.neverCame();
      s.n2().node.figures.acceptPaused = true;
    });
    row("the device never said HELLO", "session.no-hello", "a connection from 10.9.0.3 came and never said HELLO",
        [](Scene& s) {
          s.neverCame();
          s.n2().failures = {{QStringLiteral("10.9.0.9"), kNow - kSecond, 1, CloseReason::Lost, {}, {}},
                             {QStringLiteral("10.9.0.3"), kNow - 20 * kSecond, 3, CloseReason::ProtocolError,
                              QStringLiteral("hello-timeout"), QStringLiteral("no whole HELLO")}};
        });
    row("the device speaks another protocol", "session.bad-frames", "no frame of the protocol", [](Scene& s) {
      s.neverCame();
      s.n2().failures = {{QStringLiteral("10.9.0.3"), kNow - 20 * kSecond, 3, CloseReason::ProtocolError,
                          QStringLiteral("bad-magic"), QStringLiteral("a frame must begin with 4C 4B")}};
    });
    row("refused over a limit", "session.over-limit", "too many connections", [](Scene& s) {
      s.neverCame();
      s.n2().failures = {{QStringLiteral("10.9.0.3"),
                          kNow - 20 * kSecond,
                          3,
                          CloseReason::OverLimit,
                          {},
                          QStringLiteral("too many connections from this address")}};
    });
    row("refused for its address", "session.not-trusted", "connections from 10.9.0.3 are turned away before it",
        [](Scene& s) {
          s.neverCame();
          s.n2().failures = {{QStringLiteral("10.9.0.3"),
                              kNow - 20 * kSecond,
                              3,
                              CloseReason::NotAuthorised,
                              {},
                              QStringLiteral("connections come through a proxy here")}};
        });
    row("nobody knows the device", "session.never-came", "never seen", [](Scene& s) { s.neverCame(); });
    row("a HELLO that is no good", "session.bad-hello", "keepalive must be", [](Scene& s) {
      s.neverCame();
      HistoryEntry& refused = Scene::entry(s.n1(), HistoryKind::Refused, 20);
      refused.reason = CloseReason::ProtocolError;
      refused.detail = QStringLiteral("keepalive must be a whole number of seconds, 5 to 3600");
    });
    row("a wrong token", "session.wrong-token", "not authorised", [](Scene& s) {
      s.neverCame();
      HistoryEntry& refused = Scene::entry(s.n1(), HistoryKind::Refused, 20);
      refused.reason = CloseReason::NotAuthorised;
    });
    row("two devices with one id", "session.taken-over", "10.2.0.7, 10.2.0.8", [](Scene& s) {
      s.closed(CloseReason::Replaced, 60);
      Scene::entry(s.n2(), HistoryKind::Connected, 60).address = QStringLiteral("10.2.0.8");
      HistoryEntry& again = Scene::entry(s.n2(), HistoryKind::Closed, 40);
      again.reason = CloseReason::Replaced;
      again.address = QStringLiteral("10.2.0.8");
    });
    row("replaced, and nobody has it", "session.taken-over", "no node that answers has now",
        [](Scene& s) { s.gone(CloseReason::Replaced); });
    row("the reader stalled", "session.reader-stalled", "stopped reading", [](Scene& s) {
      s.n1().stalledMs = 4 * kSecond;
      s.n1().session.outBuffer = 200'000;
    });
    row("the reader stalled until it was closed", "session.reader-stalled", "stopped reading",
        [](Scene& s) { s.gone(CloseReason::OverLimit, "this device does not take what is sent to it"); });
    row("keepalive missed", "session.keepalive-missed", "fell silent",
        [](Scene& s) { s.gone(CloseReason::KeepaliveMissed); });
    row("connected, and silent for too long", "session.silent", "longer than its keepalive of 60 s",
        [](Scene& s) { s.n1().session.lastHeardAtMs = kNow - 80 * kSecond; });
    row("connected, and nobody knows yet whose it is", "session.welcome-waits", "Redis has not said yet",
        [](Scene& s) { s.n1().welcomeWaits = true; });
    row("it broke the protocol", "session.protocol-error", "an unknown type of frame",
        [](Scene& s) { s.gone(CloseReason::ProtocolError, "an unknown type of frame"); });
    row("sent away by a node that is back", "session.sent-away", "was sent away by n1, which drained",
        [](Scene& s) { s.gone(CloseReason::Draining); });
    row("kicked", "session.kicked", "by an operator", [](Scene& s) { s.gone(CloseReason::Kicked); });
    row("it left by itself", "session.left", "left by itself", [](Scene& s) { s.gone(CloseReason::Normal); });
    row("it was lost", "session.lost", "was lost", [](Scene& s) { s.gone(CloseReason::Lost); });
    row("its node was restarted under it", "session.lost", "ended while it was", [](Scene& s) {
      s.gone(CloseReason::Lost);
      s.n1().history.removeLast();
    });
    row("the node is cut off from Redis", "redis.away", "n1 is cut off from Redis", [](Scene& s) {
      s.n1().node.figures.busUp = false;
      s.n1().node.figures.busWhy = QStringLiteral("Redis does not answer");
      s.facts.report->bus.answered = false;
    });
    row("Redis is away for who asks", "redis.away", "Redis does not answer",
        [](Scene& s) { s.facts.report->bus.answered = false; });
    row("the route names another node", "route.stale", "n9/3", [](Scene& s) {
      s.facts.report->bus.routeInstance = QStringLiteral("n9/3");
      s.facts.report->bus.routeNode = QStringLiteral("n9");
      s.facts.report->bus.routeSession = 7;
    });
    row("the route is gone", "route.missing", "no route", [](Scene& s) {
      s.facts.report->bus.routeInstance.clear();
      s.facts.report->bus.routeSession = 0;
    });
    row("a command expired", "command.expired", "c-17 expired",
        [](Scene& s) { s.command(CommandStatus::Expired).durable = true; });
    row("a command expired, as Redis says", "command.expired", "c-18 expired", [](Scene& s) {
      s.command(CommandStatus::Done, 100);
      node::CommandUpdate ended;
      ended.atMs = kNow - 10 * kSecond;
      ended.id = QStringLiteral("c-18");
      ended.status = CommandStatus::Expired;
      ended.durable = true;
      s.facts.report->bus.ended = {ended};
    });
    row("the device acknowledged with an error", "command.failed", "error code 3", [](Scene& s) {
      s.command(CommandStatus::Done, 100);
      HistoryEntry& failed = s.command(CommandStatus::Failed);
      failed.id = QStringLiteral("c-18");
      failed.code = 3;
    });
    row("the device acknowledged nothing", "command.unacknowledged", "may or may not",
        [](Scene& s) { s.command(CommandStatus::Unacknowledged); });
    row("a command waits though the device is there", "command.waits", "waits for the device",
        [](Scene& s) { s.command(CommandStatus::Queued).durable = true; });
    row("the session ended under a command", "command.disconnected", "before the command c-17 was wholly written",
        [](Scene& s) { s.command(CommandStatus::Disconnected); });
    row("a live command to a device that was away", "command.offline", "while dev-1 was not connected",
        [](Scene& s) { s.command(CommandStatus::Offline); });
    row("a command was rejected", "command.rejected", "too long",
        [](Scene& s) { s.command(CommandStatus::Rejected).detail = QStringLiteral("the payload is too long"); });
  }

  void namesThePlantedCause() {
    QFETCH(Plant, plant);
    QFETCH(QByteArray, cause);
    QFETCH(QByteArray, says);
    Scene scene;
    plant(scene);
    const Diagnosis diagnosis = diagnose(scene.facts);
    const std::string conclusion = diagnosis.conclusion.plain();
    QVERIFY2(QByteArray::fromStdString(diagnosis.cause) == cause, (diagnosis.cause + ": " + conclusion).c_str());
    QVERIFY2(conclusion.find(says.toStdString()) != std::string::npos, conclusion.c_str());
    QVERIFY(conclusion.find('{') == std::string::npos);
    QCOMPARE(diagnosis.steps.size(), std::size_t{7});
    for (std::size_t i = 0; i < diagnosis.steps.size(); ++i) {
      const DiagnosisStep& step = diagnosis.steps[i];
      QCOMPARE(static_cast<std::size_t>(step.part), i);
      QVERIFY(!step.title.empty());
      QVERIFY((step.grade >= Grade::Warning) == !step.cause.empty());
      for (const Text& evidence : step.evidence) QVERIFY(evidence.plain().find('{') == std::string::npos);
    }
  }

  void allIsWellWhereNothingIsWrong() {
    Scene scene;
    scene.command(CommandStatus::Done);
    scene.nginxFinding("nginx.config", Grade::Good);
    scene.probed(Probed::End::Welcomed);
    const Diagnosis diagnosis = diagnose(scene.facts);
    QCOMPARE(diagnosis.grade, Grade::Good);
    QCOMPARE(diagnosis.cause, std::string());
    QCOMPARE(diagnosis.conclusion.plain(),
             std::string("dev-1 is connected to n1, and its last command, c-17, is done"));
    for (const DiagnosisStep& step : diagnosis.steps) QCOMPARE(step.grade, Grade::Good);
    QVERIFY(!diagnosis.fix);
  }

  void whatMendsItIsTypedAsThisSystemDoes() {
    for (const System::Kind kind : {System::Kind::Linux, System::Kind::Windows}) {
      const bool windows = kind == System::Kind::Windows;
      Scene dropped;
      dropped.facts.kind = kind;
      dropped.gone(CloseReason::Lost);
      dropped.probed(Probed::End::Dropped);
      QCOMPARE(diagnose(dropped.facts).fix->commands.size(), windows ? std::size_t{1} : std::size_t{2});
      Scene down;
      down.facts.kind = kind;
      down.gone(CloseReason::Lost);
      down.probed(Probed::End::Refused);
      QCOMPARE(diagnose(down.facts).fix->commands.back(), std::string(windows ? "Start-Process nginx" : "nginx"));
    }
  }

  // A device that is connected came through, whatever rules and configurations say.
  void whatKeepsOthersOutDoesNotDecideForWhoIsIn() {
    Scene scene;
    scene.facts.firewall.push_back({"firewall.blocked", Grade::Problem, text("A rule drops port 7700"), {}, {}, {}});
    scene.nginxFinding("nginx.dead-node", Grade::Problem);
    scene.command(CommandStatus::Failed).code = 3;
    const Diagnosis diagnosis = diagnose(scene.facts);
    QCOMPARE(diagnosis.cause, std::string("command.failed"));
    QCOMPARE(stepOf(diagnosis, DiagnosisPart::Firewall).grade, Grade::Warning);
    QCOMPARE(stepOf(diagnosis, DiagnosisPart::Nginx).grade, Grade::Warning);
  }

  // An nginx that leads nowhere near the nodes is none of this device's.
  void anNginxThatIsNotOnTheWayIsNotBlamed() {
    Scene scene;
    scene.gone(CloseReason::KeepaliveMissed);
    scene.nginxFinding("nginx.stream-missing", Grade::Problem);
    scene.facts.throughNginx = scene.facts.thatNginx = false;
    QCOMPARE(diagnose(scene.facts).cause, std::string("session.keepalive-missed"));
  }

  void saysWhatTheFaultDidToTheLastCommand() {
    Scene scene;
    scene.gone(CloseReason::KeepaliveMissed);
    scene.command(CommandStatus::Expired).durable = true;
    const Diagnosis diagnosis = diagnose(scene.facts);
    QCOMPARE(diagnosis.cause, std::string("session.keepalive-missed"));
    const std::string conclusion = diagnosis.conclusion.plain();
    QVERIFY2(conclusion.find("its last command, c-17, ended as expired") != std::string::npos, conclusion.c_str());
  }

  void oneTakeoverIsAReconnectAndNoFault() {
    Scene scene;
    scene.closed(CloseReason::Replaced, 60);
    Scene::entry(scene.n1(), HistoryKind::TookOver, 60);
    QCOMPARE(diagnose(scene.facts).cause, std::string());
  }

  void aCommandThatAnotherNodeSawEndCounts() {
    Scene scene;
    scene.command(CommandStatus::Queued, 5).durable = true;
    HistoryEntry& done = Scene::entry(scene.n2(), HistoryKind::Command, 20);
    done.id = s("c-17");
    done.status = CommandStatus::Done;
    done.durable = true;
    QCOMPARE(diagnose(scene.facts).grade, Grade::Good);
  }

  void whatBecameOfACommandLongAgoIsNoProblemNow() {
    Scene scene;
    scene.command(CommandStatus::Failed, 5 * 3600).code = 3;
    const Diagnosis diagnosis = diagnose(scene.facts);
    QCOMPARE(diagnosis.grade, Grade::Warning);
    QCOMPARE(diagnosis.cause, std::string("command.failed"));
  }

  void lossesAtRandomAreNotCalledCuts() {
    Scene scene;
    const std::array<qint64, 4> silences = {3'000, 9'000, 21'000, 14'000};
    for (std::size_t i = 0; i < silences.size(); ++i) {
      scene.closed(CloseReason::Lost, 900 - static_cast<qint64>(i) * 10).silentMs = silences[i];
    }
    QCOMPARE(diagnose(scene.facts).cause, std::string());
  }

  void nothingAtAllIsStillAnAnswer() {
    const Diagnosis diagnosis = diagnose({});
    QCOMPARE(diagnosis.cause, std::string("node.none"));
    QCOMPARE(diagnosis.steps.size(), std::size_t{7});
  }
};

QTEST_GUILESS_MAIN(TestDiagnosis)
#include "tst_diagnosis.moc"
