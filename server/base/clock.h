#pragma once

#include <chrono>
#include <cstdint>

namespace lk {

// Time is passed in, so that tests move it by hand. Deadlines use steady(), never the wall clock.
class Clock {
 public:
  using Steady = std::chrono::steady_clock::time_point;

  virtual ~Clock() = default;
  [[nodiscard]] virtual Steady steady() const = 0;
  // Microseconds since the epoch, for people and for logs.
  [[nodiscard]] virtual std::int64_t wallMicros() const = 0;
};

// Safe to use from every thread.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Steady steady() const override { return std::chrono::steady_clock::now(); }
  [[nodiscard]] std::int64_t wallMicros() const override {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
  }
};

}  // namespace lk
