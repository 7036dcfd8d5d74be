#include "ui/figure_history.h"

#include <algorithm>

namespace lk::ui {

namespace {

// Final ones only: those that stand for one command each, roughly, whatever became of it.
quint64 endedCommands(const node::Figures& figures) {
  quint64 ended = 0;
  for (std::size_t i = 0; i < kCommandStatuses.size(); ++i) {
    if (isFinal(kCommandStatuses[i], false)) ended += figures.commands[i];
  }
  return ended;
}

double perSecond(quint64 before, quint64 now, double seconds) {
  return now < before ? 0 : static_cast<double>(now - before) / seconds;
}

}  // namespace

bool FigureHistory::add(const node::Figures& figures) {
  if (m_previous.atMs == 0) {
    m_previous = figures;
    return false;
  }
  const double seconds = static_cast<double>(figures.atMs - m_previous.atMs) / 1000.0;
  if (seconds < 0) m_previous = figures;  // another node, or its clock was set
  if (seconds < 0.95) return false;
  Sample sample;
  sample.sessions = static_cast<double>(figures.sessions);
  sample.reportsPerS = perSecond(m_previous.reports, figures.reports, seconds);
  sample.commandsPerS = perSecond(endedCommands(m_previous), endedCommands(figures), seconds);
  sample.ackP99Us = static_cast<double>(figures.ackP99Us);
  sample.memoryBytes = static_cast<double>(figures.memoryBytes);
  m_samples.push_back(sample);
  if (m_samples.size() > kSamples) m_samples.pop_front();
  m_previous = figures;
  return true;
}

std::deque<double> FigureHistory::of(double Sample::*member) const {
  std::deque<double> values;
  std::ranges::transform(m_samples, std::back_inserter(values), [&](const Sample& sample) { return sample.*member; });
  return values;
}

}  // namespace lk::ui
