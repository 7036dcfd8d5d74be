#include <QStandardPaths>
#include <algorithm>

#include "server/setup/areas.h"
#include "server/setup/listening_ports.h"
#include "server/setup/numbers.h"
#include "server/setup/powershell.h"
#include "server/setup/redis_check_parts.h"

namespace lk::setup {

namespace {

constexpr std::string_view kSomaxconn = "/proc/sys/net/core/somaxconn";
constexpr std::string_view kRange = "/proc/sys/net/ipv4/ip_local_port_range";
constexpr std::string_view kTracked = "/proc/sys/net/netfilter/nf_conntrack_count";
constexpr std::string_view kTrackedMost = "/proc/sys/net/netfilter/nf_conntrack_max";
constexpr std::int64_t kBacklog = 4096;        // that a node's listener asks for
constexpr std::int64_t kOwnDescriptors = 192;  // the node's reserve, its threads, Redis, consoles
constexpr std::int64_t kFewDescriptors = 4096;

Finding good(std::string id, Text title, Text evidence) {
  return {std::move(id), Grade::Good, std::move(title), {std::move(evidence)}, {}, std::nullopt};
}

Finding notSeen(std::string id, Text title, Text evidence) {
  return {std::move(id), Grade::Unknown, std::move(title), {std::move(evidence)}, {}, std::nullopt};
}

// sysctl now and for the next start; the way back is to what it was.
Fix sysctlFix(Text words, const std::string& name, const std::string& value, const std::string& before) {
  const std::string setting = name + "=" + value;
  Action action{.id = "limits.set-" + name,
                .label = text("Set {0}", name),
                .does = text("Sets {0} from {1} to {2} until the next start of this machine. For good, put it into "
                             "/etc/sysctl.d, as the commands do.",
                             name, before, value),
                .commands = {{"sysctl", {"-w", setting}}},
                .undo = {{"sysctl", {"-w", name + "=" + before}}},
                .elevated = true};
  return {std::move(words),
          {"sudo sysctl -w '" + setting + "'", "echo '" + setting + "' | sudo tee /etc/sysctl.d/60-linekeeper-" +
                                                   name.substr(name.rfind('.') + 1) + ".conf"},
          std::move(action)};
}

// The process of the node that runs on this machine; nothing where none does, or the system does not say.
std::optional<ListeningPort> ownListener(System& system, const Surroundings& around, const Patience& patience) {
  const auto ports = listeningPorts(system, patience);
  if (!ports) return std::nullopt;
  for (const NodeFact& node : around.nodes) {
    if (!node.own || !node.live) continue;
    for (const std::string& listen : node.listen) {
      const auto address = parseAddress(listen);
      const auto found = std::find_if(ports->begin(), ports->end(), [&address](const ListeningPort& port) {
        return address && port.pid != 0 && sameDoor(port.address, *address);
      });
      if (found != ports->end()) return *found;
    }
  }
  return std::nullopt;
}

class DescriptorCheck final : public Check {
 public:
  std::string_view id() const override { return "limits.descriptors"; }
  Area area() const override { return Area::Limits; }
  Text title() const override { return text("Descriptors for as many devices"); }

  std::vector<Finding> run(System& system, const Surroundings& around, const Patience& patience) override {
    if (system.kind() == System::Kind::Windows) {
      return {good("limits.descriptors-ok", text("Windows has no limit of descriptors that a node would meet"),
                   text("sockets are bounded by memory"))};
    }
    const auto node = ownListener(system, around, patience);
    const std::string path = "/proc/" + (node ? std::to_string(node->pid) : "self") + "/limits";
    const auto limits = system.readFile(path);
    const std::size_t line = limits ? limits->find("Max open files") : std::string::npos;
    if (line == std::string::npos) {
      return {notSeen("limits.descriptors-not-seen", text("The limit of descriptors could not be seen"),
                      text("{0}", limits ? path + " does not have it" : limits.error().text))};
    }
    const std::string_view row = std::string_view(*limits).substr(line, limits->find('\n', line) - line);
    const auto numbers = numbersIn(row);
    const std::string soft = numbers.empty() ? "unlimited" : std::to_string(numbers.front());
    const Text evidence = node ? text("{0}, of the node's process: Max open files {1}", path, soft)
                               : text("{0}, as a node started from here would have it: Max open files {1}", path, soft);
    if (numbers.empty()) {
      return {good("limits.descriptors-ok", text("Descriptors are without limit"), evidence)};
    }
    return judge(numbers, around.settings.maxSessions, evidence, node);
  }

