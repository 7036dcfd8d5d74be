#include "server/setup/nginx_processes.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <charconv>

#include "server/setup/powershell.h"

namespace lk::setup {

namespace {

constexpr std::string_view kMaster = "nginx: master process ";
constexpr std::string_view kWorker = "nginx: worker process";
constexpr std::string_view kLeaving = "is shutting down";

// The words of a command line; "…" keeps blanks, as Windows writes it.
std::vector<std::string> splitWords(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false;
  bool begun = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
      begun = true;
    } else if (c == ' ' && !quoted) {
      if (begun) words.push_back(std::move(word));
      word.clear();
      begun = false;
    } else {
      word += c;
      begun = true;
    }
  }
  if (begun) words.push_back(std::move(word));
  return words;
}

bool takeNumber(std::string_view& line, std::int64_t& number) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  const auto [end, wrong] = std::from_chars(line.data(), line.data() + line.size(), number);
  if (wrong != std::errc()) return false;
  line.remove_prefix(static_cast<std::size_t>(end - line.data()));
  return true;
}

// A worker is born with its master's title, and has it for a moment. A master that took over from its parent, with a
// new program, has workers.
void nameNewborns(std::vector<NginxProcess>& processes) {
  for (NginxProcess& process : processes) {
    if (process.role != NginxProcess::Role::Master) continue;
    const auto parent = std::ranges::find(processes, process.parent, &NginxProcess::pid);
    const bool hasChildren = std::ranges::find(processes, process.pid, &NginxProcess::parent) != processes.end();
    if (parent != processes.end() && !hasChildren) process.role = NginxProcess::Role::Worker;
  }
}

std::string text(const QJsonValue& value) { return value.toString().toStdString(); }

}  // namespace

std::string NginxProcess::flag(char letter) const {
  const std::string name = {'-', letter};
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i] == name) return i + 1 < words.size() ? words[i + 1] : std::string();
    if (words[i].starts_with(name)) return words[i].substr(2);
  }
  return {};
}

std::vector<NginxProcess> parsePs(std::string_view said) {
  std::vector<NginxProcess> processes;
  while (!said.empty()) {
    std::string_view line = said.substr(0, said.find('\n'));
    said.remove_prefix(std::min(line.size() + 1, said.size()));
    NginxProcess process;
    std::int64_t age = 0;
    if (!takeNumber(line, process.pid) || !takeNumber(line, process.parent) || !takeNumber(line, age)) continue;
    process.age = std::chrono::seconds(age);
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    if (line.starts_with(kMaster)) {
      process.role = NginxProcess::Role::Master;
      process.words = splitWords(line.substr(kMaster.size()));
      if (!process.words.empty() && process.words.front().starts_with('/')) process.program = process.words.front();
    } else if (line.starts_with(kWorker)) {
      process.role =
          line.find(kLeaving) == std::string_view::npos ? NginxProcess::Role::Worker : NginxProcess::Role::OldWorker;
    } else {
      continue;
    }
    processes.push_back(std::move(process));
  }
  nameNewborns(processes);
  return processes;
}

std::vector<NginxProcess> parseWindowsProcesses(std::string_view said) {
  const auto document = QJsonDocument::fromJson(QByteArray(said.data(), static_cast<qsizetype>(said.size())));
  const QJsonArray all = document.isArray() ? document.array() : QJsonArray{document.object()};
  std::vector<NginxProcess> processes;
  for (const QJsonValue& value : all) {
    NginxProcess process;
    process.pid = value[QStringLiteral("ProcessId")].toInteger();
    process.parent = value[QStringLiteral("ParentProcessId")].toInteger();
    process.age = std::chrono::seconds(value[QStringLiteral("Age")].toInteger());
    process.program = text(value[QStringLiteral("ExecutablePath")]);
    process.words = splitWords(text(value[QStringLiteral("CommandLine")]));
    if (process.pid != 0) processes.push_back(std::move(process));
  }
  for (NginxProcess& process : processes) {
    if (std::ranges::find(processes, process.parent, &NginxProcess::pid) == processes.end()) {
      process.role = NginxProcess::Role::Master;
    }
  }
  return processes;
}

// Of a process that is not this user's Windows withholds path, words, and when it began.
CommandLine nginxProcessQuery() {
  return powershellCommand(
      "$found = @(Get-CimInstance -ClassName Win32_Process -Filter 'Name=''nginx.exe''' | ForEach-Object -Process { "
      "$age = 0; if ($_.CreationDate) { $age = [int](Get-Date).Subtract($_.CreationDate).TotalSeconds }; "
      "[pscustomobject]@{ ProcessId = $_.ProcessId; ParentProcessId = $_.ParentProcessId; "
      "ExecutablePath = $_.ExecutablePath; CommandLine = $_.CommandLine; Age = $age } }); "
      "ConvertTo-Json -InputObject $found -Compress");
}

Result<std::vector<NginxProcess>> runningNginx(System& system, const Patience& patience) {
  const bool windows = system.kind() == System::Kind::Windows;
  const CommandLine query =
      windows ? nginxProcessQuery() : CommandLine{"ps", {"-ww", "-eo", "pid=,ppid=,etimes=,args="}};
  const auto ran = system.run(query, patience);
  if (!ran) return ran.error();
  if (ran->exitCode != 0) {
    return Error{Error::Code::Io, query.program + " ended with " + std::to_string(ran->exitCode) + ": " + ran->err};
  }
  std::vector<NginxProcess> processes = windows ? parseWindowsProcesses(ran->out) : parsePs(ran->out);
  if (windows) return processes;
  for (NginxProcess& process : processes) {
    if (process.role != NginxProcess::Role::Master) continue;
    // A started-by-name master's title has no folder; the link has, where it may be read.
    const std::string program = system.realPath("/proc/" + std::to_string(process.pid) + "/exe");
    if (!program.empty()) process.program = program;
  }
  return processes;
}

}  // namespace lk::setup
