#include "app/systemd_supervisor.h"

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <ctime>

namespace lk::app {

namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

// Of the same clock that systemd reads, so that it knows which reload was answered.
qint64 monotonicMicros() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return qint64{now.tv_sec} * 1'000'000 + now.tv_nsec / 1'000;
}

QByteArray take(const char* variable) {
  const QByteArray value = qgetenv(variable);
  qunsetenv(variable);  // what this program starts is not the service
  return value;
}

std::optional<milliseconds> watchdog() {
  const QByteArray ownId = QByteArray::number(::getpid());
  const QByteArray id = take("WATCHDOG_PID");
  const qint64 within = take("WATCHDOG_USEC").toLongLong();
  if (within < 1'000 || (!id.isEmpty() && id != ownId)) return std::nullopt;
  return std::chrono::duration_cast<milliseconds>(microseconds(within));
}

}  // namespace

Result<std::unique_ptr<SystemdSupervisor>> SystemdSupervisor::open(const QByteArray& address,
                                                                   std::optional<milliseconds> aliveWithin) {
  sockaddr_un there{};
  const std::string path = address.toStdString();
  const std::size_t length = path.size();
  const bool isAbstract = address.startsWith('@');
  if (length < 2 || length >= sizeof there.sun_path || (!isAbstract && !address.startsWith('/'))) {
    return Error{Error::Code::Usage, "NOTIFY_SOCKET is '" + address.toStdString() +
                                         "', and must be an absolute path or @ and a name, of 107 bytes at most"};
  }
  there.sun_family = AF_UNIX;
  std::memcpy(static_cast<char*>(there.sun_path), path.data(), length);
  if (isAbstract) there.sun_path[0] = '\0';
  const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) {
    return Error{Error::Code::Io, std::string("cannot make a socket to tell systemd: ") + std::strerror(errno)};
  }
  // It waits for a systemd that is busy, and not for ever for one that hangs.
  const timeval patience{2, 0};
  ::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  const QByteArray bytes(reinterpret_cast<const char*>(&there),
                         static_cast<qsizetype>(offsetof(sockaddr_un, sun_path) + length));
  return std::unique_ptr<SystemdSupervisor>(new SystemdSupervisor(descriptor, bytes, aliveWithin));
}

SystemdSupervisor::~SystemdSupervisor() { ::close(m_descriptor); }

void SystemdSupervisor::tell(const QByteArray& lines) {
  sockaddr_un there{};
  std::memcpy(&there, m_address.constData(), static_cast<std::size_t>(m_address.size()));
  // Whether it was heard changes nothing of what this program does.
  (void)::sendto(m_descriptor, lines.constData(), static_cast<std::size_t>(lines.size()), MSG_NOSIGNAL,
                 reinterpret_cast<const sockaddr*>(&there), static_cast<socklen_t>(m_address.size()));
}

void SystemdSupervisor::ready() { tell("READY=1"); }

void SystemdSupervisor::reloading() { tell("RELOADING=1\nMONOTONIC_USEC=" + QByteArray::number(monotonicMicros())); }

void SystemdSupervisor::stopping() { tell("STOPPING=1"); }

void SystemdSupervisor::needsMore(std::chrono::seconds time) {
  tell("EXTEND_TIMEOUT_USEC=" + QByteArray::number(qint64{microseconds(time).count()}));
}

void SystemdSupervisor::status(const QString& sentence) {
  QString line = sentence;
  for (QChar& c : line) {
    if (c.category() == QChar::Other_Control) c = QLatin1Char(' ');  // each line would be another message
  }
  tell("STATUS=" + line.toUtf8());
}

void SystemdSupervisor::alive() { tell("WATCHDOG=1"); }

std::unique_ptr<Supervisor> systemSupervisor() {
  const auto within = watchdog();
  const QByteArray address = take("NOTIFY_SOCKET");
  if (address.isEmpty()) return nullptr;
  auto systemd = SystemdSupervisor::open(address, within);
  if (systemd) return std::move(*systemd);
  std::fprintf(stderr, "warning: systemd is not told: %s\n", systemd.error().text.c_str());
  return nullptr;
}

}  // namespace lk::app