 private:
  static std::vector<Finding> judge(const std::vector<std::int64_t>& softAndHard, std::int64_t wanted,
                                    const Text& evidence, const std::optional<ListeningPort>& node) {
    const std::int64_t soft = softAndHard.front();
    const std::int64_t room = std::max<std::int64_t>(0, soft - kOwnDescriptors);
    const std::int64_t need = wanted > 0 ? wanted + kOwnDescriptors : std::int64_t{65'536};
    const Fix fix = more(need, node);
    if (wanted > 0 && room < wanted) {
      return {{"limits.descriptors-below-max-sessions",
               Grade::Problem,
               text("{0} descriptors are too few for node.max-sessions = {1}", soft, wanted),
               {evidence, text("about {0} devices fit; each takes a descriptor", room)},
               text("Devices past that are turned away with CLOSE 6, though the settings promise them room."),
               fix}};
    }
    if (wanted == 0 && soft < kFewDescriptors) {
      return {{"limits.few-descriptors",
               Grade::Warning,
               text("{0} descriptors are room for about {1} devices", soft, room),
               {evidence},
               text("Devices past that are turned away with CLOSE 6."),
               fix}};
    }
    return {
        good("limits.descriptors-ok", text("{0} descriptors are room for about {1} devices", soft, room), evidence)};
  }

  static Fix more(std::int64_t need, const std::optional<ListeningPort>& node) {
    const std::string number = std::to_string(need);
    std::vector<std::string> commands;
    if (node)
      commands.push_back("sudo prlimit --pid " + std::to_string(node->pid) + " --nofile=" + number + ":" + number);
    commands.push_back("sudo systemctl edit linekeeper   # [Service] LimitNOFILE=" + number);
    commands.push_back("ulimit -n " + number + "   # in the shell that starts it");
    return {text("Give the node's process {0} descriptors. A node takes the limit that it finds when it starts, so "
                 "restart it, drained, after the change.",
                 number),
            std::move(commands), std::nullopt};
  }
};

class BacklogCheck final : public Check {
 public:
  std::string_view id() const override { return "limits.backlog"; }
  Area area() const override { return Area::Limits; }
  Text title() const override { return text("Connections that may wait to be taken"); }

  std::vector<Finding> run(System& system, const Surroundings& around, const Patience& patience) override {
    if (system.kind() == System::Kind::Windows) {
      return {good("limits.backlog-ok", text("Windows sets the length of the queue itself"), text("no such setting"))};
    }
    const auto numbers = numbersOf(system, kSomaxconn);
    if (numbers.empty()) {
      return {
          notSeen("limits.backlog-not-seen", text("net.core.somaxconn could not be seen"), text("{0}", kSomaxconn))};
    }
    const std::int64_t most = numbers.front();
    const auto node = ownListener(system, around, patience);
    const bool nodeIsOlder = node && node->backlog > 0 && node->backlog < std::min(most, kBacklog);
    std::vector<Text> evidence{text("{0}: {1}; a node's listener asks for {2}", kSomaxconn, most, kBacklog)};
    if (node && node->backlog > 0) evidence.push_back(text("ss: the node's listener has {0}", node->backlog));
    const Text why = text(
        "After an outage a fleet comes back within seconds. What does not fit into the queue is dropped, and tries "
        "again after 1, 3 and 7 s.");
    if (most < kBacklog) {
      return {{"limits.somaxconn-low", Grade::Warning, text("net.core.somaxconn is {0}, below {1}", most, kBacklog),
               std::move(evidence), why,
               sysctlFix(text("Raise it, then restart node and nginx: a listener keeps what it got."),
                         "net.core.somaxconn", std::to_string(kBacklog), std::to_string(most))}};
    }
    if (nodeIsOlder) {
      return {{"limits.backlog-of-before", Grade::Warning,
               text("The node's listener still has a queue of {0}", node->backlog), std::move(evidence), why,
               Fix{text("Restart the node, drained: it listened before net.core.somaxconn was raised."),
                   {"linekeeper drain"},
                   std::nullopt}}};
    }
    return {{"limits.backlog-ok",
             Grade::Good,
             text("{0} connections may wait to be taken", kBacklog),
             std::move(evidence),
             {},
             std::nullopt}};
  }
};

// nginx connects to a node from one address to one address and port: as many connections as there are ports.
class EphemeralCheck final : public Check {
 public:
  std::string_view id() const override { return "limits.ephemeral-ports"; }
  Area area() const override { return Area::Limits; }
  Text title() const override { return text("Ports of the proxy toward each node"); }

