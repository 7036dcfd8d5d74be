#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>
#include <array>
#include <optional>

#include "server/base/address.h"
#include "server/base/vocabulary.h"

// What consoles and verbs see of a node: plain values, copied between threads and over the control socket.
namespace lk::node {

struct NodeInfo {
  QString id;
  QString version;
  QStringList listen;  // ADDR:PORT as bound
  QString bus;         // memory or redis
  QString metrics;     // ADDR:PORT as bound, or off
  qint64 pid = 0;
  qint64 startedAtMs = 0;  // wall clock, as every *AtMs
  bool operator==(const NodeInfo&) const = default;
};

struct SessionRow {
  quint64 session = 0;  // the number in WELCOME
  QString device;
  QString node;
  QString address;  // of the device, without port
  quint16 port = 0;
  QString protocol;  // lk1
  qint64 connectedAtMs = 0;
  qint64 lastHeardAtMs = 0;
  quint32 keepaliveS = 0;
  quint64 reports = 0;
  quint64 reportBytes = 0;
  quint32 commandsPending = 0;
  quint32 outBuffer = 0;                 // bytes that wait for the device
  std::optional<CloseReason> lastClose;  // of the device's session before this one, if remembered
  QByteArray meta;                       // HELLO's meta as compact JSON, or empty
  // Where the device connects from: 10.0.0.7:51234, [2001:db8::7]:51234.
  [[nodiscard]] QString peer() const { return QString::fromStdString(Address{address.toStdString(), port}.text()); }
  bool operator==(const SessionRow&) const = default;
};

enum class EventKind : quint8 {
  NodeReady,
  ListenFailed,
  SessionOpened,
  SessionClosed,      // reason; detail is the sentence of the CLOSE, if any
  SessionReplaced,    // session: the newer; detail: the older one's number
  ConnectionRefused,  // address, reason, detail says which limit
  ProtocolError,      // address, device if known, detail
  AcceptPaused,       // out of descriptors
  AcceptResumed,
  CommandEnded,  // detail: id, final status, and the reason or "code N"
  Kicked,
  DrainStarted,
  DrainFinished,
  SettingsReloaded,
  BusUp,
  BusDown,
  MessageRefused,  // on a channel of the bus; detail: what, safe to show
  HistoryNotKept,  // the devices' history can't be written to its file; detail: why, and what to do
  IdUsedTwice,     // device; detail: by whom, as far as addresses say it
  NodeLost,        // another node, said by the one that cleans up after it; detail: which
  NodeBack,        // this node, after others had taken it for lost
};
inline constexpr int kEventKinds = 21;

enum class Severity : quint8 { Info, Warning, Problem };

struct Event {
  quint64 seq = 0;  // rises by one
  qint64 atMs = 0;
  EventKind kind = EventKind::NodeReady;
  Severity severity = Severity::Info;
  QString node;
  QString device;
  quint64 session = 0;
  QString address;
  std::optional<CloseReason> reason;
  QString detail;
  bool operator==(const Event&) const = default;
};

struct CommandRequest {
  QString id;  // 1 to 64 characters; empty: the node makes one
  QString device;
  QByteArray payload;
  qint64 ttlS = 0;       // 0: live; up to 604800: durable
  qint64 timeoutS = 10;  // 1 to 300
  bool operator==(const CommandRequest&) const = default;
};

// One change of state of one command; see the bus contract's result.
struct CommandUpdate {
  quint64 seq = 0;  // in the node's ring of updates, rises by one
  qint64 atMs = 0;
  QString id;
  QString device;
  CommandStatus status = CommandStatus::Queued;
  bool final = false;
  bool durable = false;
  int code = 0;       // the device's own status, with done and failed
  QByteArray answer;  // the device's answer, with done and failed; its first 1024 bytes in a Snapshot
  QString node;
  quint64 session = 0;
  QString reason;  // why, where the status alone does not say it
  qint64 queuedUs = 0;
  qint64 writeUs = 0;
  qint64 ackUs = 0;
  QByteArray payload;      // the first 256 bytes
  qint64 payloadSize = 0;  // all of it
  bool operator==(const CommandUpdate&) const = default;
};

// Totals since start unless said otherwise.
struct Figures {
  qint64 atMs = 0;
  quint64 sessions = 0;     // now
  quint64 connections = 0;  // now, with those before HELLO
  quint64 accepted = 0;
  quint64 refused = 0;
  std::array<quint64, 9> closes{};  // by place in kCloseReasons
  quint64 reports = 0;
  quint64 reportBytes = 0;
  std::array<quint64, 9> commands{};  // by place in kCommandStatuses
  quint64 commandsPending = 0;        // now
  quint64 commandsQueued = 0;         // durable ones that wait, now
  quint64 protocolErrors = 0;
  qint64 ackP50Us = 0;  // of the last minute; 0: none
  qint64 ackP99Us = 0;
  quint64 outBufferBytes = 0;  // now
  quint64 memoryBytes = 0;     // resident, now
  qint64 loopLagP99Us = 0;     // of the last minute
  bool draining = false;
  quint64 drainLeft = 0;
  bool acceptPaused = false;
  bool busUp = true;
  QString busWhy;  // not up: a sentence that says what to do
  bool operator==(const Figures&) const = default;
};

struct TracedFrame {
  quint64 seq = 0;
  qint64 atUs = 0;  // wall clock, microseconds
  QString device;
  quint64 session = 0;
  bool fromDevice = false;
  quint8 type = 0;  // of the wire protocol
  quint32 id = 0;
  quint32 length = 0;
  QByteArray payload;  // the first 1024 bytes
  bool operator==(const TracedFrame&) const = default;
};

enum class NodeState : quint8 {
  Up,
  Draining,
  Silent,  // its lease runs, but it does not answer
  Dead,    // its lease is over, and nobody has cleaned up after it yet
};

// One gateway node of those that a console sees.
struct NodeRow {
  NodeInfo info;
  QString host;  // the machine's name, with Redis
  NodeState state = NodeState::Up;
  qint64 leaseLeftMs = 0;  // 0: over, or there is none
  // Not up or draining: only `sessions` and `connections`, as last known, and whether it drained.
  Figures figures;

