#include "server/bus/redis_request.h"

#include <array>
#include <charconv>

namespace lk::bus {

namespace {

void appendHeader(std::string& out, char type, std::size_t number) {
  std::array<char, 24> line{type};
  char* end = std::to_chars(line.data() + 1, line.data() + line.size() - 2, number).ptr;
  *end++ = '\r';
  *end++ = '\n';
  out.append(line.data(), end);
}

}  // namespace

void appendRespCount(std::string& out, std::size_t words) { appendHeader(out, '*', words); }

void appendRespWord(std::string& out, std::string_view word) {
  appendHeader(out, '$', word.size());
  out += word;
  out += "\r\n";
}

std::size_t respSize(RedisWords words) {
  std::size_t size = 16;
  for (const std::string_view word : words) size += word.size() + 16;
  return size;
}

std::string respRequest(RedisWords words) {
  std::string out;
  out.reserve(respSize(words));
  appendRespCount(out, words.size());
  for (const std::string_view word : words) appendRespWord(out, word);
  return out;
}

}  // namespace lk::bus
