// How much of a device's durable commands comes to its node.
#include <QTest>
#include <algorithm>
#include <set>

#include "server/bus/redis_routes.h"
#include "server/bus/redis_store.h"
#include "server/bus/redis_subscriber.h"
#include "server/bus/result_message.h"
#include "tests/support/redis_server.h"

using namespace lk::bus;
using namespace lk::test;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kPayload = 16'000;
constexpr std::size_t kPage = 256 * 1024;

RedisOptions optionsFor(const RedisServer& redis) {
  RedisOptions options;
  options.url = parseRedisUrl(redis.url().toStdString()).value();
  return options;
}

Command commandOf(int number) {
  Command command;
  command.id = std::to_string(number);
  command.device = "dev-0";
  command.payload = std::string(kPayload, 'x');
  command.ttl = 1h;
  return command;
}

}  // namespace

class TestRedisStore : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_redis = std::make_unique<RedisServer>();
    QVERIFY(m_redis->start());
  }

  // Their notices come late and all at once, with a page of them in Redis and another all but full in the node.
  void whatIsHereAndWhatComesAreNoMoreThanAPage() {
    Node node(*this);
    QTRY_VERIFY(node.client.up());
    keep(node, 15);
    node.store.noteKept("dev-0", node.places.at(0));
    QTRY_COMPARE(node.came.size(), std::size_t{15});
    keep(node, 60);
    for (std::size_t i = 15; i < node.places.size(); ++i) node.store.noteKept("dev-0", node.places[i]);
    QTRY_COMPARE(node.client.underWay(), std::size_t{0});
    QVERIFY2(node.came.size() * kPayload < kPage + kPayload, std::to_string(node.came.size()).c_str());
    allComeInOrder(node, 60, [&](const Command& command) { node.store.finish(command, doneOf(command), false); });
    QTRY_COMPARE(m_redis->ask({"ZCARD", "lk:queue:{dev-0}"}).number, qint64{0});
  }

  void thoseBehindOnesThatArePassedCome() {
    Node node(*this);
    QTRY_VERIFY(node.client.up());
    keep(node, 60);
    node.store.noteKept("dev-0", node.places.at(0));
    QTRY_COMPARE(node.came.size(), std::size_t{17});
    allComeInOrder(node, 60, [&](const Command& command) { node.store.pass(command); });
    QCOMPARE(m_redis->ask({"ZCARD", "lk:queue:{dev-0}"}).number, qint64{60});
  }

  // Of many small ones, too.
  void aPageIsOfSoManyAtMost() {
    Node node(*this);
    QTRY_VERIFY(node.client.up());
    for (int i = 0; i < 200; ++i) {
      Command command = commandOf(i);
      command.payload = "x";
      node.keep(command);
    }
    QTRY_COMPARE(node.places.size(), std::size_t{200});
    for (const std::uint64_t place : node.places) node.store.noteKept("dev-0", place);
    QTRY_COMPARE(node.client.underWay(), std::size_t{0});
    QCOMPARE(node.came.size(), std::size_t{64});
    allComeInOrder(node, 200, [&](const Command& command) { node.store.finish(command, doneOf(command), false); });
  }

  // By several nodes, as all hear the same, and each answers it for what others may not have heard.
  void whatCouldNotBeAskedInTimeIsRejectedOnce() {
    Node a(*this);
    Node b(*this);
    QTRY_VERIFY(a.client.up() && b.client.up());
    m_redis->stop();
    QTRY_VERIFY(!a.client.up() && !b.client.up());
    int errors = 0;
    for (Node* node : {&a, &b}) {
      node->store.keep(commandOf(1), RedisRejections::Came::Openly,
                       [&](const lk::Result<RedisStore::Kept>& kept) { errors += kept.ok() ? 0 : 1; });
    }
    QTRY_COMPARE_WITH_TIMEOUT(errors, 2, 30'000);
    QVERIFY(m_redis->start());
    QTRY_COMPARE_WITH_TIMEOUT(a.client.underWay() + b.client.underWay(), std::size_t{0}, 20'000);
    QCOMPARE(a.rejections.count() + b.rejections.count(), std::uint64_t{1});
    const QByteArray ended = m_redis->ask({"HGET", "lk:ended:{dev-0}", "1"}).text;
    QVERIFY2(ended.contains(R"("status":"rejected")") && ended.contains("Redis did not keep it"), ended.constData());
    QCOMPARE(m_redis->ask({"EXISTS", "lk:queue:{dev-0}"}).number, qint64{0});
  }

  // Once, however often Redis is told.
  void thatItWasWrittenIsToldJustBeforeTheEnd() {
    Node node(*this);
    std::vector<std::pair<std::string, lk::CommandStatus>> heard;
    RedisSubscriber results(node.client, {"lk:result"},
                            [&](std::string_view, std::string_view message) {
                              const auto result = parseResultMessage(message);
                              heard.emplace_back(result ? result->id : "no result",
                                                 result ? result->status : lk::CommandStatus::Rejected);
                            },
                            {});
    results.start();
    QTRY_VERIFY(results.subscribed());
    const Command command = commandOf(1);
    CommandResult done = doneOf(command);
    done.answer = "ok";
    node.store.finish(command, done, true);
    node.store.finish(command, done, true);
    node.store.finish(commandOf(2), doneOf(commandOf(2)), false);
    QTRY_COMPARE(heard.size(), std::size_t{3});
    QCOMPARE(heard[0], std::pair(std::string("1"), lk::CommandStatus::Written));
    QCOMPARE(heard[1], std::pair(std::string("1"), lk::CommandStatus::Done));
    QCOMPARE(heard[2], std::pair(std::string("2"), lk::CommandStatus::Done));
  }

  // By whichever node has the device next; with no more answers than it takes well.
  void theNewestEndsOfADeviceAreRememberedByTheNext() {
    constexpr int kEnded = 1500;
    constexpr int kNewest = 512;
    const std::string answer(900, 'a');
    const auto idOf = [](int number) { return "\"answer\":\"no " + std::to_string(number) + '"'; };
    Node node(*this);
    QTRY_VERIFY(node.client.up());
    for (int i = 0; i < kEnded; ++i) {
      Command command = commandOf(i);
      command.id = idOf(i);
      CommandResult done = doneOf(command);
      done.answer = answer;
      node.store.finish(command, done, false);
    }
    Claimed next{Claimed::Verdict::Unknown, {}, {}, {}};
    RedisRoutes routes(node.client, m_keys, m_scripts, m_clock, "b/1", {}, [](const auto&...) {});
    routes.claim("dev-0", 1, [&](const Claimed& claimed) { next = claimed; });
    QTRY_COMPARE(next.verdict, Claimed::Verdict::Owner);
    std::set<std::string> ids;
    for (const CommandResult& result : next.recent) {
      ids.insert(result.id);
      QCOMPARE(result.status, lk::CommandStatus::Done);
      QVERIFY(result.answer.empty() || result.answer == answer);
    }
    for (int i = kEnded - kNewest; i < kEnded; ++i) QVERIFY2(ids.contains(idOf(i)), idOf(i).c_str());
    QVERIFY(ids.size() <= std::size_t{2 * kNewest});
    const auto whole = std::ranges::count_if(next.recent, [](const auto& result) { return !result.answer.empty(); });
    QVERIFY2(whole > 0 && whole < 262'144 / 900, std::to_string(whole).c_str());
  }

  // The Redis that has the deadlines is another one than the device's, maybe, and refuses what that one grants.
  void aDeadlineThatWasRefusedIsNotedOnceItCanBe() {
    Node node(*this);
    QTRY_VERIFY(node.client.up());
    const QByteArray key = deadlinesOf("dev-0");
    QVERIFY(m_redis->ask({"SET", key, "of another kind"}).good());
    Command command = commandOf(0);
    command.ttl = 2s;
    node.keep(command);
    QTRY_COMPARE(node.places.size(), std::size_t{1});
    QTRY_COMPARE(node.client.underWay(), std::size_t{0});
    QVERIFY(m_redis->ask({"DEL", key}).good());
    QTRY_COMPARE(m_redis->ask({"ZCARD", key}).number, qint64{1});
    node.store.setSweeping(true);
    QTRY_COMPARE(m_redis->ask({"EXISTS", "lk:queue:{dev-0}"}).number, qint64{0});
    QTRY_COMPARE(m_redis->ask({"HLEN", "lk:ended:{dev-0}"}).number, qint64{1});
    QTRY_COMPARE(m_redis->ask({"EXISTS", key}).number, qint64{0});
  }

  // Whoever looked when the deadline came has found no command, and dropped the deadline.
  void aCommandThatWasKeptLateHasItsDeadlineNotedOnceMore() {
    Node node(*this);
    QTRY_VERIFY(node.client.up());
    node.keep(commandOf(0));
    QTRY_COMPARE(node.places.size(), std::size_t{1});
    QTRY_COMPARE(node.client.underWay(), std::size_t{0});
    QVERIFY(m_redis->info("cmdstat_zadd").startsWith("calls=2,"));  // the deadline's and the command's
    m_redis->freeze();
    node.keep(commandOf(1));
    QTest::qWait(700);
    m_redis->thaw();
    QTRY_COMPARE(node.places.size(), std::size_t{2});
    QTRY_VERIFY(m_redis->info("cmdstat_zadd").startsWith("calls=5,"));
  }

 private:
  QByteArray deadlinesOf(const std::string& device) {
    return QByteArray::fromStdString(m_keys.expiry(shardOf(device, RedisKeys::kExpiryShards)));
  }

  struct Node {
    explicit Node(TestRedisStore& test)
        : client(optionsFor(*test.m_redis), test.m_clock),
          rejections(client, test.m_keys, test.m_scripts, "a/1", "a"),
          store(client, test.m_keys, test.m_scripts, test.m_clock, rejections, "a",
                [this](const std::string&, const std::vector<Kept>& waiting) {
                  for (const Kept& kept : waiting) {
                    if (known.insert(kept.command.id).second) came.push_back(kept.command);
                  }
                }) {
      client.start();
    }
    void keep(const Command& command) {
      store.keep(command, RedisRejections::Came::Openly,
                 [this](const lk::Result<RedisStore::Kept>& kept) { places.push_back(kept.value().place); });
    }
    std::vector<std::uint64_t> places;
    std::vector<Command> came;
    std::set<std::string> known;
    RedisClient client;
    RedisRejections rejections;
    RedisStore store;
  };

  static CommandResult doneOf(const Command& command) {
    CommandResult result;
    result.id = command.id;
    result.device = command.device;
    result.status = lk::CommandStatus::Done;
    result.durable = true;
    return result;
  }
  void keep(Node& node, int upTo) {
    for (int i = static_cast<int>(node.places.size()); i < upTo; ++i) node.keep(commandOf(i));
    QTRY_COMPARE(node.places.size(), static_cast<std::size_t>(upTo));
  }
  template <typename End>
  static void allComeInOrder(Node& node, int count, const End& end) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
      QTRY_VERIFY(node.came.size() > i);
      QCOMPARE(node.came[i].id, std::to_string(i));
      end(Command(node.came[i]));
    }
  }

  lk::SystemClock m_clock;
  const RedisKeys m_keys{"lk"};
  const RedisScripts m_scripts;
  std::unique_ptr<RedisServer> m_redis;
};

QTEST_GUILESS_MAIN(TestRedisStore)
#include "tst_redis_store.moc"
