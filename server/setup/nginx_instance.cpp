#include "server/setup/nginx_instance.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <array>
#include <charconv>
#include <map>

namespace lk::setup {

namespace {

constexpr std::string_view kMasterTitle = "nginx: master process ";
constexpr std::string_view kWorkerTitle = "nginx: worker process";
constexpr std::string_view kOldTitle = "nginx: worker process is shutting down";
constexpr std::string_view kPowerShell =
    "[Console]::OutputEncoding=[Text.Encoding]::UTF8; ConvertTo-Json -Compress @(Get-CimInstance Win32_Process "
    "-Filter \"Name='nginx.exe'\" | Select-Object ProcessId,ParentProcessId,CommandLine)";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::int64_t takeNumber(std::string_view& text) {
  text = trimmed(text);
  std::int64_t value = 0;
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (bad != std::errc()) return 0;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

// A process' title holds its arguments with blanks between, and no quotes: a value goes on to the next option.
struct Started {
  std::string program;
  std::map<char, std::string> values;  // c, p, e, g
};

Started startedAs(std::string_view title) {
  Started started;
  char option = 0;
  while (!(title = trimmed(title)).empty()) {
    const std::size_t length = std::min(title.find(' '), title.size());
    std::string_view word = title.substr(0, length);
    title.remove_prefix(length);
    if (word.size() >= 2 && word[0] == '-' &&
        std::string_view("cpegtTqsvVh?").find(word[1]) != std::string_view::npos) {
      option = word[1];
      word.remove_prefix(2);
      if (word.empty()) continue;
    }
    std::string& value = option == 0 ? started.program : started.values[option];
    if (word.size() > 1 && word.front() == '"' && word.back() == '"') word = word.substr(1, word.size() - 2);
    value += (value.empty() ? "" : " ") + std::string(word);
  }
  return started;
}

bool isAbsolute(const std::string& path) {
  return !path.empty() && (path[0] == '/' || path[0] == '\\' || (path.size() > 1 && path[1] == ':'));
}

std::string withSlash(std::string folder) {
  if (!folder.empty() && folder.back() != '/' && folder.back() != '\\') folder += '/';
  return folder;
}

// The value of --NAME=VALUE among configure's arguments.
std::string configured(std::string_view said, const std::string& name) {
  const std::string wanted = "--" + name + "=";
  for (std::size_t at = said.find(wanted); at != std::string_view::npos; at = said.find(wanted, at + 1)) {
    if (at > 0 && said[at - 1] != ' ' && said[at - 1] != '\'') continue;
    const std::string_view value = said.substr(at + wanted.size());
    return std::string(value.substr(0, std::min(value.find_first_of(" '\r\n"), value.size())));
  }
  return {};
}

StreamModule streamModuleOf(std::string_view said) {
  const std::string word = " --with-stream";
  for (std::size_t at = said.find(word); at != std::string_view::npos; at = said.find(word, at + 1)) {
    const std::string_view rest = said.substr(at + word.size());
    if (rest.starts_with("=dynamic")) return StreamModule::Dynamic;
    if (rest.empty() || rest[0] == ' ' || rest[0] == '\n' || rest[0] == '\r') return StreamModule::BuiltIn;
  }
  return StreamModule::Missing;
}

// What it was built with, and the paths that follow from that and from how it was started.
Result<void> learn(NginxInstance& nginx, const Started& started, const std::string& workingFolder, System& system,
                   const Patience& patience) {
  const auto ran = system.run({nginx.program, {"-V"}}, patience);
  if (!ran) return ran.error();
  const std::string said = ran->out + ran->err;
  constexpr std::string_view kVersion = "nginx version: ";
  if (const std::size_t at = said.find(kVersion); at != std::string::npos) {
    const std::string_view rest = std::string_view(said).substr(at + kVersion.size());
    const std::size_t slash = rest.find('/') + 1;
    nginx.version = rest.substr(slash, rest.find_first_of(" \r\n", slash) - slash);
  }
  nginx.stream = streamModuleOf(said);
  const auto valueOf = [&](char option) {
    const auto found = started.values.find(option);
    return found == started.values.end() ? std::string() : found->second;
  };
  std::string prefix = valueOf('p');
  if (!prefix.empty() && !isAbsolute(prefix)) prefix = withSlash(workingFolder) + prefix;
  if (prefix.empty()) prefix = configured(said, "prefix");
  if (prefix.empty()) prefix = folderOf(nginx.program);
  prefix = withSlash(prefix);
  const auto whole = [&](const std::string& path) { return path.empty() || isAbsolute(path) ? path : prefix + path; };

  if (nginx.configFile.empty()) nginx.configFile = whole(valueOf('c'));
  if (nginx.configFile.empty()) nginx.configFile = whole(configured(said, "conf-path"));
  if (nginx.configFile.empty()) nginx.configFile = prefix + "conf/nginx.conf";
  nginx.modulesFolder = whole(configured(said, "modules-path"));
  if (nginx.modulesFolder.empty()) nginx.modulesFolder = prefix + "modules";
  nginx.errorLog = whole(valueOf('e'));
  if (nginx.errorLog.empty()) nginx.errorLog = whole(configured(said, "error-log-path"));
  if (nginx.errorLog.ends_with("stderr")) nginx.errorLog.clear();
  if (!valueOf('p').empty()) nginx.options.insert(nginx.options.end(), {"-p", prefix});
  for (const char option : {'e', 'g'}) {
    if (!valueOf(option).empty())
      nginx.options.insert(nginx.options.end(), {std::string("-") + option, valueOf(option)});
  }
  return {};
}

Result<NginxInstance> instanceOf(const NginxProcess& master, System& system, const Patience& patience) {
  NginxInstance nginx;
  nginx.master = master.pid;
  const Started started = startedAs(master.arguments);
  const std::string process = "/proc/" + std::to_string(master.pid);
  const bool linux = system.kind() == System::Kind::Linux;
  if (linux) nginx.program = system.realPath(process + "/exe");
  if (nginx.program.empty()) nginx.program = started.program;
  if (!isAbsolute(nginx.program)) {
    const auto found = system.findProgram("nginx");
    if (!found.empty()) nginx.program = found.front();
  }
  const auto learned =
      learn(nginx, started, linux ? system.realPath(process + "/cwd") : std::string(), system, patience);
  if (!learned) return learned.error();
  return nginx;
}

bool sameFile(System& system, const std::string& one, const std::string& other) {
  const std::string real = system.realPath(one);
  return one == other || (!real.empty() && real == system.realPath(other));
}

}  // namespace

std::string folderOf(const std::string& path) { return path.substr(0, path.find_last_of("/\\") + 1); }

CommandLine NginxInstance::command(const std::vector<std::string>& more, const std::string& file) const {
  CommandLine line{program, options};
  line.arguments.insert(line.arguments.end(), {"-c", file.empty() ? configFile : file});
  line.arguments.insert(line.arguments.end(), more.begin(), more.end());
  return line;
}

std::vector<NginxProcess> processesOfPs(std::string_view said) {
  std::vector<NginxProcess> processes;
  while (!said.empty()) {
    const std::size_t length = std::min(said.find('\n'), said.size());
    std::string_view line = said.substr(0, length);
    said.remove_prefix(std::min(length + 1, said.size()));
    NginxProcess process;
    process.pid = takeNumber(line);
    process.parent = takeNumber(line);
    line = trimmed(line);
    if (line.starts_with(kMasterTitle)) {
      process.arguments = line.substr(kMasterTitle.size());
    } else if (line.starts_with(kWorkerTitle)) {
      process.kind = line.starts_with(kOldTitle) ? NginxProcess::Kind::OldWorker : NginxProcess::Kind::Worker;
    } else {
      continue;
    }
    if (process.pid > 0) processes.push_back(std::move(process));
  }
  return processes;
}

std::vector<NginxProcess> processesOfPowerShell(std::string_view said) {
  std::vector<NginxProcess> processes;
  const auto json = QJsonDocument::fromJson(QByteArray(said.data(), static_cast<qsizetype>(said.size())));
  const QJsonArray rows = json.isObject() ? QJsonArray{json.object()} : json.array();
  for (const auto& row : rows) {
    NginxProcess process;
    process.pid = row[QLatin1StringView("ProcessId")].toInteger();
    process.parent = row[QLatin1StringView("ParentProcessId")].toInteger();
    process.arguments = row[QLatin1StringView("CommandLine")].toString().toStdString();
    if (process.pid > 0) processes.push_back(std::move(process));
  }
  std::vector<std::int64_t> pids;
  for (const NginxProcess& process : processes) pids.push_back(process.pid);
  for (NginxProcess& process : processes) {
    if (std::ranges::find(pids, process.parent) == pids.end()) continue;
    process.kind = NginxProcess::Kind::Worker;
    process.arguments.clear();
  }
  return processes;
}

Result<std::vector<NginxProcess>> nginxProcesses(System& system, const Patience& patience) {
  const bool windows = system.kind() == System::Kind::Windows;
  const CommandLine line =
      windows ? CommandLine{"powershell", {"-NoProfile", "-NonInteractive", "-Command", std::string(kPowerShell)}}
              : CommandLine{"ps", {"-eww", "-o", "pid=,ppid=,args="}};
  const auto ran = system.run(line, patience);
  if (!ran) return ran.error();
  if (ran->exitCode != 0) return Error{Error::Code::Io, line.shellText() + " failed: " + ran->err};
  return windows ? processesOfPowerShell(ran->out) : processesOfPs(ran->out);
}

std::vector<std::int64_t> workersOf(const std::vector<NginxProcess>& processes, std::int64_t master,
                                    NginxProcess::Kind kind) {
  std::vector<std::int64_t> pids;
  for (const NginxProcess& process : processes) {
    if (process.parent == master && process.kind == kind) pids.push_back(process.pid);
  }
  return pids;
}

Result<NginxInstance> findNginx(System& system, const std::string& configFile, const Patience& patience) {
  const auto processes = nginxProcesses(system, patience);
  if (!processes) return processes.error();
  std::vector<NginxInstance> running;
  std::optional<Error> unread;
  for (const NginxProcess& process : *processes) {
    if (process.kind != NginxProcess::Kind::Master) continue;
    auto nginx = instanceOf(process, system, patience);
    if (!nginx) {
      unread = nginx.error();
      continue;
    }
    if (configFile.empty() || sameFile(system, nginx->configFile, configFile)) running.push_back(std::move(*nginx));
  }
  if (running.size() == 1) return running.front();
  if (running.size() > 1) {
    std::string files;
    for (const NginxInstance& nginx : running) files += (files.empty() ? "" : ", ") + nginx.configFile;
    return Error{Error::Code::Usage,
                 "several nginx run, with " + files + "; name one with --set nginx.config=FILE or in the settings"};
  }
  if (unread && configFile.empty()) return *unread;

  const auto found = system.findProgram("nginx");
  if (found.empty()) {
    return Error{Error::Code::NotFound,
                 "there is no nginx on this machine: install it (on Debian: apt install nginx libnginx-mod-stream)"};
  }
  NginxInstance nginx;
  nginx.program = found.front();
  nginx.configFile = configFile;
  const auto learned = learn(nginx, {}, {}, system, patience);
  if (!learned) return learned.error();
  return nginx;
}

}  // namespace lk::setup
