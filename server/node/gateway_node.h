#pragma once

#include <QObject>
#include <QTimer>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "server/base/clock.h"
#include "server/base/settings.h"
#include "server/bus/bus.h"
#include "server/node/acceptor.h"
#include "server/node/bus_control_server.h"
#include "server/node/claims.h"
#include "server/node/command_ledger.h"
#include "server/node/command_update.h"
#include "server/node/device_records.h"
#include "server/node/drain.h"
#include "server/node/inspections.h"
#include "server/node/io_threads.h"
#include "server/node/node_counts.h"
#include "server/node/node_mail.h"
#include "server/node/node_records.h"
#include "server/node/node_service.h"
#include "server/node/snapshots.h"
#include "server/node/takeover_watch.h"
#include "server/node/waited_peak.h"

namespace lk::node {

// A gateway node: it makes its parts, and passes on what one has for another. All of it but the I/O threads' sockets
// lives in the thread that this object lives in, which runs an event loop.
class GatewayNode final : public QObject,
                          public NodeService,
                          private LedgerPort,
                          private ClaimsPort,
                          private IoPost,
                          private bus::BusPort {
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
  [[nodiscard]] bool isDrained() const override { return m_drain.begun() && m_acceptor.connections() == 0; }
  void setTrace(const QString& device, bool on) override;
  void inspect(const QString& device, std::function<void(DeviceReport)> done) override;
  void metrics(std::function<void(MetricsSample)> done) override;

 Q_SIGNALS:
  // Every connection has ended, and the listeners are closed; or the node was to leave without that.
  void drained();
  // For the log, as NodeRecords::Log.
  void eventHappened(const lk::node::Event& event);

 private:
  // gateway_node.cpp
  void toNode(std::vector<NodeMessage>& messages) override;
  void toIo(std::size_t thread, IoMessage message) override { m_threads.post(thread, std::move(message)); }
  void takeMail();
  void holdMail();
  void holdOn();
  void take(to_node::SessionOpened& message);
  void take(to_node::SessionClosed& message);
  void take(to_node::ConnectionFailed& message);
  void take(to_node::AddressKnown& message) { m_acceptor.take(message); }
  void take(to_node::GuestSettled& message) { m_acceptor.take(message); }
  void take(to_node::ConnectionGone& message) { m_acceptor.take(message); }
  void take(to_node::CommandWritten& message);
  void take(to_node::CommandAcked& message);
  void take(to_node::CommandDropped& message);
  void take(to_node::Lent& message) { m_threads.lent(message); }
  void take(to_node::Traced& message) { m_records.noteFrame(std::move(message.frame)); }
  SessionRef sessionOf(std::string_view device) override { return m_claims.sessionOf(device); }
  void deliver(SessionRef session, std::uint64_t key, std::string payload) override;
  void forget(SessionRef session, std::uint64_t key) override;
  void changed(const bus::CommandResult& result, const PayloadSeen& payload, bool afterWritten) override;
  CommandUpdate updateOf(const bus::CommandResult& result) const;
  void note(EventKind kind, Severity severity, KeptEvent event = {}) {
    m_records.note(kind, severity, std::move(event));
  }
  void noteTakeover(const std::string& device, const std::string& address);

  // gateway_node_bus.cpp
  void passOn(bus::Command command, CommandListeners listeners) override;
  void deviceHeld(const std::string& device, SessionRef session, bus::Claimed claimed) override;
  void deviceLost(SessionRef session) override;
  void deviceTaken(const std::string& device, const bus::Claimed::Elsewhere& from, const PeerAddress& by) override;
  [[nodiscard]] Claims::Waiter waiterFor(bus::Command command, bool directed);
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

  // gateway_node_service.cpp
  void take(to_node::Collected& message);
  void take(to_node::Inspected& message);
  void endDrain();
  [[nodiscard]] Figures figures() const;
  [[nodiscard]] NodeRow ownRow(const Figures& figures) const;
  void rotateWindows();

  Settings m_settings;
  const Clock& m_clock;
  std::unique_ptr<bus::Bus> m_bus;

  // What happened.
  NodeRecords m_records;
  NodeCounts m_counts;
  DeviceRecords m_devices;
  TakeoverWatch m_takeovers;

  // Connections.
  Acceptor m_acceptor;
  Registry m_registry;
  TraceSet m_traces;
  NodeMail m_mail;
  IoThreads m_threads;
  Drain m_drain;

  // Commands.
  CommandLedger m_ledger;
  Claims m_claims;

  // What consoles and verbs ask for.
  Snapshots m_snapshots;
  Inspections m_inspections;
  QString m_metricsAddress = QStringLiteral("off");
  qint64 m_startedAtMs = 0;

  WaitedPeak m_waited;
  QTimer m_heldMailTimer;
  QTimer m_ledgerTimer;
  QTimer m_windowTimer;
  QTimer m_loadTimer;
  bool m_leaving = false;
  BusControlServer m_consoles;  // last: its ends take back what consoles watch
};

}  // namespace lk::node
