#include "server/node/kept_event.h"

#include <limits>

namespace lk::node {

KeptEvent KeptEvent::of(std::string_view device, std::string_view detail) {
  device = device.substr(0, std::numeric_limits<std::uint8_t>::max());
  KeptEvent event;
  event.deviceSize = static_cast<std::uint8_t>(device.size());
  event.text.reserve(device.size() + detail.size());
  event.text.append(device).append(detail);
  return event;
}

Event toEvent(const KeptEvent& kept, const QString& node) {
  Event event;
  event.seq = kept.seq;
  event.atMs = kept.atMs;
  event.kind = kept.kind;
  event.severity = kept.severity;
  event.node = node;
  event.device = QString::fromUtf8(kept.text.data(), kept.deviceSize);
  event.session = kept.session;
  if (kept.peer != PeerAddress{}) event.address = QString::fromStdString(kept.peer.address());
  event.reason = kept.reason;
  event.detail =
      QString::fromUtf8(kept.text.data() + kept.deviceSize, static_cast<qsizetype>(kept.text.size()) - kept.deviceSize);
  return event;
}

}  // namespace lk::node
