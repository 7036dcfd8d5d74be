#pragma once

#include <array>
#include <map>
#include <string_view>

#include "server/base/vocabulary.h"
#include "server/bus/command.h"
#include "server/node/control_types.h"
#include "server/node/metrics_sample.h"
#include "server/node/window_histogram.h"

namespace lk::node {

// What a node itself counts of its connections and commands, since its start; and how long things took lately. Pure.
class NodeCounts {
 public:
  void addClose(CloseReason reason);
  void addProtocolError(std::string_view kind) { ++m_protocolErrors[kind]; }  // of static text
  // own: this node says so; another node's is counted there. afterWritten: with this, that it was written is told, too.
  void addChange(const bus::CommandResult& result, bool own, bool afterWritten);

  // Every ten seconds. lag: of the I/O threads, since the start.
  void rotate(const Histogram& lag);

  void fill(Figures& figures) const;
  void fill(MetricsSample& sample) const;

 private:
  std::array<quint64, kCloseReasons.size()> m_closes{};
  std::array<quint64, kCommandStatuses.size()> m_commands{};
  std::map<std::string_view, quint64> m_protocolErrors;
  WindowHistogram m_acks;
  WindowHistogram m_lag;
};

}  // namespace lk::node
