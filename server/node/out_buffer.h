#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lk::node {

// Frames that wait for a device to take them. Holds memory only while something waits, and knows where in a frame
// the device stands, so that what waits can be dropped without cutting a frame in two. Much of it is held in pieces:
// one that grew would be copied again and again, and leave gaps of all sizes behind.
class OutBuffer {
 public:
  // bytes: whole frames.
  void append(std::string_view bytes) { tail().append(bytes); }
  [[nodiscard]] std::string& tail();  // to append whole frames to, at once

  // What waits, or its beginning.
  [[nodiscard]] std::string_view waiting() const { return from(0); }
  // The same from so many bytes on: a frame that begins there is whole.
  [[nodiscard]] std::string_view from(std::size_t offset) const;
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::size_t heapBytes() const;

  // The device took this many bytes of waiting().
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
    std::size_t restOfFrame = 0;    // bytes at the front that end a frame already begun
    std::vector<std::string> more;  // behind bytes: each begins with a frame
    std::size_t moreBytes = 0;      // of all of those but the last
  };

  static void fit(std::string& bytes);

  std::unique_ptr<Held> m_held;
};

}  // namespace lk::node
