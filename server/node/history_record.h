#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/base/vocabulary.h"
#include "server/node/control_types.h"

namespace lk::node {

// One thing that happened to a device, as its history keeps it. Times are ms of the wall clock.
struct HistoryRecord {
  std::uint64_t seq = 0;  // of the node, rises; a record that changes keeps its own
  std::int64_t atMs = 0;
  std::uint64_t session = 0;
  std::int64_t lastedMs = 0;  // Closed: how long there was a session
  std::int64_t silentMs = 0;  // Closed: for how long the device had not been heard
  HistoryKind kind = HistoryKind::Connected;
  CloseReason reason = CloseReason::Normal;      // Closed, Refused
  CommandStatus status = CommandStatus::Queued;  // Command
  bool durable = false;                          // Command
  std::int16_t code = 0;                         // Command: the device's own status
  std::string address;                           // of the device, without port
  std::string id;                                // Command
  std::string detail;                            // the sentence of a CLOSE, the reason of a status

  bool operator==(const HistoryRecord&) const = default;
};

inline constexpr std::size_t kMaxHistoryText = 160;  // bytes of address, id and detail each
inline constexpr std::size_t kMaxHistoryLine = 4096;

// A line of the history's file, with its end: a CRC-32 of the rest in eight hexadecimal digits, a blank, JSON.
void appendHistoryLine(std::string& out, std::string_view device, const HistoryRecord& record);

struct HistoryLine {
  std::string device;
  HistoryRecord record;
};
// line: without its end. Nothing: torn, changed, or of another form.
[[nodiscard]] std::optional<HistoryLine> parseHistoryLine(std::string_view line);

}  // namespace lk::node
