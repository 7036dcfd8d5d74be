#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <algorithm>

#include "server/setup/firewall_look.h"
#include "server/setup/linux_firewall.h"

namespace lk::setup {

namespace {

constexpr std::size_t kMostWords = 300;  // of what a program said, as evidence

// A network of an interface, and the own address in it.
struct Lan {
  std::string interface;
  std::string network;  // 192.168.1.0/24
  std::string own;
};

// Of `ip -j address show up`.
std::vector<Lan> readLans(std::string_view json) {
  std::vector<Lan> lans;
  const QJsonArray links =
      QJsonDocument::fromJson(QByteArray(json.data(), static_cast<qsizetype>(json.size()))).array();
  const auto at = [](const char* key) { return QLatin1StringView(key); };
  for (const QJsonValue item : links) {
    const QJsonObject link = item.toObject();
    if (link.value(at("flags")).toArray().contains(at("LOOPBACK"))) continue;
    for (const QJsonValue one : link.value(at("addr_info")).toArray()) {
      const QJsonObject info = one.toObject();
      if (info.value(at("scope")).toString() != at("global")) continue;
      const std::string own = info.value(at("local")).toString().toStdString();
      const std::string network = own + '/' + std::to_string(info.value(at("prefixlen")).toInt(-1));
      if (parseAddressRange(network)) lans.push_back({link.value(at("ifname")).toString().toStdString(), network, own});
    }
  }
  return lans;
}

// All that the machine's tools say of its rules.
struct Rules {
  std::optional<std::string> nftJson;
  std::string nftWords;
  std::vector<std::string> saved4;  // iptables-save of each kind there is
  std::vector<std::string> saved6;
  std::vector<std::string> refused;  // what a tool said instead
  bool anyTool = false;
};

std::optional<std::string> said(System& system, const Patience& patience, const CommandLine& command, Rules& rules) {
  const Result<Ran> ran = system.run(command, patience);
  if (!ran && ran.error().code == Error::Code::NotFound) return std::nullopt;
  rules.anyTool = true;
  if (ran && ran->exitCode == 0) return ran->out;
  const std::string words =
      ran ? (ran->err.empty() ? "exit code " + std::to_string(ran->exitCode) : ran->err) : ran.error().text;
  rules.refused.push_back(command.shellText() + ": " + words.substr(0, kMostWords));
  return std::nullopt;
}

Rules rulesOf(System& system, const Patience& patience) {
  Rules rules;
  rules.nftJson = said(system, patience, {"nft", {"-j", "list", "ruleset"}}, rules);
  if (rules.nftJson) rules.nftWords = said(system, patience, {"nft", {"-a", "list", "ruleset"}}, rules).value_or("");
  const auto save = [&](const char* program, std::vector<std::string>& into) {
    if (auto text = said(system, patience, {program, {}}, rules)) into.push_back(*std::move(text));
  };
  save("iptables-save", rules.saved4);
  save("ip6tables-save", rules.saved6);
  // Rules of the older kind live beside those of nft, seen by the older tools only.
  const auto isLegacyUsed = [&system](const char* names) {
    const Result<std::string> tables = system.readFile(names);
    return tables && !tables->empty();
  };
  const auto isNft = [](const std::vector<std::string>& saved) {
    return !saved.empty() && saved.front().find("(nf_tables)") != std::string::npos;
  };
  if (isNft(rules.saved4) && isLegacyUsed("/proc/net/ip_tables_names")) save("iptables-legacy-save", rules.saved4);
  if (isNft(rules.saved6) && isLegacyUsed("/proc/net/ip6_tables_names")) save("ip6tables-legacy-save", rules.saved6);
  return rules;
}

Result<std::vector<FilterHook>> hooksOf(const Rules& rules, const Knock& knock) {
  std::vector<FilterHook> hooks;
  std::vector<std::string> tables;
  const std::vector<std::string>& all = knock.to.v6 ? rules.saved6 : rules.saved4;
  for (const std::string& saved : all) {
    Result<std::vector<FilterHook>> some = readIptablesSave(saved, knock);
    if (!some) return some.error();
    for (FilterHook& hook : *some) {
      if (&saved != &all.front()) {  // the older kind: only its own tool changes it
        hook.letIn.program += "-legacy";
        hook.takeBack.program += "-legacy";
      }
      hooks.push_back(std::move(hook));
    }
    for (const std::string& table : tablesOfIptablesSave(saved)) {
      tables.push_back((knock.to.v6 ? "ip6 " : "ip ") + table);
    }
  }
  if (rules.nftJson) {
    Result<std::vector<FilterHook>> some = readNftRuleset(*rules.nftJson, rules.nftWords, knock, tables);
    if (!some) return some.error();
    for (FilterHook& hook : *some) hooks.push_back(std::move(hook));
  }
  return hooks;
}

Result<Fate> fateBy(const Rules& rules, Knock knock) {
  Result<std::vector<FilterHook>> hooks = hooksOf(rules, knock);
  if (hooks && mayUntrack(*hooks)) {
    knock.isTracked = false;
    hooks = hooksOf(rules, knock);
  }
  if (!hooks) return hooks.error();
  return fateOf(*std::move(hooks));
}

// Who manages the rules, and so has to be told.
struct Manager {
  enum class Kind : std::uint8_t { Nobody, Ufw, Firewalld };
  Kind kind = Kind::Nobody;
};

Manager managerOf(System& system, const Patience& patience) {
  // By file and exit code: what these programs print is in the user's language.
  if (const Result<std::string> ufw = system.readFile("/etc/ufw/ufw.conf"); ufw) {
    if (ufw->starts_with("ENABLED=yes") || ufw->find("\nENABLED=yes") != std::string::npos) {
      return {Manager::Kind::Ufw};
    }
  }
  const Result<Ran> firewalld = system.run({"firewall-cmd", {"--state"}}, patience);
  if (firewalld && firewalld->exitCode == 0) return {Manager::Kind::Firewalld};
  return {};
}

std::string zoneOf(System& system, const Patience& patience, const std::string& interface) {
  for (const CommandLine& question : {CommandLine{"firewall-cmd", {"--get-zone-of-interface=" + interface}},
                                      CommandLine{"firewall-cmd", {"--get-default-zone"}}}) {
    const Result<Ran> ran = system.run(question, patience);
    if (!ran || ran->exitCode != 0) continue;
    const std::string zone = ran->out.substr(0, ran->out.find_first_of("\r\n"));
    if (!zone.empty()) return zone;
  }
  return "public";
}

struct Looked {
  std::vector<Lan> lans;
  std::vector<std::string> because;
  std::vector<CommandLine> letIn;
  std::vector<CommandLine> takeBack;
};

Fix fixOf(System& system, const Patience& patience, std::uint16_t port, const Looked& looked) {
  const std::string number = std::to_string(port);
  const auto action = [&](std::vector<CommandLine> commands, std::vector<CommandLine> undo, const char* where) {
    Action act;
    act.id = "firewall.allow-port";
    act.label = text("Allow TCP {0}", number);
    act.does = text("Lets everybody connect to TCP {0}, by a rule of {1} that stays after a restart.", number, where);
    act.commands = std::move(commands);
    act.undo = std::move(undo);
    act.elevated = true;
    return act;
  };
  const auto shown = [](const std::vector<CommandLine>& commands) {
    std::vector<std::string> lines;
    for (const CommandLine& command : commands) lines.push_back("sudo " + command.shellText());
    return lines;
  };
  const Manager manager = managerOf(system, patience);
  if (manager.kind == Manager::Kind::Ufw) {
    const std::vector<CommandLine> commands{{"ufw", {"allow", number + "/tcp"}}};
    return {text("ufw manages this machine's rules. Allow the port there:"), shown(commands),
            action(commands, {{"ufw", {"delete", "allow", number + "/tcp"}}}, "ufw")};
  }
  if (manager.kind == Manager::Kind::Firewalld) {
    std::vector<CommandLine> commands;
    std::vector<CommandLine> undo;
    for (const Lan& lan : looked.lans) {
      const std::string zone = "--zone=" + zoneOf(system, patience, lan.interface);
      const CommandLine add{"firewall-cmd", {"--permanent", zone, "--add-port=" + number + "/tcp"}};
      if (std::find(commands.begin(), commands.end(), add) != commands.end()) continue;
      commands.push_back(add);
      undo.push_back({"firewall-cmd", {"--permanent", zone, "--remove-port=" + number + "/tcp"}});
    }
    commands.push_back({"firewall-cmd", {"--reload"}});
    undo.push_back({"firewall-cmd", {"--reload"}});
    return {text("firewalld manages this machine's rules. Allow the port there:"), shown(commands),
            action(commands, undo, "firewalld")};
  }
  Fix fix;
  fix.text = text(
      "Accept TCP {0} before all other rules. This holds until the rules are loaded anew; put the same into "
      "the file that they are loaded from, /etc/nftables.conf or /etc/iptables/rules.v4 on Debian:",
      number);
  fix.commands = shown(looked.letIn);
  const bool canTakeBack = std::none_of(looked.takeBack.begin(), looked.takeBack.end(),
                                        [](const CommandLine& command) { return command.program.empty(); });
  if (canTakeBack) {
    Action act;
    act.id = "firewall.allow-port";
    act.label = text("Allow TCP {0}", number);
    act.does = text(
        "Lets everybody connect to TCP {0}, by a rule before all others that is gone once the rules are loaded "
        "anew.",
        number);
    act.commands = looked.letIn;
    act.undo = looked.takeBack;
    act.elevated = true;
    fix.action = std::move(act);
  }
  return fix;
}

Finding simple(const char* id, Grade grade, Text title, std::vector<std::string> evidence, const char* why) {
  Finding finding;
  finding.id = id;
  finding.grade = grade;
  finding.title = std::move(title);
  for (const std::string& line : evidence) finding.evidence.push_back(text("{0}", line));
  finding.why = text(why);
  return finding;
}

std::string lansText(const std::vector<Lan>& lans) {
  std::string all;
  for (const Lan& lan : lans) {
    if (all.find(lan.interface) == std::string::npos) all += (all.empty() ? "" : ", ") + lan.interface;
  }
  return all;
}

Finding findingOf(System& system, const Patience& patience, const ExposedPort& port, Fate::End end,
                  const Looked& looked) {
  const std::string where = lansText(looked.lans);
  const std::uint16_t number = port.address.port;
  std::vector<std::string> evidence;
  for (const Lan& lan : looked.lans)
    evidence.push_back("a device of " + lan.network + " that connects on " + lan.interface);
  evidence.insert(evidence.end(), looked.because.begin(), looked.because.end());
  Finding finding;
  switch (end) {
    case Fate::End::Open:
      return simple("firewall.open", Grade::Good, text("TCP {0} of {1} is open on {2}", number, port.what, where),
                    evidence, "");
    case Fate::End::Dropped:
      finding = simple("firewall.dropped", Grade::Problem,
                       text("The firewall drops connections to TCP {0} of {1} on {2}", number, port.what, where),
                       evidence, "Devices get no answer: they wait, give up, and try again for ever.");
      finding.fix = fixOf(system, patience, number, looked);
      return finding;
    case Fate::End::Refused:
      finding = simple("firewall.refused", Grade::Problem,
                       text("The firewall refuses connections to TCP {0} of {1} on {2}", number, port.what, where),
                       evidence, "Devices are told no at once, as if nobody listened.");
      finding.fix = fixOf(system, patience, number, looked);
      return finding;
    case Fate::End::Unknown: break;
  }
  finding =
      simple("firewall.undecided", Grade::Unknown,
             text("Whether the firewall lets devices connect to TCP {0} of {1} on {2} depends on more than can be "
                  "seen",
                  number, port.what, where),
             evidence, "Some devices may be let in and others not.");
  finding.fix = Fix{text("Read the rules named above, or try it from another machine:"),
                    {"nc -vz " + (looked.lans.empty() ? std::string("ADDRESS") : looked.lans.front().own) + ' ' +
                     std::to_string(number)},
                    {}};
  return finding;
}

bool listensOn(const std::string& host, const Lan& lan) {
  const auto own = parseAddressRange(lan.own);
  if (host == "0.0.0.0") return own && !own->v6;
  if (host == "::") return own && own->v6;
  const auto bound = parseAddressRange(host);
  return own && bound && own->within(*bound) == Sure::Yes;
}

}  // namespace

std::vector<Finding> lookAtLinuxFirewall(System& system, const std::vector<ExposedPort>& ports,
                                         const Patience& patience) {
  if (ports.empty()) {
    return {simple("firewall.nothing-to-let-in", Grade::Good,
                   text("Nothing here is meant for devices: no port is open beyond this machine"), {}, "")};
  }
  const Result<Ran> links = system.run({"ip", {"-j", "address", "show", "up"}}, patience);
  const std::vector<Lan> lans = links && links->exitCode == 0 ? readLans(links->out) : std::vector<Lan>();
  if (lans.empty()) {
    return {simple("firewall.no-network", Grade::Unknown, text("No network is seen from which devices could come"),
                   {links ? "ip -j address show up: no address but of this machine alone" : links.error().text},
                   "What the firewall does depends on the interface.")};
  }
  const Rules rules = rulesOf(system, patience);
  if (!rules.refused.empty()) {
    Finding finding =
        simple("firewall.not-permitted", Grade::Unknown, text("The firewall's rules are shown to root only"),
               rules.refused, "Whether the firewall lets devices in is not known.");
    finding.fix =
        Fix{text("Run the check as root, or look yourself:"), {"sudo nft list ruleset", "sudo iptables-save"}, {}};
    return {finding};
  }
  if (!rules.anyTool) {
    return {simple("firewall.no-tools", Grade::Unknown,
                   text("Neither nft nor iptables is here, so the kernel's firewall rules cannot be read"), {},
                   "Container engines and others may have put rules there without them.")};
  }
  std::vector<Finding> findings;
  for (const ExposedPort& port : ports) {
    std::map<Fate::End, Looked> looked;
    for (const Lan& lan : lans) {
      if (!listensOn(port.address.host, lan)) continue;
      const auto network = parseAddressRange(lan.network);
      const auto own = parseAddressRange(lan.own);
      if (!network || !own) continue;
      const Result<Fate> fate = fateBy(rules, {lan.interface, *network, *own, port.address.port});
      if (!fate) {
        findings.push_back(simple("firewall.not-seen", Grade::Unknown, text("The firewall's rules could not be read"),
                                  {fate.error().text}, "Whether the firewall lets devices in is not known."));
        return findings;
      }
      Looked& here = looked[fate->end];
      here.lans.push_back(lan);
      if (!fate->letIn.program.empty() &&
          std::find(here.letIn.begin(), here.letIn.end(), fate->letIn) == here.letIn.end()) {
        here.letIn.push_back(fate->letIn);
        here.takeBack.push_back(fate->takeBack);
      }
      for (const std::string& line : fate->because) {
        if (std::find(here.because.begin(), here.because.end(), line) == here.because.end()) {
          here.because.push_back(line);
        }
      }
    }
    for (const auto& [end, what] : looked) findings.push_back(findingOf(system, patience, port, end, what));
    if (looked.empty()) {
      findings.push_back(simple(
          "firewall.no-network", Grade::Unknown,
          text("{0} listens at {1}, which is no address of this machine's networks", port.what, port.address.text()),
          {}, "Nothing can be said of who reaches it."));
    }
  }
  return findings;
}

}  // namespace lk::setup
