#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>

#include "server/base/result.h"

namespace lk::node {

// A socket as the system names it: a descriptor, or on Windows a SOCKET.
using Socket = std::intptr_t;
inline constexpr Socket kNoSocket = -1;

enum class Interest : std::uint8_t { None = 0, Read = 1, Write = 2, Both = 3 };

// Which sockets can go on, level-triggered. One thread waits, and only when it does not may another wait; all else may
// be called from other threads meanwhile, by one at a time, and wake() by any.
class Poller {
 public:
  struct Ready {
    std::uint64_t token = 0;
    bool readable = false;  // also at the end of the stream and on errors: the read says which
    bool writable = false;
  };

  virtual ~Poller() = default;

  // The one for this system: epoll on Linux, a completion port on Windows.
  [[nodiscard]] static Result<std::unique_ptr<Poller>> create();

  // A token comes back with every readiness. It is never ~0, which is the poller's own.
  [[nodiscard]] virtual bool add(Socket socket, std::uint64_t token, Interest interest) = 0;
  virtual void change(Socket socket, std::uint64_t token, Interest interest) = 0;
  virtual void remove(Socket socket) = 0;  // before the socket is closed

  // Waits until something is ready, wake() was called or the time is over; how many of `ready` were filled in, which
  // may be none before that, too.
  [[nodiscard]] virtual std::size_t wait(std::span<Ready> ready, std::chrono::milliseconds atMost) = 0;

  // Can be read from while a wait would have something to say at once. kNoSocket: this system has no such thing.
  [[nodiscard]] virtual Socket watchable() const { return kNoSocket; }

  // From any thread: the wait under way, or the next one, ends at once.
  virtual void wake() = 0;
};

}  // namespace lk::node
