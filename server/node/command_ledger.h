#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <queue>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/base/clock.h"
#include "server/bus/bus.h"
#include "server/node/known_commands.h"
#include "server/node/session_ref.h"

namespace lk::node {

using CommandListeners = std::vector<std::function<void(const bus::CommandResult&)>>;

// What consoles are shown of a payload.
struct PayloadSeen {
  static constexpr std::size_t kMost = 256;

  static PayloadSeen of(std::string_view payload) { return {payload.substr(0, kMost), payload.size()}; }

  std::string_view beginning;  // kMost bytes at the most
  std::size_t size = 0;        // of all of it
};

// What the ledger asks of its surroundings.
class LedgerPort {
 public:
  virtual ~LedgerPort() = default;
  [[nodiscard]] virtual SessionRef sessionOf(std::string_view device) = 0;
  // Hands a command to a session. Comes back by written, acknowledged or dropped with this key, after this call.
  virtual void deliver(SessionRef session, std::uint64_t key, std::string payload) = 0;
  // The session need not wait for this command's acknowledgement any more.
  virtual void forget(SessionRef session, std::uint64_t key) = 0;
  // Every change of state of every command, once. afterWritten: that it was written is told with its end, by this.
  virtual void changed(const bus::CommandResult& result, const PayloadSeen& payload, bool afterWritten) = 0;
  // A live command that was not written to a session which a newer one elsewhere has replaced: it goes there, and the
  // listeners hear of it from there.
  virtual void passOn(bus::Command command, CommandListeners listeners) = 0;
};

// Every command of this node from acceptance to its one final status. Pure: no threads, no events, time passed in.
// The payload of a command under way is with its session alone, so that a device that does not read takes memory once,
// and one that does not acknowledge none. The session gives a live one back if it could not write it; a durable one is
// offered by the bus again.
class CommandLedger {
 public:
  using Listener = CommandListeners::value_type;

  // How a command's session ended.
  struct Drop {
    bool written = false;   // the whole command was with the kernel by then
    bool replaced = false;  // by a newer session, which is another node's if it is not here
    std::string payload;    // as it was delivered, of one of which nothing was written
    std::string why;
  };

  struct Limits {
    std::size_t maxPayload = 65'536;
    std::size_t maxPending = 64;  // a session
    // Bytes of durable commands that may be on their way to the kernel at a time, and one command always may: a device
    // that comes back to a long list gets it as fast as it takes it.
    std::size_t maxUnwritten = 131'072;
  };

  CommandLedger(LedgerPort& port, bus::Bus& bus, Limits limits) : m_port(port), m_bus(bus), m_limits(limits) {}

  void setLimits(Limits limits) { m_limits = limits; }

  // The listener hears every change of state up to the final one, exactly one of those, maybe within this call.
  void submit(bus::Command command, Clock::Steady now, Listener listener);
  // The same for a live command that keeps to the contract and is not known, by whom its device's session is at hand.
  void submitTo(SessionRef session, bus::Command command, Clock::Steady now, Listener listener);

  // This session holds the device from here on: what waits for it goes out, oldest first. What the bus brought for
  // another session of the device it brings again for this one.
  void sessionOpened(const std::string& device, SessionRef session, Clock::Steady now);
  // Durable commands that are kept elsewhere; those known here already change nothing.
  void add(const std::string& device, std::vector<bus::Kept> waiting, Clock::Steady now);
  // Another node may hold the device next: its durable commands are left to the bus, with no result from here.
  void letGo(const std::string& device);
  // What became of commands elsewhere: they are not delivered again.
  void remember(const std::vector<bus::CommandResult>& results, Clock::Steady now);

  // Of this id for this device, be it under way or ended within the last ten minutes; null: none.
  [[nodiscard]] const KnownCommands::Known* known(const bus::Command& command, Clock::Steady now) const {
    return m_known.find(command.device, command.id, now);
  }

  // Whether this node says what becomes of a command, or has said so: of one that never reached its device for some
  // seconds, so that a node which heard it, too, and has the device next, does not give it another end.
  [[nodiscard]] bool answersFor(const std::string& device, const std::string& id, Clock::Steady now) const;

  // Another node has had this command; answersFor says so for some seconds.
  void noteTaken(const bus::Command& command, Clock::Steady now) { giveUp(keyOf(command), now); }

  // Told by tellWritten, or with the command's end, which most come to at once. Listeners hear it in this call.
  void written(std::uint64_t key, std::uint64_t session, Clock::Steady at);
  void acknowledged(std::uint64_t key, int code, std::string answer, Clock::Steady at);
  // Whose a live command is that a session has; null: there is none.
  [[nodiscard]] const std::string* deviceOfLive(std::uint64_t key);
  // The session is over.
  void dropped(std::uint64_t key, Drop drop, Clock::Steady now);

  // Tells of what was written by then and has not ended.
  void tellWritten(Clock::Steady until);
  [[nodiscard]] bool writtenUntold() const { return m_untoldCount > 0; }

  // Timeouts and ttls that have passed by now. Call it at nextDeadline(), or a few times a second.
  void tick(Clock::Steady now);

