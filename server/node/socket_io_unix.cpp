#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "server/node/socket_io.h"

namespace lk::node::socket_io {

namespace {

Transfer judge(ssize_t count) {
  if (count >= 0) return {static_cast<std::size_t>(count), false, false};
  if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return {0, true, false};
  return {0, false, true};
}

}  // namespace

Transfer receive(Socket socket, std::span<char> into) {
  Transfer result = judge(::recv(static_cast<int>(socket), into.data(), into.size(), MSG_DONTWAIT));
  if (!result.blocked && result.bytes == 0) result.ended = true;
  return result;
}

Transfer send(Socket socket, std::string_view bytes) {
  return judge(::send(static_cast<int>(socket), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL));
}

void prepare(Socket socket) {
  const int on = 1;
  ::setsockopt(static_cast<int>(socket), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

void adopt(Socket /*socket*/) {}

int backlog(int connections) { return connections; }

void shutdownSending(Socket socket) { ::shutdown(static_cast<int>(socket), SHUT_WR); }

void close(Socket socket) { ::close(static_cast<int>(socket)); }

PeerAddress peerAddress(Socket socket) {
  sockaddr_storage storage{};
  socklen_t length = sizeof storage;
  PeerAddress peer;
  if (::getpeername(static_cast<int>(socket), reinterpret_cast<sockaddr*>(&storage), &length) != 0) return peer;
  if (storage.ss_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &storage, sizeof v4);
    peer.bytes[10] = peer.bytes[11] = 0xFF;
    std::memcpy(&peer.bytes[12], &v4.sin_addr, 4);
    peer.port = ntohs(v4.sin_port);
  } else if (storage.ss_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &storage, sizeof v6);
    std::memcpy(peer.bytes.data(), &v6.sin6_addr, 16);
    peer.port = ntohs(v6.sin6_port);
  }
  return peer;
}

Socket startConnecting(const PeerAddress& target) {
  // IPv4 goes out by IPv4: the system may have no IPv6.
  const bool isIpv4 = target.bytes[10] == 0xFF && target.bytes[11] == 0xFF;
  const int socket = ::socket(isIpv4 ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket < 0) return kNoSocket;
  prepare(socket);
  int result = 0;
  if (isIpv4) {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(target.port);
    std::memcpy(&v4.sin_addr, &target.bytes[12], 4);
    result = ::connect(socket, reinterpret_cast<const sockaddr*>(&v4), sizeof v4);
  } else {
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(target.port);
    std::memcpy(&v6.sin6_addr, target.bytes.data(), 16);
    result = ::connect(socket, reinterpret_cast<const sockaddr*>(&v6), sizeof v6);
  }
  if (result == 0 || errno == EINPROGRESS) return socket;
  ::close(socket);
  return kNoSocket;
}

bool finishConnecting(Socket socket) {
  int error = 0;
  socklen_t length = sizeof error;
  return ::getsockopt(static_cast<int>(socket), SOL_SOCKET, SO_ERROR, &error, &length) == 0 && error == 0;
}

std::size_t descriptorLimit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return 0;
  return limit.rlim_cur;
}

std::size_t descriptorsInUse(Socket newest) { return static_cast<std::size_t>(newest) + 1; }

std::size_t descriptorsInUse() {
  const int lowest = ::fcntl(0, F_DUPFD_CLOEXEC, 0);
  if (lowest < 0) return errno == EMFILE ? descriptorLimit() : 0;
  ::close(lowest);
  return static_cast<std::size_t>(lowest);
}

}  // namespace lk::node::socket_io
