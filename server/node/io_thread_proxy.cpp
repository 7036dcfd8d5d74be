#include "server/node/io_thread.h"

// What an I/O thread reads ahead of a connection's HELLO: whose connection it is, where a proxy passes it on. All of it
// must be there within the time that HELLO has.
namespace lk::node {

using Status = wire::ProxyDecoded::Status;

// Says what is left for the session; nothing when the session has to wait, or has ended.
std::string_view IoThread::readAhead(Connection& connection, std::string_view bytes) {
  if (connection.ahead == Ahead::NoHeader) {
    connection.ahead = Ahead::Nothing;
    if (wire::decodeProxyHeader(bytes.substr(0, 1)).status == Status::NoHeader) return bytes;
    refuseStart(connection, "proxy-untrusted", "a PROXY header from an address that node.proxy-trusted does not have");
    return {};
  }

  const wire::ProxyDecoded decoded = readHeader(connection, bytes);
  switch (decoded.status) {
    case Status::NeedMore: return {};
    case Status::Bad: refuseStart(connection, "proxy-header", decoded.why); return {};
    case Status::NoHeader:
      if (connection.ahead == Ahead::Either) break;
      refuseStart(connection, "no-proxy-header", "the connection must begin with a PROXY header");
      return {};
    case Status::Header:
      if (decoded.header.kind != wire::ProxyHeader::Kind::Proxied) break;
      connection.peer = {decoded.header.source, decoded.header.sourcePort};
      break;
  }
  return settleAddress(connection) ? bytes : std::string_view();
}

// A header mostly comes in one piece, and then nothing is kept.
wire::ProxyDecoded IoThread::readHeader(const Connection& connection, std::string_view& bytes) {
  const auto kept = m_headers.find(connection.ref.value);
  if (kept == m_headers.end()) {
    wire::ProxyReader reader;
    const wire::ProxyDecoded decoded = reader.feed(bytes);
    if (decoded.status == Status::NeedMore) m_headers.emplace(connection.ref.value, std::move(reader));
    return decoded;
  }
  const wire::ProxyDecoded decoded = kept->second.feed(bytes);
  if (decoded.status != Status::NeedMore) m_headers.erase(kept);
  return decoded;
}

// The connection's address is its device's from here on, and counts. False: that address has too many.
bool IoThread::settleAddress(Connection& connection) {
  connection.ahead = Ahead::Nothing;
  const bool admitted = m_shared.addresses.take(connection.peer);
  connection.refused = !admitted;
  m_outgoing.push_back(to_node::AddressKnown{connection.peer, admitted, connection.guest});
  connection.guest = connection.guest && admitted;
  if (!admitted) closeSession(connection, CloseReason::OverLimit, kTooManyOfAddress);
  return admitted;
}

void IoThread::refuseStart(Connection& connection, std::string_view kind, std::string_view sentence) {
  connection.session.protocolError(kind, sentence, contextFor(connection.out.tail()));
  afterSession(connection);
}

}  // namespace lk::node
