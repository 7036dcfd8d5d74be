#pragma once

#include <deque>

#include "server/node/control_types.h"

namespace lk::ui {

// The last ten minutes of a node's figures, one sample a second.
class FigureHistory {
 public:
  static constexpr std::size_t kSamples = 600;

  struct Sample {
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
  [[nodiscard]] std::deque<double> of(double Sample::*member) const;

 private:
  node::Figures m_previous;
  std::deque<Sample> m_samples;
};

}  // namespace lk::ui
