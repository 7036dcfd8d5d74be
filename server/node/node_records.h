#pragma once

#include <QString>
#include <cstdint>
#include <functional>
#include <utility>

#include "server/base/clock.h"
#include "server/node/command_update.h"
#include "server/node/kept_event.h"
#include "server/node/ring.h"

namespace lk::node {

// What happened at a node, for consoles that look later, at their own pace: the newest events, changes of commands, and
// traced frames. No threads, no event loop; time is passed in.
class NodeRecords {
 public:
  // Hears events as they happen: not of each session or done command, and of a few protocol errors a second. Of those
  // there may be too many, and fill() has them.
  using Log = std::function<void(const Event&)>;

  NodeRecords(QString nodeId, const Clock& clock, Log log)
      : m_nodeId(std::move(nodeId)), m_clock(clock), m_log(std::move(log)) {}

  // The event's time, kind and severity are given here.
  void note(EventKind kind, Severity severity, KeptEvent event = {});
  // Every change of state of a command; an end that is none of `done` is an event, too.
  void noteChange(qint64 atMs, const bus::CommandResult& result, const PayloadSeen& payload);
  void noteFrame(TracedFrame frame) { m_frames.add(std::move(frame)); }

  // What is new since the request's cursor, of all that it asks for.
  void fill(Snapshot& snapshot, const SnapshotRequest& request) const;

 private:
  void noteEnd(const bus::CommandResult& result);
  [[nodiscard]] bool tooManyErrors(qint64 atMs);

  const QString m_nodeId;
  const Clock& m_clock;
  const Log m_log;
  Ring<KeptEvent> m_events{20'000};
  Ring<KeptUpdate> m_updates{20'000};
  Ring<TracedFrame> m_frames{10'000};
  qint64 m_errorSecond = 0;
  int m_errorsThatSecond = 0;
};

}  // namespace lk::node