  std::vector<Finding> run(System& system, const Surroundings& around, const Patience& patience) override {
    const bool windows = system.kind() == System::Kind::Windows;
    const auto range = windows ? askWindows(system, patience) : numbersOf(system, kRange);
    const std::string source = windows ? "Get-NetTCPSetting" : std::string(kRange);
    if (range.size() != 2 || range[1] < range[0]) {
      return {notSeen("limits.ephemeral-not-seen", text("The range of outgoing ports could not be seen"),
                      text("{0} does not have it", source))};
    }
    const Seen seen{range[0], range[1], source, windows};
    std::vector<Finding> findings;
    const auto live = std::max<std::int64_t>(
        1, std::count_if(around.nodes.begin(), around.nodes.end(), [](const NodeFact& node) { return node.live; }));
    const std::int64_t share = std::max(around.settings.maxSessions, around.settings.nginxExpectedDevices / live);
    for (const NodeFact& node : around.nodes) {
      if (!node.live) continue;
      const auto doors = static_cast<std::int64_t>(std::max<std::size_t>(1, node.listen.size()));
      judge("Node " + node.id, std::max(static_cast<std::int64_t>(node.sessions), share) / doors, seen, findings);
    }
    if (around.nodes.empty()) judge("A node", share, seen, findings);
    if (findings.empty()) {
      findings.push_back(good("limits.ephemeral-ok",
                              text("{0} ports toward each address of a node are enough for its devices", seen.count()),
                              seen.evidence()));
    }
    return findings;
  }

 private:
  struct Seen {
    std::int64_t first;
    std::int64_t last;
    std::string source;
    bool windows;

    [[nodiscard]] std::int64_t count() const { return last - first + 1; }
    [[nodiscard]] Text evidence() const { return text("{0}: {1} to {2}, {3} ports", source, first, last, count()); }
  };

  static std::vector<std::int64_t> askWindows(System& system, const Patience& patience) {
    const auto ran =
        system.run(powershellCommand("$found = @(Get-NetTCPSetting | Where-Object -FilterScript { "
                                     "$_.DynamicPortRangeNumberOfPorts } | Select-Object -First 1); "
                                     "$found | ForEach-Object -Process { '{0} {1}' -f $_.DynamicPortRangeStartPort, "
                                     "$_.DynamicPortRangeNumberOfPorts }"),
                   patience);
    if (!ran || ran->exitCode != 0) return {};
    std::vector<std::int64_t> numbers = numbersIn(ran->out);
    if (numbers.size() == 2) numbers[1] += numbers[0] - 1;
    return numbers;
  }

  static Fix widen(const Seen& seen) {
    const Text words =
        text("Let the node listen at two addresses or ports and name both in nginx's upstream, or widen the range.");
    Fix fix{words, {"netsh int ipv4 set dynamicport tcp start=10000 num=55535"}, std::nullopt};
    if (!seen.windows) {
      fix = sysctlFix(words, "net.ipv4.ip_local_port_range", "1024 65535",
                      std::to_string(seen.first) + " " + std::to_string(seen.last));
    }
    fix.commands.insert(fix.commands.begin(), "linekeeper --listen 0.0.0.0:7600 --listen 0.0.0.0:7601");
    return fix;
  }

  static void judge(const std::string& node, std::int64_t devices, const Seen& seen, std::vector<Finding>& findings) {
    if (devices * 10 < seen.count() * 8) return;
    const bool over = devices > seen.count();
    findings.push_back({over ? "limits.ephemeral-ports-too-few" : "limits.ephemeral-ports-near",
                        over ? Grade::Problem : Grade::Warning,
                        text("{0} is to hold {1} devices at one address, and a proxy has {2} ports toward it", node,
                             devices, seen.count()),
                        {seen.evidence()},
                        text("nginx connects to a node from one address of its own. When it has no port left, devices "
                             "are cut as they connect, and nginx logs 'Cannot assign requested address'."),
                        widen(seen)});
  }
};

class ConntrackCheck final : public Check {
 public:
  std::string_view id() const override { return "limits.conntrack"; }
  Area area() const override { return Area::Limits; }
  Text title() const override { return text("Connections that the firewall keeps track of"); }

