#include "tests/support/ledger_fleet_worker.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QtEndian>
#include <algorithm>
#include <cerrno>
#include <utility>

namespace lk::test {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kHeader = 12;
constexpr auto kTick = 5ms;
constexpr auto kPingEvery = 20s;
constexpr auto kConnectWithin = 15s;

enum : std::uint8_t { Hello = 1, Welcome, Ping, Pong, Report, ReportAck, Command, CommandAck, Close };

std::uint32_t bigEndianAt(const std::string& bytes, std::size_t at) {
  return qFromBigEndian<quint32>(bytes.data() + at);
}

sockaddr_in loopback(std::uint32_t host, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(0x7F000000U + host);
  address.sin_port = htons(port);
  return address;
}

}  // namespace

LedgerFleet::Worker::Worker(LedgerPlan plan)
    : m_plan(std::move(plan)), m_devices(static_cast<std::size_t>(m_plan.devices)) {
  for (std::size_t i = 0; i < m_devices.size(); ++i) {
    m_devices[i].port = static_cast<qsizetype>(i) % m_plan.ports.size();
  }
}

LedgerFleet::Worker::~Worker() { stop(); }

void LedgerFleet::Worker::start() {
  m_epoll = ::epoll_create1(EPOLL_CLOEXEC);
  m_running = true;
  m_thread = std::thread([this] { run(); });
}

void LedgerFleet::Worker::stop() {
  m_running = false;
  if (m_thread.joinable()) m_thread.join();
  if (m_epoll >= 0) ::close(m_epoll);
  m_epoll = -1;
}

void LedgerFleet::Worker::run() {
  auto ticked = Steady::now();
  std::array<epoll_event, 512> events{};
  while (m_running) {
    const int count = ::epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), kTick.count());
    const std::lock_guard lock(m_mutex);
    for (int i = 0; i < count; ++i) handle(m_devices[events[i].data.u64], events[i].events);
    const auto now = Steady::now();
    if (now - ticked < kTick) continue;
    tick(now, std::chrono::duration<double>(now - ticked).count());
    ticked = now;
  }
  for (Device& device : m_devices) {
    if (device.fd >= 0) ::close(device.fd);
    device.fd = -1;
  }
}

