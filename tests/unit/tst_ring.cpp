#include <QTest>
#include <algorithm>

#include "server/node/command_update.h"
#include "server/node/kept_event.h"
#include "server/node/ring.h"

using namespace lk;
using namespace lk::node;

namespace {

bus::CommandResult resultOf(const std::string& text) {
  bus::CommandResult result;
  result.id = result.device = result.node = result.reason = result.answer = text;
  return result;
}

std::size_t roomOf(const KeptUpdate& kept) {
  return std::max({kept.result.id.capacity(), kept.result.device.capacity(), kept.result.node.capacity(),
                   kept.result.reason.capacity(), kept.result.answer.capacity(), kept.payload.capacity()});
}

}  // namespace

class TestRing : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theNewestAreKeptAndNumbered() {
    Ring<KeptEvent> ring(3);
    for (const char* device : {"a", "b", "c", "d", "e"}) ring.add(KeptEvent::of(device));
    quint64 dropped = 0;
    const auto events = ring.after(1, dropped);
    QCOMPARE(dropped, quint64{1});
    QCOMPARE(events.size(), 3);
    QCOMPARE(events[0].text, std::string("c"));
    QCOMPARE(events[0].seq, quint64{3});
    QCOMPARE(ring.last(), quint64{5});
  }

  // Or each place would have the room of the longest that it ever held, however short what it remembers is.
  void aShortEventTakesNoLongOnesRoom() {
    Ring<KeptEvent> ring(1);
    ring.add(KeptEvent::of("d", std::string(500, 'x')));
    ring.add(KeptEvent::of("d"));
    quint64 dropped = 0;
    const auto rooms = ring.after(0, dropped, [](const KeptEvent& event) { return event.text.capacity(); });
    QVERIFY2(rooms.at(0) < 100, std::to_string(rooms.at(0)).c_str());
  }

  void aShortUpdateTakesNoLongOnesRoom() {
    const std::string text(60'000, 'x');
    KeptUpdate kept;
    kept.change(1, resultOf(text), PayloadSeen::of(text));
    QCOMPARE(kept.result.answer, text.substr(0, 1024));
    QVERIFY(kept.result.answer.capacity() < 2'000);
    QCOMPARE(kept.payload, text.substr(0, 256));
    QCOMPARE(kept.payloadSize, 60'000);
    kept.change(2, resultOf("y"), PayloadSeen::of("z"));
    QVERIFY2(roomOf(kept) < 100, std::to_string(roomOf(kept)).c_str());
  }

  void anUpdateIsAllOfItsCommandsLastChange() {
    bus::CommandResult before = resultOf("before");
    before.status = CommandStatus::Failed;
    before.durable = true;
    before.code = 9;
    before.session = 8;
    before.queuedUs = before.writeUs = before.ackUs = 7;
    KeptUpdate kept;
    kept.change(1, before, PayloadSeen::of("payload"));
    const CommandUpdate update = toUpdate(kept, QStringLiteral("n"));
    const CommandUpdate wanted = toUpdate(before, QStringLiteral("n"), 1);
    QCOMPARE(update.id, wanted.id);
    QCOMPARE(update.device, wanted.device);
    QCOMPARE(update.node, wanted.node);
    QCOMPARE(update.reason, wanted.reason);
    QCOMPARE(update.answer, wanted.answer);
    QCOMPARE(update.status, wanted.status);
    QCOMPARE(update.durable, wanted.durable);
    QCOMPARE(update.code, wanted.code);
    QCOMPARE(update.session, wanted.session);
    QCOMPARE(update.queuedUs, wanted.queuedUs);
    QCOMPARE(update.writeUs, wanted.writeUs);
    QCOMPARE(update.ackUs, wanted.ackUs);
    QCOMPARE(update.atMs, qint64{1});
    QCOMPARE(update.payload, QByteArray("payload"));
  }
};

QTEST_APPLESS_MAIN(TestRing)
#include "tst_ring.moc"
