// Reports that Redis refuses at times.
#include <QTest>
#include <map>

#include "server/bus/redis_uplink.h"
#include "tests/support/redis_server.h"

using namespace lk::bus;
using namespace lk::test;
using namespace std::chrono_literals;

namespace {

RedisOptions optionsFor(const RedisServer& redis) {
  RedisOptions options;
  options.url = parseRedisUrl(redis.url().toStdString()).value();
  return options;
}

}  // namespace

class TestRedisUplink : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_redis = std::make_unique<RedisServer>();
    QVERIFY(m_redis->start());
  }

  // Its memory is full, and the next moment it is not.
  void refusedReportsKeepTheirOrder() {
    RedisClient client(optionsFor(*m_redis), m_clock);
    RedisUplink uplink(client, m_keys, m_clock, {.shards = 1, .node = "n1"});
    std::size_t stored = 0;
    uplink.start([&](std::size_t, const std::vector<ReportTicket>& tickets) { stored += tickets.size(); }, [] {});
    const auto end = uplink.makeThreadUplink(0);
    client.start();
    QTRY_VERIFY(client.up());

    RespLink operator_(m_redis->port());
    const QByteArrayList full{"CONFIG", "SET", "maxmemory", "1"};
    const QByteArrayList room{"CONFIG", "SET", "maxmemory", "0"};
    const std::string padding(400, '.');
    std::uint32_t last = 0;
    for (int round = 0; round < 4; ++round) {
      for (int i = 0; i < 5'000; ++i) {
        ++last;
        end->put({"dev-0", 7, std::to_string(last) + ' ' + padding}, {7, last});
      }
      end->flush();
      for (int i = 0; i < 300 && stored < last; ++i) {
        QVERIFY(operator_.ask(full).good());
        QCoreApplication::processEvents();
        QVERIFY(operator_.ask(room).good());
        QCoreApplication::processEvents();
      }
    }
    QVERIFY(m_redis->info("errorstat_OOM") != "");
    QTRY_COMPARE_WITH_TIMEOUT(stored, last, 30'000);
    QTRY_VERIFY(uplink.trouble().empty());
    QCOMPARE(uplink.waitingBytes(), 0U);

    const RespValue entries = m_redis->ask({"XRANGE", "lk:up:{0}", "-", "+"}, 10'000);
    QCOMPARE(entries.items.size(), std::size_t{last});
    qint64 expected = 0;
    for (const RespValue& entry : entries.items) {
      QCOMPARE(entry.items[1].texts().at(9).split(' ').front().toLongLong(), ++expected);
    }
  }

  void entriesAreAsTheContractHasThem_data() {
    QTest::addColumn<int>("reports");
    QTest::newRow("one") << 1;
    QTest::newRow("a batch") << 3;
  }
  void entriesAreAsTheContractHasThem() {
    QFETCH(int, reports);
    RedisClient client(optionsFor(*m_redis), m_clock);
    RedisUplink uplink(client, m_keys, m_clock, {.shards = 1, .node = "n1"});
    std::vector<std::uint32_t> stored;
    uplink.start(
        [&](std::size_t, const std::vector<ReportTicket>& tickets) {
          for (const ReportTicket& ticket : tickets) stored.push_back(ticket.frameId);
        },
        [] {});
    const auto end = uplink.makeThreadUplink(0);
    client.start();
    std::vector<std::uint32_t> sent;
    for (int i = 1; i <= reports; ++i) {
      const std::string data("\0\r\n\xff", 4);
      sent.push_back(static_cast<std::uint32_t>(i));
      end->put({"dev-0", 7, data}, {7, sent.back()});
    }
    end->flush();
    QTRY_COMPARE(stored, sent);
    const RespValue entries = m_redis->ask({"XRANGE", "lk:up:{0}", "-", "+"});
    QCOMPARE(entries.items.size(), std::size_t(reports));
    for (const RespValue& entry : entries.items) {
      QByteArrayList fields = entry.items[1].texts();
      QVERIFY(fields.at(7).toLongLong() > 0);
      fields[7] = "now";
      QCOMPARE(fields, (QByteArrayList{"device", "dev-0", "session", "7", "node", "n1", "at", "now", "data",
                                       QByteArray("\0\r\n\xff", 4)}));
    }
  }

  // Full before the bound, as much is read already; overfull where those come that report for the first time.
  void theBufferIsFullAndThenOverfull() {
    RedisClient client(optionsFor(*m_redis), m_clock);  // with no link
    RedisUplink uplink(client, m_keys, m_clock, {.shards = 1, .buffer = 100'000, .node = "n1"});
    uplink.start([](std::size_t, const std::vector<ReportTicket>&) {}, [] {});
    const auto end = uplink.makeThreadUplink(0);
    const std::string data(1'000, 'x');
    std::uint32_t last = 0;
    const auto putUpTo = [&](std::size_t bytes) {
      while (uplink.waitingBytes() < bytes) end->put({"dev-0", 7, data}, {7, ++last});
    };
    putUpTo(80'000);
    QVERIFY(!end->full() && !end->overfull());
    putUpTo(100'000);
    QVERIFY(end->full() && !end->overfull());
    putUpTo(200'000);
    QVERIFY(end->full() && end->overfull());
    end->flush();
    client.start();
    QTRY_COMPARE(uplink.waitingBytes(), 0U);
    QVERIFY(!end->full() && !end->overfull());
  }

  void whatIsRefusedIsSaid() {
    QVERIFY(m_redis->ask({"SET", "lk:up:{0}", "no stream"}).good());
    RedisClient client(optionsFor(*m_redis), m_clock);
    RedisUplink uplink(client, m_keys, m_clock, {.shards = 1, .node = "n1"});
    std::size_t stored = 0;
    uplink.start([&](std::size_t, const std::vector<ReportTicket>& tickets) { stored += tickets.size(); }, [] {});
    const auto end = uplink.makeThreadUplink(0);
    client.start();
    for (std::uint32_t i = 1; i <= 3; ++i) end->put({"dev-0", 7, "data"}, {7, i});
    end->flush();
    QTRY_VERIFY(QByteArray::fromStdString(uplink.trouble()).startsWith("WRONGTYPE"));
    QCOMPARE(stored, 0U);
    QVERIFY(m_redis->ask({"DEL", "lk:up:{0}"}).good());
    QTRY_COMPARE(stored, 3U);
    QTRY_VERIFY(uplink.trouble().empty());
  }

 private:
  lk::SystemClock m_clock;
  const RedisKeys m_keys{"lk"};
  std::unique_ptr<RedisServer> m_redis;
};

QTEST_GUILESS_MAIN(TestRedisUplink)
#include "tst_redis_uplink.moc"
