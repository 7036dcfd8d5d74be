#include <QTest>
#include <random>

#include "tests/unit/ledger_fixture.h"

using namespace lk;
using namespace lk::node;
using namespace std::chrono_literals;

using enum CommandStatus;
using Fixture = lk::test::LedgerFixture;

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

  // A node that heard it, too, and has the device next, asks: a command has one end.
  void whatNeverArrivedIsAnsweredForForAWhile() {
    Fixture f;
    f.connect();
    f.submit("a");
    QVERIFY(f.ledger.answersFor("d", "a", f.clock.steady()));
    f.disconnect();
    f.dropped(0, false);
    QVERIFY(f.saw("a", {Disconnected}));
    QVERIFY(f.ledger.answersFor("d", "a", f.clock.steady()));
    QVERIFY(!f.ledger.answersFor("d", "b", f.clock.steady()));
    QVERIFY(!f.ledger.answersFor("e", "a", f.clock.steady()));
    f.clock.advance(6s);
    QVERIFY(!f.ledger.answersFor("d", "a", f.clock.steady()));
    // Who tries again is no less served for that.
    f.connect();
    f.submit("a");
    f.written(1);
    f.acked(1);
    QVERIFY(f.saw("a", {Disconnected, Written, Done}));
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

  void aLiveCommandThatASessionHasIsSomeDevices() {
    Fixture f;
    f.connect();
    f.submit("live");
    f.submit("durable", 60s);
    const std::string* device = f.ledger.deviceOfLive(f.port.deliveries.at(0).key);
    QVERIFY(device != nullptr && *device == "d");
    QVERIFY2(f.ledger.deviceOfLive(f.port.deliveries.at(1).key) == nullptr, "the bus offers it again");
    f.acked(0);
    QVERIFY(f.ledger.deviceOfLive(f.port.deliveries.at(0).key) == nullptr);
  }

  // The third node in a row asks the second, which had asked the first.
  void whatAnotherNodeHadIsAnsweredForSomeSeconds() {
    Fixture f;
    bus::Command taken;
    taken.id = "a";
    taken.device = "d";
    QVERIFY(!f.ledger.answersFor("d", "a", f.clock.steady()));
    f.ledger.noteTaken(taken, f.clock.steady());
    QVERIFY(f.ledger.answersFor("d", "a", f.clock.steady()));
    f.pass(6s);
    QVERIFY(!f.ledger.answersFor("d", "a", f.clock.steady()));
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
