#include "server/node/node_records.h"

#include <string>

namespace lk::node {

void NodeRecords::note(EventKind kind, Severity severity, KeptEvent event) {
  const qint64 atMs = event.atMs = m_clock.wallMicros() / 1000;
  event.kind = kind;
  event.severity = severity;
  const bool perDevice = kind == EventKind::SessionOpened || kind == EventKind::SessionClosed ||
                         kind == EventKind::SessionReplaced || kind == EventKind::CommandEnded;
  if (perDevice) return m_events.add(std::move(event));
  m_events.add(event);
  const bool ofOthers =
      kind == EventKind::ProtocolError || kind == EventKind::MessageRefused || kind == EventKind::IdUsedTwice;
  if (ofOthers && tooManyErrors(atMs)) return;
  m_log(toEvent(event, m_nodeId));
}

// Whoever sends garbage, or a fleet of doubles, must not fill the log with it; the ring has them all.
bool NodeRecords::tooManyErrors(qint64 atMs) {
  constexpr int kLoggedASecond = 10;
  const qint64 second = atMs / 1000;
  if (std::exchange(m_errorSecond, second) != second) m_errorsThatSecond = 0;
  return ++m_errorsThatSecond > kLoggedASecond;
}

void NodeRecords::noteChange(qint64 atMs, const bus::CommandResult& result, const PayloadSeen& payload) {
  if (result.final() && result.status != CommandStatus::Done) noteEnd(result);
  m_updates.next().change(atMs, result, payload);
}

void NodeRecords::noteEnd(const bus::CommandResult& result) {
  std::string detail = result.id + ' ' + std::string(toText(result.status));
  if (!result.reason.empty()) {
    detail += ' ' + result.reason;
  } else if (result.status == CommandStatus::Failed) {
    detail += " code " + std::to_string(result.code);
  }
  KeptEvent event = KeptEvent::of(result.device, detail);
  event.session = result.session;
  note(EventKind::CommandEnded, Severity::Warning, std::move(event));
}

void NodeRecords::fill(Snapshot& snapshot, const SnapshotRequest& request) const {
  if (request.events) {
    snapshot.events = m_events.after(request.since.events, snapshot.eventsDropped,
                                     [this](const KeptEvent& kept) { return toEvent(kept, m_nodeId); });
    snapshot.cursor.events = m_events.last();
  }
  if (request.commands) {
    snapshot.commands = m_updates.after(request.since.commands, snapshot.commandsDropped,
                                        [this](const KeptUpdate& kept) { return toUpdate(kept, m_nodeId); });
    snapshot.cursor.commands = m_updates.last();
  }
  if (request.trace) {
    snapshot.frames = m_frames.after(request.since.trace, snapshot.framesDropped);
    snapshot.cursor.trace = m_frames.last();
  }
}

}  // namespace lk::node
