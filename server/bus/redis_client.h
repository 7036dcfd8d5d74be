#pragma once

#include <QObject>
#include <chrono>
#include <functional>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/clock.h"
#include "server/bus/redis_reply.h"
#include "server/bus/redis_url.h"

namespace lk::bus {

struct RedisOptions {
  RedisUrl url;
  std::string password;  // empty: none
  std::string caFile;    // PEM, for TLS; empty: the system's
  std::string name;      // CLIENT SETNAME
  // A link whose oldest request has waited so long is taken for dead, and made again.
  std::chrono::milliseconds answerDeadline{2'000};
  std::chrono::milliseconds connectDeadline{2'000};
};

// A Lua script of ours. Sent by its digest; where Redis does not know that yet, in full.
class RedisScript {
 public:
  explicit RedisScript(std::string_view body);
  [[nodiscard]] const std::string& body() const { return m_body; }
  [[nodiscard]] const std::string& digest() const { return m_digest; }  // SHA1, 40 hex digits

 private:
  std::string m_body;
  std::string m_digest;
};

// The words of a request, or some of them. A view: good as long as they are, as within the call that it is given to.
class RedisWords {
 public:
  RedisWords(std::initializer_list<std::string_view> words) : m_words(words) {}
  RedisWords(const std::vector<std::string_view>& words) : m_words(words) {}

  [[nodiscard]] std::size_t size() const { return m_words.size(); }
  [[nodiscard]] auto begin() const { return m_words.begin(); }
  [[nodiscard]] auto end() const { return m_words.end(); }

 private:
  std::span<const std::string_view> m_words;
};

// CRC16 of the key's hash tag, or of the key: 0 to 16383.
[[nodiscard]] int keySlot(std::string_view key);
// Of a device, for keys that are spread over so many shards: CRC16, as Redis Cluster has it.
[[nodiscard]] std::size_t shardOf(std::string_view device, std::size_t shards);

// Requests to Redis, be it one server, Sentinel's master or a cluster. Lives in a thread with an event loop; every
// callback comes from there, never from within the call. Requests of one turn of the loop leave in one write a link.
//
// A request is tried again, in the order of asking, over reconnects, MOVED, ASK (with ASKING), TRYAGAIN, CLUSTERDOWN,
// LOADING, MASTERDOWN, READONLY and a failover, until it is answered or its deadline has come.
class RedisClient final : public QObject {
  Q_OBJECT

 public:
  using Done = std::function<void(const RedisOutcome&)>;
  using Words = std::vector<std::string_view>;

  struct Ask {
    std::string_view key;  // decides the slot; empty: any node
    std::chrono::milliseconds deadline{5'000};
    // Whether a request that was sent and not answered when its link broke may be sent again. If not, its outcome is
    // Unknown at once.
    bool repeatable = true;
    // With Redis away: the outcome is Away at once rather than at the deadline.
    bool onlyIfUp = false;
    // Whether it may wait up to kMayWait, so that others go along with it.
    bool mayWait = false;
    // Whether its answer may wait up to kAnswerMayWait, so that it wakes no thread by itself.
    bool answerMayWait = false;
  };
  static constexpr std::chrono::milliseconds kMayWait{1};
  static constexpr std::chrono::milliseconds kAnswerMayWait{20};

  RedisClient(RedisOptions options, const Clock& clock, QObject* parent = nullptr);
  ~RedisClient() override;  // forgets what is under way, with no callback

  void start();

  void call(const Ask& ask, RedisWords words, Done done);
  void callScript(const Ask& ask, const RedisScript& script, RedisWords keys, RedisWords arguments, Done done);

  // Every slot has a master that answers.
  [[nodiscard]] bool up() const;
  // Why not: a sentence that says what to do. Wrong password, no such host, TLS and its CA, a Redis older than 5, no
  // master known to the sentinels, a cluster that is down, "this is a cluster, write redis+cluster://" …
  [[nodiscard]] const std::string& why() const;
  // Whether waiting can mend it: false for a wrong password, a wrong CA, a Redis too old, a wrong URL's kind.
  [[nodiscard]] bool hopeful() const;

  [[nodiscard]] const RedisOptions& options() const;
  [[nodiscard]] std::uint64_t reconnects() const;  // links made again
  [[nodiscard]] std::uint64_t requests() const;    // sent, those to keep links alive left out
  [[nodiscard]] std::size_t underWay() const;      // asked and not answered

  // A node that a subscriber may link to: another one each time where there are several. Empty host: none known now.
  [[nodiscard]] RedisAddress anyNode();

  // Masters' addresses now (one server: that one). For SCAN and INFO of each.
  [[nodiscard]] std::vector<RedisAddress> masters() const;

 Q_SIGNALS:
  void upChanged(bool up);  // why() has the sentence
  void whyChanged();        // before upChanged, if that changes, too

 private:
  class Private;
  std::unique_ptr<Private> m_d;
};

}  // namespace lk::bus
