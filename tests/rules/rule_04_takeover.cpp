#include <QJsonArray>
#include <QTest>

#include "tests/cli/program.h"
#include "tests/cli/running_node.h"
#include "tests/rules/raw_device.h"

using namespace lk::test;

class Rule04Takeover : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QVERIFY(m_node.start(m_place)); }

  void theOlderSessionGetsClose3_data() {
    QTest::addColumn<int>("ending");
    QTest::newRow("older leaves by itself") << 0;
    QTest::newRow("older is cut off") << 1;
    QTest::newRow("older still sends") << 2;
  }
  void theOlderSessionGetsClose3() {
    QFETCH(int, ending);
    RawDevice older;
    RawDevice newer;
    const QByteArray name = "d" + QByteArray::number(ending);
    QVERIFY(older.join(m_node.port(), name));
    QVERIFY(newer.join(m_node.port(), name));
    const auto close = older.next();
    QVERIFY(close.has_value());
    QCOMPARE(reasonOf(*close), 3);

    if (ending == 0) older.send(frameBytes(kClose, 0, QByteArray(1, '\0')));
    if (ending == 1) older.leave();
    if (ending == 2) older.send(frameBytes(kReport, 1, "late") + frameBytes(kPing, 2));
    QVERIFY(older.untilEnd().isEmpty());

    // The newer one is untouched, and is the one that commands reach.
    QVERIFY(newer.answersPing());
    const auto sending = makeProcess(
        m_place, {QStringLiteral("send"), QString::fromLatin1(name), QStringLiteral("on"), QStringLiteral("--json")});
    sending->start();
    const auto command = newer.next();
    QVERIFY(command && command->type == kCommand);
    newer.send(frameBytes(kCommandAck, command->id, QByteArray(1, '\0')));
    QCOMPARE(finish(*sending).code, 0);
  }

  // Of many HELLOs at once the last one wins, and every other one is told so.
  void racesLeaveOneSession() {
    constexpr int kRacers = 100;
    std::vector<std::unique_ptr<RawDevice>> racers;
    for (int i = 0; i < kRacers; ++i) {
      racers.push_back(std::make_unique<RawDevice>());
      QVERIFY(racers.back()->connectTo(m_node.port()));
    }
    for (const auto& racer : racers) racer->send(helloBytes("raced"));
    int replaced = 0;
    int alive = 0;
    for (const auto& racer : racers) {
      QCOMPARE(racer->next().value_or(WireFrame{}).type, kWelcome);
      racer->send(frameBytes(kPing, 1));
      const auto frame = racer->next();
      QVERIFY(frame.has_value());
      if (frame->type == kPong) {
        // Still the owner, or not yet told that it is not.
        const auto more = racer->next(500);
        more ? ++replaced : ++alive;
        if (more) QCOMPARE(reasonOf(*more), 3);
      } else {
        QCOMPARE(reasonOf(*frame), 3);
        ++replaced;
      }
    }
    QCOMPARE(alive, 1);
    QCOMPARE(replaced, kRacers - 1);
    const auto listed = run(m_place, {QStringLiteral("devices"), QStringLiteral("--json"), QStringLiteral("--filter"),
                                      QStringLiteral("raced")});
    QVERIFY(listed.json().has_value());
    QCOMPARE(listed.json()->array().size(), 1);
  }

 private:
  Place m_place;
  RunningNode m_node;
};

QTEST_GUILESS_MAIN(Rule04Takeover)
#include "rule_04_takeover.moc"
