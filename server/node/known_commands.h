#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <utility>

#include "server/base/clock.h"
#include "server/bus/command.h"

namespace lk::node {

// The commands under way, and what became of others lately, so that the same id for the same device is delivered once
// and answered with the first result. What ended is bounded in number and in bytes of answers: when full, the oldest
// are forgotten first.
class KnownCommands {
 public:
  static constexpr std::chrono::minutes kRemembered{10};
  static constexpr std::size_t kManyBytes = 64 * 1024 * 1024;

  // A reference to one is good until it is forgotten, which for one under way is at its end.
  struct Known {
    std::uint64_t serial = 0;  // under way; 0: it ended
    bus::CommandResult result;
    Clock::Steady endedAt;
    const std::string* key = nullptr;  // the map's
  };

  explicit KnownCommands(std::size_t atMost = 500'000, std::size_t atMostBytes = kManyBytes)
      : m_atMost(atMost), m_atMostBytes(atMostBytes) {}

  static std::string keyOf(const std::string& device, const std::string& id) {
    std::string key;
    key.reserve(device.size() + 1 + id.size());
    key.append(device).push_back('\n');
    return key.append(id);
  }

  // Null if there is none, or it ended longer than kRemembered ago.
  [[nodiscard]] const Known* find(const std::string& key, Clock::Steady now) const {
    const auto found = m_known.find(key);
    if (found == m_known.end()) return nullptr;
    const Known& known = found->second;
    return known.serial == 0 && now - known.endedAt > kRemembered ? nullptr : &known;
  }

  // It is under way from here on, and was not known before.
  Known& begin(std::string key, std::uint64_t serial, Clock::Steady now) {
    forgetOld(now);
    const auto [place, isNew] = m_known.try_emplace(std::move(key));
    Known& known = place->second;
    // An old one of this key, behind one that is not quite as old: its end must not take the new one with it.
    if (!isNew) std::erase(m_ended, &known);
    m_bytes -= known.result.answer.size();
    known = {serial, {}, {}, &place->first};
    return known;
  }

  void end(Known& known, bus::CommandResult result, Clock::Steady now) {
    if (m_ended.size() >= m_atMost) forgetOldest();
    known.serial = 0;
    known.endedAt = now;
    known.result = std::move(result);
    m_ended.push_back(&known);
    if (known.result.answer.empty()) return;
    m_bytes += known.result.answer.size();
    m_answered.push_back(*known.key);
    while (m_bytes > m_atMostBytes && m_answered.size() > 1) forgetOldestAnswer();
  }

  // It is under way no more, and leaves nothing to remember.
  void forget(const Known& known) { m_known.erase(m_known.find(*known.key)); }

  void forgetOld(Clock::Steady now) {
    while (!m_ended.empty() && now - m_ended.front()->endedAt > kRemembered) forgetOldest();
  }

 private:
  // What became of the command is still known; only what the device said to it is not.
  void forgetOldestAnswer() {
    if (const auto oldest = m_known.find(m_answered.front()); oldest != m_known.end()) {
      m_bytes -= oldest->second.result.answer.size();
      std::string().swap(oldest->second.result.answer);
    }
    m_answered.pop_front();
  }

  void forgetOldest() {
    const Known& oldest = *m_ended.front();
    m_bytes -= oldest.result.answer.size();
    m_ended.pop_front();
    forget(oldest);
    while (!m_answered.empty() && !m_known.contains(m_answered.front())) m_answered.pop_front();
  }

  std::size_t m_atMost;
  std::size_t m_atMostBytes;
  std::size_t m_bytes = 0;  // of answers
  std::unordered_map<std::string, Known> m_known;
  std::deque<const Known*> m_ended;    // oldest first
  std::deque<std::string> m_answered;  // keys of results that may hold an answer, oldest first
};

}  // namespace lk::node
