#pragma once

#include <deque>
#include <unordered_map>

#include "server/base/clock.h"
#include "server/bus/bus.h"

namespace lk::bus {

// The bus of a node that stands alone: what it keeps lives as long as the process.
class MemoryBus final : public Bus {
 public:
  // maxKept: durable commands that one device may have waiting; one more is refused.
  explicit MemoryBus(const Clock& clock, std::size_t maxKept = 10'000) : m_clock(clock), m_maxKept(maxKept) {}

  [[nodiscard]] std::string_view kind() const override { return "memory"; }
  [[nodiscard]] std::unique_ptr<Uplink> makeUplink() override;

  void claim(std::string_view device, std::uint64_t session, OnKept kept) override;
  void release(std::string_view device, std::uint64_t session) override;
  void keep(const Command& command, Done kept) override;
  void forget(std::string_view device, std::string_view id) override;
  void publish(const CommandResult& result) override;

 private:
  struct Entry {
    Command command;
    Clock::Steady until;
  };

  const Clock& m_clock;
  const std::size_t m_maxKept;
  std::unordered_map<std::string, std::deque<Entry>> m_kept;
};

}  // namespace lk::bus
