#include <algorithm>
#include <cstdlib>
#include <utility>

#include "server/bus/redis_reader.h"
#include "server/bus/redis_reply.h"

using namespace lk::bus;

namespace {

// All of a value, as deep as it is.
void write(RedisValue value, std::string& out) {
  out += value.isNil() ? '_' : value.isError() ? '-' : value.isArray() ? '*' : '$';
  out.append(value.text()).append(":").append(std::to_string(value.integer())).append("\n");
  for (std::size_t i = 0; i < value.size(); ++i) write(value.at(i), out);
  if (!value.at(value.size()).isNil() || (!value.isArray() && value.size() != 0)) std::abort();
}

struct Seen {
  std::string values;
  bool broken = false;
  bool operator==(const Seen&) const = default;
};

Seen feed(std::string_view bytes, std::size_t piece) {
  RedisReader reader;
  RedisReply reply;
  Seen seen;
  while (!bytes.empty() && !reader.broken()) {
    // A piece of its own memory, so that reading past it would be seen.
    const std::string some(bytes.substr(0, piece));
    reader.feed(some.data(), some.size());
    while (reader.next(reply)) {
      // A value goes with its memory.
      RedisReply moved = std::move(reply);
      write(moved.value(), seen.values);
      reply = std::move(moved);
    }
    bytes.remove_prefix(some.size());
  }
  seen.broken = reader.broken();
  if (seen.broken && (reader.error().empty() || reader.next(reply))) std::abort();
  return seen;
}

}  // namespace

// What a Redis that is none could answer: however the bytes are split, the values are the same, or the end is. The
// first byte says how.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Seen whole = feed(bytes, bytes.size());
  if (feed(bytes, 1 + data[0]) != whole || feed(bytes, 1) != whole) std::abort();
  return 0;
}
