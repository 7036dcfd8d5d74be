#include "server/bus/memory_bus.h"

#include <algorithm>

namespace lk::bus {

namespace {

// With no service to hand them to, reports are counted by the node and end here.
class MemoryUplink final : public Uplink {
 public:
  Put put(const Report& /*report*/, ReportTicket /*ticket*/) override { return Put::Stored; }
};

}  // namespace

std::unique_ptr<Uplink> MemoryBus::makeUplink(std::size_t /*thread*/) { return std::make_unique<MemoryUplink>(); }

void MemoryBus::claim(const std::string& device, std::uint64_t /*session*/, OnClaimed claimed) {
  Claimed answer;
  if (const auto found = m_kept.find(device); found != m_kept.end()) {
    const auto now = m_clock.steady();
    for (const Entry& entry : found->second) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(entry.until - now);
      if (left.count() > 0) answer.waiting.push_back({entry.command, left, entry.place});
    }
  }
  claimed(std::move(answer));
}

void MemoryBus::keep(const Command& command, Done kept) {
  auto& entries = m_kept[command.device];
  if (entries.size() >= m_maxKept) {
    kept(Error{Error::Code::Limit, std::to_string(m_maxKept) + " durable commands already wait for this device"});
    return;
  }
  entries.push_back({command, m_clock.steady() + command.ttl, ++m_lastPlace});
  kept(m_lastPlace);
}

void MemoryBus::finish(const Command& command, const CommandResult& /*result*/, bool /*afterWritten*/) {
  if (!command.durable()) return;
  const auto found = m_kept.find(command.device);
  if (found == m_kept.end()) return;
  std::erase_if(found->second, [&](const Entry& entry) { return entry.command.id == command.id; });
  if (found->second.empty()) m_kept.erase(found);
}

void MemoryBus::look(const std::string& device, OnLook onLook) {
  constexpr std::size_t kShown = 16;
  DeviceLook look;
  look.answered = true;
  if (const auto found = m_kept.find(device); found != m_kept.end()) {
    look.waitingCount = found->second.size();
    for (const Entry& entry : found->second) {
      if (look.waiting.size() == kShown) break;
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(entry.until - m_clock.steady());
      look.waiting.push_back({entry.command.id, left});
    }
  }
  onLook(std::move(look));
}

void MemoryBus::route(Command command, OnResult onResult) {
  CommandResult result;
  result.id = command.id;
  result.device = command.device;
  result.status = CommandStatus::Offline;
  result.reason = "no node holds this device now";
  onResult(result);
}

}  // namespace lk::bus
