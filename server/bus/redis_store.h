#pragma once

#include <QObject>
#include <functional>
#include <string>
#include <vector>

#include "server/base/clock.h"
#include "server/bus/bus.h"
#include "server/bus/command_endings.h"
#include "server/bus/command_expiry.h"
#include "server/bus/durable_pages.h"
#include "server/bus/redis_keys.h"
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

  RedisStore(RedisClient& client, const RedisKeys& keys, const RedisScripts& scripts, const Clock& clock,
             RedisRejections& rejections, std::string node, DurablePages::OnPulled onPulled);

  // Says `queued` or `rejected` itself. Errors: Io: Redis did not answer, or refused; Limit: too many are kept.
  void keep(const Command& command, RedisRejections::Came came, OnKept kept);

  // As DurablePages has it, of a device that is here.
  void noteClaimed(const std::string& device, const std::vector<bus::Kept>& page, std::uint64_t moreBehind) {
    m_pages.claimed(device, page, moreBehind);
  }
  void noteKept(const std::string& device, std::uint64_t place) { m_pages.kept(device, place); }
  void forgetPages(const std::string& device) { m_pages.forget(device); }

  void publish(const Command& command, const CommandResult& result);
  void finish(const Command& command, const CommandResult& result, bool afterWritten);
  void pass(const Command& command) { m_pages.passed(command.device, command.id); }
  void repeat(const Command& command, const CommandResult& result);

  // Whether this one looks after ttls that end while nobody is connected.
  void setSweeping(bool sweeping) { m_expiry.setSweeping(sweeping); }

  // Why what became of commands is not heard; empty: it is.
  [[nodiscard]] std::string refusal() const { return m_endings.refusal(); }

 Q_SIGNALS:
  void refusalChanged();

 private:
  void askKeep(const Command& command, RedisRejections::Came came, Clock::Steady asked, OnKept kept);
  [[nodiscard]] const std::string& replyOf(const Command& command) const;
  void tellOnce(const std::string& what, const std::string& message, const std::string& reply, const std::string& via);

  RedisClient& m_client;
  const RedisKeys& m_keys;
  const RedisScripts& m_scripts;
  const Clock& m_clock;
  RedisRejections& m_rejections;
  const std::string m_node;
  const std::string m_results;
  const std::string m_nonce;
  std::uint64_t m_lastTold = 0;
  RedisKeys::OfCommands m_commandKeys;
  DurablePages m_pages;
  CommandEndings m_endings;
  CommandExpiry m_expiry;
};

}  // namespace lk::bus
