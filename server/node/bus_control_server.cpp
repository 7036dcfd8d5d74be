#include "server/node/bus_control_server.h"

#include "server/node/control_connection.h"

namespace lk::node {

using namespace std::chrono_literals;

namespace {

constexpr auto kSilence = 30s;
constexpr std::size_t kMostConsoles = 64;

}  // namespace

BusControlServer::BusControlServer(NodeService& node, Tell tell, const Clock& clock, QObject* parent)
    : QObject(parent), m_node(node), m_tell(std::move(tell)), m_clock(clock), m_timer(this) {
  m_timer.setInterval(5s);
  connect(&m_timer, &QTimer::timeout, this, &BusControlServer::forgetTheSilent);
}

// While what they write by is there.
BusControlServer::~BusControlServer() { qDeleteAll(findChildren<ControlConnection*>(Qt::FindDirectChildrenOnly)); }

void BusControlServer::sayDrained() { ControlConnection::sayDrained(*this); }

void BusControlServer::lineArrived(const std::string& console, std::string_view line) {
  const auto message = BusLineChannel::parse(QByteArrayView(line.data(), static_cast<qsizetype>(line.size())));
  if (!message) return;
  const auto found = m_talks.find(console);
  const bool known = found != m_talks.end() && found->second.channel && found->second.channel->isOpen();
  if (!known || message->talk > found->second.channel->talk()) return begin(console, *message);
  found->second.heardAt = m_clock.steady();
  found->second.channel->take(*message);
}

void BusControlServer::begin(const std::string& console, const BusLineChannel::Message& message) {
  if (message.number == 0 && !message.line.isEmpty()) return;  // the end of what is over already
  const bool room = m_talks.contains(console) || m_talks.size() < kMostConsoles;
  if (message.number != 1 || !room) {
    m_tell(console, BusLineChannel::farewell(message.talk).toStdString());
    return;
  }
  Talk& talk = m_talks[console];
  if (talk.channel) talk.channel->abort();
  talk.channel = new BusLineChannel(
      message.talk, [this, console](const QByteArray& line) { m_tell(console, line.toStdString()); }, this);
  talk.heardAt = m_clock.steady();
  new ControlConnection(m_node, talk.channel, this);
  if (!m_timer.isActive()) m_timer.start();
  talk.channel->take(message);
}

void BusControlServer::forgetTheSilent() {
  const auto oldest = m_clock.steady() - kSilence;
  std::erase_if(m_talks, [&](const auto& entry) {
    const Talk& talk = entry.second;
    if (talk.channel && talk.heardAt < oldest) talk.channel->abort();
    return !talk.channel || !talk.channel->isOpen();
  });
  if (m_talks.empty()) m_timer.stop();
}

}  // namespace lk::node
