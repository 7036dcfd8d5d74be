#pragma once

#include <QList>
#include <algorithm>
#include <cstddef>
#include <deque>
#include <functional>
#include <utility>

namespace lk::node {

// The newest of what happened, numbered from 1 on; bounded. Items have a member seq.
template <typename Item>
class Ring {
 public:
  explicit Ring(std::size_t atMost) : m_atMost(atMost) {}

  void add(Item item) {
    Item& place = next();
    item.seq = place.seq;
    // Not moved onto what was there: the room of a long text would stay behind a short one.
    [[maybe_unused]] const Item gone = std::exchange(place, std::move(item));
  }

  // The next one, to be filled in: it holds what the one whose place it takes held, all but its number.
  [[nodiscard]] Item& next() {
    Item& place = m_items.size() < m_atMost ? m_items.emplace_back() : m_items[placeOf(m_last + 1)];
    place.seq = ++m_last;
    return place;
  }

  [[nodiscard]] quint64 last() const { return m_last; }

  // All after `since`, oldest first, as `as` makes them; how many of them are gone already in dropped. A `since` from
  // the future, as of an earlier life of the node, counts as 0.
  template <typename As = std::identity>
  [[nodiscard]] auto after(quint64 since, quint64& dropped, As as = {}) const {
    if (since > m_last) since = 0;
    const quint64 first = m_last - m_items.size();  // number before the oldest that is here
    dropped = since < first ? first - since : 0;
    QList<std::decay_t<std::invoke_result_t<As, const Item&>>> found;
    found.reserve(static_cast<qsizetype>(m_last - std::max(since, first)));
    for (quint64 seq = std::max(since, first) + 1; seq <= m_last; ++seq) found.push_back(as(m_items[placeOf(seq)]));
    return found;
  }

 private:
  [[nodiscard]] std::size_t placeOf(quint64 seq) const { return static_cast<std::size_t>((seq - 1) % m_atMost); }

  std::size_t m_atMost;
  std::deque<Item> m_items;
  quint64 m_last = 0;
};

}  // namespace lk::node
