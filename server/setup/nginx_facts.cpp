#include "server/setup/nginx_facts.h"

#include <algorithm>
#include <array>

#include "server/setup/nginx_containers.h"
#include "server/setup/powershell.h"

namespace lk::setup {

namespace {

// Beside PATH and the usual folders of servers, which the system looks through.
constexpr std::array<std::string_view, 3> kMoreOnUnix = {"/opt/homebrew/bin/nginx", "/opt/homebrew/opt/nginx/bin/nginx",
                                                         "/usr/local/opt/nginx/bin/nginx"};
constexpr std::array<std::string_view, 3> kMoreOnWindows = {"C:/nginx/nginx.exe", "C:/Program Files/nginx/nginx.exe",
                                                            "C:/ProgramData/chocolatey/bin/nginx.exe"};

constexpr std::chrono::seconds kSureOfAge{2};  // between a file's and a process's

bool isAbsolute(const std::string& path, System::Kind kind) {
  if (path.empty()) return false;
  if (path.front() == '/') return true;
  return kind == System::Kind::Windows && (path.front() == '\\' || (path.size() > 1 && path[1] == ':'));
}

std::string withoutSlash(std::string path) {
  while (path.size() > 1 && (path.back() == '/' || path.back() == '\\')) path.pop_back();
  return path;
}

class Look {
 public:
  Look(System& system, const Surroundings& around, const Patience& patience)
      : m_system(system), m_settings(around.settings), m_patience(patience) {
    m_facts.kind = system.kind();
  }

  NginxFacts whole() {
    processes();
    binaries();
    if (m_facts.binaries.empty()) return std::move(m_facts);
    build();
    chooseMaster();
    place();
    workers();
    m_facts.config = readNginxConfig(m_system, m_facts.configFile);
    return std::move(m_facts);
  }

 private:
  void processes() {
    auto running = runningNginx(m_system, m_patience);
    if (!running) {
      m_facts.processTrouble = running.error().text;
      return;
    }
    m_running = std::move(*running);
    for (const NginxProcess& process : m_running) {
      if (process.role != NginxProcess::Role::Master) continue;
      (isInContainer(m_system, process.pid, m_patience) ? m_facts.contained : m_facts.masters).push_back(process);
    }
  }

  void binaries() {
    if (!m_settings.nginxBinary.empty()) {
      add(m_settings.nginxBinary);
      return;  // nothing else is meant
    }
    for (const NginxProcess& master : m_facts.masters) add(master.program);
    for (const std::string& path : m_system.findProgram("nginx")) add(path);
    if (m_facts.kind == System::Kind::Windows) {
      for (const std::string_view path : kMoreOnWindows) add(std::string(path));
    } else {
      for (const std::string_view path : kMoreOnUnix) add(std::string(path));
    }
  }

  void add(const std::string& path) {
    const std::string real = m_system.realPath(path);
    if (real.empty()) return;
    const auto same = [&](const std::string& known) { return m_system.realPath(known) == real; };
    if (std::ranges::none_of(m_facts.binaries, same)) m_facts.binaries.push_back(path);
  }

  void build() {
    const auto ran = m_system.run({m_facts.binary(), {"-V"}}, m_patience);
    if (!ran) {
      m_facts.buildTrouble = ran.error().text;
      return;
    }
    m_facts.build = parseNginxBuild(ran->err + ran->out);
    if (!m_facts.build) m_facts.buildTrouble = "it does not answer -V as nginx does: " + (ran->err + ran->out);
  }

  [[nodiscard]] std::string prefixOf(const NginxProcess* master) const {
    if (master && !master->flag('p').empty()) return withoutSlash(master->flag('p'));
    if (m_facts.build && !m_facts.build->prefix.empty()) return withoutSlash(m_facts.build->prefix);
    const std::string& program = m_facts.binary();
    return withoutSlash(program.substr(0, program.find_last_of("/\\")));
  }
  [[nodiscard]] std::string configOf(const NginxProcess* master) const {
    std::string file = master ? master->flag('c') : std::string();
    if (file.empty()) file = m_facts.build ? m_facts.build->confPath : "conf/nginx.conf";
    return isAbsolute(file, m_facts.kind) ? file : prefixOf(master) + '/' + file;
  }

  void chooseMaster() {
    if (m_settings.nginxConfig.empty()) {
      const auto isHere = [&](const NginxProcess& master) { return !m_system.realPath(configOf(&master)).empty(); };
      const auto found = std::ranges::find_if(m_facts.masters, isHere);
      if (found != m_facts.masters.end()) m_facts.master = *found;
      return;
    }
    const auto real = [&](const std::string& path) {
      std::string found = m_system.realPath(path);
      return found.empty() ? path : found;
    };
    for (const NginxProcess& master : m_facts.masters) {
      if (real(configOf(&master)) == real(m_settings.nginxConfig)) m_facts.master = master;
    }
  }

  void place() {
    const NginxProcess* master = m_facts.master ? &*m_facts.master : nullptr;
    m_facts.prefix = prefixOf(master);
    m_facts.configFile = m_settings.nginxConfig.empty() ? configOf(master) : m_settings.nginxConfig;
  }

  void workers() {
    if (!m_facts.master) return;
    for (const NginxProcess& process : m_running) {
      if (process.parent != m_facts.master->pid) continue;
      if (process.role == NginxProcess::Role::Worker) m_facts.workers.push_back(process);
      if (process.role == NginxProcess::Role::OldWorker) m_facts.oldWorkers.push_back(process);
    }
  }

  System& m_system;
  const Settings& m_settings;
  const Patience& m_patience;
  NginxFacts m_facts;
  std::vector<NginxProcess> m_running;
};

}  // namespace

CommandLine NginxFacts::command(const std::vector<std::string>& arguments) const {
  CommandLine command{binary(), {}};
  const bool ownPrefix = !build || build->prefix.empty() || withoutSlash(build->prefix) != prefix;
  if (ownPrefix) command.arguments.insert(command.arguments.end(), {"-p", prefix});
  if (!build || whole(build->confPath) != configFile) {
    command.arguments.insert(command.arguments.end(), {"-c", configFile});
  }
  command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
  return command;
}

std::string NginxFacts::commandText(const std::vector<std::string>& arguments) const {
  return typedText(kind, command(arguments));
}

std::string NginxFacts::whole(const std::string& path) const {
  return isAbsolute(path, kind) ? path : prefix + '/' + path;
}

std::optional<std::string> changedSinceRead(System& system, const std::vector<std::string>& files,
                                            const std::vector<NginxProcess>& workers) {
  if (workers.empty()) return {};
  const auto youngest = std::ranges::min(workers, {}, &NginxProcess::age).age;
  // Ages of processes are whole seconds. They were asked for earlier, which makes files seem older, not younger.
  std::chrono::milliseconds least = youngest - kSureOfAge;
  std::optional<std::string> last;
  for (const std::string& file : files) {
    const auto age = system.ageOf(file);
    if (!age || *age < std::chrono::milliseconds(0) || *age >= least) continue;
    least = *age;
    last = file;
  }
  return last;
}

NginxFacts lookAtNginx(System& system, const Surroundings& around, const Patience& patience) {
  return Look(system, around, patience).whole();
}

}  // namespace lk::setup
