// Many devices never read while commands flow to them: each takes no more memory than out-buffer and is closed with
// CLOSE 6, and the others are served as if all did read.
#include <QElapsedTimer>
#include <QTest>
#include <algorithm>
#include <utility>

#include "tests/cluster/stand.h"
#include "tests/endurance/figures.h"

using namespace lk::test;

namespace {

constexpr int kPayload = 16'000;
// Of a session: itself, its commands' places, and the one that goes past the bound.
constexpr qint64 kBesideTheBuffer = 8 * 1024 + kPayload;
// A node remembers so many changes of commands for consoles, and no more.
constexpr int kRemembered = 20'000;
// What waits is much, and a node looks once a second.
constexpr qint64 kMuch = 4 * 1024 * 1024;

}  // namespace

class SlowReaders : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void eachTakesItsBufferAndNoMore() {
    m_devices = sized(150, 1'000);
    m_outBuffer = sized(65'536, 262'144);
    QVERIFY(m_stand.startRedis() &&
            m_stand.startNodes(1, words("--set") + QStringList{QStringLiteral("node.out-buffer=%1").arg(m_outBuffer)}));
    LedgerPlan plan;
    plan.devices = 100;
    plan.prefix = "steady-";
    plan.ports = m_stand.nodePorts();
    LedgerFleet steady(plan);
    steady.start();
    QVERIFY(steady.waitUntilConnected(10'000));
    steady.report(300);

    plan.devices = m_devices;
    plan.prefix = "reader-";
    auto fleet = std::make_unique<LedgerFleet>(plan);
    fleet->start();
    QVERIFY(fleet->waitUntilConnected(30'000));
    rememberAll(*fleet);
    if (QTest::currentTestFailed()) return;
    const int remembered = fleet->commands();
    (void)steady.takeRoundTrips();
    QTRY_VERIFY_WITH_TIMEOUT(!flow(*fleet) || m_rounds >= sized(6, 12), 120'000);
    const auto beside = steady.takeRoundTrips();
    say("beside devices that read: " + quantiles(beside));
    QTRY_COMPARE_WITH_TIMEOUT(fleet->commands(), remembered + m_rounds * m_devices, 60'000);
    fleet.reset();
    QTRY_COMPARE_WITH_TIMEOUT(m_stand.metric(0, "linekeeper_sessions"), 100.0, 20'000);

    plan.prefix = "stalled-";
    plan.readsNothing = true;
    fleet = std::make_unique<LedgerFleet>(plan);
    fleet->start();
    QVERIFY(fleet->waitUntilConnected(30'000));
    const qint64 before = anonymousBytes(m_stand.node(0).pid());
    m_peak = before;
    m_rounds = 0;
    (void)steady.takeRoundTrips();
    const auto closed = [this] { return m_stand.metric(0, "linekeeper_closes_total{reason=\"over-limit\"}"); };
    QTRY_VERIFY_WITH_TIMEOUT(!flow(*fleet) || closed() >= m_devices, 240'000);
    const auto meanwhile = steady.takeRoundTrips();
    const auto each = (m_peak - before) / m_devices;
    say("beside " + QByteArray::number(m_devices) + " that never read: " + quantiles(meanwhile));
    say("memory before " + megabytes(before) + ", at most " + megabytes(m_peak) + ": " + QByteArray::number(each) +
        " bytes for each of them, with out-buffer " + QByteArray::number(m_outBuffer) + "; at most " +
        megabytes(m_buffered) + " waited at once");
    QCOMPARE(closed(), static_cast<double>(m_devices));
    // A buffer's last piece may have a quarter of itself to grow into, and malloc has gaps.
    if (kMemoryIsItsOwn) QVERIFY2(each <= m_outBuffer * 5 / 4 + kBesideTheBuffer, QByteArray::number(each).constData());
    QCOMPARE(steady.lost(), 0);
    QCOMPARE(steady.closes(6), 0);

    // Whoever reads again finds what was whole, and why there is no more.
    fleet.reset();
    QTRY_COMPARE_WITH_TIMEOUT(m_stand.metric(0, "linekeeper_out_buffer_bytes"), 0.0, 30'000);
    const auto left = [&] { return anonymousBytes(m_stand.node(0).pid()) - before; };
    if (kMemoryIsItsOwn) QTRY_VERIFY_WITH_TIMEOUT(left() <= (m_peak - before) / 2, 30'000);
    say("memory at the end " + megabytes(before + left()));
  }

  // However many wait for a device, its node has a page of them; the rest is in Redis until the device reads. What the
  // system took of them for the device is the node's no more, though nobody acknowledges it.
  void durableOnesWaitInRedis() {
    constexpr int kEach = 60;
    constexpr qint64 kPage = 256 * 1024 + kPayload;
    const int devices = sized(20, 1'000);
    Stand stand;
    QVERIFY(stand.startRedis() && stand.startNodes(1, words("--set node.out-buffer=65536")));
    LedgerPlan plan;
    plan.devices = devices;
    plan.ports = stand.nodePorts();
    plan.readsNothing = true;
    auto fleet = std::make_unique<LedgerFleet>(plan);
    fleet->start();
    QVERIFY(fleet->waitUntilConnected(30'000));
    const qint64 before = anonymousBytes(stand.node(0).pid());
    qint64 peak = before;
    for (int number = 0; number < kEach; ++number) {
      QByteArrayList messages;
      for (int i = 0; i < devices; ++i) {
        const QByteArray name = "durable-" + QByteArray::number(number);
        messages.push_back(durableFor(fleet->name(i), name));
      }
      QVERIFY(stand.publish(messages));
      // Not faster than Redis takes them from the node: what is on its way there is no device's.
      const QByteArray last = "lk:queue:{" + fleet->name(devices - 1) + '}';
      QTRY_COMPARE_WITH_TIMEOUT(stand.one().ask({"ZCARD", last}).number, qint64{number + 1}, 60'000);
      peak = std::max(peak, anonymousBytes(stand.node(0).pid()));
    }
    QTest::qWait(3'000);
    peak = std::max(peak, anonymousBytes(stand.node(0).pid()));
    const qint64 each = (peak - before) / devices;
    say("durable commands of " + QByteArray::number(kEach * kPayload) +
        " bytes for each device: " + QByteArray::number(each) + " bytes in the node, for each");
    // The newest is under way to Redis meanwhile, as it came, as it goes and as it may have to go again.
    if (kMemoryIsItsOwn) QVERIFY2(each <= kPage * 3 / 2 + 3 * kPayload, QByteArray::number(each).constData());

    plan.readsNothing = false;
    fleet = std::make_unique<LedgerFleet>(plan);
    fleet->start();
    for (int i = 0; i < devices; ++i) QTRY_COMPARE_WITH_TIMEOUT(fleet->received(i).size(), qsizetype{kEach}, 60'000);
    for (int i = 0; i < devices; ++i) {
      for (int number = 0; number < kEach; ++number) {
        QVERIFY(fleet->received(i).at(number).startsWith("durable-" + QByteArray::number(number) + 'x'));
      }
    }
  }

 private:
  // Commands until the node remembers as much of such as it ever does.
  void rememberAll(const LedgerFleet& fleet);
  // Overdue soon where it is not acknowledged.
  [[nodiscard]] static QByteArray durableFor(const QByteArray& device, const QByteArray& name);
  // A command to each device. False: Redis did not take it.
  bool flow(const LedgerFleet& fleet);

  Stand m_stand;
  int m_devices = 0;
  qint64 m_outBuffer = 0;
  int m_rounds = 0;
  qint64 m_peak = 0;
  qint64 m_buffered = 0;
  bool m_muchWasSeen = false;
};

void SlowReaders::rememberAll(const LedgerFleet& fleet) {
  const int commands = kRemembered / 2;  // written, done
  for (int sent = 0; sent < commands;) {
    QByteArrayList messages;
    for (int i = 0; i < m_devices; ++i, ++sent) {
      messages.push_back(Stand::commandFor("small-" + QByteArray::number(sent), fleet.name(i), "small"));
    }
    QVERIFY(m_stand.publish(messages));
    QTRY_COMPARE_WITH_TIMEOUT(fleet.commands(), sent, 30'000);
  }
}

QByteArray SlowReaders::durableFor(const QByteArray& device, const QByteArray& name) {
  return R"({"timeout":1,"ttl":3600,"id":")" + name + R"(","device":")" + device + R"(","payload":")" + name +
         QByteArray(kPayload, 'x') + "\"}";
}

bool SlowReaders::flow(const LedgerFleet& fleet) {
  constexpr int kAtOnce = 50;
  ++m_rounds;
  for (int from = 0; from < m_devices; from += kAtOnce) {
    QByteArrayList messages;
    for (int i = from; i < std::min(from + kAtOnce, m_devices); ++i) {
      messages.push_back(R"({"timeout":1,"id":")" + fleet.name(i) + '/' + QByteArray::number(m_rounds) +
                         R"(","device":")" + fleet.name(i) + R"(","payload":")" + QByteArray(kPayload, 'x') + "\"}");
    }
    if (!m_stand.publish(messages)) return false;
    QTest::qWait(sized(20, 40));
    m_peak = std::max(m_peak, anonymousBytes(m_stand.node(0).pid()));
  }
  m_buffered = std::max(m_buffered, static_cast<qint64>(m_stand.metric(0, "linekeeper_out_buffer_bytes")));
  if (m_buffered > kMuch && !std::exchange(m_muchWasSeen, true)) QTest::qWait(1'500);
  return true;
}

QTEST_GUILESS_MAIN(SlowReaders)
#include "slow_readers.moc"
