#include "tests/bench/redis_line.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

namespace lk::bench {

RedisLine::RedisLine(std::uint16_t port) : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const int on = 1;
  ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return;
  ::close(std::exchange(m_socket, -1));
}

RedisLine::~RedisLine() {
  if (m_socket >= 0) ::close(m_socket);
}

bool RedisLine::send(const std::vector<std::string>& words) {
  std::string bytes = "*" + std::to_string(words.size()) + "\r\n";
  for (const std::string& word : words) bytes += "$" + std::to_string(word.size()) + "\r\n" + word + "\r\n";
  return ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
}

bool RedisLine::read() {
  char buffer[65'536];
  const ssize_t count = ::recv(m_socket, buffer, sizeof buffer, MSG_DONTWAIT);
  if (count <= 0) return false;
  m_bytes.append(buffer, static_cast<std::size_t>(count));
  while (takeLine()) {
  }
  m_bytes.erase(0, std::exchange(m_at, 0));
  return true;
}

// A line of an answer, with the text that it announces; false: it is not whole.
bool RedisLine::takeLine() {
  const std::size_t end = m_bytes.find("\r\n", m_at);
  if (end == std::string::npos) return false;
  const char kind = m_bytes[m_at];
  const long number = std::atol(m_bytes.c_str() + m_at + 1);
  if (kind == '*') m_now.clear();
  if (kind == ':' && m_now.size() == 2 && m_now[0] == "subscribe") m_subscribed = true;
  if (kind != '$' || number < 0) {
    m_at = end + 2;
    return true;
  }
  const auto size = static_cast<std::size_t>(number);
  if (m_bytes.size() < end + 4 + size) return false;
  m_now.push_back(m_bytes.substr(end + 2, size));
  m_at = end + 4 + size;
  if (m_now.size() == 3 && m_now[0] == "message" && heard) heard(m_now[2]);
  return true;
}

}  // namespace lk::bench
