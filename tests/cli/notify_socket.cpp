#include "tests/cli/notify_socket.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <QTest>
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>

namespace lk::test {

NotifySocket::NotifySocket(const Place& place, Kind kind) {
  const QByteArray path = place.path(QStringLiteral("notify.sock")).toUtf8();
  const QByteArray name = kind == Kind::Abstract ? '\0' + path.mid(1) : path;
  sockaddr_un own{};
  own.sun_family = AF_UNIX;
  if (static_cast<std::size_t>(name.size()) >= sizeof own.sun_path) return;
  std::memcpy(&own.sun_path[0], name.constData(), static_cast<std::size_t>(name.size()));
  const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + static_cast<std::size_t>(name.size()));
  if (::bind(descriptor, reinterpret_cast<const sockaddr*>(&own), length) != 0) {
    ::close(descriptor);
    return;
  }
  m_descriptor = descriptor;
  qputenv("NOTIFY_SOCKET", kind == Kind::Abstract ? '@' + path.mid(1) : path);
}

NotifySocket::~NotifySocket() {
  qunsetenv("NOTIFY_SOCKET");
  if (m_descriptor >= 0) ::close(m_descriptor);
}

const QList<QByteArray>& NotifySocket::heard() {
  std::array<char, 4096> buffer{};
  for (;;) {
    const ssize_t length = ::recv(m_descriptor, buffer.data(), buffer.size(), 0);
    if (length < 0) return m_heard;
    m_heard.push_back(QByteArray(buffer.data(), length));
  }
}

int NotifySocket::count(const QByteArray& beginning) {
  return static_cast<int>(
      std::ranges::count_if(heard(), [&](const QByteArray& message) { return message.startsWith(beginning); }));
}

bool NotifySocket::hears(const QByteArray& beginning) {
  return QTest::qWaitFor([&] { return count(beginning) > 0; }, 15'000);
}

}  // namespace lk::test
