#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "tests/bench/redis_line.h"

namespace lk::bench {

// The least that carries commands from Redis to devices and their ends back: no checks, no limits, no deadlines, no
// ledger, nothing remembered. What it costs is what Redis' and the devices' sockets cost.
class FloorRelay {
 public:
  explicit FloorRelay(std::uint16_t redisPort) : m_subscriber(redisPort), m_publisher(redisPort) {}

  [[nodiscard]] bool begin();
  [[nodiscard]] int subscriber() const { return m_subscriber.descriptor(); }
  [[nodiscard]] int publisher() const { return m_publisher.descriptor(); }

  void deviceCame(std::string_view hello, int descriptor);
  void acknowledged(std::uint32_t frameId);
  // Commands go out at once, each in a send of its own: they are for different devices.
  [[nodiscard]] bool readSubscriber() { return m_subscriber.read(); }
  [[nodiscard]] bool readPublisher();
  // The results of a turn of the loop, in one send.
  [[nodiscard]] bool flush();

 private:
  struct UnderWay {
    std::string id;
    std::string device;
  };

  void deliver(std::string_view message);
  void publish(const UnderWay& command, std::string_view status);

  RedisLine m_subscriber;
  RedisLine m_publisher;
  std::unordered_map<std::string, int> m_devices;  // their descriptors
  std::unordered_map<std::uint32_t, UnderWay> m_underWay;
  std::uint32_t m_lastFrame = 0;
  std::string m_frame;
  std::string m_results;
};

// A frame's header, of what has an id in the order of the network.
void putHeader(std::string& out, unsigned char type, const char* id, std::uint32_t length);

}  // namespace lk::bench
