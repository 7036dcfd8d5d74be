#include "server/bus/redis_bus.h"

#include <QTimer>
#include <algorithm>
#include <utility>

#include "server/bus/command_message.h"
#include "server/bus/command_router.h"
#include "server/bus/node_lease.h"
#include "server/bus/outage_news.h"
#include "server/bus/redis_look.h"
#include "server/bus/redis_rejections.h"
#include "server/bus/redis_routes.h"
#include "server/bus/redis_store.h"
#include "server/bus/redis_subscriber.h"
#include "server/bus/redis_uplink.h"
#include "server/bus/replaced_sessions.h"

namespace lk::bus {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t kLongestMessage = 24 * 1024 * 1024;  // a command of the largest payload, in base64
constexpr auto kSettles = 200ms;

class RedisBus final : public Bus {
 public:
  RedisBus(RedisBusOptions options, const Clock& clock)
      : m_options(std::move(options)),
        m_clock(clock),
        m_instance(m_options.nodeId + '/' + std::to_string(clock.wallMicros())),
        m_keys(m_options.prefix) {}

  std::string_view kind() const override { return "redis"; }
  bool shared() const override { return true; }

  void start(BusPort& port) override;
  std::unique_ptr<Uplink> makeUplink(std::size_t thread) override { return m_parts->uplink.makeThreadUplink(thread); }
  void claim(const std::string& device, std::uint64_t session, OnClaimed claimed) override {
    m_parts->store.forgetPages(device);
    m_parts->routes.claim(device, session, std::move(claimed));
  }
  bool sure(const std::string& device) const override { return m_parts->routes.sure(device); }
  void confirm(const std::string& device, OnClaimed claimed) override {
    m_parts->routes.confirm(device, std::move(claimed));
  }
  void wasTaken(const Claimed::Elsewhere& replaced, const Command& command, OnTaken onTaken) override {
    m_parts->replaced.ask(replaced, command, std::move(onTaken));
  }
  void tellTaker(const Claimed::Elsewhere& replaced, const std::string& device, const std::string& address) override {
    m_parts->replaced.tellTaker(replaced.instance, device, address);
  }
  void release(const std::string& device, std::uint64_t session) override {
    m_parts->routes.release(device, session);
    if (!m_parts->routes.holds(device)) m_parts->store.forgetPages(device);
  }
  void keep(const Command& command, Done kept) override;
  void publish(const Command& command, const CommandResult& result) override {
    m_parts->store.publish(command, result);
  }
  void finish(const Command& command, const CommandResult& result, bool afterWritten) override {
    m_parts->store.finish(command, result, afterWritten);
  }
  void pass(const Command& command) override { m_parts->store.pass(command); }
  void refuse(const Command& command, const std::string& why) override {
    m_parts->rejections.sayIfOwn(command, why, RedisRejections::Came::Openly);
  }
  void repeat(const Command& command, const CommandResult& result) override { m_parts->store.repeat(command, result); }
  void route(Command command, OnResult onResult) override {
    m_parts->router.route(std::move(command), std::move(onResult));
  }
  void stray(Command command) override { m_parts->router.forward(std::move(command)); }
  void look(const std::string& device, OnLook onLook) override {
    lookAtDevice(m_parts->client, m_keys, m_scripts, device, std::move(onLook));
  }
  bool lives(const std::string& instance) const override { return m_parts->board.lives(instance); }
  void tell(const std::string& console, std::string_view line) override;
  void setLoad(const NodeLoad& load) override { m_parts->lease.setLoad(load); }
  void leave(std::function<void()> left) override {
    m_parts->routes.releaseAllNow();
    m_parts->lease.leave(std::move(left));
  }
  BusFigures figures() const override;

 private:
  // All that lives in the node's thread, made there.
  struct Parts {
    explicit Parts(RedisBus& bus);

    RedisClient client;
    RedisSubscriber subscriber;
    NodeBoard board;
    NodeLease lease;
    RedisRoutes routes;
    RedisRejections rejections;
    RedisStore store;
    CommandRouter router;
    ReplacedSessions replaced;
    RedisUplink uplink;
    QTimer settling;  // what happens together is looked at once
    OutageNews news;
  };

