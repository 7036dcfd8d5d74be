#include "server/node/gateway_node.h"

#include <QRandomGenerator>
#include <algorithm>
#include <thread>

#include "server/node/command_update.h"
#include "server/node/socket_io.h"

namespace lk::node {

using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::seconds;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kMostThreads = 8;
constexpr std::size_t kMailKept = 256;  // messages
constexpr std::size_t kMailHeld = 64;   // messages
constexpr auto kMailHeldFor = 8ms;      // a shorter time costs the setting of a timer at each rest

std::size_t threadsWanted(const Settings& settings) {
  if (settings.ioThreads > 0) return static_cast<std::size_t>(settings.ioThreads);
  return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kMostThreads);
}

CommandLedger::Limits ledgerLimits(const Settings& settings) {
  return {static_cast<std::size_t>(settings.maxPayload), static_cast<std::size_t>(settings.maxPendingCommands),
          static_cast<std::size_t>(settings.outBuffer) / 2};
}

AcceptGate::Limits gateLimits(const Settings& settings) {
  return {static_cast<std::size_t>(settings.maxSessions), static_cast<std::size_t>(settings.maxConnectionsPerAddress),
          socket_io::descriptorLimit()};
}

std::shared_ptr<const SessionLimits> sessionLimits(const Settings& settings) {
  SessionLimits limits;
  limits.nodeId = settings.nodeId;
  limits.maxPayload = static_cast<std::uint32_t>(settings.maxPayload);
  limits.keepaliveS = static_cast<std::uint32_t>(duration_cast<seconds>(settings.keepalive).count());
  limits.keepaliveMaxS = static_cast<std::uint32_t>(duration_cast<seconds>(settings.keepaliveMax).count());
  limits.helloTimeoutMs = settings.helloTimeout.count();
  limits.outBuffer = static_cast<std::size_t>(settings.outBuffer);
  return std::make_shared<const SessionLimits>(std::move(limits));
}

// Far from every other node's: no two sessions of a cluster bear one number. 16 digits, which JSON keeps exactly.
std::uint64_t firstNumber() {
  constexpr std::uint64_t kFrom = std::uint64_t{1} << 52U;
  return kFrom + QRandomGenerator::system()->generate64() % (kFrom - (std::uint64_t{1} << 40U));
}

template <typename Value>
std::size_t placeOf(Value value, const auto& all) {
  return static_cast<std::size_t>(std::ranges::find(all, value) - all.begin());
}

}  // namespace

GatewayNode::GatewayNode(Settings settings, const Clock& clock, std::unique_ptr<bus::Bus> bus)
    : m_settings(std::move(settings)),
      m_clock(clock),
      m_bus(std::move(bus)),
      m_gate(gateLimits(m_settings)),
      m_proxies(m_settings),
      m_ledger(*this, *m_bus, ledgerLimits(m_settings)),
      m_registry(firstNumber()),
      m_heldMailTimer(this),
      m_ledgerTimer(this),
      m_windowTimer(this),
      m_loadTimer(this),
      m_historyTimer(this),
      m_acceptTimer(this),
      m_drainTimer(this),
      m_paceTimer(this),
      m_consoles(
          *this, [this](const std::string& console, std::string_view line) { m_bus->tell(console, line); }, clock,
          this) {
  m_heldMailTimer.setInterval(kMailHeldFor);
  m_heldMailTimer.setSingleShot(true);
  m_heldMailTimer.setTimerType(Qt::PreciseTimer);
  connect(&m_heldMailTimer, &QTimer::timeout, this, &GatewayNode::takeMail);
  m_ledgerTimer.setInterval(50ms);
  connect(&m_ledgerTimer, &QTimer::timeout, this, [this] {
    m_ledger.tick(m_clock.steady());
    if (m_ledger.pending() + m_ledger.waiting() == 0) m_ledgerTimer.stop();
  });
  m_windowTimer.setInterval(10s);
  connect(&m_windowTimer, &QTimer::timeout, this, &GatewayNode::rotateWindows);
  m_loadTimer.setInterval(1s);
  connect(&m_loadTimer, &QTimer::timeout, this, &GatewayNode::tellLoad);
  connect(&m_historyTimer, &QTimer::timeout, this, &GatewayNode::keepHistory);
  m_acceptTimer.setInterval(50ms);
  connect(&m_acceptTimer, &QTimer::timeout, this, &GatewayNode::tryAcceptingAgain);
  m_paceTimer.setSingleShot(true);
  connect(&m_paceTimer, &QTimer::timeout, this, &GatewayNode::acceptAtPace);
  m_drainTimer.setInterval(50ms);
  connect(&m_drainTimer, &QTimer::timeout, this, &GatewayNode::drainSome);
}

