#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/bus/command.h"
#include "server/bus/device_look.h"

namespace lk::bus {

// A report on its way to the business services. Views: good for the call only.
struct Report {
  std::string_view device;
  std::uint64_t session = 0;
  std::string_view data;
};

// Ties the news that a report is in the uplink to the frame that waits for it; opaque to the bus.
struct ReportTicket {
  std::uint64_t session = 0;
  std::uint32_t frameId = 0;
};

// Where one I/O thread puts reports; belongs to that thread. Nothing that was put is dropped while the program runs.
class Uplink {
 public:
  enum class Put : std::uint8_t {
    Stored,   // in the uplink: it may be acknowledged
    Waiting,  // it will be told by onStored
  };

  virtual ~Uplink() = default;
  virtual Put put(const Report& report, ReportTicket ticket) = 0;
  virtual void flush() {}  // the end of the thread's turn
  // The buffer is at its bound: devices that report are not to be read from until BusPort::uplinkHasRoom.
  [[nodiscard]] virtual bool full() const { return false; }
  // Twice the bound is reached, by many that reported for the first time: no more of these.
  [[nodiscard]] virtual bool overfull() const { return false; }
};

// A durable command as it is kept. left: of its ttl, at the time of asking.
struct Kept {
  Command command;
  std::chrono::milliseconds left{0};
  std::uint64_t place = 0;  // among the device's, oldest lowest
};

// What a claim of a device comes to.
struct Claimed {
  enum class Verdict : std::uint8_t {
    Owner,    // this session holds the device, everywhere
    Older,    // a newer session of the device is elsewhere: this one has to go
    Unknown,  // nobody can say now; the bus claims again by itself, and tells by BusPort::claimSettled
  };
  // A session of another node's.
  struct Elsewhere {
    std::string instance;  // empty: there is none
    std::uint64_t session = 0;
  };
  Verdict verdict = Verdict::Owner;
  std::vector<Kept> waiting;          // durable commands, oldest first; the rest comes by BusPort::durableWaits
  std::vector<CommandResult> recent;  // of the last ten minutes: these ids are not delivered again
  Elsewhere replaced;                 // by this claim
};

// What the bus tells its node, in the node's thread.
class BusPort {
 public:
  virtual ~BusPort() = default;

  // A command came, for this node or for all. directed: somebody believes that this node holds the device.
  virtual void commandArrived(Command command, bool directed) = 0;
  // Those that came together have all come.
  virtual void commandsCame() = 0;
  // Durable commands of a device that this node holds, oldest first; some may be known already.
  virtual void durableWaits(const std::string& device, std::vector<Kept> waiting) = 0;
  // A claim again, after Redis was away, or one that could not be answered in time. Nothing, if this session is not
  // there any more.
  virtual void claimSettled(const std::string& device, std::uint64_t session, Claimed claimed) = 0;
  // A newer session of the device is elsewhere.
  virtual void sessionReplaced(const std::string& device, std::uint64_t session) = 0;
  // Who comes from this address has taken the device over from a session here.
  virtual void tookOverElsewhere(const std::string& device, const std::string& address) = 0;
  // Whether a session here was given this command, within the last ten minutes, or was to be and it has ended.
  [[nodiscard]] virtual bool tookCommand(const std::string& device, const std::string& id) const = 0;
  virtual void reportsStored(std::size_t thread, std::vector<ReportTicket> tickets) = 0;
  virtual void uplinkHasRoom() = 0;
  // A line of a console's, to this node's control.
  virtual void lineArrived(const std::string& console, std::string_view line) = 0;
  // Another node's lease has ended, and that node has not said that it goes; said to the one that cleans up after it.
  virtual void nodeLost(const std::string& id, std::uint64_t sessions) = 0;
  // That was said of this node, which lives.
  virtual void wasTakenForLost() = 0;
  virtual void busChanged(bool up, const std::string& why) = 0;
  // Something that nobody should have sent; text is safe to log.
  virtual void messageRefused(const std::string& text) = 0;
};

struct BusFigures {
  bool up = true;
  std::string why;  // not up: a sentence that says what to do
  std::uint64_t reconnects = 0;
  std::uint64_t messages = 0;         // heard on the node's channels
  std::uint64_t messagesRefused = 0;  // of those, no good
  // That came by the bus, what it could not keep with them, and that it has answered `rejected` for this node: once of
  // all nodes that had them before them.
  std::uint64_t commandsRejected = 0;
  std::uint64_t uplinkWaitingBytes = 0;
  double leaseAgeSeconds = 0;
};

// How loaded the node is, for its lease.
struct NodeLoad {
  std::uint64_t sessions = 0;
  bool draining = false;
  std::vector<std::string> listen;
};

// What nodes share: who holds which device, the durable commands, what became of commands. Belongs to the node's
// thread, where every callback comes too, at once or later.
class Bus {
 public:
  using Done = std::function<void(Result<std::uint64_t>)>;
  using OnClaimed = std::function<void(Claimed)>;
  using OnResult = std::function<void(const CommandResult&)>;
  using OnTaken = std::function<void(bool taken)>;

