#pragma once

#include <cstddef>
#include <memory>
#include <string>

struct redisReader;
struct redisReply;

namespace lk::bus {

struct FreeRedisReply {
  void operator()(redisReply* reply) const;
};
using RedisReplyPtr = std::unique_ptr<redisReply, FreeRedisReply>;

// Bytes in, values out: Redis' protocol as hiredis reads it, held to bounds, since what it reads comes from the
// network. Knows no socket.
class RedisReader {
 public:
  // One value: its elements, nested ones included, and its bytes. Redis' own replies here are far smaller.
  static constexpr std::size_t kMaxElements = 1 << 20;
  static constexpr std::size_t kMaxBytes = 64 << 20;

  RedisReader();
  ~RedisReader();
  RedisReader(const RedisReader&) = delete;
  RedisReader& operator=(const RedisReader&) = delete;

  void feed(const char* bytes, std::size_t size);
  // Null: more bytes are needed, or they are no good. Once broken it stays so.
  [[nodiscard]] RedisReplyPtr next();
  [[nodiscard]] bool broken() const { return !m_error.empty(); }
  [[nodiscard]] const std::string& error() const { return m_error; }

 private:
  struct Bounds;

  void breakUp(const char* why);

  std::unique_ptr<Bounds> m_bounds;
  redisReader* m_reader = nullptr;
  std::string m_error;
};

}  // namespace lk::bus
