#include "tests/cli/wire_device.h"

#include <QHostAddress>
#include <QTest>
#include <QtEndian>

namespace lk::test {

namespace {

constexpr qsizetype kHeader = 12;

QByteArray bigEndian(quint32 number) {
  QByteArray bytes(4, '\0');
  qToBigEndian(number, bytes.data());
  return bytes;
}

}  // namespace

WireDevice::WireDevice() { connect(&m_socket, &QTcpSocket::readyRead, this, &WireDevice::read); }

void WireDevice::connectTo(quint16 port) { m_socket.connectToHost(QHostAddress::LocalHost, port); }

void WireDevice::sayHello(const QByteArray& device, const QByteArray& moreHello) {
  write(kHello, 0, "{\"device\":\"" + device + "\"" + moreHello + "}");
}

bool WireDevice::join(quint16 port, const QByteArray& device, const QByteArray& moreHello) {
  connectTo(port);
  const auto tried = [&] { return connected() || m_socket.error() != QAbstractSocket::UnknownSocketError; };
  if (!QTest::qWaitFor(tried, 10'000) || !connected()) return false;
  sayHello(device, moreHello);
  return waitFor(kWelcome);
}

void WireDevice::answerCommandsWith(quint8 status, const QByteArray& answer) {
  m_status = status;
  m_answer = answer;
}

void WireDevice::write(quint8 type, quint32 id, const QByteArray& payload) {
  const QByteArray start("LK\x01", 3);
  m_socket.write(start + static_cast<char>(type) + bigEndian(id) + bigEndian(static_cast<quint32>(payload.size())) +
                 payload);
}

void WireDevice::read() {
  m_bytes += m_socket.readAll();
  while (m_bytes.size() >= kHeader) {
    const auto length = static_cast<qsizetype>(qFromBigEndian<quint32>(m_bytes.constData() + 8));
    if (m_bytes.size() < kHeader + length) return;
    WireFrame frame;
    frame.type = static_cast<quint8>(m_bytes.at(3));
    frame.id = qFromBigEndian<quint32>(m_bytes.constData() + 4);
    frame.payload = m_bytes.mid(kHeader, length);
    m_bytes.remove(0, kHeader + length);
    m_frames.push_back(frame);
    handle(frame);
  }
}

void WireDevice::handle(const WireFrame& frame) {
  if (frame.type == kPing) write(kPong, frame.id, {});
  if (frame.type == kCommand && !m_mute) write(kCommandAck, frame.id, static_cast<char>(m_status) + m_answer);
}

QList<QByteArray> WireDevice::commands() const {
  QList<QByteArray> payloads;
  for (const WireFrame& frame : m_frames) {
    if (frame.type == kCommand) payloads.push_back(frame.payload);
  }
  return payloads;
}

const WireFrame* WireDevice::last(quint8 type) const {
  for (auto frame = m_frames.crbegin(); frame != m_frames.crend(); ++frame) {
    if (frame->type == type) return &*frame;
  }
  return nullptr;
}

bool WireDevice::waitFor(quint8 type, int withinMs) const {
  return QTest::qWaitFor([&] { return last(type) != nullptr; }, withinMs);
}

int WireDevice::closeReason() const {
  const WireFrame* close = last(kClose);
  return close == nullptr || close->payload.isEmpty() ? -1 : static_cast<quint8>(close->payload.front());
}

bool WireDevice::waitForEnd(int withinMs) const {
  return QTest::qWaitFor([&] { return m_socket.state() == QAbstractSocket::UnconnectedState; }, withinMs);
}

std::vector<std::unique_ptr<WireDevice>> joinMany(quint16 port, int count) {
  std::vector<std::unique_ptr<WireDevice>> devices;
  for (int i = 0; i < count; ++i) {
    devices.push_back(std::make_unique<WireDevice>());
    if (!devices.back()->join(port, "dev-" + QByteArray::number(i))) return {};
  }
  return devices;
}

}  // namespace lk::test
