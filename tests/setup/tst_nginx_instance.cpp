// How the nginx of this machine is spoken to, and what a node says to a probe.
#include <QTest>

#include "server/setup/nginx_instance.h"
#include "server/setup/nginx_test_tree.h"
#include "server/setup/probe.h"
#include "server/wire/frame.h"
#include "server/wire/hello.h"
#include "tests/setup/recorded_system.h"

using namespace lk;
using namespace lk::setup;
using namespace std::chrono_literals;
using lk::test::RecordedSystem;

namespace {

constexpr const char* kBuild =
    "nginx version: nginx/1.22.1\n"
    "configure arguments: --prefix=/usr/share/nginx --conf-path=/etc/nginx/nginx.conf "
    "--modules-path=/usr/lib/nginx/modules "
    "--error-log-path=stderr --with-stream=dynamic --with-stream_ssl_module\n";

// A Debian with nginx as systemd starts it.
RecordedSystem debian(const std::string& processes) {
  RecordedSystem system;
  system.recordAllLike("ps ", {0, processes, {}});
  system.record("/usr/sbin/nginx -V", Ran{0, {}, kBuild});
  system.program("nginx", "/usr/sbin/nginx");
  system.file("/usr/sbin/nginx", {});
  system.file("/etc/nginx/nginx.conf", "events { }\n");
  return system;
}

Talk answered(const std::string& heard) { return {Talk::End::Answered, heard, "127.0.0.1", {}, {}}; }

}  // namespace

class NginxInstanceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void valuesOfOptionsGoOnToTheNext() {
    const std::vector<std::string> words = {
        "/usr/sbin/nginx", "-g", "daemon", "on;", "master_process", "on;", "-p", "/my", "nginx/",
        "-c/etc/n.conf",   "-e", "stderr"};
    QCOMPARE(valueOfOption(words, 'g'), std::string("daemon on; master_process on;"));
    QCOMPARE(valueOfOption(words, 'p'), std::string("/my nginx/"));
    QCOMPARE(valueOfOption(words, 'c'), std::string("/etc/n.conf"));
    QCOMPARE(valueOfOption(words, 's'), std::string());
  }

  void commandsSayWhatTheMasterWasToldAtItsStart() {
    RecordedSystem system = debian(
        "  1 0 100 /sbin/init\n"
        "700 1 90 nginx: master process /usr/sbin/nginx -g daemon on; master_process on;\n"
        "701 700 90 nginx: worker process\n"
        "650 700 99 nginx: worker process is shutting down\n");
    const auto facts = lookAtNginx(system, {}, Patience(m_clock, 10s));
    const auto nginx = instanceOf(facts, {});
    QVERIFY2(nginx.ok(), nginx.ok() ? "" : nginx.error().text.c_str());
    QCOMPARE(nginx->master, 700);
    QCOMPARE(nginx->modulesFolder, std::string("/usr/lib/nginx/modules"));
    QVERIFY2(nginx->errorLog.empty(), "stderr is no file");
    QCOMPARE(nginx->command({"-s", "reload"}).shellText(),
             std::string("/usr/sbin/nginx -p /usr/share/nginx/ -g 'daemon on; master_process on;' -c "
                         "/etc/nginx/nginx.conf -s reload"));
  }

  void oneThatDoesNotRunIsStillFound() {
    RecordedSystem system = debian("1 0 100 /sbin/init\n");
    const auto nginx = instanceOf(lookAtNginx(system, {}, Patience(m_clock, 10s)), {});
    QVERIFY(nginx.ok() && !nginx->runs());
    QCOMPARE(nginx->configFile, std::string("/etc/nginx/nginx.conf"));
  }

  void ofSeveralOneMustBeNamed() {
    RecordedSystem system = debian(
        "700 1 90 nginx: master process /usr/sbin/nginx\n"
        "800 1 90 nginx: master process /usr/sbin/nginx -c /etc/nginx/other.conf\n");
    system.file("/etc/nginx/other.conf", "events { }\n");
    Surroundings around;
    const auto any = instanceOf(lookAtNginx(system, around, Patience(m_clock, 10s)), around.settings);
    QVERIFY(!any.ok() && any.error().code == Error::Code::Usage);
    QVERIFY(any.error().text.find("nginx.config") != std::string::npos);
    around.settings.nginxConfig = "/etc/nginx/other.conf";
    const auto named = instanceOf(lookAtNginx(system, around, Patience(m_clock, 10s)), around.settings);
    QVERIFY(named.ok() && named->master == 800);
  }

  void noneAtAllIsSaid() {
    RecordedSystem system;
    system.recordAllLike("ps ", {0, {}, {}});
    const auto none = instanceOf(lookAtNginx(system, {}, Patience(m_clock, 10s)), {});
    QVERIFY(!none.ok() && none.error().text.find("there is no nginx") != std::string::npos);
  }

  // Only what changes is copied, and what includes that; all else is included where it is.
  void theTestedCopyHoldsWhatChanges() {
    RecordedSystem system;
    const std::string main = "/etc/nginx/nginx.conf";
    const std::string text =
        "include modules/*.conf;\nhttp { include mime.types; }\nstream { include streams/*.conf; }\n";
    system.file(main, text);
    system.file("/etc/nginx/modules/50.conf", "load_module a.so;\n");
    system.file("/etc/nginx/mime.types", "types { }\n");
    system.file("/etc/nginx/streams/a.conf", "# a\n");
    system.file("/etc/nginx/streams/b.conf", "# b\n");
    const auto tree = makeTestTree(system, main, {{"/etc/nginx/streams/b.conf", "# b\n", "# new\n"}}, "S");
    QVERIFY(tree.ok());
    QCOMPARE(tree->copies.size(), std::size_t{2});
    QCOMPARE(
        tree->copies.at(tree->mainFile),
        std::string("include /etc/nginx/modules/50.conf;\nhttp { include /etc/nginx/mime.types; }\n"
                    "stream { include /etc/nginx/streams/a.conf; include /etc/nginx/.linekeeper-test-S-1.conf; }\n"));
    QCOMPARE(tree->copies.at("/etc/nginx/.linekeeper-test-S-1.conf"), std::string("# new\n"));
    QCOMPARE(tree->copiedFrom.at(tree->mainFile), main);
    // A file that goes is included no more.
    const auto without = makeTestTree(system, main, {{"/etc/nginx/streams/b.conf", "# b\n", std::nullopt}}, "S");
    QVERIFY(without.ok());
    QVERIFY(without->copies.at(without->mainFile).find("stream { include /etc/nginx/streams/a.conf; }") !=
            std::string::npos);
  }

  void aProbeHearsWhichNodeAnswers() {
    RecordedSystem system;
    std::string welcome;
    wire::appendFrame(welcome, wire::FrameType::Welcome, 0, wire::welcomePayload({7, 5}, "n2"));
    system.answer("127.0.0.1:7700", answered(welcome));
    const Probed probed = probe(system, {"127.0.0.1", 7700}, false, Patience(m_clock, 5s));
    QCOMPARE(probed.node, std::string("n2"));
    QVERIFY(probed.nodeAnswered());
    QVERIFY(probed.device.starts_with("linekeeper-probe-"));
  }

  void aProbeThatIsSentAwayHasReachedANode() {
    RecordedSystem system;
    std::string close;
    wire::appendClose(close, CloseReason::OverLimit, 30, "this node is full");
    system.answer("127.0.0.1:7700", answered(close));
    const Probed probed = probe(system, {"127.0.0.1", 7700}, false, Patience(m_clock, 5s));
    QVERIFY(probed.nodeAnswered() && probed.node.empty());
    QVERIFY(probed.says().plain().find("this node is full") != std::string::npos);
  }

  void whatIsNoNodeIsNotTakenForOne() {
    RecordedSystem system;
    system.answer("127.0.0.1:80", answered("HTTP/1.1 400 Bad Request\r\n\r\n"));
    system.answer("127.0.0.1:81", {Talk::End::Closed, {}, {}, {}, "it closed the connection"});
    for (const std::uint16_t port : std::initializer_list<std::uint16_t>{80, 81, 82}) {
      const Probed probed = probe(system, {"127.0.0.1", port}, false, Patience(m_clock, 5s));
      QVERIFY2(!probed.nodeAnswered(), qPrintable(QString::number(port)));
      QVERIFY(!probed.says().empty());
    }
  }

 private:
  const SystemClock m_clock;
};

QTEST_GUILESS_MAIN(NginxInstanceTest)
#include "tst_nginx_instance.moc"
