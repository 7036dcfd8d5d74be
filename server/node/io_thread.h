#pragma once

#include <QThread>
#include <array>
#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <semaphore>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/base/clock.h"
#include "server/bus/bus.h"
#include "server/node/connection_table.h"
#include "server/node/deadline_wheel.h"
#include "server/node/io_counters.h"
#include "server/node/io_mail.h"
#include "server/node/mailbox.h"
#include "server/node/poller.h"
#include "server/node/registry.h"
#include "server/node/trace_set.h"
#include "server/wire/proxy_header.h"

namespace lk::node {

// What the threads of one node share. All of it may be used from any thread.
struct IoShared {
  const Clock& clock;
  Registry& registry;
  TraceSet& traces;
  IoPost& post;
  AddressTally& addresses;
  bool claims = false;  // WELCOME waits until the node has claimed the device
};

// Serves the sockets of its connections in a loop of its own over a Poller. A descriptor given to it is its own until
// it is closed.
class IoThread final : public QThread, private SessionPort {
 public:
  IoThread(std::size_t index, IoShared shared, std::unique_ptr<Poller> poller, std::unique_ptr<bus::Uplink> uplink,
           std::shared_ptr<const SessionLimits> limits);
  ~IoThread() override;  // stops the loop and closes every connection

  // From any thread.
  void post(IoMessage message);
  // The same in two steps, for many messages: after the last one pushOn() has to be called. If the loop rests, its turn
  // is then done by the caller, which spares the wake-up; else the loop comes to it by itself.
  void postQuietly(IoMessage message);
  void pushOn();

  // A loan, from the node's thread: that one serves the sockets here from when it is told of the loan by
  // to_node::Lent until takeBack(), by serve() whenever watchable() can be read from. This thread looks now and then
  // whether it does, lest devices wait for a node that is held up. Comes back with the loan's number, which is not 0.
  std::uint32_t lend();
  void serve();
  void takeBack();
  [[nodiscard]] Socket watchable() const { return m_poller->watchable(); }  // kNoSocket: nothing can be lent

  [[nodiscard]] const IoCounters& counters() const { return m_counters; }

 private:
  struct Collecting {
    to_io::Collect request;
    std::size_t nextSlot = 0;
    to_node::Collected answer;
  };
  struct ClosedNumber {
    std::uint32_t version;
    std::uint64_t number;
  };
  static constexpr std::uint32_t kFirstVersion = 1;
  static constexpr std::size_t kMostReady = 256;  // served in one turn

  void run() override;
  void restLent(std::uint32_t loan, std::chrono::milliseconds patience);
  std::chrono::milliseconds untilNextTick() const;
  // Of what is ready all, or as much as there was room for.
  void turnInTime(std::span<const Poller::Ready> ready);
  void turn(std::span<const Poller::Ready> ready);
  void takeMail();
  void flushDirty();
  void sendMail();
  void updateTime();
  std::int64_t wallMs() const { return m_shared.clock.wallMicros() / 1000; }

  // io_thread_mail.cpp
  void take(to_io::Adopt& message);
  void take(to_io::Claimed& message);
  void take(to_io::Deliver& message);
  void take(to_io::Forget& message);
  void take(to_io::CloseSession& message);
  void take(to_io::ReportsStored& message);
  void take(to_io::UplinkHasRoom& message);
  void take(to_io::DrainSome& message);
  void take(to_io::Collect& message);
  void take(to_io::Trace& message);
  void take(to_io::Inspect& message);
  void take(to_io::Limits& message);
  void take(to_io::Stop& message);
  void collectSome();
  SessionRow rowOf(const Connection& connection);

  // io_thread_proxy.cpp
  std::string_view readAhead(Connection& connection, std::string_view bytes);
  wire::ProxyDecoded readHeader(const Connection& connection, std::string_view& bytes);
  bool settleAddress(Connection& connection);
  void refuseStart(Connection& connection, std::string_view kind, std::string_view sentence);

