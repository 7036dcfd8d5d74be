#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lk::node {

// Frames that wait for a device to take them. Holds memory only while something waits, and knows where in a frame
// the device stands, so that what waits can be dropped without cutting a frame in two.
class OutBuffer {
 public:
  // bytes: whole frames.
  void append(std::string_view bytes) { m_bytes.append(bytes); }
  [[nodiscard]] std::string& tail() { return m_bytes; }  // to append whole frames to

  [[nodiscard]] std::string_view waiting() const { return std::string_view(m_bytes).substr(m_taken); }
  [[nodiscard]] std::size_t size() const { return m_bytes.size() - m_taken; }
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::size_t heapBytes() const { return m_bytes.capacity() > 15 ? m_bytes.capacity() : 0; }

  // The device took this many of the bytes that wait.
  void taken(std::size_t count);

  // Drops all but the rest of a frame that the device has the beginning of.
  void dropWhole();

  void clear();

  // Gives back what growing took beyond a quarter of what waits: a string doubles, and many devices may stall at once.
  void trim();

 private:
  std::string m_bytes;
  std::size_t m_taken = 0;
  std::size_t m_restOfFrame = 0;  // bytes at the front that end a frame already begun
};

}  // namespace lk::node
