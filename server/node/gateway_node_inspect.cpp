#include <algorithm>

#include "server/node/command_update.h"
#include "server/node/device_on_bus.h"
#include "server/node/gateway_node.h"

// What a gateway node remembers of its devices, and tells whoever asks for one.
namespace lk::node {

void GatewayNode::inspect(const QString& device, std::function<void(DeviceReport)> done) {
  const std::string name = device.toStdString();
  const std::uint64_t id = ++m_lastInspect;
  Inspecting& inspecting = m_inspecting[id];
  inspecting.done = std::move(done);
  DeviceReport& report = inspecting.report;
  report.device = device;
  report.atMs = m_clock.wallMicros() / 1000;
  DeviceAtNode& here = report.nodes.emplaceBack();
  here.node = ownRow(figures());
  here.underWay = static_cast<quint32>(m_ledger.pendingOf(name));
  m_devices.fill(here, name, report.atMs);

  const SessionRef session = m_registry.find(name);
  inspecting.missing = session ? 2 : 1;
  if (session) toIo(session.thread(), to_io::Inspect{id, session});
  m_bus->look(name, [this, id](bus::DeviceLook look) {
    const auto found = m_inspecting.find(id);
    if (found == m_inspecting.end()) return;
    const bool live = m_bus->lives(look.routeInstance);
    const QString kind = QString::fromUtf8(m_bus->kind());
    found->second.report.bus = onBus(std::move(look), kind, live);
    answerInspection(id);
  });
}

void GatewayNode::take(to_node::Inspected& message) {
  const auto found = m_inspecting.find(message.request);
  if (found == m_inspecting.end()) return;
  DeviceAtNode& here = found->second.report.nodes.front();
  here.connected = message.session != nullptr;
  if (message.session) here.session = std::move(*message.session);
  here.session.lastClose = m_devices.lastClose(here.session.device);
  here.welcomeWaits = message.welcomeWaits;
  here.stalledMs = message.stalledMs;
  answerInspection(message.request);
}

void GatewayNode::answerInspection(std::uint64_t id) {
  const auto found = m_inspecting.find(id);
  if (--found->second.missing > 0) return;
  const auto inspecting = m_inspecting.extract(found);
  inspecting.mapped().done(std::move(inspecting.mapped().report));
}

}  // namespace lk::node
