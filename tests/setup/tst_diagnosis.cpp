// How a diagnosis weighs what it knows of a device: what it blames, what it lets pass, and how it says so.
#include <QTest>
#include <array>

#include "tests/setup/diagnosis_scene.h"

using namespace lk;
using namespace lk::setup;
using namespace lk::test;
using node::HistoryEntry;
using node::HistoryKind;

namespace {

const DiagnosisStep& stepOf(const Diagnosis& diagnosis, DiagnosisPart part) {
  return diagnosis.steps.at(static_cast<std::size_t>(part));
}

}  // namespace

class TestDiagnosis : public QObject {
  Q_OBJECT

 private Q_SLOTS:
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

  // Whether it is connected to a node that only Redis leads to is not known without Redis.
  void whoCannotBeAskedMayHaveTheDevice() {
    for (const bool remembered : {false, true}) {
      Scene scene;
      scene.neverCame();
      if (remembered) scene.closed(CloseReason::Lost);
      scene.facts.report->silent.push_back(scene.n2().node);
      scene.facts.report->nodes.removeLast();
      scene.facts.report->bus.answered = false;
      const DiagnosisStep session = stepOf(diagnose(scene.facts), DiagnosisPart::Session);
      QCOMPARE(session.grade, Grade::Unknown);
      QCOMPARE(session.title.plain(), std::string("Not known: Redis is away, so n2 can't be asked"));
    }
  }

  void whatWaitsHasNotArrived() {
    Scene scene;
    scene.neverCame();
    scene.command(CommandStatus::Queued, 30).durable = true;
    scene.command(CommandStatus::Queued, 20).durable = true;
    scene.n1().history.back().id = QStringLiteral("c-18");
    QCOMPARE(stepOf(diagnose(scene.facts), DiagnosisPart::Commands).grade, Grade::Warning);
    QVERIFY(diagnose(scene.facts).conclusion.plain().ends_with("; 2 durable commands wait"));
    // Even though the last one of all was a live one.
    HistoryEntry& live = scene.command(CommandStatus::Offline, 10);
    live.id = QStringLiteral("c-19");
    scene.facts.report->bus.waitingCount = 2;
    const std::string conclusion = diagnose(scene.facts).conclusion.plain();
    QVERIFY2(conclusion.ends_with("; its last command, c-19, ended as offline; 2 durable commands wait"),
             conclusion.c_str());
    // What waits for one that is connected is about to be delivered.
    Scene connected;
    connected.facts.report->bus.waitingCount = 1;
    QCOMPARE(diagnose(connected.facts).grade, Grade::Good);
  }

  void whereNoNginxIsInUseThatIsSaid() {
    Scene scene;
    scene.probed(Probed::End::Welcomed);
    scene.facts.throughNginx = false;
    const DiagnosisStep step = stepOf(diagnose(scene.facts), DiagnosisPart::Nginx);
    QCOMPARE(step.grade, Grade::Good);
    QCOMPARE(step.title.plain(), std::string("None in use: 192.168.1.5:7700 is the node n2 itself"));
  }

  // A node that was not asked holds it, as Redis says: nothing is wrong with that.
  void whoIsElsewhereWasSeen() {
    Scene scene;
    scene.neverCame();
    node::DeviceOnBus& bus = scene.facts.report->bus;
    bus.routeInstance = QStringLiteral("n7/3");
    bus.routeNode = QStringLiteral("n7");
    const DiagnosisStep session = stepOf(diagnose(scene.facts), DiagnosisPart::Session);
    QCOMPARE(session.grade, Grade::Unknown);
    QCOMPARE(session.title.plain(), std::string("No node that answers has dev-1; as Redis says, n7 holds it"));
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
    done.id = QStringLiteral("c-17");
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
