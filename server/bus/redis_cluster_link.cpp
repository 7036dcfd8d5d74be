#include "server/bus/redis_cluster_link.h"

#include <QUuid>

#include "server/bus/command_router.h"
#include "server/bus/redis_look.h"
#include "server/bus/redis_rejections.h"
#include "server/bus/redis_store.h"
#include "server/bus/redis_subscriber.h"

namespace lk::bus {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t kLargestPayload = 16 * 1024 * 1024;  // that any node.max-payload allows

CommandResult rejected(const Command& command, const Error& why) {
  CommandResult result;
  result.id = command.id;
  result.device = command.device;
  result.status = CommandStatus::Rejected;
  result.durable = command.durable();
  result.reason = why.text;
  return result;
}

class RedisClusterLink final : public ClusterLink {
 public:
  RedisClusterLink(RedisOptions options, std::string_view prefix, const Clock& clock)
      : m_keys(prefix),
        m_console(QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString()),
        m_client(std::move(options), clock),
        m_subscriber(m_client, {m_keys.consoleChannel(m_console)},
                     [this](std::string_view, std::string_view message) { heard(message); }),
        m_board(m_client, m_keys, m_scripts, 1s),
        m_rejections(m_client, m_keys, m_scripts, {}, "console"),
        m_store(m_client, m_keys, m_scripts, clock, m_rejections, "console",
                [](const std::string&, std::vector<Kept>) {}),
        m_router(m_client, m_keys, m_scripts, m_board, m_store, clock, m_keys.consoleChannel(m_console)) {
    connect(&m_client, &RedisClient::upChanged, this, &RedisClusterLink::lookAtState);
    connect(&m_client, &RedisClient::whyChanged, this, &RedisClusterLink::lookAtState);
    connect(&m_subscriber, &RedisSubscriber::subscribedNow, this, [this] {
      m_router.recall();
      lookAtState();
    });
    connect(&m_subscriber, &RedisSubscriber::lost, this, [this](const QString& why) {
      m_subscriberWhy = why.toStdString();
      lookAtState();
    });
    connect(&m_board, &NodeBoard::changed, this, [this] {
      lookAtState();
      Q_EMIT nodesChanged();
    });
  }

  void start() override {
    m_client.start();
    m_subscriber.start();
    m_board.start();
  }

  bool up() const override { return m_up; }
  const std::string& why() const override { return m_client.up() ? m_subscriberWhy : m_client.why(); }
  bool hopeful() const override { return m_client.up() || m_client.hopeful(); }
  const std::vector<NodeRecord>& nodes() const override { return m_board.nodes(); }

  void tell(const std::string& instance, std::string_view line) override {
    std::string message = 'L' + m_console + '\n';
    message.append(line);
    m_client.call({{}, 5s, false, true}, {"PUBLISH", m_keys.nodeChannel(instance), message},
                  [](const RedisOutcome&) {});
  }

  void look(const std::string& device, OnLook onLook) override {
    lookAtDevice(m_client, m_keys, m_scripts, device, std::move(onLook));
  }

  void send(Command command, OnResult onResult) override {
    // Nobody is told anything from within the call.
    QMetaObject::invokeMethod(
        this,
        [this, command = std::move(command), onResult = std::move(onResult)]() mutable {
          // How large a payload a node takes is its own to say.
          if (const auto good = check(command, kLargestPayload); !good)
            return onResult(rejected(command, good.error()));
          m_router.route(std::move(command), std::move(onResult));
        },
        Qt::QueuedConnection);
  }

 private:
  void heard(std::string_view message) {
    if (message.starts_with('R')) {
      m_router.resultArrived(message.substr(1));
      return;
    }
    const std::size_t end = message.find('\n');
    if (!message.starts_with('L') || end == std::string_view::npos) return;
    const std::string_view line = message.substr(end + 1);
    Q_EMIT lineArrived(std::string(message.substr(1, end - 1)),
                       QByteArray(line.data(), static_cast<qsizetype>(line.size())));
  }

  // Up: commands can be routed, and their results can come back.
  void lookAtState() {
    const bool up = m_client.up() && m_subscriber.subscribed() && m_board.looked();
    const std::string& now = why();
    if (up == m_up && (up || now == m_toldWhy)) return;
    m_up = up;
    m_toldWhy = now;
    Q_EMIT upChanged(up);
  }

  const RedisKeys m_keys;
  const RedisScripts m_scripts;
  const std::string m_console;
  RedisClient m_client;
  RedisSubscriber m_subscriber;
  NodeBoard m_board;
  RedisRejections m_rejections;
  RedisStore m_store;
  CommandRouter m_router;
  std::string m_subscriberWhy = "the link for results is being made";
  std::string m_toldWhy;
  bool m_up = false;
};

}  // namespace

std::unique_ptr<ClusterLink> makeRedisClusterLink(RedisOptions options, std::string prefix, const Clock& clock) {
  return std::make_unique<RedisClusterLink>(std::move(options), prefix, clock);
}

}  // namespace lk::bus
