#include "server/bus/node_lease.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <memory>

namespace lk::bus {

using namespace std::chrono_literals;

namespace {

constexpr std::string_view kDevicesAtATime = "500";
constexpr auto kBetweenSteps = 50ms;

std::string text(const QJsonObject& object) {
  return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

}  // namespace

NodeLease::NodeLease(RedisClient& client, const RedisKeys& keys, const RedisScripts& scripts, NodeBoard& board,
                     const Clock& clock, Options options)
    : m_client(client),
      m_keys(keys),
      m_scripts(scripts),
      m_board(board),
      m_clock(clock),
      m_options(std::move(options)),
      m_startedAtMs(clock.wallMicros() / 1000),
      m_beatAt(clock.steady()),
      m_timer(this) {
  m_timer.setInterval(m_options.lease / 4);
  connect(&m_timer, &QTimer::timeout, this, &NodeLease::beat);
  connect(&m_client, &RedisClient::upChanged, this, [this](bool up) {
    if (up) beat();
  });
  connect(&m_board, &NodeBoard::changed, this, &NodeLease::cleanUp);
}

void NodeLease::start() {
  m_timer.start();
  beat();
}

void NodeLease::setLoad(NodeLoad load) {
  const bool tellNow = load.draining != m_load.draining || load.listen != m_load.listen;
  m_load = std::move(load);
  if (tellNow && m_timer.isActive()) beat();
}

void NodeLease::beat() {
  if (m_beating || m_leaving) return;
  m_beating = true;
  QJsonArray listen;
  for (const std::string& address : m_load.listen) listen.push_back(QString::fromStdString(address));
  const std::string info = text({{QStringLiteral("version"), QString::fromStdString(m_options.version)},
                                 {QStringLiteral("host"), QString::fromStdString(m_options.host)},
                                 {QStringLiteral("pid"), QCoreApplication::applicationPid()},
                                 {QStringLiteral("startedAtMs"), static_cast<qint64>(m_startedAtMs)},
                                 {QStringLiteral("listen"), listen}});
  const std::string load = text({{QStringLiteral("sessions"), static_cast<qint64>(m_load.sessions)},
                                 {QStringLiteral("draining"), m_load.draining}});
  const std::string nodes = m_keys.nodes();
  const std::string lease = m_keys.lease(m_options.instance);
  const std::string leaseMs = std::to_string(m_options.lease.count());
  const auto askedAt = m_clock.steady();
  m_client.callScript({nodes, std::chrono::milliseconds(m_options.lease), true, false}, m_scripts.beat, {nodes, lease},
                      {m_options.instance, info, load, leaseMs}, [this, askedAt](const RedisOutcome& outcome) {
                        m_beating = false;
                        if (!outcome.ok()) return;
                        const bool late = m_everBeat && askedAt - m_beatAt > m_options.lease;
                        m_everBeat = true;
                        m_beatAt = askedAt;
                        if (late) Q_EMIT lapsed();
                      });
}

void NodeLease::leave(std::function<void()> left) {
  m_leaving = true;
  m_timer.stop();
  const std::string nodes = m_keys.nodes();
  const std::string lease = m_keys.lease(m_options.instance);
  m_client.callScript({nodes, 2s, true, true}, m_scripts.leave, {nodes, lease}, {m_options.instance},
                      [left = std::move(left)](const RedisOutcome&) { left(); });
}

void NodeLease::cleanUp() {
  for (const NodeRecord& node : m_board.nodes()) {
    if (node.leaseLeftMs <= 0 && node.instance != m_options.instance) clean(node.instance);
  }
}

// Whoever takes the key does it; for ten seconds, should it die over that.
void NodeLease::clean(const std::string& instance) {
  if (m_leaving || !m_cleaning.insert(instance).second) return;
  const std::string key = m_keys.cleaner(instance);
  m_client.call({key, 5s, true, true}, {"SET", key, m_options.instance, "NX", "PX", "10000"},
                [this, instance](const RedisOutcome& outcome) {
                  if (outcome.ok() && !outcome.value.isNil()) return cleanSome(instance, "0");
                  m_cleaning.erase(instance);
                });
}

void NodeLease::cleanSome(const std::string& instance, const std::string& cursor) {
  const std::string key = m_keys.held(instance);
  m_client.call({key, 5s, true, true}, {"SSCAN", key, cursor, "COUNT", kDevicesAtATime},
                [this, instance](const RedisOutcome& outcome) {
                  if (!outcome.ok()) {
                    m_cleaning.erase(instance);
                    return;
                  }
                  const std::string next(outcome.value.at(0).text());
                  const RedisValue list = outcome.value.at(1);
                  std::vector<std::string> devices;
                  for (std::size_t i = 0; i < list.size(); ++i) devices.emplace_back(list.at(i).text());
                  cleanRoutes(instance, devices);
                  if (next == "0") return forgetInstance(instance);
                  const std::string cleaner = m_keys.cleaner(instance);
                  m_client.call({cleaner, 5s, true, true}, {"PEXPIRE", cleaner, "10000"}, [](const RedisOutcome&) {});
                  QTimer::singleShot(kBetweenSteps, this, [this, instance, next] { cleanSome(instance, next); });
                });
}

// The set itself is kept until all is done: a cleaner that dies over it leaves it to the next.
void NodeLease::cleanRoutes(const std::string& instance, const std::vector<std::string>& devices) {
  for (const std::string& device : devices) {
    const std::string route = m_keys.route(device);
    m_client.callScript({route, 60s, true, false}, m_scripts.clean, {route}, {instance}, [](const RedisOutcome&) {});
  }
}

void NodeLease::forgetInstance(const std::string& instance) {
  const std::string held = m_keys.held(instance);
  m_client.call({held, 60s, true, false}, {"UNLINK", held}, [this, instance](const RedisOutcome& outcome) {
    m_cleaning.erase(instance);
    if (!outcome.ok()) return;
    const std::string nodes = m_keys.nodes();
    m_client.call({nodes, 60s, true, false}, {"HDEL", nodes, instance}, [](const RedisOutcome&) {});
  });
}

}  // namespace lk::bus
