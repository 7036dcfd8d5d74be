#include "server/node/control_connection.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QPointer>
#include <algorithm>

#include "server/node/control_codec.h"

namespace lk::node {

namespace {

constexpr qint64 kMostUnread = 64 * 1024 * 1024;  // a consumer that is so far behind is cut
constexpr qsizetype kMostCommands = 10'000;
constexpr qsizetype kRowsALine = 500;

Error wrong(std::string text) { return {Error::Code::Protocol, std::move(text)}; }

// Moves the first of a list into another, so that a large answer goes out in lines of bounded length.
template <typename T>
QList<T> takeSome(QList<T>& from) {
  QList<T> some = from.mid(0, kRowsALine);
  from.remove(0, some.size());
  return some;
}

}  // namespace

ControlConnection::ControlConnection(NodeService& node, QLocalSocket* socket, QObject* parent)
    : QObject(parent), m_node(node), m_socket(socket) {
  m_socket->setParent(this);
  connect(m_socket, &QLocalSocket::readyRead, this, &ControlConnection::readLines);
  connect(m_socket, &QLocalSocket::disconnected, this, &QObject::deleteLater);
}

ControlConnection::~ControlConnection() {
  for (const auto& [device, count] : m_traces) {
    for (int i = 0; i < count; ++i) m_node.setTrace(device, false);
  }
}

void ControlConnection::readLines() {
  m_lines.feed(m_socket->readAll());
  while (const auto line = m_lines.next()) {
    qint64 id = 0;
    const auto request = parseRequest(*line, id);
    if (request) {
      handle(*request);
      continue;
    }
    refuse(id, request.error());
    if (id == 0) return leave();  // no request at all: nobody to talk to
  }
  if (m_lines.tooLong()) {
    refuse(0, wrong("a line of more than " + std::to_string(kLongestRequest) + " bytes"));
    leave();
  }
}

// What was said before still goes out; nothing more is read.
void ControlConnection::leave() {
  m_socket->disconnect(this);
  connect(m_socket, &QLocalSocket::disconnected, this, &QObject::deleteLater);
  m_socket->disconnectFromServer();
  if (m_socket->state() == QLocalSocket::UnconnectedState) deleteLater();
}

void ControlConnection::handle(const ControlRequest& request) {
  using Op = ControlRequest::Op;
  switch (request.op) {
    case Op::Hello: return answer(request.id, {{QStringLiteral("info"), toJson(m_node.info())}});
    case Op::Fetch: return fetch(request);
    case Op::Send: return send(request);
    case Op::Kick: return kick(request);
    case Op::Trace: return trace(request);
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
  SnapshotRequest wanted;
  if (const auto read = fromJson(request.body, wanted); !read) return refuse(request.id, read.error());
  m_node.fetch(wanted, [self = QPointer(this), id = request.id](Snapshot snapshot) {
    if (self) self->answerSnapshot(id, std::move(snapshot));
  });
}

void ControlConnection::answerSnapshot(qint64 id, Snapshot snapshot) {
  bool more = true;
  while (more) {
    Snapshot part = snapshot;
    part.sessions = takeSome(snapshot.sessions);
    part.events = takeSome(snapshot.events);
    part.commands = takeSome(snapshot.commands);
    part.frames = takeSome(snapshot.frames);
    snapshot.closed.clear();  // all in the first line: numbers are short
    more = !snapshot.sessions.isEmpty() || !snapshot.events.isEmpty() || !snapshot.commands.isEmpty() ||
           !snapshot.frames.isEmpty();
    answer(id, {{QStringLiteral("snapshot"), toJson(part)}, {QStringLiteral("more"), more}});
  }
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

void ControlConnection::answer(qint64 id, QJsonObject body) {
  body.insert(QStringLiteral("id"), id);
  write(body);
}

void ControlConnection::refuse(qint64 id, const Error& error) {
  answer(id, {{QStringLiteral("error"), QString::fromStdString(error.text)}});
}

void ControlConnection::write(const QJsonObject& line) {
  if (m_socket->state() != QLocalSocket::ConnectedState) return;
  m_socket->write(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
  if (m_socket->bytesToWrite() > kMostUnread) m_socket->abort();
}

}  // namespace lk::node