  [[nodiscard]] std::size_t pending() const { return m_pending; }  // handed to sessions
  [[nodiscard]] std::size_t waiting() const { return m_entries.size() - m_pending; }
  [[nodiscard]] std::size_t pendingOf(const std::string& device) const;

 private:
  enum class State : std::uint8_t { Keeping, Waiting, Handed, Written };

  struct Device {
    std::vector<std::uint64_t> durable;  // serials, oldest first
    std::size_t pending = 0;             // handed to its session, and not overdue
    std::size_t unwritten = 0;           // bytes of those that are not with the kernel yet
    [[nodiscard]] bool idle() const { return durable.empty() && pending == 0; }
  };
  using Devices = std::unordered_map<std::string, Device>;  // only those with entries

  struct Entry {
    bus::Command command;         // one that is under way may have only the beginning of its payload
    std::size_t payloadSize = 0;  // of all of it
    KnownCommands::Known* known = nullptr;
    Devices::value_type* device = nullptr;
    State state = State::Waiting;
    bool overdue = false;  // durable: its timeout has passed on this session
    bool offered = false;  // durable: the bus has brought it for this session, and does so for the next
    bool untold = false;   // nobody but its listeners has heard that it is written
    std::uint16_t attempt = 0;
    std::uint64_t serial = 0;
    std::uint64_t place = 0;  // durable: among the device's, as the bus counts
    std::uint64_t sessionNumber = 0;
    SessionRef session;
    Clock::Steady accepted;
    Clock::Steady ackBy;
    Clock::Steady keptUntil;
    std::int64_t queuedUs = 0;
    std::int64_t writeUs = 0;
    CommandListeners listeners;
  };
  struct Written {
    Clock::Steady at;
    std::uint64_t serial;
  };
  struct GivenUp {
    Clock::Steady at;
    std::string key;
  };
  struct Timer {
    Clock::Steady at;
    std::uint64_t serial;
    bool operator>(const Timer& other) const { return at > other.at; }
  };

  static std::string keyOf(const bus::Command& command) { return KnownCommands::keyOf(command.device, command.id); }
  static std::uint64_t deliveryKey(std::uint64_t serial, std::uint16_t attempt) { return serial << 16U | attempt; }
  static bool hasPayload(const Entry& entry) { return entry.command.payload.size() == entry.payloadSize; }
  static bool inFlight(const Entry& entry) { return entry.state == State::Handed || entry.state == State::Written; }

  bool answerDuplicate(const bus::Command& command, Clock::Steady now, Listener& listener);
  Entry& addEntry(bus::Command command, Clock::Steady now, Listener listener);
  void reject(const bus::Command& command, CommandStatus status, std::string reason, const Listener& listener,
              Clock::Steady now);
  void giveUp(std::string key, Clock::Steady now);
  void putInOrder(const Entry& entry);
  void acceptLive(bus::Command command, Clock::Steady now, Listener listener);
  void acceptDurable(bus::Command command, Clock::Steady now, Listener listener);
  void kept(std::uint64_t serial, const Result<std::uint64_t>& place, Clock::Steady now);
  void tellHere(Entry& entry, const bus::CommandResult& result, bool afterWritten = false);
  void tellListeners(Entry& entry, const bus::CommandResult& result);
  void tellWritten(Entry& entry);
  [[nodiscard]] bool takeUntold(Entry& entry);
  void hand(Entry& entry, SessionRef session, std::string payload, Clock::Steady now);
  void noteHanded(Entry& entry, SessionRef session, Clock::Steady now);
  void takeBack(Entry& entry);
  void leaveToTheBus(Entry& entry);
  void release(Entry& entry);
  void noLongerUnwritten(const Entry& entry);
  void letOthersPass(const Entry& entry);
  void pump(const std::string& device, Clock::Steady now);
  void pump(const Devices::value_type& device, Clock::Steady now);
  void tell(Entry& entry, bus::CommandResult result);
  void moveOn(Entry& entry, std::string payload);
  void finish(Entry& entry, bus::CommandResult result, Clock::Steady now);
  void end(Entry& entry, const bus::CommandResult& result, Clock::Steady now, bool afterWritten = false);
  void expire(Entry& entry, Clock::Steady now);
  static PayloadSeen seenOf(const Entry& entry);
  bus::CommandResult resultOf(const Entry& entry, CommandStatus status) const;
  Entry* find(std::uint64_t deliveryKey);
  void arm(Clock::Steady at, std::uint64_t serial);

  LedgerPort& m_port;
  bus::Bus& m_bus;
  Limits m_limits;
  std::unordered_map<std::uint64_t, Entry> m_entries;  // by serial
  Devices m_devices;
  std::priority_queue<Timer, std::vector<Timer>, std::greater<>> m_timers;
  std::deque<Written> m_untold;  // oldest first, and some that have ended since
  std::size_t m_untoldCount = 0;
  KnownCommands m_known;
  std::deque<GivenUp> m_givenUp;  // oldest first
  std::uint64_t m_lastSerial = 0;
  std::size_t m_pending = 0;
};

}  // namespace lk::node
