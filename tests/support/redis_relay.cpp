#include "tests/support/redis_relay.h"

#include <QHostAddress>
#include <memory>

#include "tests/support/resp_link.h"

namespace lk::test {

namespace {

struct Pair {
  QTcpSocket* program = nullptr;
  QTcpSocket redis;
  QByteArray asked;
  QByteArray answered;
  int open = 0;  // requests without an answer yet
};

}  // namespace

RedisRelay::RedisRelay(quint16 redisPort) : m_redisPort(redisPort) {
  connect(&m_server, &QTcpServer::newConnection, this, &RedisRelay::serve);
}

bool RedisRelay::listen() { return m_server.listen(QHostAddress::LocalHost); }

QString RedisRelay::url() const { return QStringLiteral("redis://127.0.0.1:%1").arg(m_server.serverPort()); }

void RedisRelay::forget() {
  m_roundTrips = 0;
  m_messages = 0;
  m_byChannel.clear();
  m_requests.clear();
}

void RedisRelay::serve() {
  while (QTcpSocket* program = m_server.nextPendingConnection()) {
    auto pair = std::make_shared<Pair>();
    pair->program = program;
    const auto fromProgram = [this, pair] {
      const QByteArray bytes = pair->program->readAll();
      pair->redis.write(bytes);
      pair->asked += bytes;
      while (const auto request = takeRespValue(pair->asked)) {
        if (pair->open++ == 0) ++m_roundTrips;
        ++m_requests[request->texts().value(0).toUpper()];
      }
    };
    const auto fromRedis = [this, pair] {
      const QByteArray bytes = pair->redis.readAll();
      pair->program->write(bytes);
      pair->answered += bytes;
      while (const auto answer = takeRespValue(pair->answered)) {
        const QByteArrayList texts = answer->texts();
        if (texts.size() == 3 && texts[0] == "message") {
          ++m_messages;
          ++m_byChannel[texts[1]];
        } else if (pair->open > 0) {
          --pair->open;
        }
      }
    };
    connect(program, &QTcpSocket::readyRead, this, fromProgram);
    connect(&pair->redis, &QTcpSocket::readyRead, program, fromRedis);
    connect(&pair->redis, &QTcpSocket::disconnected, program, &QTcpSocket::disconnectFromHost);
    connect(program, &QTcpSocket::disconnected, &pair->redis, &QTcpSocket::disconnectFromHost);
    connect(program, &QTcpSocket::disconnected, program, &QTcpSocket::deleteLater);
    pair->redis.connectToHost(QHostAddress::LocalHost, m_redisPort);
  }
}

}  // namespace lk::test
