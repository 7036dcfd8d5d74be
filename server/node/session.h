#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/vocabulary.h"
#include "server/node/session_limits.h"
#include "server/wire/frame_decoder.h"
#include "server/wire/hello.h"

namespace lk::node {

class Session;

// What a session asks of its surroundings. Called from within Session's calls.
class SessionPort {
 public:
  virtual ~SessionPort() = default;

  // The device said a good HELLO. From here on this session owns the device, on this node, unless it is refused.
  struct Opened {
    std::uint64_t number = 0;       // that WELCOME bears
    bool claimed = true;            // false: WELCOME waits for Session::claimed
    std::string_view refusal;       // of static text; not empty: CLOSE 6, and why
    std::uint16_t retryAfterS = 0;  // of a refusal
  };
  virtual Opened openSession(Session& session, const wire::Hello& hello) = 0;
  // Of a session that reports for the first time; a value: CLOSE 6, and come back after so many seconds.
  virtual std::optional<std::uint16_t> reportsRefused() { return std::nullopt; }
  // True: in the uplink, and may be acknowledged. False: Session::reportStored comes later, if frameId is not 0.
  virtual bool putReport(Session& session, std::uint32_t frameId, std::string_view data) = 0;
  virtual void commandAcknowledged(std::uint64_t key, std::uint8_t status, std::string_view answer) = 0;
  virtual void acknowledgedNothing(Session& session) = 0;  // a COMMAND_ACK that no COMMAND waits for
  // Only for a session that is traced.
  virtual void frameTraced(Session& session, bool fromDevice, const wire::Frame& frame) = 0;
};

// The protocol's side of one connection, pure: bytes in, bytes and calls out, time passed in. Knows no socket, no
// thread, no event loop. Times are milliseconds on the steady clock.
class Session {
 public:
  enum class Phase : std::uint8_t {
    AwaitHello,
    Claiming,  // HELLO was good; whether the device is this node's is being asked
    Live,
    Closed
  };

  struct Context {
    const SessionLimits& limits;
    SessionPort& port;
    std::int64_t nowMs;
    std::string& out;  // frames for the device are put behind what is there
  };

  // A command handed to the device and not yet acknowledged.
  struct InFlight {
    std::uint32_t frameId;
    std::uint64_t key;    // the ledger's
    std::uint64_t begin;  // in bytes of the connection's output
    std::uint64_t end;    // written once so much was sent
    bool written;
  };

  explicit Session(std::int64_t nowMs) : m_heardMs(nowMs) {}

  // Bytes as they arrived. Rules 1, 2, 5, 6 and 7.
  void receive(std::string_view bytes, const Context& context);

  // When the session must have been heard by: the whole HELLO in hello-timeout (rule 1), 1.5 keepalives (rule 3).
  [[nodiscard]] std::int64_t deadlineMs(const SessionLimits& limits) const;
  void deadlinePassed(const Context& context);

  // The device is this node's: WELCOME, then whatever it was answered meanwhile (rule 2).
  void claimed(const Context& context);
  // A report that had to wait is in the uplink.
  void reportStored(std::uint32_t frameId, const Context& context);

  // The node did not read from the device for a while: that nothing was heard is no sign of death.
  void forgiveSilence(std::int64_t nowMs) { m_heardMs = nowMs; }

  // What came is no word of the protocol: CLOSE 1 (rules 1 and 5). kind: a word for the metrics, of static text.
  void protocolError(std::string_view kind, std::string_view sentence, const Context& context);
  // The node ends it: CLOSE to the device. Nothing more is read.
  void close(CloseReason reason, std::uint16_t retryAfterS, std::string_view sentence, const Context& context);
  // The connection ended under it.
  void lost();

  // Puts a COMMAND out. The session must be live.
  void command(std::uint64_t key, std::string_view payload, const Context& context);

  [[nodiscard]] Phase phase() const { return m_phase; }
  [[nodiscard]] bool closed() const { return m_phase == Phase::Closed; }
  [[nodiscard]] bool opened() const { return m_number != 0; }  // had a good HELLO, be it closed by now
  [[nodiscard]] const std::string& device() const { return m_device; }
  [[nodiscard]] std::uint64_t number() const { return m_number; }
  [[nodiscard]] std::uint32_t keepaliveS() const { return m_keepaliveS; }
  [[nodiscard]] std::int64_t heardMs() const { return m_heardMs; }
  [[nodiscard]] std::uint64_t reports() const { return m_reports; }
  [[nodiscard]] std::uint64_t reportBytes() const { return m_reportBytes; }
  [[nodiscard]] std::string_view meta() const { return m_rare ? std::string_view(m_rare->meta) : std::string_view(); }

  // Once closed: why, and the sentence that says it.
  [[nodiscard]] CloseReason closeReason() const { return m_closeReason; }
  [[nodiscard]] const std::string& closeSentence() const;
  // Once closed for a protocol error: a word for the metrics.
  [[nodiscard]] std::string_view errorKind() const { return m_rare ? m_rare->errorKind : std::string_view(); }

  [[nodiscard]] std::vector<InFlight>& inFlight();
  [[nodiscard]] std::size_t inFlightCount() const { return m_inFlight ? m_inFlight->size() : 0; }

  void setTraced(bool traced) { m_traced = traced; }
  [[nodiscard]] bool traced() const { return m_traced; }

 private:
  // What most sessions never have.
  struct Rare {
    std::string meta;
    std::string early;  // answers that wait for WELCOME
    std::string closeSentence;
    std::string_view errorKind;  // of static text
  };

  [[nodiscard]] Rare& rare();
  bool handle(const wire::Frame& frame, const Context& context);
  void handleHello(const wire::Frame& frame, const Context& context);
  void handlePing(const wire::Frame& frame, const Context& context);
  void handleReport(const wire::Frame& frame, const Context& context);
  void handleCommandAck(const wire::Frame& frame, const Context& context);
  void handleClose(const wire::Frame& frame, const Context& context);
  void put(wire::FrameType type, std::uint32_t id, std::string_view payload, const Context& context);
  void end(CloseReason reason, std::string_view sentence);

  wire::FrameDecoder m_decoder;
  std::string m_device;
  std::unique_ptr<std::vector<InFlight>> m_inFlight;
  std::unique_ptr<Rare> m_rare;
  std::uint64_t m_number = 0;
  std::int64_t m_heardMs;
  std::uint64_t m_reports = 0;
  std::uint64_t m_reportBytes = 0;
  std::uint32_t m_keepaliveS = 0;
  std::uint32_t m_lastFrameId = 0;
  Phase m_phase = Phase::AwaitHello;
  CloseReason m_closeReason = CloseReason::Lost;
  bool m_traced = false;
};

}  // namespace lk::node
