#include "server/node/control_connection.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QPointer>
#include <algorithm>
#include <utility>

#include "server/node/control_codec.h"

namespace lk::node {

namespace {

constexpr qint64 kMostUnread = 64 * 1024 * 1024;  // a consumer that is so far behind is cut
constexpr qsizetype kMostCommands = 10'000;
constexpr qsizetype kRowsALine = 500;
constexpr qint64 kWrittenAhead = 1024 * 1024;
constexpr std::size_t kMostAnswering = 16;

Error wrong(std::string text) { return {Error::Code::Protocol, std::move(text)}; }

}  // namespace

ControlConnection::ControlConnection(NodeService& node, LineChannel* channel, QObject* parent)
    : QObject(parent), m_node(node), m_channel(channel) {
  m_channel->setParent(this);
  connect(m_channel, &LineChannel::lineArrived, this, &ControlConnection::take);
  connect(m_channel, &LineChannel::roomMade, this, &ControlConnection::writeParts);
  connect(m_channel, &LineChannel::ended, this, &QObject::deleteLater);
  connect(m_channel, &LineChannel::tooLong, this, [this] {
    refuse(0, wrong("a line of more than " + std::to_string(kLongestRequest) + " bytes"));
    m_channel->end();
  });
}

ControlConnection::~ControlConnection() {
  for (const auto& [device, count] : m_traces) {
    for (int i = 0; i < count; ++i) m_node.setTrace(device, false);
  }
}

void ControlConnection::sayDrained(const QObject& server) {
  const auto connections = server.findChildren<ControlConnection*>(Qt::FindDirectChildrenOnly);
  for (ControlConnection* connection : connections) connection->write({{QStringLiteral("drained"), true}});
}

void ControlConnection::take(const QByteArray& line) {
  qint64 id = 0;
  const auto request = parseRequest(line, id);
  if (request) return handle(*request);
  refuse(id, request.error());
  if (id == 0) m_channel->end();  // no request at all: nobody to talk to
}

void ControlConnection::handle(const ControlRequest& request) {
  using Op = ControlRequest::Op;
  switch (request.op) {
    case Op::Hello: return answer(request.id, {{QStringLiteral("info"), toJson(m_node.info())}});
    case Op::Fetch: return fetch(request);
    case Op::Send: return send(request);
    case Op::Kick: return kick(request);
    case Op::Trace: return trace(request);
    case Op::Inspect: return inspect(request);
    case Op::Drain: break;
  }
  const QJsonValue rateValue = request.body.value(QLatin1StringView("rate"));
  const qint64 rate = rateValue.isUndefined() ? 0 : rateValue.toInteger(-1);
  if (rate < 0 || rate > 1'000'000) return refuse(request.id, wrong("'rate' must be 0 to 1000000"));
  const auto draining = m_node.drain(static_cast<int>(rate));
  if (!draining) return refuse(request.id, draining.error());
  answer(request.id, {});
}

void ControlConnection::fetch(const ControlRequest& request) {
  // Whoever asks on without reading what was answered is cut.
  if (m_asked + m_answering.size() >= kMostAnswering) return m_channel->abort();
  SnapshotRequest wanted;
  if (const auto read = fromJson(request.body, wanted); !read) return refuse(request.id, read.error());
  ++m_asked;
  m_node.fetch(wanted, [self = QPointer(this), id = request.id](Snapshot snapshot) {
    if (self) self->answerSnapshot(id, std::move(snapshot));
  });
}

void ControlConnection::answerSnapshot(qint64 id, Snapshot snapshot) {
  --m_asked;
  m_answering.push_back({id, std::move(snapshot)});
  writeParts();
}

// As fast as it is read, and one part a turn: a large fleet's list neither waits in memory as text nor holds up the
// node.
void ControlConnection::writeParts() {
  if (m_goingOn || m_answering.empty() || !m_channel->isOpen() || m_channel->unread() >= kWrittenAhead) return;
  Answering& answering = m_answering.front();
  const Snapshot& whole = answering.snapshot;
  const qsizetype from = std::exchange(answering.next, answering.next + kRowsALine);
  Snapshot part;
  part.cursor = whole.cursor;
  part.allSessions = whole.allSessions;
  part.eventsDropped = whole.eventsDropped;
  part.commandsDropped = whole.commandsDropped;
  part.framesDropped = whole.framesDropped;
  part.figures = whole.figures;
  part.nodes = whole.nodes;
  part.sessions = whole.sessions.mid(from, kRowsALine);
  part.closed = whole.closed.mid(from, kRowsALine);
  part.events = whole.events.mid(from, kRowsALine);
  part.commands = whole.commands.mid(from, kRowsALine);
  part.frames = whole.frames.mid(from, kRowsALine);
  const qsizetype longest = std::max(
      {whole.sessions.size(), whole.closed.size(), whole.events.size(), whole.commands.size(), whole.frames.size()});
  const bool more = answering.next < longest;
  answer(answering.id, {{QStringLiteral("snapshot"), toJson(part)}, {QStringLiteral("more"), more}});
  if (!more) m_answering.pop_front();
  if (m_answering.empty()) return;
  m_goingOn = true;
  QMetaObject::invokeMethod(
      this,
      [this] {
        m_goingOn = false;
        writeParts();
      },
      Qt::QueuedConnection);
}

void ControlConnection::send(const ControlRequest& request) {
  const QJsonArray array = request.body.value(QLatin1StringView("commands")).toArray();
  if (array.isEmpty() || array.size() > kMostCommands) {
    return refuse(request.id, wrong("'commands' must be a list of 1 to 10000 commands"));
  }
  QList<CommandRequest> commands;
  QJsonArray ids;
  for (const QJsonValue item : array) {
    CommandRequest command;
    if (const auto read = fromJson(item.toObject(), command); !read) return refuse(request.id, read.error());
    if (command.id.isEmpty()) return refuse(request.id, wrong("each command must have an 'id'"));
    ids.push_back(command.id);
    commands.push_back(std::move(command));
  }
  answer(request.id, {{QStringLiteral("taken"), ids}});
  m_node.send(commands, [self = QPointer(this)](const CommandUpdate& update) {
    if (self) self->write({{QStringLiteral("update"), toJson(update)}});
  });
}

void ControlConnection::kick(const ControlRequest& request) {
  QStringList devices;
  if (!request.body.value(QLatin1StringView("devices")).isArray()) {
    return refuse(request.id, wrong("'devices' must be a list of device ids"));
  }
  for (const QJsonValue device : request.body.value(QLatin1StringView("devices")).toArray()) {
    if (!device.isString()) return refuse(request.id, wrong("'devices' must be a list of device ids"));
    devices.push_back(device.toString());
  }
  m_node.kick(devices, [self = QPointer(this), id = request.id](const KickOutcome& outcome) {
    if (self) self->answer(id, {{QStringLiteral("outcome"), toJson(outcome)}});
  });
}

void ControlConnection::trace(const ControlRequest& request) {
  const QString device = request.body.value(QLatin1StringView("device")).toString();
  const QJsonValue onValue = request.body.value(QLatin1StringView("on"));
  if (!onValue.isBool()) return refuse(request.id, wrong("'on' must be true or false"));
  const bool on = onValue.toBool();
  if (!isDeviceId(device.toStdString())) return refuse(request.id, wrong("'device' must be a device id"));
  int& count = m_traces[device];
  if (!on && count == 0) return refuse(request.id, wrong("this device is not traced by you"));
  count += on ? 1 : -1;
  m_node.setTrace(device, on);
  answer(request.id, {});
}

void ControlConnection::inspect(const ControlRequest& request) {
  const QString device = request.body.value(QLatin1StringView("device")).toString();
  if (!isDeviceId(device.toStdString())) return refuse(request.id, wrong("'device' must be a device id"));
  m_node.inspect(device, [self = QPointer(this), id = request.id](const DeviceReport& report) {
    if (self) self->answer(id, {{QStringLiteral("report"), toJson(report)}});
  });
}

void ControlConnection::answer(qint64 id, QJsonObject body) {
  body.insert(QStringLiteral("id"), id);
  write(body);
}

void ControlConnection::refuse(qint64 id, const Error& error) {
  answer(id, {{QStringLiteral("error"), QString::fromStdString(error.text)}});
}

void ControlConnection::write(const QJsonObject& line) {
  m_channel->write(QJsonDocument(line).toJson(QJsonDocument::Compact));
  if (m_channel->unread() > kMostUnread) m_channel->abort();
}

}  // namespace lk::node
