#include <QTest>

#include "server/bus/memory_bus.h"
#include "tests/unit/manual_clock.h"

using namespace lk;
using namespace lk::bus;
using namespace std::chrono_literals;

namespace {

Command durable(const std::string& id, std::chrono::seconds ttl = 60s) {
  Command command;
  command.id = id;
  command.device = "d";
  command.ttl = ttl;
  return command;
}

std::vector<std::string> waitingIds(MemoryBus& bus) {
  std::vector<std::string> ids;
  bus.claim("d", 1, [&](const Claimed& claimed) {
    for (const Kept& one : claimed.waiting) ids.push_back(one.command.id);
  });
  return ids;
}

}  // namespace

class TestMemoryBus : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void keepsInOrderUntilFinished() {
    const test::ManualClock clock;
    MemoryBus bus(clock);
    for (const char* id : {"a", "b", "c"})
      bus.keep(durable(id), [](const Result<std::uint64_t>& kept) { QVERIFY(kept.ok()); });
    QVERIFY((waitingIds(bus) == std::vector<std::string>{"a", "b", "c"}));
    bus.finish(durable("b"), {}, false);
    bus.finish(durable("never"), {}, false);
    QVERIFY((waitingIds(bus) == std::vector<std::string>{"a", "c"}));
  }

  void saysWhatIsLeftOfTheTtl() {
    test::ManualClock clock;
    MemoryBus bus(clock);
    bus.keep(durable("a", 10s), [](const Result<std::uint64_t>&) {});
    clock.advance(4s);
    bus.claim("d", 1, [](const Claimed& claimed) { QCOMPARE(claimed.waiting.at(0).left.count(), 6000); });
    clock.advance(6s);
    QVERIFY(waitingIds(bus).empty());
  }

  void refusesWhenFull() {
    const test::ManualClock clock;
    MemoryBus bus(clock, 2);
    int refused = 0;
    for (const char* id : {"a", "b", "c"})
      bus.keep(durable(id), [&](const Result<std::uint64_t>& kept) { refused += !kept.ok(); });
    QCOMPARE(refused, 1);
  }

  void commandsKeepToTheContract_data() {
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<QByteArray>("device");
    QTest::addColumn<int>("payload");
    QTest::addColumn<qint64>("ttl");
    QTest::addColumn<qint64>("timeout");
    QTest::addColumn<bool>("good");
    const auto row = [](const char* name, const QByteArray& id, const char* device, int payload, qint64 ttl,
                        qint64 timeout, bool good) {
      QTest::newRow(name) << id << QByteArray(device) << payload << ttl << timeout << good;
    };
    row("good", "c-17", "d", 1000, 0, 10, true);
    row("the limits", QByteArray(64, 'i'), "d", 0, 604'800, 300, true);
    row("64 characters of two bytes", QByteArray("\xc3\xa4").repeated(64), "d", 0, 0, 1, true);
    row("no id", "", "d", 0, 0, 10, false);
    row("id of 65", QByteArray(65, 'i'), "d", 0, 0, 10, false);
    row("id with a line end", "a\nb", "d", 0, 0, 10, false);
    row("bad device", "c", "a b", 0, 0, 10, false);
    row("payload too large", "c", "d", 1001, 0, 10, false);
    row("ttl below 0", "c", "d", 0, -1, 10, false);
    row("ttl too long", "c", "d", 0, 604'801, 10, false);
    row("timeout 0", "c", "d", 0, 0, 0, false);
    row("timeout too long", "c", "d", 0, 0, 301, false);
  }
  void commandsKeepToTheContract() {
    QFETCH(QByteArray, id);
    QFETCH(QByteArray, device);
    QFETCH(int, payload);
    QFETCH(qint64, ttl);
    QFETCH(qint64, timeout);
    QFETCH(bool, good);
    Command command;
    command.id = id.toStdString();
    command.device = device.toStdString();
    command.payload = std::string(std::size_t(payload), 'x');
    command.ttl = std::chrono::seconds(ttl);
    command.timeout = std::chrono::seconds(timeout);
    QCOMPARE(check(command, 1000).ok(), good);
  }
};

QTEST_APPLESS_MAIN(TestMemoryBus)
#include "tst_memory_bus.moc"
