#include <algorithm>
#include <utility>

#include "server/node/command_ledger.h"

// What is told of commands: to the bus, to this node's consoles and to who asked.
namespace lk::node {

using bus::Command;
using bus::CommandResult;

namespace {

constexpr std::size_t kMostGivenUp = 10'000;
constexpr std::chrono::seconds kGivenUpFor{5};

// Whether the device may have acted, so that a repetition must not reach it.
bool mayHaveActed(CommandStatus status) {
  return status == CommandStatus::Done || status == CommandStatus::Failed || status == CommandStatus::Unacknowledged ||
         status == CommandStatus::Expired;
}

}  // namespace

void CommandLedger::reject(const Command& command, CommandStatus status, std::string reason, const Listener& listener,
                           Clock::Steady now) {
  giveUp(keyOf(command), now);
  const CommandResult result = resultFor(command, status, std::move(reason));
  m_port.changed(result, PayloadSeen::of(command.payload), false);
  m_bus.publish(command, result);
  if (listener) listener(result);
}

void CommandLedger::giveUp(std::string key, Clock::Steady now) {
  while (!m_givenUp.empty() && (m_givenUp.size() >= kMostGivenUp || now - m_givenUp.front().at > kGivenUpFor)) {
    m_givenUp.pop_front();
  }
  m_givenUp.push_back({now, std::move(key)});
}

bool CommandLedger::answersFor(const std::string& device, const std::string& id, Clock::Steady now) const {
  if (m_known.find(device, id, now) != nullptr) return true;
  const std::string key = KnownCommands::keyOf(device, id);
  return std::ranges::any_of(m_givenUp,
                             [&](const GivenUp& given) { return given.key == key && now - given.at <= kGivenUpFor; });
}

void CommandLedger::tell(Entry& entry, CommandResult result) {
  tellWritten(entry);
  m_bus.publish(entry.command, result);
  tellHere(entry, result);
}

void CommandLedger::tellWritten(Clock::Steady until) {
  while (!m_untold.empty() && m_untold.front().at <= until) {
    const auto found = m_entries.find(m_untold.front().serial);
    m_untold.pop_front();
    if (found != m_entries.end()) tellWritten(found->second);
  }
}

// Whether that it is written is still to be told, which the caller does.
bool CommandLedger::takeUntold(Entry& entry) {
  if (!std::exchange(entry.untold, false)) return false;
  if (--m_untoldCount == 0) m_untold.clear();
  return true;
}

void CommandLedger::tellWritten(Entry& entry) {
  if (!takeUntold(entry)) return;
  const CommandResult written = resultOf(entry, CommandStatus::Written);
  m_bus.publish(entry.command, written);
  m_port.changed(written, seenOf(entry), false);
}

void CommandLedger::tellHere(Entry& entry, const CommandResult& result, bool afterWritten) {
  m_port.changed(result, seenOf(entry), afterWritten);
  tellListeners(entry, result);
}

void CommandLedger::tellListeners(Entry& entry, const CommandResult& result) {
  // By index: a listener may add another to this very command.
  for (std::size_t i = 0; i < entry.listeners.size(); ++i) entry.listeners[i](result);
}

void CommandLedger::finish(Entry& entry, CommandResult result, Clock::Steady now) {
  if (!entry.command.durable() && !mayHaveActed(result.status)) {
    tellWritten(entry);
    m_bus.publish(entry.command, result);
    return end(entry, result, now);
  }
  const bool afterWritten = takeUntold(entry);
  m_bus.finish(entry.command, result, afterWritten);
  end(entry, result, now, afterWritten);
}

void CommandLedger::end(Entry& entry, const CommandResult& result, Clock::Steady now, bool afterWritten) {
  takeBack(entry);
  if (entry.command.durable()) std::erase(entry.device->second.durable, entry.serial);
  if (mayHaveActed(result.status)) {
    m_known.end(*entry.known, result, now);
  } else {
    m_known.forget(*entry.known);
    giveUp(keyOf(entry.command), now);
  }

  // The entry leaves first: a listener may submit the next command.
  Entry ended = std::move(entry);
  m_entries.erase(ended.serial);
  if (ended.device->second.idle()) m_devices.erase(ended.command.device);
  tellHere(ended, result, afterWritten);
  pump(ended.command.device, now);
}

PayloadSeen CommandLedger::seenOf(const Entry& entry) {
  return {PayloadSeen::of(entry.command.payload).beginning, entry.payloadSize};
}

CommandResult CommandLedger::resultOf(const Entry& entry, CommandStatus status) const {
  CommandResult result = resultFor(entry.command, status, {});
  result.session = entry.sessionNumber;
  result.queuedUs = entry.queuedUs;
  result.writeUs = entry.writeUs;
  return result;
}

}  // namespace lk::node
