#include "server/node/gateway_node.h"

#include <QRandomGenerator>
#include <algorithm>
#include <thread>

namespace lk::node {

using std::chrono::duration_cast;
using std::chrono::seconds;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kMostThreads = 8;
constexpr auto kMailHeldFor = 8ms;  // a shorter time costs the setting of a timer at each rest

std::size_t threadsWanted(const Settings& settings) {
  if (settings.ioThreads > 0) return static_cast<std::size_t>(settings.ioThreads);
  return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kMostThreads);
}

CommandLedger::Limits ledgerLimits(const Settings& settings) {
  return {static_cast<std::size_t>(settings.maxPayload), static_cast<std::size_t>(settings.maxPendingCommands),
          static_cast<std::size_t>(settings.outBuffer) / 2};
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

}  // namespace

GatewayNode::GatewayNode(Settings settings, const Clock& clock, std::unique_ptr<bus::Bus> bus)
    : m_settings(std::move(settings)),
      m_clock(clock),
      m_bus(std::move(bus)),
      m_records(QString::fromStdString(m_settings.nodeId), clock,
                [this](const Event& event) { Q_EMIT eventHappened(event); }),
      m_devices(QString::fromStdString(m_settings.nodeId), clock, m_records, this),
      m_acceptor(
          m_settings, clock, m_records, [this](to_io::Adopt connection) { m_threads.adopt(std::move(connection)); },
          [this] {
            return AcceptPace::Load{m_threads.behind(m_clock.steady()), m_claims.underWay()};
          },
          this),
      m_registry(firstNumber()),
      m_threads(this),
      m_drain(
          m_threads, [this] { return m_acceptor.connections(); }, this),
      m_ledger(*this, *m_bus, ledgerLimits(m_settings)),
      m_claims(*m_bus, m_registry, *this),
      m_snapshots([this](std::size_t thread, const to_io::Collect& what) { m_threads.post(thread, what); }),
      m_heldMailTimer(this),
      m_ledgerTimer(this),
      m_windowTimer(this),
      m_loadTimer(this),
      m_consoles(
          *this, [this](const std::string& console, std::string_view line) { m_bus->tell(console, line); }, clock,
          this) {
  connect(&m_threads, &IoThreads::pushedOn, this, &GatewayNode::takeMail);
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
  connect(&m_drain, &Drain::finished, this, &GatewayNode::endDrain);
}

GatewayNode::~GatewayNode() {
  m_acceptor.close();
  m_threads.stop();
}

Result<void> GatewayNode::start() {
  if (!isDeviceId(m_settings.nodeId)) {
    return Error{Error::Code::Settings, "node.id must be 1 to 64 of A-Z a-z 0-9 . _ : -, and is '" + m_settings.nodeId +
                                            "'; set it with --node-id"};
  }
  const auto limits = sessionLimits(m_settings);
  m_bus->start(*this);
  const IoShared shared{m_clock, m_registry, m_traces, *this, m_acceptor.tally(), m_bus->shared()};
  for (std::size_t i = 0; i < threadsWanted(m_settings); ++i) {
    auto poller = Poller::create();
    if (!poller) return poller.error();
    m_threads.add(std::make_unique<IoThread>(i, shared, std::move(*poller), m_bus->makeUplink(i), limits));
  }
  for (const std::string& address : m_settings.listen) {
    if (auto listening = m_acceptor.listen(address); !listening) return listening;
  }
  if (const std::string& path = m_settings.historyFile; !path.empty() && path != "auto") {
    m_devices.keepIn(QString::fromStdString(path));
  }
  m_threads.start();
  connect(&m_threads.loans(), &IoLoans::served, this, &GatewayNode::takeMail);
  tellLoad();
  m_startedAtMs = m_clock.wallMicros() / 1000;
  m_windowTimer.start();
  m_loadTimer.start();
  note(EventKind::NodeReady, Severity::Info,
       KeptEvent::of({}, m_acceptor.addresses().join(QLatin1Char(',')).toStdString()));
  return {};
}

void GatewayNode::reload(const Settings& settings) {
  for (const SettingsField& field : settingsFields()) {
    if (!field.reloadable) continue;
    std::visit([&](auto member) { m_settings.*member = settings.*member; }, field.member);
  }
  m_acceptor.reload(m_settings);
  m_ledger.setLimits(ledgerLimits(m_settings));
  const auto limits = sessionLimits(m_settings);
  m_threads.postToAll(to_io::Limits{limits});
  note(EventKind::SettingsReloaded, Severity::Info);
}

void GatewayNode::toNode(std::vector<NodeMessage>& messages) {
  // In the node's own thread it comes from pushOn or a loan, and is taken afterwards.
  if (!m_mail.post(messages) || QThread::currentThread() == thread()) return;
  QMetaObject::invokeMethod(this, &GatewayNode::takeMail, Qt::QueuedConnection);
}

