#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <system_error>

#include "server/setup/talk_socket.h"

namespace lk::setup {

namespace {

// How long one look at the patience may be away from the next.
constexpr std::chrono::milliseconds kSlice{20};

using Trouble = TalkSocket::Trouble;

TalkSocket::Failure failureOf(int error) {
  const auto trouble = [error] {
    switch (error) {
      case EINPROGRESS:
      case EAGAIN:
      case EINTR: return Trouble::NotYet;
      case ECONNREFUSED: return Trouble::Refused;
      case ETIMEDOUT: return Trouble::TimedOut;
      case EPIPE:
      case ECONNRESET: return Trouble::Reset;
      default: return Trouble::Other;
    }
  };
  return {trouble(), std::generic_category().message(error)};
}

TalkSocket::Moved movedBy(ssize_t count) {
  if (count < 0) return {0, failureOf(errno)};
  return {static_cast<std::size_t>(count), {}};
}

}  // namespace

struct TalkSocket::Parts {
  std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> to{nullptr, ::freeaddrinfo};
  Failure failure;  // of making it
  int socket = -1;
};

TalkSocket::TalkSocket(const Address& to) : m_parts(std::make_unique<Parts>()) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int wrong = ::getaddrinfo(to.host.c_str(), std::to_string(to.port).c_str(), &hints, &found);
  if (wrong != 0) {
    m_parts->failure = {Trouble::Other, ::gai_strerror(wrong)};
    return;
  }
  m_parts->to.reset(found);
  m_parts->socket = ::socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (m_parts->socket < 0) m_parts->failure = failureOf(errno);
}

TalkSocket::~TalkSocket() {
  if (m_parts->socket >= 0) ::close(m_parts->socket);
}

TalkSocket::Failure TalkSocket::connect() {
  if (m_parts->failure) return m_parts->failure;
  const bool done = ::connect(m_parts->socket, m_parts->to->ai_addr, m_parts->to->ai_addrlen) == 0;
  return done ? Failure{} : failureOf(errno);
}

TalkSocket::Failure TalkSocket::connected() const {
  int error = 0;
  socklen_t length = sizeof error;
  if (::getsockopt(m_parts->socket, SOL_SOCKET, SO_ERROR, &error, &length) != 0) error = errno;
  return error == 0 ? Failure{} : failureOf(error);
}

TalkSocket::Moved TalkSocket::send(std::string_view bytes) const {
  return movedBy(::send(m_parts->socket, bytes.data(), bytes.size(), MSG_NOSIGNAL));
}

TalkSocket::Moved TalkSocket::receive(std::span<char> into) const {
  return movedBy(::recv(m_parts->socket, into.data(), into.size(), 0));
}

bool TalkSocket::waitFor(For what, const Patience& patience) const {
  while (!patience.over()) {
    pollfd wanted{m_parts->socket, static_cast<short>(what == For::Reading ? POLLIN : POLLOUT), 0};
    const auto slice = std::min(kSlice, patience.left() + std::chrono::milliseconds(1));
    if (::poll(&wanted, 1, static_cast<int>(slice.count())) > 0) return true;
  }
  return false;
}

std::string TalkSocket::ownAddress() const {
  sockaddr_storage own{};
  socklen_t length = sizeof own;
  std::array<char, NI_MAXHOST> host{};
  // The socket calls want the general form of an address.
  auto* general = reinterpret_cast<sockaddr*>(&own);
  if (::getsockname(m_parts->socket, general, &length) != 0) return {};
  if (::getnameinfo(general, length, host.data(), host.size(), nullptr, 0, NI_NUMERICHOST) != 0) return {};
  return host.data();
}

TalkSocket::Failure TalkSocket::tooLate() { return failureOf(ETIMEDOUT); }

}  // namespace lk::setup
