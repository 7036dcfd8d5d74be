#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "server/base/result.h"
#include "server/base/vocabulary.h"

namespace lk::bus {

inline constexpr std::chrono::seconds kMaxTtl{604'800};
inline constexpr std::chrono::seconds kMaxTimeout{300};

// A command as the bus contract has it, its payload decoded.
struct Command {
  std::string id;  // 1 to 64 characters, none of them a control character
  std::string device;
  std::string payload;
  std::chrono::seconds ttl{0};       // 0: live; up to kMaxTtl: durable
  std::chrono::seconds timeout{10};  // 1 s to kMaxTimeout
  std::string reply;                 // channel for the results; empty: the contract's default
  std::string via;                   // channel of who routed it, and wants to hear of it, too; empty: nobody
  int hops = 0;                      // from node to node, after the device had moved on

  [[nodiscard]] bool durable() const { return ttl.count() > 0; }
};

// Whether the command keeps to the contract; the error's text is the reason of `rejected`.
[[nodiscard]] Result<void> check(const Command& command, std::size_t maxPayload);

// One change of state of one command; the fields of the contract's result.
struct CommandResult {
  std::string id;
  std::string device;
  CommandStatus status = CommandStatus::Queued;
  bool durable = false;
  int code = 0;
  std::string answer;
  std::string node;  // that says so; empty: this one
  std::uint64_t session = 0;
  std::string reason;
  std::int64_t queuedUs = 0;  // from acceptance until it was given to a session
  std::int64_t writeUs = 0;   // from acceptance until it was with the kernel
  std::int64_t ackUs = 0;     // from acceptance until the acknowledgement

  [[nodiscard]] bool final() const { return isFinal(status, durable); }
};

// One that says nothing but this of the command.
[[nodiscard]] CommandResult resultFor(const Command& command, CommandStatus status, std::string reason);

}  // namespace lk::bus
