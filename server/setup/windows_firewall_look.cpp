#include <QString>
#include <algorithm>
#include <map>

#include "server/setup/firewall_look.h"
#include "server/setup/windows_firewall.h"

namespace lk::setup {

namespace {

constexpr std::size_t kMostWords = 300;  // of what a program said, as evidence

Finding notSeen(const char* what, const std::string& words) {
  Finding finding;
  finding.id = "firewall.not-seen";
  finding.grade = Grade::Unknown;
  finding.title = text("Windows did not say {0}", what);
  finding.evidence = {text("{0}", words.substr(0, kMostWords))};
  finding.why = text("Whether the firewall lets devices in is not known.");
  finding.fix = Fix{text("Run the check again as administrator. If PowerShell is restricted on this machine, look at "
                         "Windows Security, Firewall & network protection, Allow an app through firewall."),
                    {},
                    {}};
  return finding;
}

// Asks, and reads the answer; what went wrong becomes a finding.
template <typename Value, typename Read>
bool ask(System& system, const Patience& patience, const CommandLine& question, Read read, const char* what,
         std::vector<Value>& into, std::vector<Finding>& findings) {
  const Result<Ran> ran = system.run(question, patience);
  if (!ran) {
    findings.push_back(notSeen(what, ran.error().text));
    return false;
  }
  if (ran->exitCode != 0) {
    findings.push_back(notSeen(what, "PowerShell ended with " + std::to_string(ran->exitCode) + ": " + ran->err));
    return false;
  }
  Result<std::vector<Value>> values = read(ran->out);
  if (!values) {
    findings.push_back(notSeen(what, values.error().text));
    return false;
  }
  into = std::move(values).value();
  return true;
}

std::string fileName(const std::string& path) { return path.substr(path.find_last_of("\\/") + 1); }

struct Programs {
  std::vector<GuardedProgram> known;
  std::vector<Finding> unknown;
};

Finding programUnknown(const std::string& what, const std::string& ports) {
  Finding finding;
  finding.id = "firewall.program-unknown";
  finding.grade = Grade::Unknown;
  finding.title = text("Which program is {0} is not known, so its firewall rules are not either", what);
  finding.evidence = {text("TCP {0}: nobody listens there, or Windows does not say who to this user", ports)};
  finding.why = text("Rules of Windows' firewall are for programs by their path.");
  finding.fix = Fix{text("Start {0}, then run the check again, as administrator if it is a service.", what), {}, {}};
  return finding;
}

// The paths behind the ports: of whoever listens, else of the one program of that name.
Programs programsOf(System& system, const std::vector<WindowsListener>& listeners,
                    const std::vector<ExposedPort>& ports) {
  const auto isNginx = [](const WindowsListener& l) {
    return QString::fromStdString(l.process).compare(QLatin1StringView("nginx"), Qt::CaseInsensitive) == 0;
  };
  std::map<std::pair<std::string, std::string>, std::vector<std::uint16_t>> found;  // by what and path
  const auto add = [&found](const std::string& what, const std::string& path, std::uint16_t port) {
    std::vector<std::uint16_t>& all = found[{what, path}];
    if (std::find(all.begin(), all.end(), port) == all.end()) all.push_back(port);
  };
  for (const WindowsListener& listener : listeners) {
    if (isNginx(listener) && !isLoopback(listener.address)) add("nginx", listener.path, listener.port);
  }
  for (const ExposedPort& port : ports) {
    const auto who = std::find_if(listeners.begin(), listeners.end(),
                                  [&](const WindowsListener& l) { return l.port == port.address.port && !isNginx(l); });
    add(port.what, who == listeners.end() ? std::string() : who->path, port.address.port);
  }
  Programs programs;
  for (auto& [key, at] : found) {
    auto [what, path] = key;
    std::sort(at.begin(), at.end());
    if (path.empty()) {
      const std::vector<std::string> places = system.findProgram(what == "nginx" ? "nginx.exe" : "linekeeper.exe");
      if (places.size() == 1) path = places.front();
    }
    if (!path.empty()) {
      programs.known.push_back({what, path, at});
      continue;
    }
    std::string numbers;
    for (const std::uint16_t port : at) numbers += (numbers.empty() ? "" : ", ") + std::to_string(port);
    programs.unknown.push_back(programUnknown(what, numbers));
  }
  return programs;
}

}  // namespace

std::vector<Finding> lookAtWindowsFirewall(System& system, const std::vector<ExposedPort>& ports,
                                           const Patience& patience) {
  std::vector<Finding> findings;
  std::vector<std::uint16_t> numbers;
  for (const ExposedPort& port : ports) numbers.push_back(port.address.port);
  std::vector<WindowsListener> listeners;
  if (!ask(system, patience, askWindowsListeners(numbers, {"nginx"}), readWindowsListeners, "who listens", listeners,
           findings)) {
    return findings;
  }
  Programs programs = programsOf(system, listeners, ports);
  if (programs.known.empty() && programs.unknown.empty()) {
    Finding finding;
    finding.id = "firewall.nothing-to-let-in";
    finding.title = text("Nothing here is meant for devices: no port is open beyond this machine");
    return {finding};
  }
  WindowsFirewall firewall;
  std::vector<std::string> names;
  for (const GuardedProgram& program : programs.known) names.push_back(fileName(program.path));
  const bool seen =
      ask(system, patience, askWindowsNetworks(), readWindowsNetworks, "which networks it is on", firewall.networks,
          findings) &&
      ask(system, patience, askWindowsProfiles(), readWindowsProfiles, "how its firewall is set", firewall.profiles,
          findings) &&
      ask(system, patience, askWindowsRules(names), readWindowsRules, "its firewall's rules", firewall.rules, findings);
  if (!seen) return findings;
  (void)ask(system, patience, askFirewallProducts(), readFirewallProducts, "whether other firewalls are registered",
            firewall.products, findings);
  for (Finding& finding : judgeWindowsMachine(firewall)) findings.push_back(std::move(finding));
  for (const GuardedProgram& program : programs.known) {
    for (Finding& finding : judgeWindowsProgram(firewall, program)) findings.push_back(std::move(finding));
  }
  for (Finding& finding : programs.unknown) findings.push_back(std::move(finding));
  return findings;
}

}  // namespace lk::setup
