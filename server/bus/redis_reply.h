#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct redisReply;

namespace lk::bus {

// One value that Redis answered. A view: good as long as the RedisReply that owns it.
class RedisValue {
 public:
  RedisValue() = default;  // nil
  explicit RedisValue(const redisReply* reply) : m_reply(reply) {}

  [[nodiscard]] bool isNil() const;
  [[nodiscard]] bool isError() const;
  [[nodiscard]] bool isArray() const;
  [[nodiscard]] std::string_view text() const;       // string, status or error; empty for all else
  [[nodiscard]] std::int64_t integer() const;        // an integer, or text that is one; 0 for all else
  [[nodiscard]] std::size_t size() const;            // of an array; 0 for all else
  [[nodiscard]] RedisValue at(std::size_t i) const;  // nil outside the array

 private:
  const redisReply* m_reply = nullptr;
};

// What became of one request.
struct RedisOutcome {
  enum class Kind {
    Reply,    // value
    Refused,  // Redis answered with an error that trying again does not mend; text
    Away,     // never executed: it could not be sent by its deadline; text
    Unknown,  // sent, and not answered by its deadline: Redis may have executed it, or may yet; text
  };
  Kind kind = Kind::Away;
  RedisValue value;  // good during the callback only
  std::string text;

  [[nodiscard]] bool ok() const { return kind == Kind::Reply; }
};

// A number that Redis or a script of ours wrote as text; 0: it is none.
[[nodiscard]] std::uint64_t numberOf(std::string_view digits);

// The answer to TIME, in microseconds since 1970. Nothing: it is none, or lies beyond the year 9999.
[[nodiscard]] std::optional<std::int64_t> readTime(RedisValue answer);

}  // namespace lk::bus
