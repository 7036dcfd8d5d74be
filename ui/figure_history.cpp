#include "ui/figure_history.h"

#include <algorithm>
#include <iterator>

namespace lk::ui {

namespace {

constexpr qint64 kPaceOverMs = 950;
constexpr qint64 kLeastApartMs = 200;        // a fetch out of turn makes no sample
constexpr std::size_t kMostSamples = 3'000;  // whatever the clocks say

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
  if (!m_recent.empty() && figures.atMs < m_recent.back().atMs) {  // another node, or its clock was set
    m_recent.clear();
    while (!m_samples.empty() && m_samples.back().atMs >= figures.atMs) m_samples.pop_back();
  }
  if (!m_recent.empty() && figures.atMs - m_recent.back().atMs < kLeastApartMs) return false;
  m_recent.push_back(figures);
  while (m_recent.size() > 2 && figures.atMs - m_recent[1].atMs >= kPaceOverMs) m_recent.pop_front();
  const node::Figures& before = m_recent.front();
  if (figures.atMs - before.atMs < kPaceOverMs) return false;
  const double seconds = static_cast<double>(figures.atMs - before.atMs) / 1000.0;
  Sample sample;
  sample.atMs = figures.atMs;
  sample.sessions = static_cast<double>(figures.sessions);
  sample.reportsPerS = perSecond(before.reports, figures.reports, seconds);
  sample.commandsPerS = perSecond(endedCommands(before), endedCommands(figures), seconds);
  sample.ackP99Us = static_cast<double>(figures.ackP99Us);
  sample.memoryBytes = static_cast<double>(figures.memoryBytes);
  m_samples.push_back(sample);
  while (m_samples.size() > kMostSamples || m_samples.front().atMs < figures.atMs - kSpanMs) m_samples.pop_front();
  return true;
}

std::vector<std::pair<qint64, double>> FigureHistory::of(double Sample::*member) const {
  std::vector<std::pair<qint64, double>> values;
  values.reserve(m_samples.size());
  std::ranges::transform(m_samples, std::back_inserter(values),
                         [&](const Sample& sample) { return std::pair(sample.atMs, sample.*member); });
  return values;
}

}  // namespace lk::ui
