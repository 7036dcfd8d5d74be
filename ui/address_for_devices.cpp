#include "ui/address_for_devices.h"

#include <QHostAddress>
#include <QNetworkInterface>

#include "server/base/address.h"

namespace lk::ui {

namespace {

QString ownAddress() {
  const QList<QHostAddress> all = QNetworkInterface::allAddresses();
  for (const QHostAddress& address : all) {
    const bool isIpv4 = address.protocol() == QAbstractSocket::IPv4Protocol;
    if (isIpv4 && !address.isLoopback() && !address.isLinkLocal()) return address.toString();
  }
  return QStringLiteral("127.0.0.1");
}

}  // namespace

QString addressForDevices(const QStringList& listen) {
  if (listen.isEmpty()) return {};
  auto address = parseAddress(listen.front().toStdString());
  if (!address) return listen.front();
  if (address->host == "0.0.0.0" || address->host == "::") address->host = ownAddress().toStdString();
  return QString::fromStdString(address->text());
}

}  // namespace lk::ui
