#include "tests/endurance/hostile_guests.h"

#include <QHostAddress>
#include <QtEndian>

namespace lk::test {

namespace {

constexpr std::size_t kMost = 60;  // at once

QByteArray frame(quint8 type, quint32 length, const QByteArray& payload) {
  QByteArray bytes("LK\1", 3);
  bytes.append(static_cast<char>(type)).append(8, '\0');
  qToBigEndian<quint32>(length, bytes.data() + 8);
  return bytes + payload;
}

QByteArray hello(const QByteArray& json) { return frame(1, static_cast<quint32>(json.size()), json); }

}  // namespace

HostileGuests::HostileGuests(QList<quint16> ports) : m_ports(std::move(ports)) {
  connect(&m_timer, &QTimer::timeout, this, &HostileGuests::come);
}

void HostileGuests::stop() {
  m_timer.stop();
  m_guests.clear();
}

QByteArray HostileGuests::noise(int atMost) {
  QByteArray bytes(m_random.bounded(1, atMost), '\0');
  for (char& c : bytes) c = static_cast<char>(m_random.bounded(256));
  return bytes;
}

QByteArray HostileGuests::words() {
  const QByteArray good = hello(R"({"device":"guest"})");
  switch (m_random.bounded(9)) {
    case 0: return noise(4'000);
    case 1: return good.left(m_random.bounded(static_cast<int>(good.size())));
    case 2: return frame(1, 0xFFFFFFFF, "{");
    case 3: return frame(5, 4, "data");
    case 4: return hello(R"({"device":7,"keepalive":"x"})");
    case 5: return hello(QByteArray(60'000, '['));
    case 6: return good + frame(static_cast<quint8>(m_random.bounded(256)), 3, noise(300));
    case 7: return good + good;
    default: return {};
  }
}

QByteArray HostileGuests::message() {
  const QByteArray good = R"({"id":"guest","device":"guest","payload":"x","ttl":60})";
  return m_random.bounded(2) == 0 ? noise(2'000) : good.left(m_random.bounded(static_cast<int>(good.size())));
}

void HostileGuests::come() {
  if (m_guests.size() >= kMost) m_guests.pop_front();
  ++m_came;
  QTcpSocket& guest = *m_guests.emplace_back(std::make_unique<QTcpSocket>());
  guest.connectToHost(QHostAddress::LocalHost, m_ports.at(m_random.bounded(static_cast<int>(m_ports.size()))));
  const bool leaves = m_random.bounded(3) == 0;
  connect(&guest, &QTcpSocket::connected, this, [&guest, leaves, words = words()] {
    guest.write(words);
    guest.flush();
    if (leaves) guest.abort();
  });
}

}  // namespace lk::test
