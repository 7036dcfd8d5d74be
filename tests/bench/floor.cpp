// The floor: the least a server of this protocol can do. One thread, one recv and one send for each message, no
// checks, no limits, no sessions. Prints "ready PORT" and serves until it is killed. With the port of a Redis it
// carries commands, too.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/floor_relay.h"

namespace {

using lk::bench::FloorRelay;
using lk::bench::putHeader;

constexpr std::size_t kHeader = 12;

// Answers all whole frames; how many bytes they were.
std::size_t answer(const char* bytes, std::size_t size, int descriptor, FloorRelay* relay, std::string& out) {
  static const std::string welcome = R"({"session":"1","node":"floor","keepalive":60})";
  std::size_t at = 0;
  while (size - at >= kHeader) {
    std::uint32_t length = 0;
    std::memcpy(&length, bytes + at + 8, 4);
    const std::size_t whole = kHeader + ntohl(length);
    if (size - at < whole) break;
    const char* const id = bytes + at + 4;
    switch (bytes[at + 3]) {
      case 1:
        if (relay != nullptr) relay->deviceCame({bytes + at + kHeader, whole - kHeader}, descriptor);
        putHeader(out, 2, "\0\0\0", static_cast<std::uint32_t>(welcome.size()));
        out.append(welcome);
        break;
      case 3: putHeader(out, 4, id, 0); break;
      case 5: putHeader(out, 6, id, 0); break;
      case 8: {
        std::uint32_t frameId = 0;
        std::memcpy(&frameId, id, 4);
        if (relay != nullptr) relay->acknowledged(ntohl(frameId));
        break;
      }
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
  std::unique_ptr<FloorRelay> relay;

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
      const std::size_t used = answer(buffer.data(), size, descriptor, relay.get(), out);
      before.assign(buffer.data() + used, size - used);
    } else {
      before.append(buffer.data(), size);
      before.erase(0, answer(before.data(), before.size(), descriptor, relay.get(), out));
    }
    if (!out.empty()) [[maybe_unused]]
      const auto sent = ::send(descriptor, out.data(), out.size(), MSG_NOSIGNAL);
  }
};

}  // namespace

int main(int argc, char** argv) {
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
  if (argc > 1) {
    floor.relay = std::make_unique<FloorRelay>(static_cast<std::uint16_t>(std::atoi(argv[1])));
    if (!floor.relay->begin()) return 1;
    floor.watch(floor.relay->subscriber());
    floor.watch(floor.relay->publisher());
  }
  std::printf("ready %d\n", ntohs(address.sin_port));
  std::fflush(stdout);

  std::array<epoll_event, 256> events{};
  for (;;) {
    const int count = ::epoll_wait(floor.epoll, events.data(), static_cast<int>(events.size()), -1);
    for (int i = 0; i < count; ++i) {
      const int descriptor = events[static_cast<std::size_t>(i)].data.fd;
      if (descriptor == floor.listener) {
        floor.acceptAll();
      } else if (floor.relay && descriptor == floor.relay->subscriber()) {
        if (!floor.relay->readSubscriber()) return 1;
      } else if (floor.relay && descriptor == floor.relay->publisher()) {
        if (!floor.relay->readPublisher()) return 1;
      } else {
        floor.serve(descriptor);
      }
    }
    if (floor.relay && !floor.relay->flush()) return 1;
  }
}
