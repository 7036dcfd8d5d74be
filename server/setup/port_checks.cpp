#include <algorithm>

#include "server/setup/areas.h"
#include "server/setup/listening_ports.h"
#include "server/setup/numbers.h"

namespace lk::setup {

namespace {

constexpr std::string_view kRange = "/proc/sys/net/ipv4/ip_local_port_range";
constexpr std::string_view kUnprivileged = "/proc/sys/net/ipv4/ip_unprivileged_port_start";

// A door that the settings want for this machine.
struct Door {
  Address address;
  std::string setting;  // node.listen
  bool ofNginx = false;
};

std::vector<Door> doorsOf(const Settings& settings) {
  std::vector<Door> doors;
  const auto add = [&doors](const std::string& text, const char* setting, bool ofNginx) {
    const auto address = parseAddress(text);
    if (address && address->port != 0) doors.push_back({*address, setting, ofNginx});
  };
  for (const std::string& listen : settings.listen) add(listen, "node.listen", false);
  if (!settings.metricsListen.empty()) add(settings.metricsListen, "metrics.listen", false);
  for (const std::string& listen : settings.nginxListen) add(listen, "nginx.listen", true);
  return doors;
}

const NodeFact* ownNodeAt(const Surroundings& around, const Address& address) {
  for (const NodeFact& node : around.nodes) {
    if (!node.own || !node.live) continue;
    for (const std::string& listen : node.listen) {
      const auto bound = parseAddress(listen);
      if (bound && sameDoor(*bound, address)) return &node;
    }
  }
  return nullptr;
}

std::string baseName(const std::string& program) {
  const std::size_t slash = program.find_last_of("/\\");
  return slash == std::string::npos ? program : program.substr(slash + 1);
}

bool isProgram(const ListeningPort& port, std::string_view name) {
  const std::string base = baseName(port.program);
  return base == name || base == std::string(name) + ".exe";
}

Text whoText(const ListeningPort& port) {
  if (port.pid == 0) return text("{0} listens on {1}", "a program that this user may not see", port.address.text());
  return text("{0}, process {1}, listens on {2}", port.program, port.pid, port.address.text());
}

std::string nextPort(const Address& address) {
  const Address next{address.host, static_cast<std::uint16_t>(address.port < 65'535 ? address.port + 1 : 7600)};
  return next.text();
}

class PortCheck final : public Check {
 public:
  std::string_view id() const override { return "ports.listeners"; }
  Area area() const override { return Area::Ports; }
  Text title() const override { return text("Ports that this program and nginx listen on"); }

  std::vector<Finding> run(System& system, const Surroundings& around, const Patience& patience) override {
    const std::vector<Door> doors = doorsOf(around.settings);
    if (doors.empty()) {
      return {{"ports.none", Grade::Good, text("The settings ask for no port on this machine"), {}, {}, std::nullopt}};
    }
    const auto ports = listeningPorts(system, patience);
    if (!ports) {
      return {{"ports.not-seen",
               Grade::Unknown,
               text("Who listens on this machine could not be seen"),
               {text("{0}", ports.error().text)},
               {},
               system.kind() == System::Kind::Windows
                   ? Fix{text("Run the check again as administrator."), {}, std::nullopt}
                   : Fix{text("Install the program ss, and look again."), {"apt-get install iproute2"}, std::nullopt}}};
    }
    std::vector<Finding> findings;
    for (const Door& door : doors) {
      look(door, around, *ports, system, findings);
      if (system.kind() == System::Kind::Linux) lookAtNumber(door, system, findings);
    }
    return findings;
  }

 private:
  static void look(const Door& door, const Surroundings& around, const std::vector<ListeningPort>& ports,
                   System& system, std::vector<Finding>& findings) {
    const auto holder = std::find_if(ports.begin(), ports.end(), [&door](const ListeningPort& port) {
      return sameDoor(port.address, door.address);
    });
    const std::string where = door.address.text();
    const NodeFact* node = ownNodeAt(around, door.address);
    if (holder == ports.end()) {
      if (door.ofNginx) return;  // whether nginx ought to be there is asked elsewhere
      findings.push_back({"ports.free",
                          Grade::Good,
                          text("{0} is free", where),
                          {text("{0}: nobody listens on it", door.setting)},
                          {},
                          std::nullopt});
      return;
    }
    const bool right = door.ofNginx
                           ? isProgram(*holder, "nginx") || holder->pid == 0
                           : (node != nullptr && door.setting == "node.listen") || (isProgram(*holder, "linekeeper"));
    if (right) {
      const Text who =
          node != nullptr && !door.ofNginx ? text("node {0}", node->id) : text("{0}", baseName(holder->program));
      findings.push_back({"ports.own",
                          Grade::Good,
                          text("{0} is held by {1}, as it should be", where, who),
                          {whoText(*holder)},
                          {},
                          std::nullopt});
      return;
    }
    findings.push_back(taken(door, *holder, system.kind()));
  }

  static Finding taken(const Door& door, const ListeningPort& holder, System::Kind kind) {
    const std::string where = door.address.text();
    const std::string who = holder.pid == 0 ? "another program" : baseName(holder.program);
    Finding finding{"ports.taken",
                    Grade::Problem,
                    text("{0} is taken by {1}", where, who),
                    {whoText(holder), text("{0} asks for it", door.setting)},
                    {},
                    std::nullopt};
    const std::string number = std::to_string(door.address.port);
    std::vector<std::string> seeWho;
    if (holder.pid == 0) {
      seeWho.push_back(kind == System::Kind::Windows ? "Get-NetTCPConnection -State Listen -LocalPort " + number
                                                     : "sudo ss -ltnp 'sport = :" + number + "'");
    }
    if (door.ofNginx) {
      finding.why = text("nginx cannot bind it and does not start, or a reload changes nothing.");
      finding.fix = Fix{text("End {0}, or give nginx another port with nginx.listen, and devices too.", who),
                        std::move(seeWho), std::nullopt};
      return finding;
    }
    finding.why = text("The node cannot listen there, and ends as it starts: no device gets in.");
    if (isProgram(holder, "nginx")) {
      finding.fix = Fix{text("nginx and the node need a port each: devices connect to nginx's port, nginx to the "
                             "node's. Give the node "
                             "another one and name it in nginx's upstream."),
                        {"linekeeper --set " + door.setting + "=" + nextPort(door.address)},
                        std::nullopt};
      return finding;
    }
    seeWho.push_back("linekeeper --set " + door.setting + "=" + nextPort(door.address));
    finding.fix = Fix{text("End {0}, or let the node listen elsewhere.", who), std::move(seeWho), std::nullopt};
    return finding;
  }

  static void lookAtNumber(const Door& door, System& system, std::vector<Finding>& findings) {
    const std::uint16_t port = door.address.port;
    const std::vector<std::int64_t> range = numbersOf(system, kRange);
    if (range.size() == 2 && port >= range[0] && port <= range[1] && !isReserved(port, system)) {
      const std::string number = std::to_string(port);
      findings.push_back(
          {"ports.in-ephemeral-range",
           Grade::Warning,
           text("{0} is among the ports that outgoing connections draw from", door.address.text()),
           {text("{0}: {1} to {2}", kRange, range[0], range[1])},
           text("After a restart an outgoing connection may hold the port already, and the listener can't come back "
                "until that ends."),
           Fix{text("Keep the port out of that range, or choose one below {0}.", range[0]),
               {"sudo sysctl -w net.ipv4.ip_local_reserved_ports=" + number,
                "echo net.ipv4.ip_local_reserved_ports=" + number +
                    " | sudo tee /etc/sysctl.d/60-linekeeper-ports.conf"},
               std::nullopt}});
    }
    const std::vector<std::int64_t> start = numbersOf(system, kUnprivileged);
    const std::int64_t unprivileged = start.empty() ? 1024 : start.front();
    if (door.ofNginx || port >= unprivileged) return;
    findings.push_back({"ports.privileged",
                        Grade::Warning,
                        text("{0} is below {1}, where only root may listen", door.address.text(), unprivileged),
                        {text("{0} asks for it", door.setting)},
                        text("A node of an ordinary user ends as it starts."),
                        Fix{text("Choose a port of {0} or above, or give the program the right.", unprivileged),
                            {"sudo setcap cap_net_bind_service=+ep \"$(command -v linekeeper)\""},
                            std::nullopt}});
  }

  static bool isReserved(std::int64_t port, System& system) {
    const auto reserved = system.readFile("/proc/sys/net/ipv4/ip_local_reserved_ports");
    return reserved && inRanges(*reserved, port);
  }
};

}  // namespace

Checks portChecks() {
  Checks checks;
  checks.push_back(std::make_unique<PortCheck>());
  return checks;
}

}  // namespace lk::setup
