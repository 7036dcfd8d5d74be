#include "tests/bench/server_process.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>

namespace lk::bench {

namespace {

std::uint16_t portIn(const std::string& line) {
  const std::size_t listen = line.find("listen=");
  const std::size_t end = listen == std::string::npos ? line.size() : line.find_first_of(", \n", listen);
  const std::string whole = line.substr(0, end);
  const std::size_t start = whole.find_last_of(": ");
  return start == std::string::npos ? std::uint16_t{0}
                                    : static_cast<std::uint16_t>(std::atoi(whole.c_str() + start + 1));
}

}  // namespace

ServerProcess::ServerProcess(const std::vector<std::string>& command) {
  int pipe[2] = {-1, -1};
  if (::pipe2(pipe, O_CLOEXEC) != 0) return;
  m_pid = ::fork();
  if (m_pid == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(pipe[1], STDOUT_FILENO);
    const int null = ::open("/dev/null", O_WRONLY);
    ::dup2(null, STDERR_FILENO);
    std::vector<char*> arguments;
    for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
  }
  ::close(pipe[1]);
  std::FILE* output = ::fdopen(pipe[0], "r");
  char line[512] = {};
  if (output != nullptr && std::fgets(line, sizeof line, output) != nullptr) m_port = portIn(line);
  if (output != nullptr) std::fclose(output);
}

ServerProcess::~ServerProcess() {
  if (m_pid <= 0) return;
  ::kill(m_pid, SIGKILL);
  ::waitpid(m_pid, nullptr, 0);
}

double ServerProcess::cpuSeconds() const {
  clockid_t clock{};
  timespec time{};
  if (::clock_getcpuclockid(m_pid, &clock) != 0 || ::clock_gettime(clock, &time) != 0) return 0;
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

std::int64_t ServerProcess::pssBytes() const {
  std::ifstream rollup("/proc/" + std::to_string(m_pid) + "/smaps_rollup");
  for (std::string line; std::getline(rollup, line);) {
    if (line.starts_with("Pss:")) return std::atoll(line.c_str() + 4) * 1024;
  }
  return 0;
}

}  // namespace lk::bench
