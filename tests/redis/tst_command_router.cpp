// Commands on their way to the node that holds their device, as Redis and a look at the nodes have it.
#include <QTest>

#include "server/bus/command_message.h"
#include "server/bus/command_router.h"
#include "server/bus/redis_subscriber.h"
#include "server/bus/result_message.h"
#include "tests/support/redis_server.h"

using namespace lk::bus;
using namespace lk::test;
using namespace std::chrono_literals;
using lk::CommandStatus;

namespace {

RedisOptions optionsFor(const RedisServer& redis) {
  RedisOptions options;
  options.url = parseRedisUrl(redis.url().toStdString()).value();
  options.answerDeadline = 500ms;
  return options;
}

Command live(std::string id) {
  Command command;
  command.id = std::move(id);
  command.device = "dev-0";
  command.payload = "on";
  return command;
}

Command durable(std::string id) {
  Command command = live(std::move(id));
  command.ttl = 600s;
  return command;
}

}  // namespace

class TestCommandRouter : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_atNode.clear();
    m_results.clear();
    m_redis = std::make_unique<RedisServer>();
    QVERIFY(m_redis->start());
  }

  // The node has come since the last look, and holds the device.
  void aNodeThatWasNotSeenYetGetsItsCommand() {
    Sender sender(*this);
    QTRY_VERIFY(sender.ready());
    nodeComes("n/1");
    sender.router.route(live("c-1"), sender.into());
    QTRY_COMPARE(m_atNode, QByteArrayList{"c-1"});
    QTest::qWait(300);
    QCOMPARE(sender.heard, QByteArrayList{});
    // Seen now: one round trip.
    const auto before = sender.client.requests();
    sender.router.route(live("c-2"), sender.into());
    QTRY_COMPARE(m_atNode, (QByteArrayList{"c-1", "c-2"}));
    QCOMPARE(sender.client.requests() - before, 1U);
  }

  void aStrayedCommandFindsANodeThatWasNotSeenYet() {
    Sender sender(*this);
    QTRY_VERIFY(sender.ready());
    nodeComes("n/1");
    sender.router.forward(live("c-1"));
    QTRY_COMPARE(m_atNode, QByteArrayList{"c-1"});
    QTest::qWait(300);
    QCOMPARE(m_results, QByteArrayList{});
  }

  void aDeadNodesDeviceIsOffline() {
    Sender sender(*this);
    QTRY_VERIFY(sender.ready());
    QVERIFY(m_redis->ask({"SET", "lk:route:{dev-0}", "1 n/1 7"}).good());
    for (int i = 0; i < 3; ++i) sender.router.route(live("c-" + std::to_string(i)), sender.into());
    QTRY_COMPARE(sender.heard, (QByteArrayList{"c-0 offline", "c-1 offline", "c-2 offline"}));
    sender.router.forward(live("c-3"));
    QTRY_COMPARE(m_results.size(), 4);
    QCOMPARE(m_results.last(), QByteArray("c-3 offline"));
  }

  // It may have been sent: who has it says what became of it.
  void aStrayedCommandWhoseSendingIsUnknownIsNotSaidToBeOffline() {
    Sender sender(*this);
    QTRY_VERIFY(sender.ready());
    m_redis->freeze();
    Command command = live("c-1");
    command.timeout = 1s;
    sender.router.forward(command);
    QTest::qWait(2'500);
    m_redis->thaw();
    QTRY_VERIFY(sender.ready());
    QTest::qWait(500);
    QCOMPARE(m_results, QByteArrayList{});
  }

  // Redis tells its end by another link than the answer to keeping it.
  void queuedIsNotSaidAfterWhatCameOfIt() {
    Sender sender(*this);
    QTRY_VERIFY(sender.ready());
    CommandResult written;
    written.id = "c-1";
    written.device = "dev-0";
    written.status = CommandStatus::Written;
    sender.router.route(durable("c-1"), sender.into());
    sender.router.resultArrived(resultMessage(written, "n"));
    sender.router.route(durable("c-2"), sender.into());
    QTRY_COMPARE(sender.heard, (QByteArrayList{"c-1 written", "c-2 queued"}));
  }

  void durableOnesTakeNoPlaceFromLiveOnes() {
    Sender sender(*this);
    QTRY_VERIFY(sender.ready());
    for (int i = 0; i < 5; ++i) sender.router.route(durable("d-" + std::to_string(i)), sender.into());
    QTRY_COMPARE(sender.heard.size(), 5);
    sender.heard.clear();
    sender.router.route(durable("d-5"), sender.into());
    QCOMPARE(sender.heard, QByteArrayList{"d-5 rejected"});
    for (int i = 0; i < 4; ++i) sender.router.route(live("c-" + std::to_string(i)), sender.into());
    QCOMPARE(sender.heard, (QByteArrayList{"d-5 rejected", "c-3 rejected"}));
    QTRY_COMPARE(sender.heard.size(), 5);
    QVERIFY(sender.heard.contains("c-0 offline") && sender.heard.contains("c-2 offline"));
    QCOMPARE(sender.router.underWay(), 5U);
  }

  // A durable command's time may be a week off when it has long ended.
  void whatHasEndedLeavesNoTimers() {
    Sender sender(*this);
    QTRY_VERIFY(sender.ready());
    CommandResult done;
    done.device = "dev-0";
    done.status = CommandStatus::Done;
    for (int i = 0; i < 3'000; ++i) {
      done.id = "c-" + std::to_string(i);
      sender.router.route(durable(done.id), sender.into());
      sender.router.resultArrived(resultMessage(done, "n"));
    }
    QCOMPARE(sender.router.underWay(), 0U);
    QVERIFY(sender.router.timers() < 1'100);
  }

 private:
  // Who sends; looks at the nodes once, and when it has to.
  struct Sender {
    explicit Sender(TestCommandRouter& test)
        : client(optionsFor(*test.m_redis), test.m_clock),
          board(client, test.m_keys, test.m_scripts, 1h),
          rejections(client, test.m_keys, test.m_scripts, {}, "console"),
          store(client, test.m_keys, test.m_scripts, test.m_clock, rejections, "console",
                [](const std::string&, const std::vector<Kept>&) {}),
          router(client, test.m_keys, test.m_scripts, board, store, test.m_clock, "lk:console:x", {3, 5}),
          subscriber(client, {test.m_keys.nodeChannel("n/1"), test.m_keys.results()},
                     [&test](std::string_view channel, std::string_view message) { test.hear(channel, message); }) {
      client.start();
      board.start();
      subscriber.start();
    }
    [[nodiscard]] bool ready() const {
      return client.up() && board.looked() && client.underWay() == 0 && subscriber.subscribed();
    }
    [[nodiscard]] CommandRouter::OnResult into() {
      return [this](const CommandResult& result) {
        heard.push_back(QByteArray::fromStdString(result.id) + ' ' + QByteArray(lk::toText(result.status).data()));
      };
    }
    RedisClient client;
    NodeBoard board;
    RedisRejections rejections;
    RedisStore store;
    CommandRouter router;
    RedisSubscriber subscriber;
    QByteArrayList heard;
  };

  void hear(std::string_view channel, std::string_view message) {
    if (channel == m_keys.nodeChannel("n/1")) {
      const auto command = parseCommandMessage(message.substr(1));
      m_atNode.push_back(QByteArray::fromStdString(command.value().id));
    } else if (const auto result = parseResultMessage(message)) {
      m_results.push_back(QByteArray::fromStdString(result->id) + ' ' + QByteArray(lk::toText(result->status).data()));
    }
  }

  void nodeComes(const QByteArray& instance) {
    QVERIFY(m_redis->ask({"HSET", "lk:{nodes}", instance, "{}"}).good());
    QVERIFY(m_redis->ask({"SET", "lk:{nodes}:lease:" + instance, "{}", "PX", "60000"}).good());
    QVERIFY(m_redis->ask({"SET", "lk:route:{dev-0}", "1 " + instance + " 7"}).good());
  }

  lk::SystemClock m_clock;
  const RedisKeys m_keys{"lk"};
  const RedisScripts m_scripts;
  std::unique_ptr<RedisServer> m_redis;
  QByteArrayList m_atNode;
  QByteArrayList m_results;
};

QTEST_GUILESS_MAIN(TestCommandRouter)
#include "tst_command_router.moc"
