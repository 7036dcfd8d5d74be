// The floor: the least a server of this protocol can do. One thread, one recv and one send for each message, no
// checks, no limits, no sessions. Prints "ready PORT" and serves until it is killed.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

namespace {

constexpr std::size_t kHeader = 12;

void putHeader(std::string& out, unsigned char type, const char* id, std::uint32_t length) {
  const std::uint32_t bigEndian = htonl(length);
  out.append("LK\x01");
  out.push_back(static_cast<char>(type));
  out.append(id, 4);
  out.append(reinterpret_cast<const char*>(&bigEndian), 4);
}

// Answers all whole frames; how many bytes they were.
std::size_t answer(const char* bytes, std::size_t size, std::string& out) {
  static const std::string welcome = R"({"session":"1","node":"floor","keepalive":60})";
  std::size_t at = 0;
  while (size - at >= kHeader) {
    std::uint32_t length = 0;
    std::memcpy(&length, bytes + at + 8, 4);
    const std::size_t whole = kHeader + ntohl(length);
    if (size - at < whole) break;
    switch (bytes[at + 3]) {
      case 1:
        putHeader(out, 2, "\0\0\0", static_cast<std::uint32_t>(welcome.size()));
        out.append(welcome);
        break;
      case 3: putHeader(out, 4, bytes + at + 4, 0); break;
      case 5: putHeader(out, 6, bytes + at + 4, 0); break;
      default: break;
    }
    at += whole;
  }
  return at;
}

struct Floor {
  int listener = -1;
  int epoll = -1;
  std::vector<char> buffer = std::vector<char>(64 * 1024);
  std::vector<std::string> rest;  // by descriptor: an incomplete frame
  std::string out;

  void watch(int descriptor) const {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = descriptor;
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
  }

  void acceptAll() {
    for (;;) {
      const int descriptor = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (descriptor < 0) return;
      if (rest.size() <= static_cast<std::size_t>(descriptor)) rest.resize(static_cast<std::size_t>(descriptor) + 1);
      rest[static_cast<std::size_t>(descriptor)].clear();
      watch(descriptor);
    }
  }

  void serve(int descriptor) {
    const ssize_t got = ::recv(descriptor, buffer.data(), buffer.size(), 0);
    if (got <= 0) {
      ::close(descriptor);
      return;
    }
    out.clear();
    std::string& before = rest[static_cast<std::size_t>(descriptor)];
    const auto size = static_cast<std::size_t>(got);
    if (before.empty()) {
      const std::size_t used = answer(buffer.data(), size, out);
      before.assign(buffer.data() + used, size - used);
    } else {
      before.append(buffer.data(), size);
      before.erase(0, answer(before.data(), before.size(), out));
    }
    if (!out.empty()) [[maybe_unused]]
      const auto sent = ::send(descriptor, out.data(), out.size(), MSG_NOSIGNAL);
  }
};

}  // namespace

int main() {
  Floor floor;
  floor.listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(floor.listener, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  if (::bind(floor.listener, reinterpret_cast<sockaddr*>(&address), length) != 0 ||
      ::listen(floor.listener, 4096) != 0) {
    std::perror("listen");
    return 1;
  }
  ::getsockname(floor.listener, reinterpret_cast<sockaddr*>(&address), &length);
  floor.epoll = ::epoll_create1(EPOLL_CLOEXEC);
  floor.watch(floor.listener);
  std::printf("ready %d\n", ntohs(address.sin_port));
  std::fflush(stdout);

  std::array<epoll_event, 256> events{};
  for (;;) {
    const int count = ::epoll_wait(floor.epoll, events.data(), static_cast<int>(events.size()), -1);
    for (int i = 0; i < count; ++i) {
      const int descriptor = events[static_cast<std::size_t>(i)].data.fd;
      descriptor == floor.listener ? floor.acceptAll() : floor.serve(descriptor);
    }
  }
}
