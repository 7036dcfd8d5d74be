#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server/wire/frame_decoder.h"

namespace lk::node {

// One simulated device, pure: bytes in, bytes out, time passed in (milliseconds, steady).
class DeviceSim {
 public:
  struct Outcome {
    bool welcomed = false;
    bool closed = false;            // by the node, or it broke the protocol
    std::uint16_t retryAfterS = 0;  // with closed
    std::uint32_t reportsAcked = 0;
    std::uint32_t commands = 0;
  };

  void sayHello(std::string_view device, std::uint32_t keepaliveS, std::string& out);
  Outcome receive(std::string_view bytes, std::string& out);
  void ping(std::string& out);
  void report(std::string_view data, std::string& out);
  void sayClose(std::string& out);

  [[nodiscard]] bool live() const { return m_live; }
  // As WELCOME granted; seconds.
  [[nodiscard]] std::uint32_t keepaliveS() const { return m_keepaliveS; }

 private:
  bool handle(const wire::Frame& frame, std::string& out, Outcome& outcome);

  wire::FrameDecoder m_decoder;
  std::uint32_t m_keepaliveS = 60;
  std::uint32_t m_lastId = 0;
  bool m_live = false;
};

}  // namespace lk::node
