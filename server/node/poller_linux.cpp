#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "server/node/poller.h"

namespace lk::node {

namespace {

constexpr std::uint64_t kWakeToken = ~std::uint64_t{0};

std::uint32_t eventsOf(Interest interest) {
  std::uint32_t events = 0;
  if ((static_cast<unsigned>(interest) & static_cast<unsigned>(Interest::Read)) != 0) events |= EPOLLIN | EPOLLRDHUP;
  if ((static_cast<unsigned>(interest) & static_cast<unsigned>(Interest::Write)) != 0) events |= EPOLLOUT;
  return events;
}

class EpollPoller final : public Poller {
 public:
  EpollPoller(int epoll, int wake) : m_epoll(epoll), m_wake(wake) {}
  ~EpollPoller() override {
    ::close(m_wake);
    ::close(m_epoll);
  }
  EpollPoller(const EpollPoller&) = delete;
  EpollPoller& operator=(const EpollPoller&) = delete;

  bool add(Socket socket, std::uint64_t token, Interest interest) override {
    return control(EPOLL_CTL_ADD, socket, token, interest);
  }
  void change(Socket socket, std::uint64_t token, Interest interest) override {
    control(EPOLL_CTL_MOD, socket, token, interest);
  }
  void remove(Socket socket) override { control(EPOLL_CTL_DEL, socket, 0, Interest::None); }

  std::size_t wait(std::span<Ready> ready, std::chrono::milliseconds atMost) override {
    const int room = static_cast<int>(std::min(ready.size(), m_events.size()));
    const int count = ::epoll_wait(m_epoll, m_events.data(), room, static_cast<int>(atMost.count()));
    std::size_t filled = 0;
    for (int i = 0; i < count; ++i) {
      const epoll_event& event = m_events[static_cast<std::size_t>(i)];
      if (event.data.u64 == kWakeToken) {
        drainWake();
        continue;
      }
      ready[filled].token = event.data.u64;
      ready[filled].readable = (event.events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
      ready[filled].writable = (event.events & EPOLLOUT) != 0;
      ++filled;
    }
    return filled;
  }

  void wake() override {
    const std::uint64_t one = 1;
    // Fails only when the counter is full, and then it is signalled anyway.
    [[maybe_unused]] const auto written = ::write(m_wake, &one, sizeof one);
  }

 private:
  bool control(int operation, Socket socket, std::uint64_t token, Interest interest) {
    epoll_event event{};
    event.events = eventsOf(interest);
    event.data.u64 = token;
    return ::epoll_ctl(m_epoll, operation, static_cast<int>(socket), &event) == 0;
  }

  void drainWake() {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto got = ::read(m_wake, &count, sizeof count);
  }

  int m_epoll;
  int m_wake;
  std::array<epoll_event, 256> m_events{};
};

}  // namespace

Result<std::unique_ptr<Poller>> Poller::create() {
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
  const int wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = kWakeToken;
  if (epoll < 0 || wake < 0 || ::epoll_ctl(epoll, EPOLL_CTL_ADD, wake, &event) != 0) {
    const std::string why = std::strerror(errno);
    if (epoll >= 0) ::close(epoll);
    if (wake >= 0) ::close(wake);
    return Error{Error::Code::Io, "cannot make an event poll: " + why + "; raise the limit of open files"};
  }
  return std::unique_ptr<Poller>(std::make_unique<EpollPoller>(epoll, wake));
}

}  // namespace lk::node
