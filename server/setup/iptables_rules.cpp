#include <algorithm>
#include <charconv>

#include "server/setup/linux_firewall.h"

namespace lk::setup {

namespace {

using Does = FilterRule::Does;

// Words of a line of iptables-save: "…" may hold spaces, \ escapes.
std::vector<std::string> wordsOf(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool inWord = false;
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '\\' && i + 1 < line.size()) {
      word += line[++i];
      inWord = true;
    } else if (c == '"') {
      quoted = !quoted;
      inWord = true;
    } else if (!quoted && (c == ' ' || c == '\t' || c == '\r')) {
      if (inWord) words.push_back(word);
      word.clear();
      inWord = false;
    } else {
      word += c;
      inWord = true;
    }
  }
  if (inWord) words.push_back(word);
  return words;
}

std::vector<std::string_view> split(std::string_view text, char by) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(by);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

// first[:last], either may be missing; against what the packet may have.
Sure isPort(std::string_view text, int mineFirst, int mineLast) {
  const auto number = [](std::string_view digits, int otherwise) -> std::optional<int> {
    if (digits.empty()) return otherwise;
    int value = 0;
    const auto [end, bad] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return bad == std::errc() && end == digits.data() + digits.size() ? std::optional(value) : std::nullopt;
  };
  const std::size_t colon = text.find(':');
  const auto first = number(text.substr(0, colon), 0);
  const auto last = colon == std::string_view::npos ? first : number(text.substr(colon + 1), 65535);
  if (!first || !last) return Sure::Unknown;
  if (mineLast < *first || *last < mineFirst) return Sure::No;
  return *first <= mineFirst && mineLast <= *last ? Sure::Yes : Sure::Unknown;
}

Sure isAnyPort(std::string_view list, int mineFirst, int mineLast) {
  Sure any = Sure::No;
  for (const std::string_view one : split(list, ',')) {
    any = either(any, isPort(one, mineFirst, mineLast));
  }
  return any;
}

Sure isAddress(std::string_view text, const AddressRange& mine) {
  const auto range = parseAddressRange(text);
  return range ? mine.within(*range) : Sure::Unknown;
}

bool isInterface(std::string_view pattern, std::string_view name) {
  if (pattern.ends_with('+')) return name.starts_with(pattern.substr(0, pattern.size() - 1));
  return pattern == name;
}

// A list of TCP's flags, as bits.
std::optional<unsigned> flagsOf(std::string_view list) {
  static constexpr std::string_view kFlags[] = {"FIN", "SYN", "RST", "PSH", "ACK", "URG"};
  if (list == "ALL") return 63;
  if (list == "NONE") return 0;
  unsigned bits = 0;
  for (const std::string_view one : split(list, ',')) {
    const auto flag = std::find(std::begin(kFlags), std::end(kFlags), one);
    if (flag == std::end(kFlags)) return std::nullopt;
    bits |= 1U << (flag - std::begin(kFlags));
  }
  return bits;
}

