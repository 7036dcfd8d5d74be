// Whatever the checks of a Windows machine ask it, and whatever they tell a person to type there, is PowerShell's.
#include <QTest>
#include <set>

#include "server/setup/all_checks.h"
#include "server/setup/nginx_change.h"
#include "server/setup/powershell.h"
#include "tests/setup/check_findings.h"
#include "tests/setup/powershell_grammar.h"
#include "tests/setup/recorded_system.h"

using namespace lk;
using namespace lk::setup;
using namespace lk::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* kBuild =
    "nginx version: nginx/1.22.1\r\nconfigure arguments: --prefix= --conf-path=conf/nginx.conf --with-stream\r\n";

const std::string kPlain = "C:\\nginx";
const std::string kNasty = "D:\\it's 网关 (生产), $env:x `n & co";

std::string json(std::string path) {
  for (std::size_t at = path.find('\\'); at != std::string::npos; at = path.find('\\', at + 2)) path.insert(at, "\\");
  return path;
}

// A machine with nginx in this folder, where nothing is as it should be.
RecordedSystem badMachine(const std::string& folder, bool runs) {
  RecordedSystem system(System::Kind::Windows);
  const std::string exe = folder + "\\nginx.exe";
  system.recordAllLike("powershell.exe", Ran{0, "[]", {}});
  system.program("nginx", exe);
  system.file(exe, "program");
  system.file(folder + "/conf/nginx.conf",
              "worker_processes 4;\nevents { worker_connections 8192; }\nstream {\n  upstream nodes {\n"
              "    least_conn;\n    server 127.0.0.1:7600 max_fails=0;\n    server 127.0.0.1:7601 weight=99;\n  }\n"
              "  server {\n    listen 127.0.0.1:7700;\n    proxy_timeout 10s;\n    proxy_protocol on;\n"
              "    proxy_pass nodes;\n  }\n}\n");
  system.record(CommandLine{exe, {"-V"}}.shellText(), Ran{0, {}, kBuild});
  const std::string one = "\"ExecutablePath\":\"" + json(exe) + "\",\"CommandLine\":\"nginx\",\"Age\":5}";
  if (runs) {
    system.record(nginxProcessQuery().shellText(), Ran{0,
                                                       "[{\"ProcessId\":10,\"ParentProcessId\":1," + one +
                                                           ",{\"ProcessId\":11,\"ParentProcessId\":2," + one + "]",
                                                       {}});
  }
  system.free(std::uint64_t{1} << 20);
  system.ownAddress("192.168.1.5");
  return system;
}

Surroundings badSurroundings() {
  Surroundings around;
  around.settings.listen = {"0.0.0.0:7600"};
  around.settings.nginxListen = {"0.0.0.0:7700"};
  around.settings.maxSessions = 100'000;
  around.settings.redisUrl = "redis://127.0.0.1:1";
  around.nodes = {{.id = "n1", .listen = {"127.0.0.1:7600"}, .own = true},
                  {.id = "n2", .listen = {"127.0.0.1:7601"}, .live = false, .own = true}};
  return around;
}

}  // namespace

