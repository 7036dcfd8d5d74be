#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "server/node/connection.h"

namespace lk::node {

// One I/O thread's connections, in slots that do not move. A freed slot gets a new generation.
class ConnectionTable {
 public:
  explicit ConnectionTable(std::size_t thread) : m_thread(thread) {}

  Connection& add(Socket socket, const PeerAddress& peer, std::int64_t nowMs) {
    std::uint32_t index = 0;
    if (m_free.empty()) {
      index = static_cast<std::uint32_t>(m_slots.size());
      m_slots.emplace_back();
    } else {
      index = m_free.back();
      m_free.pop_back();
    }
    Slot& slot = m_slots[index];
    const auto ref = SessionRef::make(m_thread, slot.generation, index);
    ++m_size;
    return slot.connection.emplace(socket, ref, peer, nowMs);
  }

  // Null when that connection is gone.
  [[nodiscard]] Connection* find(SessionRef ref) {
    if (ref.slot() >= m_slots.size()) return nullptr;
    Slot& slot = m_slots[ref.slot()];
    if (!slot.connection || slot.generation != ref.generation()) return nullptr;
    return &*slot.connection;
  }

  void erase(SessionRef ref) {
    Slot& slot = m_slots[ref.slot()];
    slot.connection.reset();
    slot.generation = (slot.generation + 1) % SessionRef::kGenerations;
    if (slot.generation == 0) slot.generation = 1;
    m_free.push_back(ref.slot());
    --m_size;
  }

  [[nodiscard]] std::size_t size() const { return m_size; }
  [[nodiscard]] std::size_t slots() const { return m_slots.size(); }
  // What is in a slot, 0 to slots() - 1; null when it is free.
  [[nodiscard]] Connection* at(std::size_t index) {
    Slot& slot = m_slots[index];
    return slot.connection ? &*slot.connection : nullptr;
  }

 private:
  struct Slot {
    std::optional<Connection> connection;
    std::uint32_t generation = 1;
  };

  std::size_t m_thread;
  std::deque<Slot> m_slots;
  std::vector<std::uint32_t> m_free;
  std::size_t m_size = 0;
};

}  // namespace lk::node
