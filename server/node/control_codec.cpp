#include "server/node/control_codec.h"

#include <QJsonArray>
#include <array>
#include <concepts>
#include <limits>

// Each type has one list of its members, visited by a writer or a reader: what one writes the other reads.
namespace lk::node {

namespace {

constexpr std::array kEventWords = {
    "node-ready",     "listen-failed",     "session-opened", "session-closed", "session-replaced", "connection-refused",
    "protocol-error", "accept-paused",     "accept-resumed", "command-ended",  "kicked",           "drain-started",
    "drain-finished", "settings-reloaded", "bus-up",         "bus-down",       "message-refused",  "history-not-kept",
};
constexpr std::array kSeverityWords = {"info", "warning", "problem"};
constexpr std::array kNodeStateWords = {"up", "draining", "silent", "dead"};
constexpr std::array kHistoryWords = {"connected", "took-over", "closed", "refused", "command"};

template <std::size_t N>
int indexOf(const std::array<const char*, N>& words, const QString& word) {
  for (std::size_t i = 0; i < N; ++i) {
    if (word == QLatin1StringView(words[i])) return static_cast<int>(i);
  }
  return -1;
}

class Writer {
 public:
  explicit Writer(QJsonObject& json) : m_json(json) {}

  void operator()(const char* name, const QString& value) { put(name, value); }
  void operator()(const char* name, const QStringList& value) { put(name, QJsonArray::fromStringList(value)); }
  void operator()(const char* name, const QByteArray& value) { put(name, QString::fromLatin1(value.toBase64())); }
  void operator()(const char* name, bool value) { put(name, value); }
  void operator()(const char* name, int value) { put(name, value); }
  void operator()(const char* name, qint64 value) { put(name, value); }
  void operator()(const char* name, quint8 value) { put(name, int{value}); }
  void operator()(const char* name, quint16 value) { put(name, int{value}); }
  void operator()(const char* name, quint32 value) { put(name, qint64{value}); }
  void operator()(const char* name, quint64 value) { put(name, QString::number(value)); }
  void operator()(const char* name, const std::optional<CloseReason>& value) {
    if (value) put(name, QString::fromUtf8(lk::toText(*value)));
  }
  void operator()(const char* name, CommandStatus value) { put(name, QString::fromUtf8(lk::toText(value))); }
  void operator()(const char* name, EventKind value) { put(name, toText(value)); }
  void operator()(const char* name, Severity value) { put(name, toText(value)); }
  void operator()(const char* name, NodeState value) { put(name, toText(value)); }
  void operator()(const char* name, HistoryKind value) { put(name, toText(value)); }
  void operator()(const char* name, CloseReason value) { put(name, QString::fromUtf8(lk::toText(value))); }
  void operator()(const char* name, const QList<quint64>& value) {
    QJsonArray array;
    for (const quint64 number : value) array.push_back(QString::number(number));
    put(name, array);
  }
  template <typename T>
  void operator()(const char* name, const QList<T>& value) {
    QJsonArray array;
    for (const T& item : value) array.push_back(toJson(item));
    put(name, array);
  }
  template <std::size_t N>
  void operator()(const char* name, const std::array<quint64, N>& value, const auto& words) {
    QJsonObject object;
    for (std::size_t i = 0; i < N; ++i) {
      object.insert(QString::fromUtf8(lk::toText(words[i])), static_cast<qint64>(value[i]));
    }
    put(name, object);
  }
  template <typename T>
  requires requires(const T& item) { toJson(item); }
  void operator()(const char* name, const T& value) { put(name, toJson(value)); }

 private:
  void put(const char* name, const QJsonValue& value) { m_json.insert(QLatin1StringView(name), value); }
  QJsonObject& m_json;
};

class Reader {
 public:
  explicit Reader(const QJsonObject& json) : m_json(json) {}