void LedgerFleet::Worker::tick(Steady::time_point now, double seconds) {
  for (int left = std::min(m_toCut.exchange(0), m_plan.devices); left > 0; --left) {
    Device& device = m_devices[m_nextCut++ % m_devices.size()];
    if (device.fd < 0) continue;
    const linger reset{1, 0};
    ::setsockopt(device.fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    lose(device);
  }
  m_connectCredit = std::min(m_connectCredit + seconds * m_plan.connectsPerSecond, 200.0);
  for (Device& device : m_devices) {
    if (now < device.due) continue;
    if (device.state == Device::State::Away && m_connectCredit >= 1) {
      m_connectCredit -= 1;
      connectIt(device, now);
    } else if (device.state == Device::State::In) {
      send(device, Ping, 1, {});
      device.due = now + kPingEvery;
    } else if (device.state != Device::State::Away) {
      lose(device);
    }
  }
  m_reportCredit = std::min(m_reportCredit + seconds * m_reportsPerSecond, 5'000.0);
  if (m_reportsPerSecond == 0) m_reportCredit = 0;
  for (std::size_t looked = 0; m_reportCredit >= 1 && looked < m_devices.size(); ++looked) {
    Device& device = m_devices[m_nextReporter++ % m_devices.size()];
    // One whose reports are not taken has to wait, as a device's own small buffer would make it.
    if (device.state != Device::State::In || !device.out.empty()) continue;
    m_reportCredit -= 1;
    ++m_sent;
    const std::uint32_t number = ++device.reports;
    device.unacked.emplace_back(number, now);
    send(device, Report, number, nameOf(device).toStdString() + ' ' + std::to_string(number));
  }
}

QByteArray LedgerFleet::Worker::nameOf(const Device& device) const {
  return m_plan.prefix + QByteArray::number(&device - m_devices.data());
}

void LedgerFleet::Worker::connectIt(Device& device, Steady::time_point now) {
  const auto index = static_cast<std::uint64_t>(&device - m_devices.data());
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return;
  const int on = 1;
  ::setsockopt(fd, SOL_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (m_plan.readsNothing) {
    const int small = 4096;
    const int ethernet = 1460;  // the loopback's segments of 64 KiB would let the system hold megabytes of each
    ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    ::setsockopt(fd, IPPROTO_TCP, TCP_MAXSEG, &ethernet, sizeof ethernet);
  }
  // 127.1.0.1 upwards, 250 in each block of 256.
  const auto host = static_cast<std::uint32_t>(0x010001U + index / 250 * 256 + index % 250);
  const sockaddr_in source = loopback(host, 0);
  const sockaddr_in target = loopback(1, m_plan.ports[device.port]);
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT;
  event.data.u64 = index;
  device.fd = fd;
  device.due = now + kConnectWithin;
  device.state = Device::State::Connecting;
  device.wantsWrite = true;
  const bool begun =
      ::bind(fd, reinterpret_cast<const sockaddr*>(&source), sizeof source) == 0 &&
      ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, fd, &event) == 0 &&
      (::connect(fd, reinterpret_cast<const sockaddr*>(&target), sizeof target) == 0 || errno == EINPROGRESS);
  if (!begun) lose(device);
}

void LedgerFleet::Worker::handle(Device& device, std::uint32_t events) {
  if (device.fd < 0) return;
  if (device.state == Device::State::Connecting) {
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(device.fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0 || (events & EPOLLHUP) != 0) return lose(device);
    if ((events & EPOLLOUT) == 0) return;
    device.state = Device::State::Greeting;
    send(device, Hello, 0, R"({"device":")" + nameOf(device).toStdString() + R"(","keepalive":60})");
  } else if ((events & EPOLLOUT) != 0) {
    flush(device);
  }
  if (device.fd >= 0 && (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) read(device);
}

void LedgerFleet::Worker::read(Device& device) {
  std::array<char, 65'536> bytes;
  const ssize_t count = ::recv(device.fd, bytes.data(), bytes.size(), 0);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (count <= 0) return lose(device);
  device.in.append(bytes.data(), static_cast<std::size_t>(count));
  std::size_t at = 0;
  while (device.fd >= 0 && device.in.size() - at >= kHeader) {
    const std::size_t length = bigEndianAt(device.in, at + 8);
    if (device.in.size() - at < kHeader + length) break;
    take(device, static_cast<std::uint8_t>(device.in[at + 3]), bigEndianAt(device.in, at + 4),
         std::string_view(device.in).substr(at + kHeader, length));
    at += kHeader + length;
  }
  device.in.erase(0, std::min(at, device.in.size()));
}

void LedgerFleet::Worker::take(Device& device, std::uint8_t type, std::uint32_t id, std::string_view payload) {
  const QByteArray bytes(payload.data(), static_cast<qsizetype>(payload.size()));
  if (type == Welcome) {
    device.state = Device::State::In;
    device.due = Steady::now() + kPingEvery;
    const qsizetype at = bytes.indexOf("\"node\":\"") + 8;
    device.node = bytes.mid(at, bytes.indexOf('"', at) - at);
    ++m_connected;
    ++m_welcomes;
    if (m_plan.readsNothing) watch(device, 0);
  } else if (type == Ping) {
    send(device, Pong, id, {});
  } else if (type == Command) {
    ++m_commands;
    ++m_times[bytes];
    device.received.push_back(bytes);
    send(device, CommandAck, id, payload.starts_with("fail") ? std::string("\1no", 3) : std::string("\0ok", 3));
  } else if (type == ReportAck) {
    ++m_acked;
    acknowledged(device, id);
    device.acked.push_back(id);
  } else if (type == Close && !payload.empty() && static_cast<unsigned char>(payload[0]) < kReasons) {
    ++m_closes[static_cast<unsigned char>(payload[0])];
  }
}

void LedgerFleet::Worker::acknowledged(Device& device, std::uint32_t number) {
  while (!device.unacked.empty() && device.unacked.front().first <= number) {
    const auto took = Steady::now() - device.unacked.front().second;
    if (device.unacked.front().first == number) m_roundTrips.push_back(took / 1us);
    device.unacked.pop_front();
  }
}

void LedgerFleet::Worker::send(Device& device, std::uint8_t type, std::uint32_t id, const std::string& payload) {
  std::string header("LK\1\0\0\0\0\0\0\0\0\0", kHeader);
  header[3] = static_cast<char>(type);
  qToBigEndian<quint32>(id, header.data() + 4);
  qToBigEndian<quint32>(static_cast<quint32>(payload.size()), header.data() + 8);
  device.out += header;
  device.out += payload;
  flush(device);
}

void LedgerFleet::Worker::flush(Device& device) {
  if (!device.out.empty()) {
    const ssize_t count = ::send(device.fd, device.out.data(), device.out.size(), MSG_NOSIGNAL);
    if (count > 0) device.out.erase(0, static_cast<std::size_t>(count));
  }
  const bool wants = !device.out.empty();
  if (wants == device.wantsWrite) return;
  device.wantsWrite = wants;
  watch(device, wants ? EPOLLIN | EPOLLOUT : EPOLLIN);
}

void LedgerFleet::Worker::watch(Device& device, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = static_cast<std::uint64_t>(&device - m_devices.data());
  ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, device.fd, &event);
}

void LedgerFleet::Worker::lose(Device& device) {
  ::close(device.fd);
  device.fd = -1;
  if (device.state == Device::State::In) --m_connected;
  if (device.state == Device::State::In) ++m_lost;
  if (device.state != Device::State::In) device.port = (device.port + 1) % m_plan.ports.size();
  device.state = Device::State::Away;
  device.node.clear();
  device.in.clear();
  device.out.clear();
  device.unacked.clear();
  std::uniform_int_distribution<long> jitter(0, m_plan.backWithin.count());
  device.due = Steady::now() + std::chrono::milliseconds(jitter(m_random));
}

}  // namespace lk::test
