#pragma once

#include <chrono>
#include <deque>
#include <string>
#include <unordered_map>

#include "server/base/clock.h"
#include "server/bus/command.h"

namespace lk::node {

// What became of commands lately, so that the same id for the same device is delivered once and answered with the
// first result. Bounded in number and in bytes of answers: when full, the oldest are forgotten first.
class FinishedCommands {
 public:
  static constexpr std::chrono::minutes kRemembered{10};

  static constexpr std::size_t kManyBytes = 64 * 1024 * 1024;

  explicit FinishedCommands(std::size_t atMost = 500'000, std::size_t atMostBytes = kManyBytes)
      : m_atMost(atMost), m_atMostBytes(atMostBytes) {}

  void add(const std::string& key, const bus::CommandResult& result, Clock::Steady now) {
    forgetOld(now);  // or the end of an old one of this key would take the new one with it
    if (m_order.size() >= m_atMost) forgetOldest();
    const auto [place, isNew] = m_results.try_emplace(key);
    if (isNew) m_order.push_back({key, now});
    m_bytes += result.answer.size() - place->second.result.answer.size();
    place->second = {result, now};
    if (!result.answer.empty()) m_answered.push_back(key);
    while (m_bytes > m_atMostBytes && m_answered.size() > 1) forgetOldestAnswer();
  }

  // Null if there is none, or it is older than kRemembered.
  [[nodiscard]] const bus::CommandResult* find(const std::string& key, Clock::Steady now) const {
    const auto found = m_results.find(key);
    if (found == m_results.end() || now - found->second.at > kRemembered) return nullptr;
    return &found->second.result;
  }

  void forgetOld(Clock::Steady now) {
    while (!m_order.empty() && now - m_order.front().at > kRemembered) forgetOldest();
  }

 private:
  struct Remembered {
    bus::CommandResult result;
    Clock::Steady at;
  };
  struct Order {
    std::string key;
    Clock::Steady at;
  };

  // What became of the command is still known; only what the device said to it is not.
  void forgetOldestAnswer() {
    if (const auto oldest = m_results.find(m_answered.front()); oldest != m_results.end()) {
      m_bytes -= oldest->second.result.answer.size();
      std::string().swap(oldest->second.result.answer);
    }
    m_answered.pop_front();
  }

  void forgetOldest() {
    const auto oldest = m_results.find(m_order.front().key);
    m_bytes -= oldest->second.result.answer.size();
    m_results.erase(oldest);
    m_order.pop_front();
    while (!m_answered.empty() && !m_results.contains(m_answered.front())) m_answered.pop_front();
  }

  std::size_t m_atMost;
  std::size_t m_atMostBytes;
  std::size_t m_bytes = 0;  // of answers
  std::unordered_map<std::string, Remembered> m_results;
  std::deque<Order> m_order;
  std::deque<std::string> m_answered;  // keys of results that may hold an answer, oldest first
};

}  // namespace lk::node
