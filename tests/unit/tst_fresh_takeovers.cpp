#include <QTest>

#include "server/bus/fresh_takeovers.h"
#include "tests/unit/manual_clock.h"

using namespace lk;
using namespace lk::bus;
using namespace std::chrono_literals;

class TestFreshTakeovers : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { m_clock.advance(1h); }

  void itIsKnownUntilNothingFromBeforeItCanBeHeard() {
    FreshTakeovers takeovers(m_clock);
    QVERIFY(takeovers.find("a") == nullptr);
    takeovers.add("a", 2, {"b/1", 9});
    m_clock.advance(7999ms);
    takeovers.forgetOver();
    QVERIFY(takeovers.find("a") != nullptr);
    QCOMPARE(takeovers.find("a")->replaced.instance, std::string("b/1"));
    QCOMPARE(takeovers.find("a")->replaced.session, std::uint64_t{9});
    QCOMPARE(takeovers.find("a")->by, std::uint64_t{2});
    QVERIFY(takeovers.find("b") == nullptr);
    m_clock.advance(1ms);
    takeovers.forgetOver();
    QVERIFY(takeovers.find("a") == nullptr);
  }

  // The nodes of a cluster pass on what is published in no common order.
  void itStaysALittleAfterItsSessionStarts() {
    FreshTakeovers takeovers(m_clock);
    takeovers.add("a", 2, {"b/1", 9});
    takeovers.startsHere("a", 2);
    m_clock.advance(199ms);
    takeovers.forgetOver();
    QVERIFY(takeovers.find("a") != nullptr);
    m_clock.advance(1ms);
    takeovers.forgetOver();
    QVERIFY(takeovers.find("a") == nullptr);
  }

  void thatAnotherSessionStartsChangesNothing() {
    FreshTakeovers takeovers(m_clock);
    takeovers.add("a", 2, {"b/1", 9});
    takeovers.startsHere("a", 1);
    takeovers.startsHere("b", 2);
    m_clock.advance(1s);
    takeovers.forgetOver();
    QVERIFY(takeovers.find("a") != nullptr);
  }

  void aSessionThatHasStartedBeforeTheClaimIsAnsweredStaysALittleOnly() {
    FreshTakeovers takeovers(m_clock);
    takeovers.startsHere("a", 2);
    m_clock.advance(1s);
    takeovers.forgetOver();
    takeovers.add("a", 2, {"b/1", 9});
    m_clock.advance(200ms);
    takeovers.forgetOver();
    QVERIFY(takeovers.find("a") == nullptr);
  }

 private:
  test::ManualClock m_clock;
};

QTEST_APPLESS_MAIN(TestFreshTakeovers)
#include "tst_fresh_takeovers.moc"
