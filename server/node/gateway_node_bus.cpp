#include "server/node/gateway_node.h"

// What a gateway node and its bus have to do with each other.
namespace lk::node {

// What came while its device was being claimed.
Claims::Waiter GatewayNode::waiterFor(bus::Command command, bool directed) {
  return [this, command = std::move(command), directed](const Claims::End& end) {
    const bool mayBeTaken = !directed && !command.durable() && !end.replaced.instance.empty();
    if (!mayBeTaken) return take(command, directed, end.confirmed);
    m_bus->wasTaken(end.replaced, command, [this, command](bool taken) {
      // Whoever takes the device over next asks here.
      taken ? m_ledger.noteTaken(command, m_clock.steady()) : take(command, false, true);
    });
  };
}

void GatewayNode::deviceLost(SessionRef session) {
  m_threads.hand(session.thread(), to_io::CloseSession{session, CloseReason::Replaced,
                                                       "a newer session of this device is on another node"});
}

void GatewayNode::deviceTaken(const std::string& device, const bus::Claimed::Elsewhere& from, const PeerAddress& by) {
  m_bus->tellTaker(from, device, by.address());
  noteTakeover(device, by.address());
}

void GatewayNode::deviceHeld(const std::string& device, SessionRef session, bus::Claimed claimed) {
  if (m_bus->shared()) m_threads.hand(session.thread(), to_io::Claimed{session});
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
  const auto [waiters, session] = m_claims.placeOf(command.device);
  if (waiters != nullptr) {
    waiters->emplace_back(
        [this, command = std::move(command), listener = std::move(listener)](const Claims::End& /*end*/) mutable {
          submit(std::move(command), std::move(listener));
          startLedgerTimer();
        });
    return;
  }
  const auto now = m_clock.steady();
  const bool good = bus::check(command, static_cast<std::size_t>(m_settings.maxPayload)).ok();
  const bool known = m_ledger.known(command, now) != nullptr;
  if (session && good && !known && !command.durable()) {
    return m_ledger.submitTo(session, std::move(command), now, std::move(listener));
  }
  // What the bus keeps comes back from there, be the device here or elsewhere.
  const bool here = !m_bus->shared() || !good || (!command.durable() && known);
  if (here) return m_ledger.submit(std::move(command), now, std::move(listener));
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
  m_threads.commandComes();
  take(std::move(command), directed);
}

void GatewayNode::commandsCame() {
  if (m_threads.commandsCame()) holdMail();
}

void GatewayNode::take(bus::Command command, bool directed, bool confirmed) {
  const auto place = m_claims.placeOf(command.device);
  if (place.waiters != nullptr) {
    place.waiters->push_back(waiterFor(std::move(command), directed));
    return;
  }
  const auto now = m_clock.steady();
  const SessionRef session = place.session;
  if (const KnownCommands::Known* first = m_ledger.known(command, now)) {
    if (!first->underWay() && (session || directed)) m_bus->repeat(command, first->result());
  } else if (const auto good = bus::check(command, static_cast<std::size_t>(m_settings.maxPayload)); !good) {
    if (directed && !session) return m_bus->stray(std::move(command));
    m_bus->refuse(command, good.error().text);
  } else if (command.durable()) {
    // Every node that hears it offers it, and the bus keeps it once.
    m_bus->keep(command, [](const Result<std::uint64_t>&) {});
  } else if (session && !directed && !confirmed &&
             m_claims.confirm(command.device, session, [&] { return waiterFor(std::move(command), directed); })) {
    // It comes back when the claim is answered.
  } else if (session) {
    m_ledger.submitTo(session, std::move(command), now, nullptr);
    startLedgerTimer();
  } else if (directed) {
    m_bus->stray(std::move(command));
  }
}

void GatewayNode::durableWaits(const std::string& device, std::vector<bus::Kept> waiting) {
  const auto place = m_claims.placeOf(device);
  if (place.waiters != nullptr) {
    const auto since = m_clock.steady();
    place.waiters->emplace_back([this, device, since, waiting = std::move(waiting)](const Claims::End& end) mutable {
      if (!end.confirmed) return;  // a new claim has brought what waits
      const auto waited = std::chrono::ceil<std::chrono::milliseconds>(m_clock.steady() - since);
      for (bus::Kept& kept : waiting) kept.left -= waited;
      std::erase_if(waiting, [](const bus::Kept& kept) { return kept.left.count() <= 0; });
      durableWaits(device, std::move(waiting));
    });
    return;
  }
  if (!place.session) return;
  m_ledger.add(device, std::move(waiting), m_clock.steady());
  startLedgerTimer();
}

void GatewayNode::claimSettled(const std::string& device, std::uint64_t session, bus::Claimed claimed) {
  m_claims.settleAnew(device, session, std::move(claimed));
}

void GatewayNode::sessionReplaced(const std::string& device, std::uint64_t session) {
  claimSettled(device, session, {bus::Claimed::Verdict::Older, {}, {}, {}});
}

bool GatewayNode::tookCommand(const std::string& device, const std::string& id) const {
  return m_ledger.answersFor(device, id, m_clock.steady());
}

void GatewayNode::reportsStored(std::size_t thread, std::vector<bus::ReportTicket> tickets) {
  m_threads.hand(thread, to_io::ReportsStored{std::move(tickets)});
}

void GatewayNode::uplinkHasRoom() { m_threads.postToAll(to_io::UplinkHasRoom{}); }

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
  load.sessions = m_threads.total(&IoCounters::sessions);
  load.draining = m_drain.begun();
  for (const QString& address : m_acceptor.addresses()) load.listen.push_back(address.toStdString());
  m_bus->setLoad(load);
  m_waited.see(m_threads.total(&IoCounters::outBufferBytes));
}

}  // namespace lk::node
