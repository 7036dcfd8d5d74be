#include "server/node/device_sim.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace lk::node {

using wire::Frame;
using wire::FrameType;

namespace {

constexpr std::uint32_t kLargestPayload = 64 * 1024 * 1024;

std::uint32_t grantedKeepalive(std::string_view payload) {
  const QByteArray json(payload.data(), static_cast<qsizetype>(payload.size()));
  const int seconds = QJsonDocument::fromJson(json).object().value(QLatin1StringView("keepalive")).toInt(60);
  return seconds > 0 ? static_cast<std::uint32_t>(seconds) : 60;
}

}  // namespace

void DeviceSim::sayHello(std::string_view device, std::uint32_t keepaliveS, std::string& out) {
  m_decoder = {};
  m_live = false;
  std::string json = R"({"device":")";
  json.append(device).append(R"(","keepalive":)").append(std::to_string(keepaliveS)).append("}");
  wire::appendFrame(out, FrameType::Hello, 0, json);
}

DeviceSim::Outcome DeviceSim::receive(std::string_view bytes, std::string& out) {
  Outcome outcome;
  const auto status =
      m_decoder.feed(bytes, kLargestPayload, [&](const Frame& frame) { return handle(frame, out, outcome); });
  if (status != wire::DecodeStatus::NeedMore) outcome.closed = true;
  if (outcome.closed) m_live = false;
  return outcome;
}

bool DeviceSim::handle(const Frame& frame, std::string& out, Outcome& outcome) {
  switch (frame.type) {
    case FrameType::Welcome:
      m_keepaliveS = grantedKeepalive(frame.payload);
      m_live = outcome.welcomed = true;
      break;
    case FrameType::ReportAck: ++outcome.reportsAcked; break;
    case FrameType::Ping: wire::appendFrame(out, FrameType::Pong, frame.id, {}); break;
    case FrameType::Command: {
      using namespace std::string_view_literals;
      ++outcome.commands;
      const bool fail = frame.payload.starts_with("fail");
      wire::appendFrame(out, FrameType::CommandAck, frame.id, fail ? "\1asked to fail"sv : "\0ok"sv);
      break;
    }
    case FrameType::Close: {
      wire::Close close;
      outcome.closed = true;
      if (wire::readClose(frame.payload, close)) outcome.retryAfterS = close.retryAfterS;
      return false;
    }
    default: break;
  }
  return true;
}

void DeviceSim::ping(std::string& out) { wire::appendFrame(out, FrameType::Ping, ++m_lastId, {}); }

void DeviceSim::report(std::string_view data, std::string& out) {
  if (++m_lastId == 0) m_lastId = 1;
  wire::appendFrame(out, FrameType::Report, m_lastId, data);
}

void DeviceSim::sayClose(std::string& out) {
  constexpr char kNormal = 0;
  wire::appendFrame(out, FrameType::Close, 0, {&kNormal, 1});
}

}  // namespace lk::node
