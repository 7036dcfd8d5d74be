#include <QHostAddress>
#include <algorithm>
#include <utility>

#include "server/base/address.h"
#include "server/node/gateway_node.h"
#include "server/node/socket_io.h"

// How connections come to a gateway node, and how it sends them away.
namespace lk::node {

using namespace std::chrono_literals;

namespace {

constexpr auto kRefusalNoteEvery = 1s;
constexpr auto kPausedAtLeast = 2s;  // so that a fleet at the limit is not told of at each that comes and goes
constexpr auto kLookAtPaceEvery = 2ms;

QString boundAddress(const Listener& listener) {
  const Address bound{listener.serverAddress().toString().toStdString(), listener.serverPort()};
  return QString::fromStdString(bound.text());
}

}  // namespace

Result<void> GatewayNode::listen(const std::string& address) {
  const auto parsed = parseAddress(address);
  if (!parsed) return parsed.error();
  auto listener = std::make_unique<Listener>();
  if (!listener->listen(QHostAddress(QString::fromStdString(parsed->host)), parsed->port)) {
    const bool inUse = listener->serverError() == QAbstractSocket::AddressInUseError;
    return Error{inUse ? Error::Code::InUse : Error::Code::NotPermitted,
                 "cannot listen on " + address + ": " + listener->errorString().toStdString() +
                     (inUse ? "; another program holds it: stop that, or choose another port with --listen ADDR:PORT"
                            : "; choose another address or port with --listen ADDR:PORT")};
  }
  // Inherited by what it accepts, where the system does that.
  socket_io::prepare(listener->socketDescriptor());
  connect(listener.get(), &Listener::accepted, this, &GatewayNode::accept);
  connect(listener.get(), &QTcpServer::acceptError, this, [this] { pauseAccepting(true); });
  m_addresses.push_back(boundAddress(*listener));
  m_listeners.push_back(std::move(listener));
  return {};
}

void GatewayNode::accept(qintptr descriptor) {
  const PeerAddress peer = socket_io::peerAddress(descriptor);
  const std::size_t inUse = socket_io::descriptorsInUse(descriptor);
  const std::optional<Ahead> ahead = m_proxies.aheadOf(peer);
  to_io::Adopt adopt{descriptor, peer, ahead.value_or(Ahead::Nothing), std::nullopt, {}, false};
  adopt.guest = m_gate.isFull();
  if (auto refusal = m_gate.admit(peer, ahead, inUse)) {
    adopt.guest = false;
    adopt.refusal = refusal->reason;
    adopt.sentence = refusal->sentence;
    noteRefusal(peer, refusal->reason, refusal->sentence);
  }
  if (m_gate.fewDescriptors(inUse)) pauseAccepting(m_gate.noDescriptors(inUse));
  m_threads.adopt(std::move(adopt));
  if (m_mayAccept > 0) --m_mayAccept;
  if (m_mayAccept > 0) return;
  holdListeners();
  m_paceTimer.start(0ms);  // what else the node has to do comes first
}

void GatewayNode::acceptAtPace() {
  m_mayAccept = m_pace.allow(m_clock.steady(), acceptLoad());
  if (m_mayAccept == 0) m_paceTimer.start(kLookAtPaceEvery);
  holdListeners();
}

AcceptPace::Load GatewayNode::acceptLoad() const { return {m_threads.behind(m_clock.steady()), m_claiming.size()}; }

// Or lets them go on.
void GatewayNode::holdListeners() {
  for (const auto& listener : m_listeners) m_mayAccept == 0 || m_noDescriptors ? listener->hold() : listener->goOn();
}

void GatewayNode::noteRefusal(const PeerAddress& peer, CloseReason reason, std::string_view sentence) {
  const auto now = m_clock.steady();
  if (now < m_nextRefusalNote) return;
  m_nextRefusalNote = now + kRefusalNoteEvery;
  KeptEvent event = KeptEvent::of({}, sentence);
  event.peer = peer;
  event.reason = reason;
  note(EventKind::ConnectionRefused, Severity::Warning, std::move(event));
}

// Out of descriptors: the sessions stay, newcomers are refused, or left in the backlog where there is not even a
// descriptor to refuse them with.
void GatewayNode::pauseAccepting(bool physically) {
  if (physically) {
    m_noDescriptors = true;
    holdListeners();
  }
  m_acceptPausedUntil = m_clock.steady() + kPausedAtLeast;
  if (m_acceptPaused) return;
  m_acceptPaused = true;
  m_acceptTimer.start();
  note(EventKind::AcceptPaused, Severity::Problem,
       KeptEvent::of({}, std::to_string(m_gate.connections()) + " connections, limit of open files " +
                             std::to_string(socket_io::descriptorLimit()) + "; raise it with ulimit -n"));
}

void GatewayNode::tryAcceptingAgain() {
  const std::size_t inUse = socket_io::descriptorsInUse();
  if (m_gate.noDescriptors(inUse)) return;
  m_noDescriptors = false;
  holdListeners();
  if (m_gate.fewDescriptors(inUse + 1) || m_clock.steady() < m_acceptPausedUntil) return;
  m_acceptPaused = false;
  m_acceptTimer.stop();
  note(EventKind::AcceptResumed, Severity::Info);
}

Result<void> GatewayNode::drain(int rate) {
  m_drainRate = rate > 0 ? rate : static_cast<int>(m_settings.drainRate);
  if (m_draining) return {};
  m_draining = true;
  // Closed first, so that nobody comes back to this node.
  for (const auto& listener : m_listeners) listener->close();
  m_acceptTimer.stop();
  m_paceTimer.stop();
  note(EventKind::DrainStarted, Severity::Warning,
       KeptEvent::of(
           {}, std::to_string(m_gate.connections()) + " connections, " + std::to_string(m_drainRate) + " a second"));
  tellLoad();
  m_drainTimer.start();
  drainSome();
  return {};
}

void GatewayNode::drainSome() {
  if (m_gate.connections() == 0) {
    note(EventKind::DrainFinished, Severity::Info);
    m_devices.keep();
    m_consoles.sayDrained();
    return leave();
  }
  const double tick = static_cast<double>(m_drainTimer.interval()) / 1000.0;
  m_drainOwed = std::min(m_drainOwed + m_drainRate * tick, static_cast<double>(m_gate.connections()));
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
