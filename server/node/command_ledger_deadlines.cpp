#include "server/node/command_ledger.h"

// When commands are given up: the acknowledgement that does not come, and the ttl that ends.
namespace lk::node {

using bus::CommandResult;

// A finished command's timers stay behind; once they are the most, they are cleared out.
void CommandLedger::arm(Clock::Steady at, std::uint64_t serial) {
  m_timers.push({at, serial});
  if (m_timers.size() < 4 * m_entries.size() + 1024) return;
  m_timers = {};
  for (const auto& [number, entry] : m_entries) {
    if (inFlight(entry) && !entry.overdue) m_timers.push({entry.ackBy, number});
    if (entry.command.durable() && entry.state != State::Keeping) m_timers.push({entry.keptUntil, number});
  }
}

void CommandLedger::tick(Clock::Steady now) {
  while (!m_timers.empty() && m_timers.top().at <= now) {
    const std::uint64_t serial = m_timers.top().serial;
    m_timers.pop();
    if (const auto found = m_entries.find(serial); found != m_entries.end()) expire(found->second, now);
  }
  m_known.forgetOld(now);
}

// A timer of this command rang; which of its deadlines have really passed?
void CommandLedger::expire(Entry& entry, Clock::Steady now) {
  if (entry.command.durable() && entry.state != State::Keeping && entry.keptUntil <= now) {
    if (inFlight(entry)) m_port.forget(entry.session, deliveryKey(entry.serial, entry.attempt));
    CommandResult result = resultOf(entry, CommandStatus::Expired);
    result.reason =
        inFlight(entry) ? "the ttl ended before the device acknowledged" : "the ttl ended before the device connected";
    finish(entry, std::move(result), now);
    return;
  }
  if (!inFlight(entry) || entry.overdue || entry.ackBy > now) return;
  CommandResult result = resultOf(entry, CommandStatus::Unacknowledged);
  result.reason = entry.state == State::Written
                      ? "no acknowledgement within " + std::to_string(entry.command.timeout.count()) + " s"
                      : "the device does not take what is sent to it";
  if (entry.command.durable()) {
    // Still answered if the device does so, but those behind it need not wait for that.
    const std::string device = entry.command.device;
    release(entry);
    entry.overdue = true;
    letOthersPass(entry);
    tell(entry, std::move(result));
    pump(device, now);
    return;
  }
  m_port.forget(entry.session, deliveryKey(entry.serial, entry.attempt));
  finish(entry, std::move(result), now);
}

}  // namespace lk::node