  // io_thread_connection.cpp
  Session::Context contextFor(std::string& out) { return {*m_limits, *this, m_nowMs, out}; }
  void readFrom(Connection& connection);
  [[nodiscard]] bool mustWait(const Connection& connection) const;
  [[nodiscard]] bool tooMuchWaits(const Connection& connection) const;
  [[nodiscard]] std::size_t largeCommand(Connection& connection) const;  // bytes
  void pause(Connection& connection);
  void resume(Connection& connection);
  [[nodiscard]] static Interest restingInterest(const Connection& connection);
  void throwAway(Connection& connection);
  void flush(Connection& connection);
  void sendScratch(Connection& connection);
  void sent(Connection& connection, std::size_t bytes);
  void watch(Connection& connection, Interest interest);
  void account(Connection& connection);
  void markChanged(Connection& connection) { connection.changed = m_version; }
  void markDirty(Connection& connection);
  void closeSession(Connection& connection, CloseReason reason, std::string_view sentence);
  void closeForStalling(Connection& connection);
  void sayGoodbye(Connection& connection, CloseReason reason, std::string_view sentence);
  void afterSession(Connection& connection);
  // What becomes of output that waits as its session ends.
  enum class Waiting : std::uint8_t { IsDropped, IsSent };
  void retire(Connection& connection, Waiting waiting = Waiting::IsDropped);
  [[nodiscard]] static CommandLedger::Drop dropOf(const Connection& connection, const Session::InFlight& command,
                                                  Waiting waiting);
  void finish(Connection& connection);
  void drop(Connection& connection);
  [[nodiscard]] std::int64_t deadlineOf(const Connection& connection) const;
  void schedule(Connection& connection, std::int64_t deadlineMs);
  void deadlineDue(SessionRef ref, std::int64_t turn);
  std::uint16_t retryAfter(CloseReason reason);
  void settleGuest(Connection& connection, bool stays);
  Opened openedAs(Connection& connection, const Registry::Claim& claim, Session& session, const wire::Hello& hello);

  // SessionPort
  Opened openSession(Session& session, const wire::Hello& hello) override;
  std::optional<std::uint16_t> reportsRefused() override;
  bool putReport(Session& session, std::uint32_t frameId, std::string_view data) override;
  void commandAcknowledged(std::uint64_t key, std::uint8_t status, std::string_view answer) override;
  void acknowledgedNothing(Session& session) override;
  void frameTraced(Session& session, bool fromDevice, const wire::Frame& frame) override;

  const std::size_t m_index;
  IoShared m_shared;
  std::unique_ptr<Poller> m_poller;
  std::unique_ptr<bus::Uplink> m_uplink;
  std::shared_ptr<const SessionLimits> m_limits;

  std::atomic<std::uint32_t> m_loan{0};  // 0: none
  std::uint32_t m_lastLoan = 0;
  std::uint32_t m_toldLoan = 0;
  std::counting_semaphore<> m_restEnds{0};        // while its sockets are lent
  std::array<Poller::Ready, kMostReady> m_ready;  // of whoever waits, which while they are lent is whoever has m_turn

  std::mutex m_turn;  // whoever has it is the loop, as far as all that follows goes
  std::uint64_t m_serves = 0;
  Mailbox<IoMessage> m_mailbox;
  std::vector<IoMessage> m_mail;
  std::vector<NodeMessage> m_outgoing;
  ConnectionTable m_connections;
  DeadlineWheel m_wheel;
  std::unordered_map<std::uint64_t, wire::ProxyReader> m_headers;  // PROXY headers that are not whole yet
  std::vector<SessionRef> m_dirty;
  std::vector<SessionRef> m_replaced;  // by this turn's HELLOs
  std::vector<SessionRef> m_paused;    // until the uplink has room
  std::vector<char> m_readBuffer;
  std::string m_scratch;            // answers to the frames of one read
  Connection* m_current = nullptr;  // whose session is being called
  std::deque<Collecting> m_collecting;
  std::deque<ClosedNumber> m_closedNumbers;
  std::uint32_t m_version = kFirstVersion;
  std::uint32_t m_closedForgotten = 0;  // version up to which closed numbers are no longer known
  std::size_t m_drainSlot = 0;
  std::int64_t m_nowMs = 0;
  std::minstd_rand m_random;
  IoCounters m_counters;
  bool m_stopping = false;
};

}  // namespace lk::node
