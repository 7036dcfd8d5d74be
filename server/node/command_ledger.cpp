#include "server/node/command_ledger.h"

#include <algorithm>
#include <utility>

namespace lk::node {

using bus::Command;
using bus::CommandResult;

namespace {

std::int64_t microsBetween(Clock::Steady from, Clock::Steady to) {
  return std::max<std::int64_t>(std::chrono::duration_cast<std::chrono::microseconds>(to - from).count(), 0);
}

// Leaves its beginning behind.
std::string takePayload(Command& command) {
  std::string all = command.payload.substr(0, PayloadSeen::kMost);
  all.swap(command.payload);
  return all;
}

}  // namespace

void CommandLedger::submit(Command command, Clock::Steady now, Listener listener) {
  if (const auto checked = check(command, m_limits.maxPayload); !checked) {
    reject(command, CommandStatus::Rejected, checked.error().text, listener, now);
  } else if (answerDuplicate(command, now, listener)) {
    return;
  } else if (command.durable()) {
    acceptDurable(std::move(command), now, std::move(listener));
  } else {
    acceptLive(std::move(command), now, std::move(listener));
  }
}

bool CommandLedger::answerDuplicate(const Command& command, Clock::Steady now, Listener& listener) {
  const KnownCommands::Known* first = known(command, now);
  if (first == nullptr) return false;
  if (!listener) return true;
  if (first->underWay()) {
    Entry& entry = m_entries.at(first->serial());
    if (entry.state == State::Waiting) listener(resultOf(entry, CommandStatus::Queued));
    if (entry.state == State::Written) listener(resultOf(entry, CommandStatus::Written));
    entry.listeners.push_back(std::move(listener));
  } else {
    listener(first->result());
  }
  return true;
}

CommandLedger::Entry& CommandLedger::addEntry(Command command, Clock::Steady now, Listener listener) {
  const std::uint64_t serial = ++m_lastSerial;
  Entry& entry = m_entries[serial];
  entry.known = &m_known.begin(keyOf(command), serial, now);
  entry.device = &*m_devices.try_emplace(command.device).first;
  entry.command = std::move(command);
  entry.payloadSize = entry.command.payload.size();
  entry.serial = serial;
  entry.accepted = now;
  if (listener) entry.listeners.push_back(std::move(listener));
  return entry;
}

void CommandLedger::acceptLive(Command command, Clock::Steady now, Listener listener) {
  const SessionRef session = m_port.sessionOf(command.device);
  if (!session) {
    reject(command, CommandStatus::Offline, "no node holds this device now", listener, now);
    return;
  }
  submitTo(session, std::move(command), now, std::move(listener));
}

void CommandLedger::submitTo(SessionRef session, Command command, Clock::Steady now, Listener listener) {
  if (pendingOf(command.device) >= m_limits.maxPending) {
    const std::string count = std::to_string(m_limits.maxPending);
    reject(command, CommandStatus::Rejected, count + " commands already wait for this device's acknowledgement",
           listener, now);
    return;
  }
  // On its way first: the device need not wait for what is noted of it here.
  const std::size_t size = command.payload.size();
  m_port.deliver(session, deliveryKey(m_lastSerial + 1, 1), takePayload(command));
  Entry& entry = addEntry(std::move(command), now, std::move(listener));
  entry.payloadSize = size;
  noteHanded(entry, session, now);
}

// Kept before anybody is told `queued`.
void CommandLedger::acceptDurable(Command command, Clock::Steady now, Listener listener) {
  Entry& entry = addEntry(std::move(command), now, std::move(listener));
  entry.state = State::Keeping;
  entry.keptUntil = now + entry.command.ttl;
  entry.device->second.durable.push_back(entry.serial);
  const std::uint64_t serial = entry.serial;
  m_bus.keep(entry.command, [this, serial, now](const Result<std::uint64_t>& place) { kept(serial, place, now); });
}

// The bus itself tells the reply channel that the command is kept, or is not.
void CommandLedger::kept(std::uint64_t serial, const Result<std::uint64_t>& place, Clock::Steady now) {
  const auto found = m_entries.find(serial);
  if (found == m_entries.end()) return;
  Entry& entry = found->second;
  if (!place) {
    CommandResult rejected = resultOf(entry, CommandStatus::Rejected);
    rejected.reason = place.error().text;
    end(entry, rejected, now);
    return;
  }
  entry.state = State::Waiting;
  entry.place = *place;
  std::erase(entry.device->second.durable, serial);
  putInOrder(entry);
  arm(entry.keptUntil, serial);
  const std::string device = entry.command.device;
  tellHere(entry, resultOf(entry, CommandStatus::Queued));
  pump(device, now);
}

// Oldest first, as the bus has them; those that it has not placed yet come last.
void CommandLedger::putInOrder(const Entry& entry) {
  auto& order = entry.device->second.durable;
  const auto behind = std::ranges::find_if(order, [&](std::uint64_t serial) {
    const Entry& other = m_entries.at(serial);
    return other.state == State::Keeping || other.place > entry.place;
  });
  order.insert(behind, entry.serial);
}

void CommandLedger::hand(Entry& entry, SessionRef session, std::string payload, Clock::Steady now) {
  noteHanded(entry, session, now);
  m_port.deliver(session, deliveryKey(entry.serial, entry.attempt), std::move(payload));
}

void CommandLedger::noteHanded(Entry& entry, SessionRef session, Clock::Steady now) {
  entry.state = State::Handed;
  entry.overdue = false;
  entry.session = session;
  ++entry.attempt;
  entry.queuedUs = microsBetween(entry.accepted, now);
  entry.ackBy = now + entry.command.timeout;
  Device& device = entry.device->second;
  ++device.pending;
  device.unwritten += entry.payloadSize;
  ++m_pending;
  arm(entry.ackBy, entry.serial);
}

// The command is no session's any more.
void CommandLedger::takeBack(Entry& entry) {
  if (!inFlight(entry)) return;
  tellWritten(entry);
  release(entry);
  noLongerUnwritten(entry);
  entry.state = State::Waiting;
}

// It is nothing of this ledger's any more.
void CommandLedger::leaveToTheBus(Entry& entry) {
  takeBack(entry);
  m_known.forget(*entry.known);
  m_entries.erase(entry.serial);
}

// It takes no place among the session's pending commands any more.
void CommandLedger::release(Entry& entry) {
  if (entry.overdue) return;
  --entry.device->second.pending;
  --m_pending;
}

void CommandLedger::noLongerUnwritten(const Entry& entry) {
  if (entry.state == State::Handed) entry.device->second.unwritten -= entry.payloadSize;
}

void CommandLedger::letOthersPass(const Entry& entry) {
  if (entry.overdue && entry.state == State::Written) m_bus.pass(entry.command);
}

// Hands a device's durable commands to its session, oldest first, as far as its pending commands allow.
void CommandLedger::pump(const std::string& device, Clock::Steady now) {
  if (const auto found = m_devices.find(device); found != m_devices.end()) pump(*found, now);
}

void CommandLedger::pump(const Devices::value_type& device, Clock::Steady now) {
  const Device& to = device.second;
  if (to.durable.empty()) return;
  const SessionRef session = m_port.sessionOf(device.first);
  if (!session) return;
  for (const std::uint64_t serial : to.durable) {
    Entry& entry = m_entries.at(serial);
    if (entry.state == State::Keeping) return;  // those behind it wait for it
    // As they do for one that an older session has: its end, or the news of this session, comes at once.
    if (inFlight(entry) && entry.session != session) return;
    if (entry.state != State::Waiting) continue;
    if (!hasPayload(entry)) return;  // of a session that has just ended: the bus brings it again
    if (to.pending >= m_limits.maxPending) return;
    if (to.unwritten > 0 && to.unwritten + entry.payloadSize > m_limits.maxUnwritten) return;
    hand(entry, session, entry.offered ? takePayload(entry.command) : entry.command.payload, now);
  }
}

void CommandLedger::sessionOpened(const std::string& device, SessionRef session, Clock::Steady now) {
  if (const auto found = m_devices.find(device); found != m_devices.end()) {
    std::erase_if(found->second.durable, [&](std::uint64_t serial) {
      Entry& entry = m_entries.at(serial);
      if (entry.session == session) return false;
      takeBack(entry);
      if (!entry.offered) return false;
      // All of them, lest a later one overtakes those whose payload is gone.
      leaveToTheBus(entry);
      return true;
    });
    if (found->second.idle()) m_devices.erase(found);
  }
  pump(device, now);
}

void CommandLedger::add(const std::string& device, std::vector<bus::Kept> waiting, Clock::Steady now) {
  for (bus::Kept& kept : waiting) {
    if (const KnownCommands::Known* first = known(kept.command, now)) {
      // One that ended here is kept still: the bus has not heard of that.
      first->underWay() ? letOthersPass(m_entries.at(first->serial()))
                        : m_bus.finish(kept.command, first->result(), false);
      continue;
    }
    if (const auto good = check(kept.command, m_limits.maxPayload); !good) {
      // Kept by a program with other limits: it would end the device's session each time it comes.
      const CommandResult rejected = resultFor(kept.command, CommandStatus::Rejected, good.error().text);
      m_port.changed(rejected, PayloadSeen::of(kept.command.payload), false);
      m_bus.finish(kept.command, rejected, false);
      continue;
    }
    Entry& entry = addEntry(std::move(kept.command), now, {});
    entry.offered = true;
    entry.session = m_port.sessionOf(device);
    entry.place = kept.place;
    entry.keptUntil = now + kept.left;
    arm(entry.keptUntil, entry.serial);
    putInOrder(entry);
  }
  pump(device, now);
}

void CommandLedger::letGo(const std::string& device) {
  const auto found = m_devices.find(device);
  if (found == m_devices.end()) return;
  for (const std::uint64_t serial : std::exchange(found->second.durable, {})) leaveToTheBus(m_entries.at(serial));
  if (found->second.pending == 0) m_devices.erase(found);
}

void CommandLedger::remember(const std::vector<CommandResult>& results, Clock::Steady now) {
  for (const CommandResult& result : results) {
    if (m_known.find(result.device, result.id, now) != nullptr) continue;
    m_known.end(m_known.begin(KnownCommands::keyOf(result.device, result.id), 0, now), result, now);
  }
}

void CommandLedger::written(std::uint64_t key, std::uint64_t session, Clock::Steady at) {
  Entry* entry = find(key);
  if (entry == nullptr || entry->state != State::Handed) return;
  noLongerUnwritten(*entry);
  entry->state = State::Written;
  entry->sessionNumber = session;
  entry->writeUs = microsBetween(entry->accepted, at);
  letOthersPass(*entry);
  entry->untold = true;
  ++m_untoldCount;
  m_untold.push_back({at, entry->serial});
  if (!entry->listeners.empty()) tellListeners(*entry, resultOf(*entry, CommandStatus::Written));
  // A listener may have ended much, but not what waits for its acknowledgement.
  if (entry = find(key); entry != nullptr) pump(*entry->device, at);
}

void CommandLedger::acknowledged(std::uint64_t key, int code, std::string answer, Clock::Steady at) {
  Entry* entry = find(key);
  if (entry == nullptr) return;
  CommandResult result = resultOf(*entry, code == 0 ? CommandStatus::Done : CommandStatus::Failed);
  result.code = code;
  result.answer = std::move(answer);
  result.ackUs = microsBetween(entry->accepted, at);
  finish(*entry, std::move(result), at);
}

const std::string* CommandLedger::deviceOfLive(std::uint64_t key) {
  const Entry* entry = find(key);
  return entry == nullptr || entry->command.durable() ? nullptr : &entry->command.device;
}

void CommandLedger::dropped(std::uint64_t key, Drop drop, Clock::Steady now) {
  Entry* entry = find(key);
  if (entry == nullptr) return;
  const std::string device = entry->command.device;
  CommandResult result = resultOf(*entry, drop.written ? CommandStatus::Unacknowledged : CommandStatus::Disconnected);
  result.reason = std::move(drop.why);

  const SessionRef session = entry->session;
  const SessionRef next = m_port.sessionOf(device);
  if (entry->command.durable()) {
    takeBack(*entry);
    // A newer session that no mail has told of yet may have it at once: to that one it is not brought.
    if (!drop.written && drop.payload.size() == entry->payloadSize) entry->command.payload = std::move(drop.payload);
    if (!entry->overdue || !drop.written) tell(*entry, std::move(result));
    if (next && next != session) pump(device, now);
    return;
  }
  // Not a byte went out: if the device is back already, its newer session gets it.
  const bool whole = !drop.written && drop.payload.size() == entry->payloadSize;
  if (whole && next && next != session) {
    takeBack(*entry);
    hand(*entry, next, std::move(drop.payload), now);
  } else if (whole && !next && drop.replaced) {
    moveOn(*entry, std::move(drop.payload));
  } else {
    finish(*entry, std::move(result), now);
  }
}

// The node that has the device next may have heard the command, too, and would end it once more after an end here.
void CommandLedger::moveOn(Entry& entry, std::string payload) {
  takeBack(entry);
  m_known.forget(*entry.known);
  Entry moved = std::move(entry);
  m_entries.erase(moved.serial);
  if (moved.device->second.idle()) m_devices.erase(moved.command.device);
  moved.command.payload = std::move(payload);
  m_port.passOn(std::move(moved.command), std::move(moved.listeners));
}

CommandLedger::Entry* CommandLedger::find(std::uint64_t deliveryKey) {
  const auto found = m_entries.find(deliveryKey >> 16U);
  if (found == m_entries.end()) return nullptr;
  Entry& entry = found->second;
  return entry.attempt == static_cast<std::uint16_t>(deliveryKey) && inFlight(entry) ? &entry : nullptr;
}

std::size_t CommandLedger::pendingOf(const std::string& device) const {
  const auto found = m_devices.find(device);
  return found == m_devices.end() ? 0 : found->second.pending;
}

}  // namespace lk::node
