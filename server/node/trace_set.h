#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace lk::node {

// Devices whose frames somebody watches. From any thread; costs one load while nobody does.
class TraceSet {
 public:
  // True: the device's first watcher came, or its last one left.
  bool change(std::string_view device, bool on) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_watchers.find(device);
    if (on) {
      if (found != m_watchers.end()) {
        ++found->second;
        return false;
      }
      m_watchers.emplace(device, 1);
    } else {
      if (found == m_watchers.end() || --found->second > 0) return false;
      m_watchers.erase(found);
    }
    m_any.store(!m_watchers.empty(), std::memory_order_relaxed);
    return true;
  }

  [[nodiscard]] bool contains(std::string_view device) const {
    if (!m_any.load(std::memory_order_relaxed)) return false;
    const std::lock_guard lock(m_mutex);
    return m_watchers.find(device) != m_watchers.end();
  }

 private:
  std::atomic<bool> m_any{false};
  mutable std::mutex m_mutex;
  std::map<std::string, int, std::less<>> m_watchers;
};

}  // namespace lk::node
