#include "server/node/winsock_windows.h"
// After winsock2.h, which it needs.
#include <mstcpip.h>

#include <array>
#include <memory>
#include <system_error>

#include "server/setup/talk_socket.h"

namespace lk::setup {

namespace {

// How long one look at the patience may be away from the next.
constexpr std::chrono::milliseconds kSlice{20};

using Trouble = TalkSocket::Trouble;

// In the words that every other system has for it, and not in those of this one's language.
TalkSocket::Failure failureOf(int error) {
  const auto as = [](Trouble trouble, std::errc same) {
    return TalkSocket::Failure{trouble, std::make_error_code(same).message()};
  };
  switch (error) {
    case WSAEWOULDBLOCK: return as(Trouble::NotYet, std::errc::operation_would_block);
    case WSAECONNREFUSED: return as(Trouble::Refused, std::errc::connection_refused);
    case WSAETIMEDOUT: return as(Trouble::TimedOut, std::errc::timed_out);
    case WSAECONNRESET: return as(Trouble::Reset, std::errc::connection_reset);
    case WSAECONNABORTED: return as(Trouble::Reset, std::errc::connection_aborted);
    case WSAENETUNREACH: return as(Trouble::Other, std::errc::network_unreachable);
    case WSAEHOSTUNREACH: return as(Trouble::Other, std::errc::host_unreachable);
    case WSAENETDOWN: return as(Trouble::Other, std::errc::network_down);
    case WSAEACCES: return as(Trouble::Other, std::errc::permission_denied);
    case WSAEADDRNOTAVAIL: return as(Trouble::Other, std::errc::address_not_available);
    case WSAEAFNOSUPPORT: return as(Trouble::Other, std::errc::address_family_not_supported);
    default: return {Trouble::Other, "Windows sockets error " + std::to_string(error)};
  }
}

TalkSocket::Moved movedBy(int count) {
  if (count < 0) return {0, failureOf(::WSAGetLastError())};
  return {static_cast<std::size_t>(count), {}};
}

bool isLoopback(const addrinfo& to) {
  const void* address = to.ai_addr;
  if (to.ai_family == AF_INET) return (ntohl(static_cast<const sockaddr_in*>(address)->sin_addr.s_addr) >> 24U) == 127;
  return to.ai_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&static_cast<const sockaddr_in6*>(address)->sin6_addr) != 0;
}

// On the machine itself Windows would ask twice more, half a second apart, before it believes that nobody listens.
void believeTheFirstRefusal(SOCKET socket) {
  TCP_INITIAL_RTO_PARAMETERS once{TCP_INITIAL_RTO_UNSPECIFIED_RTT, TCP_INITIAL_RTO_NO_SYN_RETRANSMISSIONS};
  DWORD written = 0;
  ::WSAIoctl(socket, SIO_TCP_INITIAL_RTO, &once, sizeof once, nullptr, 0, &written, nullptr, nullptr);
}

}  // namespace

struct TalkSocket::Parts {
  node::Winsock winsock;
  std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> to{nullptr, ::freeaddrinfo};
  Failure failure;  // of making it
  SOCKET socket = INVALID_SOCKET;
};

TalkSocket::TalkSocket(const Address& to) : m_parts(std::make_unique<Parts>()) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (::getaddrinfo(to.host.c_str(), std::to_string(to.port).c_str(), &hints, &found) != 0) {
    m_parts->failure = {Trouble::Other, "this is no address: " + to.host};
    return;
  }
  m_parts->to.reset(found);
  m_parts->socket = ::WSASocketW(found->ai_family, SOCK_STREAM, IPPROTO_TCP, nullptr, 0,
                                 WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
  u_long on = 1;
  if (m_parts->socket == INVALID_SOCKET || ::ioctlsocket(m_parts->socket, FIONBIO, &on) != 0) {
    m_parts->failure = failureOf(::WSAGetLastError());
  }
}

TalkSocket::~TalkSocket() {
  if (m_parts->socket != INVALID_SOCKET) ::closesocket(m_parts->socket);
}

TalkSocket::Failure TalkSocket::connect() {
  if (m_parts->failure) return m_parts->failure;
  const addrinfo& to = *m_parts->to;
  if (isLoopback(to)) believeTheFirstRefusal(m_parts->socket);
  const bool done = ::connect(m_parts->socket, to.ai_addr, static_cast<int>(to.ai_addrlen)) == 0;
  return done ? Failure{} : failureOf(::WSAGetLastError());
}

TalkSocket::Failure TalkSocket::connected() const {
  int error = 0;
  int length = sizeof error;
  if (::getsockopt(m_parts->socket, SOL_SOCKET, SO_ERROR, reinterpret_cast<char*>(&error), &length) != 0) {
    error = ::WSAGetLastError();
  }
  return error == 0 ? Failure{} : failureOf(error);
}

TalkSocket::Moved TalkSocket::send(std::string_view bytes) const {
  return movedBy(::send(m_parts->socket, bytes.data(), static_cast<int>(bytes.size()), 0));
}

TalkSocket::Moved TalkSocket::receive(std::span<char> into) const {
  return movedBy(::recv(m_parts->socket, into.data(), static_cast<int>(into.size()), 0));
}

// By select(), as WSAPoll of Windows before 2004 never tells of a connection that was refused.
bool TalkSocket::waitFor(For what, const Patience& patience) const {
  while (!patience.over()) {
    const auto slice = std::min<std::chrono::microseconds>(kSlice, patience.left() + std::chrono::milliseconds(1));
    timeval span{0, static_cast<long>(slice.count())};
    fd_set wanted{1, {m_parts->socket}};
    fd_set broken{1, {m_parts->socket}};
    fd_set* none = nullptr;
    const bool reads = what == For::Reading;
    if (::select(0, reads ? &wanted : none, reads ? none : &wanted, &broken, &span) > 0) return true;
  }
  return false;
}

std::string TalkSocket::ownAddress() const {
  sockaddr_storage own{};
  int length = sizeof own;
  std::array<char, NI_MAXHOST> host{};
  auto* general = reinterpret_cast<sockaddr*>(&own);
  if (::getsockname(m_parts->socket, general, &length) != 0) return {};
  const auto room = static_cast<DWORD>(host.size());
  if (::getnameinfo(general, length, host.data(), room, nullptr, 0, NI_NUMERICHOST) != 0) return {};
  return host.data();
}

TalkSocket::Failure TalkSocket::tooLate() { return failureOf(WSAETIMEDOUT); }

}  // namespace lk::setup
