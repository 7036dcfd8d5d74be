#pragma once

#include <QObject>
#include <QRandomGenerator>
#include <QTcpSocket>
#include <QTimer>
#include <deque>
#include <memory>

namespace lk::test {

// Connections that keep to no protocol: noise, cut frames, lengths that are not meant, frames ahead of HELLO, silence.
class HostileGuests : public QObject {
  Q_OBJECT

 public:
  explicit HostileGuests(QList<quint16> ports);

  void start(int perSecond) { m_timer.start(1000 / perSecond); }
  void stop();  // and leaves
  [[nodiscard]] int came() const { return m_came; }
  // Something that is no command, for lk:cmd.
  [[nodiscard]] QByteArray message();

 private:
  void come();
  [[nodiscard]] QByteArray noise(int atMost);
  [[nodiscard]] QByteArray words();

  QList<quint16> m_ports;
  QTimer m_timer;
  QRandomGenerator m_random{1};
  std::deque<std::unique_ptr<QTcpSocket>> m_guests;
  int m_came = 0;
};

}  // namespace lk::test
