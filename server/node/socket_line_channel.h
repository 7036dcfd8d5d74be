#pragma once

#include <QLocalSocket>

#include "server/node/control_line.h"
#include "server/node/line_channel.h"

namespace lk::node {

// Over a local socket that is connected, or will be.
class SocketLineChannel final : public LineChannel {
  Q_OBJECT

 public:
  // Takes the socket over. longest: bytes of a line that comes in; of a longer one tooLong() tells.
  SocketLineChannel(QLocalSocket* socket, qsizetype longest, QObject* parent);
  ~SocketLineChannel() override;

  void write(const QByteArray& line) override;
  [[nodiscard]] qint64 unread() const override { return m_socket->bytesToWrite(); }
  [[nodiscard]] bool isOpen() const override { return m_socket->state() == QLocalSocket::ConnectedState; }
  void end() override;
  void abort() override { m_socket->abort(); }

  [[nodiscard]] QLocalSocket& socket() { return *m_socket; }

 private:
  void read();

  QLocalSocket* m_socket;
  LineSplitter m_lines;
  bool m_ending = false;
  bool m_ended = false;
};

}  // namespace lk::node