GatewayNode::~GatewayNode() {
  m_listeners.clear();
  m_loans.reset();
  // All stop before one is gone: they post to each other.
  for (const auto& thread : m_threads) thread->post(to_io::Stop{});
  for (const auto& thread : m_threads) thread->wait();
  m_threads.clear();
  if (m_historyFile) {
    // There is nobody left to be told.
    (void)m_historyFile->load();
    (void)m_historyFile->flush();
  }
}

Result<void> GatewayNode::start() {
  if (!isDeviceId(m_settings.nodeId)) {
    return Error{Error::Code::Settings, "node.id must be 1 to 64 of A-Z a-z 0-9 . _ : -, and is '" + m_settings.nodeId +
                                            "'; set it with --node-id"};
  }
  const auto limits = sessionLimits(m_settings);
  m_bus->start(*this);
  const IoShared shared{m_clock, m_registry, m_traces, *this, m_gate.addresses(), m_bus->shared()};
  for (std::size_t i = 0; i < threadsWanted(m_settings); ++i) {
    auto poller = Poller::create();
    if (!poller) return poller.error();
    m_threads.push_back(std::make_unique<IoThread>(i, shared, std::move(*poller), m_bus->makeUplink(i), limits));
  }
  for (const std::string& address : m_settings.listen) {
    if (auto listening = listen(address); !listening) return listening;
  }
  m_handed.resize(m_threads.size());
  openHistory();
  for (const auto& thread : m_threads) thread->start();
  m_loans = std::make_unique<IoLoans>(m_threads);
  connect(m_loans.get(), &IoLoans::served, this, &GatewayNode::takeMail);
  tellLoad();
  m_startedAtMs = m_clock.wallMicros() / 1000;
  m_windowTimer.start();
  m_loadTimer.start();
  note(EventKind::NodeReady, Severity::Info, KeptEvent::of({}, m_addresses.join(QLatin1Char(',')).toStdString()));
  return {};
}

void GatewayNode::reload(const Settings& settings) {
  for (const SettingsField& field : settingsFields()) {
    if (!field.reloadable) continue;
    std::visit([&](auto member) { m_settings.*member = settings.*member; }, field.member);
  }
  m_gate.setLimits(gateLimits(m_settings));
  m_proxies = ProxyPolicy(m_settings);
  m_ledger.setLimits(ledgerLimits(m_settings));
  const auto limits = sessionLimits(m_settings);
  for (const auto& thread : m_threads) thread->post(to_io::Limits{limits});
  note(EventKind::SettingsReloaded, Severity::Info);
}

void GatewayNode::toNode(std::vector<NodeMessage>& messages) {
  // In the node's own thread it comes from pushOn or a loan, and is taken afterwards.
  if (!m_mailbox.postAll(messages) || QThread::currentThread() == thread()) return;
  QMetaObject::invokeMethod(this, &GatewayNode::takeMail, Qt::QueuedConnection);
}

void GatewayNode::hand(std::size_t thread, IoMessage message) {
  m_threads[thread]->postQuietly(std::move(message));
  m_handed[thread] = true;
  if (m_commandsComing > 0 || std::exchange(m_pushPosted, true)) return;
  QMetaObject::invokeMethod(
      this,
      [this] {
        m_pushPosted = false;
        pushOn();
        takeMail();
      },
      Qt::QueuedConnection);
}

// What comes of it is in the mail.
void GatewayNode::pushOn() {
  for (std::size_t i = 0; i < m_threads.size(); ++i) {
    if (m_handed[i]) m_threads[i]->pushOn();
    m_handed[i] = false;
  }
}

