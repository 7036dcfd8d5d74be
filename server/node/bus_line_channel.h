#pragma once

#include <QByteArrayView>
#include <QObject>
#include <functional>
#include <optional>

#include "server/node/line_channel.h"

namespace lk::node {

// A line channel over messages of the bus, which may lose one, or repeat one after an outage. Each message is
// "TALK NUMBER HEARD LINE": which talk of the two it belongs to, its number among the lines of its side (0: none, it
// only says what was heard), and how many bytes its sender has taken. A gap ends the channel: both begin anew.
class BusLineChannel final : public LineChannel {
  Q_OBJECT

 public:
  struct Message {
    quint64 talk = 0;
    quint64 number = 0;
    quint64 heard = 0;
    QByteArray line;
  };
  // Nothing: it is no such message.
  [[nodiscard]] static std::optional<Message> parse(QByteArrayView message);
  // What says that there is no such talk (any more).
  [[nodiscard]] static QByteArray farewell(quint64 talk);

  // tell: a message to the other side. talk: chosen by the console, higher than those it chose before.
  BusLineChannel(quint64 talk, std::function<void(const QByteArray&)> tell, QObject* parent);

  [[nodiscard]] quint64 talk() const { return m_talk; }
  void take(const Message& message);
  // So that the other side knows that there is still somebody.
  void sayHeard();

  void write(const QByteArray& line) override;
  [[nodiscard]] qint64 unread() const override { return static_cast<qint64>(m_written - m_taken); }
  [[nodiscard]] bool isOpen() const override { return m_open; }
  void end() override { close(QStringLiteral("ended")); }
  void abort() override { close(QStringLiteral("ended")); }

 private:
  void close(const QString& why);
  [[nodiscard]] QByteArray header(quint64 number);

  const quint64 m_talk;
  const std::function<void(const QByteArray&)> m_tell;
  quint64 m_lastSent = 0;
  quint64 m_lastHeard = 0;
  quint64 m_written = 0;  // bytes
  quint64 m_taken = 0;    // of those, by the other side
  quint64 m_heard = 0;    // bytes of the other side
  quint64 m_saidHeard = 0;
  bool m_open = true;
};

}  // namespace lk::node
