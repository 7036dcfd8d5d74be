#include "server/node/bus_line_channel.h"

#include <array>
#include <utility>

namespace lk::node {

namespace {

constexpr quint64 kSayHeardEvery = 128 * 1024;  // bytes; well below what a writer keeps unread

}  // namespace

std::optional<BusLineChannel::Message> BusLineChannel::parse(QByteArrayView message) {
  Message parsed;
  qsizetype at = 0;
  for (quint64* number : std::array{&parsed.talk, &parsed.number, &parsed.heard}) {
    const qsizetype blank = message.indexOf(' ', at);
    if (blank < 0) return std::nullopt;
    bool ok = false;
    *number = message.sliced(at, blank - at).toULongLong(&ok);
    if (!ok) return std::nullopt;
    at = blank + 1;
  }
  parsed.line = message.sliced(at).toByteArray();
  return parsed;
}

QByteArray BusLineChannel::farewell(quint64 talk) { return QByteArray::number(talk) + " 0 0 bye"; }

BusLineChannel::BusLineChannel(quint64 talk, std::function<void(const QByteArray&)> tell, QObject* parent)
    : LineChannel(parent), m_talk(talk), m_tell(std::move(tell)) {}

void BusLineChannel::take(const Message& message) {
  if (!m_open || message.talk != m_talk) return;
  if (message.number == 0 && !message.line.isEmpty()) {
    m_open = false;
    Q_EMIT ended(QStringLiteral("the other side ended the link"));
    return;
  }
  if (message.heard > m_taken && message.heard <= m_written) {
    m_taken = message.heard;
    Q_EMIT roomMade();
  }
  if (message.number == 0 || message.number <= m_lastHeard) return;
  if (message.number != m_lastHeard + 1) return close(QStringLiteral("a message on the bus was lost"));
  m_lastHeard = message.number;
  m_heard += static_cast<quint64>(message.line.size());
  Q_EMIT lineArrived(message.line);
  Q_EMIT batchRead();
  if (m_open && m_heard - m_saidHeard >= kSayHeardEvery) sayHeard();
}

QByteArray BusLineChannel::header(quint64 number) {
  m_saidHeard = m_heard;
  return QByteArray::number(m_talk) + ' ' + QByteArray::number(number) + ' ' + QByteArray::number(m_heard) + ' ';
}

void BusLineChannel::sayHeard() {
  if (m_open) m_tell(header(0));
}

void BusLineChannel::write(const QByteArray& line) {
  if (!m_open) return;
  m_written += static_cast<quint64>(line.size());
  m_tell(header(++m_lastSent) + line);
}

void BusLineChannel::close(const QString& why) {
  if (!std::exchange(m_open, false)) return;
  m_tell(farewell(m_talk));
  Q_EMIT ended(why);
}

}  // namespace lk::node