void GatewayNode::takeMail() {
  takeAll(m_heldMail);
  m_mailbox.take(m_mail);
  takeAll(m_mail);
  m_ledger.tellWritten(m_clock.steady() - kMailHeldFor);
  holdOn();
  // The room for a fleet's connecting is not kept for its rest.
  if (m_mail.capacity() > kMailKept) m_mail.shrink_to_fit();
}

void GatewayNode::takeAll(std::vector<NodeMessage>& mail) {
  for (NodeMessage& message : mail) std::visit([this](auto& content) { take(content); }, message);
  mail.clear();
}

// That commands are written is news which can wait for the devices' answers: these are not on their way before this
// thread rests, where they share its core. In the box the mail would keep others from waking this thread.
void GatewayNode::holdMail() {
  if (!m_heldMail.empty()) return takeMail();
  m_mailbox.take(m_heldMail);
  if (m_heldMail.size() > kMailHeld) return takeMail();
  holdOn();
}

// Not stopped where nothing is held any more: the next command would start it anew.
void GatewayNode::holdOn() {
  const bool holds = !m_heldMail.empty() || m_ledger.writtenUntold();
  if (holds && !m_heldMailTimer.isActive()) m_heldMailTimer.start();
}

void GatewayNode::take(to_node::SessionOpened& message) {
  remember(message);
  KeptEvent event = KeptEvent::of(message.device);
  event.session = message.number;
  event.peer = message.peer;
  note(message.tookOver ? EventKind::SessionReplaced : EventKind::SessionOpened, Severity::Info, std::move(event));
  if (message.tookOver) noteTakeover(message.device, message.peer.address());
  // Threads tell this in their own time: what is no longer the device's session gets no commands.
  if (m_registry.find(message.device) == message.session) claim(message);
}

void GatewayNode::take(to_node::SessionClosed& message) {
  remember(message);
  ++m_closes[placeOf(message.reason, kCloseReasons)];
  if (!message.kind.empty()) ++m_protocolErrors[message.kind];
  m_lastCloses.add(message.device, message.reason);
  m_bus->release(message.device, message.number);
  const auto holder = m_holders.find(message.device);
  if (holder != m_holders.end() && holder->second.number == message.number) {
    // The device may be another node's next: the bus has its durable commands.
    m_holders.erase(holder);
    m_ledger.letGo(message.device);
  }
  KeptEvent event = KeptEvent::of(message.device, message.sentence);
  event.session = message.number;
  event.peer = message.peer;
  event.reason = message.reason;
  const bool odd = message.reason == CloseReason::ProtocolError || message.reason == CloseReason::OverLimit;
  note(EventKind::SessionClosed, odd ? Severity::Warning : Severity::Info, std::move(event));
}

void GatewayNode::take(to_node::ConnectionFailed& message) {
  remember(message);
  ++m_closes[placeOf(message.reason, kCloseReasons)];
  if (message.kind.empty()) return;  // refusals were noted when they were decided
  ++m_protocolErrors[message.kind];
  KeptEvent event = KeptEvent::of({}, message.sentence);
  event.peer = message.peer;
  event.reason = message.reason;
  note(EventKind::ProtocolError, Severity::Warning, std::move(event));
}

void GatewayNode::take(to_node::ConnectionGone& message) { m_gate.gone(message.peer, message.standing); }

void GatewayNode::take(to_node::AddressKnown& message) {
  m_gate.addressKnown(message.admitted, message.isGuest);
  if (!message.admitted) noteRefusal(message.peer, CloseReason::OverLimit, kTooManyOfAddress);
}

void GatewayNode::take(to_node::GuestSettled& message) {
  m_gate.guestSettled(message.peer, message.end);
  if (message.told) noteRefusal(message.peer, CloseReason::OverLimit, kNoPlace);
}

void GatewayNode::take(to_node::CommandWritten& message) { m_ledger.written(message.key, message.session, message.at); }

void GatewayNode::take(to_node::CommandAcked& message) {
  m_ledger.acknowledged(message.key, message.code, std::move(message.answer), message.at);
}

