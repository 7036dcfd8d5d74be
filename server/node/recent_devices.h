#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <unordered_map>

namespace lk::node {

// Something of each device that was heard of lately: where there are too many, who was heard of longest ago goes first.
template <typename Value>
class RecentDevices {
 public:
  explicit RecentDevices(std::size_t atMost) : m_atMost(atMost) {}  // one at least

  // It is heard of now; what there is of it, or a new one. Good until another device is heard of.
  Value& touch(const std::string& device) {
    const auto [found, isNew] = m_devices.try_emplace(device);
    if (!isNew) {
      m_order.splice(m_order.end(), m_order, found->second.place);
      return found->second.value;
    }
    found->second.place = m_order.insert(m_order.end(), device);
    if (m_order.size() > m_atMost) {
      m_devices.erase(m_order.front());
      m_order.pop_front();
    }
    return found->second.value;
  }

  [[nodiscard]] const Value* find(const std::string& device) const {
    const auto found = m_devices.find(device);
    return found == m_devices.end() ? nullptr : &found->second.value;
  }
  [[nodiscard]] std::size_t size() const { return m_devices.size(); }

 private:
  struct Device {
    Value value{};
    std::list<std::string>::iterator place;
  };
  std::size_t m_atMost;
  std::unordered_map<std::string, Device> m_devices;
  std::list<std::string> m_order;  // the last that was heard of last
};

}  // namespace lk::node
