#include "server/bus/node_lease.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <memory>

namespace lk::bus {

using namespace std::chrono_literals;

namespace {

constexpr std::string_view kDevicesAtATime = "500";
constexpr auto kBetweenSteps = 50ms;
constexpr auto kStepDeadline = 2s;
constexpr auto kDecisionDeadline = 60s;
constexpr auto kCleanersStop = 1s;  // what was under way when their instance came back

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
      m_upSince(clock.steady()),
      m_timer(this) {
  m_timer.setInterval(m_options.lease / 4);
  connect(&m_timer, &QTimer::timeout, this, &NodeLease::beat);
  connect(&m_client, &RedisClient::upChanged, this, [this](bool up) {
    if (!up) return;
    m_upSince = m_clock.steady();
    beat();
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

std::string NodeLease::record(bool left) const {
  QJsonArray listen;
  for (const std::string& address : m_load.listen) listen.push_back(QString::fromStdString(address));
  QJsonObject info{{QStringLiteral("version"), QString::fromStdString(m_options.version)},
                   {QStringLiteral("host"), QString::fromStdString(m_options.host)},
                   {QStringLiteral("pid"), QCoreApplication::applicationPid()},
                   {QStringLiteral("startedAtMs"), static_cast<qint64>(m_startedAtMs)},
                   {QStringLiteral("listen"), listen}};
  if (left) info.insert(QStringLiteral("left"), true);
  return text(info);
}

void NodeLease::beat() {
  if (m_beating || m_leaving) return;
  m_beating = true;
  const std::string info = record(false);
  const std::string load = text({{QStringLiteral("sessions"), static_cast<qint64>(m_load.sessions)},
                                 {QStringLiteral("draining"), m_load.draining}});
  const RedisKeys::OfInstance keys = m_keys.ofInstance(m_options.instance);
  const auto askedAt = m_clock.steady();
  m_scripts.beat.call(
      m_client, {keys.nodes, m_options.lease, false, false},
      {.keys = keys, .instance = m_options.instance, .info = info, .load = load, .leaseTime = m_options.lease},
      [this, askedAt](const RedisOutcome& outcome) { beaten(askedAt, outcome); });
}

void NodeLease::beaten(Clock::Steady askedAt, const RedisOutcome& outcome) {
  m_beating = false;
  if (m_refusal.note(outcome)) Q_EMIT refusalChanged();
  // Of an answer that was lost, the worst: nobody tells it again.
  const bool cleaned = outcome.ok() ? outcome.value.integer() == 1 : outcome.kind == RedisOutcome::Kind::Unknown;
  if (cleaned) QTimer::singleShot(kCleanersStop, this, &NodeLease::lapsed);
  if (!outcome.ok()) return;
  const bool late = m_everBeat && askedAt - m_beatAt > m_options.lease;
  const bool forgotten = m_everBeat && outcome.value.integer() == 2;
  m_everBeat = true;
  m_beatAt = askedAt;
  // With Redis away nobody cleans up, and it may be Redis that has lost what it knew.
  const bool cleanedWhole = late && forgotten && askedAt - m_upSince > m_options.lease;
  if (cleaned || cleanedWhole) Q_EMIT wasTakenForDead();
  if (late || forgotten) Q_EMIT lapsed();
}

// The record stays for whoever cleans up after what Redis did not hear in time; nobody is shown it any more.
void NodeLease::leave(std::function<void()> left) {
  m_leaving = true;
  m_timer.stop();
  const std::string info = record(true);
  const RedisKeys::OfInstance keys = m_keys.ofInstance(m_options.instance);
  m_client.callScript({keys.nodes, 2s, true, true}, m_scripts.leave, {keys.nodes, keys.lease},
                      {m_options.instance, info}, [left = std::move(left)](const RedisOutcome&) { left(); });
}

// After an outage all leases are over, until those who live have had the time to say so.
void NodeLease::cleanUp() {
  if (m_clock.steady() - m_upSince < m_options.lease) return;
  const auto& over = m_board.toBeCleanedUp();
  std::erase_if(m_mourned,
                [&over](const std::string& instance) { return std::ranges::find(over, instance) == over.end(); });
  for (const std::string& instance : over) {
    if (instance != m_options.instance) clean(instance);
  }
}

// Whoever takes the key does it; for ten seconds, should it die over that.
void NodeLease::clean(const std::string& instance) {
  if (m_leaving || !m_cleaning.insert(instance).second) return;
  decide(instance, "begin", [this, instance] {
    mourn(instance);
    cleanSome(instance, "0");
  });
}

// Those that left, or have drained and hold nothing, have not died.
void NodeLease::mourn(const std::string& instance) {
  const auto& nodes = m_board.nodes();
  const auto node = std::ranges::find(nodes, instance, &NodeRecord::instance);
  if (node == nodes.end() || (node->draining && node->sessions == 0)) return;
  if (m_mourned.insert(instance).second) Q_EMIT died(*node);
}

// Before each step, as the instance may be back by now; and after the last, so that it hears of what was taken from it.
void NodeLease::decide(const std::string& instance, std::string_view step, std::function<void()> goOn) {
  const RedisKeys::OfInstance keys = m_keys.ofInstance(instance);
  m_scripts.cleaning.call(m_client, {keys.nodes, kDecisionDeadline, true, false},
                          {.keys = keys, .instance = instance, .by = m_options.instance, .step = step},
                          [this, instance, goOn = std::move(goOn)](const RedisOutcome& outcome) {
                            if (outcome.ok() && outcome.value.integer() == 1) return goOn();
                            m_cleaning.erase(instance);
                          });
}

void NodeLease::giveUp(const std::string& instance) {
  decide(instance, "go-on", [this, instance] { m_cleaning.erase(instance); });
}

void NodeLease::cleanSome(const std::string& instance, const std::string& cursor) {
  const std::string key = m_keys.held(instance);
  m_client.call({key, kStepDeadline, true, true}, {"SSCAN", key, cursor, "COUNT", kDevicesAtATime},
                [this, instance](const RedisOutcome& outcome) {
                  if (!outcome.ok()) return giveUp(instance);
                  const std::string next(outcome.value.at(0).text());
                  const RedisValue list = outcome.value.at(1);
                  std::vector<std::string> devices;
                  for (std::size_t i = 0; i < list.size(); ++i) devices.emplace_back(list.at(i).text());
                  cleanRoutes(instance, devices, next);
                });
}

// Nothing of it is under way any more when the next step is decided.
void NodeLease::cleanRoutes(const std::string& instance, const std::vector<std::string>& devices,
                            const std::string& next) {
  if (devices.empty()) return cleaned(instance, next);
  struct Progress {
    std::size_t left;
    bool good = true;
  };
  const auto progress = std::make_shared<Progress>(Progress{devices.size()});
  for (const std::string& device : devices) {
    const std::string route = m_keys.route(device);
    m_client.callScript({route, kStepDeadline, true, true}, m_scripts.clean, {route}, {instance},
                        [this, instance, next, progress](const RedisOutcome& outcome) {
                          progress->good = progress->good && outcome.ok();
                          if (--progress->left > 0) return;
                          progress->good ? cleaned(instance, next) : giveUp(instance);
                        });
  }
}

void NodeLease::cleaned(const std::string& instance, const std::string& next) {
  if (next == "0") return decide(instance, "go-on", [this, instance] { forgetInstance(instance); });
  QTimer::singleShot(kBetweenSteps, this, [this, instance, next] {
    decide(instance, "go-on", [this, instance, next] { cleanSome(instance, next); });
  });
}

// The set itself is kept until all is done: a cleaner that dies over it leaves it to the next.
void NodeLease::forgetInstance(const std::string& instance) {
  const std::string held = m_keys.held(instance);
  m_client.call({held, kStepDeadline, true, true}, {"UNLINK", held}, [this, instance](const RedisOutcome& outcome) {
    if (!outcome.ok()) return giveUp(instance);
    decide(instance, "end", [this, instance] { m_cleaning.erase(instance); });
  });
}

}  // namespace lk::bus
