#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace lk::bench {

// A bare connection to Redis, which costs this process as little as can be.
class RedisLine {
 public:
  explicit RedisLine(std::uint16_t port);
  ~RedisLine();
  RedisLine(const RedisLine&) = delete;
  RedisLine& operator=(const RedisLine&) = delete;

  [[nodiscard]] int descriptor() const { return m_socket; }
  [[nodiscard]] bool send(const std::vector<std::string>& words);
  // Takes what has come; false: the connection ended.
  [[nodiscard]] bool read();

  // Each message of the channels that were SUBSCRIBEd.
  std::function<void(std::string_view message)> heard;
  [[nodiscard]] bool subscribed() const { return m_subscribed; }

 private:
  bool takeLine();

  int m_socket;
  std::string m_bytes;
  std::size_t m_at = 0;            // of what is taken
  std::vector<std::string> m_now;  // texts of the answer that is being read
  bool m_subscribed = false;
};

}  // namespace lk::bench
