#include <algorithm>
#include <utility>

#include "server/node/gateway_node.h"

// How a gateway node sends its connections away.
namespace lk::node {

Result<void> GatewayNode::drain(int rate) {
  m_drainRate = rate > 0 ? rate : static_cast<int>(m_settings.drainRate);
  if (m_draining) return {};
  m_draining = true;
  // Closed first, so that nobody comes back to this node.
  m_acceptor.close();
  note(EventKind::DrainStarted, Severity::Warning,
       KeptEvent::of({}, std::to_string(m_acceptor.connections()) + " connections, " + std::to_string(m_drainRate) +
                             " a second"));
  tellLoad();
  m_drainTimer.start();
  drainSome();
  return {};
}

void GatewayNode::drainSome() {
  if (m_acceptor.connections() == 0) {
    note(EventKind::DrainFinished, Severity::Info);
    m_devices.keep();
    m_consoles.sayDrained();
    return leave();
  }
  const double tick = static_cast<double>(m_drainTimer.interval()) / 1000.0;
  m_drainOwed = std::min(m_drainOwed + m_drainRate * tick, static_cast<double>(m_acceptor.connections()));
  auto due = static_cast<std::size_t>(m_drainOwed);
  m_drainOwed -= static_cast<double>(due);
  m_threads.drain(due);
}

void GatewayNode::leave() {
  m_drainTimer.stop();
  if (std::exchange(m_leaving, true)) return;
  m_bus->leave([this] { Q_EMIT drained(); });
}

}  // namespace lk::node
