#pragma once

#include <QObject>
#include <QTimer>
#include <deque>
#include <memory>
#include <unordered_map>
#include <vector>

#include "server/base/clock.h"
#include "server/base/settings.h"
#include "server/bus/bus.h"
#include "server/node/accept_gate.h"
#include "server/node/accept_pace.h"
#include "server/node/address_failures.h"
#include "server/node/bus_control_server.h"
#include "server/node/command_ledger.h"
#include "server/node/command_update.h"
#include "server/node/device_history.h"
#include "server/node/history_file.h"
#include "server/node/io_loans.h"
#include "server/node/io_thread.h"
#include "server/node/kept_event.h"
#include "server/node/last_closes.h"
#include "server/node/listener.h"
#include "server/node/node_service.h"
#include "server/node/ring.h"
#include "server/node/takeover_watch.h"
#include "server/node/window_histogram.h"

namespace lk::node {

// A gateway node: listeners, I/O threads, the command ledger, and what consoles see of them. All of it but the I/O
// threads' sockets lives in the thread that this object lives in, which runs an event loop.
class GatewayNode final : public QObject, public NodeService, private LedgerPort, private IoPost, private bus::BusPort {
  Q_OBJECT

 public:
  GatewayNode(Settings settings, const Clock& clock, std::unique_ptr<bus::Bus> bus);
  ~GatewayNode() override;  // ends at once, with no CLOSE to anybody

  // Opens listeners and threads. Once. Errors: an address that can't be listened on, or is no address.
  Result<void> start();

  // Takes what a running node can take; the rest of the settings stays as it was.
  void reload(const Settings& settings);

  void setMetricsAddress(const QString& address) { m_metricsAddress = address; }

  // Says to the other nodes that this one goes, and then drained(), within two seconds; whoever is connected goes with
  // its end.
  void leave();

  [[nodiscard]] NodeInfo info() const override;
  void fetch(const SnapshotRequest& request, std::function<void(Snapshot)> done) override;
  void send(const QList<CommandRequest>& commands, OnUpdate onUpdate) override;
  void kick(const QStringList& devices, std::function<void(KickOutcome)> done) override;
  Result<void> drain(int rate) override;
  [[nodiscard]] bool isDrained() const override { return m_draining && m_gate.connections() == 0; }
  void setTrace(const QString& device, bool on) override;
  void inspect(const QString& device, std::function<void(DeviceReport)> done) override;
  void metrics(std::function<void(MetricsSample)> done) override;

 Q_SIGNALS:
  // Every connection has ended, and the listeners are closed; or the node was to leave without that.
  void drained();
  // For the log. Not for each session or done command, and for a few protocol errors a second: of those there may be
  // too many, and fetch() has them.
  void eventHappened(const lk::node::Event& event);

 private:
  struct Fetching {
    SnapshotRequest request;
    Snapshot snapshot;
    std::function<void(Snapshot)> done;
    std::size_t missing = 0;
    std::size_t complete = 0;  // threads that sent all of their sessions
  };

  struct Inspecting {
    DeviceReport report;
    std::function<void(DeviceReport)> done;
    int missing = 0;  // of what the session's thread and the bus say
  };

  struct Holder {
    std::uint64_t number = 0;
    SessionRef session;
  };

  // A session whose device is being claimed; what comes for it meanwhile waits.
  struct Claiming {
    struct End {
      bus::Claimed::Elsewhere replaced;
      bool confirmed = false;  // as far as can be
    };
    SessionRef session;
    std::uint64_t number = 0;
    bool confirms = false;  // a claim that was made before
    std::vector<std::function<void(const End&)>> waiting;
  };

  // gateway_node.cpp
  void toNode(std::vector<NodeMessage>& messages) override;
  void toIo(std::size_t thread, IoMessage message) override { m_threads[thread]->post(std::move(message)); }
  // From the node's thread: all that one turn of its loop brings is handed over together.
  void hand(std::size_t thread, IoMessage message);
  void pushOn();
  void takeMail();
  void takeAll(std::vector<NodeMessage>& mail);
  void holdMail();
  void holdOn();
  void take(to_node::SessionOpened& message);
  void take(to_node::SessionClosed& message);
  void take(to_node::ConnectionFailed& message);
  void take(to_node::AddressKnown& message);
  void take(to_node::GuestSettled& message);
  void take(to_node::ConnectionGone& message);
  void take(to_node::CommandWritten& message);
  void take(to_node::CommandAcked& message);
  void take(to_node::CommandDropped& message);
  void take(to_node::Collected& message);
  void take(to_node::Lent& message);
  void take(to_node::Traced& message);
  void take(to_node::Inspected& message);
  SessionRef sessionOf(std::string_view device) override;
  void deliver(SessionRef session, std::uint64_t key, std::string payload) override;
  void forget(SessionRef session, std::uint64_t key) override;
  void changed(const bus::CommandResult& result, const PayloadSeen& payload, bool afterWritten) override;
  CommandUpdate updateOf(const bus::CommandResult& result) const;
  void note(EventKind kind, Severity severity, KeptEvent event = {});
  void noteTakeover(const std::string& device, const std::string& address);

