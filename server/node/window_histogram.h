#pragma once

#include <deque>

#include "server/base/histogram.h"

namespace lk::node {

// A histogram since the start, and of about the last minute: rotate() it every ten seconds.
class WindowHistogram {
 public:
  void add(std::uint64_t micros) { m_all.add(micros); }
  void set(const Histogram& all) { m_all = all; }

  void rotate() {
    m_earlier.push_back(m_all);
    if (m_earlier.size() > kSteps) m_earlier.pop_front();
  }

  [[nodiscard]] const Histogram& all() const { return m_all; }
  [[nodiscard]] Histogram window() const {
    Histogram recent = m_all;
    if (m_earlier.size() == kSteps) recent.subtract(m_earlier.front());
    return recent;
  }

 private:
  static constexpr std::size_t kSteps = 6;
  Histogram m_all;
  std::deque<Histogram> m_earlier;
};

}  // namespace lk::node
