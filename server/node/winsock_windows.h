#pragma once

#include <winsock2.h>
// After winsock2.h, which it needs.
#include <ws2tcpip.h>

#include "server/node/poller.h"

namespace lk::node {

// Winsock is there as long as one of these lives.
class Winsock {
 public:
  Winsock() {
    WSADATA data{};
    m_error = ::WSAStartup(MAKEWORD(2, 2), &data);
  }
  ~Winsock() {
    if (m_error == 0) ::WSACleanup();
  }
  Winsock(const Winsock&) = delete;
  Winsock& operator=(const Winsock&) = delete;

  [[nodiscard]] int error() const { return m_error; }  // 0: none

 private:
  int m_error = 0;
};

inline SOCKET handleOf(Socket socket) { return static_cast<SOCKET>(socket); }

}  // namespace lk::node
