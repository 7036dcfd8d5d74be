#include <algorithm>
#include <utility>

#include "server/node/io_thread.h"
#include "server/node/socket_io.h"

// What an I/O thread does with the messages of its node.
namespace lk::node {

namespace {

// Rows made in one turn of the loop, so that devices do not wait for a console.
constexpr std::size_t kSlotsPerTurn = 512;

}  // namespace

void IoThread::take(to_io::Adopt& message) {
  socket_io::adopt(message.socket);
  Connection& connection = m_connections.add(message.socket, message.peer, m_nowMs);
  m_counters.connections.add();
  connection.refused = message.refusal.has_value();
  connection.guest = message.guest;
  connection.ahead = message.ahead;
  if (!m_poller->add(connection.socket, connection.ref.value, Interest::Read)) {
    connection.session.lost();
    retire(connection);
    drop(connection);
    return;
  }
  if (message.refusal) {
    closeSession(connection, *message.refusal, message.sentence);
    return;
  }
  schedule(connection, deadlineOf(connection));
}

void IoThread::take(to_io::Claimed& message) {
  Connection* connection = m_connections.find(message.session);
  if (connection == nullptr || connection->session.phase() != Session::Phase::Claiming) return;
  connection->session.claimed(contextFor(connection->out.tail()));
  markChanged(*connection);
  markDirty(*connection);
}

void IoThread::take(to_io::ReportsStored& message) {
  for (const bus::ReportTicket ticket : message.tickets) {
    Connection* connection = m_connections.find(SessionRef{ticket.session});
    if (connection == nullptr || connection->session.closed()) continue;
    connection->session.reportStored(ticket.frameId, contextFor(connection->out.tail()));
    if (connection->session.phase() == Session::Phase::Live) markDirty(*connection);
  }
}

void IoThread::take(to_io::UplinkHasRoom& /*message*/) {
  for (const SessionRef ref : std::exchange(m_paused, {})) {
    if (Connection* connection = m_connections.find(ref)) resume(*connection);
  }
}

void IoThread::take(to_io::Deliver& message) {
  Connection* connection = m_connections.find(message.session);
  if (connection == nullptr || connection->session.phase() != Session::Phase::Live) {
    const bool replaced = connection != nullptr && connection->session.closeReason() == CloseReason::Replaced;
    m_outgoing.push_back(to_node::CommandDropped{
        message.key,
        {.replaced = replaced, .payload = std::move(message.payload), .why = "the session had just ended"}});
    return;
  }
  const std::uint64_t begin = connection->sent + connection->out.size();
  connection->session.command(message.key, message.payload, contextFor(connection->out.tail()));
  Session::InFlight& command = connection->session.inFlight().back();
  command.begin = begin;
  command.end = connection->sent + connection->out.size();
  markChanged(*connection);
  markDirty(*connection);
}

void IoThread::take(to_io::Forget& message) {
  Connection* connection = m_connections.find(message.session);
  if (connection == nullptr || connection->session.inFlightCount() == 0) return;
  std::erase_if(connection->session.inFlight(),
                [&](const Session::InFlight& command) { return command.key == message.key; });
  markChanged(*connection);
}

void IoThread::take(to_io::CloseSession& message) {
  Connection* connection = m_connections.find(message.session);
  if (connection != nullptr) closeSession(*connection, message.reason, message.sentence);
}

void IoThread::take(to_io::DrainSome& message) {
  for (std::size_t looked = 0; message.count > 0 && looked < m_connections.slots(); ++looked) {
    m_drainSlot = (m_drainSlot + 1) % m_connections.slots();
    Connection* connection = m_connections.at(m_drainSlot);
    if (connection == nullptr || connection->session.closed()) continue;
    --message.count;
    closeSession(*connection, CloseReason::Draining, "this node is draining; another one will take you");
  }
}

void IoThread::take(to_io::Trace& message) {
  if (Connection* connection = m_connections.find(message.session)) connection->session.setTraced(message.on);
}

void IoThread::take(to_io::Inspect& message) {
  to_node::Inspected answer;
  answer.request = message.request;
  const Connection* connection = m_connections.find(message.session);
  if (connection != nullptr && !connection->retired && connection->session.opened()) {
    answer.session = std::make_unique<SessionRow>(rowOf(*connection));
    answer.welcomeWaits = connection->session.phase() == Session::Phase::Claiming;
    // At least a millisecond, where it has just begun.
    if (connection->interest == Interest::Write) {
      answer.stalledMs = std::max<std::int64_t>(m_nowMs - std::max(connection->blockedMs, connection->tookMs), 1);
    }
  }
  m_outgoing.push_back(std::move(answer));
}

void IoThread::take(to_io::Limits& message) { m_limits = std::move(message.limits); }

void IoThread::take(to_io::Stop& /*message*/) {
  m_stopping = true;
  m_uplink->flush();
  for (std::size_t i = 0; i < m_connections.slots(); ++i) {
    Connection* connection = m_connections.at(i);
    if (connection == nullptr) continue;
    connection->session.lost();
    retire(*connection);
    drop(*connection);
  }
}

// What changes while rows are being made bears the next version, so the next request brings it.
void IoThread::take(to_io::Collect& message) {
  Collecting collecting;
  collecting.request = message;
  collecting.answer.request = message.request;
  collecting.answer.thread = m_index;
  collecting.answer.version = m_version;
  collecting.answer.all = message.since == 0 || message.since < m_closedForgotten ||
                          message.since >= m_version;  // of an earlier life of the node
  ++m_version;
  m_collecting.push_back(std::move(collecting));
}

void IoThread::collectSome() {
  Collecting& collecting = m_collecting.front();
  const std::uint64_t since = collecting.answer.all ? 0 : collecting.request.since;
  const std::size_t end = std::min(collecting.nextSlot + kSlotsPerTurn, m_connections.slots());
  for (; collecting.nextSlot < end; ++collecting.nextSlot) {
    const Connection* connection = m_connections.at(collecting.nextSlot);
    if (connection == nullptr || connection->retired || !connection->session.opened()) continue;
    if (connection->changed > since) collecting.answer.rows.push_back(rowOf(*connection));
  }
  if (collecting.nextSlot < m_connections.slots()) return;

  if (!collecting.answer.all) {
    for (auto closed = m_closedNumbers.rbegin(); closed != m_closedNumbers.rend() && closed->version > since;
         ++closed) {
      collecting.answer.closed.push_back(closed->number);
    }
  }
  m_outgoing.push_back(std::move(collecting.answer));
  m_collecting.pop_front();
}

SessionRow IoThread::rowOf(const Connection& connection) {
  const Session& session = connection.session;
  SessionRow row;
  row.session = session.number();
  row.device = QString::fromStdString(session.device());
  row.node = QString::fromStdString(m_limits->nodeId);
  row.address = QString::fromStdString(connection.peer.address());
  row.port = connection.peer.port;
  row.protocol = QStringLiteral("lk1");
  row.connectedAtMs = connection.openedAtMs;
  row.lastHeardAtMs = wallMs() - (m_nowMs - session.heardMs());
  row.keepaliveS = session.keepaliveS();
  row.reports = session.reports();
  row.reportBytes = session.reportBytes();
  row.commandsPending = static_cast<quint32>(session.inFlightCount());
  row.outBuffer = static_cast<quint32>(connection.out.size());
  row.meta = QByteArray(session.meta().data(), static_cast<qsizetype>(session.meta().size()));
  return row;
}

}  // namespace lk::node
