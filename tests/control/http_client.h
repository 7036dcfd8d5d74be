#pragma once

#include <QByteArray>
#include <QTcpSocket>

namespace lk::test {

// Somebody who speaks HTTP, or not, to a port of the loopback.
class HttpClient {
 public:
  explicit HttpClient(quint16 port);

  [[nodiscard]] bool connected();
  void send(const QByteArray& bytes);
  // All that comes until the other side closes, waited for up to 30 s; null if it does not close.
  [[nodiscard]] QByteArray answer();
  [[nodiscard]] bool isOpen() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
  void leave() { m_socket.abort(); }

 private:
  QTcpSocket m_socket;
};

// One exchange: GET of a path.
[[nodiscard]] QByteArray httpGet(quint16 port, const QByteArray& path);

}  // namespace lk::test
