#include "tests/cluster/stand.h"

#include <QHostAddress>
#include <QJsonArray>
#include <QMap>
#include <QTcpSocket>
#include <QTest>
#include <algorithm>

namespace lk::test {

namespace {

constexpr qsizetype kLogPrinted = 6'000;

QByteArray metricsOf(const QString& address) {
  QTcpSocket socket;
  socket.connectToHost(QHostAddress::LocalHost, address.section(QLatin1Char(':'), -1).toUShort());
  if (!socket.waitForConnected(2'000)) return {};
  socket.write("GET /metrics HTTP/1.1\r\nHost: node\r\nConnection: close\r\n\r\n");
  QByteArray text;
  while (socket.waitForReadyRead(5'000)) text += socket.readAll();
  return text;
}

}  // namespace

int sized(int everyday, int full) {
  return qEnvironmentVariableIntValue("LINEKEEPER_LONG_TESTS") == 1 ? full : everyday;
}

double metricIn(const QByteArray& text, const QByteArray& name) {
  for (const QByteArray& line : text.split('\n')) {
    if (line.startsWith(name + ' ')) return line.mid(name.size() + 1).trimmed().toDouble();
  }
  return -1;
}

Stand::~Stand() {
  if (!QTest::currentTestFailed()) return;
  for (const auto& node : m_nodes) {
    qWarning("the end of the log of %s:\n%s", qPrintable(node->field("node")),
             node->log().right(kLogPrinted).constData());
  }
}

bool Stand::startRedis(const RedisServerPlan& plan) {
  if (m_kind == Redis::Cluster) {
    m_cluster = std::make_unique<RedisCluster>(3, plan);
    return m_cluster->start();
  }
  if (m_kind == Redis::Sentinels) {
    m_sentinels = std::make_unique<RedisSentinels>(plan);
    return m_sentinels->start();
  }
  m_one = std::make_unique<RedisServer>(plan);
  return m_one->start();
}

bool Stand::startNodes(int count, const QStringList& more) {
  for (int i = 0; i < count; ++i) {
    if (!addNode(url(), more)) return false;
  }
  for (int i = 0; i < count; ++i) {
    if (!waitForRedisAt(i)) return false;
  }
  return true;
}

bool Stand::addNode(const QString& redisUrl, const QStringList& more) {
  m_nodes.push_back(std::make_unique<RunningNode>());
  const QStringList arguments = {QStringLiteral("--redis"), redisUrl, QStringLiteral("--metrics"),
                                 QStringLiteral("127.0.0.1:0")};
  return m_nodes.back()->start(m_place, QStringLiteral("n%1").arg(m_nodes.size()), arguments + more);
}

QByteArrayList Stand::nodeIds() const {
  QByteArrayList ids;
  for (std::size_t i = 0; i < m_nodes.size(); ++i) ids.push_back("n" + QByteArray::number(i + 1));
  return ids;
}

QList<quint16> Stand::nodePorts() const {
  QList<quint16> ports;
  for (const auto& node : m_nodes) ports.push_back(node->port());
  return ports;
}

double Stand::metric(int i, const QByteArray& name) { return metricIn(metricsOf(node(i).metrics()), name); }

bool Stand::waitForRedisAt(int i, bool up, int withinMs) {
  return QTest::qWaitFor([&] { return metric(i, "linekeeper_redis_up") == (up ? 1 : 0); }, withinMs);
}

QString Stand::url() const {
  if (m_cluster) return m_cluster->url();
  if (m_sentinels) return m_sentinels->url();
  return m_one->url();
}

std::vector<RedisServer*> Stand::redises() {
  std::vector<RedisServer*> all;
  if (m_one) all.push_back(m_one.get());
  if (m_cluster) {
    for (const auto& server : m_cluster->servers()) all.push_back(server.get());
  }
  if (m_sentinels) {
    for (const auto& server : m_sentinels->servers()) all.push_back(server.get());
  }
  return all;
}

QList<quint16> Stand::redisPorts() {
  QList<quint16> ports;
  for (const RedisServer* redis : redises()) ports.push_back(redis->port());
  return ports;
}

RedisServer& Stand::masterOf(const QByteArray& key) {
  RedisServer* master = m_one.get();
  const auto found = [&] {
    if (m_cluster) master = m_cluster->masterOf(key);
    if (m_sentinels) master = m_sentinels->master();
    return master != nullptr;
  };
  if (!QTest::qWaitFor(found, 20'000)) qFatal("no Redis is master of %s", key.constData());
  return *master;
}

// Any Redis of a cluster hands a message on to all; a replica under Sentinels keeps it to itself.
RedisServer* Stand::somewhereToPublish() {
  if (m_sentinels) return m_sentinels->master();
  const auto all = redises();
  const auto living = std::find_if(all.begin(), all.end(), [](const RedisServer* redis) { return redis->answers(); });
  return living == all.end() ? nullptr : *living;
}

bool Stand::publish(const QByteArrayList& messages) {
  QList<QByteArrayList> requests;
  for (const QByteArray& message : messages) requests.push_back({"PUBLISH", "lk:cmd", message});
  RedisServer* door = somewhereToPublish();
  if (door == nullptr) return false;
  const auto answers = door->askAll(requests, 30'000);
  return static_cast<qsizetype>(answers.size()) == requests.size() &&
         std::all_of(answers.begin(), answers.end(), [](const RespValue& answer) { return answer.good(); });
}

QByteArray Stand::commandFor(const QByteArray& id, const QByteArray& device, const QByteArray& payload, int ttl) {
  QByteArray message = R"({"id":")" + id + R"(","device":")" + device + R"(","payload":")" + payload + '"';
  if (ttl > 0) message += ",\"ttl\":" + QByteArray::number(ttl);
  return message + '}';
}

std::unique_ptr<QProcess> Stand::beginSend(const QByteArrayList& devices, const QStringList& more) {
  auto process =
      makeProcess(m_place, QStringList{QStringLiteral("send"), QStringLiteral("--json"), QStringLiteral("--redis"),
                                       url(), QStringLiteral("--devices-from"), QStringLiteral("-")} +
                               more);
  process->start();
  process->write(devices.join('\n'));
  process->closeWriteChannel();
  return process;
}

QList<QJsonObject> Stand::results(const Outcome& outcome) {
  QList<QJsonObject> results;
  const auto json = outcome.json();
  if (json && json->isObject()) results.push_back(json->object());
  if (json && json->isArray()) {
    for (const auto& result : json->array()) results.push_back(result.toObject());
  }
  return results;
}

Outcome Stand::verb(const QStringList& words) {
  return run(m_place, words + QStringList{QStringLiteral("--redis"), url()});
}

QByteArray countStatuses(const QList<QJsonObject>& results) {
  QMap<QString, int> counts;
  for (const QJsonObject& result : results) ++counts[result.value(QStringLiteral("status")).toString()];
  QByteArrayList lines;
  for (auto count = counts.constBegin(); count != counts.constEnd(); ++count) {
    lines.push_back(count.key().toUtf8() + ' ' + QByteArray::number(count.value()));
  }
  return lines.join(", ");
}

}  // namespace lk::test
