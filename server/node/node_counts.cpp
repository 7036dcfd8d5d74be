#include "server/node/node_counts.h"

#include <algorithm>
#include <string>

namespace lk::node {

namespace {

template <typename Value>
std::size_t placeOf(Value value, const auto& all) {
  return static_cast<std::size_t>(std::ranges::find(all, value) - all.begin());
}

}  // namespace

void NodeCounts::addClose(CloseReason reason) { ++m_closes[placeOf(reason, kCloseReasons)]; }

void NodeCounts::addChange(const bus::CommandResult& result, bool own, bool afterWritten) {
  if (own) ++m_commands[placeOf(result.status, kCommandStatuses)];
  if (afterWritten) ++m_commands[placeOf(CommandStatus::Written, kCommandStatuses)];
  const bool answered = result.status == CommandStatus::Done || result.status == CommandStatus::Failed;
  if (own && answered) m_acks.add(static_cast<std::uint64_t>(result.ackUs));
}

void NodeCounts::rotate(const Histogram& lag) {
  m_acks.rotate();
  m_lag.set(lag);
  m_lag.rotate();
}

void NodeCounts::fill(Figures& figures) const {
  figures.closes = m_closes;
  figures.commands = m_commands;
  for (const auto& [kind, count] : m_protocolErrors) figures.protocolErrors += count;
  const Histogram acks = m_acks.window();
  figures.ackP50Us = static_cast<qint64>(acks.quantile(0.5));
  figures.ackP99Us = static_cast<qint64>(acks.quantile(0.99));
  figures.loopLagP99Us = static_cast<qint64>(m_lag.window().quantile(0.99));
}

void NodeCounts::fill(MetricsSample& sample) const {
  for (const auto& [kind, count] : m_protocolErrors) sample.protocolErrors[std::string(kind)] = count;
  sample.commandAck = m_acks.all();
}

}  // namespace lk::node
