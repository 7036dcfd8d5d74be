#include "ui/words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QRegularExpression>
#include <QStringDecoder>
#include <algorithm>

#include "ui/server_words.h"

namespace lk::ui::words {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("lk::ui::words", text); }

}  // namespace

QString closeReason(CloseReason reason) {
  switch (reason) {
    case CloseReason::Normal: return tr("said goodbye");
    case CloseReason::ProtocolError: return tr("protocol error");
    case CloseReason::NotAuthorised: return tr("not authorised");
    case CloseReason::Replaced: return tr("replaced by a newer session");
    case CloseReason::KeepaliveMissed: return tr("keepalive missed");
    case CloseReason::Draining: return tr("node draining");
    case CloseReason::OverLimit: return tr("over a limit");
    case CloseReason::Kicked: return tr("kicked");
    case CloseReason::Lost: return tr("connection lost");
  }
  return {};
}

QString commandStatus(CommandStatus status) {
  switch (status) {
    case CommandStatus::Queued: return tr("queued");
    case CommandStatus::Written: return tr("written");
    case CommandStatus::Done: return tr("done");
    case CommandStatus::Failed: return tr("failed");
    case CommandStatus::Unacknowledged: return tr("unacknowledged");
    case CommandStatus::Disconnected: return tr("disconnected");
    case CommandStatus::Offline: return tr("offline");
    case CommandStatus::Expired: return tr("expired");
    case CommandStatus::Rejected: return tr("rejected");
  }
  return {};
}

Tone commandTone(const node::CommandUpdate& update) {
  if (update.status == CommandStatus::Done) return Tone::Good;
  if (!update.final) return Tone::Muted;
  const bool unsure = update.status == CommandStatus::Unacknowledged || update.status == CommandStatus::Expired;
  return unsure ? Tone::Warning : Tone::Bad;
}

QString commandOutcome(const node::CommandUpdate& update) {
  switch (update.status) {
    case CommandStatus::Done: return update.answer.isEmpty() ? QString() : payload(update.answer);
    case CommandStatus::Failed: {
      const QString code = tr("code %1").arg(update.code);
      return update.answer.isEmpty() ? code : labelled(code, payload(update.answer));
    }
    case CommandStatus::Queued: return tr("waits for the device");
    default: return serverSentence(update.reason);
  }
}

namespace {

// The detail is the command's id, its status word, and why it ended so.
QString commandEndedSentence(const QString& detail) {
  const QString id = detail.section(QLatin1Char(' '), 0, 0);
  const auto status = commandStatusFromText(detail.section(QLatin1Char(' '), 1, 1).toStdString());
  if (!status) return detail;
  const QString why = detail.section(QLatin1Char(' '), 2);
  if (why.isEmpty()) return tr("%1 (command %2)").arg(commandStatus(*status), id);
  static const QRegularExpression code(QStringLiteral("^code (-?\\d+)$"));
  const QRegularExpressionMatch coded = code.match(why);
  const QString reason = coded.hasMatch() ? tr("the device's code %1").arg(coded.captured(1)) : serverSentence(why);
  return tr("%1: %2 (command %3)").arg(commandStatus(*status), reason, id);
}

}  // namespace

QString eventKind(node::EventKind kind) {
  using node::EventKind;
  switch (kind) {
    case EventKind::NodeReady: return tr("Node ready");
    case EventKind::ListenFailed: return tr("Listening failed");
    case EventKind::SessionOpened: return tr("Connected");
    case EventKind::SessionClosed: return tr("Disconnected");
    case EventKind::SessionReplaced: return tr("Took over");
    case EventKind::ConnectionRefused: return tr("Refused");
    case EventKind::ProtocolError: return tr("Protocol error");
    case EventKind::AcceptPaused: return tr("Accepting paused");
    case EventKind::AcceptResumed: return tr("Accepting resumed");
    case EventKind::CommandEnded: return tr("Command failed");
    case EventKind::Kicked: return tr("Kicked");
    case EventKind::DrainStarted: return tr("Drain started");
    case EventKind::DrainFinished: return tr("Drain finished");
    case EventKind::SettingsReloaded: return tr("Settings reloaded");
    case EventKind::BusUp: return tr("Bus up");
    case EventKind::BusDown: return tr("Bus down");
    case EventKind::MessageRefused: return tr("Message refused");
    case EventKind::HistoryNotKept: return tr("History not written");
    case EventKind::IdUsedTwice: return tr("Id used twice");
    case EventKind::NodeLost: return tr("Node lost");
    case EventKind::NodeBack: return tr("Node back");
  }
  return {};
}

