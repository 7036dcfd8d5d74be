#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "server/node/connection.h"

namespace lk::node {

// One I/O thread's connections, in slots that do not move. A freed slot gets a new generation.
class ConnectionTable {
 public:
  explicit ConnectionTable(std::size_t thread) : m_thread(thread) {}

  Connection& add(Socket socket, const PeerAddress& peer, std::int64_t nowMs) {
    if (m_free.empty()) addPage();
    const std::uint32_t index = m_free.back();
    m_free.pop_back();
    Slot& slot = slotAt(index);
    const auto ref = SessionRef::make(m_thread, slot.generation, index);
    ++m_size;
    return slot.connection.emplace(socket, ref, peer, nowMs);
  }

  // Null when that connection is gone.
  [[nodiscard]] Connection* find(SessionRef ref) {
    if (ref.slot() >= slots()) return nullptr;
    Slot& slot = slotAt(ref.slot());
    if (!slot.connection || slot.generation != ref.generation()) return nullptr;
    return &*slot.connection;
  }

  void erase(SessionRef ref) {
    Slot& slot = slotAt(ref.slot());
    slot.connection.reset();
    slot.generation = (slot.generation + 1) % SessionRef::kGenerations;
    if (slot.generation == 0) slot.generation = 1;
    m_free.push_back(ref.slot());
    --m_size;
  }

  [[nodiscard]] std::size_t size() const { return m_size; }
  [[nodiscard]] std::size_t slots() const { return m_pages.size() * kPage; }
  // What is in a slot, 0 to slots() - 1; null when it is free.
  [[nodiscard]] Connection* at(std::size_t index) {
    Slot& slot = slotAt(index);
    return slot.connection ? &*slot.connection : nullptr;
  }

 private:
  static constexpr std::size_t kPage = 64;

  struct Slot {
    std::optional<Connection> connection;
    std::uint32_t generation = 1;
  };
  using Page = std::array<Slot, kPage>;

  Slot& slotAt(std::size_t index) { return (*m_pages[index / kPage])[index % kPage]; }

  // Lower slots are taken first.
  void addPage() {
    const auto first = static_cast<std::uint32_t>(slots());
    m_pages.push_back(std::make_unique<Page>());
    for (auto i = static_cast<std::uint32_t>(kPage); i-- > 0;) m_free.push_back(first + i);
  }

  std::size_t m_thread;
  std::vector<std::unique_ptr<Page>> m_pages;
  std::vector<std::uint32_t> m_free;
  std::size_t m_size = 0;
};

}  // namespace lk::node
