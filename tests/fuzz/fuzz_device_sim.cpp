#include <cstdlib>

#include "server/node/device_sim.h"

using namespace lk;

namespace {

void checkFrames(std::string_view out) {
  while (!out.empty()) {
    const auto decoded = wire::decodeFrame(out, 1 << 20);
    if (decoded.status != wire::DecodeStatus::Frame) std::abort();
    out.remove_prefix(decoded.consumed);
  }
}

}  // namespace

// What a node that is none says to a simulated device: it lives between WELCOME and the end, and says whole frames
// only. The first byte says in what pieces it comes.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size < 1) return 0;
  std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t piece = 1 + data[0];
  node::DeviceSim device;
  std::string out;
  device.sayHello("dev-1", 30, out);
  bool welcomed = false;
  bool closed = false;
  while (!bytes.empty() && !closed) {
    const std::string some(bytes.substr(0, piece));
    const auto outcome = device.receive(some, out);
    welcomed = welcomed || outcome.welcomed;
    closed = outcome.closed;
    if (device.live() != (welcomed && !closed) || device.keepaliveS() == 0) std::abort();
    if (device.live()) {
      device.ping(out);
      device.report("21.5", out);
    }
    bytes.remove_prefix(some.size());
  }
  device.sayClose(out);
  checkFrames(out);
  return 0;
}
