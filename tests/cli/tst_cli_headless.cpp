#include <QRegularExpression>
#include <QTcpSocket>
#include <QTest>

#include "tests/cli/program.h"
#include "tests/cli/running_node.h"
#include "tests/cli/wire_device.h"

using lk::test::Outcome;
using lk::test::Place;
using lk::test::run;
using lk::test::RunningNode;
using lk::test::WireDevice;
using lk::test::words;

namespace {

// One HTTP answer, headers and all; empty when there is none within 5 s.
QByteArray httpGet(const QString& address, const QByteArray& path) {
  QTcpSocket socket;
  socket.connectToHost(address.section(QLatin1Char(':'), 0, 0), address.section(QLatin1Char(':'), 1).toUShort());
  if (!socket.waitForConnected(5'000)) return {};
  socket.write("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  while (socket.waitForReadyRead(5'000)) continue;
  return socket.readAll();
}

}  // namespace

// The node alone: its ready line, its listeners, its metrics.
class HeadlessTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { m_place = std::make_unique<Place>(); }

  void theReadyLineIsExact_data();
  void theReadyLineIsExact();
  void theReadyLineIsAllOfStdout();
  void severalListenersServe();
  void listensOnIpv6();
  void theHostNamesANodeThatIsNotNamed();
  void needsNoDisplayPlugin();
  void demoDevicesConnectToAWildcardListener();
  void metricsAreServed();
  void readinessEndsWithADrain();
  void servesNothingWithoutAListener();

 private:
  std::unique_ptr<Place> m_place;
};

void HeadlessTest::theReadyLineIsExact_data() {
  QTest::addColumn<QStringList>("more");
  QTest::addColumn<QString>("pattern");
  const QString address = QStringLiteral("127\\.0\\.0\\.1:[1-9][0-9]*");
  const QString start = QStringLiteral("^ready node=n1 listen=") + address;
  QTest::newRow("plain") << QStringList() << start + QStringLiteral(" bus=memory metrics=off\n$");
  QTest::newRow("with metrics") << words("--metrics 127.0.0.1:0")
                                << start + QStringLiteral(" bus=memory metrics=") + address + QStringLiteral("\n$");
  QTest::newRow("two listeners") << words("--listen 127.0.0.1:0")
                                 << start + QLatin1Char(',') + address + QStringLiteral(" bus=memory metrics=off\n$");
}

void HeadlessTest::theReadyLineIsExact() {
  QFETCH(QStringList, more);
  QFETCH(QString, pattern);
  RunningNode node;
  QVERIFY(node.start(*m_place, QStringLiteral("n1"), more));
  const QString line = QString::fromUtf8(node.readyLine());
  QVERIFY2(QRegularExpression(pattern).match(line).hasMatch(), node.readyLine().constData());
}

void HeadlessTest::theReadyLineIsAllOfStdout() {
  RunningNode node;
  QVERIFY(node.start(*m_place, QStringLiteral("n1"), words("--demo 3")));
  QTRY_COMPARE(run(*m_place, "devices --json").json()->array().size(), 3);
  QCOMPARE(run(*m_place, "kick demo-1").code, 0);
  QCOMPARE(run(*m_place, "drain n1").code, 0);
  QVERIFY2(node.logs("draining"), "logs go to stderr");
  QCOMPARE(node.laterOutput(), QByteArray());
}

void HeadlessTest::severalListenersServe() {
  RunningNode node;
  QVERIFY(node.start(*m_place, QStringLiteral("n1"), words("--listen 127.0.0.1:0")));
  const QStringList addresses = node.listen().split(QLatin1Char(','));
  QCOMPARE(addresses.size(), 2);
  for (const QString& address : addresses) {
    WireDevice device;
    QVERIFY(device.join(address.section(QLatin1Char(':'), 1).toUShort(), "dev-1"));
  }
}

void HeadlessTest::listensOnIpv6() {
  RunningNode node;
  QVERIFY(node.startWith(*m_place, words("--headless --node-id n1 --listen [::1]:0 --demo 2")));
  QVERIFY2(node.listen().startsWith(QStringLiteral("[::1]:")), node.readyLine().constData());
  QTRY_VERIFY(run(*m_place, "devices --json").json()->array().size() == 2);
}

void HeadlessTest::theHostNamesANodeThatIsNotNamed() {
  RunningNode node;
  QVERIFY(node.startWith(*m_place, words("--headless --listen 127.0.0.1:0")));
  QVERIFY(!node.field("node").isEmpty());
}

void HeadlessTest::needsNoDisplayPlugin() {
  auto process = lk::test::makeProcess(*m_place, words("--headless --node-id n1 --listen 127.0.0.1:0"));
  auto environment = m_place->environment();
  environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("there-is-no-such-plugin"));
  process->setProcessEnvironment(environment);
  process->start();
  QVERIFY(QTest::qWaitFor([&] { return process->canReadLine(); }, 15'000));
  QVERIFY(process->readLine().startsWith("ready "));
  process->kill();
  process->waitForFinished();
}

void HeadlessTest::demoDevicesConnectToAWildcardListener() {
  RunningNode node;
  QVERIFY(node.startWith(*m_place, words("--headless --node-id n1 --listen 0.0.0.0:0 --demo 50")));
  QTRY_VERIFY(run(*m_place, "devices --json").json()->array().size() == 50);
  const auto rows = run(*m_place, "devices --json").json()->array();
  QStringList ids;
  for (const auto& row : rows) ids.push_back(row[QLatin1StringView("device")].toString());
  for (int i = 1; i <= 50; ++i) QVERIFY(ids.contains(QStringLiteral("demo-%1").arg(i)));
}

void HeadlessTest::metricsAreServed() {
  RunningNode node;
  QVERIFY(node.start(*m_place, QStringLiteral("n1"), words("--metrics 127.0.0.1:0")));
  WireDevice device;
  QVERIFY(device.join(node.port(), "dev-1"));
  device.write(lk::test::kReport, 7, "12 bytes ...");
  QVERIFY(device.waitFor(lk::test::kReportAck));
  QCOMPARE(run(*m_place, "send dev-1 on").code, 0);

  QVERIFY(httpGet(node.metrics(), "/healthz").startsWith("HTTP/1.1 200"));
  QVERIFY(httpGet(node.metrics(), "/readyz").startsWith("HTTP/1.1 200"));
  QVERIFY(httpGet(node.metrics(), "/other").startsWith("HTTP/1.1 404"));

  // An error of a live session counts like one before HELLO.
  WireDevice wrong;
  QVERIFY(wrong.join(node.port(), "wrong"));
  wrong.write(lk::test::kPing, 1, "not empty");
  QTRY_VERIFY(httpGet(node.metrics(), "/metrics").contains("linekeeper_protocol_errors_total{kind=\"bad-form\"} 1\n"));

  const QByteArray metrics = httpGet(node.metrics(), "/metrics");
  QVERIFY2(metrics.startsWith("HTTP/1.1 200"), metrics.constData());
  for (const char* line :
       {"\nlinekeeper_sessions 1\n", "\nlinekeeper_reports_total 1\n", "\nlinekeeper_report_bytes_total 12\n",
        "\nlinekeeper_commands_total{status=\"done\"} 1\n", "\nlinekeeper_command_ack_seconds_count 1\n",
        "linekeeper_connections_total{outcome=", "linekeeper_closes_total{reason=", "linekeeper_out_buffer_bytes ",
        "linekeeper_protocol_errors_total",
        "linekeeper_io_loop_lag_seconds_bucket{le=", "linekeeper_build_info{version="}) {
    QVERIFY2(metrics.contains(line), (QByteArray(line) + " is not in:\n" + metrics).constData());
  }
}

void HeadlessTest::readinessEndsWithADrain() {
  RunningNode node;
  QVERIFY(node.start(*m_place, QStringLiteral("n1"), words("--metrics 127.0.0.1:0 --set node.drain-rate=1")));
  WireDevice first;
  WireDevice second;
  WireDevice third;
  QVERIFY(first.join(node.port(), "dev-1") && second.join(node.port(), "dev-2") && third.join(node.port(), "dev-3"));
  const auto drain = lk::test::makeProcess(*m_place, words("drain"));
  drain->start();
  QVERIFY(node.logs("draining"));
  QTRY_VERIFY(httpGet(node.metrics(), "/readyz").startsWith("HTTP/1.1 503"));
  QVERIFY(httpGet(node.metrics(), "/healthz").startsWith("HTTP/1.1 200"));
  QCOMPARE(lk::test::finish(*drain).code, 0);
}

void HeadlessTest::servesNothingWithoutAListener() {
  const Outcome outcome =
      run(*m_place, {QStringLiteral("--headless"), QStringLiteral("--set"), QStringLiteral("node.listen=")});
  QVERIFY2(outcome.code == 2, outcome.said().constData());
  QVERIFY2(outcome.err.contains("node.listen"), outcome.said().constData());
}

QTEST_GUILESS_MAIN(HeadlessTest)
#include "tst_cli_headless.moc"
