#include "server/node/line_node_control.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUuid>
#include <memory>

#include "server/node/control_codec.h"
#include "server/node/control_line.h"

namespace lk::node {

namespace {

constexpr qsizetype kPayloadOfOneLine = 1024 * 1024;  // of several commands; a single one may have more

Error lostError(const QString& why) { return {Error::Code::NotFound, why.toStdString()}; }

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

LineNodeControl::LineNodeControl(LineChannel& channel, std::chrono::milliseconds answerWithin, QObject* parent)
    : NodeControl(parent), m_channel(channel), m_answerWithin(answerWithin), m_deadline(this) {
  m_deadline.setSingleShot(true);
  connect(&m_deadline, &QTimer::timeout, this, [this] { lose(QStringLiteral("the node does not answer")); });
  connect(&m_channel, &LineChannel::lineArrived, this, &LineNodeControl::take);
  connect(&m_channel, &LineChannel::batchRead, this, [this] {
    if (m_state != State::Connected) return;
    m_waiting.empty() ? m_deadline.stop() : m_deadline.start(m_answerWithin);
  });
  connect(&m_channel, &LineChannel::tooLong, this, [this] { lose(QStringLiteral("the node's answer is too long")); });
  connect(&m_channel, &LineChannel::ended, this, &LineNodeControl::lose);
}

void LineNodeControl::greet() {
  ask(QStringLiteral("hello"), {}, this, [this](const Result<QJsonObject>& answer) {
    if (!answer) return lose(QString::fromStdString(answer.error().text));
    const auto read = fromJson(answer->value(QLatin1StringView("info")).toObject(), m_info);
    if (!read) return lose(QString::fromStdString(read.error().text));
    setState(State::Connected, {});
  });
  for (const QByteArray& line : std::exchange(m_unsent, {})) m_channel.write(line);
}

void LineNodeControl::ask(const QString& op, QJsonObject body, QObject* context, OnLine onLine, Answer answer) {
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
  m_waiting.emplace(id, Waiting{context, std::move(onLine), answer});
  if (m_channel.isOpen() && !m_deadline.isActive()) m_deadline.start(m_answerWithin);
  if (m_channel.isOpen()) {
    m_channel.write(line);
  } else {
    m_unsent.push_back(line);  // asked before the link was there
  }
}

void LineNodeControl::take(const QByteArray& line) {
  if (m_state == State::Lost) return;
  const auto document = QJsonDocument::fromJson(line);
  if (!document.isObject()) return lose(QStringLiteral("the node's answer is not JSON"));
  handle(document.object());
}

void LineNodeControl::handle(const QJsonObject& line) {
  if (line.contains(QLatin1StringView("update"))) {
    CommandUpdate update;
    if (fromJson(line.value(QLatin1StringView("update")).toObject(), update)) Q_EMIT commandChanged(update);
    return;
  }
  if (line.value(QLatin1StringView("drained")).toBool()) {
    Q_EMIT nodeDrained(m_info.id);
    return;
  }
  const auto found = m_waiting.find(line.value(QLatin1StringView("id")).toInteger(0));
  if (found == m_waiting.end()) return;
  const Waiting waiting = found->second;
  const QJsonValue error = line.value(QLatin1StringView("error"));
  const bool goesOn = waiting.answer == Answer::SeveralLines && line.value(QLatin1StringView("more")).toBool();
  if (error.isString() || !goesOn) m_waiting.erase(found);
  if (!waiting.context) return;
  if (error.isString()) {
    waiting.onLine(Error{Error::Code::Protocol, error.toString().toStdString()});
  } else {
    waiting.onLine(line);
  }
}

void LineNodeControl::lose(const QString& why) {
  if (m_state == State::Lost) return;
  m_deadline.stop();
  m_state = State::Lost;
  const auto waiting = std::exchange(m_waiting, {});
  m_channel.abort();
  for (const auto& [id, asked] : waiting) {
    if (asked.context && asked.context != this) asked.onLine(lostError(why));
  }
  Q_EMIT stateChanged(m_state, why);
}

void LineNodeControl::setState(State state, const QString& why) {
  m_state = state;
  Q_EMIT stateChanged(state, why);
}

void LineNodeControl::fetch(const SnapshotRequest& request, QObject* context, Reply<Snapshot> done) {
  struct Parts {
    Snapshot whole;
    bool failed = false;
  };
  const auto onPart = [parts = std::make_shared<Parts>(), done](const Result<QJsonObject>& line) {
    if (parts->failed) return;
    Snapshot part;
    const auto read = line ? fromJson(line->value(QLatin1StringView("snapshot")).toObject(), part) : line.error();
    parts->failed = !read;
    if (!read) return done(read.error());
    append(parts->whole, std::move(part));
    if (!line->value(QLatin1StringView("more")).toBool()) done(std::move(parts->whole));
  };
  ask(QStringLiteral("fetch"), toJson(request), context, onPart, Answer::SeveralLines);
}

void LineNodeControl::send(const QList<CommandRequest>& commands, QObject* context, Reply<QStringList> taken) {
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

void LineNodeControl::kick(const QStringList& devices, QObject* context, Reply<KickOutcome> done) {
  ask(QStringLiteral("kick"), {{QStringLiteral("devices"), QJsonArray::fromStringList(devices)}}, context,
      [done](const Result<QJsonObject>& line) {
        if (!line) return done(line.error());
        KickOutcome outcome;
        const auto read = fromJson(line->value(QLatin1StringView("outcome")).toObject(), outcome);
        if (!read) return done(read.error());
        done(outcome);
      });
}

void LineNodeControl::drain(const QString& /*node*/, int rate, QObject* context, Reply<void> started) {
  ask(QStringLiteral("drain"), {{QStringLiteral("rate"), rate}}, context,
      [started](const Result<QJsonObject>& line) { started(line ? Result<void>() : Result<void>(line.error())); });
}

void LineNodeControl::setTrace(const QString& device, bool on) {
  ask(QStringLiteral("trace"), {{QStringLiteral("device"), device}, {QStringLiteral("on"), on}}, this,
      [](const Result<QJsonObject>&) {});
}

void LineNodeControl::inspect(const QString& device, QObject* context, Reply<DeviceReport> done) {
  ask(QStringLiteral("inspect"), {{QStringLiteral("device"), device}}, context,
      [done](const Result<QJsonObject>& line) {
        if (!line) return done(line.error());
        DeviceReport report;
        const auto read = fromJson(line->value(QLatin1StringView("report")).toObject(), report);
        if (!read) return done(read.error());
        done(std::move(report));
      });
}

}  // namespace lk::node
