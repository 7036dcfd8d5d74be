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
  class Known {
   public:
    [[nodiscard]] bool underWay() const { return m_serial != 0; }
    [[nodiscard]] std::uint64_t serial() const { return m_serial; }  // 0: it ended
    // How it ended, if it did.
    [[nodiscard]] bus::CommandResult result() const {
      bus::CommandResult result;
      const std::size_t end = m_key->find('\n');
      result.device = m_key->substr(0, end);
      result.id = m_key->substr(end + 1);
      result.status = m_status;
      result.durable = m_durable;
      result.code = m_code;
      result.reason = m_texts.substr(0, m_reasonSize);
      result.answer = m_texts.substr(m_reasonSize);
      result.session = m_session;
      result.queuedUs = m_queuedUs;
      result.writeUs = m_writeUs;
      result.ackUs = m_ackUs;
      return result;
    }

   private:
    friend class KnownCommands;

    void end(const bus::CommandResult& result, Clock::Steady now) {
      m_serial = 0;
      m_endedAt = now;
      m_status = result.status;
      m_durable = result.durable;
      m_code = result.code;
      m_reasonSize = result.reason.size();
      m_texts.reserve(result.reason.size() + result.answer.size());
      m_texts.append(result.reason).append(result.answer);
      m_session = result.session;
      m_queuedUs = result.queuedUs;
      m_writeUs = result.writeUs;
      m_ackUs = result.ackUs;
    }
    [[nodiscard]] std::size_t answerSize() const { return m_texts.size() - m_reasonSize; }
    void forgetAnswer() {
      m_texts.resize(m_reasonSize);
      m_texts.shrink_to_fit();
    }

    // There may be half a million: what the key says is not said again, and the texts are one.
    const std::string* m_key = nullptr;  // the map's
    std::uint64_t m_serial = 0;
    Clock::Steady m_endedAt;
    std::string m_texts;  // reason and answer
    std::size_t m_reasonSize = 0;
    std::uint64_t m_session = 0;
    std::int64_t m_queuedUs = 0;
    std::int64_t m_writeUs = 0;
    std::int64_t m_ackUs = 0;
    int m_code = 0;
    CommandStatus m_status = CommandStatus::Queued;
    bool m_durable = false;
  };

  explicit KnownCommands(std::size_t atMost = 500'000, std::size_t atMostBytes = kManyBytes)
      : m_atMost(atMost), m_atMostBytes(atMostBytes) {
    // Nearly all that come are not known: that is to be seen from an empty bucket, with no look at what others hold.
    m_known.max_load_factor(0.5F);
  }

  static std::string keyOf(const std::string& device, const std::string& id) {
    std::string key;
    key.reserve(device.size() + 1 + id.size());
    writeKey(key, device, id);
    return key;
  }

  // Null if there is none, or it ended longer than kRemembered ago.
  [[nodiscard]] const Known* find(const std::string& device, const std::string& id, Clock::Steady now) const {
    writeKey(m_sought, device, id);
    const auto found = m_known.find(m_sought);
    if (found == m_known.end()) return nullptr;
    const Known& known = found->second;
    return !known.underWay() && now - known.m_endedAt > kRemembered ? nullptr : &known;
  }

  // It is under way from here on, and was not known before.
  Known& begin(std::string key, std::uint64_t serial, Clock::Steady now) {
    forgetOld(now);
    const auto [place, isNew] = m_known.try_emplace(std::move(key));
    Known& known = place->second;
    // An old one of this key, behind one that is not quite as old: its end must not take the new one with it.
    if (!isNew) std::erase(m_ended, &known);
    m_bytes -= known.answerSize();
    known = {};
    known.m_key = &place->first;
    known.m_serial = serial;
    return known;
  }

  void end(Known& known, const bus::CommandResult& result, Clock::Steady now) {
    if (m_ended.size() >= m_atMost) forgetOldest();
    known.end(result, now);
    m_ended.push_back(&known);
    if (result.answer.empty()) return;
    m_bytes += result.answer.size();
    m_answered.push_back(*known.m_key);
    while (m_bytes > m_atMostBytes && m_answered.size() > 1) forgetOldestAnswer();
  }

  // It is under way no more, and leaves nothing to remember.
  void forget(const Known& known) { m_known.erase(m_known.find(*known.m_key)); }

  void forgetOld(Clock::Steady now) {
    while (!m_ended.empty() && now - m_ended.front()->m_endedAt > kRemembered) forgetOldest();
  }

 private:
  static void writeKey(std::string& key, const std::string& device, const std::string& id) {
    key.assign(device).push_back('\n');
    key.append(id);
  }

  // What became of the command is still known; only what the device said to it is not.
  void forgetOldestAnswer() {
    if (const auto oldest = m_known.find(m_answered.front()); oldest != m_known.end()) {
      m_bytes -= oldest->second.answerSize();
      oldest->second.forgetAnswer();
    }
    m_answered.pop_front();
  }

  void forgetOldest() {
    const Known& oldest = *m_ended.front();
    m_bytes -= oldest.answerSize();
    m_ended.pop_front();
    forget(oldest);
    while (!m_answered.empty() && !m_known.contains(m_answered.front())) m_answered.pop_front();
  }

  std::size_t m_atMost;
  std::size_t m_atMostBytes;
  std::size_t m_bytes = 0;  // of answers
  std::unordered_map<std::string, Known> m_known;
  mutable std::string m_sought;        // the room of keys that are looked up
  std::deque<const Known*> m_ended;    // oldest first
  std::deque<std::string> m_answered;  // keys of results that may hold an answer, oldest first
};

}  // namespace lk::node
