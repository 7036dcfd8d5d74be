#include "server/bus/command.h"

#include <algorithm>
#include <utility>

namespace lk::bus {

namespace {

constexpr std::size_t kMaxId = 64;

Error reject(std::string why) { return {Error::Code::Limit, std::move(why)}; }

// Characters, not bytes: UTF-8's continuation bytes do not count.
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool hasControls(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

}  // namespace

Result<void> check(const Command& command, std::size_t maxPayload) {
  if (command.id.empty() || characters(command.id) > kMaxId || hasControls(command.id)) {
    return reject("id must be 1 to 64 characters, with no control characters");
  }
  if (!isDeviceId(command.device)) return reject("device must be 1 to 64 of A-Z a-z 0-9 . _ : -");
  if (command.payload.size() > maxPayload) {
    return reject("payload is larger than the node's max-payload of " + std::to_string(maxPayload) + " bytes");
  }
  if (command.ttl < std::chrono::seconds{0} || command.ttl > kMaxTtl) return reject("ttl must be 0 to 604800 seconds");
  if (command.timeout < std::chrono::seconds{1} || command.timeout > kMaxTimeout) {
    return reject("timeout must be 1 to 300 seconds");
  }
  return {};
}

CommandResult resultFor(const Command& command, CommandStatus status, std::string reason) {
  CommandResult result;
  result.id = command.id;
  result.device = command.device;
  result.status = status;
  result.durable = command.durable();
  result.reason = std::move(reason);
  return result;
}

}  // namespace lk::bus
