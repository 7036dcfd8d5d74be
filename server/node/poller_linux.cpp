#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "server/node/poller.h"

namespace lk::node {

namespace {

constexpr std::uint64_t kWakeToken = ~std::uint64_t{0};
constexpr std::uint64_t kTimeToken = kWakeToken - 1;

std::uint32_t eventsOf(Interest interest) {
  std::uint32_t events = 0;
  if ((static_cast<unsigned>(interest) & static_cast<unsigned>(Interest::Read)) != 0) events |= EPOLLIN | EPOLLRDHUP;
  if ((static_cast<unsigned>(interest) & static_cast<unsigned>(Interest::Write)) != 0) events |= EPOLLOUT;
  return events;
}

class EpollPoller final : public Poller {
 public:
  EpollPoller(int epoll, int wake, int time) : m_epoll(epoll), m_wake(wake), m_time(time) {}
  ~EpollPoller() override {
    ::close(m_time);
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
    const int count =
        ::epoll_wait(m_epoll, m_events.data(), room, ringsBy(atMost) ? -1 : static_cast<int>(atMost.count()));
    std::size_t filled = 0;
    for (int i = 0; i < count; ++i) {
      const epoll_event& event = m_events[static_cast<std::size_t>(i)];
      if (event.data.u64 == kWakeToken) {
        drain(m_wake);
        continue;
      }
      if (event.data.u64 == kTimeToken) {
        drain(m_time);
        continue;
      }
      ready[filled].token = event.data.u64;
      ready[filled].readable = (event.events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
      ready[filled].writable = (event.events & EPOLLOUT) != 0;
      ++filled;
    }
    return filled;
  }

  Socket watchable() const override { return m_epoll; }

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

  static void drain(int descriptor) {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto got = ::read(descriptor, &count, sizeof count);
  }

  // A wait's own patience is a timer of the system for each wait. As nearly all end at the same tick, one timer that
  // stays does for them: whether it rings by then.
  bool ringsBy(std::chrono::milliseconds atMost) {
    using std::chrono::steady_clock;
    constexpr std::chrono::milliseconds kNear{2};
    if (atMost < 2 * kNear) return false;
    const auto due = steady_clock::now() + atMost;
    if (m_ringsAt < due + kNear && m_ringsAt > due - kNear) return true;
    itimerspec timer{};
    timer.it_value.tv_sec = atMost.count() / 1000;
    timer.it_value.tv_nsec = atMost.count() % 1000 * 1'000'000;
    if (::timerfd_settime(m_time, 0, &timer, nullptr) != 0) return false;
    m_ringsAt = due;
    return true;
  }

  int m_epoll;
  int m_wake;
  int m_time;
  std::chrono::steady_clock::time_point m_ringsAt;
  std::array<epoll_event, 256> m_events{};
};

}  // namespace

Result<std::unique_ptr<Poller>> Poller::create() {
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
  const int wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  const int time = ::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  const auto watch = [epoll](int descriptor, std::uint64_t token) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = token;
    return ::epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) == 0;
  };
  if (epoll < 0 || wake < 0 || time < 0 || !watch(wake, kWakeToken) || !watch(time, kTimeToken)) {
    const std::string why = std::strerror(errno);
    if (epoll >= 0) ::close(epoll);
    if (wake >= 0) ::close(wake);
    if (time >= 0) ::close(time);
    return Error{Error::Code::Io, "cannot make an event poll: " + why + "; raise the limit of open files"};
  }
  return std::unique_ptr<Poller>(std::make_unique<EpollPoller>(epoll, wake, time));
}

}  // namespace lk::node