  std::vector<Finding> run(System& system, const Surroundings& around, const Patience& /*patience*/) override {
    const auto most = numbersOf(system, kTrackedMost);
    const auto now = numbersOf(system, kTracked);
    if (most.empty() || now.empty()) {
      return {good("limits.conntrack-none", text("This machine keeps no track of connections"),
                   text("there is no {0}", kTrackedMost))};
    }
    // Through a proxy on this machine each device has two.
    const std::int64_t wanted = std::max(now[0], 2 * around.settings.maxSessions);
    const Text evidence = text("{0} of {1} are in use ({2})", now[0], most[0], kTrackedMost);
    if (wanted * 10 < most[0] * 8) {
      return {good("limits.conntrack-ok", text("The firewall has room for {0} connections", most[0]), evidence)};
    }
    return {{"limits.conntrack-near",
             now[0] * 10 >= most[0] * 9 ? Grade::Problem : Grade::Warning,
             text("The firewall keeps track of {0} connections at most, and {1} are to be expected", most[0], wanted),
             {evidence},
             text("Past that new connections are dropped without a word; the kernel logs 'nf_conntrack: table full'."),
             sysctlFix(text("Raise it; an entry takes about 300 bytes of memory."), "net.netfilter.nf_conntrack_max",
                       std::to_string(std::max<std::int64_t>(262'144, 2 * wanted)), std::to_string(most[0]))}};
  }
};

class DiskCheck final : public Check {
 public:
  std::string_view id() const override { return "limits.disk"; }
  Area area() const override { return Area::Limits; }
  Text title() const override { return text("Disk space for settings and logs"); }

  std::vector<Finding> run(System& system, const Surroundings& around, const Patience& /*patience*/) override {
    std::vector<std::string> places = around.places;
    if (places.empty()) {
      places.push_back(QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation).toStdString() +
                       "/linekeeper");
      const std::string& history = around.settings.historyFile;
      if (history == "auto") {
        places.push_back(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation).toStdString() +
                         "/linekeeper");
      } else if (!history.empty()) {
        places.push_back(history);
      }
    }
    if (system.kind() == System::Kind::Linux) places.emplace_back("/var/log");
    std::vector<Finding> findings;
    for (const std::string& place : places) findings.push_back(look(system, place));
    return findings;
  }

 private:
  static Finding look(System& system, const std::string& place) {
    constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;
    constexpr std::uint64_t kNone = 16;
    constexpr std::uint64_t kLittle = 256;
    const auto free = system.freeBytes(place);
    if (!free) {
      return notSeen("limits.disk-not-seen", text("The space left for {0} could not be seen", place),
                     text("{0}", free.error().text));
    }
    const std::uint64_t left = *free / kMiB;
    const Text evidence = text("{0} MiB are left where {1} is", left, place);
    if (left >= kLittle) return good("limits.disk-ok", text("There is space for {0}", place), evidence);
    return {"limits.disk-full",
            left < kNone ? Grade::Problem : Grade::Warning,
            text("{0} MiB are left for {1}", left, place),
            {evidence},
            text("Changed settings can't be saved, and logs end where the disk is full: both are missed when something "
                 "else goes wrong."),
            Fix{text("Make room on that disk."),
                system.kind() == System::Kind::Windows
                    ? std::vector<std::string>{"Get-PSDrive -PSProvider FileSystem"}
                    : std::vector<std::string>{"df -h " + CommandLine{place, {}}.shellText(),
                                               "sudo journalctl --vacuum-size=200M"},
                std::nullopt}};
  }
};

}  // namespace

Checks limitChecks(const Clock& clock) {
  Checks checks;
  checks.push_back(std::make_unique<DescriptorCheck>());
  checks.push_back(std::make_unique<BacklogCheck>());
  checks.push_back(std::make_unique<EphemeralCheck>());
  checks.push_back(std::make_unique<ConntrackCheck>());
  checks.push_back(makeRedisClockCheck(clock));
  checks.push_back(std::make_unique<DiskCheck>());
  return checks;
}

}  // namespace lk::setup
