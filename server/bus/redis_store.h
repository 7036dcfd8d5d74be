#pragma once

#include <QObject>
#include <QTimer>
#include <deque>
#include <functional>
#include <list>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/base/clock.h"
#include "server/bus/bus.h"
#include "server/bus/redis_keys.h"
#include "server/bus/redis_refusal.h"
#include "server/bus/redis_rejections.h"
#include "server/bus/redis_scripts.h"

namespace lk::bus {

// Durable commands in Redis, and what is told of all commands: results go to their reply channel, and to who routed
// them.
class RedisStore final : public QObject {
  Q_OBJECT

 public:
  // What keeping a command came to. ended: it is over already, and this became of it.
  struct Kept {
    std::uint64_t place = 0;
    std::string ended;
  };
  using OnKept = std::function<void(Result<Kept>)>;
  using OnPulled = std::function<void(const std::string& device, std::vector<bus::Kept> waiting)>;

  RedisStore(RedisClient& client, const RedisKeys& keys, const RedisScripts& scripts, const Clock& clock,
             RedisRejections& rejections, std::string node, OnPulled onPulled);

  // Says `queued` or `rejected` itself. Errors: Io: Redis did not answer, or refused; Limit: too many are kept.
  void keep(const Command& command, RedisRejections::Came came, OnKept kept);

  // The durable commands of a device that is here come by and by, oldest first: so many at a time that a device that
  // does not read takes no more memory for them than another. More are pulled as those that came end, or are passed.
  // A claim brought these; behind a place, if it is not 0, there are more.
  void noteClaimed(const std::string& device, const std::vector<bus::Kept>& page, std::uint64_t moreBehind);
  // There is one at this place now.
  void noteKept(const std::string& device, std::uint64_t place);
  void forgetPages(const std::string& device);

  void publish(const Command& command, const CommandResult& result);
  void finish(const Command& command, const CommandResult& result, bool afterWritten);
  void pass(const Command& command);
  void repeat(const Command& command, const CommandResult& result);

  // Whether this one looks after ttls that end while nobody is connected.
  void setSweeping(bool sweeping);

  // Why what became of commands is not heard; empty: it is.
  [[nodiscard]] std::string refusal() const { return m_refusal.text(); }

 Q_SIGNALS:
  void refusalChanged();

 private:
  // What Redis has to hear of a command that is over.
  struct Ending {
    std::string device;
    std::string id;
    std::string message;
    std::string written;  // to be told just before; empty: nothing
    std::string reply;
    std::string via;
    bool durable = false;
  };

  using Endings = std::list<Ending>;

  [[nodiscard]] const RedisKeys::OfCommands& keysOf(const std::string& device);  // good until the next call
  void askFinish(Endings::iterator ending);
  void letGo(Endings::iterator ending);
  void askAgainLater(Endings::iterator ending);
  void askKeep(const Command& command, RedisRejections::Came came, Clock::Steady asked, OnKept kept);
  void sweep();
  void sweep(std::size_t shard);
  void expire(std::size_t shard, const std::string& member);
  [[nodiscard]] const std::string& replyOf(const Command& command) const;
  // When the ttl of a command ends, for whoever sweeps.
  struct Deadline {
    std::string device;
    std::string id;
    Clock::Steady at;
  };
  void noteDeadline(const Deadline& deadline);
  void noteDeadlineLater(const Deadline& deadline);
  void sayUnheard();
  // Those of a device that its node has, by id, and their bytes.
  struct Here {
    std::unordered_map<std::string, std::size_t> sizes;
    std::size_t bytes = 0;
  };

  void came(const std::string& device, const std::vector<bus::Kept>& page);
  void went(const std::string& device, const std::string& id);
  [[nodiscard]] bool hasRoom(const std::string& device, std::size_t share) const;
  void expectMore(const std::string& device, std::uint64_t behind);
  void pull(const std::string& device, std::uint64_t behind);
  void pullMore(const std::string& device);
  void dropDeadline(const Command& command);
  void tellOnce(const std::string& what, const std::string& message, const std::string& reply, const std::string& via);

  RedisClient& m_client;
  const RedisKeys& m_keys;
  const RedisScripts& m_scripts;
  const Clock& m_clock;
  RedisRejections& m_rejections;
  const std::string m_node;
  const std::string m_results;
  const OnPulled m_onPulled;
  const std::string m_nonce;
  std::uint64_t m_lastTold = 0;
  std::unordered_map<std::string, Here> m_here;              // of devices
  std::unordered_map<std::string, std::uint64_t> m_more;     // there may be some behind this place
  std::unordered_map<std::string, std::uint64_t> m_pulling;  // by device: the last that was begun, as counted
  std::uint64_t m_lastPull = 0;
  std::unordered_map<std::string, std::uint64_t> m_pullAgain;
  Endings m_endings;       // that Redis is being told
  Endings m_unheard;       // that it refused, or did not answer
  Endings m_spareEndings;  // whose memory serves for the next
  std::deque<Deadline> m_unheardDeadlines;
  RedisKeys::OfCommands m_commandKeys;
  RecentRefusal m_refusal{m_clock};  // of ends
  QTimer m_sweepTimer;
  QTimer m_unheardTimer;
};

// Of a device, for keys that are spread over so many shards: CRC16, as Redis Cluster has it.
[[nodiscard]] std::size_t shardOf(std::string_view device, std::size_t shards);

}  // namespace lk::bus
