#include "server/setup/probe.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>

#include "server/wire/frame_decoder.h"

namespace lk::setup {

using End = Probed::End;
using wire::DecodeStatus;
using wire::FrameType;

namespace {

constexpr std::uint32_t kMaxPayload = 65'536;  // of what a node may say to a device that has just come
constexpr std::size_t kShown = 60;

std::string probeName() {
  const quint32 number = QRandomGenerator::system()->generate();
  return QStringLiteral("linekeeper-probe-%1").arg(number, 8, 16, QLatin1Char('0')).toStdString();
}

std::string hello(const std::string& device, bool proxyHeader) {
  std::string all;
  if (proxyHeader) all = "PROXY UNKNOWN\r\n";
  wire::appendFrame(all, FrameType::Hello, 0, R"({"device":")" + device + R"(","keepalive":5})");
  return all;
}

std::string goodbye() {
  std::string all;
  wire::appendClose(all, CloseReason::Normal, 0, "only a probe");
  return all;
}

// Whether what was heard settles it: a whole frame, or what will never be one.
bool settles(std::string_view heard) { return wire::decodeFrame(heard, kMaxPayload).status != DecodeStatus::NeedMore; }

End endOf(Talk::End end) {
  switch (end) {
    case Talk::End::Refused: return End::Refused;
    case Talk::End::NoAnswer: return End::Dropped;
    case Talk::End::Unreachable: return End::Unreachable;
    case Talk::End::Closed: return End::Closed;
    case Talk::End::Reset: return End::Reset;
    case Talk::End::Answered:
    case Talk::End::Silent: break;
  }
  return End::Silent;
}

void readAnswer(std::string_view heard, Probed& probed) {
  const wire::Decoded decoded = wire::decodeFrame(heard, kMaxPayload);
  if (decoded.status == DecodeStatus::NeedMore) {
    probed.heard = printable(heard, kShown);
    return;  // half a frame: how the connection ended says more
  }
  probed.end = End::WrongProtocol;
  probed.heard = printable(heard, kShown);
  if (decoded.status != DecodeStatus::Frame) return;
  const std::string_view payload = decoded.frame.payload;
  if (decoded.frame.type == FrameType::Close) {
    wire::Close close;
    if (!wire::readClose(payload, close)) return;
    probed.end = End::TurnedAway;
    probed.reason = close.reason;
    probed.sentence = printable(close.sentence, 200);
  } else if (decoded.frame.type == FrameType::Welcome) {
    const auto json =
        QJsonDocument::fromJson(QByteArray(payload.data(), static_cast<qsizetype>(payload.size()))).object();
    probed.node = json.value(QLatin1StringView("node")).toString().toStdString();
    // A node's id has this form: what has another is no node's.
    if (isDeviceId(probed.node)) {
      probed.end = End::Welcomed;
    } else {
      probed.node.clear();
    }
  }
}

}  // namespace

std::string printable(std::string_view bytes, std::size_t atMost) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string all;
  for (const char c : bytes) {
    if (all.size() >= atMost) return all + "…";
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\r' || c == '\n') {
      all += c == '\r' ? "\\r" : "\\n";
    } else if (byte >= 0x20 && byte < 0x7F) {
      all += c;
    } else {
      all += "\\x";
      all += kDigits[byte >> 4U];
      all += kDigits[byte & 15U];
    }
  }
  return all;
}

std::string_view toText(End end) {
  switch (end) {
    case End::Welcomed: return "welcomed";
    case End::TurnedAway: return "turned-away";
    case End::WrongProtocol: return "wrong-protocol";
    case End::Refused: return "refused";
    case End::Dropped: return "dropped";
    case End::Unreachable: return "unreachable";
    case End::Silent: return "silent";
    case End::Closed: return "closed";
    case End::Reset: return "reset";
  }
  return "dropped";
}

Text Probed::says() const {
  const std::string where = to.text();
  switch (end) {
    case End::Welcomed: return text("{0}: node {1} welcomed the probe", where, node);
    case End::TurnedAway:
      return text("{0}: a node answered CLOSE {1} ({2}): {3}", where, static_cast<int>(*reason), lk::toText(*reason),
                  sentence);
    case End::WrongProtocol: return text("{0}: what answers is no Linekeeper node: {1}", where, heard);
    case End::Refused: return text("{0}: refused ({1})", where, detail);
    case End::Dropped: return text("{0}: no answer to the attempt to connect", where);
    case End::Unreachable: return text("{0}: not reachable ({1})", where, detail);
    case End::Silent: return text("{0}: connected, and no WELCOME came ({1})", where, detail);
    case End::Closed: return text("{0}: connected, and closed without a WELCOME", where);
    case End::Reset: return text("{0}: connected, and reset without a WELCOME ({1})", where, detail);
  }
  return text("{0}", where);
}

Probed probe(System& system, const Address& to, bool proxyHeader, const Patience& patience) {
  const std::string device = probeName();
  Probed probed = readProbe(system.talkAndLeave(to, hello(device, proxyHeader), settles, goodbye(), patience));
  probed.to = to;
  probed.device = device;
  return probed;
}

Probed readProbe(const Talk& talk) {
  Probed probed;
  probed.from = talk.from;
  probed.detail = talk.detail;
  probed.connectTook = talk.connectTook;
  probed.end = endOf(talk.end);
  // Whatever came before a close or a reset counts: a CLOSE mostly comes with both.
  if (!talk.heard.empty()) readAnswer(talk.heard, probed);
  return probed;
}

}  // namespace lk::setup
