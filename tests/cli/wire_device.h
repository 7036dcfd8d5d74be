#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QTcpSocket>
#include <memory>
#include <vector>

namespace lk::test {

struct WireFrame {
  quint8 type = 0;
  quint32 id = 0;
  QByteArray payload;
};

inline constexpr quint8 kHello = 1;
inline constexpr quint8 kWelcome = 2;
inline constexpr quint8 kPing = 3;
inline constexpr quint8 kPong = 4;
inline constexpr quint8 kReport = 5;
inline constexpr quint8 kReportAck = 6;
inline constexpr quint8 kCommand = 7;
inline constexpr quint8 kCommandAck = 8;
inline constexpr quint8 kClose = 9;

// A device as the wire protocol describes it, written from that text alone. Acknowledges commands unless told not to.
class WireDevice : public QObject {
  Q_OBJECT

 public:
  WireDevice();

  // An address of this machine's; before connectTo.
  void comeFrom(const char* address) { m_socket.bind(QHostAddress(QString::fromLatin1(address))); }
  // Begins to connect; what is written meanwhile follows.
  void connectTo(quint16 port);
  void sayHello(const QByteArray& device, const QByteArray& moreHello = {});
  void leave() { m_socket.abort(); }  // with no CLOSE
  // Connects, says HELLO and waits for WELCOME.
  [[nodiscard]] bool join(quint16 port, const QByteArray& device, const QByteArray& moreHello = {});
  void answerCommandsWith(quint8 status, const QByteArray& answer);
  void stayMute() { m_mute = true; }  // no more COMMAND_ACKs
  void write(quint8 type, quint32 id, const QByteArray& payload);

  [[nodiscard]] QList<QByteArray> commands() const;        // payloads, in order
  [[nodiscard]] const WireFrame* last(quint8 type) const;  // null: none came
  [[nodiscard]] bool waitFor(quint8 type, int withinMs = 10'000) const;
  [[nodiscard]] int closeReason() const;  // -1: no CLOSE came
  [[nodiscard]] bool connected() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
  [[nodiscard]] bool waitForEnd(int withinMs = 10'000) const;

 private:
  void read();
  void handle(const WireFrame& frame);

  QTcpSocket m_socket;
  QByteArray m_bytes;
  QList<WireFrame> m_frames;
  quint8 m_status = 0;
  QByteArray m_answer = "ok";
  bool m_mute = false;
};

// dev-0 and so on, at this port; none at all where one of them got no WELCOME.
[[nodiscard]] std::vector<std::unique_ptr<WireDevice>> joinMany(quint16 port, int count);

}  // namespace lk::test
