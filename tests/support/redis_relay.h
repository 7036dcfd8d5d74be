#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QObject>
#include <QString>
#include <QTcpServer>
#include <QTcpSocket>

namespace lk::test {

// Stands between a program and its Redis and counts what passes: the requests the program makes, by name, and the
// messages that pub/sub brings it, by channel. A round trip is a request after an answer to all before it.
class RedisRelay : public QObject {
  Q_OBJECT

 public:
  explicit RedisRelay(quint16 redisPort);

  [[nodiscard]] bool listen();
  [[nodiscard]] QString url() const;

  [[nodiscard]] int roundTrips() const { return m_roundTrips; }
  [[nodiscard]] int messages() const { return m_messages; }
  [[nodiscard]] int messagesOn(const QByteArray& channel) const { return m_byChannel.value(channel); }
  [[nodiscard]] int requests(const QByteArray& command) const { return m_requests.value(command); }
  void forget();

 private:
  void serve();

  quint16 m_redisPort;
  QTcpServer m_server;
  int m_roundTrips = 0;
  int m_messages = 0;
  QHash<QByteArray, int> m_byChannel;
  QHash<QByteArray, int> m_requests;
};

}  // namespace lk::test
