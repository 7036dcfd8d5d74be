#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace lk::ui {

// Finds slots by something that stands in them, in a few bytes a slot: open addressing, at most three quarters full.
// It holds the slots' numbers alone; who uses it says what a slot's hash is, and whether a slot is the one.
class SlotIndex {
 public:
  // -1: none is.
  template <typename Is>
  [[nodiscard]] int find(std::size_t hash, Is is) const {
    if (m_places.empty()) return -1;
    for (std::size_t place = hash & mask(); m_places[place] >= 0; place = (place + 1) & mask()) {
      if (is(m_places[place])) return m_places[place];
    }
    return -1;
  }

  // The slot is not in it yet.
  template <typename HashOf>
  void insert(int slot, HashOf hashOf) {
    if ((m_size + 1) * 4 > m_places.size() * 3) resize(std::max<std::size_t>(m_places.size() * 2, 16), hashOf);
    put(slot, hashOf);
    ++m_size;
  }

  template <typename HashOf>
  void remove(int slot, HashOf hashOf) {
    if (m_places.empty()) return;
    std::size_t gap = hashOf(slot) & mask();
    while (m_places[gap] >= 0 && m_places[gap] != slot) gap = (gap + 1) & mask();
    if (m_places[gap] < 0) return;
    m_places[gap] = -1;
    --m_size;
    // What had to make way for it moves up, so that no look-up ends too early.
    for (std::size_t place = (gap + 1) & mask(); m_places[place] >= 0; place = (place + 1) & mask()) {
      const std::size_t home = hashOf(m_places[place]) & mask();
      if (((place - home) & mask()) < ((place - gap) & mask())) continue;
      m_places[gap] = m_places[place];
      m_places[place] = -1;
      gap = place;
    }
  }

  // Room for so many at once: growing on the way takes the more time the more there are.
  template <typename HashOf>
  void reserve(std::size_t slots, HashOf hashOf) {
    std::size_t wanted = std::max<std::size_t>(m_places.size(), 16);
    while (slots * 4 > wanted * 3) wanted *= 2;
    if (wanted > m_places.size()) resize(wanted, hashOf);
  }

  [[nodiscard]] std::size_t size() const { return m_size; }

 private:
  [[nodiscard]] std::size_t mask() const { return m_places.size() - 1; }

  template <typename HashOf>
  void put(int slot, HashOf hashOf) {
    std::size_t place = hashOf(slot) & mask();
    while (m_places[place] >= 0) place = (place + 1) & mask();
    m_places[place] = slot;
  }

  template <typename HashOf>
  void resize(std::size_t places, HashOf hashOf) {
    const std::vector<int> old = std::exchange(m_places, std::vector<int>(places, -1));
    for (const int slot : old) {
      if (slot >= 0) put(slot, hashOf);
    }
  }

  std::vector<int> m_places;  // a power of two; -1: free
  std::size_t m_size = 0;
};

}  // namespace lk::ui
