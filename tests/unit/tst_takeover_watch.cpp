#include <QTest>

#include "server/node/takeover_watch.h"
#include "tests/unit/manual_clock.h"

using namespace lk::node;
using namespace std::chrono_literals;
using lk::test::ManualClock;

namespace {

const std::string kDevice = "dev-1";

// Who took over, one after the other, so much time apart; the place of the one at which something was said, or -1.
int saidAt(TakeoverWatch& watch, ManualClock& clock, const std::vector<std::string>& takers,
           std::chrono::milliseconds apart, std::optional<TakeoverWatch::Found>* found = nullptr) {
  int place = -1;
  for (std::size_t i = 0; i < takers.size(); ++i) {
    clock.advance(apart);
    auto said = watch.tookOver(kDevice, takers[i], clock.steady());
    if (!said) continue;
    if (place >= 0) return -2;  // said twice
    place = static_cast<int>(i);
    if (found != nullptr) *found = said;
  }
  return place;
}

std::vector<std::string> inTurns(const std::vector<std::string>& who, std::size_t times) {
  std::vector<std::string> takers;
  for (std::size_t i = 0; i < times; ++i) takers.push_back(who[i % who.size()]);
  return takers;
}

}  // namespace

class TestTakeoverWatch : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void twoInTurnsAreNamedAtTheFifth() {
    TakeoverWatch watch;
    ManualClock clock;
    std::optional<TakeoverWatch::Found> found;
    QCOMPARE(saidAt(watch, clock, inTurns({"10.1.2.3", "10.4.5.6"}, 9), 20s, &found), 4);
    QCOMPARE(found->sentence(), std::string("10.1.2.3 and 10.4.5.6 took it from each other 5 times within 80 s"));
  }

  void oneAMinuteIsTooFew() {
    TakeoverWatch watch;
    ManualClock clock;
    QCOMPARE(saidAt(watch, clock, inTurns({"10.1.2.3", "10.4.5.6"}, 100), 60s), -1);
  }

  void aDeviceThatComesBackIsNoSecondOne_data() {
    QTest::addColumn<QStringList>("who");
    QTest::addColumn<int>("seconds");
    QTest::newRow("from where it was") << QStringList{QStringLiteral("10.1.2.3")} << 15;
    QTest::newRow("from two places, now and then")
        << QStringList{QStringLiteral("10.1.2.3"), QStringLiteral("10.4.5.6")} << 45;
    QStringList roams;
    for (int i = 0; i < 100; ++i) roams.push_back(QStringLiteral("10.0.0.%1").arg(i));
    QTest::newRow("from ever new places") << roams << 2;
  }
  void aDeviceThatComesBackIsNoSecondOne() {
    QFETCH(QStringList, who);
    QFETCH(int, seconds);
    TakeoverWatch watch;
    ManualClock clock;
    std::vector<std::string> takers;
    for (const QString& one : who) takers.push_back(one.toStdString());
    QCOMPARE(saidAt(watch, clock, inTurns(takers, 100), std::chrono::seconds(seconds)), -1);
  }

  void behindOneAddressTheRhythmSaysIt() {
    TakeoverWatch watch;
    ManualClock clock;
    std::optional<TakeoverWatch::Found> found;
    QCOMPARE(saidAt(watch, clock, inTurns({"10.1.2.3"}, 30), 3s, &found), 9);
    QCOMPARE(found->sentence(),
             std::string("taken over 10 times within 27 s, from 10.1.2.3 alone: two devices or programs there go by "
                         "this id, or one connects anew without closing"));
  }

  void isSaidAgainAfterAWhile() {
    TakeoverWatch watch;
    ManualClock clock;
    const auto ten = inTurns({"10.1.2.3", "10.4.5.6"}, 10);
    QCOMPARE(saidAt(watch, clock, ten, 2s), 4);
    QCOMPARE(saidAt(watch, clock, ten, 20s), -1);
    clock.advance(TakeoverWatch::kQuiet);
    QCOMPARE(saidAt(watch, clock, ten, 2s), 4);
  }

  void knowsOfSoManyAtMost() {
    TakeoverWatch watch(3);
    ManualClock clock;
    for (int i = 0; i < 1'000; ++i) {
      QVERIFY(!watch.tookOver("dev-" + std::to_string(i), "10.1.2.3", clock.steady()));
      // Whoever is still at it is not forgotten over those who come back once.
      const auto said = watch.tookOver(kDevice + "-twice", i % 2 == 0 ? "10.1.2.3" : "10.4.5.6", clock.steady());
      QCOMPARE(said.has_value(), i == 4);
    }
    QCOMPARE(watch.devices(), std::size_t{3});
  }
};

QTEST_GUILESS_MAIN(TestTakeoverWatch)
#include "tst_takeover_watch.moc"
