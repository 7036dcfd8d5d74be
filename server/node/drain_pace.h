#pragma once

#include <chrono>
#include <cstddef>
#include <span>
#include <vector>

namespace lk::node {

// How fast a drain ends connections. Pure: time is passed in.
class DrainPace {
 public:
  void setRate(int aSecond) { m_rate = aSecond; }
  [[nodiscard]] int rate() const { return m_rate; }

  // So many of those that are left are to end, that long after the last time.
  [[nodiscard]] std::size_t due(std::chrono::milliseconds passed, std::size_t left);

 private:
  int m_rate = 0;
  double m_owed = 0;  // parts of connections, too
};

// Each thread's share of count connections that are to end: as even as it can be with what each has. What nobody has,
// as far as is known, is the last one's.
[[nodiscard]] std::vector<std::size_t> drainShares(std::size_t count, std::span<const std::size_t> has);

}  // namespace lk::node