class WindowsCommands : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everythingAskedAndToldIsPowershells_data() {
    QTest::addColumn<QString>("folder");
    QTest::addColumn<bool>("runs");
    for (const std::string& folder : {kPlain, kNasty}) {
      for (const bool runs : {false, true}) {
        QTest::newRow(qPrintable(QString::fromStdString(folder) + (runs ? QStringLiteral(", runs") : QString())))
            << QString::fromStdString(folder) << runs;
      }
    }
  }
  void everythingAskedAndToldIsPowershells() {
    QFETCH(QString, folder);
    QFETCH(bool, runs);
    RecordedSystem system = badMachine(folder.toStdString(), runs);
    look(system, badSurroundings());
    QVERIFY2(m_found.find("nginx.proxy-timeout-short"), m_found.all());
    QVERIFY2(m_found.find("limits.disk-full"), m_found.all());
    QVERIFY2(m_found.find(runs ? "nginx.several-masters" : "nginx.not-running"), m_found.all());
    checkAll(system, 6);
  }

  void aBareMachineIsAskedInPowershell() {
    RecordedSystem system(System::Kind::Windows);
    look(system, {});
    checkAll(system, 1);
  }

  // A port of another's, and the way to where it can be seen whose.
  void aPortThatIsTakenIsPowershells() {
    RecordedSystem system(System::Kind::Windows);
    system.recordAllLike("powershell.exe", Ran{0, R"({"address":"0.0.0.0","port":7600,"pid":0,"program":null})", {}});
    Surroundings around;
    around.settings.listen = {"0.0.0.0:7600"};
    look(system, around);
    QVERIFY2(m_found.find("ports.taken"), m_found.all());
    checkAll(system, 2);
  }

  void whatAChangeOfNginxSaysIsPowershells() {
    for (const std::string& folder : {kPlain, kNasty}) {
      RecordedSystem system = badMachine(folder, false);
      NginxChange change(system, m_clock);
      const auto view = change.look({}, Patience(m_clock, 10s));
      QVERIFY2(view.ok(), view.ok() ? "" : view.error().text.c_str());
      for (const std::vector<std::string>& words : {std::vector<std::string>{}, {"-t"}, {"-s", "reload"}}) {
        const std::string line = (*view)->nginx.commandText(words);
        QVERIFY2(line.starts_with("& '") && complaintOfTypedLine(line).empty(),
                 (complaintOfTypedLine(line) + " in: " + line).c_str());
      }
    }
  }

  void theGrammarOfTypedLinesIsNotBlind_data() {
    QTest::addColumn<QString>("line");
    for (const char* line :
         {"'C:\\nginx\\nginx.exe' -t", "& C:\\nginx\\nginx.exe -t", "& 'C:\\it's\\nginx.exe' -t",
          "& 'C:\\it'\\''s\\nginx.exe'", "sudo ss -ltnp", "df -h 'C:\\'", "ip address", "nginx -g daemon off;",
          "linekeeper check | more", "linekeeper --set a=$b", "netsh a,b", "& 'C:\\a' 'b", "kill -TERM 7"}) {
      QTest::newRow(line) << QString::fromLatin1(line);
    }
  }
  void theGrammarOfTypedLinesIsNotBlind() {
    QFETCH(QString, line);
    QVERIFY(!complaintOfTypedLine(line.toStdString()).empty());
  }

 private:
  void look(RecordedSystem& system, const Surroundings& around) {
    m_found.run(allChecks(m_clock), system, around, m_clock);
  }

  void checkAll(const RecordedSystem& system, std::size_t leastLines) {
    std::set<std::string> lines;
    std::set<std::string> scripts;
    const auto script = [&](const CommandLine& command) {
      if (!powershellScript(command).empty()) scripts.insert(command.arguments.back());
    };
    for (const CommandLine& command : system.commands()) {
      QVERIFY2(command.program != "powershell", command.shellText().c_str());  // without what makes it say UTF-8
      script(command);
    }
    for (const Finding& finding : m_found.findings()) {
      if (!finding.fix) continue;
      lines.insert(finding.fix->commands.begin(), finding.fix->commands.end());
      if (!finding.fix->action) continue;
      for (const std::vector<CommandLine>* commands : {&finding.fix->action->commands, &finding.fix->action->undo}) {
        for (const CommandLine& command : *commands) {
          script(command);
          script(elevatedCommand(command));
        }
      }
    }
    for (const std::string& one : scripts) {
      QVERIFY2(complaintOfPowershell(one).empty(), (complaintOfPowershell(one) + " in: " + one).c_str());
    }
    for (const std::string& line : lines) {
      QVERIFY2(complaintOfTypedLine(line).empty(), (complaintOfTypedLine(line) + " in: " + line).c_str());
    }
    QVERIFY2(scripts.size() >= 4, m_found.all());
    QVERIFY2(lines.size() >= leastLines, (std::to_string(lines.size()) + " lines, " + m_found.all()).c_str());
  }

  SystemClock m_clock;
  Found m_found;
};

QTEST_GUILESS_MAIN(WindowsCommands)
#include "tst_windows_commands.moc"
