#pragma once

#include <QByteArray>
#include <QList>

#include "tests/cli/place.h"

namespace lk::test {

// What systemd has for its services to tell it by: programs that are started while it lives find its address in
// NOTIFY_SOCKET.
class NotifySocket {
 public:
  enum class Kind { Path, Abstract };

  explicit NotifySocket(const Place& place, Kind kind = Kind::Path);
  ~NotifySocket();
  NotifySocket(const NotifySocket&) = delete;
  NotifySocket& operator=(const NotifySocket&) = delete;

  [[nodiscard]] bool good() const { return m_descriptor >= 0; }
  // All messages so far, in their order.
  [[nodiscard]] const QList<QByteArray>& heard();
  // Whether one that begins with this has come within 15 s.
  [[nodiscard]] bool hears(const QByteArray& beginning);
  [[nodiscard]] int count(const QByteArray& beginning);

 private:
  int m_descriptor = -1;
  QList<QByteArray> m_heard;
};

}  // namespace lk::test
