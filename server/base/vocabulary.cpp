#include "server/base/vocabulary.h"

#include <algorithm>

namespace lk {

std::string_view toText(CloseReason reason) {
  switch (reason) {
    case CloseReason::Normal: return "normal";
    case CloseReason::ProtocolError: return "protocol-error";
    case CloseReason::NotAuthorised: return "not-authorised";
    case CloseReason::Replaced: return "replaced";
    case CloseReason::KeepaliveMissed: return "keepalive-missed";
    case CloseReason::Draining: return "draining";
    case CloseReason::OverLimit: return "over-limit";
    case CloseReason::Kicked: return "kicked";
    case CloseReason::Lost: return "lost";
  }
  return "unknown";
}

std::optional<CloseReason> closeReasonFromText(std::string_view text) {
  const auto* found = std::ranges::find_if(kCloseReasons, [&](CloseReason r) { return toText(r) == text; });
  return found == kCloseReasons.end() ? std::nullopt : std::optional(*found);
}

std::string_view toText(CommandStatus status) {
  switch (status) {
    case CommandStatus::Queued: return "queued";
    case CommandStatus::Written: return "written";
    case CommandStatus::Done: return "done";
    case CommandStatus::Failed: return "failed";
    case CommandStatus::Unacknowledged: return "unacknowledged";
    case CommandStatus::Disconnected: return "disconnected";
    case CommandStatus::Offline: return "offline";
    case CommandStatus::Expired: return "expired";
    case CommandStatus::Rejected: return "rejected";
  }
  return "unknown";
}

std::optional<CommandStatus> commandStatusFromText(std::string_view text) {
  const auto* found = std::ranges::find_if(kCommandStatuses, [&](CommandStatus s) { return toText(s) == text; });
  return found == kCommandStatuses.end() ? std::nullopt : std::optional(*found);
}

bool isFinal(CommandStatus status, bool durable) {
  switch (status) {
    case CommandStatus::Queued:
    case CommandStatus::Written: return false;
    case CommandStatus::Unacknowledged:
    case CommandStatus::Disconnected: return !durable;
    case CommandStatus::Done:
    case CommandStatus::Failed:
    case CommandStatus::Offline:
    case CommandStatus::Expired:
    case CommandStatus::Rejected: break;
  }
  return true;
}

bool isDeviceId(std::string_view text) {
  constexpr std::string_view kOthers = "._:-";
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [&](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           kOthers.find(c) != kOthers.npos;
  });
}

}  // namespace lk