QString eventSentence(const node::Event& event) {
  using node::EventKind;
  switch (event.kind) {
    case EventKind::NodeReady: return tr("accepts devices at %1").arg(event.detail);
    case EventKind::SessionOpened: return tr("from %1, session %2").arg(event.address).arg(event.session);
    case EventKind::SessionReplaced:
      return tr("from %1, replaced an older session (now %2)").arg(event.address).arg(event.session);
    case EventKind::SessionClosed: return event.reason ? closeReason(*event.reason) : serverSentence(event.detail);
    case EventKind::CommandEnded: return commandEndedSentence(event.detail);
    case EventKind::AcceptResumed: return tr("there are file descriptors again");
    case EventKind::DrainFinished: return tr("every connection has ended");
    case EventKind::SettingsReloaded: return tr("the running node took them");
    case EventKind::Kicked: return tr("by an operator");
    case EventKind::NodeBack: return tr("others had taken it for lost; it has said again what it holds");
    default: return serverSentence(event.detail);
  }
}

Tone eventTone(const node::Event& event) {
  switch (event.severity) {
    case node::Severity::Info: return Tone::Normal;
    case node::Severity::Warning: return Tone::Warning;
    case node::Severity::Problem: return Tone::Bad;
  }
  return Tone::Normal;
}

QString nodeState(node::NodeState state) {
  switch (state) {
    case node::NodeState::Up: return tr("up");
    case node::NodeState::Draining: return tr("draining");
    case node::NodeState::Silent: return tr("silent");
    case node::NodeState::Dead: return tr("dead");
  }
  return {};
}

QString nodeStateHelp(node::NodeState state) {
  switch (state) {
    case node::NodeState::Up: return tr("It answers, and lets devices in");
    case node::NodeState::Draining: return tr("It lets no new device in, and sends those away that it has");
    case node::NodeState::Silent: return tr("Its lease in Redis runs, but it does not answer");
    case node::NodeState::Dead: return tr("Its lease in Redis has ended; what it left is being cleaned up");
  }
  return {};
}

QString bus(const QString& name) {
  if (name == QLatin1StringView("memory")) return tr("memory");
  return name == QLatin1StringView("redis") ? tr("Redis") : name;
}

QString count(quint64 number) { return QLocale().toString(qulonglong{number}); }

QString bytes(quint64 number) {
  return QLocale().formattedDataSize(static_cast<qint64>(number), number < 1024 ? 0 : 1);
}

QString rate(double perSecond) { return QLocale().toString(perSecond, 'f', perSecond < 10 && perSecond > 0 ? 1 : 0); }

QString percent(double share) {
  const double hundredths = share * 100;
  return QLocale().toString(hundredths, 'f', hundredths > 0 && hundredths < 10 ? 1 : 0) + QLatin1Char('%');
}

QString duration(qint64 ms) {
  const qint64 s = std::max<qint64>(ms, 0) / 1000;
  if (s < 60) return tr("%1 s").arg(s);
  if (s < 3600) return tr("%1 min %2 s").arg(s / 60).arg(s % 60);
  if (s < 86'400) return tr("%1 h %2 min").arg(s / 3600).arg(s % 3600 / 60);
  return tr("%1 d %2 h").arg(s / 86'400).arg(s % 86'400 / 3600);
}

QString latency(qint64 us) {
  const QLocale locale;
  if (us < 1000) return tr("%1 µs").arg(locale.toString(us));
  if (us < 1'000'000) return tr("%1 ms").arg(locale.toString(static_cast<double>(us) / 1e3, 'f', us < 100'000 ? 1 : 0));
  return tr("%1 s").arg(locale.toString(static_cast<double>(us) / 1e6, 'f', 1));
}

QString timeOfDay(qint64 atMs) { return QDateTime::fromMSecsSinceEpoch(atMs).toString(QStringLiteral("HH:mm:ss.zzz")); }

QString sentence(const QString& text) {
  const bool ends = text.isEmpty() || QString::fromUtf8(".?!。？！").contains(text.back());
  return ends ? text : tr("%1.").arg(text);
}

QString labelled(const QString& label, const QString& text) { return tr("%1: %2").arg(label, text); }

QString listed(const QStringList& items) { return items.join(tr(", ")); }

QString followed(const QString& sentence, const QString& next) { return tr("%1 %2").arg(sentence, next); }

QString payload(const QByteArray& bytes, qsizetype atMost) {
  QStringDecoder utf8(QStringDecoder::Utf8);
  QString text = utf8.decode(bytes);
  const bool readable =
      !utf8.hasError() && std::all_of(text.begin(), text.end(), [](QChar ch) { return ch.isPrint() || ch.isSpace(); });
  if (!readable) text = QString::fromLatin1(bytes.toHex(' '));
  text = text.simplified();
  return text.size() > atMost ? text.left(atMost) + QStringLiteral(" …") : text;
}

}  // namespace lk::ui::words
