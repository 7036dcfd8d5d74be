#include "server/node/local_node_control.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUuid>
#include <memory>

#include "server/node/control_codec.h"

namespace lk::node {

namespace {

constexpr std::chrono::seconds kConnectDeadline{3};
constexpr std::chrono::seconds kAnswerDeadline{20};
constexpr qsizetype kPayloadOfOneLine = 1024 * 1024;  // of several commands; a single one may have more

Error lostError(const QString& why) { return {Error::Code::NotFound, why.toStdString()}; }

QString wordsFor(QLocalSocket::LocalSocketError error, const QString& socketName) {
  switch (error) {
    case QLocalSocket::PeerClosedError: return QStringLiteral("the node ended the link");
    case QLocalSocket::ServerNotFoundError:
    case QLocalSocket::ConnectionRefusedError:
      return QStringLiteral("no node listens at the control socket ") + socketName;
    case QLocalSocket::SocketAccessError: return QStringLiteral("the control socket is another user's: ") + socketName;
    default: return QStringLiteral("the link to the node broke");
  }
}

QStringList stringsOf(const QJsonValue& value) {
  QStringList strings;
  for (const QJsonValue item : value.toArray()) strings.push_back(item.toString());
  return strings;
}

void append(Snapshot& whole, Snapshot&& part) {
  const QList<quint64> closed = whole.closed + part.closed;
  whole.sessions += part.sessions;
  whole.events += part.events;
  whole.commands += part.commands;
  whole.frames += part.frames;
  part.sessions = std::move(whole.sessions);
  part.events = std::move(whole.events);
  part.commands = std::move(whole.commands);
  part.frames = std::move(whole.frames);
  part.closed = closed;
  whole = std::move(part);
}

}  // namespace

LocalNodeControl::LocalNodeControl(QString socketName, QObject* parent)
    : NodeControl(parent), m_socketName(std::move(socketName)), m_socket(this), m_deadline(this) {
  m_deadline.setSingleShot(true);
  connect(&m_deadline, &QTimer::timeout, this,
          [this] { lose(QStringLiteral("the node does not answer at its control socket")); });
  connect(&m_socket, &QLocalSocket::connected, this, &LocalNodeControl::greet);
  connect(&m_socket, &QLocalSocket::readyRead, this, &LocalNodeControl::readLines);
  connect(&m_socket, &QLocalSocket::disconnected, this, [this] { lose(QStringLiteral("the node ended the link")); });
  connect(&m_socket, &QLocalSocket::errorOccurred, this, [this] { lose(wordsFor(m_socket.error(), m_socketName)); });
}

LocalNodeControl::~LocalNodeControl() { m_socket.disconnect(this); }

void LocalNodeControl::open() {
  m_deadline.start(kConnectDeadline);
  // Later, as a failure is told at once, and nobody is told anything from within a call.
  QMetaObject::invokeMethod(
      this, [this] { m_socket.connectToServer(m_socketName); }, Qt::QueuedConnection);
}

void LocalNodeControl::greet() {
  ask(QStringLiteral("hello"), {}, this, [this](const Result<QJsonObject>& answer) {
    if (!answer) return lose(QString::fromStdString(answer.error().text));
    const auto read = fromJson(answer->value(QLatin1StringView("info")).toObject(), m_info);
    if (!read) return lose(QString::fromStdString(read.error().text));
    setState(State::Connected, {});
  });
  m_socket.write(std::exchange(m_unsent, {}));
}

void LocalNodeControl::ask(const QString& op, QJsonObject body, QObject* context, OnLine onLine) {
  const auto failLater = [&](const Error& error) {
    const QPointer<QObject> guarded(context);
    QMetaObject::invokeMethod(
        this,
        [guarded, error, onLine = std::move(onLine)] {
          if (guarded) onLine(error);
        },
        Qt::QueuedConnection);
  };
  if (m_state == State::Lost) return failLater(lostError(QStringLiteral("the link to the node is lost")));
  const qint64 id = ++m_lastId;
  body.insert(QStringLiteral("v"), kControlVersion);
  body.insert(QStringLiteral("id"), id);
  body.insert(QStringLiteral("op"), op);
  const QByteArray line = QJsonDocument(body).toJson(QJsonDocument::Compact);
  if (line.size() > kLongestRequest) {
    return failLater({Error::Code::Limit, "this is more than a node takes at once, " + std::to_string(kLongestRequest) +
                                              " bytes with its encoding; send less"});
  }
  m_waiting.emplace(id, Waiting{context, std::move(onLine)});
  if (m_state == State::Connected && !m_deadline.isActive()) m_deadline.start(kAnswerDeadline);
  if (m_socket.state() == QLocalSocket::ConnectedState) {
    m_socket.write(line + '\n');
  } else {
    m_unsent += line + '\n';  // asked before the link was there
  }
}

void LocalNodeControl::readLines() {
  m_lines.feed(m_socket.readAll());
  while (const auto line = m_lines.next()) {
    const auto document = QJsonDocument::fromJson(*line);
    if (!document.isObject()) return lose(QStringLiteral("the node's answer is not JSON"));
    handle(document.object());
  }
  if (m_state == State::Connected && !m_waiting.empty()) {
    m_deadline.start(kAnswerDeadline);
  } else if (m_state == State::Connected) {
    m_deadline.stop();
  }
  if (m_lines.tooLong()) lose(QStringLiteral("the node's answer is too long"));
}

void LocalNodeControl::handle(const QJsonObject& line) {
  if (line.contains(QLatin1StringView("update"))) {
    CommandUpdate update;
    if (fromJson(line.value(QLatin1StringView("update")).toObject(), update)) Q_EMIT commandChanged(update);
    return;
  }
  const auto found = m_waiting.find(line.value(QLatin1StringView("id")).toInteger(0));
  if (found == m_waiting.end()) return;
  const Waiting waiting = found->second;
  if (!line.value(QLatin1StringView("more")).toBool()) m_waiting.erase(found);
  if (!waiting.context) return;
  const QJsonValue error = line.value(QLatin1StringView("error"));
  if (error.isString()) {
    waiting.onLine(Error{Error::Code::Protocol, error.toString().toStdString()});
  } else {
    waiting.onLine(line);
  }
}

void LocalNodeControl::lose(const QString& why) {
  if (m_state == State::Lost) return;
  m_deadline.stop();
  m_state = State::Lost;
  const auto waiting = std::exchange(m_waiting, {});
  m_socket.abort();
  for (const auto& [id, asked] : waiting) {
    if (asked.context && asked.context != this) asked.onLine(lostError(why));
  }
  Q_EMIT stateChanged(m_state, why);
}

void LocalNodeControl::setState(State state, const QString& why) {
  m_state = state;
  Q_EMIT stateChanged(state, why);
}

void LocalNodeControl::fetch(const SnapshotRequest& request, QObject* context, Reply<Snapshot> done) {
  auto whole = std::make_shared<Snapshot>();
  ask(QStringLiteral("fetch"), toJson(request), context, [whole, done](const Result<QJsonObject>& line) {
    if (!line) return done(line.error());
    Snapshot part;
    if (const auto read = fromJson(line->value(QLatin1StringView("snapshot")).toObject(), part); !read) {
      return done(read.error());
    }
    append(*whole, std::move(part));
    if (!line->value(QLatin1StringView("more")).toBool()) done(std::move(*whole));
  });
}

void LocalNodeControl::send(const QList<CommandRequest>& commands, QObject* context, Reply<QStringList> taken) {
  struct Parts {
    QStringList ids;
    int left = 0;
    bool failed = false;
  };
  const auto parts = std::make_shared<Parts>();
  QJsonArray array;
  qsizetype bytes = 0;
  const auto sendPart = [&] {
    ++parts->left;
    ask(QStringLiteral("send"), {{QStringLiteral("commands"), array}}, context,
        [parts, taken](const Result<QJsonObject>& line) {
          if (parts->failed) return;
          parts->failed = !line;
          if (!line) return taken(line.error());
          parts->ids += stringsOf(line->value(QLatin1StringView("taken")));
          if (--parts->left == 0) taken(parts->ids);
        });
    array = {};
    bytes = 0;
  };
  for (CommandRequest command : commands) {
    if (command.id.isEmpty()) command.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    if (!array.isEmpty() && bytes + command.payload.size() > kPayloadOfOneLine) sendPart();
    bytes += command.payload.size();
    array.push_back(toJson(command));
  }
  if (!array.isEmpty() || parts->left == 0) sendPart();
}

void LocalNodeControl::kick(const QStringList& devices, QObject* context, Reply<KickOutcome> done) {
  ask(QStringLiteral("kick"), {{QStringLiteral("devices"), QJsonArray::fromStringList(devices)}}, context,
      [done](const Result<QJsonObject>& line) {
        if (!line) return done(line.error());
        KickOutcome outcome;
        const auto read = fromJson(line->value(QLatin1StringView("outcome")).toObject(), outcome);
        if (!read) return done(read.error());
        done(outcome);
      });
}

void LocalNodeControl::drain(int rate, QObject* context, Reply<void> started) {
  ask(QStringLiteral("drain"), {{QStringLiteral("rate"), rate}}, context,
      [started](const Result<QJsonObject>& line) { started(line ? Result<void>() : Result<void>(line.error())); });
}

void LocalNodeControl::setTrace(const QString& device, bool on) {
  ask(QStringLiteral("trace"), {{QStringLiteral("device"), device}, {QStringLiteral("on"), on}}, this,
      [](const Result<QJsonObject>&) {});
}

}  // namespace lk::node
