#include "server/bus/redis_reply.h"

#include <hiredis/hiredis.h>

#include <charconv>

namespace lk::bus {

bool RedisValue::isNil() const { return m_reply == nullptr || m_reply->type == REDIS_REPLY_NIL; }
bool RedisValue::isError() const { return m_reply != nullptr && m_reply->type == REDIS_REPLY_ERROR; }
bool RedisValue::isArray() const { return m_reply != nullptr && m_reply->type == REDIS_REPLY_ARRAY; }

std::string_view RedisValue::text() const {
  if (m_reply == nullptr) return {};
  const int type = m_reply->type;
  const bool textual = type == REDIS_REPLY_STRING || type == REDIS_REPLY_STATUS || type == REDIS_REPLY_ERROR;
  return textual && m_reply->str != nullptr ? std::string_view(m_reply->str, m_reply->len) : std::string_view();
}

std::int64_t RedisValue::integer() const {
  if (m_reply != nullptr && m_reply->type == REDIS_REPLY_INTEGER) return m_reply->integer;
  const std::string_view digits = text();
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc() && end == digits.data() + digits.size() ? number : 0;
}

std::size_t RedisValue::size() const { return isArray() ? m_reply->elements : 0; }

RedisValue RedisValue::at(std::size_t i) const { return i < size() ? RedisValue(m_reply->element[i]) : RedisValue(); }

std::uint64_t numberOf(std::string_view digits) {
  std::uint64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

std::optional<std::int64_t> readTime(RedisValue answer) {
  constexpr std::int64_t kSecond = 1'000'000;
  constexpr std::int64_t kEnd = 253'402'300'800;  // the year 10000
  const std::int64_t seconds = answer.at(0).integer();
  const std::int64_t micros = answer.at(1).integer();
  if (seconds <= 0 || seconds >= kEnd || micros < 0 || micros >= kSecond) return std::nullopt;
  return seconds * kSecond + micros;
}

}  // namespace lk::bus
