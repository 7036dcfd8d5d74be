#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "server/base/result.h"
#include "server/bus/redis_client.h"
#include "server/bus/redis_reader.h"

class QTcpSocket;

namespace lk::bus {

// What one Redis answered, be it an error.
class RedisAnswer {
 public:
  explicit RedisAnswer(RedisReply reply) : m_reply(std::move(reply)) {}
  [[nodiscard]] RedisValue value() const { return m_reply.value(); }

 private:
  RedisReply m_reply;
};

// Questions to one Redis server or Sentinel, whichever it is and in whatever state, one after the other. Blocking, for
// a thread that has no event loop: for looking at Redis, not for working with it.
class RedisInquiry {
 public:
  // How much longer the caller waits; asked again and again.
  using Left = std::function<std::chrono::milliseconds()>;

  // left is asked for the whole of the inquiry's life; options outlive it.
  RedisInquiry(const RedisOptions& options, RedisAddress address, Left left);
  ~RedisInquiry();
  RedisInquiry(const RedisInquiry&) = delete;
  RedisInquiry& operator=(const RedisInquiry&) = delete;

  // Connects and says user and password. Errors: NotFound (nobody answers), NotPermitted (it does not let this program
  // in), Timeout, Io; each text says what to do.
  [[nodiscard]] Result<void> open(bool sentinel = false);

  // Errors: Timeout, Io, Protocol, with no further answer to come. What Redis refuses is an answer.
  [[nodiscard]] Result<RedisAnswer> ask(RedisWords words);
  // The next that it says unasked, as after SUBSCRIBE.
  [[nodiscard]] Result<RedisAnswer> listen();

  [[nodiscard]] const RedisAddress& address() const { return m_address; }

 private:
  [[nodiscard]] Result<void> connectPlain();
  [[nodiscard]] Result<void> connectTls();
  [[nodiscard]] int slice() const;

  const RedisOptions* m_options;
  RedisAddress m_address;
  Left m_left;
  std::unique_ptr<QTcpSocket> m_socket;
  RedisReader m_reader;
  bool m_heard = false;
};

}  // namespace lk::bus
