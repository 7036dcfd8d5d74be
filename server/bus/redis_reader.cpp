#include "server/bus/redis_reader.h"

#include <hiredis/hiredis.h>

namespace lk::bus {

void FreeRedisReply::operator()(redisReply* reply) const { freeReplyObject(reply); }

// hiredis' own functions, of which one counts: an array takes memory by what its header claims.
struct RedisReader::Bounds {
  redisReplyObjectFunctions own{};
  redisReplyObjectFunctions bounded{};
  std::size_t elementsLeft = kMaxElements;

  // The count's type differs between versions of hiredis.
  template <typename Count>
  static void* createArray(const redisReadTask* task, Count count) {
    auto* bounds = static_cast<Bounds*>(task->privdata);
    const auto elements = static_cast<std::size_t>(count);
    if (elements > bounds->elementsLeft) return nullptr;
    bounds->elementsLeft -= elements;
    return bounds->own.createArray(task, count);
  }
};

RedisReader::RedisReader() : m_bounds(std::make_unique<Bounds>()), m_reader(redisReaderCreate()) {
  if (m_reader == nullptr) breakUp("there is no memory");
  if (broken()) return;
  m_bounds->own = *m_reader->fn;
  m_bounds->bounded = *m_reader->fn;
  m_bounds->bounded.createArray = &Bounds::createArray;
  m_reader->fn = &m_bounds->bounded;
  m_reader->maxbuf = 256 << 10;  // an emptied buffer up to this size is kept
  m_reader->privdata = m_bounds.get();
}

RedisReader::~RedisReader() {
  if (m_reader != nullptr) redisReaderFree(m_reader);
}

void RedisReader::feed(const char* bytes, std::size_t size) {
  if (broken()) return;
  if (m_reader->len - m_reader->pos + size > kMaxBytes) return breakUp("it sends a value of more than 64 MiB");
  if (redisReaderFeed(m_reader, bytes, size) != REDIS_OK) breakUp(m_reader->errstr);
}

RedisReplyPtr RedisReader::next() {
  if (broken()) return nullptr;
  void* reply = nullptr;
  if (redisReaderGetReply(m_reader, &reply) != REDIS_OK) {
    breakUp(m_reader->err == REDIS_ERR_OOM ? "it sends an array too large" : m_reader->errstr);
    return nullptr;
  }
  if (reply != nullptr) m_bounds->elementsLeft = kMaxElements;
  return RedisReplyPtr(static_cast<redisReply*>(reply));
}

void RedisReader::breakUp(const char* why) { m_error = why != nullptr && *why != '\0' ? why : "it sends no RESP"; }

}  // namespace lk::bus