void GatewayNode::take(to_node::CommandDropped& message) {
  message.drop.replaced = (message.drop.replaced || message.drop.early) && m_bus->shared();
  const auto claiming = message.drop.early ? m_claiming.find(message.device) : m_claiming.end();
  if (claiming != m_claiming.end()) {
    claiming->second.waiting.emplace_back([this, message = std::move(message)](const auto& /*end*/) mutable {
      m_ledger.dropped(message.key, std::move(message.drop), m_clock.steady());
    });
    return;
  }
  m_ledger.dropped(message.key, std::move(message.drop), m_clock.steady());
}

void GatewayNode::take(to_node::Lent& message) {
  if (m_loans) m_loans->begun(message.thread, message.loan);
}

void GatewayNode::take(to_node::Traced& message) { m_frames.add(std::move(message.frame)); }

void GatewayNode::deliver(SessionRef session, std::uint64_t key, std::string payload) {
  constexpr int kOneByOne = 4;
  m_loans->commandHanded(session.thread());
  hand(session.thread(), to_io::Deliver{session, key, std::move(payload)});
  // A few that come are at their devices before the next one is looked at; of many, they go together.
  if (m_commandsComing > 0 && m_commandsComing <= kOneByOne) pushOn();
}

void GatewayNode::forget(SessionRef session, std::uint64_t key) { hand(session.thread(), to_io::Forget{session, key}); }

void GatewayNode::changed(const bus::CommandResult& result, const PayloadSeen& payload, bool afterWritten) {
  // Another node's is counted there.
  const bool own = result.node.empty() || result.node == m_settings.nodeId;
  if (own) ++m_commands[placeOf(result.status, kCommandStatuses)];
  if (afterWritten) ++m_commands[placeOf(CommandStatus::Written, kCommandStatuses)];
  if (own && (result.status == CommandStatus::Done || result.status == CommandStatus::Failed)) {
    m_acks.add(static_cast<std::uint64_t>(result.ackUs));
  }
  const qint64 atMs = m_clock.wallMicros() / 1000;
  m_history.addCommand(atMs, result);
  historyChanged();
  if (result.final() && result.status != CommandStatus::Done) {
    std::string detail = result.id + ' ' + std::string(toText(result.status));
    if (!result.reason.empty()) {
      detail += ' ' + result.reason;
    } else if (result.status == CommandStatus::Failed) {
      detail += " code " + std::to_string(result.code);
    }
    KeptEvent event = KeptEvent::of(result.device, detail);
    event.session = result.session;
    note(EventKind::CommandEnded, Severity::Warning, std::move(event));
  }
  m_updates.next().change(atMs, result, payload);
}

CommandUpdate GatewayNode::updateOf(const bus::CommandResult& result) const {
  return toUpdate(result, QString::fromStdString(m_settings.nodeId), m_clock.wallMicros() / 1000);
}

void GatewayNode::noteTakeover(const std::string& device, const std::string& address) {
  const auto found = m_takeovers.tookOver(device, address, m_clock.steady());
  if (found) note(EventKind::IdUsedTwice, Severity::Warning, KeptEvent::of(device, found->sentence()));
}

void GatewayNode::note(EventKind kind, Severity severity, KeptEvent event) {
  const std::int64_t atMs = event.atMs = m_clock.wallMicros() / 1000;
  event.kind = kind;
  event.severity = severity;
  const bool perDevice = kind == EventKind::SessionOpened || kind == EventKind::SessionClosed ||
                         kind == EventKind::SessionReplaced || kind == EventKind::CommandEnded;
  if (perDevice) return m_events.add(std::move(event));
  m_events.add(event);
  if (kind == EventKind::ProtocolError || kind == EventKind::MessageRefused || kind == EventKind::IdUsedTwice) {
    // Whoever sends garbage, or a fleet of doubles, must not fill the log with it; the ring has them all.
    constexpr int kLoggedASecond = 10;
    const std::int64_t second = atMs / 1000;
    if (std::exchange(m_errorSecond, second) != second) m_errorsThatSecond = 0;
    if (++m_errorsThatSecond > kLoggedASecond) return;
  }
  Q_EMIT eventHappened(toEvent(event, QString::fromStdString(m_settings.nodeId)));
}

}  // namespace lk::node
