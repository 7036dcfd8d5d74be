#pragma once

#include <deque>
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
    if (!m_reasons.insert_or_assign(device, reason).second) return;
    m_order.push_back(device);
    if (m_order.size() <= m_atMost) return;
    m_reasons.erase(m_order.front());
    m_order.pop_front();
  }

  [[nodiscard]] std::optional<CloseReason> find(const std::string& device) const {
    const auto found = m_reasons.find(device);
    return found == m_reasons.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  std::size_t m_atMost;
  std::unordered_map<std::string, CloseReason> m_reasons;
  std::deque<std::string> m_order;
};

}  // namespace lk::node
