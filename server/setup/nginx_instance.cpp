#include "server/setup/nginx_instance.h"

#include "server/setup/powershell.h"

namespace lk::setup {

std::string folderOf(const std::string& path) { return path.substr(0, path.find_last_of("/\\") + 1); }

CommandLine NginxInstance::command(const std::vector<std::string>& more, const std::string& file) const {
  CommandLine line{program, options};
  line.arguments.insert(line.arguments.end(), {"-c", file.empty() ? configFile : file});
  line.arguments.insert(line.arguments.end(), more.begin(), more.end());
  return line;
}

std::string NginxInstance::commandText(const std::vector<std::string>& more) const {
  return typedText(kind, command(more));
}

std::string valueOfOption(const std::vector<std::string>& words, char option) {
  constexpr std::string_view kOptions = "cpegtTqsvVh?";
  std::string value;
  bool within = false;
  for (std::size_t i = 1; i < words.size(); ++i) {
    std::string_view word = words[i];
    if (word.size() >= 2 && word[0] == '-' && kOptions.find(word[1]) != std::string_view::npos) {
      within = word[1] == option;
      word.remove_prefix(2);
    }
    if (within && !word.empty()) value += (value.empty() ? "" : " ") + std::string(word);
  }
  return value;
}

Result<NginxInstance> instanceOf(const NginxFacts& facts, const Settings& settings) {
  if (facts.binaries.empty()) {
    return Error{Error::Code::NotFound,
                 "there is no nginx on this machine: install it (on Debian: apt install nginx libnginx-mod-stream), or "
                 "say where it is with --set nginx.binary=FILE"};
  }
  if (!facts.build) return Error{Error::Code::NotFound, facts.binary() + ": " + facts.buildTrouble};
  if (settings.nginxConfig.empty() && facts.masters.size() > 1) {
    return Error{Error::Code::Usage, std::to_string(facts.masters.size()) +
                                         " nginx run on this machine; name the configuration of the one that is meant "
                                         "with --set nginx.config=FILE or in the settings"};
  }
  if (!facts.processTrouble.empty()) return Error{Error::Code::NotFound, facts.processTrouble};
  NginxInstance nginx;
  nginx.kind = facts.kind;
  nginx.program = facts.binary();
  nginx.build = *facts.build;
  nginx.configFile = facts.configFile;
  nginx.options = {"-p", facts.prefix + '/'};
  nginx.modulesFolder = facts.whole(nginx.build.modulesPath.empty() ? "modules" : nginx.build.modulesPath);
  nginx.errorLog = nginx.build.argument("error-log-path");
  if (facts.master) {
    nginx.master = facts.master->pid;
    for (const char option : {'e', 'g'}) {
      const std::string value = valueOfOption(facts.master->words, option);
      if (value.empty()) continue;
      nginx.options.insert(nginx.options.end(), {std::string("-") + option, value});
      if (option == 'e') nginx.errorLog = value;
    }
  }
  if (nginx.errorLog == "stderr") nginx.errorLog.clear();
  if (!nginx.errorLog.empty()) nginx.errorLog = facts.whole(nginx.errorLog);
  return nginx;
}

std::vector<std::int64_t> workersOf(const std::vector<NginxProcess>& processes, std::int64_t master,
                                    NginxProcess::Role role) {
  std::vector<std::int64_t> pids;
  for (const NginxProcess& process : processes) {
    if (process.parent == master && process.role == role) pids.push_back(process.pid);
  }
  return pids;
}

}  // namespace lk::setup