void GatewayNode::takeMail() {
  m_mail.take([this](auto& content) { take(content); });
  m_ledger.tellWritten(m_clock.steady() - kMailHeldFor);
  holdOn();
}

// That commands are written is news which can wait for the devices' answers: these are not on their way before this
// thread rests, where they share its core.
void GatewayNode::holdMail() { m_mail.hold() ? holdOn() : takeMail(); }

// Not stopped where nothing is held any more: the next command would start it anew.
void GatewayNode::holdOn() {
  const bool holds = m_mail.holds() || m_ledger.writtenUntold();
  if (holds && !m_heldMailTimer.isActive()) m_heldMailTimer.start();
}

void GatewayNode::take(to_node::SessionOpened& message) {
  m_devices.add(message);
  KeptEvent event = KeptEvent::of(message.device);
  event.session = message.number;
  event.peer = message.peer;
  note(message.tookOver ? EventKind::SessionReplaced : EventKind::SessionOpened, Severity::Info, std::move(event));
  if (message.tookOver) noteTakeover(message.device, message.peer.address());
  m_claims.claim(message.device, message.session, message.number, message.peer);
}

void GatewayNode::take(to_node::SessionClosed& message) {
  m_devices.add(message);
  m_counts.addClose(message.reason);
  if (!message.kind.empty()) m_counts.addProtocolError(message.kind);
  // The device may be another node's next: the bus has its durable commands.
  if (m_claims.release(message.device, message.number)) m_ledger.letGo(message.device);
  KeptEvent event = KeptEvent::of(message.device, message.sentence);
  event.session = message.number;
  event.peer = message.peer;
  event.reason = message.reason;
  const bool odd = message.reason == CloseReason::ProtocolError || message.reason == CloseReason::OverLimit;
  note(EventKind::SessionClosed, odd ? Severity::Warning : Severity::Info, std::move(event));
}

void GatewayNode::take(to_node::ConnectionFailed& message) {
  m_devices.add(message);
  m_counts.addClose(message.reason);
  if (message.kind.empty()) return;  // refusals were noted when they were decided
  m_counts.addProtocolError(message.kind);
  KeptEvent event = KeptEvent::of({}, message.sentence);
  event.peer = message.peer;
  event.reason = message.reason;
  note(EventKind::ProtocolError, Severity::Warning, std::move(event));
}

void GatewayNode::take(to_node::CommandWritten& message) { m_ledger.written(message.key, message.session, message.at); }

void GatewayNode::take(to_node::CommandAcked& message) {
  m_ledger.acknowledged(message.key, message.code, std::move(message.answer), message.at);
}

void GatewayNode::take(to_node::CommandDropped& message) {
  // Where the device has a newer session here that is still to be claimed, that one may have the command.
  const bool movable = m_bus->shared() && !message.drop.written;
  const std::string* device = movable ? m_ledger.deviceOfLive(message.key) : nullptr;
  if (device != nullptr && m_registry.find(*device)) {
    if (auto* waiters = m_claims.placeOf(*device).waiters) {
      message.drop.replaced = true;
      waiters->emplace_back(
          [this, message = std::move(message)](const Claims::End& /*end*/) mutable { take(message); });
      return;
    }
  }
  message.drop.replaced = message.drop.replaced && m_bus->shared();
  m_ledger.dropped(message.key, std::move(message.drop), m_clock.steady());
}

void GatewayNode::deliver(SessionRef session, std::uint64_t key, std::string payload) {
  m_threads.deliver(session, key, std::move(payload));
}

void GatewayNode::forget(SessionRef session, std::uint64_t key) {
  m_threads.hand(session.thread(), to_io::Forget{session, key});
}

void GatewayNode::changed(const bus::CommandResult& result, const PayloadSeen& payload, bool afterWritten) {
  const bool own = result.node.empty() || result.node == m_settings.nodeId;
  m_counts.addChange(result, own, afterWritten);
  const qint64 atMs = m_clock.wallMicros() / 1000;
  m_devices.addCommand(atMs, result);
  m_records.noteChange(atMs, result, payload);
}

CommandUpdate GatewayNode::updateOf(const bus::CommandResult& result) const {
  return toUpdate(result, QString::fromStdString(m_settings.nodeId), m_clock.wallMicros() / 1000);
}

void GatewayNode::noteTakeover(const std::string& device, const std::string& address) {
  const auto found = m_takeovers.tookOver(device, address, m_clock.steady());
  if (found) note(EventKind::IdUsedTwice, Severity::Warning, KeptEvent::of(device, found->sentence()));
}

}  // namespace lk::node