  // gateway_node_bus.cpp
  void passOn(bus::Command command, CommandListeners listeners) override;
  void claim(const to_node::SessionOpened& opened);
  Claiming& beginClaim(const std::string& device, SessionRef session, std::uint64_t number);
  void claimed(const std::string& device, std::uint64_t number, bus::Claimed claimed);
  [[nodiscard]] Claiming* beginConfirm(const std::string& device, SessionRef session);
  void waitForClaim(Claiming& claiming, bus::Command command, bool directed);
  void settle(const std::string& device, SessionRef session, bus::Claimed claimed);
  void submit(bus::Command command, CommandLedger::Listener listener);
  void startLedgerTimer();
  void tellLoad();
  void commandArrived(bus::Command command, bool directed) override;
  void commandsCame() override;
  // confirmed: that the device is held here, as far as can be.
  void take(bus::Command command, bool directed, bool confirmed = false);
  void durableWaits(const std::string& device, std::vector<bus::Kept> waiting) override;
  void claimSettled(const std::string& device, std::uint64_t session, bus::Claimed claimed) override;
  void sessionReplaced(const std::string& device, std::uint64_t session) override;
  void tookOverElsewhere(const std::string& device, const std::string& address) override {
    noteTakeover(device, address);
  }
  bool tookCommand(const std::string& device, const std::string& id) const override;
  void reportsStored(std::size_t thread, std::vector<bus::ReportTicket> tickets) override;
  void uplinkHasRoom() override;
  void lineArrived(const std::string& console, std::string_view line) override;
  void nodeLost(const std::string& id, std::uint64_t sessions) override;
  void wasTakenForLost() override { note(EventKind::NodeBack, Severity::Info); }
  void busChanged(bool up, const std::string& why) override;
  void messageRefused(const std::string& text) override;

  // gateway_node_accept.cpp
  Result<void> listen(const std::string& address);
  void accept(qintptr descriptor);
  void noteRefusal(const PeerAddress& peer, CloseReason reason, std::string_view sentence);
  void pauseAccepting(bool physically);
  void tryAcceptingAgain();
  void acceptAtPace();
  void holdListeners();
  [[nodiscard]] AcceptPace::Load acceptLoad() const;
  void drainSome();

  // gateway_node_inspect.cpp
  void openHistory();
  void keepHistory();
  void historyChanged();
  void noteHistory(const Result<void>& done);
  void remember(const to_node::SessionOpened& message);
  void remember(const to_node::SessionClosed& message);
  void remember(const to_node::ConnectionFailed& message);
  void answerInspection(std::uint64_t id);
  [[nodiscard]] HistoryEntry entryOf(const HistoryRecord& record) const;

  // gateway_node_service.cpp
  void startFetching(std::uint64_t id);
  void answer(std::uint64_t id);
  [[nodiscard]] Figures figures() const;
  [[nodiscard]] NodeRow ownRow(const Figures& figures) const;
  [[nodiscard]] std::uint64_t total(Counter IoCounters::*counter) const;
  [[nodiscard]] Histogram lagSoFar() const;
  void rotateWindows();
  void giveBackMemory();

  Settings m_settings;
  const Clock& m_clock;
  std::unique_ptr<bus::Bus> m_bus;
  AcceptGate m_gate;
  AcceptPace m_pace;
  ProxyPolicy m_proxies;
  CommandLedger m_ledger;
  Registry m_registry;
  TraceSet m_traces;
  Mailbox<NodeMessage> m_mailbox;
  std::vector<NodeMessage> m_mail;
  std::vector<NodeMessage> m_heldMail;  // older than what is in the box

  std::vector<std::unique_ptr<Listener>> m_listeners;
  std::vector<std::unique_ptr<IoThread>> m_threads;
  std::unique_ptr<IoLoans> m_loans;
  std::size_t m_nextThread = 0;
  std::uint64_t m_accepted = 0;
  std::vector<bool> m_handed;  // by thread: something since the last pushOn
  bool m_pushPosted = false;
  int m_commandsComing = 0;  // that have come so far; pushOn follows
  QStringList m_addresses;   // as bound
  QString m_metricsAddress = QStringLiteral("off");
  qint64 m_startedAtMs = 0;

  Ring<KeptEvent> m_events{20'000};
  Ring<KeptUpdate> m_updates{20'000};
  Ring<TracedFrame> m_frames{10'000};
  LastCloses m_lastCloses{50'000};
  DeviceHistory m_history;
  std::unique_ptr<HistoryFile> m_historyFile;  // null: none is kept
  AddressFailures m_failures;
  TakeoverWatch m_takeovers;
  std::unordered_map<std::string, Claiming> m_claiming;
  std::unordered_map<std::string, Holder> m_holders;  // with a shared bus: the sessions that hold devices
  std::unordered_map<std::uint64_t, Fetching> m_fetching;
  std::uint64_t m_lastFetch = 0;
  std::unordered_map<std::uint64_t, Inspecting> m_inspecting;
  std::uint64_t m_lastInspect = 0;

  std::array<quint64, kCloseReasons.size()> m_closes{};
  std::array<quint64, kCommandStatuses.size()> m_commands{};
  std::map<std::string_view, quint64> m_protocolErrors;
  WindowHistogram m_acks;
  WindowHistogram m_lag;
  std::uint64_t m_mostWaited = 0;  // bytes for devices, since memory was given back last

  QTimer m_heldMailTimer;
  QTimer m_ledgerTimer;
  QTimer m_windowTimer;
  QTimer m_loadTimer;
  QTimer m_historyTimer;
  QTimer m_acceptTimer;
  QTimer m_drainTimer;
  QTimer m_paceTimer;
  bool m_acceptPaused = false;
  Clock::Steady m_acceptPausedUntil;
  bool m_noDescriptors = false;  // not even to refuse somebody with
  std::size_t m_mayAccept = 1;   // until the pace is looked at again
  bool m_draining = false;
  bool m_leaving = false;
  double m_drainOwed = 0;
  int m_drainRate = 0;
  Clock::Steady m_nextRefusalNote;
  std::int64_t m_errorSecond = 0;
  int m_errorsThatSecond = 0;
  BusControlServer m_consoles;  // last: its ends take back what consoles watch
};

}  // namespace lk::node
