#include "server/node/session.h"

namespace lk::node {

// Acknowledged once it is in the uplink, be it now or later.
void Session::handleReport(const wire::Frame& frame, const Context& context) {
  if (m_reports == 0) {
    if (const auto retryAfterS = context.port.reportsRefused()) {
      close(CloseReason::OverLimit, *retryAfterS, "too many reports wait for Redis; none of this session was taken",
            context);
      return;
    }
  }
  ++m_reports;
  m_reportBytes += frame.payload.size();
  const bool taken = context.port.putReport(*this, frame.id, frame.payload);
  if (taken && frame.id != 0) put(wire::FrameType::ReportAck, frame.id, {}, context);
}

void Session::handlePing(const wire::Frame& frame, const Context& context) {
  if (!frame.payload.empty()) {
    protocolError("bad-form", "PING has no payload", context);
    return;
  }
  put(wire::FrameType::Pong, frame.id, {}, context);
}

void Session::handleClose(const wire::Frame& frame, const Context& context) {
  wire::Close close;
  if (!wire::readClose(frame.payload, close)) {
    protocolError("bad-form", "CLOSE must hold a reason of 0 to 7, and a retry-after of two bytes or none", context);
    return;
  }
  constexpr std::size_t kKept = 256;  // of what the device says; it stands in a bounded log
  const std::string_view sentence = close.sentence.substr(0, kKept);
  const bool onlyNodesDo = close.reason == CloseReason::Replaced || close.reason == CloseReason::Draining ||
                           close.reason == CloseReason::Kicked;
  if (!onlyNodesDo) return end(close.reason, sentence);
  // And this one has not.
  std::string said = "the device itself said " + std::string(toText(close.reason));
  if (!sentence.empty()) said.append(": ").append(sentence);
  end(CloseReason::Normal, said);
}

}  // namespace lk::node
