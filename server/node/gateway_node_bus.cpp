#include <algorithm>

#include "server/node/gateway_node.h"

// What a gateway node and its bus have to do with each other.
namespace lk::node {

// A device that is being claimed is no session's yet, as far as commands go.
SessionRef GatewayNode::sessionOf(std::string_view device) {
  if (!m_claiming.empty() && m_claiming.contains(std::string(device))) return {};
  return m_registry.find(device);
}

void GatewayNode::claim(const to_node::SessionOpened& opened) {
  if (m_bus->shared()) {
    beginClaim(opened.device, opened.session, opened.number);
    m_holders[opened.device] = {opened.number, opened.session};
  }
  m_bus->claim(opened.device, opened.number,
               [this, device = opened.device, session = opened.session, number = opened.number,
                peer = opened.peer](bus::Claimed answer) {
                 if (!answer.replaced.instance.empty()) {
                   m_bus->tellTaker(answer.replaced, device, peer.address());
                   noteTakeover(device, peer.address());
                 }
                 m_bus->shared() ? claimed(device, number, std::move(answer))
                                 : settle(device, session, std::move(answer));
               });
}

// What waits for an older session's claim waits for this one's.
GatewayNode::Claiming& GatewayNode::beginClaim(const std::string& device, SessionRef session, std::uint64_t number) {
  Claiming& claiming = m_claiming[device];
  claiming.session = session;
  claiming.number = number;
  claiming.confirms = false;
  return claiming;
}

void GatewayNode::claimed(const std::string& device, std::uint64_t number, bus::Claimed claimed) {
  const auto found = m_claiming.find(device);
  if (found == m_claiming.end() || found->second.number != number) return;  // a newer session came meanwhile
  const Claiming claiming = std::move(found->second);
  m_claiming.erase(found);
  const Claiming::End end{claimed.replaced, claiming.confirms};
  settle(device, claiming.session, std::move(claimed));
  for (const auto& call : claiming.waiting) call(end);
}

// Null: the bus is sure of it, or its session is so new that it has not been claimed yet.
GatewayNode::Claiming* GatewayNode::beginConfirm(const std::string& device, SessionRef session) {
  if (m_bus->sure(device)) return nullptr;
  const auto holder = m_holders.find(device);
  if (holder == m_holders.end() || holder->second.session != session) return nullptr;
  const std::uint64_t number = holder->second.number;
  Claiming& claiming = beginClaim(device, session, number);
  claiming.confirms = true;
  m_bus->confirm(device, [this, device, number](bus::Claimed answer) { claimed(device, number, std::move(answer)); });
  return &claiming;
}

void GatewayNode::waitForClaim(Claiming& claiming, bus::Command command, bool directed) {
  claiming.waiting.emplace_back([this, command = std::move(command), directed](const Claiming::End& end) {
    const bool mayBeTaken = !directed && !command.durable() && !end.replaced.instance.empty();
    if (!mayBeTaken) return take(command, directed, end.confirmed);
    m_bus->wasTaken(end.replaced, command, [this, command](bool taken) {
      if (!taken) take(command, false, true);
    });
  });
}

void GatewayNode::settle(const std::string& device, SessionRef session, bus::Claimed claimed) {
  if (!session || m_registry.find(device) != session) return;
  if (claimed.verdict == bus::Claimed::Verdict::Older) {
    // From here on a command is the other node's, which hears it, too, or is asked for it.
    m_registry.release(device, session);
    hand(session.thread(),
         to_io::CloseSession{session, CloseReason::Replaced, "a newer session of this device is on another node"});
    return;
  }
  if (m_bus->shared()) hand(session.thread(), to_io::Claimed{session});
  const auto now = m_clock.steady();
  m_ledger.sessionOpened(device, session, now);
  m_ledger.remember(claimed.recent, now);
  m_ledger.add(device, std::move(claimed.waiting), now);
  startLedgerTimer();
}

void GatewayNode::startLedgerTimer() {
  if (m_ledger.pending() + m_ledger.waiting() > 0 && !m_ledgerTimer.isActive()) m_ledgerTimer.start();
}

// A command of this node's own consoles and verbs: to the session here, or to wherever the device is.
void GatewayNode::submit(bus::Command command, CommandLedger::Listener listener) {
  if (const auto claiming = m_claiming.find(command.device); claiming != m_claiming.end()) {
    claiming->second.waiting.emplace_back(
        [this, command = std::move(command), listener = std::move(listener)](const auto& /*end*/) mutable {
          submit(std::move(command), std::move(listener));
          startLedgerTimer();
        });
    return;
  }
  const auto now = m_clock.steady();
  const bool good = bus::check(command, static_cast<std::size_t>(m_settings.maxPayload)).ok();
  // What the bus keeps comes back from there, be the device here or elsewhere.
  const bool here = !m_bus->shared() || !good ||
                    (!command.durable() && (m_ledger.known(command, now) || m_registry.find(command.device)));
  if (here) {
    m_ledger.submit(std::move(command), now, std::move(listener));
    return;
  }
  m_bus->route(command, [this, command, listener = std::move(listener)](const bus::CommandResult& result) {
    // Of those that this node delivers the ledger has told already.
    if (result.node != m_settings.nodeId) changed(result, PayloadSeen::of(command.payload), false);
    listener(result);
  });
}

void GatewayNode::passOn(bus::Command command, CommandListeners listeners) {
  if (listeners.empty()) return m_bus->stray(std::move(command));
  m_bus->route(command, [this, command, listeners = std::move(listeners)](const bus::CommandResult& result) {
    if (result.node != m_settings.nodeId) changed(result, PayloadSeen::of(command.payload), false);
    for (const auto& listener : listeners) listener(result);
    m_bus->repeat(command, result);  // to who routed it here
  });
}

void GatewayNode::commandArrived(bus::Command command, bool directed) {
  ++m_commandsComing;
  take(std::move(command), directed);
}

void GatewayNode::commandsCame() {
  if (std::exchange(m_commandsComing, 0) == 0) return;
  pushOn();
  holdMail();
}

void GatewayNode::take(bus::Command command, bool directed, bool confirmed) {
  if (const auto claiming = m_claiming.find(command.device); claiming != m_claiming.end()) {
    return waitForClaim(claiming->second, std::move(command), directed);
  }
  const auto now = m_clock.steady();
  const SessionRef session = m_registry.find(command.device);
  if (const KnownCommands::Known* first = m_ledger.known(command, now)) {
    if (!first->underWay() && (session || directed)) m_bus->repeat(command, first->result());
  } else if (const auto good = bus::check(command, static_cast<std::size_t>(m_settings.maxPayload)); !good) {
    if (directed && !session) return m_bus->stray(std::move(command));
    m_bus->refuse(command, good.error().text);
  } else if (command.durable()) {
    // Every node that hears it offers it, and the bus keeps it once.
    m_bus->keep(command, [](const Result<std::uint64_t>&) {});
  } else if (Claiming* claiming =
                 session && !directed && !confirmed ? beginConfirm(command.device, session) : nullptr) {
    waitForClaim(*claiming, std::move(command), directed);
  } else if (session) {
    m_ledger.submitTo(session, std::move(command), now, nullptr);
    startLedgerTimer();
  } else if (directed) {
    m_bus->stray(std::move(command));
  }
}

void GatewayNode::durableWaits(const std::string& device, std::vector<bus::Kept> waiting) {
  if (!sessionOf(device)) return;
  m_ledger.add(device, std::move(waiting), m_clock.steady());
  startLedgerTimer();
}

void GatewayNode::claimSettled(const std::string& device, std::uint64_t session, bus::Claimed claimed) {
  const auto holder = m_holders.find(device);
  if (holder == m_holders.end() || holder->second.number != session || m_claiming.contains(device)) return;
  settle(device, holder->second.session, std::move(claimed));
}

void GatewayNode::sessionReplaced(const std::string& device, std::uint64_t session) {
  claimSettled(device, session, {bus::Claimed::Verdict::Older, {}, {}, {}});
}

bool GatewayNode::tookCommand(const std::string& device, const std::string& id) const {
  return m_ledger.answersFor(device, id, m_clock.steady());
}

void GatewayNode::reportsStored(std::size_t thread, std::vector<bus::ReportTicket> tickets) {
  hand(thread, to_io::ReportsStored{std::move(tickets)});
}

void GatewayNode::uplinkHasRoom() {
  for (const auto& thread : m_threads) thread->post(to_io::UplinkHasRoom{});
}

void GatewayNode::lineArrived(const std::string& console, std::string_view line) {
  m_consoles.lineArrived(console, line);
}

void GatewayNode::nodeLost(const std::string& id, std::uint64_t sessions) {
  note(EventKind::NodeLost, Severity::Problem,
       KeptEvent::of({}, id + ": its lease in Redis has ended; sessions as last known: " + std::to_string(sessions)));
}

void GatewayNode::busChanged(bool up, const std::string& why) {
  note(up ? EventKind::BusUp : EventKind::BusDown, up ? Severity::Info : Severity::Problem, KeptEvent::of({}, why));
}

void GatewayNode::messageRefused(const std::string& text) {
  note(EventKind::MessageRefused, Severity::Warning, KeptEvent::of({}, text));
}

void GatewayNode::tellLoad() {
  bus::NodeLoad load;
  load.sessions = total(&IoCounters::sessions);
  load.draining = m_draining;
  for (const QString& address : m_addresses) load.listen.push_back(address.toStdString());
  m_bus->setLoad(load);
  m_mostWaited = std::max(m_mostWaited, total(&IoCounters::outBufferBytes));
}

}  // namespace lk::node
