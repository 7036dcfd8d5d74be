#pragma once

#include <QByteArray>
#include <QJsonObject>

#include "tests/cli/place.h"

namespace lk::test {

// PROXY headers, written from the protocol's text.
[[nodiscard]] QByteArray lineHeader(const QByteArray& rest);  // version 1: PROXY, a blank, the rest, CR LF
[[nodiscard]] QByteArray binaryHeader(quint8 versionAndCommand, quint8 familyAndProtocol, const QByteArray& block);
// For a device at this IPv4 address.
[[nodiscard]] QByteArray headerFor(const QByteArray& address, quint16 port = 40'000);

// What `devices --json` has of a device; empty if it has no session.
[[nodiscard]] QJsonObject sessionRow(const Place& place, const QByteArray& device);
// ADDRESS PORT of its session; nothing if it has none.
[[nodiscard]] QByteArray addressOf(const Place& place, const QByteArray& device);

}  // namespace lk::test
