#pragma once

#include <QList>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "server/base/clock.h"
#include "server/bus/bus.h"
#include "server/node/accept_gate.h"
#include "server/node/command_ledger.h"
#include "server/node/control_types.h"
#include "server/node/peer_address.h"
#include "server/node/poller.h"
#include "server/node/session_limits.h"
#include "server/node/session_ref.h"

// What the node and its I/O threads tell each other.
namespace lk::node {

namespace to_io {

struct Adopt {
  Socket socket = kNoSocket;
  PeerAddress peer;
  Ahead ahead = Ahead::Nothing;
  std::optional<CloseReason> refusal;  // CLOSE at once
  std::string sentence;                // of the refusal
  bool guest = false;                  // stays only in the place of an older session of its device
};
struct Deliver {
  SessionRef session;
  std::uint64_t key = 0;
  std::string payload;
};
struct CloseSession {
  SessionRef session;
  CloseReason reason = CloseReason::Normal;
  std::string sentence;
};
// The device is this node's: WELCOME may go.
struct Claimed {
  SessionRef session;
};
// These reports are in the uplink.
struct ReportsStored {
  std::vector<bus::ReportTicket> tickets;
};
// Devices that report may be read from again.
struct UplinkHasRoom {};
// The acknowledgement of this command is waited for no more.
struct Forget {
  SessionRef session;
  std::uint64_t key = 0;
};
struct DrainSome {
  std::size_t count = 0;
};
struct Collect {
  std::uint64_t request = 0;
  std::uint64_t since = 0;
};
struct Trace {
  SessionRef session;
  bool on = false;
};
struct Inspect {
  std::uint64_t request = 0;
  SessionRef session;
};
struct Limits {
  std::shared_ptr<const SessionLimits> limits;
};
struct Stop {};

}  // namespace to_io

using IoMessage = std::variant<to_io::Adopt, to_io::Claimed, to_io::Deliver, to_io::Forget, to_io::CloseSession,
                               to_io::ReportsStored, to_io::UplinkHasRoom, to_io::DrainSome, to_io::Collect,
                               to_io::Trace, to_io::Inspect, to_io::Limits, to_io::Stop>;

namespace to_node {

struct SessionOpened {
  SessionRef session;
  std::uint64_t number = 0;
  std::string device;
  PeerAddress peer;
  bool tookOver = false;  // from an older session
};
struct SessionClosed {
  SessionRef session;
  std::uint64_t number = 0;
  std::string device;
  PeerAddress peer;
  CloseReason reason = CloseReason::Lost;
  std::string_view kind;  // as in ConnectionFailed
  std::string sentence;
  std::int64_t openedAtMs = 0;  // wall clock
  std::int64_t silentMs = 0;    // since the device was heard
};
// A connection ended before it was a session: refused, or it broke the protocol.
struct ConnectionFailed {
  PeerAddress peer;
  std::string device;  // that it named; empty: none
  CloseReason reason = CloseReason::Lost;
  std::string_view kind;  // of static text; empty unless a protocol error
  std::string sentence;
};
// A proxy said whose the connection is, or that it is nobody else's. Not admitted: that address has too many.
struct AddressKnown {
  PeerAddress peer;
  bool admitted = true;
  bool isGuest = false;
};
struct GuestSettled {
  PeerAddress peer;
  AcceptGate::GuestEnd end;
  bool told = false;  // that there is no place for it
};
struct ConnectionGone {
  PeerAddress peer;
  AcceptGate::Standing standing = AcceptGate::Standing::Counted;
};
struct CommandWritten {
  std::uint64_t key = 0;
  std::uint64_t session = 0;
  Clock::Steady at;
};
struct CommandAcked {
  std::uint64_t key = 0;
  int code = 0;
  std::string answer;
  Clock::Steady at;
};
// The session ended with the command under way, or was gone before it came.
struct CommandDropped {
  std::uint64_t key = 0;
  CommandLedger::Drop drop;
};
struct Collected {
  std::uint64_t request = 0;
  std::size_t thread = 0;
  std::uint64_t version = 0;
  bool all = false;
  QList<SessionRow> rows;
  QList<quint64> closed;
};
// An I/O thread's sockets are the node's thread's to serve from here on, as it asked for by this loan's number.
struct Lent {
  std::size_t thread = 0;
  std::uint32_t loan = 0;
};
struct Traced {
  TracedFrame frame;
};
// The answer to Inspect.
struct Inspected {
  std::uint64_t request = 0;
  std::unique_ptr<SessionRow> session;  // null: it is not connected; apart, as every message has the largest one's size
  bool welcomeWaits = false;
  std::int64_t stalledMs = 0;
};

}  // namespace to_node

using NodeMessage =
    std::variant<to_node::SessionOpened, to_node::SessionClosed, to_node::ConnectionFailed, to_node::AddressKnown,
                 to_node::GuestSettled, to_node::ConnectionGone, to_node::CommandWritten, to_node::CommandAcked,
                 to_node::CommandDropped, to_node::Collected, to_node::Lent, to_node::Traced, to_node::Inspected>;

// What I/O threads say, to their node and to each other. From any thread.
class IoPost {
 public:
  virtual ~IoPost() = default;
  virtual void toNode(std::vector<NodeMessage>& messages) = 0;  // leaves messages empty
  virtual void toIo(std::size_t thread, IoMessage message) = 0;
};

}  // namespace lk::node
