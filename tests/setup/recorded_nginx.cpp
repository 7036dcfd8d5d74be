#include "tests/setup/recorded_nginx.h"

#include "server/base/clock.h"
#include "server/setup/areas.h"
#include "server/setup/nginx_processes.h"

namespace lk::test {

using namespace std::chrono_literals;
using setup::Ran;
using setup::Surroundings;
using setup::System;
using setup::Talk;

Surroundings twoNodes() {
  Surroundings around;
  around.nodes = {{.id = "n1", .listen = {"127.0.0.1:7601"}, .own = true},
                  {.id = "n2", .listen = {"127.0.0.1:7602"}, .own = true}};
  return around;
}

std::string processCommandOf(System::Kind kind) {
  return kind == System::Kind::Windows ? setup::nginxProcessQuery().shellText() : "ps -ww -eo pid=,ppid=,etimes=,args=";
}

RecordedSystem windowsMachine(const std::string& config) {
  RecordedSystem system(System::Kind::Windows);
  system.file(kWindowsExe, "program");
  system.file(kWindowsConf, config);
  system.record("'C:\\nginx\\nginx.exe' -V", Ran{0, {}, kWindowsBuild});
  system.recordAllLike("'C:\\nginx\\nginx.exe' ", Ran{0, {}, {}});
  system.record(processCommandOf(System::Kind::Windows),
                Ran{0,
                    "[{\"ProcessId\":4711,\"ParentProcessId\":900,\"ExecutablePath\":\"C:\\\\nginx\\\\nginx.exe\","
                    "\"CommandLine\":\"\\\"C:\\\\nginx\\\\nginx.exe\\\"\",\"Age\":90},"
                    "{\"ProcessId\":4712,\"ParentProcessId\":4711,\"ExecutablePath\":\"C:\\\\nginx\\\\nginx.exe\","
                    "\"CommandLine\":\"\\\"C:\\\\nginx\\\\nginx.exe\\\"\",\"Age\":88}]\r\n",
                    {}});
  system.answer("127.0.0.1:7600", {Talk::End::Answered, {}, "127.0.0.1", 90us, {}});
  return system;
}

RecordedSystem linuxMachine(const std::string& said, const std::string& config) {
  RecordedSystem system;
  system.program("nginx", "/usr/sbin/nginx");
  system.file("/usr/sbin/nginx", "program");
  system.file("/etc/nginx/nginx.conf", config);
  system.record("/usr/sbin/nginx -V", Ran{0, {}, said});
  system.recordAllLike("/usr/sbin/nginx ", Ran{0, {}, {}});
  system.record(processCommandOf(System::Kind::Linux),
                Ran{0,
                    "      1       0  90000 /sbin/init\n"
                    "    700       1   3600 nginx: master process /usr/sbin/nginx -g daemon on;\n"
                    "    701     700   3600 nginx: worker process\n",
                    {}});
  system.file("/proc/701/limits", "Limit  Soft  Hard  Units\nMax open files            8192     8192     files\n");
  system.answer("127.0.0.1:7600", {Talk::End::Answered, {}, "127.0.0.1", 90us, {}});
  return system;
}

Found nginxFindings(System& system, const Surroundings& around) {
  const SystemClock clock;
  Found found;
  found.run(setup::nginxChecks(), system, around, clock);
  return found;
}

}  // namespace lk::test
