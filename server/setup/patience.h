#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>

#include "server/base/clock.h"

namespace lk::setup {

// How long somebody is ready to wait, and whether he still is. Copies share the cancellation; any thread may cancel.
class Patience {
 public:
  Patience(const Clock& clock, std::chrono::milliseconds atMost)
      : m_clock(&clock), m_until(clock.steady() + atMost), m_cancelled(std::make_shared<std::atomic<bool>>(false)) {}

  // For a step of the whole: ends with it at the latest.
  [[nodiscard]] Patience atMost(std::chrono::milliseconds step) const {
    Patience part = *this;
    part.m_until = std::min(m_until, m_clock->steady() + step);
    return part;
  }

  void cancel() const { m_cancelled->store(true, std::memory_order_relaxed); }
  [[nodiscard]] bool cancelled() const { return m_cancelled->load(std::memory_order_relaxed); }
  [[nodiscard]] bool over() const { return cancelled() || m_clock->steady() >= m_until; }
  [[nodiscard]] std::chrono::milliseconds left() const {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(m_until - m_clock->steady());
    return cancelled() ? std::chrono::milliseconds(0) : std::max(left, std::chrono::milliseconds(0));
  }

 private:
  const Clock* m_clock;
  Clock::Steady m_until;
  std::shared_ptr<std::atomic<bool>> m_cancelled;
};

}  // namespace lk::setup