  virtual ~Bus() = default;

  [[nodiscard]] virtual std::string_view kind() const = 0;  // memory or redis

  // In the node's thread, before anything else but makeUplink. The port outlives the bus.
  virtual void start(BusPort& port) = 0;

  // thread: the I/O thread's index. Any thread; the uplink may outlive neither the bus nor the thread it is for.
  [[nodiscard]] virtual std::unique_ptr<Uplink> makeUplink(std::size_t thread) = 0;

  // Whether a claim is worth waiting for with WELCOME: others may hold the device.
  [[nodiscard]] virtual bool shared() const = 0;

  // This node holds the device now: owner until released, or claimed anew.
  virtual void claim(const std::string& device, std::uint64_t session, OnClaimed claimed) = 0;

  // Whether what the node holds is still its own: not, while no claim of it is answered since messages may have been
  // missed. Two nodes that each let a device in would both deliver what is for all.
  [[nodiscard]] virtual bool sure(const std::string& device) const = 0;
  // Claims at once, and before others, what the bus is not sure of. Within eight seconds, as claim answers.
  virtual void confirm(const std::string& device, OnClaimed claimed) = 0;
  // Whether the session that a claim replaced was given this command; if not, it never will be. Within three seconds.
  virtual void wasTaken(const Claimed::Elsewhere& replaced, const Command& command, OnTaken onTaken) = 0;

  // For the node whose session a claim replaced: from where the device was taken over.
  virtual void tellTaker(const Claimed::Elsewhere& replaced, const std::string& device, const std::string& address) = 0;

  // Compare-and-delete: nothing happens if a newer session holds the device.
  virtual void release(const std::string& device, std::uint64_t session) = 0;

  // Keeps a durable command, behind those kept before, until it is finished or its ttl is over, and says `queued` or
  // `rejected` to its reply channel; what is kept already is kept once. Answers with its place.
  virtual void keep(const Command& command, Done kept) = 0;

  // A change of state that is not final, or the final one of a command that was never kept nor delivered.
  virtual void publish(const Command& command, const CommandResult& result) = 0;
  // The final one: the command is kept no more, and its id is known for ten minutes. afterWritten: nobody was told yet
  // that the command was written, and is to hear it just before.
  virtual void finish(const Command& command, const CommandResult& result, bool afterWritten) = 0;
  // The device has this durable one and does not acknowledge it: those behind it need not wait for that.
  virtual void pass(const Command& command) = 0;
  // `rejected`, once, for what this node's limits forbid and no other node holds or keeps.
  virtual void refuse(const Command& command, const std::string& why) = 0;
  // Again to who routed it, who missed it or asked twice.
  virtual void repeat(const Command& command, const CommandResult& result) = 0;

  // A command for a device that this node does not hold: to the node that does. Exactly one final result.
  virtual void route(Command command, OnResult onResult) = 0;
  // A directed command that came here in vain: to whom it may concern, or `offline` to who routed it.
  virtual void stray(Command command) = 0;

  // What the bus has of a device; within two seconds.
  virtual void look(const std::string& device, OnLook onLook) = 0;
  // Whether the lease of that instance runs, as far as the bus knows.
  [[nodiscard]] virtual bool lives(const std::string& instance) const = 0;

  // A line to a console's end of the control link.
  virtual void tell(const std::string& console, std::string_view line) = 0;

  virtual void setLoad(const NodeLoad& load) = 0;
  // The node is going: others need not wait for the end of its lease. left comes within two seconds.
  virtual void leave(std::function<void()> left) = 0;
  [[nodiscard]] virtual BusFigures figures() const = 0;
};

}  // namespace lk::bus
