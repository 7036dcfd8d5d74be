#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <algorithm>

#include "server/setup/linux_firewall.h"
#include "server/setup/nft_match.h"

namespace lk::setup {

namespace {

using Does = FilterRule::Does;

constexpr auto at(const char* key) { return QLatin1StringView(key); }

QString compact(const QJsonObject& object) {
  return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

struct Verdict {
  Does does = Does::Nothing;
  std::string target;
};

std::optional<Verdict> verdictOf(const QString& key, const QJsonValue& value) {
  if (key == at("accept")) return Verdict{Does::Accept, {}};
  if (key == at("drop")) return Verdict{Does::Drop, {}};
  if (key == at("reject")) return Verdict{Does::Reject, {}};
  if (key == at("return")) return Verdict{Does::Return, {}};
  if (key == at("continue")) return Verdict{};
  if (key == at("notrack")) return Verdict{Does::Untrack, {}};
  const std::string target = value.toObject().value(at("target")).toString().toStdString();
  if (key == at("jump")) return Verdict{Does::Jump, target};
  if (key == at("goto")) return Verdict{Does::Goto, target};
  if (isOneOf(key, {"dnat", "redirect", "tproxy"})) return Verdict{Does::Redirect, {}};
  if (isOneOf(key, {"queue", "synproxy"})) return Verdict{Does::Other, {}};
  return std::nullopt;
}

// Statements that look at nothing and decide nothing.
bool isHarmless(const QString& key) {
  return isOneOf(key, {"counter", "log", "comment", "mangle", "masquerade", "snat", "ct helper", "ct timeout",
                       "ct expectation", "flow", "dup", "secmark", "reset"});
}

// Statements that the packet may not get past: limits, quotas, counts of connections, dynamic sets.
bool isGate(const QString& key) { return isOneOf(key, {"limit", "quota", "ct count", "set", "map", "meter"}); }

void addMapped(const QJsonObject& vmap, const NftLook& look, Sure before, const std::string& words,
               std::vector<FilterRule>& rules) {
  const QJsonValue key = vmap.value(at("key"));
  const QJsonValue data = vmap.value(at("data"));
  const auto named = look.elements.find(look.table + QLatin1Char(' ') + data.toString().mid(1));
  if (data.isString() ? named == look.elements.end() : !data.toObject().contains(at("set"))) {
    rules.push_back({both(before, Sure::Unknown), Does::Other, {}, words});
    return;
  }
  const QJsonArray pairs = data.isString() ? named->second : data.toObject().value(at("set")).toArray();
  Sure anyOther = Sure::No;
  for (const QJsonValue pair : pairs) {
    const QJsonArray parts = pair.toArray();
    Sure matches = nftIsElement(key, parts.at(0), look);
    // Listed last, and for what is none of the others only: those may come back from a jump.
    if (nftCatchesAll(parts.at(0))) matches = both(matches, notThat(anyOther));
    anyOther = either(anyOther, matches);
    const QJsonObject to = parts.at(1).toObject();
    const std::optional<Verdict> verdict =
        to.isEmpty() ? std::nullopt : verdictOf(to.begin().key(), to.begin().value());
    if (!verdict) {
      rules.push_back({both(before, Sure::Unknown), Does::Other, {}, words});
      continue;
    }
    rules.push_back({both(before, matches), verdict->does, verdict->target, words});
  }
}

void addRule(const QJsonObject& rule, const NftLook& look, const std::string& words, std::vector<FilterRule>& rules) {
  Sure matches = Sure::Yes;
  for (const QJsonValue item : rule.value(at("expr")).toArray()) {
    const QJsonObject statement = item.toObject();
    if (statement.isEmpty()) {  // in nft's words alone, as jump { … }: it may decide
      rules.push_back({matches, Does::Other, {}, words});
      continue;
    }
    const QString key = statement.begin().key();
    const QJsonValue value = statement.begin().value();
    if (key == at("match")) {
      matches = both(matches, nftMatches(value.toObject(), look));
    } else if (key == at("vmap")) {
      addMapped(value.toObject(), look, matches, words, rules);
    } else if (key == at("xt")) {
      const QString name = value.toObject().value(at("name")).toString();
      const bool isTarget = value.toObject().value(at("type")).toString() == at("target");
      if (!isTarget) {
        if (name != at("comment")) matches = both(matches, Sure::Unknown);
      } else if (name == at("REJECT")) {
        rules.push_back({matches, Does::Reject, {}, words});
      } else if (isOneOf(name, {"DNAT", "REDIRECT", "TPROXY"})) {
        rules.push_back({matches, Does::Redirect, {}, words});
      } else if (!isOneOf(name, {"LOG", "NFLOG", "MARK", "CONNMARK", "TCPMSS", "CT", "MASQUERADE", "SNAT"})) {
        rules.push_back({matches, Does::Other, {}, words});
      }
    } else if (const std::optional<Verdict> verdict = verdictOf(key, value)) {
      rules.push_back({matches, verdict->does, verdict->target, words});
    } else if (isGate(key)) {
      matches = both(matches, Sure::Unknown);
    } else if (!isHarmless(key)) {
      rules.push_back({matches, Does::Other, {}, words});
    }
  }
}

// What only `nft -a list ruleset` tells.
struct Listing {
  std::map<QString, QString> rules;        // the rules' own words by FAMILY TABLE CHAIN HANDLE
  std::map<QString, QStringList> devices;  // of chains of ingress and egress, by FAMILY TABLE CHAIN
  QStringList dormant;                     // tables that are off: FAMILY TABLE
};

// device "lan0" priority …, or devices = { lan0, lan1 } priority …
QStringList devicesIn(const QString& line) {
  const QString rest = line.section(QLatin1StringView(" device"), 1);
  const bool several = rest.startsWith(QLatin1Char('s'));
  const QString list = several ? rest.section(QLatin1Char('{'), 1).section(QLatin1Char('}'), 0, 0)
                               : rest.trimmed().section(QLatin1Char(' '), 0, 0);
  QStringList devices;
  for (QString device : list.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
    devices << device.remove(QLatin1Char('"')).trimmed();
  }
  return devices;
}

Listing readListing(std::string_view said) {
  Listing listing;
  QString table;
  QString chain;
  QStringList begun;  // lines of a rule that ends further down: jump { … }
  const QString all = QString::fromUtf8(said.data(), static_cast<qsizetype>(said.size()));
  for (const QString& raw : all.split(QLatin1Char('\n'))) {
    const QString line = raw.trimmed();
    const QStringList parts = line.split(QLatin1Char(' '));
    const qsizetype mark = line.lastIndexOf(QLatin1StringView(" # handle "));
    if (line.startsWith(QLatin1StringView("table ")) && parts.size() > 3) {
      table = parts[1] + QLatin1Char(' ') + parts[2];
    } else if (line.startsWith(QLatin1StringView("chain ")) && parts.size() > 2) {
      chain = parts[1];
    } else if (line.startsWith(QLatin1StringView("flags ")) && line.contains(QLatin1StringView("dormant"))) {
      listing.dormant << table;  // some nft garble this flag in their JSON
    } else if (line.startsWith(QLatin1StringView("type ")) && line.contains(QLatin1StringView(" device"))) {
      listing.devices[table + QLatin1Char(' ') + chain] = devicesIn(line);
    } else if (mark > 0) {
      begun << line.left(mark);
      listing.rules[table + QLatin1Char(' ') + chain + QLatin1Char(' ') + line.mid(mark + 10)] =
          begun.join(QLatin1Char(' '));
      begun.clear();
    } else if (!begun.isEmpty() || line.endsWith(QLatin1StringView("jump {")) ||
               line.endsWith(QLatin1StringView("goto {"))) {
      begun << line;
    }
  }
  return listing;
}

// Whether a chain of ingress or egress sees what comes by there. Some nft name its devices in their listing alone.
Sure isAtDevice(const QJsonObject& chain, const QString& name, const Listing& listing, const std::string& interface) {
  const QJsonValue said = chain.value(at("dev"));
  const QString own = QString::fromStdString(interface);
  if (said.isArray()) return sure(said.toArray().contains(own));
  if (said.isString()) return sure(said.toString() == own);
  const auto listed = listing.devices.find(name);
  return listed == listing.devices.end() ? Sure::Unknown : sure(listed->second.contains(own));
}

std::optional<Stage> stageOf(const QJsonObject& base) {
  constexpr std::pair<const char*, Stage> kHooks[] = {
      {"ingress", Stage::Ingress}, {"prerouting", Stage::Prerouting},   {"input", Stage::Input},
      {"output", Stage::Output},   {"postrouting", Stage::Postrouting}, {"egress", Stage::Egress}};
  for (const auto& [hook, stage] : kHooks) {
    if (base.value(at("hook")).toString() != at(hook)) continue;
    // Of a connection NAT sees the first packet only.
    if (isOfAnswer(stage) && base.value(at("type")).toString() == at("nat")) return std::nullopt;
    return stage;
  }
  return std::nullopt;
}

// A table of what is listed, apart from its sets and maps.
struct Table {
  std::vector<std::string> chains;
  std::vector<QJsonObject> rules;
};

}  // namespace

Result<std::vector<FilterHook>> readNftRuleset(std::string_view json, std::string_view words, const Knock& knock,
                                               const std::vector<std::string>& others) {
  QJsonParseError bad;
  const QJsonDocument document =
      QJsonDocument::fromJson(QByteArray(json.data(), static_cast<qsizetype>(json.size())), &bad);
  if (!document.isObject() || !document.object().value(at("nftables")).isArray()) {
    return Error{Error::Code::Protocol,
                 "what nft said of its ruleset cannot be read: " + bad.errorString().toStdString()};
  }
  const QJsonArray items = document.object().value(at("nftables")).toArray();
  const Listing listing = readListing(words);
  const auto tableOf = [](const QJsonObject& object) {
    return object.value(at("family")).toString() + QLatin1Char(' ') + object.value(at("table")).toString();
  };
  const auto isMeant = [&](const QJsonObject& object) {
    const QString family = object.value(at("family")).toString();
    const bool mine = isOneOf(family, {"inet", "netdev"}) || family == (knock.to.v6 ? at("ip6") : at("ip"));
    if (!mine || listing.dormant.contains(tableOf(object))) return false;
    return std::find(others.begin(), others.end(), tableOf(object).toStdString()) == others.end();
  };

  std::map<QString, QJsonArray> elements;
  for (const QJsonValue item : items) {
    for (const char* kind : {"set", "map"}) {
      const QJsonObject object = item.toObject().value(at(kind)).toObject();
      if (object.isEmpty()) continue;
      elements[tableOf(object) + QLatin1Char(' ') + object.value(at("name")).toString()] =
          object.value(at("elem")).toArray();
    }
  }
  std::map<QString, Table> tables;
  std::vector<QJsonObject> bases;
  for (const QJsonValue item : items) {
    const QJsonObject chain = item.toObject().value(at("chain")).toObject();
    const QJsonObject rule = item.toObject().value(at("rule")).toObject();
    if (!chain.isEmpty() && isMeant(chain)) {
      tables[tableOf(chain)].chains.push_back(chain.value(at("name")).toString().toStdString());
      if (chain.contains(at("hook"))) bases.push_back(chain);
    }
    if (!rule.isEmpty() && isMeant(rule)) tables[tableOf(rule)].rules.push_back(rule);
  }
  // Its rules as a packet meets them.
  const auto chainsOf = [&](const QString& table, const Knock& packet) {
    FilterChains chains;
    for (const std::string& name : tables[table].chains) chains[name];
    for (const QJsonObject& rule : tables[table].rules) {
      const QString name = rule.value(at("chain")).toString();
      const QString handle = QString::number(rule.value(at("handle")).toInt());
      const auto known = listing.rules.find(table + QLatin1Char(' ') + name + QLatin1Char(' ') + handle);
      const QString text = QStringLiteral("table %1, chain %2: %3")
                               .arg(table, name, known == listing.rules.end() ? compact(rule) : known->second);
      addRule(rule, {packet, elements, table}, text.toStdString(), chains[name.toStdString()]);
    }
    return chains;
  };

  std::vector<FilterHook> hooks;
  for (const QJsonObject& base : bases) {
    const std::optional<Stage> stage = stageOf(base);
    const QString place = tableOf(base) + QLatin1Char(' ') + base.value(at("name")).toString();
    const bool isOfDevices = stage == Stage::Ingress || stage == Stage::Egress;
    const Sure seesIt = isOfDevices ? isAtDevice(base, place, listing, knock.interface) : Sure::Yes;
    if (!stage || seesIt == Sure::No) continue;
    FilterHook found;
    const std::string family = base.value(at("family")).toString().toStdString();
    const std::string table = base.value(at("table")).toString().toStdString();
    found.base = base.value(at("name")).toString().toStdString();
    found.where = "table " + family + ' ' + table + ", chain " + found.base;
    found.stage = *stage;
    found.priority = base.value(at("prio")).toInt();
    found.accepts = base.value(at("policy")).toString() != at("drop");
    found.chains = chainsOf(tableOf(base), knock.at(found.stage, found.priority));
    if (seesIt == Sure::Unknown) {
      found.chains[found.base] = {{Sure::Unknown, Does::Other, {}, found.where + ": of which interfaces is not said"}};
      found.accepts = true;
    }
    found.letIn = {"nft",
                   {"insert", "rule", family, table, found.base, "tcp", isOfAnswer(*stage) ? "sport" : "dport",
                    std::to_string(knock.port), "accept"}};
    hooks.push_back(std::move(found));
  }
  return hooks;
}

}  // namespace lk::setup
