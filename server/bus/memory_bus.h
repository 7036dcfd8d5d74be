#pragma once

#include <deque>
#include <unordered_map>

#include "server/base/clock.h"
#include "server/bus/bus.h"

namespace lk::bus {

// The bus of a node that stands alone: what it keeps lives as long as the process.
class MemoryBus : public Bus {
 public:
  // maxKept: durable commands that one device may have waiting; one more is refused.
  explicit MemoryBus(const Clock& clock, std::size_t maxKept = 10'000) : m_clock(clock), m_maxKept(maxKept) {}

  [[nodiscard]] std::string_view kind() const override { return "memory"; }
  void start(BusPort& /*port*/) override {}
  [[nodiscard]] std::unique_ptr<Uplink> makeUplink(std::size_t thread) override;
  [[nodiscard]] bool shared() const override { return false; }

  void claim(const std::string& device, std::uint64_t session, OnClaimed claimed) override;
  // There is no other node.
  [[nodiscard]] bool sure(const std::string& /*device*/) const override { return true; }
  void confirm(const std::string& /*device*/, OnClaimed claimed) override { claimed({}); }
  void wasTaken(const Claimed::Elsewhere& /*replaced*/, const Command& /*command*/, OnTaken onTaken) override {
    onTaken(false);
  }
  void tellTaker(const Claimed::Elsewhere& /*replaced*/, const std::string& /*device*/,
                 const std::string& /*address*/) override {}
  // The node's own registry says which session holds a device, and there is nobody else to tell.
  void release(const std::string& /*device*/, std::uint64_t /*session*/) override {}
  void keep(const Command& command, Done kept) override;
  void publish(const Command& /*command*/, const CommandResult& /*result*/) override {}
  void finish(const Command& command, const CommandResult& result, bool afterWritten) override;
  void pass(const Command& /*command*/) override {}
  void refuse(const Command& /*command*/, const std::string& /*why*/) override {}
  void repeat(const Command& /*command*/, const CommandResult& /*result*/) override {}
  // Nobody else is there to hold a device.
  void route(Command command, OnResult onResult) override;
  void stray(Command /*command*/) override {}
  void look(const std::string& device, OnLook onLook) override;
  [[nodiscard]] bool lives(const std::string& /*instance*/) const override { return false; }
  void tell(const std::string& /*console*/, std::string_view /*line*/) override {}
  void setLoad(const NodeLoad& /*load*/) override {}
  void leave(std::function<void()> left) override { left(); }
  [[nodiscard]] BusFigures figures() const override { return {}; }

 private:
  struct Entry {
    Command command;
    Clock::Steady until;
    std::uint64_t place;
  };

  const Clock& m_clock;
  const std::size_t m_maxKept;
  std::uint64_t m_lastPlace = 0;
  std::unordered_map<std::string, std::deque<Entry>> m_kept;
};

}  // namespace lk::bus
