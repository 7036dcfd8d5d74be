#include "tests/control/examples.h"

#include <limits>

namespace lk::test {

namespace {

constexpr quint64 kLargest = std::numeric_limits<quint64>::max();
constexpr qint64 kPastDoubles = (qint64{1} << 53) + 1;  // the first whole number that a double can't hold

QByteArray everyByte() {
  QByteArray bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  return bytes;
}

}  // namespace

node::NodeInfo fullInfo() {
  node::NodeInfo info;
  info.id = QStringLiteral("n1");
  info.version = QStringLiteral("1.2.3");
  info.listen = {QStringLiteral("0.0.0.0:7600"), QStringLiteral("[::1]:7600")};
  info.bus = QStringLiteral("memory");
  info.metrics = QStringLiteral("127.0.0.1:9100");
  info.pid = 4'194'304;
  info.startedAtMs = kPastDoubles;
  return info;
}

node::SessionRow fullSession() {
  node::SessionRow row;
  row.session = kLargest;
  row.device = QStringLiteral("dev-1");
  row.node = QStringLiteral("n1");
  row.address = QStringLiteral("2001:db8::7");
  row.port = 65535;
  row.protocol = QStringLiteral("lk1");
  row.connectedAtMs = kPastDoubles;
  row.lastHeardAtMs = kPastDoubles + 2;
  row.keepaliveS = 3600;
  row.reports = kLargest - 1;
  row.reportBytes = kLargest - 2;
  row.commandsPending = std::numeric_limits<quint32>::max();
  row.outBuffer = std::numeric_limits<quint32>::max() - 1;
  row.lastClose = CloseReason::Lost;
  row.meta = R"({"site":"Zürich"})";
  return row;
}

node::Event fullEvent() {
  node::Event event;
  event.seq = kLargest;
  event.atMs = kPastDoubles;
  event.kind = node::EventKind::SessionReplaced;
  event.severity = node::Severity::Problem;
  event.node = QStringLiteral("n1");
  event.device = QStringLiteral("dev-1");
  event.session = kLargest - 1;
  event.address = QStringLiteral("192.0.2.1");
  event.reason = CloseReason::KeepaliveMissed;
  event.detail = QStringLiteral("line\nbreak, \"quotes\", \\ and \u0000\u00e9\U0001F600");
  return event;
}

node::CommandRequest fullRequest() {
  node::CommandRequest request;
  request.id = QStringLiteral("c-17");
  request.device = QStringLiteral("dev-1");
  request.payload = everyByte();
  request.ttlS = 604'800;
  request.timeoutS = 300;
  return request;
}

node::CommandUpdate fullUpdate() {
  node::CommandUpdate update;
  update.seq = kLargest;
  update.atMs = kPastDoubles;
  update.id = QStringLiteral("c-17");
  update.device = QStringLiteral("dev-1");
  update.status = CommandStatus::Failed;
  update.final = true;
  update.durable = true;
  update.code = 255;
  update.answer = everyByte();
  update.node = QStringLiteral("n1");
  update.session = kLargest - 1;
  update.reason = QStringLiteral("why not");
  update.queuedUs = kPastDoubles;
  update.writeUs = kPastDoubles + 2;
  update.ackUs = kPastDoubles + 4;
  update.payload = everyByte();
  update.payloadSize = kPastDoubles;
  return update;
}

node::Figures fullFigures() {
  node::Figures figures;
  quint64 number = static_cast<quint64>(kPastDoubles);  // each member has another
  for (quint64* member : {&figures.sessions, &figures.connections, &figures.accepted, &figures.refused,
                          &figures.reports, &figures.reportBytes, &figures.commandsPending, &figures.commandsQueued,
                          &figures.protocolErrors, &figures.outBufferBytes, &figures.memoryBytes, &figures.drainLeft}) {
    *member = number++;
  }
  for (quint64& count : figures.closes) count = number++;
  for (quint64& count : figures.commands) count = number++;
  figures.atMs = kPastDoubles;
  figures.ackP50Us = kPastDoubles + 2;
  figures.ackP99Us = kPastDoubles + 4;
  figures.loopLagP99Us = kPastDoubles + 6;
  figures.draining = true;
  figures.acceptPaused = true;
  figures.busUp = false;
  return figures;
}

node::TracedFrame fullFrame() {
  node::TracedFrame frame;
  frame.seq = kLargest;
  frame.atUs = kPastDoubles;
  frame.device = QStringLiteral("dev-1");
  frame.session = kLargest - 1;
  frame.fromDevice = true;
  frame.type = 255;
  frame.id = std::numeric_limits<quint32>::max();
  frame.length = std::numeric_limits<quint32>::max() - 1;
  frame.payload = everyByte();
  return frame;
}

node::Cursor fullCursor() { return {{kLargest, 0, 1}, kLargest - 1, kLargest - 2, kLargest - 3}; }

node::Snapshot fullSnapshot() {
  node::Snapshot snapshot;
  snapshot.cursor = fullCursor();
  snapshot.allSessions = true;
  snapshot.sessions = {fullSession(), node::SessionRow()};
  snapshot.closed = {kLargest, 1};
  snapshot.events = {fullEvent(), node::Event()};
  snapshot.eventsDropped = kLargest;
  snapshot.commands = {fullUpdate(), node::CommandUpdate()};
  snapshot.commandsDropped = kLargest - 1;
  snapshot.frames = {fullFrame(), node::TracedFrame()};
  snapshot.framesDropped = kLargest - 2;
  snapshot.figures = fullFigures();
  return snapshot;
}

node::DeviceReport fullReport() {
  node::HistoryEntry closed;
  closed.atMs = kPastDoubles;
  closed.node = QStringLiteral("n1");
  closed.kind = node::HistoryKind::Closed;
  closed.session = kLargest;
  closed.address = QStringLiteral("fe80::1");
  closed.reason = CloseReason::OverLimit;
  closed.detail = QStringLiteral("a sentence");
  closed.lastedMs = kPastDoubles + 2;
  closed.silentMs = kPastDoubles + 4;
  node::HistoryEntry command;
  command.kind = node::HistoryKind::Command;
  command.id = QStringLiteral("c-17");
  command.status = CommandStatus::Rejected;
  command.durable = true;
  command.code = 255;

  node::DeviceAtNode at;
  at.node = {fullInfo(), QStringLiteral("host"), node::NodeState::Draining, kPastDoubles, fullFigures()};
  at.connected = true;
  at.session = fullSession();
  at.welcomeWaits = true;
  at.stalledMs = kPastDoubles;
  at.underWay = std::numeric_limits<quint32>::max();
  at.history = {closed, command, node::HistoryEntry()};
  at.failures = {{QStringLiteral("10.2.0.7"), kPastDoubles, kLargest, CloseReason::ProtocolError,
                  QStringLiteral("hello-timeout"), QStringLiteral("no HELLO")},
                 node::AddressFailure()};

  node::DeviceReport report;
  report.device = QStringLiteral("dev-1");
  report.atMs = kPastDoubles;
  report.nodes = {at, node::DeviceAtNode()};
  report.silent = {{fullInfo(), QStringLiteral("other"), node::NodeState::Dead, 0, node::Figures()}};
  report.bus = {QStringLiteral("redis"),
                true,
                QStringLiteral("why not"),
                QStringLiteral("n1/17"),
                QStringLiteral("n1"),
                kLargest,
                kLargest - 1,
                true,
                QStringLiteral("n2"),
                kPastDoubles,
                true,
                kLargest - 2,
                {{QStringLiteral("c-18"), kPastDoubles}},
                {fullUpdate()}};
  return report;
}

node::MetricsSample fullSample() {
  node::MetricsSample sample;
  sample.figures = fullFigures();
  sample.figures.busUp = true;
  sample.connections = {{"accepted", 15'000}, {"over-limit", 3}, {"an \"odd\" \\ one\nof two lines", 1}};
  sample.protocolErrors = {{"bad-magic", 7}, {"too-long", 1}};
  for (const std::uint64_t micros : {5ULL, 90ULL, 1'500ULL, 40'000ULL, 3'000'000ULL, 500'000'000ULL}) {
    sample.commandAck.add(micros, 2);
    sample.loopLag.add(micros / 5);
  }
  sample.uplinkWaitingBytes = 67'108'864;
  sample.busReconnects = 2;
  sample.busMessages = 1'234;
  sample.busMessagesRefused = 5;
  sample.leaseAgeSeconds = 1.25;
  sample.redis = true;
  sample.accepting = true;
  sample.alive = true;
  return sample;
}

}  // namespace lk::test
