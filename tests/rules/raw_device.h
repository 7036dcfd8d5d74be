#pragma once

#include <QByteArray>
#include <QElapsedTimer>
#include <QList>
#include <QTcpSocket>
#include <optional>

#include "tests/cli/wire_device.h"

namespace lk::test {

[[nodiscard]] QByteArray frameBytes(quint8 type, quint32 id = 0, const QByteArray& payload = {});
[[nodiscard]] QByteArray helloBytes(const QByteArray& device, const QByteArray& more = {});  // more: ,"key":value

// A socket that says exactly what it is told to, and reads frames with a deadline.
class RawDevice {
 public:
  [[nodiscard]] bool connectTo(quint16 port);
  // Connects, says HELLO and reads WELCOME.
  [[nodiscard]] bool join(quint16 port, const QByteArray& device, const QByteArray& more = {});
  void send(const QByteArray& bytes);
  // A byte at a time, with a pause after each; stops when the connection ends.
  void sendSlowly(const QByteArray& bytes, int pauseMs);

  // The next frame; none when the time is over or the connection ended.
  [[nodiscard]] std::optional<WireFrame> next(int withinMs = 10'000);
  // All frames until the connection ends.
  [[nodiscard]] QList<WireFrame> untilEnd(int withinMs = 20'000);
  [[nodiscard]] bool ended() const { return m_socket.state() != QAbstractSocket::ConnectedState; }
  [[nodiscard]] bool answersPing();
  void leave();  // with no CLOSE

  QTcpSocket& socket() { return m_socket; }
  [[nodiscard]] quint16 localPort() const { return m_socket.localPort(); }

 private:
  std::optional<WireFrame> takeFrame();

  QTcpSocket m_socket;
  QByteArray m_bytes;
};

// Of a CLOSE's payload; -1 where there is none.
[[nodiscard]] int reasonOf(const WireFrame& close);
[[nodiscard]] int retryAfterOf(const WireFrame& close);
// The reason, when the frames are one CLOSE and nothing else; else -1.
[[nodiscard]] int onlyClose(const QList<WireFrame>& frames);

}  // namespace lk::test
