#include "server/bus/redis_reader.h"

#include <hiredis/hiredis.h>

#include <algorithm>
#include <array>
#include <memory_resource>
#include <new>
#include <utility>

namespace lk::bus {

// Where the parts of one value stand one behind the other, so that each costs no memory of its own.
struct RedisReply::Room {
  std::array<std::byte, 2048> first{};  // nearly all values find room here
  std::pmr::monotonic_buffer_resource rest{first.data(), first.size()};
  const redisReply* value = nullptr;

  void clear() {
    value = nullptr;
    rest.release();
  }
};

RedisReply::RedisReply() = default;
RedisReply::~RedisReply() = default;
RedisReply::RedisReply(RedisReply&&) noexcept = default;
RedisReply& RedisReply::operator=(RedisReply&&) noexcept = default;

RedisValue RedisReply::value() const { return m_room ? RedisValue(m_room->value) : RedisValue(); }

// What hiredis calls for each part of a value; its own functions take memory for each, and for an array as much as
// its header claims.
struct RedisReader::Making {
  redisReplyObjectFunctions functions{};
  std::unique_ptr<RedisReply::Room> room = std::make_unique<RedisReply::Room>();
  std::size_t elementsLeft = kMaxElements;

  Making() {
    functions.createString = &createString;
    functions.createArray = &createArray;
    functions.createInteger = [](const redisReadTask* task, long long number) -> void* {
      redisReply* const part = of(task).add(task);
      part->integer = number;
      return part;
    };
    functions.createNil = [](const redisReadTask* task) -> void* {
      redisReply* const part = of(task).add(task);
      part->type = REDIS_REPLY_NIL;  // and not that of what is missing
      return part;
    };
    functions.freeObject = [](void*) {};  // with its room
  }

  static Making& of(const redisReadTask* task) { return *static_cast<Making*>(task->privdata); }

  template <typename Part>
  Part* take(std::size_t count) {
    return static_cast<Part*>(room->rest.allocate(count * sizeof(Part), alignof(Part)));
  }

  // To the array that it is in, if it is in one.
  redisReply* add(const redisReadTask* task) {
    auto* const part = new (take<redisReply>(1)) redisReply{};
    part->type = task->type;
    if (task->parent != nullptr) static_cast<redisReply*>(task->parent->obj)->element[task->idx] = part;
    return part;
  }

  static void* createString(const redisReadTask* task, char* text, std::size_t size) {
    redisReply* const part = of(task).add(task);
    part->str = of(task).take<char>(size + 1);
    *std::copy_n(text, size, part->str) = '\0';
    part->len = size;
    return part;
  }

  // The count's type differs between versions of hiredis.
  template <typename Count>
  static void* createArray(const redisReadTask* task, Count count) {
    Making& making = of(task);
    const auto elements = static_cast<std::size_t>(count);
    if (elements > making.elementsLeft) return nullptr;
    making.elementsLeft -= elements;
    redisReply* const part = making.add(task);
    part->elements = elements;
    part->element = making.take<redisReply*>(elements);
    std::fill_n(part->element, elements, nullptr);
    return part;
  }
};

RedisReader::RedisReader() : m_making(std::make_unique<Making>()) {
  m_reader = redisReaderCreateWithFunctions(&m_making->functions);
  if (m_reader == nullptr) {
    breakUp("there is no memory");
    return;
  }
  m_reader->maxbuf = 256 << 10;  // an emptied buffer up to this size is kept
  m_reader->privdata = m_making.get();
}

RedisReader::~RedisReader() {
  if (m_reader != nullptr) redisReaderFree(m_reader);
}

void RedisReader::feed(const char* bytes, std::size_t size) {
  if (broken()) return;
  if (m_reader->len - m_reader->pos + size > kMaxBytes) return breakUp("it sends a value of more than 64 MiB");
  if (redisReaderFeed(m_reader, bytes, size) != REDIS_OK) breakUp(m_reader->errstr);
}

bool RedisReader::next(RedisReply& reply) {
  if (broken()) return false;
  void* value = nullptr;
  if (redisReaderGetReply(m_reader, &value) != REDIS_OK) {
    breakUp(m_reader->err == REDIS_ERR_OOM ? "it sends an array too large" : m_reader->errstr);
    return false;
  }
  if (value == nullptr) return false;
  m_making->elementsLeft = kMaxElements;
  m_making->room->value = static_cast<const redisReply*>(value);
  m_making->room.swap(reply.m_room);
  if (m_making->room) {
    m_making->room->clear();
  } else {
    m_making->room = std::make_unique<RedisReply::Room>();
  }
  return true;
}

void RedisReader::breakUp(const char* why) { m_error = why != nullptr && *why != '\0' ? why : "it sends no RESP"; }

}  // namespace lk::bus
