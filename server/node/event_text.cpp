#include "server/node/event_text.h"

#include "server/node/control_codec.h"

namespace lk::node {

namespace {

QString sentence(const Event& event) {
  switch (event.kind) {
    case EventKind::NodeReady: return QStringLiteral("accepting devices");
    case EventKind::ListenFailed: return QStringLiteral("cannot listen");
    case EventKind::SessionOpened: return QStringLiteral("session opened");
    case EventKind::SessionClosed: return QStringLiteral("session closed");
    case EventKind::SessionReplaced:
      return QStringLiteral("session opened, and took the device over from an older one");
    case EventKind::ConnectionRefused: return QStringLiteral("connection refused");
    case EventKind::ProtocolError: return QStringLiteral("protocol error");
    case EventKind::AcceptPaused: return QStringLiteral("out of file descriptors, new connections are refused");
    case EventKind::AcceptResumed: return QStringLiteral("accepting connections again");
    case EventKind::CommandEnded: return QStringLiteral("command ended");
    case EventKind::Kicked: return QStringLiteral("kicked by an operator");
    case EventKind::DrainStarted: return QStringLiteral("draining");
    case EventKind::DrainFinished: return QStringLiteral("drained");
    case EventKind::SettingsReloaded: return QStringLiteral("settings reloaded");
    case EventKind::BusUp: return QStringLiteral("bus is up");
    case EventKind::BusDown: return QStringLiteral("bus is down");
    case EventKind::MessageRefused: return QStringLiteral("message on the bus refused");
    case EventKind::HistoryNotKept: return QStringLiteral("history of devices not written");
    case EventKind::NodeLost: return QStringLiteral("node lost");
    case EventKind::NodeBack: return QStringLiteral("back, after others had taken this node for lost");
    case EventKind::IdUsedTwice: return QStringLiteral("this id is used twice");
  }
  return {};
}

// What a device says may stand in an event: it must not write lines of the log.
QString oneLine(QString text) {
  for (QChar& c : text) {
    const bool breaks = c.category() == QChar::Other_Control || c.category() == QChar::Separator_Line ||
                        c.category() == QChar::Separator_Paragraph;
    if (breaks) c = QLatin1Char('?');
  }
  return text;
}

}  // namespace

QString eventText(const Event& event) {
  QString text = toText(event.severity) + QStringLiteral(": ") + sentence(event);
  if (!event.device.isEmpty()) text += QStringLiteral(" device=") + event.device;
  if (event.session != 0) text += QStringLiteral(" session=%1").arg(event.session);
  if (!event.address.isEmpty()) text += QStringLiteral(" address=") + event.address;
  if (event.reason) text += QStringLiteral(" reason=") + QString::fromUtf8(lk::toText(*event.reason));
  if (!event.detail.isEmpty()) text += QStringLiteral(": ") + event.detail;
  return oneLine(text);
}

}  // namespace lk::node
