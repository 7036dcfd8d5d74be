#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "server/node/session_ref.h"

namespace lk::node {

// A ring of slots, one for each quarter of a second. A session stands in one slot and is looked at when its time comes;
// whoever looks puts it back at its deadline of then, so a session that is heard from costs nothing. A deadline is seen
// at most kSlotMs late, by a thread that does not lag. Times are milliseconds, steady.
class DeadlineWheel {
 public:
  static constexpr std::int64_t kSlotMs = 250;

  explicit DeadlineWheel(std::int64_t nowMs) : m_turn(nowMs / kSlotMs), m_slots(kSlots) {}

  // The turn at which the session will be looked at: that of its deadline, or the ring's end if that comes first.
  std::int64_t put(SessionRef session, std::int64_t deadlineMs) {
    const std::int64_t turn = std::clamp(deadlineMs / kSlotMs + 1, m_turn + 1, m_turn + kSlots - 1);
    slot(turn).push_back(session);
    return turn;
  }

  // Calls due(SessionRef, turn) for each session whose turn has come by now.
  template <typename Due>
  void advance(std::int64_t nowMs, Due&& due) {
    while (m_turn < nowMs / kSlotMs) {
      ++m_turn;
      m_due.swap(slot(m_turn));
      for (const SessionRef session : m_due) due(session, m_turn);
      m_due.clear();
      m_due.shrink_to_fit();
    }
  }

  // When a session may be due: nothing is, before.
  [[nodiscard]] std::int64_t nextMs() const {
    std::int64_t turn = m_turn + 1;
    while (turn < m_turn + kMostAhead && m_slots[indexOf(turn)].empty()) ++turn;
    return turn * kSlotMs;
  }

 private:
  static constexpr std::int64_t kSlots = 512;
  static constexpr std::int64_t kMostAhead = 4;  // looked at for the next session

  static std::size_t indexOf(std::int64_t turn) { return static_cast<std::size_t>(turn % kSlots); }
  std::vector<SessionRef>& slot(std::int64_t turn) { return m_slots[indexOf(turn)]; }

  std::int64_t m_turn;
  std::vector<std::vector<SessionRef>> m_slots;
  std::vector<SessionRef> m_due;
};

}  // namespace lk::node
