#include <QTest>
#include <algorithm>

#include "server/bus/confirmations.h"
#include "tests/unit/manual_clock.h"

using namespace lk;
using namespace lk::bus;
using namespace std::chrono_literals;

class TestConfirmations : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_heard.clear();
    m_clock.advance(1h);
    m_held = {};
  }

  void itIsAskedOnceAtATimeUntilItIsSettled() {
    hold("a", 1);
    m_clock.advance(500ms);
    Confirmations confirmations(m_held, m_clock);
    confirmations.add("a", hears("a"));
    QVERIFY(confirmations.beginAsking("a"));
    QVERIFY(!confirmations.beginAsking("a"));
    QVERIFY(confirmations.beginAskingAll().empty());
    confirmations.answered("a", 1);  // in vain
    QCOMPARE(confirmations.beginAskingAll(), std::vector<std::string>{"a"});
    const auto call = confirmations.take("a", 1);
    QVERIFY(call.has_value());
    (*call)({});
    QCOMPARE(m_heard, std::vector<std::string>{"a"});
    QVERIFY(!confirmations.take("a", 1));
    QVERIFY(!confirmations.beginAsking("a"));
  }

  // Its claim would be a HELLO of just now.
  void theYoungAreNotAskedYet() {
    hold("a", 1);
    Confirmations confirmations(m_held, m_clock);
    confirmations.add("a", hears("a"));
    m_clock.advance(499ms);
    QVERIFY(!confirmations.beginAsking("a"));
    QVERIFY(confirmations.beginAskingAll().empty());
    m_clock.advance(1ms);
    QCOMPARE(confirmations.beginAskingAll(), std::vector<std::string>{"a"});
  }

  void aClaimOfAnotherSessionSettlesNothing() {
    hold("a", 2);
    m_clock.advance(500ms);
    Confirmations confirmations(m_held, m_clock);
    confirmations.add("a", hears("a"));
    QVERIFY(confirmations.beginAsking("a"));
    confirmations.answered("a", 1);
    QVERIFY2(!confirmations.beginAsking("a"), "its own is under way still");
    QVERIFY(!confirmations.take("a", 1));
    QVERIFY(!confirmations.take("b", 2));
    QVERIFY(confirmations.take("a", 2).has_value());
  }

  void afterEightSecondsItIsGivenUp() {
    hold("a", 1);
    Confirmations confirmations(m_held, m_clock);
    confirmations.add("a", hears("a"));
    m_clock.advance(7999ms);
    QVERIFY(confirmations.giveUpSome().empty());
    m_clock.advance(1ms);
    QVERIFY2(confirmations.beginAskingAll().empty(), "nobody waits for that");
    const auto givenUp = confirmations.giveUpSome();
    QCOMPARE(givenUp.size(), std::size_t{1});
    QCOMPARE(givenUp.front().device, std::string("a"));
    QCOMPARE(givenUp.front().session, std::uint64_t{1});
    givenUp.front().claimed({});
    QCOMPARE(m_heard, std::vector<std::string>{"a"});
    QVERIFY(confirmations.giveUpSome().empty());
  }

  void whoseSessionIsGoneIsGivenUpAtOnce() {
    hold("a", 1);
    hold("b", 2);
    m_clock.advance(500ms);
    Confirmations confirmations(m_held, m_clock);
    for (const char* device : {"a", "b", "nobody"}) confirmations.add(device, hears(device));
    m_held.erase("a");
    QCOMPARE(confirmations.beginAskingAll(), std::vector<std::string>{"b"});
    std::vector<std::string> devices;
    for (const GivenUpClaim& claim : confirmations.giveUpSome()) devices.push_back(claim.device);
    std::ranges::sort(devices);
    QCOMPARE(devices, (std::vector<std::string>{"a", "nobody"}));
  }

 private:
  void hold(const std::string& device, std::uint64_t session) {
    m_held.put(device, {.session = session, .since = m_clock.steady()});
  }
  Bus::OnClaimed hears(const std::string& device) {
    return [this, device](const Claimed&) { m_heard.push_back(device); };
  }

  test::ManualClock m_clock;
  HeldSessions m_held;
  std::vector<std::string> m_heard;
};

QTEST_APPLESS_MAIN(TestConfirmations)
#include "tst_confirmations.moc"
