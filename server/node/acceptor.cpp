#include "server/node/acceptor.h"

#include <QHostAddress>
#include <utility>

#include "server/base/address.h"
#include "server/node/socket_io.h"

namespace lk::node {

using namespace std::chrono_literals;

namespace {

constexpr auto kRefusalNoteEvery = 1s;
constexpr auto kLookAtPaceEvery = 2ms;
constexpr auto kLookAtDescriptorsEvery = 50ms;

AcceptGate::Limits limitsOf(const Settings& settings) {
  return {static_cast<std::size_t>(settings.maxSessions), static_cast<std::size_t>(settings.maxConnectionsPerAddress),
          socket_io::descriptorLimit()};
}

QString boundAddress(const Listener& listener) {
  const Address bound{listener.serverAddress().toString().toStdString(), listener.serverPort()};
  return QString::fromStdString(bound.text());
}

}  // namespace

Acceptor::Acceptor(const Settings& settings, const Clock& clock, NodeRecords& records, Adopt adopt, LoadNow loadNow,
                   QObject* parent)
    : QObject(parent),
      m_clock(clock),
      m_records(records),
      m_adopt(std::move(adopt)),
      m_loadNow(std::move(loadNow)),
      m_gate(limitsOf(settings)),
      m_proxies(settings),
      m_paceTimer(this),
      m_pauseTimer(this) {
  m_paceTimer.setSingleShot(true);
  connect(&m_paceTimer, &QTimer::timeout, this, &Acceptor::acceptAtPace);
  m_pauseTimer.setInterval(kLookAtDescriptorsEvery);
  connect(&m_pauseTimer, &QTimer::timeout, this, &Acceptor::tryAgain);
}

Result<void> Acceptor::listen(const std::string& address) {
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
  connect(listener.get(), &Listener::accepted, this, &Acceptor::accept);
  connect(listener.get(), &QTcpServer::acceptError, this, [this] { pause(true); });
  m_addresses.push_back(boundAddress(*listener));
  m_listeners.push_back(std::move(listener));
  return {};
}

void Acceptor::reload(const Settings& settings) {
  m_gate.setLimits(limitsOf(settings));
  m_proxies = ProxyPolicy(settings);
}

void Acceptor::close() {
  m_listeners.clear();
  m_paceTimer.stop();
  m_pauseTimer.stop();
}

void Acceptor::accept(qintptr descriptor) {
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
  if (m_gate.fewDescriptors(inUse)) pause(m_gate.noDescriptors(inUse));
  m_adopt(std::move(adopt));
  if (m_mayAccept > 0) --m_mayAccept;
  if (m_mayAccept > 0) return;
  holdListeners();
  m_paceTimer.start(0ms);  // what else the node has to do comes first
}

void Acceptor::acceptAtPace() {
  m_mayAccept = m_pace.allow(m_clock.steady(), m_loadNow());
  if (m_mayAccept == 0) m_paceTimer.start(kLookAtPaceEvery);
  holdListeners();
}

// Or lets them go on.
void Acceptor::holdListeners() {
  const bool hold = m_mayAccept == 0 || m_pause.noneLeft();
  for (const auto& listener : m_listeners) hold ? listener->hold() : listener->goOn();
}

void Acceptor::noteRefusal(const PeerAddress& peer, CloseReason reason, std::string_view sentence) {
  const auto now = m_clock.steady();
  if (now < m_nextRefusalNote) return;
  m_nextRefusalNote = now + kRefusalNoteEvery;
  KeptEvent event = KeptEvent::of({}, sentence);
  event.peer = peer;
  event.reason = reason;
  m_records.note(EventKind::ConnectionRefused, Severity::Warning, std::move(event));
}

void Acceptor::pause(bool noneLeft) {
  const bool begins = m_pause.begin(m_clock.steady(), noneLeft);
  if (noneLeft) holdListeners();
  if (!begins) return;
  m_pauseTimer.start();
  m_records.note(EventKind::AcceptPaused, Severity::Problem,
                 KeptEvent::of({}, std::to_string(m_gate.connections()) + " connections, limit of open files " +
                                       std::to_string(socket_io::descriptorLimit()) + "; raise it with ulimit -n"));
}

void Acceptor::tryAgain() {
  const std::size_t inUse = socket_io::descriptorsInUse();
  const bool noneLeft = m_gate.noDescriptors(inUse);
  const bool ends = m_pause.end(m_clock.steady(), m_gate.fewDescriptors(inUse + 1), noneLeft);
  if (!noneLeft) holdListeners();
  if (!ends) return;
  m_pauseTimer.stop();
  m_records.note(EventKind::AcceptResumed, Severity::Info);
}

void Acceptor::take(const to_node::AddressKnown& message) {
  m_gate.addressKnown(message.admitted, message.isGuest);
  if (!message.admitted) noteRefusal(message.peer, CloseReason::OverLimit, kTooManyOfAddress);
}

void Acceptor::take(const to_node::GuestSettled& message) {
  m_gate.guestSettled(message.peer, message.end);
  if (message.told) noteRefusal(message.peer, CloseReason::OverLimit, kNoPlace);
}

void Acceptor::take(const to_node::ConnectionGone& message) { m_gate.gone(message.peer, message.standing); }

void Acceptor::fill(Figures& figures) const {
  for (const auto& [outcome, count] : m_gate.outcomes()) {
    (outcome == "accepted" ? figures.accepted : figures.refused) += count;
  }
  figures.acceptPaused = m_pause.lasts();
}

void Acceptor::fill(MetricsSample& sample) const {
  for (const auto& [outcome, count] : m_gate.outcomes()) sample.connections[std::string(outcome)] = count;
  sample.accepting = !m_pause.lasts() && !m_listeners.empty();
}

}  // namespace lk::node
