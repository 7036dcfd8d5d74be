#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/node/control_types.h"
#include "server/node/peer_address.h"

namespace lk::node {

// An event as a node keeps it for those who look later: one of each device's connects and ends, so it is small.
struct KeptEvent {
  quint64 seq = 0;
  qint64 atMs = 0;
  quint64 session = 0;
  std::string text;  // the device, then the detail
  PeerAddress peer;  // none: nobody's
  std::uint8_t deviceSize = 0;
  EventKind kind = EventKind::NodeReady;
  Severity severity = Severity::Info;
  std::optional<CloseReason> reason;

  // device: of so many bytes as fit.
  [[nodiscard]] static KeptEvent of(std::string_view device, std::string_view detail = {});
};

[[nodiscard]] Event toEvent(const KeptEvent& kept, const QString& node);

}  // namespace lk::node
