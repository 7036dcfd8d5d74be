#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace lk::node {

// Frames that wait for a device to take them. Holds memory only while something waits, and knows where in a frame
// the device stands, so that what waits can be dropped without cutting a frame in two.
class OutBuffer {
 public:
  // bytes: whole frames.
  void append(std::string_view bytes) { tail().append(bytes); }
  [[nodiscard]] std::string& tail();  // to append whole frames to

  [[nodiscard]] std::string_view waiting() const {
    return m_held ? std::string_view(m_held->bytes).substr(m_held->taken) : std::string_view();
  }
  [[nodiscard]] std::size_t size() const { return m_held ? m_held->bytes.size() - m_held->taken : 0; }
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::size_t heapBytes() const { return m_held ? sizeof(Held) + m_held->bytes.capacity() : 0; }

  // The device took this many of the bytes that wait.
  void taken(std::size_t count);

  // Drops all but the rest of a frame that the device has the beginning of.
  void dropWhole();

  void clear() { m_held.reset(); }

  // Gives back what growing took beyond a quarter of what waits: a string doubles, and many devices may stall at once.
  void trim();

 private:
  struct Held {
    std::string bytes;
    std::size_t taken = 0;
    std::size_t restOfFrame = 0;  // bytes at the front that end a frame already begun
  };

  std::unique_ptr<Held> m_held;
};

}  // namespace lk::node
