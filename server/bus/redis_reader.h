#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "server/bus/redis_reply.h"

struct redisReader;

namespace lk::bus {

// One value of Redis' and the memory that it stands in. nil until a reader has filled it.
class RedisReply {
 public:
  RedisReply();
  ~RedisReply();
  RedisReply(RedisReply&&) noexcept;
  RedisReply& operator=(RedisReply&&) noexcept;

  [[nodiscard]] RedisValue value() const;

 private:
  friend class RedisReader;
  struct Room;

  std::unique_ptr<Room> m_room;
};

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
  // True: the next value is in reply, in place of what was there, whose memory serves for those to come. False: more
  // bytes are needed, or they are no good. Once broken it stays so.
  [[nodiscard]] bool next(RedisReply& reply);
  [[nodiscard]] bool broken() const { return !m_error.empty(); }
  [[nodiscard]] const std::string& error() const { return m_error; }

 private:
  struct Making;

  void breakUp(const char* why);

  std::unique_ptr<Making> m_making;
  redisReader* m_reader = nullptr;
  std::string m_error;
};

}  // namespace lk::bus
