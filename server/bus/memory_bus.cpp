#include "server/bus/memory_bus.h"

#include <algorithm>

namespace lk::bus {

namespace {

// With no service to hand them to, reports are counted by the node and end here.
class MemoryUplink final : public Uplink {
 public:
  bool put(const Report& /*report*/) override { return true; }
};

}  // namespace

std::unique_ptr<Uplink> MemoryBus::makeUplink() { return std::make_unique<MemoryUplink>(); }

void MemoryBus::claim(std::string_view device, std::uint64_t /*session*/, OnKept kept) {
  std::vector<Kept> waiting;
  if (!m_kept.empty()) {
    if (const auto found = m_kept.find(std::string(device)); found != m_kept.end()) {
      const auto now = m_clock.steady();
      for (const Entry& entry : found->second) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(entry.until - now);
        if (left.count() > 0) waiting.push_back({entry.command, left});
      }
    }
  }
  kept(std::move(waiting));
}

// The node's own registry says which session holds a device; there is nobody else to tell.
void MemoryBus::release(std::string_view /*device*/, std::uint64_t /*session*/) {}

void MemoryBus::keep(const Command& command, Done kept) {
  auto& entries = m_kept[command.device];
  if (entries.size() >= m_maxKept) {
    kept(Error{Error::Code::Limit, std::to_string(m_maxKept) + " durable commands already wait for this device"});
    return;
  }
  entries.push_back({command, m_clock.steady() + command.ttl});
  kept({});
}

void MemoryBus::forget(std::string_view device, std::string_view id) {
  const auto found = m_kept.find(std::string(device));
  if (found == m_kept.end()) return;
  std::erase_if(found->second, [&](const Entry& entry) { return entry.command.id == id; });
  if (found->second.empty()) m_kept.erase(found);
}

void MemoryBus::publish(const CommandResult& /*result*/) {}

}  // namespace lk::bus
