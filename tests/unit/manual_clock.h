#pragma once

#include "server/base/clock.h"

namespace lk::test {

// Time that stands still until it is moved.
class ManualClock final : public Clock {
 public:
  [[nodiscard]] Steady steady() const override { return m_now; }
  [[nodiscard]] std::int64_t wallMicros() const override {
    return std::chrono::duration_cast<std::chrono::microseconds>(m_now.time_since_epoch()).count();
  }
  void advance(std::chrono::milliseconds by) { m_now += by; }

 private:
  Steady m_now{std::chrono::hours{1000}};
};

}  // namespace lk::test
