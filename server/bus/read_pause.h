#pragma once

#include <QObject>
#include <QPointer>
#include <QSocketNotifier>
#include <QTcpSocket>
#include <QTimer>
#include <chrono>

namespace lk::bus {

// Lets a socket's bytes wait in the kernel for a while, so that what nobody waits for wakes no thread of its own. That
// the other side has gone is heard when the pause ends. Lives in the socket's thread.
class ReadPause final : public QObject {
  Q_OBJECT

 public:
  explicit ReadPause(std::chrono::milliseconds atMost, QObject* parent = nullptr);

  // A connected socket without TLS, or null for none. Any pause ends; the socket may go without a word.
  void setSocket(QTcpSocket* socket);

  // Nothing, where one is under way, the socket can't be paused, or it was not read since the last one.
  void begin();
  void end();
  void noteRead() { m_toRead = false; }
  [[nodiscard]] bool underWay() const { return m_underWay; }

 private:
  QPointer<QSocketNotifier> m_notifier;  // of the socket's engine
  QTimer m_timer;
  bool m_underWay = false;
  bool m_toRead = false;  // a pause has ended, and nothing was read since
};

}  // namespace lk::bus
