#pragma once

#include "server/node/control_types.h"

// Sessions as a node tells of them, for tests of what is shown of them.
namespace lk::ui::test {

inline node::SessionRow row(quint64 session, const QString& device, quint64 reports = 0) {
  node::SessionRow made;
  made.session = session;
  made.device = device;
  made.node = QStringLiteral("n1");
  made.address = QStringLiteral("10.2.0.1");
  made.protocol = QStringLiteral("lk1");
  made.connectedAtMs = 1'000 + static_cast<qint64>(session);
  made.lastHeardAtMs = made.connectedAtMs;
  made.reports = reports;
  return made;
}

// All that there are.
inline node::Snapshot all(const QList<node::SessionRow>& rows) {
  node::Snapshot snapshot;
  snapshot.allSessions = true;
  snapshot.sessions = rows;
  snapshot.figures.atMs = 100'000;
  return snapshot;
}

}  // namespace lk::ui::test
