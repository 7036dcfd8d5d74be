// What is said of requests that Redis refuses.
#include <QTest>

#include "server/bus/redis_refusal.h"
#include "server/bus/redis_trouble.h"
#include "tests/unit/manual_clock.h"

using namespace lk::bus;
using namespace lk::test;
using namespace std::chrono_literals;

namespace {

RedisOutcome granted() {
  RedisOutcome outcome;
  outcome.kind = RedisOutcome::Kind::Reply;
  return outcome;
}

RedisOutcome refused(const std::string& text) {
  RedisOutcome outcome;
  outcome.kind = RedisOutcome::Kind::Refused;
  outcome.text = text;
  return outcome;
}

}  // namespace

class TestRedisRefusal : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aRefusalIsToldWhenItChanges() {
    RedisRefusal refusal;
    QVERIFY(!refusal.note(granted()));
    const RedisOutcome noRight = refused("NOPERM this user has no permissions");
    QVERIFY(refusal.note(noRight) && !refusal.note(noRight));
    QCOMPARE(refusal.text(), noRight.text);
    RedisOutcome away;
    away.kind = RedisOutcome::Kind::Away;
    QVERIFY(!refusal.note(away) && !refusal.text().empty());
    QVERIFY(refusal.note(granted()) && refusal.text().empty());
  }

  // What one master grants is no end of what another refuses, and what is not asked again is over some time.
  void aRefusalOfManyKeysIsOverWhenNoneWasRefusedForAWhile() {
    ManualClock clock;
    RecentRefusal refusal(clock);
    const RedisOutcome full = refused("OOM command not allowed when used memory > 'maxmemory'.");
    QVERIFY(refusal.note(full));
    QVERIFY(!refusal.note(granted()));
    QCOMPARE(refusal.text(), full.text);
    clock.advance(RecentRefusal::kStays - 1ms);
    QVERIFY(!refusal.note(full));  // still
    clock.advance(RecentRefusal::kStays - 1ms);
    QCOMPARE(refusal.text(), full.text);
    clock.advance(1ms);
    QCOMPARE(refusal.text(), std::string());
    QVERIFY(refusal.note(full));  // once more
  }

  // Of many devices one whose key is another program's says nothing of the others; of a stream it does.
  void anotherProgramsKeyIsThatDevicesTroubleAlone() {
    ManualClock clock;
    RecentRefusal refusal(clock);
    const RedisOutcome wrong = refused("WRONGTYPE Operation against a key holding the wrong kind of value");
    QVERIFY(!refusal.noteOfDevice(wrong) && refusal.text().empty());
    QVERIFY(refusal.note(wrong));
    QCOMPARE(refusal.text(), wrong.text);
  }

  // As it does where AUTH has another name, or is behind a proxy that knows none.
  void aPasswordThatRedisRepeatsIsNotSaid() {
    RedisOptions options;
    options.url = parseRedisUrl("redis://127.0.0.1:6379").value();
    for (const char* said : {"ERR unknown command 'AUTH', with args beginning with: 'S3cret' ",
                             "ERR unknown command `AUTH`, with args beginning with: `S3cret`, "}) {
      const RedisTrouble trouble = refusalTrouble(said, "AUTH", options, options.url.addresses.front());
      QVERIFY2(trouble.text.find("S3cret") == std::string::npos, trouble.text.c_str());
      QVERIFY2(trouble.text.find("ERR unknown command") != std::string::npos, trouble.text.c_str());
    }
  }
};

QTEST_GUILESS_MAIN(TestRedisRefusal)
#include "tst_redis_refusal.moc"
