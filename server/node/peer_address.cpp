#include "server/node/peer_address.h"

#include <QHostAddress>

#include "server/base/ip_address.h"

namespace lk::node {

// Each session's open and close have it as text. Most are IPv4, and Qt's way takes a tenth of a connect's time.
std::string PeerAddress::address() const {
  if (!isMappedIpv4(bytes)) return QHostAddress(bytes.data()).toString().toStdString();
  std::string text;
  for (std::size_t i = 12; i < bytes.size(); ++i) {
    if (!text.empty()) text += '.';
    text += std::to_string(bytes[i]);
  }
  return text;
}

}  // namespace lk::node
