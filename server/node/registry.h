#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "server/node/session_ref.h"

namespace lk::node {

// Device -> the session that holds it on this node. From any thread.
class Registry {
 public:
  struct Claim {
    SessionRef older;          // that held the device until now, if any
    std::uint64_t number = 0;  // of the new session; of two sessions of one device the newer has the higher
  };

  // firstNumber: of the sessions that this registry will number.
  explicit Registry(std::uint64_t firstNumber = 1) : m_nextNumber(firstNumber) {}

  // The newest HELLO wins (rule 4).
  [[nodiscard]] Claim claim(std::string_view device, SessionRef session) {
    Shard& shard = shardOf(device);
    const std::lock_guard lock(shard.mutex);
    const std::uint64_t number = m_nextNumber.fetch_add(1, std::memory_order_relaxed);
    const auto [entry, isNew] = shard.owners.try_emplace(std::string(device), session);
    if (isNew) return {{}, number};
    return {std::exchange(entry->second, session), number};
  }

  // The same where a session holds the device; else it is nobody's as before.
  [[nodiscard]] std::optional<Claim> claimFromOlder(std::string_view device, SessionRef session) {
    Shard& shard = shardOf(device);
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.owners.find(device);
    if (found == shard.owners.end()) return std::nullopt;
    return Claim{std::exchange(found->second, session), m_nextNumber.fetch_add(1, std::memory_order_relaxed)};
  }

  // Compare-and-delete: the late end of an older session never touches a newer one (rule 4).
  void release(std::string_view device, SessionRef session) {
    Shard& shard = shardOf(device);
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.owners.find(device);
    if (found != shard.owners.end() && found->second == session) shard.owners.erase(found);
  }

  [[nodiscard]] SessionRef find(std::string_view device) const {
    const Shard& shard = shardOf(device);
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.owners.find(device);
    return found == shard.owners.end() ? SessionRef{} : found->second;
  }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  struct Shard {
    mutable std::mutex mutex;
    std::unordered_map<std::string, SessionRef, Hash, std::equal_to<>> owners;
  };

  // The shard takes other bits of the hash than the map within it.
  static std::size_t indexOf(std::string_view device) { return Hash{}(device) >> 58U; }
  Shard& shardOf(std::string_view device) { return m_shards[indexOf(device)]; }
  const Shard& shardOf(std::string_view device) const { return m_shards[indexOf(device)]; }

  std::array<Shard, 64> m_shards;
  std::atomic<std::uint64_t> m_nextNumber;
};

}  // namespace lk::node
