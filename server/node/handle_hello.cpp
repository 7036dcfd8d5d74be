#include <algorithm>

#include "server/node/session.h"

namespace lk::node {

// Rules 1 and 2. The port takes the device over from an older session (rule 4).
void Session::handleHello(const wire::Frame& frame, const Context& context) {
  const auto hello = wire::parseHello(frame.payload);
  if (!hello) {
    m_device = wire::namedDevice(frame.payload);  // so that whoever asks for this device is told
    protocolError("bad-hello", hello.error().text, context);
    return;
  }
  const std::uint32_t asked = hello->keepaliveS != 0 ? hello->keepaliveS : context.limits.keepaliveS;
  m_keepaliveS = std::min(asked, context.limits.keepaliveMaxS);
  m_device = hello->device;
  if (!hello->meta.empty()) rare().meta = hello->meta;
  m_heardMs = context.nowMs;
  m_phase = Phase::Claiming;
  const auto opened = context.port.openSession(*this, *hello);
  if (!opened.refusal.empty()) return close(CloseReason::OverLimit, opened.retryAfterS, opened.refusal, context);
  m_number = opened.number;
  if (m_traced) {
    context.port.frameTraced(*this, true, {frame.type, frame.id, wire::withoutToken(frame.payload)});
  }
  if (opened.claimed) claimed(context);
}

}  // namespace lk::node
