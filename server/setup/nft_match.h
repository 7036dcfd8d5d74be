#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <initializer_list>
#include <map>

#include "server/setup/linux_firewall.h"

namespace lk::setup {

// What a comparison of nft's JSON is read against: the packet, and the sets and maps of the rule's table.
struct NftLook {
  const Knock& knock;
  const std::map<QString, QJsonArray>& elements;  // by FAMILY TABLE NAME
  QString table;                                  // FAMILY TABLE
};

// {"op":…,"left":…,"right":…}. What is not known here is Unknown.
[[nodiscard]] Sure nftMatches(const QJsonObject& match, const NftLook& look);
// Whether the packet's value of a map's key is this element. What catches all has every value that is there: the others
// come before it.
[[nodiscard]] Sure nftIsElement(const QJsonValue& key, const QJsonValue& element, const NftLook& look);

[[nodiscard]] bool nftCatchesAll(const QJsonValue& element);

[[nodiscard]] bool isOneOf(const QString& word, std::initializer_list<const char*> words);

}  // namespace lk::setup
