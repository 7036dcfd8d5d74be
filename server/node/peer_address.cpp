#include "server/node/peer_address.h"

#include <QHostAddress>

namespace lk::node {

std::string PeerAddress::address() const {
  const QHostAddress host(bytes.data());
  bool isIpv4 = false;
  const quint32 v4 = host.toIPv4Address(&isIpv4);
  return (isIpv4 ? QHostAddress(v4) : host).toString().toStdString();
}

}  // namespace lk::node
