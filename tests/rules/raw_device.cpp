#include "tests/rules/raw_device.h"

#include <QHostAddress>
#include <QTest>
#include <QtEndian>

namespace lk::test {

QByteArray frameBytes(quint8 type, quint32 id, const QByteArray& payload) {
  QByteArray bytes("LK\x01", 3);
  bytes.append(static_cast<char>(type));
  const quint32 numbers[] = {qToBigEndian(id), qToBigEndian(static_cast<quint32>(payload.size()))};
  bytes.append(reinterpret_cast<const char*>(numbers), sizeof numbers);
  return bytes + payload;
}

QByteArray helloBytes(const QByteArray& device, const QByteArray& more) {
  return frameBytes(kHello, 0, R"({"device":")" + device + '"' + more + '}');
}

bool RawDevice::connectTo(quint16 port) {
  m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
  return m_socket.waitForConnected(10'000);
}

bool RawDevice::join(quint16 port, const QByteArray& device, const QByteArray& more) {
  if (!connectTo(port)) return false;
  send(helloBytes(device, more));
  const auto frame = next();
  return frame && frame->type == kWelcome;
}

void RawDevice::send(const QByteArray& bytes) {
  m_socket.write(bytes);
  m_socket.flush();
}

void RawDevice::sendSlowly(const QByteArray& bytes, int pauseMs) {
  for (const char byte : bytes) {
    send(QByteArray(1, byte));
    if (m_socket.waitForReadyRead(pauseMs) || ended()) return;
  }
}

std::optional<WireFrame> RawDevice::takeFrame() {
  m_bytes += m_socket.readAll();
  if (m_bytes.size() < 12) return std::nullopt;
  if (!m_bytes.startsWith(QByteArray("LK\x01", 3))) {
    qWarning("a frame with a wrong header");
    m_socket.abort();
    return std::nullopt;
  }
  const quint32 length = qFromBigEndian<quint32>(m_bytes.constData() + 8);
  if (m_bytes.size() < 12 + qsizetype{length}) return std::nullopt;
  WireFrame frame{static_cast<quint8>(m_bytes[3]), qFromBigEndian<quint32>(m_bytes.constData() + 4),
                  m_bytes.mid(12, length)};
  m_bytes.remove(0, 12 + qsizetype{length});
  return frame;
}

std::optional<WireFrame> RawDevice::next(int withinMs) {
  QElapsedTimer timer;
  timer.start();
  for (;;) {
    if (auto frame = takeFrame()) return frame;
    const qint64 left = withinMs - timer.elapsed();
    if (left <= 0 || ended()) return std::nullopt;
    m_socket.waitForReadyRead(static_cast<int>(left));
  }
}

QList<WireFrame> RawDevice::untilEnd(int withinMs) {
  QList<WireFrame> frames;
  QElapsedTimer timer;
  timer.start();
  while (timer.elapsed() < withinMs) {
    if (auto frame = next(200)) {
      frames.push_back(*frame);
    } else if (ended()) {
      break;
    }
  }
  return frames;
}

bool RawDevice::answersPing() {
  send(frameBytes(kPing, 4711));
  const auto frame = next();
  return frame && frame->type == kPong && frame->id == 4711;
}

void RawDevice::leave() { m_socket.abort(); }

int reasonOf(const WireFrame& close) {
  return close.type == kClose && !close.payload.isEmpty() ? static_cast<quint8>(close.payload[0]) : -1;
}

int retryAfterOf(const WireFrame& close) {
  return close.type == kClose && close.payload.size() >= 3 ? qFromBigEndian<quint16>(close.payload.constData() + 1)
                                                           : -1;
}

int onlyClose(const QList<WireFrame>& frames) { return frames.size() == 1 ? reasonOf(frames.front()) : -1; }

}  // namespace lk::test
