#include <QTest>
#include <random>

#include "tests/unit/ledger_fixture.h"

using namespace lk;
using namespace lk::node;
using namespace std::chrono_literals;

using enum CommandStatus;
using Fixture = lk::test::LedgerFixture;
using Port = lk::test::SeenPort;

class TestCommandLedger : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void liveDone() {
    Fixture f;
    f.connect();
    f.submit("a");
    f.clock.advance(3ms);
    f.written(0);
    f.clock.advance(4ms);
    f.acked(0);
    QVERIFY(f.saw("a", {Written, Done}));
    QCOMPARE(f.last.answer, std::string("ok"));
    QCOMPARE(f.last.session, std::uint64_t{7});
    QCOMPARE(f.last.writeUs, std::int64_t{3000});
    QCOMPARE(f.last.ackUs, std::int64_t{7000});
    QCOMPARE(f.ledger.pending() + f.ledger.waiting(), std::size_t{0});
  }

  void liveFailed() {
    Fixture f;
    f.connect();
    f.submit("a");
    f.written(0);
    f.acked(0, 9);
    QVERIFY(f.saw("a", {Written, Failed}));
    QCOMPARE(f.last.code, 9);
  }

  void liveOffline() {
    Fixture f;
    f.submit("a");
    QVERIFY(f.saw("a", {Offline}));
  }

  void liveUnacknowledgedByTime() {
    Fixture f;
    f.connect();
    f.submit("a", 0s, {}, 2s);
    f.written(0);
    f.pass(1900ms);
    QVERIFY(f.saw("a", {Written}));
    f.pass(200ms);
    QVERIFY(f.saw("a", {Written, Unacknowledged}));
    QCOMPARE(f.port.forgotten.size(), std::size_t{1});
    f.acked(0);  // too late, and said already
    QVERIFY(f.saw("a", {Written, Unacknowledged}));
  }

  void liveLostOnTheWay() {
    Fixture f;
    f.connect();
    f.submit("a");
    f.submit("b");
    f.written(0);
    f.disconnect();
    f.dropped(0, true);
    f.dropped(1, false);
    QVERIFY(f.saw("a", {Written, Unacknowledged}));
    QVERIFY(f.saw("b", {Disconnected}));
  }

  void liveGoesToTheNewerSessionIfNothingWasWritten() {
    Fixture f;
    f.connect();
    f.submit("a");
    const SessionRef newer = f.connect();
    f.dropped(0, false);
    QCOMPARE(f.port.deliveries.size(), std::size_t{2});
    QVERIFY(f.port.deliveries[1].session == newer);
    f.dropped(0, false);  // said twice by the older one: changes nothing
    f.written(1);
    f.acked(1);
    QVERIFY(f.saw("a", {Written, Done}));
  }

  // A device that does not read must not take memory for its commands here as well as in its session's buffer.
  void aLivePayloadIsTheSessionsAlone() {
    Fixture f;
    f.connect();
    const std::string payload(900, 'x');
    f.submit(payload.substr(0, 60), 0s, {}, 10s, payload);
    QCOMPARE(f.port.deliveries.at(0).payload, payload);
    f.connect();
    f.dropped(0, false);
    QCOMPARE(f.port.deliveries.at(1).payload, payload);
    f.written(1);
    f.ledger.tellWritten(f.clock.steady());
    QCOMPARE(f.port.seen, std::pair(payload.substr(0, 256), payload.size()));
    f.acked(1);
    QCOMPARE(f.heard[payload.substr(0, 60)].back(), Done);
  }

  void liveIsOverWhereHalfOfItWasWritten() {
    Fixture f;
    f.connect();
    f.submit("half");
    f.connect();
    f.ledger.dropped(f.port.deliveries.at(0).key, {.why = "lost"}, f.clock.steady());
    QVERIFY(f.saw("half", {Disconnected}));
    QCOMPARE(f.port.deliveries.size(), std::size_t{1});
  }

  // Its node may have heard the same command, and would end it again.
  void liveGoesToTheNodeThatReplacedItsSession() {
    Fixture f;
    f.connect();
    f.submit("a", 0s, "1");
    f.submit("a", 0s, "2");
    f.submit("written");
    f.written(1);
    f.disconnect();
    f.dropped(0, false, true);
    f.dropped(1, true, true);
    QVERIFY(f.saw("a1", {}) && f.saw("a2", {}));
    QVERIFY(f.saw("written", {Written, Unacknowledged}));
    QCOMPARE(f.port.passedOn.size(), std::size_t{1});
    QCOMPARE(f.port.passedOn[0].first.payload, std::string("a"));
    QCOMPARE(f.port.passedOn[0].second.size(), std::size_t{2});
    QCOMPARE(f.ledger.pending() + f.ledger.waiting(), std::size_t{0});
    QCOMPARE(f.ledger.pendingOf("d"), std::size_t{0});
    f.connect();
    f.submit("a", 0s, "again");  // it came back
    QCOMPARE(f.port.deliveries.size(), std::size_t{3});
  }

  void tooManyPendingAreRejected() {
    Fixture f;
    f.connect();
    for (const char* id : {"a", "b", "c", "d"}) f.submit(id);
    QVERIFY(f.saw("d", {Rejected}));
    QVERIFY(f.last.reason.find("3 commands") != std::string::npos);
    f.acked(0);
    f.submit("d");
    QCOMPARE(f.port.deliveries.size(), std::size_t{4});
  }

  void wrongCommandsAreRejected() {
    Fixture f;
    f.submit(std::string(65, 'x'));
    QVERIFY(f.saw(std::string(65, 'x'), {Rejected}));
    QVERIFY(!f.last.reason.empty());
  }

  void duplicatesAreDeliveredOnceAndAnsweredAlike() {
    Fixture f;
    f.connect();
    f.submit("a", 0s, "1");
    f.submit("a", 0s, "2");
    f.written(0);
    f.submit("a", 0s, "3");
    f.acked(0);
    f.submit("a", 0s, "4");
    QCOMPARE(f.port.deliveries.size(), std::size_t{1});
    for (const char* name : {"a1", "a2", "a3"}) QVERIFY(f.saw(name, {Written, Done}));
    QVERIFY(f.saw("a4", {Done}));
    QCOMPARE(f.last.answer, std::string("ok"));
    f.pass(10min + 1s);
    f.submit("a", 0s, "5");
    QCOMPARE(f.port.deliveries.size(), std::size_t{2});
  }

  void anOfflineCommandMayBeTriedAgain() {
    Fixture f;
    f.submit("a");
    f.connect();
    f.submit("a");
    QCOMPARE(f.port.deliveries.size(), std::size_t{1});
  }

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

  // Whatever happens in whatever order, each command has exactly one final status, and a device that reads gets the
  // durable ones in order.
  void everyCommandHasExactlyOneFinalStatus() {
    std::mt19937 random(1);
    for (int round = 0; round < 200; ++round) {
      Fixture f;
      std::map<std::string, int> finals;
      int submitted = 0;
      std::vector<std::size_t> open;  // deliveries not answered yet
      std::size_t seen = 0;
      for (int step = 0; step < 200; ++step) {
        for (; seen < f.port.deliveries.size(); ++seen) open.push_back(seen);
        const auto takeOpen = [&]() -> std::size_t {
          const std::size_t at = random() % open.size();
          const std::size_t delivery = open[at];
          open.erase(open.begin() + static_cast<std::ptrdiff_t>(at));
          return delivery;
        };
        switch (random() % 8) {
          case 0:
          case 1: {
            const std::string id = std::to_string(submitted++);
            bus::Command command;
            command.id = id;
            command.device = "d";
            command.ttl = std::chrono::seconds(random() % 2 * 5);
            command.timeout = std::chrono::seconds(1 + random() % 4);
            f.ledger.submit(command, f.clock.steady(),
                            [&finals, id](const bus::CommandResult& result) { finals[id] += result.final(); });
            break;
          }
          case 2: f.connect(); break;
          case 3: f.disconnect(); break;
          case 4:
            if (!open.empty()) f.written(open[random() % open.size()]);
            break;
          case 5:
            if (!open.empty()) f.acked(takeOpen(), static_cast<int>(random() % 2));
            break;
          case 6:
            if (!open.empty()) f.dropped(takeOpen(), random() % 2 == 0);
            break;
          default: f.pass(std::chrono::milliseconds(random() % 1500));
        }
      }
      f.disconnect();
      f.pass(20s);
      QCOMPARE(finals.size(), std::size_t(submitted));
      for (const auto& [id, count] : finals) QCOMPARE(count, 1);
      QCOMPARE(f.ledger.pending() + f.ledger.waiting(), std::size_t{0});
      QCOMPARE(f.ledger.pendingOf("d"), std::size_t{0});
    }
  }
};

QTEST_APPLESS_MAIN(TestCommandLedger)
#include "tst_command_ledger.moc"
