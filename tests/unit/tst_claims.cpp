#include <QTest>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "server/bus/memory_bus.h"
#include "server/node/claims.h"
#include "tests/unit/manual_clock.h"

using namespace lk;
using namespace lk::node;
using Verdict = bus::Claimed::Verdict;

namespace {

constexpr SessionRef kFirst = SessionRef::make(0, 1, 1);
constexpr SessionRef kSecond = SessionRef::make(1, 1, 1);
constexpr PeerAddress kPeer{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 1, 2, 3}, 40'000};

// One that other nodes share, and that answers when it is told to.
struct SharedBus final : bus::MemoryBus {
  using MemoryBus::MemoryBus;
  [[nodiscard]] bool shared() const override { return true; }
  void claim(const std::string& /*device*/, std::uint64_t /*session*/, OnClaimed claimed) override {
    asked.push_back(std::move(claimed));
  }
  [[nodiscard]] bool sure(const std::string& /*device*/) const override { return isSure; }
  void confirm(const std::string& /*device*/, OnClaimed claimed) override {
    if (answersAtOnce) return claimed({});
    asked.push_back(std::move(claimed));
  }
  void release(const std::string& device, std::uint64_t session) override { released.emplace_back(device, session); }
  void answer(std::size_t which, Verdict verdict = Verdict::Owner, const std::string& replaced = {}) {
    const OnClaimed claimed = asked.at(which);
    claimed({verdict, {}, {}, {replaced, 1}});
  }

  bool isSure = true;
  bool answersAtOnce = false;
  std::vector<OnClaimed> asked;
  std::vector<std::pair<std::string, std::uint64_t>> released;
};

struct SeenPort final : ClaimsPort {
  void deviceHeld(const std::string& device, SessionRef session, bus::Claimed /*claimed*/) override {
    held.emplace_back(device, session);
  }
  void deviceLost(SessionRef session) override { lost.push_back(session); }
  void deviceTaken(const std::string& device, const bus::Claimed::Elsewhere& from, const PeerAddress& by) override {
    taken.push_back(device + ' ' + from.instance + ' ' + by.address());
  }
  std::vector<std::pair<std::string, SessionRef>> held;
  std::vector<std::string> taken;
  std::vector<SessionRef> lost;
};

struct Fixture {
  test::ManualClock clock;
  SharedBus bus{clock};
  Registry registry;
  SeenPort port;
  Claims claims{bus, registry, port};
  std::vector<Claims::End> ended;  // that somebody waited for

  void connect(SessionRef session, std::uint64_t number) {
    comes(session);
    isToldOf(session, number);
  }
  void comes(SessionRef session) { (void)registry.claim("d", session); }
  void isToldOf(SessionRef session, std::uint64_t number) { claims.claim("d", session, number, kPeer); }
  Claims::Waiter waiter() {
    return [this](const Claims::End& end) { ended.push_back(end); };
  }
  bool wait() {
    Claims::Waiters* waiters = claims.placeOf("d").waiters;
    if (waiters == nullptr) return false;
    waiters->push_back(waiter());
    return true;
  }
  bool confirm(SessionRef session) {
    return claims.confirm("d", session, [this] { return waiter(); });
  }
};

}  // namespace