bool isHarmlessTarget(const std::string& name) {
  static constexpr std::string_view kNames[] = {
      "LOG", "NFLOG", "ULOG", "MARK",        "CONNMARK", "TCPMSS", "CT",       "AUDIT", "CLASSIFY",  "DSCP",
      "TOS", "TTL",   "SET",  "CONNSECMARK", "SECMARK",  "TRACE",  "CHECKSUM", "SNAT",  "MASQUERADE"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

// Reads -A CHAIN … as the packet meets it.
class RuleReader {
 public:
  RuleReader(std::vector<std::string> words, const Knock& knock) : m_words(std::move(words)), m_knock(knock) {}

  FilterRule read() {
    FilterRule rule;
    for (m_at = 2; m_at < m_words.size(); ++m_at) {
      const std::string option = m_words[m_at];
      if (option == "!") {
        m_not = true;
        continue;
      }
      if (option == "-j" || option == "-g") {
        target(option == "-g", next(), rule);
        if (std::find(m_words.begin() + static_cast<std::ptrdiff_t>(m_at), m_words.end(), "--notrack") !=
            m_words.end()) {
          rule.does = Does::Untrack;
        }
        break;  // what follows belongs to the target
      }
      const Sure one = condition(option);
      rule.matches = both(rule.matches, m_not ? notThat(one) : one);
      m_not = false;
    }
    return rule;
  }

 private:
  static constexpr int kEphemeral = 1024;  // the first port that a device's own end may have
  static constexpr unsigned kSyn = 2;
  static constexpr unsigned kAck = 16;

  std::string next() { return m_at + 1 < m_words.size() ? m_words[++m_at] : std::string(); }

  Sure condition(const std::string& option) {
    if (option == "-p") {
      const std::string protocol = next();
      return sure(protocol == "tcp" || protocol == "6" || protocol == "all" || protocol == "0");
    }
    if (option == "-s") return isAddress(next(), m_knock.source());
    if (option == "-d") return isAddress(next(), m_knock.destination());
    if (option == "-i" || option == "-o") {  // the other one has no name there
      return sure(isInterface(next(), (option == "-o") == m_knock.isAnswer ? m_knock.interface : ""));
    }
    if (option == "-m") return module(next());
    if (option == "--dport" || option == "--dports") return m_knock.isAnswer ? isDevicesPort() : isOwnPort();
    if (option == "--sport" || option == "--sports") return m_knock.isAnswer ? isOwnPort() : isDevicesPort();
    if (option == "--ports") {
      const std::string list = next();
      return either(isAnyPort(list, m_knock.port, m_knock.port), isAnyPort(list, kEphemeral, 65535));
    }
    if (option == "--tcp-flags") {
      const auto mask = flagsOf(next());
      const auto wanted = flagsOf(next());
      return mask && wanted ? sure((flags() & *mask) == *wanted) : Sure::Unknown;
    }
    if (option == "--syn") return sure(!m_knock.isAnswer);
    if (option == "--ctstate" || option == "--state") {
      const Sure among = isAmong(next(), m_knock.isAnswer ? "ESTABLISHED" : "NEW");
      return m_knock.isTracked ? among : Sure::Unknown;
    }
    if (option == "--dst-type") return isAmong(next(), m_knock.isAnswer ? "UNICAST" : "LOCAL");
    if (option == "--src-type") return isAmong(next(), m_knock.isAnswer ? "LOCAL" : "UNICAST");
    if (option == "--pkt-type") {
      const std::string type = next();
      return m_knock.isAnswer ? Sure::Unknown : sure(type == "unicast" || type == "host");
    }
    if (option == "--src-range") return isAddress(next(), m_knock.source());
    if (option == "--dst-range") return isAddress(next(), m_knock.destination());
    if (option == "--comment") {
      (void)next();
      return Sure::Yes;
    }
    // Another module's: what it asks is not seen from outside. Its words are passed over.
    while (m_at + 1 < m_words.size() && !m_words[m_at + 1].starts_with('-') && m_words[m_at + 1] != "!") ++m_at;
    return Sure::Unknown;
  }

  // Of the modules named here the options are seen; another one may ask for anything.
  static Sure module(const std::string& name) {
    static constexpr std::string_view kSeen[] = {"tcp",      "multiport", "conntrack", "state",
                                                 "addrtype", "comment",   "pkttype",   "iprange"};
    if (name == "udp" || name == "icmp" || name == "icmp6") return Sure::No;
    return std::find(std::begin(kSeen), std::end(kSeen), name) != std::end(kSeen) ? Sure::Yes : Sure::Unknown;
  }

  static Sure isAmong(const std::string& list, std::string_view mine) {
    const auto words = split(list, ',');
    return sure(std::find(words.begin(), words.end(), mine) != words.end());
  }

  Sure isOwnPort() { return isAnyPort(next(), m_knock.port, m_knock.port); }
  Sure isDevicesPort() { return isAnyPort(next(), kEphemeral, 65535); }
  [[nodiscard]] unsigned flags() const { return m_knock.isAnswer ? kSyn | kAck : kSyn; }

  void target(bool isGoto, const std::string& name, FilterRule& rule) {
    rule.target = name;
    if (name == "ACCEPT") {
      rule.does = Does::Accept;
    } else if (name == "DROP") {
      rule.does = Does::Drop;
    } else if (name == "REJECT") {
      rule.does = Does::Reject;
    } else if (name == "RETURN") {
      rule.does = Does::Return;
    } else if (name == "DNAT" || name == "REDIRECT" || name == "TPROXY") {
      rule.does = Does::Redirect;
    } else if (name == "NOTRACK") {
      rule.does = Does::Untrack;
    } else if (isHarmlessTarget(name)) {
      rule.does = Does::Nothing;
    } else {
      rule.does = isGoto ? Does::Goto : Does::Jump;
    }
  }

  std::vector<std::string> m_words;
  const Knock& m_knock;
  std::size_t m_at = 0;
  bool m_not = false;
};

struct Step {
  std::string_view table;
  std::string_view chain;
  Stage stage;
  int priority;
};

// Where a packet for this machine comes by, and the answer to it, which NAT does not look at any more.
constexpr Step kSteps[] = {{"raw", "PREROUTING", Stage::Prerouting, -300},
                           {"mangle", "PREROUTING", Stage::Prerouting, -150},
                           {"nat", "PREROUTING", Stage::Prerouting, -100},
                           {"mangle", "INPUT", Stage::Input, -150},
                           {"filter", "INPUT", Stage::Input, 0},
                           {"security", "INPUT", Stage::Input, 50},
                           {"nat", "INPUT", Stage::Input, 100},
                           {"raw", "OUTPUT", Stage::Output, -300},
                           {"mangle", "OUTPUT", Stage::Output, -150},
                           {"filter", "OUTPUT", Stage::Output, 0},
                           {"security", "OUTPUT", Stage::Output, 50},
                           {"mangle", "POSTROUTING", Stage::Postrouting, -150}};

// A table as it is saved.
struct Table {
  std::map<std::string, bool, std::less<>> chains;  // whether their policy is DROP
  std::vector<std::string_view> rules;
};

// Its rules as a packet meets them.
FilterChains chainsOf(std::string_view name, const Table& table, const Knock& packet) {
  FilterChains chains;
  for (const auto& [chain, drops] : table.chains) chains[chain];
  for (const std::string_view line : table.rules) {
    const std::vector<std::string> words = wordsOf(line);
    FilterRule rule = RuleReader(words, packet).read();
    rule.text = "iptables table " + std::string(name) + ": " + std::string(line);
    if (rule.does == Does::Jump && !table.chains.contains(rule.target)) rule.does = Does::Other;
    chains[words[1]].push_back(std::move(rule));
  }
  return chains;
}

Error unreadable(std::string_view line) {
  return Error{Error::Code::Protocol, "what iptables-save said cannot be read at: " + std::string(line)};
}

}  // namespace

std::vector<std::string> tablesOfIptablesSave(std::string_view saved) {
  std::vector<std::string> tables;
  for (const std::string_view line : split(saved, '\n')) {
    if (line.starts_with('*')) tables.emplace_back(line.substr(1, line.find_last_not_of("\r ")));
  }
  return tables;
}

Result<std::vector<FilterHook>> readIptablesSave(std::string_view saved, const Knock& knock) {
  std::map<std::string, Table, std::less<>> tables;
  Table* table = nullptr;
  for (const std::string_view line : split(saved, '\n')) {
    const std::vector<std::string> words = wordsOf(line);
    if (words.empty() || words[0].starts_with('#') || words[0] == "COMMIT") continue;
    if (words[0].starts_with('*')) {
      table = &tables[words[0].substr(1)];
    } else if (words[0].starts_with(':') && table != nullptr && words.size() > 1) {
      table->chains[words[0].substr(1)] = words[1] == "DROP";
    } else if (words[0] == "-A" && table != nullptr && words.size() > 1) {
      table->rules.push_back(line);
    } else {
      return unreadable(line);
    }
  }
  std::vector<FilterHook> hooks;
  for (const Step& step : kSteps) {
    const auto found = tables.find(step.table);
    if (found == tables.end()) continue;
    const auto base = found->second.chains.find(step.chain);
    if (base == found->second.chains.end()) continue;
    FilterHook hook;
    const std::string chain(step.chain);
    const auto command = [&](const char* how) {
      return CommandLine{knock.to.v6 ? "ip6tables" : "iptables",
                         {"-t", std::string(step.table), how, chain, "-p", "tcp",
                          isOfAnswer(step.stage) ? "--sport" : "--dport", std::to_string(knock.port), "-j", "ACCEPT"}};
    };
    hook.where = "iptables table " + std::string(step.table) + ", chain " + chain;
    hook.stage = step.stage;
    hook.priority = step.priority;
    hook.accepts = !base->second;
    hook.chains = chainsOf(step.table, found->second, knock.at(step.stage, step.priority));
    hook.base = chain;
    hook.letIn = command("-I");
    hook.takeBack = command("-D");
    hooks.push_back(std::move(hook));
  }
  return hooks;
}

}  // namespace lk::setup
