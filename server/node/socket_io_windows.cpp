#include "server/node/winsock_windows.h"
// After winsock2.h, which it must not include first.
#include <windows.h>

#include <algorithm>
#include <cstring>
#include <limits>

#include "server/node/socket_io.h"

namespace lk::node::socket_io {

namespace {

constexpr std::size_t kLargest = std::size_t{1} << 30;  // of one call: lengths are ints

Transfer judge(int count) {
  if (count >= 0) return {static_cast<std::size_t>(count), false, false};
  const int error = ::WSAGetLastError();
  // No buffers: the system is short of memory for the moment, or it takes so much at once from nobody.
  if (error == WSAEWOULDBLOCK || error == WSAEINTR || error == WSAENOBUFS) return {0, true, false};
  return {0, false, true};
}

void setNonBlocking(SOCKET socket) {
  u_long on = 1;
  ::ioctlsocket(socket, FIONBIO, &on);
}

int lengthOf(std::size_t bytes) { return static_cast<int>(std::min(bytes, kLargest)); }

}  // namespace

Transfer receive(Socket socket, std::span<char> into) {
  Transfer result = judge(::recv(handleOf(socket), into.data(), lengthOf(into.size()), 0));
  if (!result.blocked && result.bytes == 0) result.ended = true;
  return result;
}

// Until all of it is taken, or the system refuses more: only after that it tells of room to write (FD_WRITE).
Transfer send(Socket socket, std::string_view bytes) {
  Transfer all;
  do {
    const Transfer part = judge(::send(handleOf(socket), bytes.data(), lengthOf(bytes.size()), 0));
    all = {all.bytes + part.bytes, part.blocked, part.ended};
    bytes.remove_prefix(part.bytes);
  } while (!bytes.empty() && !all.blocked && !all.ended);
  return all;
}

void prepare(Socket socket) {
  const BOOL on = TRUE;
  ::setsockopt(handleOf(socket), IPPROTO_TCP, TCP_NODELAY, reinterpret_cast<const char*>(&on), sizeof on);
}

void adopt(Socket socket) {
  // Messages to the listener's window come with the socket, and end here.
  ::WSAEventSelect(handleOf(socket), nullptr, 0);
  setNonBlocking(handleOf(socket));
  prepare(socket);
}

// Negative: a number that Windows is to take as it is (SOMAXCONN_HINT), where it would else cut it to 200.
int backlog(int connections) { return -connections; }

void shutdownSending(Socket socket) { ::shutdown(handleOf(socket), SD_SEND); }

void close(Socket socket) { ::closesocket(handleOf(socket)); }

PeerAddress peerAddress(Socket socket) {
  sockaddr_storage storage{};
  int length = sizeof storage;
  PeerAddress peer;
  if (::getpeername(handleOf(socket), reinterpret_cast<sockaddr*>(&storage), &length) != 0) return peer;
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
  const bool isIpv4 = target.bytes[10] == 0xFF && target.bytes[11] == 0xFF;
  const SOCKET socket = ::WSASocketW(isIpv4 ? AF_INET : AF_INET6, SOCK_STREAM, IPPROTO_TCP, nullptr, 0,
                                     WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
  if (socket == INVALID_SOCKET) return kNoSocket;
  const auto made = static_cast<Socket>(socket);
  setNonBlocking(socket);
  prepare(made);
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
  if (result == 0 || ::WSAGetLastError() == WSAEWOULDBLOCK) return made;
  ::closesocket(socket);
  return kNoSocket;
}

bool finishConnecting(Socket socket) {
  int error = 0;
  int length = sizeof error;
  if (::getsockopt(handleOf(socket), SOL_SOCKET, SO_ERROR, reinterpret_cast<char*>(&error), &length) != 0) return false;
  // A connection that was refused may leave no error behind, but it has no other end either.
  sockaddr_storage other{};
  int otherLength = sizeof other;
  return error == 0 && ::getpeername(handleOf(socket), reinterpret_cast<sockaddr*>(&other), &otherLength) == 0;
}

// Handles are bounded by memory alone.
std::size_t descriptorLimit() { return 0; }

std::size_t descriptorsInUse(Socket /*newest*/) { return descriptorsInUse(); }

std::size_t descriptorsInUse() {
  DWORD count = 0;
  return ::GetProcessHandleCount(::GetCurrentProcess(), &count) != FALSE ? count : 0;
}

}  // namespace lk::node::socket_io
