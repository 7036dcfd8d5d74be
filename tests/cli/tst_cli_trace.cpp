#include <QTcpServer>
#include <QTest>

#ifdef Q_OS_UNIX
#include <csignal>
#endif

#include "tests/cli/program.h"
#include "tests/cli/running_node.h"
#include "tests/cli/wire_device.h"

using lk::test::finish;
using lk::test::makeProcess;
using lk::test::Outcome;
using lk::test::Place;
using lk::test::run;
using lk::test::RunningNode;
using lk::test::WireDevice;
using lk::test::words;

// trace and simulate: the verbs that go on until they are told to end.
class TraceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();

  void traceShowsFrames();
  void traceAsJson();
  void traceOfADeviceThatIsAwaySaysSo();
  void traceNeverShowsATokenInFull();
  void simulateRunsDevices();
  void simulateWithNobodyThere();
  void jsonStaysWholeWhenTheNodeEnds();

 private:
  std::unique_ptr<RunningNode> m_node;  // ends before its folder does
  std::unique_ptr<Place> m_place;
};

void TraceTest::init() {
  m_node = std::make_unique<RunningNode>();
  m_place = std::make_unique<Place>();
  QVERIFY(m_node->start(*m_place));
}

void TraceTest::traceShowsFrames() {
  WireDevice device;
  QVERIFY(device.join(m_node->port(), "dev-1"));
  const auto trace = makeProcess(*m_place, words("trace dev-1"));
  QByteArray seen;
  trace->start();
  // Frames from before the trace began are not shown, so go on until one is.
  quint32 id = 0;
  QVERIFY(QTest::qWaitFor(
      [&] {
        device.write(lk::test::kReport, ++id, "hello \x01");
        seen += trace->readAllStandardOutput();
        return seen.contains("REPORT_ACK");
      },
      10'000));
  QCOMPARE(run(*m_place, "send dev-1 relay").code, 0);
  QVERIFY(QTest::qWaitFor(
      [&] {
        seen += trace->readAllStandardOutput();
        return seen.contains("COMMAND_ACK");
      },
      10'000));
  QVERIFY2(seen.contains("68 65 6c 6c 6f 20 01") && seen.contains("hello ."), "hex, and text with dots");
  QVERIFY2(seen.contains("relay"), seen.constData());
#ifdef Q_OS_UNIX  // a console alone has Ctrl+C on Windows
  trace->terminate();
  QCOMPARE(finish(*trace).code, 0);
#endif
}

void TraceTest::traceAsJson() {
  WireDevice device;
  QVERIFY(device.join(m_node->port(), "dev-1"));
  WireDevice other;
  QVERIFY(other.join(m_node->port(), "dev-2"));
  const auto trace = makeProcess(*m_place, words("trace --json --seconds 2 dev-1"));
  trace->start();
  quint32 id = 0;
  while (trace->state() != QProcess::NotRunning && id < 1'000) {
    device.write(lk::test::kReport, ++id, "hello");
    other.write(lk::test::kReport, id, "not mine");
    QTest::qWait(50);
  }
  const Outcome outcome = finish(*trace);
  QVERIFY2(outcome.code == 0, outcome.said().constData());
  QVERIFY2(outcome.json() && outcome.json()->isArray(), outcome.said().constData());
  const QJsonArray frames = outcome.json()->array();
  QVERIFY(frames.size() > 2);
  bool fromDevice = false;
  bool fromNode = false;
  for (const auto& frame : frames) {
    QCOMPARE(frame[QLatin1StringView("device")].toString(), QStringLiteral("dev-1"));
    (frame[QLatin1StringView("from_device")].toBool() ? fromDevice : fromNode) = true;
  }
  QVERIFY(fromDevice && fromNode);
}

void TraceTest::traceOfADeviceThatIsAwaySaysSo() {
  const Outcome away = run(*m_place, "trace --json --seconds 1 dev-1");
  QVERIFY2(away.code == 0 && away.json() && away.json()->array().isEmpty(), away.said().constData());
  QVERIFY2(away.err.contains("dev-1 is not connected"), away.said().constData());
  WireDevice device;
  QVERIFY(device.join(m_node->port(), "dev-1"));
  const Outcome there = run(*m_place, "trace --json --seconds 1 dev-1");
  QVERIFY2(there.code == 0 && there.err.isEmpty(), there.said().constData());
}

void TraceTest::traceNeverShowsATokenInFull() {
  WireDevice early;
  QVERIFY(early.join(m_node->port(), "dev-1"));
  const auto trace = makeProcess(*m_place, words("trace --json --seconds 3 dev-1"));
  trace->start();
  QTest::qWait(1'000);
  WireDevice later;
  QVERIFY(later.join(m_node->port(), "dev-1", ",\"token\":\"s3cr3t-bearer\""));
  const Outcome outcome = finish(*trace);
  QVERIFY2(outcome.code == 0 && outcome.json(), outcome.said().constData());
  for (const auto& frame : outcome.json()->array()) {
    const auto payload = QByteArray::fromBase64(frame[QLatin1StringView("payload")].toString().toLatin1());
    QVERIFY2(!payload.contains("s3cr3t"), payload.constData());
  }
}

void TraceTest::simulateRunsDevices() {
  const auto simulate =
      makeProcess(*m_place, words("simulate --json --devices 20 --report-every 1 --size 10 --seconds 12 --target") +
                                QStringList{m_node->listen()});
  simulate->start();
  QTRY_COMPARE(run(*m_place, "devices --json").json()->array().size(), 20);
  const QString device =
      run(*m_place, "devices --json").json()->array().first()[QLatin1StringView("device")].toString();
  QCOMPARE(run(*m_place, QStringList{QStringLiteral("send"), device, QStringLiteral("on")}).code, 0);
  const Outcome outcome = finish(*simulate);
  QVERIFY2(outcome.code == 0, outcome.said().constData());
  QVERIFY2(outcome.json() && outcome.json()->isObject(), outcome.said().constData());
  const QJsonObject counts = outcome.json()->object();
  QCOMPARE(counts[QLatin1StringView("connects")].toInt(), 20);
  QCOMPARE(counts[QLatin1StringView("commands")].toInt(), 1);
  QVERIFY(counts[QLatin1StringView("reports_acked")].toInt() > 0);
  QVERIFY2(outcome.err.count('\n') >= 2, "counts each second on stderr");
  QTRY_COMPARE(run(*m_place, "devices --json").json()->array().size(), 0);
}

void TraceTest::simulateWithNobodyThere() {
  QTcpServer server;
  QVERIFY(server.listen(QHostAddress::LocalHost));
  const QString address = QStringLiteral("127.0.0.1:%1").arg(server.serverPort());
  server.close();
  const Outcome outcome = run(*m_place, words("simulate --devices 1 --seconds 1 --target") + QStringList{address});
  QVERIFY2(outcome.code == 3, outcome.said().constData());
}

void TraceTest::jsonStaysWholeWhenTheNodeEnds() {
  WireDevice device;
  QVERIFY(device.join(m_node->port(), "dev-1"));
  const auto trace = makeProcess(*m_place, words("trace --json dev-1"));
  const auto watch = makeProcess(*m_place, words("devices --watch --json"));
  trace->start();
  watch->start();
  quint32 id = 0;
  QVERIFY(QTest::qWaitFor(
      [&] {
        device.write(lk::test::kReport, ++id, "hello");
        return trace->bytesAvailable() > 0 && watch->bytesAvailable() > 0;
      },
      10'000));
#ifdef Q_OS_UNIX
  // Each has asked for more by then: the question fails, and so does the link.
  ::kill(static_cast<pid_t>(m_node->process().processId()), SIGSTOP);
  QTest::qWait(700);
#endif
  m_node->process().kill();
  for (QProcess* process : {trace.get(), watch.get()}) {
    const Outcome outcome = finish(*process);
    QVERIFY2(outcome.code == 3, outcome.said().constData());
    QVERIFY2(outcome.json() && outcome.json()->isArray(), outcome.said().constData());
    QVERIFY2(outcome.err.contains("the link") && outcome.err.count('\n') == 1, outcome.said().constData());
  }
}

QTEST_GUILESS_MAIN(TraceTest)
#include "tst_cli_trace.moc"
