// What the checks find of an nginx for Windows. From recordings.
#include <QTest>

#include "tests/setup/check_findings.h"
#include "tests/setup/recorded_nginx.h"

using namespace lk::setup;
using namespace lk::test;

class SetupNginxRecordedWindows : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aGoodWindowsMachineHasNoFinding();
  void defectOfWindowsIsFound_data();
  void defectOfWindowsIsFound();
  void startedTwiceOnWindows();
  void onWindowsTheFixForSoKeepaliveIsTheWordItKnows();
};

void SetupNginxRecordedWindows::aGoodWindowsMachineHasNoFinding() {
  RecordedSystem system =
      windowsMachine("worker_shutdown_timeout 10m;\nevents { use poll; worker_connections 4096; }\n" + kStream);
  const auto found = nginxFindings(system, twoNodes());
  QVERIFY2(worst(found.findings()) == Grade::Good, found.all());
}

void SetupNginxRecordedWindows::defectOfWindowsIsFound_data() {
  QTest::addColumn<QByteArray>("head");
  QTest::addColumn<QByteArray>("id");
  QTest::addColumn<QByteArray>("evidence");
  QTest::newRow("more workers than work")
      << QByteArray("worker_processes 4;\nevents { use poll; worker_connections 4096; }\n")
      << QByteArray("nginx.windows-workers") << QByteArray("nginx.conf:2");
  QTest::newRow("room of idle workers") << QByteArray(
                                               "worker_processes 2;\nevents { use poll; worker_connections 1024; }\n")
                                        << QByteArray("nginx.worker-connections-low") << QByteArray("nginx.conf:3");
  QTest::newRow("select and its limit") << QByteArray("events { worker_connections 1024; }\n")
                                        << QByteArray("nginx.windows-select") << QByteArray("nginx.conf:2");
  QTest::newRow("more connections than select takes")
      << QByteArray("events {\n use select;\n worker_connections 65536; }\n") << QByteArray("nginx.windows-select")
      << QByteArray("nginx.conf:3: use select");
}

void SetupNginxRecordedWindows::defectOfWindowsIsFound() {
  QFETCH(QByteArray, head);
  QFETCH(QByteArray, id);
  QFETCH(QByteArray, evidence);
  RecordedSystem system = windowsMachine("worker_shutdown_timeout 10m;\n" + head.toStdString() + kStream);
  const auto found = nginxFindings(system, twoNodes());
  const Finding* finding = found.find(id.toStdString());
  QVERIFY2(finding, found.all());
  QVERIFY2(finding->grade > Grade::Unknown, found.all());
  QVERIFY2(evidenceHas(*finding, evidence.toStdString()), found.all());
  QVERIFY(finding->fix && finding->fix->commands.front().starts_with("& "));
}

void SetupNginxRecordedWindows::startedTwiceOnWindows() {
  const std::string one = ",\"ExecutablePath\":\"C:\\\\nginx\\\\nginx.exe\",\"CommandLine\":\"nginx\",\"Age\":5}";
  RecordedSystem twice(System::Kind::Windows);
  twice.file(kWindowsExe, "program");
  twice.file(kWindowsConf, "events { use poll; worker_connections 4096; }\n" + kStream);
  twice.record("'C:\\nginx\\nginx.exe' -V", Ran{0, {}, kWindowsBuild});
  twice.record(processCommandOf(System::Kind::Windows), Ran{0,
                                                            "[{\"ProcessId\":10,\"ParentProcessId\":1" + one +
                                                                ",{\"ProcessId\":11,\"ParentProcessId\":2" + one + "]",
                                                            {}});
  const auto found = nginxFindings(twice, twoNodes());
  QVERIFY2(found.find("nginx.several-masters"), found.all());
}

void SetupNginxRecordedWindows::onWindowsTheFixForSoKeepaliveIsTheWordItKnows() {
  std::string stream = kStream;
  stream.erase(stream.find(" so_keepalive=on"), 16);
  RecordedSystem system = windowsMachine("events { use poll; worker_connections 4096; }\n" + stream);
  const auto found = nginxFindings(system, twoNodes());
  const Finding* finding = found.find("nginx.so-keepalive-missing");
  QVERIFY2(finding, found.all());
  QVERIFY(finding->fix->text.plain().find("listen 7600 so_keepalive=on;") != std::string::npos);
}

QTEST_GUILESS_MAIN(SetupNginxRecordedWindows)
#include "tst_nginx_recorded_windows.moc"
