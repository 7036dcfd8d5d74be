#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

// The words that every room shares. Their texts here are for logs, JSON and metrics; people's words are the ui's.
namespace lk {

// CLOSE reasons of the wire protocol. Lost is ours: the connection ended with no CLOSE from either side.
enum class CloseReason : std::uint8_t {
  Normal = 0,
  ProtocolError = 1,
  NotAuthorised = 2,
  Replaced = 3,
  KeepaliveMissed = 4,
  Draining = 5,
  OverLimit = 6,
  Kicked = 7,
  Lost = 255,
};

inline constexpr std::array kCloseReasons = {
    CloseReason::Normal,    CloseReason::ProtocolError,   CloseReason::NotAuthorised,
    CloseReason::Replaced,  CloseReason::KeepaliveMissed, CloseReason::Draining,
    CloseReason::OverLimit, CloseReason::Kicked,          CloseReason::Lost,
};

// One word each, stable: it is in metrics and JSON.
[[nodiscard]] std::string_view toText(CloseReason reason);
[[nodiscard]] std::optional<CloseReason> closeReasonFromText(std::string_view text);

// What became of a command; see the bus contract.
enum class CommandStatus : std::uint8_t {
  Queued,
  Written,
  Done,
  Failed,
  Unacknowledged,
  Disconnected,
  Offline,
  Expired,
  Rejected,
};

inline constexpr std::array kCommandStatuses = {
    CommandStatus::Queued,  CommandStatus::Written,        CommandStatus::Done,
    CommandStatus::Failed,  CommandStatus::Unacknowledged, CommandStatus::Disconnected,
    CommandStatus::Offline, CommandStatus::Expired,        CommandStatus::Rejected,
};

[[nodiscard]] std::string_view toText(CommandStatus status);
[[nodiscard]] std::optional<CommandStatus> commandStatusFromText(std::string_view text);

// Whether nothing follows this status. Unacknowledged and Disconnected end a live command, not a durable one.
[[nodiscard]] bool isFinal(CommandStatus status, bool durable);

// 1 to 64 of A-Z a-z 0-9 . _ : -
[[nodiscard]] bool isDeviceId(std::string_view text);
// Nodes are named as devices are.
[[nodiscard]] inline bool isNodeId(std::string_view text) { return isDeviceId(text); }

}  // namespace lk
