#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "server/node/session_ref.h"

namespace lk::node {

// A ring of one-second slots. A session stands in one slot and is looked at when its second comes; whoever looks puts
// it back at its deadline of then, so a session that is heard from costs nothing. Times are milliseconds, steady.
class DeadlineWheel {
 public:
  explicit DeadlineWheel(std::int64_t nowMs) : m_second(nowMs / 1000), m_slots(kSlots) {}

  // The second at which the session will be looked at: that of its deadline, or the ring's end if that comes first.
  std::int64_t put(SessionRef session, std::int64_t deadlineMs) {
    const std::int64_t second = std::clamp(deadlineMs / 1000 + 1, m_second + 1, m_second + kSlots - 1);
    slot(second).push_back(session);
    return second;
  }

  // Calls due(SessionRef, second) for each session whose second has come by now.
  template <typename Due>
  void advance(std::int64_t nowMs, Due&& due) {
    while (m_second < nowMs / 1000) {
      ++m_second;
      m_due.swap(slot(m_second));
      for (const SessionRef session : m_due) due(session, m_second);
      m_due.clear();
      m_due.shrink_to_fit();
    }
  }

  [[nodiscard]] std::int64_t nextMs() const { return (m_second + 1) * 1000; }

 private:
  static constexpr std::int64_t kSlots = 512;

  std::vector<SessionRef>& slot(std::int64_t second) { return m_slots[static_cast<std::size_t>(second % kSlots)]; }

  std::int64_t m_second;
  std::vector<std::vector<SessionRef>> m_slots;
  std::vector<SessionRef> m_due;
};

}  // namespace lk::node
