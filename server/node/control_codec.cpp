#include "server/node/control_codec.h"

#include <concepts>

#include "server/node/json_members.h"

// Each type has one list of its members, visited by a writer or a reader.
namespace lk::node {

namespace {

void visit(auto& info, auto&& member) requires std::same_as<std::remove_cvref_t<decltype(info)>, NodeInfo> {
  member("id", info.id);
  member("version", info.version);
  member("listen", info.listen);
  member("bus", info.bus);
  member("metrics", info.metrics);
  member("pid", info.pid);
  member("started_at_ms", info.startedAtMs);
}

void visit(auto& row, auto&& member) requires std::same_as<std::remove_cvref_t<decltype(row)>, SessionRow> {
  member("session", row.session);
  member("device", row.device);
  member("node", row.node);
  member("address", row.address);
  member("port", row.port);
  member("protocol", row.protocol);
  member("connected_at_ms", row.connectedAtMs);
  member("last_heard_at_ms", row.lastHeardAtMs);
  member("keepalive", row.keepaliveS);
  member("reports", row.reports);
  member("report_bytes", row.reportBytes);
  member("commands_pending", row.commandsPending);
  member("out_buffer", row.outBuffer);
  member("last_close", row.lastClose);
  member("meta", row.meta);
}

void visit(auto& event, auto&& member) requires std::same_as<std::remove_cvref_t<decltype(event)>, Event> {
  member("seq", event.seq);
  member("at_ms", event.atMs);
  member("kind", event.kind);
  member("severity", event.severity);
  member("node", event.node);
  member("device", event.device);
  member("session", event.session);
  member("address", event.address);
  member("reason", event.reason);
  member("detail", event.detail);
}

void visit(auto& request, auto&& member) requires std::same_as<std::remove_cvref_t<decltype(request)>, CommandRequest> {
  member("id", request.id);
  member("device", request.device);
  member("payload", request.payload);
  member("ttl", request.ttlS);
  member("timeout", request.timeoutS);
}

void visit(auto& update, auto&& member) requires std::same_as<std::remove_cvref_t<decltype(update)>, CommandUpdate> {
  member("seq", update.seq);
  member("at_ms", update.atMs);
  member("id", update.id);
  member("device", update.device);
  member("status", update.status);
  member("final", update.final);
  member("durable", update.durable);
  member("code", update.code);
  member("answer", update.answer);
  member("node", update.node);
  member("session", update.session);
  member("reason", update.reason);
  member("queued_us", update.queuedUs);
  member("write_us", update.writeUs);
  member("ack_us", update.ackUs);
  member("payload", update.payload);
  member("payload_size", update.payloadSize);
}

void visit(auto& figures, auto&& member) requires std::same_as<std::remove_cvref_t<decltype(figures)>, Figures> {
  member("at_ms", figures.atMs);
  member("sessions", figures.sessions);
  member("connections", figures.connections);
  member("accepted", figures.accepted);
  member("refused", figures.refused);
  member("closes", figures.closes, kCloseReasons);
  member("reports", figures.reports);
  member("report_bytes", figures.reportBytes);
  member("commands", figures.commands, kCommandStatuses);
  member("commands_pending", figures.commandsPending);
  member("commands_queued", figures.commandsQueued);
  member("protocol_errors", figures.protocolErrors);
  member("ack_p50_us", figures.ackP50Us);
  member("ack_p99_us", figures.ackP99Us);
  member("out_buffer_bytes", figures.outBufferBytes);
  member("memory_bytes", figures.memoryBytes);
  member("loop_lag_p99_us", figures.loopLagP99Us);
  member("draining", figures.draining);
  member("drain_left", figures.drainLeft);
  member("accept_paused", figures.acceptPaused);
  member("bus_up", figures.busUp);
  member("bus_why", figures.busWhy);
}

void visit(auto& row, auto&& member) requires std::same_as<std::remove_cvref_t<decltype(row)>, NodeRow> {
  member("info", row.info);
  member("host", row.host);
  member("state", row.state);
  member("lease_left_ms", row.leaseLeftMs);
  member("figures", row.figures);
}

void visit(auto& frame, auto&& member) requires std::same_as<std::remove_cvref_t<decltype(frame)>, TracedFrame> {
  member("seq", frame.seq);
  member("at_us", frame.atUs);
  member("device", frame.device);
  member("session", frame.session);
  member("from_device", frame.fromDevice);
  member("type", frame.type);
  member("id", frame.id);
  member("length", frame.length);
  member("payload", frame.payload);
}

void visit(auto& cursor, auto&& member) requires std::same_as<std::remove_cvref_t<decltype(cursor)>, Cursor> {
  member("sessions", cursor.sessions);
  member("events", cursor.events);
  member("commands", cursor.commands);
  member("trace", cursor.trace);
}

void visit(auto& request,
           auto&& member) requires std::same_as<std::remove_cvref_t<decltype(request)>, SnapshotRequest> {
  member("sessions", request.sessions);
  member("events", request.events);
  member("commands", request.commands);
  member("trace", request.trace);
  member("since", request.since);
}

void visit(auto& snapshot, auto&& member) requires std::same_as<std::remove_cvref_t<decltype(snapshot)>, Snapshot> {
  member("cursor", snapshot.cursor);
  member("all_sessions", snapshot.allSessions);
  member("sessions", snapshot.sessions);
  member("closed", snapshot.closed);
  member("events", snapshot.events);
  member("events_dropped", snapshot.eventsDropped);
  member("commands", snapshot.commands);
  member("commands_dropped", snapshot.commandsDropped);
  member("frames", snapshot.frames);
  member("frames_dropped", snapshot.framesDropped);
  member("figures", snapshot.figures);
  member("nodes", snapshot.nodes);
}

void visit(auto& outcome, auto&& member) requires std::same_as<std::remove_cvref_t<decltype(outcome)>, KickOutcome> {
  member("kicked", outcome.kicked);
  member("not_connected", outcome.notConnected);
}

void visit(auto& entry, auto&& member) requires std::same_as<std::remove_cvref_t<decltype(entry)>, HistoryEntry> {
  member("at_ms", entry.atMs);
  member("node", entry.node);
  member("kind", entry.kind);
  member("session", entry.session);
  member("address", entry.address);
  member("reason", entry.reason);
  member("detail", entry.detail);
  member("lasted_ms", entry.lastedMs);
  member("silent_ms", entry.silentMs);
  member("id", entry.id);
  member("status", entry.status);
  member("durable", entry.durable);
  member("code", entry.code);
}

void visit(auto& failure, auto&& member) requires std::same_as<std::remove_cvref_t<decltype(failure)>, AddressFailure> {
  member("address", failure.address);
  member("last_at_ms", failure.lastAtMs);
  member("times", failure.times);
  member("reason", failure.reason);
  member("kind", failure.kind);
  member("detail", failure.detail);
}

void visit(auto& at, auto&& member) requires std::same_as<std::remove_cvref_t<decltype(at)>, DeviceAtNode> {
  member("node", at.node);
  member("connected", at.connected);
  member("session", at.session);
  member("welcome_waits", at.welcomeWaits);
  member("stalled_ms", at.stalledMs);
  member("under_way", at.underWay);
  member("history", at.history);
  member("failures", at.failures);
}

void visit(auto& command, auto&& member) requires std::same_as<std::remove_cvref_t<decltype(command)>, WaitingCommand> {
  member("id", command.id);
  member("left_ms", command.leftMs);
}

void visit(auto& bus, auto&& member) requires std::same_as<std::remove_cvref_t<decltype(bus)>, DeviceOnBus> {
  member("kind", bus.kind);
  member("answered", bus.answered);
  member("why", bus.why);
  member("route_instance", bus.routeInstance);
  member("route_node", bus.routeNode);
  member("route_session", bus.routeSession);
  member("route_epoch", bus.routeEpoch);
  member("route_live", bus.routeLive);
  member("last_node", bus.lastNode);
  member("last_until_ms", bus.lastUntilMs);
  member("last_gone", bus.lastGone);
  member("waiting_count", bus.waitingCount);
  member("waiting", bus.waiting);
  member("ended", bus.ended);
}

void visit(auto& report, auto&& member) requires std::same_as<std::remove_cvref_t<decltype(report)>, DeviceReport> {
  member("device", report.device);
  member("at_ms", report.atMs);
  member("nodes", report.nodes);
  member("silent", report.silent);
  member("bus", report.bus);
}

template <typename T>
QJsonObject write(const T& value) {
  QJsonObject json;
  visit(value, JsonWriter(json));
  return json;
}

template <typename T>
Result<void> readInto(const QJsonObject& json, T& value) {
  JsonReader reader(json);
  visit(value, reader);
  return reader.result();
}

}  // namespace

QJsonObject toJson(const NodeInfo& info) { return write(info); }
QJsonObject toJson(const SessionRow& row) { return write(row); }
QJsonObject toJson(const Event& event) { return write(event); }
QJsonObject toJson(const CommandRequest& request) { return write(request); }
QJsonObject toJson(const CommandUpdate& update) { return write(update); }
QJsonObject toJson(const Figures& figures) { return write(figures); }
QJsonObject toJson(const NodeRow& row) { return write(row); }
QJsonObject toJson(const TracedFrame& frame) { return write(frame); }
QJsonObject toJson(const Cursor& cursor) { return write(cursor); }
QJsonObject toJson(const SnapshotRequest& request) { return write(request); }
QJsonObject toJson(const Snapshot& snapshot) { return write(snapshot); }
QJsonObject toJson(const KickOutcome& outcome) { return write(outcome); }
QJsonObject toJson(const HistoryEntry& entry) { return write(entry); }
QJsonObject toJson(const AddressFailure& failure) { return write(failure); }
QJsonObject toJson(const DeviceAtNode& at) { return write(at); }
QJsonObject toJson(const WaitingCommand& command) { return write(command); }
QJsonObject toJson(const DeviceOnBus& bus) { return write(bus); }
QJsonObject toJson(const DeviceReport& report) { return write(report); }

Result<void> fromJson(const QJsonObject& json, NodeInfo& info) { return readInto(json, info); }
Result<void> fromJson(const QJsonObject& json, SessionRow& row) { return readInto(json, row); }
Result<void> fromJson(const QJsonObject& json, Event& event) { return readInto(json, event); }
Result<void> fromJson(const QJsonObject& json, CommandRequest& request) { return readInto(json, request); }
Result<void> fromJson(const QJsonObject& json, CommandUpdate& update) { return readInto(json, update); }
Result<void> fromJson(const QJsonObject& json, Figures& figures) { return readInto(json, figures); }
Result<void> fromJson(const QJsonObject& json, NodeRow& row) { return readInto(json, row); }
Result<void> fromJson(const QJsonObject& json, TracedFrame& frame) { return readInto(json, frame); }
Result<void> fromJson(const QJsonObject& json, Cursor& cursor) { return readInto(json, cursor); }
Result<void> fromJson(const QJsonObject& json, SnapshotRequest& request) { return readInto(json, request); }
Result<void> fromJson(const QJsonObject& json, Snapshot& snapshot) { return readInto(json, snapshot); }
Result<void> fromJson(const QJsonObject& json, KickOutcome& outcome) { return readInto(json, outcome); }
Result<void> fromJson(const QJsonObject& json, HistoryEntry& entry) { return readInto(json, entry); }
Result<void> fromJson(const QJsonObject& json, AddressFailure& failure) { return readInto(json, failure); }
Result<void> fromJson(const QJsonObject& json, DeviceAtNode& at) { return readInto(json, at); }
Result<void> fromJson(const QJsonObject& json, WaitingCommand& command) { return readInto(json, command); }
Result<void> fromJson(const QJsonObject& json, DeviceOnBus& bus) { return readInto(json, bus); }
Result<void> fromJson(const QJsonObject& json, DeviceReport& report) { return readInto(json, report); }

}  // namespace lk::node
