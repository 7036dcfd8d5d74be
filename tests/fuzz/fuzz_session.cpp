#include <cstdlib>
#include <optional>
#include <utility>
#include <vector>

#include "server/node/session.h"

using namespace lk;
using namespace lk::node;

namespace {

struct Port final : SessionPort {
  Opened openSession(Session&, const wire::Hello&) override { return {++opened, claimsAtOnce}; }
  bool putReport(Session&, std::uint32_t frameId, std::string_view) override {
    if (storesLater && frameId != 0) waiting.push_back(frameId);
    return !storesLater;
  }
  std::optional<std::uint16_t> reportsRefused() override {
    return refusesReports ? std::optional<std::uint16_t>(7) : std::nullopt;
  }
  void commandAcknowledged(std::uint64_t, std::uint8_t, std::string_view) override { ++acks; }
  void acknowledgedNothing(Session&) override {}
  void frameTraced(Session&, bool, const wire::Frame&) override {}
  std::uint64_t opened = 0;
  int acks = 0;
  bool claimsAtOnce = true;
  bool storesLater = false;
  bool refusesReports = false;
  std::vector<std::uint32_t> waiting;
};

void checkEnd(const Session& session) {
  if (!session.closed() && !session.closeSentence().empty()) std::abort();
  if (!session.errorKind().empty() && session.closeReason() != CloseReason::ProtocolError) std::abort();
}

}  // namespace

// A whole session: opens at most once, says nothing after its end, leaves only whole frames behind. The first byte says
// in what pieces bytes come, and how fast: with some a deadline passes.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size < 1) return 0;
  std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t piece = 1 + data[0];
  SessionLimits limits;
  limits.nodeId = "n";
  limits.maxPayload = 600;
  Port port;
  port.claimsAtOnce = data[0] % 3 != 0;
  port.storesLater = data[0] % 4 == 1;
  port.refusesReports = data[0] % 64 == 61;
  const std::int64_t stepMs = data[0] % 7 == 6 ? 60'000 : 1;
  Session session(0);
  session.setTraced(data[0] % 2 == 0);
  std::string out;
  std::int64_t nowMs = 0;
  while (!bytes.empty()) {
    const std::size_t before = out.size();
    const bool wasClosed = session.closed();
    const std::string some(bytes.substr(0, piece));
    session.receive(some, {limits, port, nowMs, out});
    for (const std::uint32_t id : std::exchange(port.waiting, {})) {
      session.reportStored(id, {limits, port, nowMs, out});
    }
    nowMs += stepMs;
    if (nowMs >= session.deadlineMs(limits) && !session.closed()) {
      session.deadlinePassed({limits, port, nowMs, out});
      if (!session.closed()) std::abort();
    }
    if (wasClosed && out.size() != before) std::abort();
    if (session.phase() == Session::Phase::Claiming && !out.empty()) std::abort();  // before WELCOME
    if (nowMs % 3 == 0) session.claimed({limits, port, nowMs, out});
    if (session.phase() == Session::Phase::Live && session.inFlightCount() < 3) {
      session.command(7, "x", {limits, port, nowMs, out});
    }
    checkEnd(session);
    bytes.remove_prefix(some.size());
  }
  session.lost();
  checkEnd(session);
  if (!session.closed()) std::abort();
  if (port.opened > 1) std::abort();
  std::string_view rest = out;
  while (!rest.empty()) {
    const auto decoded = wire::decodeFrame(rest, 1 << 20);
    if (decoded.status != wire::DecodeStatus::Frame) std::abort();
    rest.remove_prefix(decoded.consumed);
  }
  return 0;
}
