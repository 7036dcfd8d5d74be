#include "server/bus/redis_client.h"

#include <QCryptographicHash>

#include "server/bus/redis_queue.h"

namespace lk::bus {

RedisScript::RedisScript(std::string_view body)
    : m_body(body),
      m_digest(QCryptographicHash::hash(QByteArray(body.data(), static_cast<qsizetype>(body.size())),
                                        QCryptographicHash::Sha1)
                   .toHex()
                   .toStdString()) {}

std::size_t shardOf(std::string_view device, std::size_t shards) {
  return static_cast<std::size_t>(keySlot(device)) % shards;
}

class RedisClient::Private {
 public:
  Private(RedisOptions options, const Clock& clock, RedisClient* q) : queue(std::move(options), clock, q) {}
  RedisQueue queue;
};

RedisClient::RedisClient(RedisOptions options, const Clock& clock, QObject* parent)
    : QObject(parent), m_d(std::make_unique<Private>(std::move(options), clock, this)) {
  connect(&m_d->queue, &RedisQueue::upChanged, this, &RedisClient::upChanged);
  connect(&m_d->queue, &RedisQueue::whyChanged, this, &RedisClient::whyChanged);
}

RedisClient::~RedisClient() = default;

void RedisClient::start() { m_d->queue.start(); }

void RedisClient::call(const Ask& ask, RedisWords words, Done done) { m_d->queue.call(ask, words, std::move(done)); }

void RedisClient::callScript(const Ask& ask, const RedisScript& script, RedisWords keys, RedisWords arguments,
                             Done done) {
  m_d->queue.callScript(ask, script, keys, arguments, std::move(done));
}

bool RedisClient::up() const { return m_d->queue.up(); }
const std::string& RedisClient::why() const { return m_d->queue.trouble().text; }
bool RedisClient::hopeful() const { return m_d->queue.trouble().hopeful; }
const RedisOptions& RedisClient::options() const { return m_d->queue.options(); }
std::uint64_t RedisClient::requests() const { return m_d->queue.requests(); }
std::size_t RedisClient::underWay() const { return m_d->queue.underWay(); }

std::uint64_t RedisClient::reconnects() const {
  const RedisTopology* topology = m_d->queue.topology();
  return topology != nullptr ? topology->reconnects() : 0;
}

RedisAddress RedisClient::anyNode() {
  RedisTopology* topology = m_d->queue.topology();
  return topology != nullptr ? topology->anyNode() : RedisAddress{};
}

std::vector<RedisAddress> RedisClient::masters() const {
  const RedisTopology* topology = m_d->queue.topology();
  return topology != nullptr ? topology->masters() : std::vector<RedisAddress>{};
}

}  // namespace lk::bus
