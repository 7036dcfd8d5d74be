#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/bus/command.h"

namespace lk::bus {

// A report on its way to the business services. Views: good for the call only.
struct Report {
  std::string_view device;
  std::uint64_t session = 0;
  std::string_view data;
};

// Where one I/O thread puts reports; belongs to that thread.
class Uplink {
 public:
  virtual ~Uplink() = default;
  // True: the report is in the uplink, and may be acknowledged.
  virtual bool put(const Report& report) = 0;
};

// A durable command as it is kept. left: of its ttl, at the time of asking.
struct Kept {
  Command command;
  std::chrono::milliseconds left{0};
};

// What nodes share: who holds which device, the durable commands, what became of commands. Belongs to the node's
// thread, where every callback comes too, at once or later.
class Bus {
 public:
  using Done = std::function<void(Result<void>)>;
  using OnKept = std::function<void(std::vector<Kept>)>;

  virtual ~Bus() = default;

  [[nodiscard]] virtual std::string_view kind() const = 0;  // memory or redis

  // Any thread; the uplink may outlive neither the bus nor the thread it is for.
  [[nodiscard]] virtual std::unique_ptr<Uplink> makeUplink() = 0;

  // This node holds the device now: owner until released, or claimed anew. Answers with its durable commands, oldest
  // first.
  virtual void claim(std::string_view device, std::uint64_t session, OnKept kept) = 0;

  // Compare-and-delete: nothing happens if a newer session holds the device.
  virtual void release(std::string_view device, std::uint64_t session) = 0;

  // Keeps a durable command, behind those kept before, until forgotten or over its ttl.
  virtual void keep(const Command& command, Done kept) = 0;
  virtual void forget(std::string_view device, std::string_view id) = 0;

  // Tells whoever listens for results.
  virtual void publish(const CommandResult& result) = 0;
};

}  // namespace lk::bus