  // It drains, and nobody is left; it lets nobody in before it is started anew.
  [[nodiscard]] bool isDrained() const { return state == NodeState::Draining && figures.connections == 0; }
  // As it was last known; then it has not died, whatever became of its lease.
  [[nodiscard]] bool hadDrained() const { return figures.draining && figures.connections == 0; }
  bool operator==(const NodeRow&) const = default;
};

// Where a consumer stands with one node of a cluster.
struct NodeCursor {
  QString instance;
  QList<quint64> sessions;
  quint64 events = 0;
  quint64 commands = 0;
  quint64 trace = 0;
  bool operator==(const NodeCursor&) const = default;
};

// Where a consumer stands. Opaque to it: it hands back what the last snapshot gave.
struct Cursor {
  QList<quint64> sessions;  // one for each I/O thread; empty: all sessions
  quint64 events = 0;
  quint64 commands = 0;
  quint64 trace = 0;
  QList<NodeCursor> nodes;  // of a cluster; stays within the console
  bool operator==(const Cursor&) const = default;
};

struct SnapshotRequest {
  bool sessions = true;
  bool events = true;
  bool commands = true;
  bool trace = false;
  Cursor since;
  bool operator==(const SnapshotRequest&) const = default;
};

// What is new since the request's cursor.
struct Snapshot {
  Cursor cursor;
  bool allSessions = false;  // sessions holds every session; forget what was known
  QList<SessionRow> sessions;
  QStringList allOfNodes;     // the same for these nodes alone
  QList<quint64> closed;      // session numbers
  QList<Event> events;        // oldest first
  quint64 eventsDropped = 0;  // were gone from the ring before they were fetched
  QList<CommandUpdate> commands;
  quint64 commandsDropped = 0;
  QList<TracedFrame> frames;
  quint64 framesDropped = 0;
  Figures figures;
  QList<NodeRow> nodes;
  bool operator==(const Snapshot&) const = default;
};

enum class HistoryKind : quint8 {
  Connected,  // HELLO was good
  TookOver,   // the same, and an older session here had to go
  Closed,     // reason, detail: the sentence, lastedMs, silentMs
  Refused,    // named the device, and was turned away: reason, detail
  Command,    // id, and the last that is known of it: status, code, detail
};

// One thing that happened to a device, as a node remembers it over its restarts.
struct HistoryEntry {
  qint64 atMs = 0;
  QString node;
  HistoryKind kind = HistoryKind::Connected;
  quint64 session = 0;
  QString address;  // without port
  std::optional<CloseReason> reason;
  QString detail;
  qint64 lastedMs = 0;  // Closed: how long there was a session
  qint64 silentMs = 0;  // Closed: for how long the device had not been heard
  QString id;           // Command, as what follows
  CommandStatus status = CommandStatus::Queued;
  bool durable = false;
  int code = 0;
  bool operator==(const HistoryEntry&) const = default;
};

// Connections that ended before any device was named, of one address and for one cause.
struct AddressFailure {
  QString address;  // without port
  qint64 lastAtMs = 0;
  quint64 times = 0;
  CloseReason reason = CloseReason::Lost;
  QString kind;    // of a protocol error, as in the metrics: hello-timeout, bad-magic …
  QString detail;  // the sentence that the other side was told
  bool operator==(const AddressFailure&) const = default;
};

// What one node knows of a device.
struct DeviceAtNode {
  NodeRow node;
  bool connected = false;
  SessionRow session;              // if connected
  bool welcomeWaits = false;       // HELLO was good, and Redis has not said yet whose the device is
  qint64 stalledMs = 0;            // for how long the device has taken nothing of what waits for it; 0: it takes it
  quint32 underWay = 0;            // commands given to the session, and neither acknowledged nor over
  QList<HistoryEntry> history;     // oldest first
  QList<AddressFailure> failures;  // of the last ten minutes, newest first
  bool operator==(const DeviceAtNode&) const = default;
};

struct WaitingCommand {
  QString id;
  qint64 leftMs = 0;  // of its ttl
  bool operator==(const WaitingCommand&) const = default;
};

// What the bus has of a device.
struct DeviceOnBus {
  QString kind;  // memory or redis
  bool answered = false;
  QString why;            // not answered: a sentence
  QString routeInstance;  // that the route names; empty: the route says that nobody holds it, or there is none
  QString routeNode;      // its node's id
  quint64 routeSession = 0;
  quint64 routeEpoch = 0;  // 0: no node has held the device for an hour, or ever
  bool routeLive = false;  // that instance's lease runs
  QString lastNode;        // nobody holds the device: whose node did last; empty: not known
  qint64 lastUntilMs = 0;  // until when
  bool lastGone = false;   // that node was gone itself then
  quint64 waitingCount = 0;
  QList<WaitingCommand> waiting;  // durable commands, oldest first; the first few
  QList<CommandUpdate> ended;     // of the last ten minutes, oldest first; the last few
  bool operator==(const DeviceOnBus&) const = default;
};

// All that nodes and their bus know of a device, for a diagnosis.
struct DeviceReport {
  QString device;
  qint64 atMs = 0;
  QList<DeviceAtNode> nodes;
  QList<NodeRow> silent;  // nodes that did not answer, and those whose lease is over
  DeviceOnBus bus;
  bool operator==(const DeviceReport&) const = default;
};

struct KickOutcome {
  QStringList kicked;
  QStringList notConnected;
  bool operator==(const KickOutcome&) const = default;
};

}  // namespace lk::node
