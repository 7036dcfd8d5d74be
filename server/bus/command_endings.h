#pragma once

#include <QObject>
#include <QTimer>
#include <list>
#include <string>

#include "server/base/clock.h"
#include "server/bus/command.h"
#include "server/bus/redis_client.h"
#include "server/bus/redis_keys.h"
#include "server/bus/redis_refusal.h"
#include "server/bus/redis_scripts.h"

namespace lk::bus {

// Ends of commands, until Redis has each: one that it never heard of would be another one later. Twice changes nothing.
class CommandEndings final : public QObject {
  Q_OBJECT

 public:
  CommandEndings(RedisClient& client, const RedisKeys& keys, const RedisScripts& scripts, const Clock& clock,
                 std::string node);

  // reply: the channel. afterWritten: that it was written is told just before.
  void add(const Command& command, const std::string& reply, const CommandResult& result, bool afterWritten);

  // Why they are not heard; empty: they are.
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

  void ask(Endings::iterator ending);
  void letGo(Endings::iterator ending);
  void askAgainLater(Endings::iterator ending);
  void askUnheard();

  RedisClient& m_client;
  const RedisKeys& m_keys;
  const RedisScripts& m_scripts;
  const std::string m_node;
  Endings m_asked;    // that Redis is being told
  Endings m_unheard;  // that it refused, or did not answer
  Endings m_spare;    // whose memory serves for the next
  RedisKeys::OfCommands m_commandKeys;
  RecentRefusal m_refusal;
  QTimer m_unheardTimer;
};

}  // namespace lk::bus
