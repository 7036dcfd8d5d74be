#include <algorithm>

#include "server/node/session.h"

namespace lk::node {

void Session::handleCommandAck(const wire::Frame& frame, const Context& context) {
  if (frame.payload.empty()) {
    protocolError("bad-form", "COMMAND_ACK must hold a status byte", context);
    return;
  }
  const auto waits = [&](const InFlight& command) { return command.frameId == frame.id; };
  if (!m_inFlight || std::ranges::none_of(*m_inFlight, waits)) {
    // Its command ran out of time meanwhile, or never was: known to happen, so no reason to close.
    context.port.acknowledgedNothing(*this);
    return;
  }
  const auto found = std::ranges::find_if(*m_inFlight, waits);
  const std::uint64_t key = found->key;
  m_inFlight->erase(found);
  if (m_inFlight->empty()) m_inFlight.reset();
  context.port.commandAcknowledged(key, static_cast<std::uint8_t>(frame.payload[0]), frame.payload.substr(1));
}

}  // namespace lk::node
