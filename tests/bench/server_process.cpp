#include "tests/bench/server_process.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <sstream>

namespace lk::bench {

namespace {

constexpr auto kStartsWithin = std::chrono::seconds(30);

// "ready id=b1 listen=127.0.0.1:7600", "listens on /127.0.0.1:7600 with 2 workers", "ready 7600"; 0: it is another
// line.
std::uint16_t portIn(const std::string& line) {
  const std::size_t listen = line.find("listen");
  const std::size_t ready = line.find("ready ");
  if (listen == std::string::npos && ready == std::string::npos) return 0;
  const std::size_t colon = listen == std::string::npos ? std::string::npos : line.find(':', listen);
  const std::size_t before = colon == std::string::npos ? ready + 5 : colon;
  return static_cast<std::uint16_t>(std::atoi(line.c_str() + before + 1));
}

std::uint16_t portInOutput(int output) {
  std::string text(65'536, '\0');
  const ssize_t size = ::pread(output, text.data(), text.size(), 0);
  text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  std::istringstream lines(text);
  std::uint16_t port = 0;
  for (std::string line; port == 0 && std::getline(lines, line);) {
    if (!lines.eof()) port = portIn(line);
  }
  return port;
}

}  // namespace

ServerProcess::ServerProcess(const std::vector<std::string>& command) {
  const auto start = std::chrono::steady_clock::now();
  // A file and no pipe: it is read at the start only, and the server writes on.
  const int output = ::memfd_create("output", MFD_CLOEXEC);
  m_pid = ::fork();
  if (m_pid == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    std::vector<char*> arguments;
    for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
  }
  while (m_port == 0 && std::chrono::steady_clock::now() < start + kStartsWithin) {
    ::usleep(1'000);
    m_port = portInOutput(output);
  }
  m_readyAfterMs = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  ::close(output);
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

std::uint16_t unusedPort() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool good = socket >= 0 && ::bind(socket, reinterpret_cast<sockaddr*>(&address), length) == 0 &&
                    ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length) == 0;
  if (socket >= 0) ::close(socket);
  return good ? ntohs(address.sin_port) : std::uint16_t{0};
}

}  // namespace lk::bench
