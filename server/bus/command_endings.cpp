#include "server/bus/command_endings.h"

#include <iterator>
#include <utility>

#include "server/bus/quiet_ask.h"
#include "server/bus/result_message.h"

namespace lk::bus {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t kMostSpare = 256;
constexpr std::size_t kLargeMessage = 4096;

}  // namespace

CommandEndings::CommandEndings(RedisClient& client, const RedisKeys& keys, const RedisScripts& scripts,
                               const Clock& clock, std::string node)
    : m_client(client),
      m_keys(keys),
      m_scripts(scripts),
      m_node(std::move(node)),
      m_refusal(clock),
      m_unheardTimer(this) {
  m_unheardTimer.setInterval(kQuietAgainAfter);
  m_unheardTimer.setSingleShot(true);
  connect(&m_unheardTimer, &QTimer::timeout, this, &CommandEndings::askUnheard);
}

void CommandEndings::add(const Command& command, const std::string& reply, const CommandResult& result,
                         bool afterWritten) {
  Endings::iterator ending = m_spare.begin();
  if (ending == m_spare.end()) ending = m_spare.emplace(ending);
  ending->device = command.device;
  ending->id = command.id;
  ending->reply = reply;
  ending->via = command.via;
  ending->durable = command.durable();
  ending->message.clear();
  appendResultMessage(ending->message, result, m_node);
  ending->written.clear();
  if (afterWritten) appendWrittenMessage(ending->written, result, m_node);
  m_asked.splice(m_asked.end(), m_spare, ending);
  ask(ending);
}

void CommandEndings::ask(Endings::iterator ending) {
  m_keys.write(m_commandKeys, ending->device);
  m_scripts.finish.call(m_client, quietAsk(m_commandKeys.queue),
                        {.commands = m_commandKeys,
                         .id = ending->id,
                         .message = ending->message,
                         .reply = ending->reply,
                         .via = ending->via,
                         .durable = ending->durable,
                         .written = ending->written},
                        [this, ending](const RedisOutcome& outcome) {
                          if (m_refusal.noteOfDevice(outcome)) Q_EMIT refusalChanged();
                          outcome.ok() ? letGo(ending) : askAgainLater(ending);
                        });
}

// Its memory serves for another.
void CommandEndings::letGo(Endings::iterator ending) {
  const bool keeps = m_spare.size() < kMostSpare && ending->message.capacity() < kLargeMessage;
  m_spare.splice(m_spare.begin(), m_asked, ending);
  if (!keeps) m_spare.pop_front();
}

void CommandEndings::askAgainLater(Endings::iterator ending) {
  if (m_unheard.size() >= kMostQuietUnheard) m_unheard.pop_front();
  m_unheard.splice(m_unheard.end(), m_asked, ending);
  if (!m_unheardTimer.isActive()) m_unheardTimer.start();
}

void CommandEndings::askUnheard() {
  for (std::size_t left = m_unheard.size(); left > 0; --left) {
    m_asked.splice(m_asked.end(), m_unheard, m_unheard.begin());
    ask(std::prev(m_asked.end()));
  }
}

}  // namespace lk::bus
