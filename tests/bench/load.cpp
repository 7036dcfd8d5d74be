#include "tests/bench/load.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>

#include "server/wire/frame_decoder.h"

namespace lk::bench {

namespace {

using Clock = std::chrono::steady_clock;
constexpr int kAtOnce = 200;            // handshakes under way
constexpr std::size_t kAddresses = 16;  // that devices come from
constexpr std::uint64_t kWatched = std::uint64_t{1} << 32U;

std::string reports(int count) {
  std::string bytes;
  for (int i = 0; i < count; ++i) wire::appendFrame(bytes, wire::FrameType::Report, 1, std::string(64, 'r'));
  return bytes;
}

}  // namespace

Load::~Load() {
  cut();
  if (m_epoll >= 0) ::close(m_epoll);
}

bool Load::open() {
  if (m_epoll < 0) m_epoll = ::epoll_create1(EPOLL_CLOEXEC);
  return m_epoll >= 0;
}

bool Load::add(int descriptor, std::uint64_t token) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = token;
  return open() && ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event) == 0;
}

bool Load::watch(int descriptor, std::function<bool()> readable) {
  m_watched.push_back({descriptor, std::move(readable)});
  return add(descriptor, kWatched + m_watched.size() - 1);
}

bool Load::start(Device& device, std::size_t index) {
  device.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(device.socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  sockaddr_in own{};
  own.sin_family = AF_INET;
  own.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + static_cast<std::uint32_t>(index % kAddresses));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(m_ports[index % m_ports.size()]);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (device.socket < 0 || ::bind(device.socket, reinterpret_cast<sockaddr*>(&own), sizeof own) != 0 ||
      ::connect(device.socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    return false;
  }
  ::setsockopt(device.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (!add(device.socket, index)) return false;
  std::string hello;
  wire::appendFrame(hello, wire::FrameType::Hello, 0, R"({"device":")" + nameOf(index) + R"("})");
  return ::send(device.socket, hello.data(), hello.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(hello.size());
}

// Finer than milliseconds: what is paced must not come in heaps.
int Load::wait(double seconds) {
  std::array<epoll_event, 256> events{};
  const auto nanoseconds = static_cast<std::int64_t>(std::max(seconds, 0.0) * 1e9);
  const timespec patience{nanoseconds / 1'000'000'000, nanoseconds % 1'000'000'000};
  const int count = ::epoll_pwait2(m_epoll, events.data(), static_cast<int>(events.size()), &patience, nullptr);
  m_ready.clear();
  for (int i = 0; i < count; ++i) m_ready.push_back(events[static_cast<std::size_t>(i)].data.u64);
  return count;
}

bool Load::turn(double seconds) {
  wait(seconds);
  return std::ranges::all_of(m_ready, [this](std::uint64_t token) {
    return token < kWatched ? read(m_devices[token]) : m_watched[token - kWatched].readable();
  });
}

bool Load::read(Device& device) {
  std::array<char, 16 * 1024> buffer;
  const ssize_t got = ::recv(device.socket, buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (got <= 0) return false;
  device.rest.append(buffer.data(), static_cast<std::size_t>(got));
  std::size_t at = 0;
  device.answers = 0;
  for (;;) {
    const auto decoded = wire::decodeFrame(std::string_view(device.rest).substr(at), 1 << 20);
    if (decoded.status != wire::DecodeStatus::Frame) break;
    if (!take(device, decoded.frame)) return false;
    at += decoded.consumed;
  }
  device.rest.erase(0, at);
  return true;
}

bool Load::take(Device& device, const wire::Frame& frame) {
  std::string answer;
  switch (frame.type) {
    case wire::FrameType::Welcome: device.welcomed = true; return true;
    case wire::FrameType::ReportAck: ++device.answers; return true;
    case wire::FrameType::Close: return false;
    case wire::FrameType::Ping: wire::appendFrame(answer, wire::FrameType::Pong, frame.id, {}); break;
    case wire::FrameType::Command:
      if (commanded) commanded(frame.payload);
      wire::appendFrame(answer, wire::FrameType::CommandAck, frame.id, std::string_view("\0ok", 3));
      break;
    default: return true;
  }
  return ::send(device.socket, answer.data(), answer.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(answer.size());
}

bool Load::connect(int devices) {
  if (!open()) return false;
  m_devices.resize(static_cast<std::size_t>(devices));
  const auto deadline = Clock::now() + std::chrono::seconds(60);
  std::size_t next = 0;
  std::size_t welcomed = 0;
  while (welcomed < m_devices.size() && Clock::now() < deadline) {
    while (next < m_devices.size() && next - welcomed < kAtOnce) {
      if (!start(m_devices[next], next)) return false;
      ++next;
    }
    wait(0.1);
    for (const std::size_t index : m_ready) {
      if (!read(m_devices[index])) return false;
      welcomed += m_devices[index].welcomed;
    }
  }
  return welcomed == m_devices.size();
}

// Nothing of a fleet stays behind: the kernel would drop it a minute later, all at once, in the midst of another row.
void Load::cut() {
  const linger atOnce{1, 0};
  for (const Device& device : m_devices) {
    if (device.socket < 0) continue;
    ::setsockopt(device.socket, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    ::close(device.socket);
  }
  m_devices.clear();
}

bool Load::ping(double every, double seconds) {
  std::string one;
  wire::appendFrame(one, wire::FrameType::Ping, 1, {});
  const double perSecond = static_cast<double>(m_devices.size()) / every;
  const auto start = Clock::now();
  std::uint64_t sent = 0;
  for (double now = 0; now < seconds; now = std::chrono::duration<double>(Clock::now() - start).count()) {
    for (; static_cast<double>(sent) <= now * perSecond; ++sent) {
      const int socket = m_devices[sent % m_devices.size()].socket;
      if (::send(socket, one.data(), one.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(one.size())) return false;
    }
    if (!turn(static_cast<double>(sent) / perSecond - now)) return false;
  }
  return true;
}

std::uint64_t Load::report(int active, int depth, double seconds) {
  const std::string burst = reports(depth);
  const std::size_t one = burst.size() / static_cast<std::size_t>(depth);
  std::uint64_t acknowledged = 0;
  std::uint64_t underWay = 0;
  const auto send = [&](Device& device, int count) {
    const std::size_t size = one * static_cast<std::size_t>(count);
    underWay += static_cast<std::uint64_t>(count);
    return ::send(device.socket, burst.data(), size, MSG_NOSIGNAL) == static_cast<ssize_t>(size);
  };
  for (int i = 0; i < active; ++i) {
    if (!send(m_devices[static_cast<std::size_t>(i)], depth)) return 0;
  }
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  const auto giveUp = end + std::chrono::seconds(5);
  bool running = true;
  while (underWay > 0 && Clock::now() < giveUp) {
    wait(0.1);
    running = running && Clock::now() < end;
    for (const std::size_t index : m_ready) {
      Device& device = m_devices[index];
      if (!read(device)) return 0;
      acknowledged += static_cast<std::uint64_t>(device.answers);
      underWay -= static_cast<std::uint64_t>(device.answers);
      if (running && device.answers > 0 && !send(device, device.answers)) return 0;
    }
  }
  return underWay == 0 ? acknowledged : 0;
}

std::vector<double> Load::paced(int perSecond, double seconds) {
  const std::string one = reports(1);
  const auto start = Clock::now();
  const auto end = start + std::chrono::duration<double>(seconds);
  std::vector<Clock::time_point> sentAt(m_devices.size());
  std::vector<bool> underWay(m_devices.size(), false);
  std::vector<double> times;
  std::uint64_t sent = 0;
  std::uint64_t waiting = 0;
  std::size_t next = 0;
  while (Clock::now() < end + std::chrono::seconds(5) && (Clock::now() < end || waiting > 0)) {
    const auto now = Clock::now();
    const auto due =
        now < end ? static_cast<std::uint64_t>(std::chrono::duration<double>(now - start).count() * perSecond) : sent;
    for (; sent < due && waiting < m_devices.size(); ++sent) {
      while (underWay[next]) next = (next + 1) % m_devices.size();
      sentAt[next] = Clock::now();
      underWay[next] = true;
      ++waiting;
      if (::send(m_devices[next].socket, one.data(), one.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(one.size())) {
        return {};
      }
      next = (next + 1) % m_devices.size();
    }
    wait(0.001);
    for (const std::size_t index : m_ready) {
      if (!read(m_devices[index])) return {};
      if (m_devices[index].answers == 0 || !underWay[index]) continue;
      underWay[index] = false;
      --waiting;
      times.push_back(std::chrono::duration<double, std::micro>(Clock::now() - sentAt[index]).count());
    }
  }
  return waiting == 0 ? times : std::vector<double>();
}

}  // namespace lk::bench
