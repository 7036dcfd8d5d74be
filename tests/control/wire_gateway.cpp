#include "tests/control/wire_gateway.h"

#include <QHostAddress>
#include <QJsonDocument>
#include <QJsonObject>

#include "server/wire/hello.h"

namespace lk::test {

using wire::Frame;
using wire::FrameType;

namespace {

constexpr std::uint32_t kMaxPayload = 65'536;

QByteArray bytesOf(std::string_view text) { return {text.data(), static_cast<qsizetype>(text.size())}; }

QByteArray frameOf(FrameType type, quint32 id, const QByteArray& payload) {
  std::string out;
  wire::appendFrame(out, type, id, {payload.data(), static_cast<std::size_t>(payload.size())});
  return QByteArray::fromStdString(out);
}

}  // namespace

WireGateway::WireGateway() {
  m_since.start();
  m_server.setMaxPendingConnections(1000);
  QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
    while (QTcpSocket* socket = m_server.nextPendingConnection()) take(socket);
  });
  (void)m_server.listen(QHostAddress(QHostAddress::LocalHost), 0);
}

int WireGateway::connected() const {
  return static_cast<int>(std::count_if(m_devices.begin(), m_devices.end(), [](auto& d) { return d.socket; }));
}

int WireGateway::hellos() const {
  int count = 0;
  for (const Device& device : m_devices) count += device.hellos;
  return count;
}

QByteArray WireGateway::close(CloseReason reason, quint16 retryAfterS) {
  std::string out;
  wire::appendClose(out, reason, retryAfterS, "as the test wants it");
  return QByteArray::fromStdString(out);
}

void WireGateway::take(QTcpSocket* socket) {
  m_links[socket];
  QObject::connect(socket, &QTcpSocket::readyRead, &m_server, [this, socket] {
    Link& link = m_links.at(socket);
    const QByteArray bytes = socket->readAll();
    const auto status =
        link.decoder.feed({bytes.data(), static_cast<std::size_t>(bytes.size())}, kMaxPayload, [&](const Frame& frame) {
          handle(socket, link, frame);
          return true;
        });
    if (status != wire::DecodeStatus::NeedMore) m_mistakes << QString::fromUtf8(wire::toText(status));
  });
  QObject::connect(socket, &QTcpSocket::disconnected, &m_server, [this, socket] {
    for (Device& device : m_devices) {
      if (device.socket == socket) device.socket = nullptr;
    }
    m_links.erase(socket);
    socket->deleteLater();
  });
}

void WireGateway::greet(QTcpSocket* socket, Link& link, const QByteArray& payload) {
  const auto hello = wire::parseHello({payload.data(), static_cast<std::size_t>(payload.size())});
  if (!hello) {
    m_mistakes << QString::fromStdString(hello.error().text);
    return;
  }
  link.device = QByteArray::fromStdString(hello->device);
  Device& device = m_devices[link.device];
  if (device.socket) m_mistakes << QStringLiteral("two connections of one device");
  ++device.hellos;
  device.hello.push_back(payload);
  device.helloAtMs.push_back(m_since.elapsed());
  device.reportIds.clear();
  if (!m_instead.isEmpty()) {
    write(socket, m_instead);
    socket->disconnectFromHost();
    return;
  }
  device.socket = socket;
  const wire::Welcome welcome{static_cast<std::uint64_t>(hellos()), static_cast<std::uint32_t>(m_keepalive)};
  write(socket, frameOf(FrameType::Welcome, 0, QByteArray::fromStdString(wire::welcomePayload(welcome, "gateway"))));
}

void WireGateway::handle(QTcpSocket* socket, Link& link, const Frame& frame) {
  const QByteArray payload = bytesOf(frame.payload);
  if (link.device.isEmpty() != (frame.type == FrameType::Hello)) {
    m_mistakes << QStringLiteral("HELLO is not the first, or not the only one");
    return;
  }
  if (frame.type == FrameType::Hello) return greet(socket, link, payload);
  Device& device = m_devices[link.device];
  switch (frame.type) {
    case FrameType::Ping:
      ++device.pings;
      write(socket, frameOf(FrameType::Pong, frame.id, {}));
      break;
    case FrameType::Pong: device.pongs.push_back(frame.id); break;
    case FrameType::Report:
      device.reports.push_back(payload);
      device.reportIds.push_back(frame.id);
      if (m_acknowledges && frame.id != 0) write(socket, frameOf(FrameType::ReportAck, frame.id, {}));
      break;
    case FrameType::CommandAck: device.acks.insert(frame.id, payload); break;
    case FrameType::Close: device.closes.push_back(payload); break;
    default: m_mistakes << QStringLiteral("a frame that only the node sends");
  }
}

void WireGateway::send(const QByteArray& device, FrameType type, quint32 id, const QByteArray& payload) {
  sendBytes(device, frameOf(type, id, payload));
}

void WireGateway::sendBytes(const QByteArray& device, const QByteArray& bytes) {
  if (QTcpSocket* socket = m_devices.value(device).socket) write(socket, bytes);
}

void WireGateway::write(QTcpSocket* socket, const QByteArray& bytes) {
  if (!m_inPieces) {
    socket->write(bytes);
    return;
  }
  for (const char byte : bytes) {
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    socket->write(&byte, 1);
    socket->flush();
  }
}

void WireGateway::cutAll() {
  QList<QTcpSocket*> sockets;
  for (const auto& [socket, link] : m_links) sockets.push_back(socket);
  for (QTcpSocket* socket : sockets) socket->abort();
}

}  // namespace lk::test
