// What an nginx says of its build, systems of its processes, and its configuration of times.
#include <QTest>

#include "server/setup/nginx_build.h"
#include "server/setup/nginx_processes.h"
#include "server/setup/nginx_stream.h"
#include "tests/setup/recorded_nginx.h"

using namespace lk::setup;
using namespace lk::test;

class SetupNginxWords : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void buildsSayWhatTheyAre_data();
  void buildsSayWhatTheyAre();
  void whatIsNoNginxIsNotTakenForOne();
  void processesOfLinuxAreToldApart();
  void aWorkerBeingBornIsNoMaster();
  void processesOfWindowsAreToldApart();
  void aSingleProcessOfWindowsIsNoList();
  void timesAreReadAsNginxReadsThem_data();
  void timesAreReadAsNginxReadsThem();
};

void SetupNginxWords::buildsSayWhatTheyAre_data() {
  QTest::addColumn<QByteArray>("said");
  QTest::addColumn<QByteArray>("version");
  QTest::addColumn<int>("stream");
  QTest::addColumn<QByteArray>("confPath");
  const auto row = [](const char* name, const QByteArray& said, const char* version, NginxBuild::Stream stream,
                      const char* confPath) {
    QTest::newRow(name) << said << QByteArray(version) << static_cast<int>(stream) << QByteArray(confPath);
  };
  row("Debian", kDebianBuild, "1.22.1", NginxBuild::Stream::Dynamic, "/etc/nginx/nginx.conf");
  row("Windows", kWindowsBuild, "1.22.1", NginxBuild::Stream::BuiltIn, "conf/nginx.conf");
  row("OpenResty",
      "nginx version: openresty/1.21.4.1\nconfigure arguments: --with-stream --prefix=/usr/local/openresty", "1.21.4",
      NginxBuild::Stream::BuiltIn, "conf/nginx.conf");
  row("Tengine", "Tengine version: Tengine/2.3.3 (nginx/1.18.0)\nconfigure arguments: --with-stream_ssl_module",
      "1.18.0", NginxBuild::Stream::Absent, "conf/nginx.conf");
  row("old", "nginx version: nginx/1.4.6 (Ubuntu)\n", "1.4.6", NginxBuild::Stream::Absent, "conf/nginx.conf");
}

void SetupNginxWords::buildsSayWhatTheyAre() {
  QFETCH(QByteArray, said);
  QFETCH(QByteArray, version);
  QFETCH(int, stream);
  QFETCH(QByteArray, confPath);
  const auto build = parseNginxBuild(said.toStdString());
  QVERIFY(build);
  const auto& [major, minor, patch] = build->version;
  QCOMPARE(QStringLiteral("%1.%2.%3").arg(major).arg(minor).arg(patch).toUtf8(), version);
  QCOMPARE(static_cast<int>(build->stream), stream);
  QCOMPARE(QByteArray::fromStdString(build->confPath), confPath);
}

void SetupNginxWords::whatIsNoNginxIsNotTakenForOne() {
  QVERIFY(!parseNginxBuild(""));
  QVERIFY(!parseNginxBuild("GNU bash, version 5.2.15(1)-release\n"));
  QVERIFY(!parseNginxBuild("nginx version: nginx/\n"));
}

void SetupNginxWords::processesOfLinuxAreToldApart() {
  const auto all = parsePs(
      "  1     0 500 /sbin/init\n"
      "700     1 400 nginx: master process /usr/sbin/nginx -p /srv -c/srv/n.conf\n"
      "701   700 390 nginx: worker process is shutting down\n"
      "702   700  20 nginx: worker process\n"
      "703   700  20 nginx: cache manager process\n"
      "garbage\n");
  QCOMPARE(all.size(), std::size_t(3));
  QCOMPARE(all[0].role, NginxProcess::Role::Master);
  QCOMPARE(all[0].program, std::string("/usr/sbin/nginx"));
  QCOMPARE(all[0].flag('p'), std::string("/srv"));
  QCOMPARE(all[0].flag('c'), std::string("/srv/n.conf"));
  QCOMPARE(all[0].flag('g'), std::string());
  QCOMPARE(all[1].role, NginxProcess::Role::OldWorker);
  QCOMPARE(all[1].age, std::chrono::seconds(390));
  QCOMPARE(all[2].role, NginxProcess::Role::Worker);
  QCOMPARE(all[2].parent, std::int64_t(700));
}

void SetupNginxWords::aWorkerBeingBornIsNoMaster() {
  const auto born = parsePs("700 1 9 nginx: master process nginx\n701 700 0 nginx: master process nginx\n");
  QCOMPARE(born[1].role, NginxProcess::Role::Worker);
  const auto upgraded = parsePs(
      "700 1 9 nginx: master process nginx\n701 700 0 nginx: master process nginx\n702 701 0 nginx: worker process\n");
  QCOMPARE(upgraded[1].role, NginxProcess::Role::Master);
}

void SetupNginxWords::processesOfWindowsAreToldApart() {
  const auto all = parseWindowsProcesses(
      "[{\"ProcessId\":8,\"ParentProcessId\":2,\"ExecutablePath\":\"C:\\\\a b\\\\nginx.exe\",\"CommandLine\":"
      "\"\\\"C:\\\\a b\\\\nginx.exe\\\" -p \\\"C:\\\\a b\\\"\",\"Age\":7},"
      "{\"ProcessId\":9,\"ParentProcessId\":8,\"ExecutablePath\":null,\"CommandLine\":null,\"Age\":6}]");
  QCOMPARE(all.size(), std::size_t(2));
  QCOMPARE(all[0].role, NginxProcess::Role::Master);
  QCOMPARE(all[0].flag('p'), std::string("C:\\a b"));
  QCOMPARE(all[1].role, NginxProcess::Role::Worker);
}

void SetupNginxWords::aSingleProcessOfWindowsIsNoList() {
  QCOMPARE(parseWindowsProcesses("{\"ProcessId\":8,\"ParentProcessId\":2}").size(), std::size_t(1));
  QVERIFY(parseWindowsProcesses("").empty());
  QVERIFY(parseWindowsProcesses("[]").empty());
  QVERIFY(parseWindowsProcesses("无法识别").empty());
}

void SetupNginxWords::timesAreReadAsNginxReadsThem_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<qint64>("ms");  // -1: none
  const auto row = [](const char* text, qint64 ms) { QTest::newRow(text) << QByteArray(text) << ms; };
  row("60", 60'000);
  row("500ms", 500);
  row("10s", 10'000);
  row("10m", 600'000);
  row("1h 30m", 5'400'000);
  row("1h30m", 5'400'000);
  row("1d", 86'400'000);
  row("0", 0);
  row("ten", -1);
  row("5x", -1);
  row("-1s", -1);
  row("99999999999999999999", -1);
  row("9999999999999y", -1);
}

void SetupNginxWords::timesAreReadAsNginxReadsThem() {
  QFETCH(QByteArray, text);
  QFETCH(qint64, ms);
  const auto time = parseNginxTime(text.toStdString());
  QCOMPARE(time ? static_cast<qint64>(time->count()) : -1, ms);
}

QTEST_GUILESS_MAIN(SetupNginxWords)
#include "tst_nginx_words.moc"
