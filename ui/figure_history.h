#pragma once

#include <deque>
#include <utility>
#include <vector>

#include "server/node/control_types.h"

namespace lk::ui {

// The last ten minutes of a node's figures, as often as they come: four times a second. What is counted becomes a pace,
// over the last second.
class FigureHistory {
 public:
  static constexpr qint64 kSpanMs = 600'000;

  struct Sample {
    qint64 atMs = 0;
    double sessions = 0;
    double reportsPerS = 0;
    double commandsPerS = 0;
    double ackP99Us = 0;
    double memoryBytes = 0;
  };

  // True: a new sample was made.
  bool add(const node::Figures& figures);

  [[nodiscard]] const std::deque<Sample>& samples() const { return m_samples; }
  [[nodiscard]] Sample latest() const { return m_samples.empty() ? Sample{} : m_samples.back(); }
  // When and how much, oldest first.
  [[nodiscard]] std::vector<std::pair<qint64, double>> of(double Sample::*member) const;

 private:
  std::deque<node::Figures> m_recent;  // of the last second, and one before it
  std::deque<Sample> m_samples;
};

}  // namespace lk::ui
