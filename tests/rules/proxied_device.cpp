#include "tests/rules/proxied_device.h"

#include <QtEndian>

#include "tests/cli/program.h"

namespace lk::test {

QByteArray lineHeader(const QByteArray& rest) { return "PROXY " + rest + "\r\n"; }

QByteArray binaryHeader(quint8 versionAndCommand, quint8 familyAndProtocol, const QByteArray& block) {
  QByteArray bytes = QByteArray::fromHex("0d0a0d0a000d0a515549540a");
  bytes.append(static_cast<char>(versionAndCommand));
  bytes.append(static_cast<char>(familyAndProtocol));
  const quint16 length = qToBigEndian(static_cast<quint16>(block.size()));
  bytes.append(reinterpret_cast<const char*>(&length), sizeof length);
  return bytes + block;
}

QByteArray headerFor(const QByteArray& address, quint16 port) {
  return lineHeader("TCP4 " + address + " 192.0.2.250 " + QByteArray::number(port) + " 7600");
}

QJsonObject sessionRow(const Place& place, const QByteArray& device) {
  const Outcome outcome = run(place, "devices --json");
  if (!outcome.json()) return {};
  for (const QJsonValue row : outcome.json()->array()) {
    if (row[QLatin1StringView("device")].toString().toUtf8() == device) return row.toObject();
  }
  return {};
}

QByteArray addressOf(const Place& place, const QByteArray& device) {
  const QJsonObject row = sessionRow(place, device);
  if (row.isEmpty()) return {};
  return row[QLatin1StringView("address")].toString().toUtf8() + ' ' +
         QByteArray::number(row[QLatin1StringView("port")].toInt());
}

}  // namespace lk::test
