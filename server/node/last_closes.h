#pragma once

#include <list>
#include <optional>
#include <string>
#include <unordered_map>

#include "server/base/vocabulary.h"

namespace lk::node {

// Why each device's last session ended; of the devices that were heard of last.
class LastCloses {
 public:
  explicit LastCloses(std::size_t atMost) : m_atMost(atMost) {}

  void add(const std::string& device, CloseReason reason) {
    const auto [found, isNew] = m_closes.try_emplace(device);
    found->second.reason = reason;
    if (!isNew) return m_order.splice(m_order.end(), m_order, found->second.place);
    found->second.place = m_order.insert(m_order.end(), device);
    if (m_order.size() <= m_atMost) return;
    m_closes.erase(m_order.front());
    m_order.pop_front();
  }

  [[nodiscard]] std::optional<CloseReason> find(const std::string& device) const {
    const auto found = m_closes.find(device);
    return found == m_closes.end() ? std::nullopt : std::optional(found->second.reason);
  }

 private:
  struct Close {
    CloseReason reason{};
    std::list<std::string>::iterator place;
  };
  std::size_t m_atMost;
  std::unordered_map<std::string, Close> m_closes;
  std::list<std::string> m_order;  // the last that was heard of last
};

}  // namespace lk::node
