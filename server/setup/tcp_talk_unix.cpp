#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <system_error>

#include "server/setup/tcp_talk.h"

namespace lk::setup {

namespace {

using End = Talk::End;

// How long one look at the patience may be away from the next.
constexpr std::chrono::milliseconds kSlice{20};
constexpr std::size_t kMostHeard = std::size_t{1} << 20;

class Socket {
 public:
  explicit Socket(int descriptor) : m_descriptor(descriptor) {}
  ~Socket() {
    if (m_descriptor >= 0) ::close(m_descriptor);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  [[nodiscard]] int get() const { return m_descriptor; }

 private:
  int m_descriptor;
};

std::string words(int error) { return std::generic_category().message(error); }

// True once the socket is ready for it, or broken; false when the patience is over.
bool waitFor(int socket, short events, const Patience& patience) {
  while (!patience.over()) {
    pollfd wanted{socket, events, 0};
    const auto slice = std::min(kSlice, patience.left() + std::chrono::milliseconds(1));
    if (::poll(&wanted, 1, static_cast<int>(slice.count())) > 0) return true;
  }
  return false;
}

End endOfConnecting(int error) {
  switch (error) {
    case ECONNREFUSED: return End::Refused;
    case ETIMEDOUT: return End::NoAnswer;
    case ECONNRESET: return End::Reset;
    default: return End::Unreachable;  // the network's word, or that of a filter on this machine
  }
}

std::string ownAddress(int socket) {
  sockaddr_storage own{};
  socklen_t length = sizeof own;
  std::array<char, NI_MAXHOST> host{};
  // The socket calls want the general form of an address.
  auto* general = reinterpret_cast<sockaddr*>(&own);
  if (::getsockname(socket, general, &length) != 0) return {};
  if (::getnameinfo(general, length, host.data(), host.size(), nullptr, 0, NI_NUMERICHOST) != 0) return {};
  return host.data();
}

class Conversation {
 public:
  Conversation(int socket, const Patience& patience) : m_socket(socket), m_patience(patience) {}

  bool connect(const addrinfo& to) {
    const auto began = std::chrono::steady_clock::now();
    if (::connect(m_socket, to.ai_addr, to.ai_addrlen) != 0) {
      if (errno != EINPROGRESS) return ends(endOfConnecting(errno), words(errno));
      if (!waitFor(m_socket, POLLOUT, m_patience)) return ends(End::NoAnswer, words(ETIMEDOUT));
      int error = 0;
      socklen_t length = sizeof error;
      if (::getsockopt(m_socket, SOL_SOCKET, SO_ERROR, &error, &length) != 0) error = errno;
      if (error != 0) return ends(endOfConnecting(error), words(error));
    }
    const auto took = std::chrono::steady_clock::now() - began;
    m_talk.connectTook = std::chrono::duration_cast<std::chrono::microseconds>(took);
    m_talk.from = ownAddress(m_socket);
    return true;
  }

  bool say(std::string_view all) {
    while (!all.empty()) {
      const ssize_t sent = ::send(m_socket, all.data(), all.size(), MSG_NOSIGNAL);
      if (sent >= 0) {
        all.remove_prefix(static_cast<std::size_t>(sent));
      } else if (errno == EAGAIN) {
        if (!waitFor(m_socket, POLLOUT, m_patience)) return ends(End::Silent, "it does not take what is said to it");
      } else if (errno != EINTR) {
        return broken(errno);
      }
    }
    return true;
  }

  void listen(const std::function<bool(std::string_view)>& enough) {
    std::array<char, 16'384> part;  // filled by recv
    while (!enough(m_talk.heard)) {
      if (m_talk.heard.size() >= kMostHeard) {
        ends(End::Silent, "it says too much, and not what was waited for");
        return;
      }
      if (!waitFor(m_socket, POLLIN, m_patience)) {
        ends(End::Silent, m_talk.heard.empty() ? "it says nothing" : "it does not say enough");
        return;
      }
      const ssize_t got = ::recv(m_socket, part.data(), part.size(), 0);
      if (got > 0) {
        m_talk.heard.append(part.data(), static_cast<std::size_t>(got));
      } else if (got == 0) {
        ends(End::Closed, "it closed the connection");
        return;
      } else if (errno != EAGAIN && errno != EINTR) {
        broken(errno);
        return;
      }
    }
    ends(End::Answered, {});
  }

  // What came of the talk stays, whether this is taken or not.
  void leave(std::string_view lastWord) const {
    if (m_talk.end == End::Answered) (void)::send(m_socket, lastWord.data(), lastWord.size(), MSG_NOSIGNAL);
  }

  [[nodiscard]] Talk take() { return std::move(m_talk); }

 private:
  bool ends(End end, std::string detail) {
    m_talk.end = end;
    m_talk.detail = std::move(detail);
    return false;
  }
  bool broken(int error) {
    return ends(error == ECONNRESET || error == EPIPE ? End::Reset : End::Closed, words(error));
  }

  int m_socket;
  const Patience& m_patience;
  Talk m_talk;
};

}  // namespace

Talk tcpTalk(const Address& to, std::string_view say, const std::function<bool(std::string_view)>& enough,
             std::string_view lastWord, const Patience& patience) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int wrong = ::getaddrinfo(to.host.c_str(), std::to_string(to.port).c_str(), &hints, &found);
  if (wrong != 0) return {End::Unreachable, {}, {}, {}, ::gai_strerror(wrong)};
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> address(found, ::freeaddrinfo);

  const Socket socket(::socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (socket.get() < 0) return {End::Unreachable, {}, {}, {}, words(errno)};
  Conversation conversation(socket.get(), patience);
  if (conversation.connect(*address) && conversation.say(say)) conversation.listen(enough);
  conversation.leave(lastWord);
  return conversation.take();
}

}  // namespace lk::setup
