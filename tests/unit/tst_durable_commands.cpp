// Durable commands in the ledger: until the device acknowledges or the ttl ends, over sessions that come and go.
#include <QTest>
#include <random>

#include "tests/unit/ledger_fixture.h"

using namespace lk;
using namespace lk::node;
using namespace std::chrono_literals;

using enum CommandStatus;
using Fixture = lk::test::LedgerFixture;

class TestDurableCommands : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void durableWaitsForTheDevice() {
    Fixture f;
    f.submit("a", 60s);
    f.submit("b", 60s);
    QVERIFY(f.saw("a", {Queued}));
    f.clock.advance(5s);
    f.connect();
    QCOMPARE(f.port.deliveries.size(), std::size_t{2});
    QCOMPARE(f.port.deliveries[0].payload, std::string("a"));
    f.written(0);
    f.acked(0);
    QVERIFY(f.saw("a", {Queued, Written, Done}));
    QCOMPARE(f.last.queuedUs, std::int64_t{5'000'000});
  }

  void durableComesAgainAfterAReconnect() {
    Fixture f;
    f.connect();
    f.submit("a", 60s);
    f.submit("b", 60s);
    f.written(0);
    f.disconnect();
    f.dropped(0, true);
    f.dropped(1, false);
    QVERIFY(f.saw("a", {Queued, Written, Unacknowledged}));
    QVERIFY(f.saw("b", {Queued, Disconnected}));
    f.connect();
    QCOMPARE(f.port.deliveries.size(), std::size_t{4});
    QCOMPARE(f.port.deliveries[2].payload, std::string("a"));
    QCOMPARE(f.port.deliveries[3].payload, std::string("b"));
    f.acked(2);
    f.acked(3, 1);
    QCOMPARE(f.heard["a"].back(), Done);
    QCOMPARE(f.heard["b"].back(), Failed);
    f.connect();
    QCOMPARE(f.port.deliveries.size(), std::size_t{4});
  }

  void durableMovesToTheNewerSessionAtATakeover() {
    Fixture f;
    f.connect();
    f.submit("a", 60s);
    const SessionRef newer = f.connect();
    f.dropped(0, true);  // the older session's end is told late
    QCOMPARE(f.port.deliveries.size(), std::size_t{2});
    QVERIFY(f.port.deliveries[1].session == newer);
    f.acked(1);
    QCOMPARE(f.heard["a"].back(), Done);
  }

  void durableGoesOutAsPendingOnesEnd() {
    Fixture f;
    for (const char* id : {"a", "b", "c", "d", "e"}) f.submit(id, 60s);
    f.connect();
    QCOMPARE(f.port.deliveries.size(), std::size_t{3});
    f.acked(1);
    QCOMPARE(f.port.deliveries.size(), std::size_t{4});
    QCOMPARE(f.port.deliveries[3].payload, std::string("d"));
  }

  // A long list must not fill the device's out-buffer: it goes out as fast as the kernel takes it.
  void durableGoesOutAsBytesAreWritten() {
    Fixture f;
    f.ledger.setLimits({1000, 100, 10});
    for (const char* id : {"command1", "command2", "command3"}) f.submit(id, 60s);
    f.connect();
    QCOMPARE(f.port.deliveries.size(), std::size_t{1});
    f.written(0);
    QCOMPARE(f.port.deliveries.size(), std::size_t{2});
    f.disconnect();
    f.dropped(1, false);
    f.connect();
    QCOMPARE(f.port.deliveries.size(), std::size_t{3});
    QCOMPARE(f.port.deliveries[2].payload, std::string("command1"));
    f.written(2);
    f.written(3);
    QCOMPARE(f.port.deliveries.size(), std::size_t{5});
  }

  // A device that forgets to acknowledge keeps nobody else's command from it.
  void overdueCommandsFreeTheirPlaces() {
    Fixture f;
    f.connect();
    for (const char* id : {"a", "b", "c"}) f.submit(id, 60s, {}, 2s);
    f.submit("live");
    QVERIFY(f.saw("live", {Rejected}));
    for (std::size_t i = 0; i < 3; ++i) f.written(i);
    f.pass(3s);
    f.submit("live2");
    QCOMPARE(f.port.deliveries.size(), std::size_t{4});
    f.acked(0);
    QCOMPARE(f.heard["a"].back(), Done);
    f.acked(3);
    QCOMPARE(f.heard["live2"].back(), Done);
  }

  void durableExpires() {
    Fixture f;
    f.submit("a", 5s);
    f.pass(4900ms);
    QVERIFY(f.saw("a", {Queued}));
    f.pass(200ms);
    QVERIFY(f.saw("a", {Queued, Expired}));
    f.connect();
    QVERIFY(f.port.deliveries.empty());
  }

  void durableIsStillAnsweredAfterItsTimeout() {
    Fixture f;
    f.connect();
    f.submit("a", 60s, {}, 2s);
    f.written(0);
    f.pass(3s);
    QVERIFY(f.saw("a", {Queued, Written, Unacknowledged}));
    f.pass(3s);
    QVERIFY(f.saw("a", {Queued, Written, Unacknowledged}));
    f.acked(0);
    QVERIFY(f.saw("a", {Queued, Written, Unacknowledged, Done}));
  }

  void durableExpiresWhileWritten() {
    Fixture f;
    f.connect();
    f.submit("a", 5s);
    f.written(0);
    f.pass(6s);
    QCOMPARE(f.heard["a"].back(), Expired);
    QCOMPARE(f.port.forgotten.size(), std::size_t{1});
  }

  // A device that takes commands and does not acknowledge them must not fill the node.
  void aDurablePayloadOfTheBusIsTheSessionsAlone() {
    Fixture f;
    f.keepElsewhere("a");
    const SessionRef session = f.connect();
    QCOMPARE(f.port.deliveries.at(0).payload, Fixture::payloadOf("a"));
    f.written(0);
    f.ledger.tellWritten(f.clock.steady());
    QCOMPARE(f.port.seen, std::pair(Fixture::payloadOf("a").substr(0, 256), Fixture::payloadOf("a").size()));
    f.dropped(0, true);
    f.ledger.sessionOpened("d", session, f.clock.steady());
    QCOMPARE(f.port.deliveries.size(), std::size_t{1});  // it is not here
    f.connect();
    QCOMPARE(f.port.deliveries.size(), std::size_t{2});
    QCOMPARE(f.port.deliveries[1].payload, Fixture::payloadOf("a"));
    f.acked(1);
    QCOMPARE(f.port.ended["a"], 1);
    QCOMPARE(f.ledger.pending() + f.ledger.waiting(), std::size_t{0});
  }

  // Two are with the older session, and the third is here: it does not overtake them.
  void whatTheBusBroughtWaitsUntilItIsBroughtAgain() {
    Fixture f;
    f.ledger.setLimits({1000, 2});
    for (const char* id : {"a", "b", "c"}) f.keepElsewhere(id);
    f.connect();
    QCOMPARE(f.port.deliveries.size(), std::size_t{2});
    const SessionRef newer = SessionRef::make(0, 1, 77);
    f.port.sessions["d"] = newer;
    f.ledger.sessionOpened("d", newer, f.clock.steady());
    f.dropped(0, true);
    f.dropped(1, false);
    QCOMPARE(f.port.deliveries.size(), std::size_t{2});
    f.offer();
    QCOMPARE(f.port.deliveries.size(), std::size_t{4});
    QCOMPARE(f.port.deliveries[2].payload, Fixture::payloadOf("a"));
    QCOMPARE(f.port.deliveries[3].payload, Fixture::payloadOf("b"));
    f.acked(2);
    QCOMPARE(f.port.deliveries.at(4).payload, Fixture::payloadOf("c"));
  }

  // It was offered in the moment between the device's HELLO and its claim: the bus does not bring it once more.
  void whatANewSessionDidNotTakeYetIsNotLost() {
    Fixture f;
    f.connect();
    const SessionRef newer = SessionRef::make(0, 1, 77);
    f.port.sessions["d"] = newer;
    f.keepElsewhere("a");
    QCOMPARE(f.port.deliveries.size(), std::size_t{1});
    f.port.sessions.erase("d");
    f.dropped(0, false);
    f.port.sessions["d"] = newer;
    f.ledger.sessionOpened("d", newer, f.clock.steady());
    f.offer();
    QCOMPARE(f.port.deliveries.size(), std::size_t{2});
    QCOMPARE(f.port.deliveries[1].payload, Fixture::payloadOf("a"));
  }

  // What ended on another node, while this one had its own session of the device, holds nobody up.
  // One is with the older session, and another comes as the registry names the newer one and no mail has said so.
  void theOrderIsKeptWhileANewerSessionIsNotAnnounced() {
    Fixture f;
    f.connect();
    f.submit("c1", 60s);
    const SessionRef newer = SessionRef::make(0, 1, ++f.lastSlot);
    f.port.sessions["d"] = newer;
    f.submit("c2", 60s);
    QCOMPARE(f.port.deliveries.size(), 1U);
    f.dropped(0, false, true);
    f.ledger.sessionOpened("d", newer, f.clock.steady());
    QCOMPARE(f.port.deliveries.size(), 3U);
    QCOMPARE(f.port.deliveries[1].payload, std::string("c1"));
    QCOMPARE(f.port.deliveries[2].payload, std::string("c2"));
    QVERIFY(f.port.deliveries[1].session == newer && f.port.deliveries[2].session == newer);
  }

  void whatTheBusKeepsNoMoreIsForgottenWithItsSession() {
    Fixture f;
    for (const char* id : {"a", "b"}) f.keepElsewhere(id);
    f.connect();
    bus::Command ended;
    ended.id = "a";
    ended.device = "d";
    ended.ttl = 1h;
    f.bus.finish(ended, {}, false);
    f.connect();
    QCOMPARE(f.port.deliveries.size(), std::size_t{3});
    QCOMPARE(f.port.deliveries[2].payload, Fixture::payloadOf("b"));
  }

  // The bus has those behind it wait for room: of one that the device has and does not acknowledge it has to hear, be
  // it written before its time is up, or later, or offered again after an outage.
  void thoseBehindAnOverdueOneArePassedOn() {
    Fixture f;
    f.connect();
    f.keepElsewhere("early", 2s);
    f.keepElsewhere("late", 2s);
    f.written(0);
    QVERIFY(f.bus.passed.empty());
    f.pass(3s);
    QCOMPARE(f.bus.passed, std::vector<std::string>{"early"});
    f.written(1);
    QCOMPARE(f.bus.passed, (std::vector<std::string>{"early", "late"}));
    f.bus.passed.clear();
    f.offer();
    QCOMPARE(f.bus.passed, (std::vector<std::string>{"early", "late"}));
    QCOMPARE(f.port.deliveries.size(), std::size_t{2});
  }

  // Sessions come, take over, take some and go; each gets all that is kept, whole and oldest first.
  void whatTheBusKeepsGoesToEachSessionInOrder() {
    std::mt19937 random(2);
    for (int round = 0; round < 200; ++round) {
      Fixture f;
      int kept = 0;
      std::size_t from = 0;     // the first delivery to the session of now
      std::size_t written = 0;  // the first that is not
      std::size_t checked = 0;
      const auto connected = [&f] { return f.port.sessions.contains("d"); };
      const auto came = [&] { return f.port.deliveries.size(); };
      for (int step = 0; step < 200; ++step) {
        switch (random() % 8) {
          case 0:
          case 1: f.keepElsewhere(std::to_string(kept++), std::chrono::seconds(1 + random() % 4)); break;
          case 2:
            from = written = came();
            f.connect();
            break;
          case 3:
            if (!connected()) break;
            for (std::size_t i = from; i < came(); ++i) f.dropped(i, i < written);
            f.disconnect();
            f.ledger.letGo("d");
            from = written = came();
            break;
          case 4:
            if (written < came()) f.written(written++);
            break;
          case 5:
            if (from < written) f.acked(from + random() % (written - from));
            break;
          case 6:
            if (from > 0) f.dropped(random() % from, random() % 2 == 0);
            break;
          default: f.pass(std::chrono::milliseconds(random() % 1500));
        }
        for (; checked < came(); ++checked) {
          const auto& [session, key, payload] = f.port.deliveries[checked];
          const int id = std::stoi(payload);
          QCOMPARE(payload, Fixture::payloadOf(std::to_string(id)));
          QCOMPARE(f.port.ended[std::to_string(id)], 0);
          // Those before it that have not ended went to this session, too.
          const auto last = [&]() -> int {
            if (checked == from) return -1;
            return std::stoi(f.port.deliveries[checked - 1].payload);
          }();
          QVERIFY(id > last);
          for (int skipped = last + 1; skipped < id; ++skipped) QCOMPARE(f.port.ended[std::to_string(skipped)], 1);
        }
      }
      from = came();
      f.connect();
      for (std::size_t i = from; i < came(); ++i) {
        f.written(i);
        f.acked(i);
      }
      for (int id = 0; id < kept; ++id) QCOMPARE(f.port.ended[std::to_string(id)], 1);
      QCOMPARE(f.ledger.pending() + f.ledger.waiting(), std::size_t{0});
    }
  }
};

QTEST_APPLESS_MAIN(TestDurableCommands)
#include "tst_durable_commands.moc"
