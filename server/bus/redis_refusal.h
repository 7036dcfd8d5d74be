#pragma once

#include <chrono>
#include <string>
#include <utility>

#include "server/base/clock.h"
#include "server/bus/redis_reply.h"

namespace lk::bus {

// Whether Redis refuses requests about one key, as it does those of a user who lacks a right: what it said last.
class RedisRefusal {
 public:
  // True: it is news.
  bool note(const RedisOutcome& outcome) {
    const bool refused = outcome.kind == RedisOutcome::Kind::Refused;
    if (!refused && !outcome.ok()) return false;
    if (outcome.ok() && m_text.empty()) return false;
    const std::string before = std::exchange(m_text, refused ? outcome.text : std::string());
    return before != m_text;
  }
  [[nodiscard]] const std::string& text() const { return m_text; }

 private:
  std::string m_text;  // empty: none
};

// The same for requests about many keys. Those of a cluster lie with several masters, so one that is granted says
// nothing of the others; and what was refused may never be asked again. It is over when none was refused for a while.
class RecentRefusal {
 public:
  // Longer than it takes until what was refused is asked again.
  static constexpr std::chrono::seconds kStays{2};

  explicit RecentRefusal(const Clock& clock) : m_clock(clock) {}

  // True: there is news for text(). That it is over is none: who wants to know looks again.
  bool note(const RedisOutcome& outcome) {
    if (outcome.kind != RedisOutcome::Kind::Refused) return false;
    const std::string before = text();
    m_until = m_clock.steady() + kStays;
    m_text = outcome.text;
    return before != m_text;
  }
  // The same for a request about one device: that its key is of another type says nothing of the others.
  bool noteOfDevice(const RedisOutcome& outcome) { return !outcome.text.starts_with("WRONGTYPE") && note(outcome); }
  // Empty: none.
  [[nodiscard]] std::string text() const { return m_clock.steady() < m_until ? m_text : std::string(); }

 private:
  const Clock& m_clock;
  Clock::Steady m_until;
  std::string m_text;
};

}  // namespace lk::bus
