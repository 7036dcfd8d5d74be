#include "server/node/socket_line_channel.h"

#include <utility>

namespace lk::node {

SocketLineChannel::SocketLineChannel(QLocalSocket* socket, qsizetype longest, QObject* parent)
    : LineChannel(parent), m_socket(socket), m_lines(longest) {
  m_socket->setParent(this);
  connect(m_socket, &QLocalSocket::readyRead, this, &SocketLineChannel::read);
  connect(m_socket, &QLocalSocket::bytesWritten, this, &SocketLineChannel::roomMade);
  // In the words of the client, who alone tells it to somebody: Windows has no error for it that would come before.
  connect(m_socket, &QLocalSocket::disconnected, this, [this] {
    if (!std::exchange(m_ended, true)) Q_EMIT ended(QStringLiteral("the node ended the link"));
  });
}

// A node that ends at once, as an empty one does that is drained, has still answered who asked for it.
SocketLineChannel::~SocketLineChannel() {
  if (isOpen()) m_socket->flush();
}

void SocketLineChannel::read() {
  const QByteArray bytes = m_socket->readAll();
  if (m_ending) return;
  m_lines.feed(bytes);
  while (!m_ending) {
    const auto line = m_lines.next();
    if (!line) break;
    Q_EMIT lineArrived(*line);
  }
  if (m_lines.tooLong() && !m_ending) Q_EMIT tooLong();
  Q_EMIT batchRead();
}

void SocketLineChannel::write(const QByteArray& line) {
  if (isOpen()) m_socket->write(line + '\n');
}

void SocketLineChannel::end() {
  m_ending = true;
  m_socket->disconnectFromServer();
  if (m_socket->state() == QLocalSocket::UnconnectedState && !std::exchange(m_ended, true)) {
    Q_EMIT ended(QStringLiteral("ended"));
  }
}

}  // namespace lk::node
