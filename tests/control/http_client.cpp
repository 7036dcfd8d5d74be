#include "tests/control/http_client.h"

#include <QHostAddress>
#include <QTest>

namespace lk::test {

HttpClient::HttpClient(quint16 port) { m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port); }

bool HttpClient::connected() {
  return QTest::qWaitFor([this] { return isOpen(); }, 20'000);
}

void HttpClient::send(const QByteArray& bytes) {
  if (!connected()) return;
  m_socket.write(bytes);
  m_socket.flush();
}

QByteArray HttpClient::answer() {
  const bool closed = QTest::qWaitFor([this] { return m_socket.state() == QAbstractSocket::UnconnectedState; }, 30'000);
  return closed ? m_socket.readAll() : QByteArray();
}

QByteArray httpGet(quint16 port, const QByteArray& path) {
  HttpClient client(port);
  client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  return client.answer();
}

}  // namespace lk::test