  void heard(std::string_view channel, std::string_view message);
  void heardCommand(std::string_view message);
  void heardForThisNode(std::string_view message);
  template <typename Call>
  static void withNumber(std::string_view message, Call call);
  void kept(const std::string& device, std::uint64_t place);
  void replaced(const std::string& device, std::uint64_t session);
  void asked(const TakenQuestion& question);
  void refuse(std::string_view channel, std::string_view message, const std::string& why);
  void reject(const Command& said, const std::string& why);
  void lookAtState();
  [[nodiscard]] std::string refused() const;
  void startOver();
  void chooseSweeper();

  const RedisBusOptions m_options;
  const Clock& m_clock;
  const std::string m_instance;
  const RedisKeys m_keys;
  const RedisScripts m_scripts;
  BusPort* m_port = nullptr;
  std::string m_subscriberWhy;
  std::uint64_t m_messages = 0;
  std::uint64_t m_refused = 0;
  std::unique_ptr<Parts> m_parts;
};

RedisBus::Parts::Parts(RedisBus& bus)
    : client(bus.m_options.redis, bus.m_clock),
      subscriber(
          client, {bus.m_keys.commands(), bus.m_keys.nodeChannel(bus.m_instance)},
          [&bus](std::string_view channel, std::string_view message) { bus.heard(channel, message); },
          [&bus] { bus.m_port->commandsCame(); }),
      board(client, bus.m_keys, bus.m_scripts, std::min<std::chrono::milliseconds>(bus.m_options.lease / 4, 1s)),
      lease(client, bus.m_keys, bus.m_scripts, board, bus.m_clock,
            {bus.m_instance, bus.m_options.version, bus.m_options.host, bus.m_options.lease}),
      routes(
          client, bus.m_keys, bus.m_scripts, bus.m_clock, bus.m_instance,
          [&bus](const std::string& device, std::uint64_t session, Claimed claimed) {
            bus.m_port->claimSettled(device, session, std::move(claimed));
          },
          [this](const std::string& device, const std::vector<Kept>& page, std::uint64_t moreBehind) {
            store.noteClaimed(device, page, moreBehind);
          }),
      rejections(client, bus.m_keys, bus.m_scripts, bus.m_instance, bus.m_options.nodeId),
      store(client, bus.m_keys, bus.m_scripts, bus.m_clock, rejections, bus.m_options.nodeId,
            [&bus](const std::string& device, std::vector<Kept> waiting) {
              bus.m_port->durableWaits(device, std::move(waiting));
            }),
      router(client, bus.m_keys, bus.m_scripts, board, store, bus.m_clock, bus.m_keys.nodeChannel(bus.m_instance)),
      replaced(client, bus.m_keys, bus.m_instance),
      uplink(
          client, bus.m_keys, bus.m_clock,
          {bus.m_options.uplinkShards, bus.m_options.uplinkMaxlen, bus.m_options.uplinkBuffer, bus.m_options.nodeId}),
      news([&bus](bool up, const std::string& why) { bus.m_port->busChanged(up, why); }) {}

void RedisBus::start(BusPort& port) {
  m_port = &port;
  m_parts = std::make_unique<Parts>(*this);
  QTimer& settling = m_parts->settling;
  settling.setSingleShot(true);
  settling.setInterval(kSettles);
  QObject::connect(&settling, &QTimer::timeout, &settling, [this] { startOver(); });
  m_parts->news.start();
  QObject::connect(&m_parts->client, &RedisClient::whyChanged, &settling, [this] { lookAtState(); });
  QObject::connect(&m_parts->client, &RedisClient::upChanged, &settling, [this](bool up) {
    if (up) m_parts->settling.start();
    lookAtState();
  });
  QObject::connect(&m_parts->subscriber, &RedisSubscriber::subscribedNow, &settling, [this] {
    m_parts->routes.doubt();
    m_parts->settling.start();
    lookAtState();
  });
  QObject::connect(&m_parts->subscriber, &RedisSubscriber::lost, &settling, [this](const QString& why) {
    m_subscriberWhy = why.toStdString();
    m_parts->routes.doubt();
    lookAtState();
  });
  QObject::connect(&m_parts->lease, &NodeLease::refusalChanged, &settling, [this] { lookAtState(); });
  QObject::connect(&m_parts->board, &NodeBoard::refusalChanged, &settling, [this] { lookAtState(); });
  QObject::connect(&m_parts->store, &RedisStore::refusalChanged, &settling, [this] { lookAtState(); });
  QObject::connect(&m_parts->routes, &RedisRoutes::refusalChanged, &settling, [this] { lookAtState(); });
  QObject::connect(&m_parts->lease, &NodeLease::lapsed, &settling, [this] {
    m_parts->routes.doubt();
    m_parts->settling.start();
  });
  QObject::connect(&m_parts->lease, &NodeLease::died, &settling, [this](const NodeRecord& node) {
    m_port->nodeLost(node.id, static_cast<std::uint64_t>(std::max<std::int64_t>(node.sessions, 0)));
  });
  QObject::connect(&m_parts->lease, &NodeLease::wasTakenForDead, &settling, [this] { m_port->wasTakenForLost(); });
  QObject::connect(&m_parts->board, &NodeBoard::changed, &settling, [this] {
    chooseSweeper();
    lookAtState();
  });
  m_parts->uplink.start(
      [this](std::size_t thread, std::vector<ReportTicket> tickets) {
        m_port->reportsStored(thread, std::move(tickets));
      },
      [this] { m_port->uplinkHasRoom(); });
  m_parts->client.start();
  m_parts->subscriber.start();
  m_parts->board.start();
  m_parts->lease.start();
}

// After an outage, or messages that may have been missed: what Redis says and what is so here must agree again.
void RedisBus::startOver() {
  m_parts->routes.claimAllAgain();
  m_parts->router.recall();
}

void RedisBus::lookAtState() {
  const bool reached = m_parts->client.up() && m_parts->subscriber.subscribed();
  const std::string why = reached ? refused() : m_parts->client.up() ? m_subscriberWhy : m_parts->client.why();
  m_parts->news.set(reached && why.empty(), why);
}

// What Redis refuses of a node that reaches it; empty: nothing.
std::string RedisBus::refused() const {
  const auto sentence = [](std::string_view begin, const std::string& text) {
    const std::string_view advice = text.starts_with("NOPERM") ? "`linekeeper check redis` says which rights it needs"
                                    : text.starts_with("OOM")  ? "give it more memory, by its maxmemory"
                                                               : "look into Redis' own log";
    return std::string(begin) + text.substr(0, 200) + "): " + std::string(advice);
  };
  const std::pair<std::string_view, std::string> kinds[] = {
      {"Redis refuses reports (", m_parts->uplink.trouble()},
      {"Redis refuses this node's lease (", m_parts->lease.refusal()},
      {"Redis refuses the routes to devices (", m_parts->routes.refusal()},
      {"Redis refuses results of commands (", m_parts->store.refusal()},
      {"Redis refuses a look at the nodes (", m_parts->board.refusal()},
  };
  for (const auto& [begin, text] : kinds) {
    if (!text.empty()) return sentence(begin, text);
  }
  return {};
}

// One of the live nodes is enough; all agree on which, as far as they see the same.
void RedisBus::chooseSweeper() {
  const std::vector<std::string> live = m_parts->board.liveInstances();
  m_parts->store.setSweeping(!live.empty() && live.front() == m_instance);
}

void RedisBus::keep(const Command& command, Done kept) {
  m_parts->store.keep(command, RedisRejections::Came::Openly,
                      [kept = std::move(kept)](const Result<RedisStore::Kept>& result) {
                        if (!result) return kept(result.error());
                        kept(result->place);
                      });
}

void RedisBus::tell(const std::string& console, std::string_view line) {
  std::string message = 'L' + m_instance + '\n';
  message.append(line);
  m_parts->client.call({{}, 5s, false, true}, {"PUBLISH", m_keys.consoleChannel(console), message},
                       [](const RedisOutcome&) {});
}

BusFigures RedisBus::figures() const {
  BusFigures figures;
  if (!m_parts) return figures;
  figures.up = m_parts->news.up();
  figures.why = m_parts->news.why();
  figures.reconnects = m_parts->client.reconnects() + m_parts->subscriber.reconnects();
  figures.messages = m_messages;
  figures.messagesRefused = m_refused;
  figures.commandsRejected = m_parts->rejections.count();
  figures.uplinkWaitingBytes = m_parts->uplink.waitingBytes();
  figures.leaseAgeSeconds = static_cast<double>(m_parts->lease.age().count()) / 1000.0;
  return figures;
}

void RedisBus::heard(std::string_view channel, std::string_view message) {
  ++m_messages;
  if (message.size() > kLongestMessage) {
    const std::string why = "it is longer than any command can be";
    refuse(channel, message, why);
    if (channel == m_keys.commands()) reject(answerableOfEnds(message), why);
  } else if (channel == m_keys.commands()) {
    heardCommand(message);
  } else {
    heardForThisNode(message);
  }
}

void RedisBus::heardCommand(std::string_view message) {
  auto command = parseCommandMessage(message);
  if (command) return m_port->commandArrived(std::move(*command), false);
  refuse(m_keys.commands(), message, command.error().text);
  reject(answerableOf(message), command.error().text);
}

void RedisBus::reject(const Command& said, const std::string& why) {
  if (!said.id.empty()) m_parts->rejections.say(said, why);
}

// The first letter says what it is: a Command, its Result, durable ones Kept, a device Taken over, a session that
// Starts in its place, Who has taken it over, a Question whether a command was taken, its Answer, a Line of a console.
void RedisBus::heardForThisNode(std::string_view message) {
  const char kind = message.empty() ? '\0' : message.front();
  const std::string_view body = message.substr(message.empty() ? 0 : 1);
  switch (kind) {
    case 'C':
      if (auto command = parseCommandMessage(body)) return m_port->commandArrived(std::move(*command), true);
      break;
    case 'R': return m_parts->router.resultArrived(body);
    case 'K': return withNumber(body, [this](const auto& device, auto place) { kept(device, place); });
    case 'T': return withNumber(body, [this](const auto& device, auto session) { replaced(device, session); });
    case 'S':
      return withNumber(body,
                        [this](const auto& device, auto session) { m_parts->routes.startsHere(device, session); });
    case 'W':
      if (const std::size_t end = body.find(' '); end != std::string_view::npos) {
        return m_port->tookOverElsewhere(std::string(body.substr(0, end)), std::string(body.substr(end + 1)));
      }
      break;
    case 'Q':
      if (const auto question = TakenQuestion::parse(body)) return asked(*question);
      break;
    case 'A': return m_parts->replaced.answered(body);
    case 'L':
      if (const std::size_t end = body.find('\n'); end != std::string_view::npos) {
        return m_port->lineArrived(std::string(body.substr(0, end)), body.substr(end + 1));
      }
      break;
    default: break;
  }
  refuse(m_keys.nodeChannel(m_instance), message, "no program of this version sends that");
}

// "NUMBER DEVICE": a session's number, or a command's place.
template <typename Call>
void RedisBus::withNumber(std::string_view message, Call call) {
  const std::size_t end = message.find(' ');
  if (end == std::string_view::npos) return;
  call(std::string(message.substr(end + 1)), numberOf(message.substr(0, end)));
}

void RedisBus::kept(const std::string& device, std::uint64_t place) {
  if (place > 0 && m_parts->routes.holds(device)) m_parts->store.noteKept(device, place);
}

void RedisBus::replaced(const std::string& device, std::uint64_t session) {
  if (m_parts->routes.replaced(device, session)) m_port->sessionReplaced(device, session);
}

// The question may be here before the news that the session is replaced, and the command after both.
void RedisBus::asked(const TakenQuestion& question) {
  replaced(question.device, question.session);
  m_parts->replaced.answer(question, m_port->tookCommand(question.device, question.id));
}

void RedisBus::refuse(std::string_view channel, std::string_view message, const std::string& why) {
  ++m_refused;
  m_port->messageRefused("a message on " + std::string(channel) + " was refused: " + why + ": " + forLog(message));
}

}  // namespace

std::unique_ptr<Bus> makeRedisBus(RedisBusOptions options, const Clock& clock) {
  return std::make_unique<RedisBus>(std::move(options), clock);
}

}  // namespace lk::bus
