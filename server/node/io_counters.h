#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstdint>

namespace lk::node {

// A number that one thread at a time writes and any reads: no locked instruction on the way of a frame.
class Counter {
 public:
  void add(std::uint64_t count = 1) { set(get() + count); }
  void subtract(std::uint64_t count = 1) { set(get() - count); }
  void set(std::uint64_t value) { m_value.store(value, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t get() const { return m_value.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> m_value{0};
};

// Turn times in the buckets that /metrics shows and finer ones for quantiles would cost a lock: powers of two of
// microseconds are enough for a lag.
struct LagCounts {
  static constexpr std::size_t kCells = 28;  // up to 134 s
  std::array<Counter, kCells> cells;

  void add(std::uint64_t micros) {
    const auto width = static_cast<std::size_t>(std::bit_width(micros));
    cells[width < kCells ? width : kCells - 1].add();
  }
};

struct IoCounters {
  Counter connections;  // now
  Counter sessions;     // now
  Counter reports;
  Counter reportBytes;
  Counter outBufferBytes;  // now
  Counter strayAcks;       // COMMAND_ACKs that no command waited for
  Counter served;          // readinesses of connections
  Counter turnAtMs;        // steady: when the loop last turned
  Counter busySinceMs;     // steady: since when the loop has not served all that was ready; 0: it has, or rests
  LagCounts lag;
};

}  // namespace lk::node