class TestClaims : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aDeviceIsNobodysUntilItsClaimIsAnswered() {
    Fixture f;
    f.connect(kFirst, 1);
    QCOMPARE(f.claims.underWay(), std::size_t{1});
    QVERIFY(!f.claims.sessionOf("d"));
    QVERIFY(f.wait());
    QVERIFY(f.port.held.empty() && f.ended.empty());
    f.bus.answer(0, Verdict::Owner, "another");
    QVERIFY(f.claims.sessionOf("d") == kFirst);
    QVERIFY(f.claims.placeOf("d").session == kFirst);
    QCOMPARE(f.port.held.size(), std::size_t{1});
    QCOMPARE(f.ended.size(), std::size_t{1});
    QCOMPARE(f.ended[0].replaced.instance, std::string("another"));
    QVERIFY(!f.ended[0].confirmed);
    QCOMPARE(f.port.taken, std::vector<std::string>{"d another 10.1.2.3"});
    QVERIFY(!f.wait());
    QCOMPARE(f.claims.underWay(), std::size_t{0});
  }

  void itStaysWithItsSessionWhileNobodyCanSay() {
    Fixture f;
    f.connect(kFirst, 1);
    f.bus.answer(0, Verdict::Unknown);
    QVERIFY(f.claims.sessionOf("d") == kFirst);
    QCOMPARE(f.port.held.size(), std::size_t{1});
  }

  void aNewerSessionElsewhereTakesIt() {
    Fixture f;
    f.connect(kFirst, 1);
    QVERIFY(f.wait());
    f.bus.answer(0, Verdict::Older);
    QVERIFY(!f.claims.sessionOf("d"));
    QVERIFY(f.port.held.empty());
    QVERIFY(f.port.lost == std::vector{kFirst});
    QCOMPARE(f.ended.size(), std::size_t{1});
  }

  void whatWaitsForAnOlderSessionWaitsForTheNewer() {
    Fixture f;
    f.connect(kFirst, 1);
    QVERIFY(f.wait());
    f.connect(kSecond, 2);
    f.bus.answer(0);
    QVERIFY2(f.ended.empty(), "the newer one's claim is under way");
    QVERIFY(!f.claims.sessionOf("d"));
    f.bus.answer(1);
    QCOMPARE(f.ended.size(), std::size_t{1});
    QCOMPARE(f.port.held.size(), std::size_t{1});
    QVERIFY(f.port.held[0].second == kSecond);
  }

  // Which ended meanwhile.
  void whatWaitsDoesNotWaitForEverForASessionThatEnds() {
    Fixture f;
    f.connect(kFirst, 1);
    QVERIFY(f.wait());
    f.registry.release("d", kFirst);
    QVERIFY(f.claims.release("d", 1));
    f.bus.answer(0);
    QVERIFY(f.port.held.empty() && f.port.lost.empty());
    QCOMPARE(f.ended.size(), std::size_t{1});
  }

  // Its thread has put it into the registry. What comes for all now may have been given to another node's session.
  void aSessionThatIsStillToBeToldOfIsNobodyToSendTo() {
    Fixture f;
    f.comes(kFirst);
    QVERIFY(!f.claims.sessionOf("d"));
    QVERIFY(f.wait());
    f.isToldOf(kFirst, 1);
    QVERIFY(f.ended.empty());
    f.bus.answer(0, Verdict::Owner, "another");
    QCOMPARE(f.ended.size(), std::size_t{1});
    QCOMPARE(f.ended[0].replaced.instance, std::string("another"));
    QVERIFY(f.claims.sessionOf("d") == kFirst);
  }

  void neitherIsANewerOneWhereTheOlderIsClaimed() {
    Fixture f;
    f.connect(kFirst, 1);
    f.bus.answer(0);
    f.comes(kSecond);
    QVERIFY(!f.claims.sessionOf("d"));
    QVERIFY(f.wait());
    f.isToldOf(kSecond, 2);
    f.bus.answer(1);
    QCOMPARE(f.ended.size(), std::size_t{1});
    QVERIFY(f.claims.sessionOf("d") == kSecond);
  }

  // Threads tell in their own time.
  void whatWaitsForASessionThatIsGoneBeforeItIsToldOfWaitsNoMore() {
    Fixture f;
    f.comes(kFirst);
    QVERIFY(f.wait());
    f.registry.release("d", kFirst);
    f.isToldOf(kFirst, 1);
    QCOMPARE(f.ended.size(), std::size_t{1});
    QVERIFY(f.ended[0].replaced.instance.empty() && !f.ended[0].confirmed);
    QCOMPARE(f.claims.underWay(), std::size_t{0});
    QVERIFY2(f.bus.asked.empty(), "it claims nothing");
  }

  void whatWaitsForTheNewerOfTwoIsNotEndedByTheOlder() {
    Fixture f;
    f.comes(kFirst);
    f.comes(kSecond);
    QVERIFY(f.wait());
    f.isToldOf(kFirst, 1);
    QVERIFY(f.ended.empty() && f.bus.asked.empty());
    f.isToldOf(kSecond, 2);
    f.bus.answer(0);
    QCOMPARE(f.ended.size(), std::size_t{1});
    QVERIFY(f.claims.sessionOf("d") == kSecond);
  }

  void onlyTheHolderLetsADeviceGo() {
    Fixture f;
    f.connect(kFirst, 1);
    f.connect(kSecond, 2);
    QVERIFY2(!f.claims.release("d", 1), "the newer one holds it");
    QVERIFY(f.claims.release("d", 2));
    QVERIFY(!f.claims.release("d", 2));
    QCOMPARE(f.bus.released.size(), std::size_t{3});
  }

  void whatTheBusIsSureOfIsNotClaimedAnew() {
    Fixture f;
    f.connect(kFirst, 1);
    f.bus.answer(0);
    QVERIFY(!f.confirm(kFirst));
    f.bus.isSure = false;
    QVERIFY2(!f.confirm(kSecond), "not claimed yet");
    QCOMPARE(f.bus.asked.size(), std::size_t{1});
    QVERIFY(f.ended.empty());
  }

  void aConfirmedDeviceIsSaidToBe() {
    Fixture f;
    f.connect(kFirst, 1);
    f.bus.answer(0);
    f.bus.isSure = false;
    QVERIFY(f.confirm(kFirst));
    QVERIFY(!f.claims.sessionOf("d"));
    QVERIFY(f.wait());
    f.bus.answer(1);
    QCOMPARE(f.ended.size(), std::size_t{2});
    QVERIFY(f.ended[0].confirmed && f.ended[1].confirmed);
    QVERIFY(f.claims.sessionOf("d") == kFirst);
  }

  // A session that comes while an older one's claim is confirmed has made no claim before.
  void aConfirmationIsNotTheNewerSessions() {
    Fixture f;
    f.connect(kFirst, 1);
    f.bus.answer(0);
    f.bus.isSure = false;
    QVERIFY(f.confirm(kFirst));
    f.connect(kSecond, 2);
    f.bus.answer(1);
    QVERIFY(f.ended.empty());
    f.bus.answer(2);
    QCOMPARE(f.ended.size(), std::size_t{1});
    QVERIFY(!f.ended[0].confirmed);
  }

  void theBusMayConfirmAtOnce() {
    Fixture f;
    f.connect(kFirst, 1);
    f.bus.answer(0);
    f.bus.isSure = false;
    f.bus.answersAtOnce = true;
    QVERIFY(f.confirm(kFirst));
    QCOMPARE(f.ended.size(), std::size_t{1});
    QVERIFY(f.ended[0].confirmed);
    QCOMPARE(f.claims.underWay(), std::size_t{0});
  }

  void theBusMaySayOtherwiseLater() {
    Fixture f;
    f.connect(kFirst, 1);
    f.claims.settleAnew("d", 1, {Verdict::Older, {}, {}, {}});
    QVERIFY2(f.port.lost.empty(), "while it is being claimed the claim says it");
    f.bus.answer(0);
    f.claims.settleAnew("d", 7, {Verdict::Older, {}, {}, {}});
    QVERIFY2(f.port.lost.empty(), "of a session that is not here");
    f.claims.settleAnew("d", 1, {Verdict::Older, {}, {}, {}});
    QVERIFY(f.port.lost == std::vector{kFirst});
    QVERIFY(!f.claims.sessionOf("d"));
  }

  // As with a page of durable commands that the bus counts as brought.
  void whatTheBusSaysWhileADeviceIsClaimedComesAfterThat() {
    Fixture f;
    f.connect(kFirst, 1);
    f.bus.answer(0);
    f.bus.isSure = false;
    QVERIFY(f.confirm(kFirst));
    f.claims.settleAnew("d", 1, {Verdict::Owner, {}, {}, {}});
    QCOMPARE(f.port.held.size(), std::size_t{1});
    f.bus.answer(1);
    QCOMPARE(f.port.held.size(), std::size_t{3});
  }

  void withABusOfItsOwnNothingWaits() {
    Fixture f;
    bus::MemoryBus own(f.clock);
    Claims claims(own, f.registry, f.port);
    (void)f.registry.claim("d", kFirst);
    QVERIFY(claims.sessionOf("d") == kFirst && claims.placeOf("d").session == kFirst);
    claims.claim("d", kFirst, 1, kPeer);
    QCOMPARE(claims.underWay(), std::size_t{0});
    QCOMPARE(f.port.held.size(), std::size_t{1});
    QVERIFY(claims.sessionOf("d") == kFirst);
    QVERIFY2(!claims.release("d", 1), "there is no other node to hold it next");
  }
};

QTEST_APPLESS_MAIN(TestClaims)
#include "tst_claims.moc"
