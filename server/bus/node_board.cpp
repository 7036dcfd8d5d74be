#include "server/bus/node_board.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <utility>

#include "server/base/address.h"
#include "server/base/vocabulary.h"

namespace lk::bus {

namespace {

QJsonObject objectOf(std::string_view text) {
  return QJsonDocument::fromJson(QByteArray(text.data(), static_cast<qsizetype>(text.size()))).object();
}

NodeRecord recordOf(RedisValue entry) {
  NodeRecord record;
  record.instance = entry.at(0).text();
  record.id = record.instance.substr(0, record.instance.rfind('/'));
  record.leaseLeftMs = entry.at(2).integer();
  const QJsonObject info = objectOf(entry.at(1).text());
  record.version = info.value(QLatin1StringView("version")).toString().toStdString();
  record.host = info.value(QLatin1StringView("host")).toString().toStdString();
  record.pid = info.value(QLatin1StringView("pid")).toInteger();
  record.startedAtMs = info.value(QLatin1StringView("startedAtMs")).toInteger();
  record.left = info.value(QLatin1StringView("left")).toBool();
  const QJsonArray listen = info.value(QLatin1StringView("listen")).toArray();
  for (const QJsonValue address : listen) {
    std::string text = address.toString().toStdString();
    if (parseAddress(text)) record.listen.push_back(std::move(text));
  }
  const QJsonObject load = objectOf(entry.at(3).text());
  record.sessions = load.value(QLatin1StringView("sessions")).toInteger();
  record.draining = load.value(QLatin1StringView("draining")).toBool();
  return record;
}

}  // namespace

std::vector<NodeRecord> readNodeRecords(RedisValue answer) {
  std::vector<NodeRecord> nodes;
  for (std::size_t i = 0; i < answer.size(); ++i) {
    NodeRecord record = recordOf(answer.at(i));
    // Whoever may write to Redis writes these, and they get into nginx's configuration.
    if (isNodeId(record.id)) nodes.push_back(std::move(record));
  }
  std::ranges::sort(nodes, {}, &NodeRecord::instance);
  return nodes;
}

NodeBoard::NodeBoard(RedisClient& client, const RedisKeys& keys, const RedisScripts& scripts,
                     std::chrono::milliseconds lookEvery)
    : m_client(client), m_keys(keys), m_scripts(scripts), m_timer(this) {
  m_timer.setInterval(lookEvery);
  connect(&m_timer, &QTimer::timeout, this, &NodeBoard::look);
  connect(&m_client, &RedisClient::upChanged, this, [this](bool up) {
    if (up) look();
  });
}

void NodeBoard::start() {
  m_timer.start();
  look();
}

void NodeBoard::look() {
  if (m_looking) return;
  m_looking = true;
  const std::string nodes = m_keys.nodes();
  const std::string leases = m_keys.lease({});
  m_client.callScript({nodes, std::chrono::seconds(5), true, false}, m_scripts.look, {nodes}, {leases},
                      [this, asked = std::exchange(m_wantLook, {})](const RedisOutcome& outcome) {
                        m_looking = false;
                        if (m_refusal.note(outcome)) Q_EMIT refusalChanged();
                        if (outcome.ok()) read(outcome.value);
                        for (const auto& then : asked) then();
                        if (!m_wantLook.empty()) look();
                      });
}

void NodeBoard::lookAnew(std::function<void()> then) {
  m_wantLook.push_back(std::move(then));
  look();
}

void NodeBoard::read(RedisValue answer) {
  const auto before = std::exchange(m_nodes, readNodeRecords(answer));
  for (NodeRecord& node : m_nodes) {
    // What it had went with its lease.
    const auto known = std::ranges::find(before, node.instance, &NodeRecord::instance);
    if (node.leaseLeftMs > 0 || known == before.end()) continue;
    node.sessions = known->sessions;
    node.draining = known->draining;
  }
  m_toBeCleanedUp.clear();
  for (const NodeRecord& node : m_nodes) {
    if (node.leaseLeftMs <= 0) m_toBeCleanedUp.push_back(node.instance);
  }
  std::erase_if(m_nodes, [](const NodeRecord& node) { return node.left; });
  m_looked = true;
  Q_EMIT changed();
}

bool NodeBoard::lives(std::string_view instance) const {
  const auto found = std::ranges::find(m_nodes, instance, &NodeRecord::instance);
  return found != m_nodes.end() && found->leaseLeftMs > 0;
}

std::vector<std::string> NodeBoard::liveInstances() const {
  std::vector<std::string> live;
  for (const NodeRecord& node : m_nodes) {
    if (node.leaseLeftMs > 0) live.push_back(node.instance);
  }
  return live;
}

}  // namespace lk::bus
