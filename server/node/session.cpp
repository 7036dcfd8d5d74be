#include "server/node/session.h"

#include <algorithm>
#include <utility>

namespace lk::node {

using wire::DecodeStatus;
using wire::Frame;
using wire::FrameType;

namespace {

std::string_view sentenceOf(DecodeStatus status) {
  switch (status) {
    case DecodeStatus::BadMagic: return "a frame must begin with the bytes 4C 4B";
    case DecodeStatus::BadVersion: return "this node speaks version 1 of the protocol";
    case DecodeStatus::UnknownType: return "no such frame type";
    case DecodeStatus::TooLong: return "the frame's length is over this node's max-payload";
    case DecodeStatus::NeedMore:
    case DecodeStatus::Frame: break;
  }
  return {};
}

}  // namespace

void Session::receive(std::string_view bytes, const Context& context) {
  if (closed()) return;
  const DecodeStatus status =
      m_decoder.feed(bytes, context.limits.maxPayload, [&](const Frame& frame) { return handle(frame, context); });
  if (status != DecodeStatus::NeedMore && !closed()) protocolError(toText(status), sentenceOf(status), context);
}

bool Session::handle(const Frame& frame, const Context& context) {
  if (m_phase == Phase::AwaitHello) {
    if (frame.type == FrameType::Hello) {
      handleHello(frame, context);
    } else {
      protocolError("no-hello", "the first frame must be HELLO", context);
    }
    return !closed();
  }

  m_heardMs = context.nowMs;
  if (m_traced) {
    const bool hello = frame.type == FrameType::Hello;
    const std::string blotted = hello ? wire::withoutToken(frame.payload) : std::string();
    context.port.frameTraced(*this, true, {frame.type, frame.id, hello ? blotted : frame.payload});
  }
  switch (frame.type) {
    case FrameType::Report: handleReport(frame, context); break;
    case FrameType::Ping: handlePing(frame, context); break;
    case FrameType::CommandAck: handleCommandAck(frame, context); break;
    case FrameType::Close: handleClose(frame, context); break;
    case FrameType::Pong:
      if (!frame.payload.empty()) protocolError("bad-form", "PONG has no payload", context);
      break;
    case FrameType::Hello: protocolError("second-hello", "HELLO was said already", context); break;
    case FrameType::Welcome:
    case FrameType::ReportAck:
    case FrameType::Command: protocolError("wrong-side", "only a node may send this frame", context); break;
  }
  return !closed();
}

void Session::put(FrameType type, std::uint32_t id, std::string_view payload, const Context& context) {
  wire::appendFrame(m_phase == Phase::Claiming ? rare().early : context.out, type, id, payload);
  if (m_traced) context.port.frameTraced(*this, false, {type, id, payload});
}

void Session::claimed(const Context& context) {
  if (m_phase != Phase::Claiming) return;
  m_phase = Phase::Live;
  put(FrameType::Welcome, 0, wire::welcomePayload({m_number, m_keepaliveS}, context.limits.nodeId), context);
  if (m_rare) context.out += std::exchange(m_rare->early, {});
}

void Session::reportStored(std::uint32_t frameId, const Context& context) {
  if (!closed()) put(FrameType::ReportAck, frameId, {}, context);
}

void Session::command(std::uint64_t key, std::string_view payload, const Context& context) {
  if (++m_lastFrameId == 0) m_lastFrameId = 1;
  put(FrameType::Command, m_lastFrameId, payload, context);
  inFlight().push_back({m_lastFrameId, key, 0, 0, false});
}

std::vector<Session::InFlight>& Session::inFlight() {
  if (!m_inFlight) m_inFlight = std::make_unique<std::vector<InFlight>>();
  return *m_inFlight;
}

Session::Rare& Session::rare() {
  if (!m_rare) m_rare = std::make_unique<Rare>();
  return *m_rare;
}

std::int64_t Session::deadlineMs(const SessionLimits& limits) const {
  if (m_phase == Phase::AwaitHello) return m_heardMs + limits.helloTimeoutMs;
  return m_heardMs + std::int64_t{m_keepaliveS} * 1500;
}

void Session::deadlinePassed(const Context& context) {
  if (m_phase == Phase::AwaitHello) {
    protocolError("hello-timeout", "no whole HELLO within hello-timeout", context);
  } else {
    close(CloseReason::KeepaliveMissed, 0, "nothing was heard for 1.5 keepalives", context);
  }
}

void Session::close(CloseReason reason, std::uint16_t retryAfterS, std::string_view sentence, const Context& context) {
  if (closed()) return;
  const std::size_t start = context.out.size();
  wire::appendClose(context.out, reason, retryAfterS, sentence);
  if (m_traced) {
    const auto payload = std::string_view(context.out).substr(start + wire::kHeaderSize);
    context.port.frameTraced(*this, false, {FrameType::Close, 0, payload});
  }
  end(reason, sentence);
}

void Session::lost() {
  if (!closed()) end(CloseReason::Lost, "the connection ended without a CLOSE");
}

void Session::protocolError(std::string_view kind, std::string_view sentence, const Context& context) {
  rare().errorKind = kind;
  close(CloseReason::ProtocolError, 0, sentence, context);
}

void Session::end(CloseReason reason, std::string_view sentence) {
  m_phase = Phase::Closed;
  m_closeReason = reason;
  rare().closeSentence = sentence;
  rare().early = {};
  m_decoder = {};
}

const std::string& Session::closeSentence() const {
  static const std::string kNone;
  return m_rare ? m_rare->closeSentence : kNone;
}

}  // namespace lk::node
