#pragma once

#include <QList>
#include <cstddef>
#include <deque>

namespace lk::node {

// The newest of what happened, numbered from 1 on; bounded. Items have a member seq.
template <typename Item>
class Ring {
 public:
  explicit Ring(std::size_t atMost) : m_atMost(atMost) {}

  void add(Item item) {
    item.seq = ++m_last;
    if (m_items.size() == m_atMost) m_items.pop_front();
    m_items.push_back(std::move(item));
  }

  [[nodiscard]] quint64 last() const { return m_last; }

  // All after `since`, oldest first; how many of them are gone already in dropped. A `since` from the future, as of an
  // earlier life of the node, counts as 0.
  [[nodiscard]] QList<Item> after(quint64 since, quint64& dropped) const {
    if (since > m_last) since = 0;
    const quint64 first = m_last - m_items.size();  // number before the oldest that is here
    dropped = since < first ? first - since : 0;
    const std::size_t skip = since > first ? static_cast<std::size_t>(since - first) : 0;
    QList<Item> found;
    found.reserve(static_cast<qsizetype>(m_items.size() - skip));
    for (std::size_t i = skip; i < m_items.size(); ++i) found.push_back(m_items[i]);
    return found;
  }

 private:
  std::size_t m_atMost;
  std::deque<Item> m_items;
  quint64 m_last = 0;
};

}  // namespace lk::node
