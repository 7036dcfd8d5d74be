#include "server/setup/node_probe.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>

#include "server/wire/frame.h"
#include "server/wire/frame_decoder.h"

namespace lk::setup {

namespace {

constexpr std::uint32_t kMostHeard = 65'536;  // of one frame

std::string probeName() {
  const quint32 number = QRandomGenerator::system()->generate();
  return QStringLiteral("linekeeper-probe-%1").arg(number, 8, 16, QLatin1Char('0')).toStdString();
}

bool firstFrame(std::string_view heard, wire::Frame& frame) {
  if (heard.empty()) return false;
  const auto decoded = wire::decodeFrame(heard, kMostHeard);
  if (decoded.status == wire::DecodeStatus::Frame) frame = decoded.frame;
  return decoded.status == wire::DecodeStatus::Frame;
}

bool breaksProtocol(std::string_view heard) {
  if (heard.empty()) return false;
  const auto status = wire::decodeFrame(heard, kMostHeard).status;
  return status != wire::DecodeStatus::Frame && status != wire::DecodeStatus::NeedMore;
}

}  // namespace

Text NodeProbe::what() const {
  if (!node.empty()) return text("node {0} answered", node);
  if (refusal) return *refusal;
  switch (talk.end) {
    case Talk::End::Answered: return text("something answered that is no node of Linekeeper");
    case Talk::End::Refused: return text("nobody listens there: {0}", talk.detail);
    case Talk::End::NoAnswer: return text("nothing came back: {0}", talk.detail);
    case Talk::End::Unreachable: return text("there is no way to it: {0}", talk.detail);
    case Talk::End::Silent: return text("it took the connection and said nothing in time");
    case Talk::End::Closed: return text("it closed the connection before a node answered");
    case Talk::End::Reset: return text("it cut the connection before a node answered");
  }
  return text("no node answered");
}

NodeProbe probeNode(System& system, const Address& at, ProbeHeader header, const Patience& patience) {
  NodeProbe probe;
  probe.device = probeName();
  std::string say;
  if (header == ProbeHeader::ProxyV1) {
    const bool v6 = at.host.find(':') != std::string::npos;
    say = (v6 ? "PROXY TCP6 ::1 ::1 7 " : "PROXY TCP4 127.0.0.1 127.0.0.1 7 ") + std::to_string(at.port) + "\r\n";
  }
  wire::appendFrame(say, wire::FrameType::Hello, 0, "{\"device\":\"" + probe.device + "\",\"keepalive\":5}");
  std::string goodbye;
  wire::appendClose(goodbye, CloseReason::Normal, 0, "only a probe");
  const auto enough = [](std::string_view heard) {
    wire::Frame frame;
    return firstFrame(heard, frame) || breaksProtocol(heard);
  };
  probe.talk = system.talkAndLeave(at, say, enough, goodbye, patience);
  wire::Frame frame;
  if (!firstFrame(probe.talk.heard, frame)) return probe;
  if (frame.type == wire::FrameType::Welcome) {
    const auto json = QJsonDocument::fromJson(QByteArray(frame.payload.data(), qsizetype(frame.payload.size())));
    probe.node = json[QLatin1StringView("node")].toString().toStdString();
  }
  wire::Close close;
  if (frame.type == wire::FrameType::Close && wire::readClose(frame.payload, close)) {
    probe.refusal = text("a node answered, and sent the probe away: {0}", close.sentence);
  }
  return probe;
}

}  // namespace lk::setup
