#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

#include "server/setup/windows_firewall.h"

namespace lk::setup {

namespace {

struct EnumWord {
  const char* word;
  int value;
};

// As Windows' classes have them: MSFT_NetFirewallRule, MSFT_NetFirewallProfile, MSFT_NetConnectionProfile.
constexpr std::array kCategories{EnumWord{"Public", 0}, EnumWord{"Private", 1}, EnumWord{"DomainAuthenticated", 2}};
constexpr std::array kSwitches{EnumWord{"False", 0}, EnumWord{"True", 1}, EnumWord{"NotConfigured", 2}};
constexpr std::array kRuleSwitches{EnumWord{"True", 1}, EnumWord{"False", 2}};
constexpr std::array kActions{EnumWord{"NotConfigured", 0}, EnumWord{"Allow", 2}, EnumWord{"AllowBypass", 3},
                              EnumWord{"Block", 4}};
constexpr std::array kProfileNames{EnumWord{"Any", 0}, EnumWord{"Domain", 1}, EnumWord{"Private", 2},
                                   EnumWord{"Public", 4}};
constexpr std::array kTypes{EnumWord{"Any", 0}, EnumWord{"Wired", 1}, EnumWord{"Wireless", 2},
                            EnumWord{"RemoteAccess", 4}};
constexpr std::array kEdges{EnumWord{"Block", 0}, EnumWord{"Allow", 1}, EnumWord{"DeferToUser", 2},
                            EnumWord{"DeferToApp", 3}};

bool sameWord(QStringView a, const char* b) { return a.compare(QLatin1StringView(b), Qt::CaseInsensitive) == 0; }

// A number, its word, or a truth value, whatever this PowerShell makes of enums.
std::optional<int> enumValue(const QJsonValue& value, std::span<const EnumWord> words) {
  if (value.isDouble()) return value.toInt(-1);
  if (value.isObject()) return enumValue(value.toObject().value(QLatin1StringView("value")), words);
  const QString text = value.isBool() ? QLatin1StringView(value.toBool() ? "True" : "False") : value.toString();
  for (const EnumWord& word : words) {
    if (sameWord(QStringView(text).trimmed(), word.word)) return word.value;
  }
  bool isNumber = false;
  const int number = text.toInt(&isNumber);
  return isNumber ? std::optional(number) : std::nullopt;
}

std::string wordOf(const QJsonValue& value, std::span<const EnumWord> words) {
  const std::optional<int> number = enumValue(value, words);
  const auto found = std::find_if(words.begin(), words.end(), [&](const EnumWord& w) { return number == w.value; });
  return found == words.end() ? std::string("Other") : std::string(found->word);
}

// "Domain, Private", 3, or Any, which is 0 for rules and 2147483647 in the registry's own numbers.
std::optional<unsigned> profileBits(const QJsonValue& value) {
  unsigned bits = 0;
  if (value.isString()) {
    for (const QString& part : value.toString().split(QLatin1Char(','))) {
      const std::optional<int> one = enumValue(part, kProfileNames);
      if (!one) return std::nullopt;
      if (*one == 0) return kAnyProfile;
      bits |= static_cast<unsigned>(*one);
    }
    return bits & kAnyProfile;
  }
  const std::optional<int> number = enumValue(value, kProfileNames);
  if (!number || *number < 0) return std::nullopt;
  return *number == 0 ? kAnyProfile : static_cast<unsigned>(*number) & kAnyProfile;
}

std::string textOf(const QJsonValue& value) {
  if (value.isDouble()) return std::to_string(value.toInt());
  return value.toString().toStdString();
}

// A word, a list of words, or PowerShell 5's {"value":[…],"Count":n}.
std::vector<std::string> wordsOf(QJsonValue value) {
  if (value.isObject()) value = value.toObject().value(QLatin1StringView("value"));
  std::vector<std::string> words;
  if (value.isArray()) {
    for (const QJsonValue word : value.toArray()) words.push_back(textOf(word));
  } else if (value.isString() || value.isDouble()) {
    words.push_back(textOf(value));
  }
  return words;
}

Error unreadable(const char* what, const std::string& why) {
  return Error{Error::Code::Protocol, std::string("what PowerShell said of ") + what + " cannot be read: " + why};
}

Result<std::vector<QJsonObject>> objectsOf(std::string_view json, const char* what) {
  if (json.starts_with("\xEF\xBB\xBF")) json.remove_prefix(3);
  const QByteArray bytes = QByteArray(json.data(), static_cast<qsizetype>(json.size())).trimmed();
  if (bytes.isEmpty() || bytes == "null") return std::vector<QJsonObject>();
  QJsonParseError bad;
  const QJsonDocument document = QJsonDocument::fromJson(bytes, &bad);
  if (document.isNull()) return unreadable(what, bad.errorString().toStdString());
  QJsonArray list = document.array();
  if (document.isObject()) {
    const QJsonObject whole = document.object();
    const QJsonValue wrapped = whole.value(QLatin1StringView("value"));
    if (wrapped.isArray() && whole.contains(QLatin1StringView("Count"))) {
      list = wrapped.toArray();
    } else {
      list = {whole};
    }
  }
  std::vector<QJsonObject> objects;
  for (const QJsonValue item : list) {
    if (item.isNull()) continue;
    if (!item.isObject()) return unreadable(what, "an item is no object");
    objects.push_back(item.toObject());
  }
  return objects;
}

// v2.31|Action=Block|Active=TRUE|Dir=In|Protocol=6|LPort=7600|App=…|Name=…|: what the registry holds of a rule.
void fillFromStored(std::string_view line, WindowsRule& rule) {
  if (!line.starts_with('v')) return;
  std::string protocol = "Any";
  std::vector<std::string> ports;
  std::vector<std::string> remote;
  std::vector<std::string> local;
  std::string type = "Any";
  while (!line.empty()) {
    const std::size_t bar = line.find('|');
    const std::string_view part = line.substr(0, bar);
    line.remove_prefix(bar == std::string_view::npos ? line.size() : bar + 1);
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view key = part.substr(0, equals);
    const std::string value(part.substr(equals + 1));
    if (key == "Protocol") protocol = value;
    if (key == "LPort" || key == "LPort2_10") ports.push_back(value);
    if (key == "RA4" || key == "RA6" || key == "RA42" || key == "RA62") remote.push_back(value);
    if (key == "LA4" || key == "LA6") local.push_back(value);
    if (key == "IFType" || key == "IF") type = value;
  }
  const auto orAny = [](std::vector<std::string> words) {
    return words.empty() ? std::vector<std::string>{"Any"} : words;
  };
  rule.protocol = protocol == "6" ? "TCP" : protocol == "17" ? "UDP" : protocol;
  rule.localPorts = orAny(ports);
  rule.remoteAddresses = orAny(remote);
  rule.localAddresses = orAny(local);
  rule.interfaceType = type;
  rule.filtersKnown = true;
}

Result<WindowsRule> ruleOf(const QJsonObject& object) {
  const auto at = [&object](const char* key) { return object.value(QLatin1StringView(key)); };
  WindowsRule rule;
  rule.name = textOf(at("Name"));
  const std::optional<int> enabled = enumValue(at("Enabled"), kRuleSwitches);
  const std::optional<int> action = enumValue(at("Action"), kActions);
  const std::optional<unsigned> profiles = profileBits(at("Profile"));
  if (rule.name.empty() || !enabled || !action || !profiles || *action < 2 || *action > 4) {
    return unreadable("the firewall's rules", "a rule has no name, or a value that is not known");
  }
  rule.displayName = textOf(at("DisplayName"));
  rule.description = textOf(at("Description"));
  rule.group = textOf(at("Group"));
  rule.enabled = *enabled == 1;
  rule.profiles = *profiles;
  const bool overrides = enumValue(at("OverrideBlockRules"), kSwitches) == 1;
  rule.action = *action == 4                ? WindowsRule::Action::Block
                : *action == 3 || overrides ? WindowsRule::Action::Bypass
                                            : WindowsRule::Action::Allow;
  rule.groupPolicy = at("Store").toString() != QLatin1StringView("PersistentStore");
  rule.program = textOf(at("Program"));
  rule.path = at("Path").isString() ? textOf(at("Path")) : rule.program;
  if (at("Service").isString()) rule.service = textOf(at("Service"));
  rule.edgeTraversal = wordOf(at("EdgeTraversalPolicy"), kEdges);
  rule.filtersKnown = at("Protocol").isString() || at("Protocol").isDouble();
  if (rule.filtersKnown) {
    rule.protocol = textOf(at("Protocol"));
    if (rule.protocol == "6") rule.protocol = "TCP";
    if (rule.protocol == "17") rule.protocol = "UDP";
    const auto fill = [&at](const char* key, std::vector<std::string>& words) {
      if (std::vector<std::string> found = wordsOf(at(key)); !found.empty()) words = std::move(found);
    };
    fill("LocalPort", rule.localPorts);
    fill("RemoteAddress", rule.remoteAddresses);
    fill("LocalAddress", rule.localAddresses);
    if (!at("InterfaceType").isNull() && !at("InterfaceType").isUndefined()) {
      rule.interfaceType = wordOf(at("InterfaceType"), kTypes);
    }
  } else {
    fillFromStored(textOf(at("Stored")), rule);
  }
  return rule;
}

}  // namespace

Result<std::vector<WindowsNetwork>> readWindowsNetworks(std::string_view json) {
  const auto objects = objectsOf(json, "networks");
  if (!objects) return objects.error();
  std::vector<WindowsNetwork> networks;
  for (const QJsonObject& object : *objects) {
    const std::optional<int> category = enumValue(object.value(QLatin1StringView("NetworkCategory")), kCategories);
    if (!category || *category < 0 || *category > 2) return unreadable("networks", "an unknown category");
    networks.push_back({textOf(object.value(QLatin1StringView("Name"))),
                        textOf(object.value(QLatin1StringView("InterfaceAlias"))),
                        *category == 0   ? kPublic
                        : *category == 1 ? kPrivate
                                         : kDomain});
  }
  return networks;
}

Result<std::vector<WindowsProfile>> readWindowsProfiles(std::string_view json) {
  const auto objects = objectsOf(json, "the firewall's profiles");
  if (!objects) return objects.error();
  std::vector<WindowsProfile> profiles;
  for (const QJsonObject& object : *objects) {
    const auto at = [&object](const char* key) { return object.value(QLatin1StringView(key)); };
    const std::optional<int> name = enumValue(at("Name"), kProfileNames);
    const std::optional<int> enabled = enumValue(at("Enabled"), kSwitches);
    const std::optional<int> inbound = enumValue(at("DefaultInboundAction"), kActions);
    if (!name || *name < 1 || !enabled || !inbound) {
      return unreadable("the firewall's profiles", "a profile without a name, or a value that is not known");
    }
    // What is not configured is as Windows comes: on, blocking, rules merged.
    profiles.push_back({static_cast<unsigned>(*name), *enabled != 0, *inbound == 2,
                        enumValue(at("AllowInboundRules"), kSwitches) != 0,
                        enumValue(at("AllowLocalFirewallRules"), kSwitches) != 0});
  }
  return profiles;
}

Result<std::vector<WindowsRule>> readWindowsRules(std::string_view json) {
  const auto objects = objectsOf(json, "the firewall's rules");
  if (!objects) return objects.error();
  std::vector<WindowsRule> rules;
  for (const QJsonObject& object : *objects) {
    Result<WindowsRule> rule = ruleOf(object);
    if (!rule) return rule.error();
    rules.push_back(std::move(rule).value());
  }
  return rules;
}

Result<std::vector<FirewallProduct>> readFirewallProducts(std::string_view json) {
  const auto objects = objectsOf(json, "registered firewalls");
  if (!objects) return objects.error();
  std::vector<FirewallProduct> products;
  for (const QJsonObject& object : *objects) {
    const int state = object.value(QLatin1StringView("productState")).toInt();
    products.push_back({textOf(object.value(QLatin1StringView("displayName"))),
                        textOf(object.value(QLatin1StringView("pathToSignedProductExe"))), (state & 0xF000) == 0x1000});
  }
  return products;
}

Result<std::vector<WindowsListener>> readWindowsListeners(std::string_view json) {
  const auto objects = objectsOf(json, "listening programs");
  if (!objects) return objects.error();
  std::vector<WindowsListener> listeners;
  for (const QJsonObject& object : *objects) {
    const int port = object.value(QLatin1StringView("LocalPort")).toInt();
    if (port < 1 || port > 65535) return unreadable("listening programs", "a port that is none");
    listeners.push_back({textOf(object.value(QLatin1StringView("LocalAddress"))), static_cast<std::uint16_t>(port),
                         textOf(object.value(QLatin1StringView("Process"))),
                         textOf(object.value(QLatin1StringView("Path")))});
  }
  return listeners;
}

}  // namespace lk::setup
