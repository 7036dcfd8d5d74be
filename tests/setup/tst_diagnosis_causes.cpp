// Each cause that a diagnosis knows, planted alone, is the one it names.
#include <QTest>
#include <functional>

#include "tests/setup/diagnosis_scene.h"

using namespace lk;
using namespace lk::setup;
using namespace lk::test;
using node::HistoryEntry;
using node::HistoryKind;
using node::NodeState;

namespace {

using Plant = std::function<void(Scene&)>;

}  // namespace

Q_DECLARE_METATYPE(Plant)

class DiagnosisCausesTest : public QObject {
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
    row("its node died and was cleaned up after", "node.dead", "n7, which had dev-1 last, is gone", [](Scene& s) {
      s.neverCame();
      s.heldLast("n7", true);
    });
    row("its node died, and before that it was elsewhere", "node.dead", "n7, which had dev-1 last, is gone",
        [](Scene& s) {
          s.gone(CloseReason::Replaced);
          s.heldLast("n7", true);
        });
    row("its node died, and is back without it", "session.lost", "its node n2 ended while it was", [](Scene& s) {
      s.neverCame();
      s.heldLast("n2", true);
    });
    row("it was at a node that left later", "session.lost", "its session at n7 ended 20 s ago", [](Scene& s) {
      s.neverCame();
      s.heldLast("n7", false);
    });
    row("a node had it, nobody knows which", "session.lost", "within the last hour a node had it", [](Scene& s) {
      s.neverCame();
      s.facts.report->bus.routeEpoch = 7;
    });
    row("Redis is away, and so are other nodes", "redis.away", "Redis is away, so n2 can't be asked", [](Scene& s) {
      s.neverCame();
      s.n1().node.figures.busUp = false;
      s.facts.report->silent.push_back(s.n2().node);
      s.facts.report->nodes.removeLast();
      s.facts.report->bus.answered = false;
    });
    row("Redis is away, and who asks knows of no other node", "redis.away", "whether dev-1 is connected to one",
        [](Scene& s) {
          s.neverCame();
          s.facts.report->bus.answered = false;
        });
    row("a wrong token", "session.wrong-token", "not authorised", [](Scene& s) {
      s.neverCame();
      HistoryEntry& refused = Scene::entry(s.n1(), HistoryKind::Refused, 20);
      refused.reason = CloseReason::NotAuthorised;
    });
    row("two devices with one id", "session.taken-over",
        "dev-1 is used by two devices: 10.2.0.7 and 10.2.0.8 took it from each other 2 times in 20 s", [](Scene& s) {
          s.closed(CloseReason::Replaced, 60);
          Scene::entry(s.n2(), HistoryKind::Connected, 60).address = QStringLiteral("10.2.0.8");
          HistoryEntry& again = Scene::entry(s.n2(), HistoryKind::Closed, 40);
          again.reason = CloseReason::Replaced;
          again.address = QStringLiteral("10.2.0.8");
        });
    row("one that connects anew without closing", "session.taken-over",
        "again and again, from 10.2.0.7: two devices or programs", [](Scene& s) {
          s.closed(CloseReason::Replaced, 60);
          s.closed(CloseReason::Replaced, 40);
        });
    row("one that moves on without closing", "session.taken-over",
        "again and again, from 10.2.0.7, 10.2.0.8, 10.2.0.9: two devices or programs", [](Scene& s) {
          s.closed(CloseReason::Replaced, 60).address = QStringLiteral("10.2.0.8");
          s.closed(CloseReason::Replaced, 40).address = QStringLiteral("10.2.0.9");
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

  // Amber: whoever has the id gets what is sent. Red, and ahead of the command's own words, where it did not.
  void aSharedIdIsRedWhereACommandWasLostOverIt() {
    Scene scene;
    scene.closed(CloseReason::Replaced, 60);
    scene.closed(CloseReason::Replaced, 40).address = QStringLiteral("10.2.0.8");
    QCOMPARE(diagnose(scene.facts).grade, Grade::Warning);
    scene.command(CommandStatus::Unacknowledged);
    const Diagnosis diagnosis = diagnose(scene.facts);
    QCOMPARE(diagnosis.grade, Grade::Problem);
    QCOMPARE(diagnosis.cause, std::string("session.taken-over"));
    QVERIFY(diagnosis.fix && !diagnosis.fix->text.empty());
  }
};

QTEST_GUILESS_MAIN(DiagnosisCausesTest)
#include "tst_diagnosis_causes.moc"
