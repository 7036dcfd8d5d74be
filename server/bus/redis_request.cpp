#include "server/bus/redis_request.h"

#include <array>
#include <charconv>

namespace lk::bus {

namespace {

void appendHeader(std::string& out, char type, std::size_t number) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out += type;
  out.append(digits.data(), end);
  out += "\r\n";
}

}  // namespace

void appendRespCount(std::string& out, std::size_t words) { appendHeader(out, '*', words); }

void appendRespWord(std::string& out, std::string_view word) {
  appendHeader(out, '$', word.size());
  out += word;
  out += "\r\n";
}

std::string respRequest(const RedisClient::Words& words) {
  std::string out;
  std::size_t size = 16;
  for (const std::string_view word : words) size += word.size() + 16;
  out.reserve(size);
  appendRespCount(out, words.size());
  for (const std::string_view word : words) appendRespWord(out, word);
  return out;
}

}  // namespace lk::bus