  void operator()(const char* name, QString& value) {
    read(name, &QJsonValue::isString, [&](auto& v) { value = v.toString(); });
  }
  void operator()(const char* name, QStringList& value) {
    each(name, [&](const QJsonValue& item) {
      if (!item.isString()) return fail(name);
      value.push_back(item.toString());
    });
  }
  void operator()(const char* name, QByteArray& value) {
    read(name, &QJsonValue::isString, [&](auto& v) {
      const auto decoded =
          QByteArray::fromBase64Encoding(v.toString().toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
      if (!decoded) return fail(name);
      value = *decoded;
    });
  }
  void operator()(const char* name, bool& value) {
    read(name, &QJsonValue::isBool, [&](auto& v) { value = v.toBool(); });
  }
  void operator()(const char* name, std::integral auto& value) {
    using Int = std::remove_reference_t<decltype(value)>;
    read(
        name, [](const QJsonValue&) { return true; },
        [&](const QJsonValue& v) {
          bool ok = false;
          if constexpr (std::same_as<Int, quint64>) {
            value = v.toString().toULongLong(&ok);
          } else {
            constexpr qint64 kMost = qint64{1} << 60;  // so that they can be reckoned with
            constexpr qint64 kBad = std::numeric_limits<qint64>::min();
            const qint64 number = v.isDouble() ? v.toInteger(kBad) : kBad;
            ok = number >= -kMost && number <= kMost && std::in_range<Int>(number);
            if (ok) value = static_cast<Int>(number);
          }
          if (!ok) fail(name);
        });
  }
  void operator()(const char* name, std::optional<CloseReason>& value) {
    word(name, [&](const QString& text) {
      value = closeReasonFromText(text.toStdString());
      return value.has_value();
    });
  }
  void operator()(const char* name, CloseReason& value) {
    std::optional<CloseReason> reason = value;
    (*this)(name, reason);
    value = reason.value_or(value);
  }
  void operator()(const char* name, HistoryKind& value) {
    word(name, [&](const QString& text) {
      const int index = indexOf(kHistoryWords, text);
      if (index >= 0) value = static_cast<HistoryKind>(index);
      return index >= 0;
    });
  }
  void operator()(const char* name, CommandStatus& value) {
    word(name, [&](const QString& text) {
      const auto status = commandStatusFromText(text.toStdString());
      if (status) value = *status;
      return status.has_value();
    });
  }
  void operator()(const char* name, EventKind& value) {
    word(name, [&](const QString& text) {
      const int index = indexOf(kEventWords, text);
      if (index >= 0) value = static_cast<EventKind>(index);
      return index >= 0;
    });
  }
  void operator()(const char* name, Severity& value) {
    word(name, [&](const QString& text) {
      const int index = indexOf(kSeverityWords, text);
      if (index >= 0) value = static_cast<Severity>(index);
      return index >= 0;
    });
  }
  void operator()(const char* name, NodeState& value) {
    word(name, [&](const QString& text) {
      const int index = indexOf(kNodeStateWords, text);
      if (index >= 0) value = static_cast<NodeState>(index);
      return index >= 0;
    });
  }
  void operator()(const char* name, QList<quint64>& value) {
    each(name, [&](const QJsonValue& item) {
      bool ok = false;
      value.push_back(item.toString().toULongLong(&ok));
      if (!ok) fail(name);
    });
  }
  template <typename T>
  void operator()(const char* name, QList<T>& value) {
    each(name, [&](const QJsonValue& item) {
      T one;
      nested(name, item, one);
      value.push_back(std::move(one));
    });
  }
  template <std::size_t N>
  void operator()(const char* name, std::array<quint64, N>& value, const auto& words) {
    read(name, &QJsonValue::isObject, [&](const QJsonValue& v) {
      const QJsonObject object = v.toObject();
      for (std::size_t i = 0; i < N; ++i) {
        const auto found = object.constFind(QString::fromUtf8(lk::toText(words[i])));
        if (found == object.constEnd()) continue;
        const QJsonValue count = *found;
        const qint64 number = count.toInteger(-1);
        if (number < 0) return fail(name);
        value[i] = static_cast<quint64>(number);
      }
    });
  }
  template <typename T>
  requires requires(const T& item) { toJson(item); }
  void operator()(const char* name, T& value) {
    read(name, &QJsonValue::isObject, [&](const QJsonValue& v) { nested(name, v, value); });
  }

  [[nodiscard]] Result<void> result() const {
    if (m_error.isEmpty()) return {};
    return Error{Error::Code::Protocol, "'" + m_error.toStdString() + "' is not what it must be"};
  }

 private:
  void fail(const char* name) {
    if (m_error.isEmpty()) m_error = QString::fromLatin1(name);
  }
  template <typename Is, typename Take>
  void read(const char* name, Is is, Take take) {
    const auto found = m_json.constFind(QLatin1StringView(name));
    if (found == m_json.constEnd()) return;
    const QJsonValue value = *found;
    if (!std::invoke(is, value)) return fail(name);
    take(value);
  }
  void each(const char* name, auto take) {
    read(name, &QJsonValue::isArray, [&](const QJsonValue& value) {
      const QJsonArray array = value.toArray();
      for (const QJsonValue item : array) take(item);
    });
  }
  void word(const char* name, auto take) {
    read(name, &QJsonValue::isString, [&](const QJsonValue& value) {
      if (!take(value.toString())) fail(name);
    });
  }
  template <typename T>
  void nested(const char* name, const QJsonValue& json, T& value) {
    if (!json.isObject() || !fromJson(json.toObject(), value).ok()) fail(name);
  }

  const QJsonObject& m_json;
  QString m_error;
};

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
  visit(value, Writer(json));
  return json;
}

template <typename T>
Result<void> readInto(const QJsonObject& json, T& value) {
  Reader reader(json);
  visit(value, reader);
  return reader.result();
}

}  // namespace

QString toText(EventKind kind) { return QLatin1StringView(kEventWords.at(static_cast<std::size_t>(kind))); }
QString toText(NodeState state) { return QLatin1StringView(kNodeStateWords.at(static_cast<std::size_t>(state))); }
QString toText(HistoryKind kind) { return QLatin1StringView(kHistoryWords.at(static_cast<std::size_t>(kind))); }
QString toText(Severity severity) { return QLatin1StringView(kSeverityWords.at(static_cast<std::size_t>(severity))); }

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
