#include <QTcpServer>
#include <QTest>

#include "tests/cli/program.h"
#include "tests/cli/running_node.h"
#include "tests/support/free_port.h"
#include "tests/support/redis_server.h"

using lk::test::freePort;
using lk::test::Outcome;
using lk::test::Place;
using lk::test::RedisServer;
using lk::test::RedisServerPlan;
using lk::test::run;
using lk::test::RunningNode;
using lk::test::words;

namespace {

// Grades by finding's id.
QHash<QString, QString> gradesOf(const Outcome& outcome) {
  QHash<QString, QString> grades;
  if (!outcome.json()) return grades;
  for (const auto& finding : outcome.json()->object().value(QStringLiteral("findings")).toArray()) {
    grades.insert(finding[QLatin1StringView("id")].toString(), finding[QLatin1StringView("grade")].toString());
  }
  return grades;
}

}  // namespace

class CheckVerbTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void withNoNodeAndNoRedisItStillLooks() {
    const Place place;
    const Outcome outcome = run(place, words("check limits redis --json"));
    const auto grades = gradesOf(outcome);
    QCOMPARE(grades.keys(QStringLiteral("problem")), QStringList());
    QVERIFY2(outcome.code == 0, outcome.said().constData());
    QCOMPARE(grades.value(QStringLiteral("redis.none")), QStringLiteral("good"));
    QVERIFY2(grades.contains(QStringLiteral("limits.disk-ok")), outcome.said().constData());
    const auto notes = outcome.json()->object().value(QStringLiteral("notes")).toArray();
    QVERIFY2(notes.at(0).toString().contains(QStringLiteral("no node")), outcome.said().constData());
  }

  void onlyTheAreasAskedForAreLookedAt() {
    const Place place;
    const Outcome outcome = run(place, words("check ports --json"));
    QVERIFY2(outcome.json(), outcome.said().constData());
    for (const auto& finding : outcome.json()->object().value(QStringLiteral("findings")).toArray()) {
      QCOMPARE(finding[QLatin1StringView("area")].toString(), QStringLiteral("ports"));
    }
  }

  void allAreasAreLookedAtByDefault() {
    const Place place;
    const Outcome outcome = run(place, words("check --json"));
    QVERIFY2(outcome.json() && (outcome.code == 0 || outcome.code == 1), outcome.said().constData());
    QSet<QString> areas;
    for (const auto& finding : outcome.json()->object().value(QStringLiteral("findings")).toArray()) {
      areas.insert(finding[QLatin1StringView("area")].toString());
    }
    QCOMPARE(areas.size(), 6);
  }

  void aTakenPortEndsWith1AndThePlanSaysWhatToDo() {
    const Place place;
    QTcpServer holder;
    QVERIFY(holder.listen(QHostAddress::LocalHost));
    const QString listen = QStringLiteral("node.listen=127.0.0.1:%1").arg(holder.serverPort());
    const Outcome plain = run(place, words("check ports") + QStringList{QStringLiteral("--set"), listen});
    QVERIFY2(plain.code == 1 && plain.out.contains("PROBLEM") && plain.out.contains("--fix-plan"),
             plain.said().constData());
    const Outcome plan = run(place, words("check ports --fix-plan") + QStringList{QStringLiteral("--set"), listen});
    QVERIFY2(plan.code == 1 && plan.out.contains("ports.taken") && plan.out.contains("linekeeper --set node.listen="),
             plan.said().constData());
  }

  void aRedisThatIsAwayIsAProblemAndNoEnd() {
    const Place place;
    const QString url = QStringLiteral("redis://127.0.0.1:%1").arg(freePort());
    const Outcome outcome = run(place, words("check redis --json --redis") + QStringList{url});
    QVERIFY2(outcome.code == 1, outcome.said().constData());
    QCOMPARE(gradesOf(outcome).value(QStringLiteral("redis.unreachable")), QStringLiteral("problem"));
    QCOMPARE(outcome.json()->object().value(QStringLiteral("worst")).toString(), QStringLiteral("problem"));
  }

  void warningsEndWith0() {
    const Place place;
    RedisServer redis;  // that keeps nothing on disk
    QVERIFY(redis.start());
    const Outcome outcome = run(place, words("check redis --json --redis") + QStringList{redis.url()});
    QVERIFY2(outcome.code == 0, outcome.said().constData());
    QCOMPARE(gradesOf(outcome).value(QStringLiteral("redis.no-persistence")), QStringLiteral("warning"));
  }

  void theRunningNodeIsKnown() {
    const Place place;
    RunningNode node;
    QVERIFY(node.start(place));
    // Whatever becomes of a probe through an nginx that this machine may have.
    const Outcome outcome = run(place, words("check reach --json"));
    QVERIFY2(outcome.code == 0 || outcome.code == 1, outcome.said().constData());
    QVERIFY2(outcome.out.contains(("node n1 listens on " + node.listen().toUtf8())), outcome.said().constData());
  }

  void nodesOfTheClusterAreKnown() {
    const Place place;
    RedisServerPlan plan;
    plan.appendOnly = true;
    RedisServer redis(plan);
    QVERIFY(redis.start());
    RunningNode node;
    QVERIFY(node.start(place, QStringLiteral("n1"), {QStringLiteral("--redis"), redis.url()}));
    const Outcome outcome = run(place, words("check redis limits --json --redis") + QStringList{redis.url()});
    QVERIFY2(outcome.code == 0, outcome.said().constData());
    QVERIFY2(outcome.json()->object().value(QStringLiteral("notes")).toArray().isEmpty(), outcome.said().constData());
    QCOMPARE(gradesOf(outcome).value(QStringLiteral("redis.answers")), QStringLiteral("good"));
  }

  // nginx's own words come in their own lines, and what keeps several checks from looking comes once.
  void whatOthersSaidIsReadable() {
    const Place place;
    const QString config = place.write(QStringLiteral("nginx.conf"), "events { }\nnonsense on;\n");
    const QString setting = QStringLiteral("nginx.config=") + config;
    const Outcome people = run(place, words("check nginx") + QStringList{QStringLiteral("--set"), setting});
    QVERIFY2(people.code == 1, people.said().constData());
    const QByteArray line = "             nginx: configuration file " + config.toUtf8() + " test failed\n";
    QVERIFY2(people.out.contains(line) && !people.out.contains('?'), people.said().constData());
    QCOMPARE(people.out.count("Not looked at, as no server of a stream block sends devices to a node"), 1);
    const Outcome json = run(place, words("check nginx --json") + QStringList{QStringLiteral("--set"), setting});
    const auto grades = gradesOf(json);
    for (const char* id : {"nginx.upstream", "nginx.server", "nginx.capacity", "nginx.reload"}) {
      QCOMPARE(grades.value(QString::fromLatin1(id)), QStringLiteral("unknown"));
    }
  }

  void wrongWordsEndWith2() {
    const Place place;
    const Outcome outcome = run(place, words("check everything"));
    QVERIFY2(outcome.code == 2 && outcome.err.contains("firewall"), outcome.said().constData());
    QCOMPARE(run(place, words("check --set node.nothing=1")).code, 2);
  }
};

QTEST_GUILESS_MAIN(CheckVerbTest)
#include "tst_cli_check.moc"
