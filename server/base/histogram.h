#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace lk {

// Durations in microseconds, log-linear: 16 steps to each power of two, so at most 6.25 % off. Plain, one thread's.
class Histogram {
 public:
  void add(std::uint64_t micros, std::uint64_t times = 1) {
    m_counts[index(micros)] += times;
    m_count += times;
    m_sum += micros * times;
  }

  void merge(const Histogram& other) {
    for (std::size_t i = 0; i < kCells; ++i) m_counts[i] += other.m_counts[i];
    m_count += other.m_count;
    m_sum += other.m_sum;
  }

  void subtract(const Histogram& earlier) {
    for (std::size_t i = 0; i < kCells; ++i) m_counts[i] -= earlier.m_counts[i];
    m_count -= earlier.m_count;
    m_sum -= earlier.m_sum;
  }

  [[nodiscard]] std::uint64_t count() const { return m_count; }
  [[nodiscard]] std::uint64_t sumMicros() const { return m_sum; }

  // The upper end of the cell in which the given share (0 to 1) is reached; 0 when empty.
  [[nodiscard]] std::uint64_t quantile(double share) const {
    if (m_count == 0) return 0;
    const auto wanted = static_cast<std::uint64_t>(share * static_cast<double>(m_count - 1)) + 1;
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < kCells; ++i) {
      seen += m_counts[i];
      if (seen >= wanted) return upper(i);
    }
    return upper(kCells - 1);
  }

  // How many were at most this long, counting whole cells only.
  [[nodiscard]] std::uint64_t countAtMost(std::uint64_t micros) const {
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < kCells && upper(i) <= micros; ++i) seen += m_counts[i];
    return seen;
  }

 private:
  static constexpr std::size_t kSteps = 16;
  static constexpr std::size_t kCells = kSteps * 33;  // up to 2^36 us, 19 hours

  static constexpr std::size_t index(std::uint64_t micros) {
    if (micros < kSteps) return micros;
    const auto power = static_cast<std::size_t>(std::bit_width(micros)) - 5;
    const std::size_t cell = (power + 1) * kSteps + ((micros >> power) - kSteps);
    return cell < kCells ? cell : kCells - 1;
  }

  static constexpr std::uint64_t upper(std::size_t cell) {
    if (cell < kSteps) return cell;
    const std::size_t power = cell / kSteps - 1;
    return ((kSteps + cell % kSteps + 1) << power) - 1;
  }

  std::array<std::uint64_t, kCells> m_counts{};
  std::uint64_t m_count = 0;
  std::uint64_t m_sum = 0;
};

}  // namespace lk
