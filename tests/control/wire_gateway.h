#pragma once

#include <QElapsedTimer>
#include <QList>
#include <QMap>
#include <QTcpServer>
#include <QTcpSocket>
#include <map>

#include "server/wire/frame_decoder.h"

namespace lk::test {

// A small gateway for simulated devices: welcomes or refuses them, and writes down what they say.
class WireGateway {
 public:
  struct Device {
    int hellos = 0;
    int pings = 0;
    QList<QByteArray> hello;         // their payloads
    QList<qint64> helloAtMs;         // since the gateway began
    QList<QByteArray> reports;       // payloads
    QList<quint32> reportIds;        // of the connection now
    QMap<quint32, QByteArray> acks;  // COMMAND_ACK payloads by id
    QList<quint32> pongs;
    QList<QByteArray> closes;      // CLOSE payloads
    QTcpSocket* socket = nullptr;  // while it is connected
  };

  WireGateway();

  [[nodiscard]] quint16 port() const { return m_server.serverPort(); }
  void setKeepalive(int seconds) { m_keepalive = seconds; }
  // From here on each HELLO is answered with these bytes, and the connection is closed.
  void answerHelloWith(const QByteArray& bytes) { m_instead = bytes; }
  void welcomeAgain() { m_instead.clear(); }
  void acknowledgeReports(bool on) { m_acknowledges = on; }
  // One byte at a time from here on.
  void sendInPieces() { m_inPieces = true; }

  [[nodiscard]] QMap<QByteArray, Device>& devices() { return m_devices; }
  [[nodiscard]] int connected() const;
  [[nodiscard]] int hellos() const;
  [[nodiscard]] QStringList mistakes() const { return m_mistakes; }  // what no device may do

  void send(const QByteArray& device, wire::FrameType type, quint32 id, const QByteArray& payload);
  void sendBytes(const QByteArray& device, const QByteArray& bytes);
  void cutAll();

  [[nodiscard]] static QByteArray close(CloseReason reason, quint16 retryAfterS);

 private:
  struct Link {
    wire::FrameDecoder decoder;
    QByteArray device;
  };

  void take(QTcpSocket* socket);
  void handle(QTcpSocket* socket, Link& link, const wire::Frame& frame);
  void greet(QTcpSocket* socket, Link& link, const QByteArray& payload);
  void write(QTcpSocket* socket, const QByteArray& bytes);

  QTcpServer m_server;
  QElapsedTimer m_since;
  QMap<QByteArray, Device> m_devices;
  std::map<QTcpSocket*, Link> m_links;
  QStringList m_mistakes;
  QByteArray m_instead;
  int m_keepalive = 60;
  bool m_acknowledges = true;
  bool m_inPieces = false;
};

}  // namespace lk::test
