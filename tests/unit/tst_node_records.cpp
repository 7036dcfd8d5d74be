#include <QTest>
#include <algorithm>
#include <string>
#include <vector>

#include "server/node/node_records.h"
#include "tests/unit/manual_clock.h"

using namespace lk;
using namespace lk::node;
using namespace std::chrono_literals;

namespace {

struct Fixture {
  test::ManualClock clock;
  std::vector<Event> logged;
  NodeRecords records{QStringLiteral("n1"), clock, [this](const Event& event) { logged.push_back(event); }};

  [[nodiscard]] Snapshot all() const {
    Snapshot snapshot;
    records.fill(snapshot, {.trace = true});
    return snapshot;
  }
  void end(CommandStatus status, const std::string& reason = {}, int code = 0) {
    bus::CommandResult result;
    result.id = "c1";
    result.device = "d";
    result.session = 7;
    result.status = status;
    result.reason = reason;
    result.code = code;
    records.noteChange(5, result, PayloadSeen::of("payload"));
  }
};

}  // namespace

class TestNodeRecords : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatHappensOnceIsKeptAndLogged() {
    Fixture f;
    f.records.note(EventKind::BusDown, Severity::Problem, KeptEvent::of({}, "no Redis"));
    QCOMPARE(f.logged.size(), std::size_t{1});
    QCOMPARE(f.logged.front().kind, EventKind::BusDown);
    QCOMPARE(f.logged.front().severity, Severity::Problem);
    QCOMPARE(f.logged.front().node, QStringLiteral("n1"));
    QCOMPARE(f.logged.front().detail, QStringLiteral("no Redis"));
    QCOMPARE(f.logged.front().atMs, f.clock.wallMicros() / 1000);
    QCOMPARE(f.all().events.size(), 1);
  }

  void whatEachDeviceDoesIsKeptAndNotLogged() {
    Fixture f;
    for (const EventKind kind : {EventKind::SessionOpened, EventKind::SessionClosed, EventKind::SessionReplaced}) {
      f.records.note(kind, Severity::Info, KeptEvent::of("d"));
    }
    f.end(CommandStatus::Offline);
    QVERIFY(f.logged.empty());
    QCOMPARE(f.all().events.size(), 4);
  }

  // Ten of them a second, be they of devices or of the bus; all are kept, and nothing else is held back.
  void whoeverSendsGarbageDoesNotFillTheLog() {
    Fixture f;
    for (int i = 0; i < 8; ++i) {
      f.records.note(EventKind::ProtocolError, Severity::Warning);
      f.records.note(EventKind::MessageRefused, Severity::Warning);
    }
    f.records.note(EventKind::Kicked, Severity::Info);
    QCOMPARE(f.logged.size(), std::size_t{11});
    QCOMPARE(f.all().events.size(), 17);
    f.clock.advance(1s);
    f.records.note(EventKind::ProtocolError, Severity::Warning);
    QCOMPARE(f.logged.size(), std::size_t{12});
  }

  void anEndThatIsNotDoneIsAnEventWithItsReason() {
    Fixture f;
    f.end(CommandStatus::Written);
    f.end(CommandStatus::Done);
    QVERIFY(f.all().events.isEmpty());
    f.end(CommandStatus::Failed, {}, 3);
    f.end(CommandStatus::Rejected, "no payload");
    const Snapshot seen = f.all();
    QCOMPARE(seen.events.size(), 2);
    QCOMPARE(seen.events[0].kind, EventKind::CommandEnded);
    QCOMPARE(seen.events[0].detail, QStringLiteral("c1 failed code 3"));
    QCOMPARE(seen.events[0].session, quint64{7});
    QCOMPARE(seen.events[1].detail, QStringLiteral("c1 rejected no payload"));
    QCOMPARE(seen.commands.size(), 4);
    QCOMPARE(seen.commands[3].payload, QByteArray("payload"));
  }

  void consolesGetWhatTheyAskForAndHaveNotSeen() {
    Fixture f;
    f.records.note(EventKind::Kicked, Severity::Info);
    f.end(CommandStatus::Done);
    f.records.noteFrame({});
    Snapshot first;
    f.records.fill(first, {.commands = false, .trace = false});
    QCOMPARE(first.events.size(), 1);
    QVERIFY(first.commands.isEmpty() && first.frames.isEmpty());
    QCOMPARE(first.cursor.commands, quint64{0});

    f.records.note(EventKind::Kicked, Severity::Info);
    Snapshot second;
    second.cursor = first.cursor;
    f.records.fill(second, {.trace = true, .since = first.cursor});
    QCOMPARE(second.events.size(), 1);
    QCOMPARE(second.commands.size(), 1);
    QCOMPARE(second.frames.size(), 1);
    QCOMPARE(second.eventsDropped, quint64{0});
  }
};

QTEST_APPLESS_MAIN(TestNodeRecords)
#include "tst_node_records.moc"
