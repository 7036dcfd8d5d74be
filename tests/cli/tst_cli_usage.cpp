#include <QTest>

#include "tests/cli/program.h"

using lk::test::Outcome;
using lk::test::Place;
using lk::test::run;
using lk::test::words;

// What needs no node: help, version, and words that are wrong.
class UsageTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void helpNamesEveryOptionAndVerb();
  void helpShowsWholeSentences();
  void helpOfEachVerb_data();
  void helpOfEachVerb();
  void versionIsOneLine();
  void wrongWordsEndWith2_data();
  void wrongWordsEndWith2();
  void nothingRunsEndsWith3_data();
  void nothingRunsEndsWith3();
  void jsonErrorsAreOneObject();

 private:
  Place m_place;
};

void UsageTest::helpNamesEveryOptionAndVerb() {
  const Outcome help = run(m_place, "--help");
  QCOMPARE(help.code, 0);
  QCOMPARE(help.err, QByteArray());
  for (const char* word : {"--headless",     "--config FILE", "--set SECTION.KEY=VALUE",
                           "--node-id",      "--listen",      "--io-threads",
                           "--redis",        "--metrics",     "--demo",
                           "--check-config", "--version",     "--help",
                           "send",           "devices",       "kick",
                           "drain",          "nodes",         "nginx",
                           "simulate",       "trace",         "check",
                           "diagnose",       "service",       "--data-folder DIR",
                           "Usage:",         "Examples:",     "Exit codes"}) {
    QVERIFY2(help.out.contains(word), word);
  }
  QCOMPARE(run(m_place, "-h").out, help.out);
}

// Each verb has one line there, and with it a whole sentence.
void UsageTest::helpShowsWholeSentences() {
  const QByteArray help = run(m_place, "--help").out;
  int lines = 0;
  bool within = false;
  for (const QByteArray& line : help.split('\n')) {
    if (within && line.isEmpty()) break;
    if (within) QVERIFY2(++lines > 0 && line.trimmed().endsWith('.'), line.constData());
    within = within || line.startsWith("Verbs ");
  }
  QCOMPARE(lines, 11);
}

void UsageTest::helpOfEachVerb_data() {
  QTest::addColumn<QByteArrayList>("options");
  QTest::newRow("send") << QByteArrayList{"--hex",     "--base64",       "--file", "--ttl",  "--timeout",
                                          "--no-wait", "--devices-from", "--rate", "--json", "--node"};
  QTest::newRow("devices") << QByteArrayList{"--filter", "--limit", "--watch", "--json", "--node"};
  QTest::newRow("kick") << QByteArrayList{"--json", "--node"};
  QTest::newRow("drain") << QByteArrayList{"--rate", "--json"};
  QTest::newRow("nodes") << QByteArrayList{"--json"};
  QTest::newRow("diagnose") << QByteArrayList{"--via", "--redis", "--node", "--json"};
  QTest::newRow("simulate") << QByteArrayList{"--target", "--devices", "--report-every",
                                              "--size",   "--seconds", "--json"};
  QTest::newRow("trace") << QByteArrayList{"--json", "--node"};
  QTest::newRow("service") << QByteArrayList{"--json", "--data-folder", "--set", "--node-id", "--listen", "--redis"};
  QTest::newRow("nginx") << QByteArrayList{"--json", "--node", "--redis", "--dry-run", "--set", "--config"};
}

void UsageTest::helpOfEachVerb() {
  QFETCH(QByteArrayList, options);
  const QString verb = QString::fromLatin1(QTest::currentDataTag());
  const Outcome help = run(m_place, QStringList{verb, QStringLiteral("--help")});
  QVERIFY2(help.code == 0, help.said().constData());
  QVERIFY2(help.out.startsWith("Usage: linekeeper " + verb.toLatin1()), help.out.constData());
  QVERIFY(help.out.contains("Examples:"));
  for (const QByteArray& option : options) QVERIFY2(help.out.contains(option), option.constData());
}

void UsageTest::versionIsOneLine() {
  const Outcome version = run(m_place, "--version");
  QCOMPARE(version.code, 0);
  QVERIFY2(version.out.startsWith("linekeeper ") && version.out.count('\n') == 1, version.out.constData());
  QVERIFY(version.out.contains('.'));
}

void UsageTest::wrongWordsEndWith2_data() {
  QTest::addColumn<QStringList>("arguments");
  QTest::addColumn<QByteArray>("says");
  const auto row = [](const char* line, const char* says) { QTest::newRow(line) << words(line) << QByteArray(says); };
  row("--headles", "unknown option '--headles'; did you mean --headless? See linekeeper --help");
  row("--confg=x", "did you mean --config?");
  row("--nonsense", "unknown option '--nonsense'; see linekeeper --help");
  row("--headless --check-config --listen=", "--listen ADDR:PORT");
  row("devcies", "there is no verb 'devcies'; did you mean devices? See linekeeper --help");
  row("send --ratee 5 dev-1 on", "did you mean --rate? See linekeeper send --help");
  row("send dev-1 -1", "send demo-1 -- -1");
  row("trace a/b", "'a/b' is no device id");
  row("diagnose a/b", "'a/b' is no device id");
  row("--headless --port 1", "--port");
  row("--headless word", "word");
  row("--headless=yes", "--headless");
  row("--config", "--config");
  row("--headless --demo many", "many");
  row("--headless --demo -1", "-1");
  row("--headless --listen nowhere", "nowhere");
  row("--headless --io-threads 65", "65");
  row("--headless --metrics 9100", "9100");
  row("--headless --node-id a/b", "a/b");
  row("--headless --set node.nothing=1", "node.nothing");
  row("--headless --set node.keepalive", "node.keepalive");
  row("--headless --set node.keepalive=1s", "node.keepalive");
  row("--headless --set node.keepalive=301s", "node.keepalive-max");
  row("launch", "launch");
  row("send", "DEVICE");
  row("send dev-1", "PAYLOAD");
  row("send --hex dev-1 0g", "0g");
  row("send --hex dev-1 abc", "abc");
  row("send --base64 dev-1 *", "*");
  row("send --base64 dev-1 YWJjY", "YWJjY");
  row("send --hex --base64 dev-1 00", "--base64");
  row("send --file /nonexistent/file dev-1", "/nonexistent/file");
  row("send --devices-from /nonexistent/file on", "/nonexistent/file");
  row("send --ttl 604801 dev-1 on", "604800");
  row("send --ttl -1 dev-1 on", "--ttl");
  row("send --timeout 0 dev-1 on", "--timeout");
  row("send --timeout 301 dev-1 on", "300");
  row("send --rate 0 dev-1 on", "--rate");
  row("send --verbose dev-1 on", "--verbose");
  row("send --id= dev-1 on", "--id is empty");
  row("send --id= --redis redis://127.0.0.1:1 dev-1 on", "--id is empty");
  row("send --id a dev-1 dev-2 on", "one device");
  row("devices --limit x", "--limit");
  row("devices dev-1", "dev-1");
  row("kick", "DEVICE");
  row("drain a b", "one node");
  row("drain --rate 0", "--rate");
  row("drain fa --node fb", "'fa' and --node fb");
  row("nodes n1", "nodes");
  row("simulate", "--target");
  row("simulate --target 127.0.0.1:1 --devices 1 more", "simulate");
  row("simulate --target 127.0.0.1:1", "--devices");
  row("simulate --target 127.0.0.1 --devices 1", "127.0.0.1");
  row("simulate --target 127.0.0.1:1 --devices 0", "--devices");
  row("simulate --target 127.0.0.1:1 --devices 1 --prefix a/b", "'a/b1'");
  row("simulate --target 127.0.0.1:1 --devices 10 --prefix "
      "123456789_123456789_123456789_123456789_123456789_123456789_123",
      "1 to 64");
  row("simulate --target 127.0.0.1:1 --devices 1 --size 65537", "65536");
  row("simulate --target 127.0.0.1:1 --devices 1 --size 300 --max-payload 256", "--max-payload");
  row("simulate --target 127.0.0.1:1 --devices 1 --max-payload 16777217", "16777216");
  row("trace", "DEVICE");
  row("trace a b", "one device");
  row("service", "install");
  row("service restart", "install, remove, start, stop and status");
  row("service start now", "one word");
  row("service stop --node-id n1", "--node-id");
  row("service install --headless", "--headless");
}

void UsageTest::wrongWordsEndWith2() {
  QFETCH(QStringList, arguments);
  QFETCH(QByteArray, says);
  const Outcome outcome = run(m_place, arguments);
  QVERIFY2(outcome.code == 2, outcome.said().constData());
  QCOMPARE(outcome.out, QByteArray());
  QVERIFY2(outcome.err.contains(says), outcome.said().constData());
}

void UsageTest::nothingRunsEndsWith3_data() {
  QTest::addColumn<QStringList>("arguments");
  for (const char* line : {"send dev-1 on", "devices", "devices --watch", "kick dev-1", "drain", "drain n1",
                           "trace dev-1", "devices --node n1", "diagnose dev-1"}) {
    QTest::newRow(line) << words(line);
  }
}

void UsageTest::nothingRunsEndsWith3() {
  QFETCH(QStringList, arguments);
  const Outcome outcome = run(m_place, arguments);
  QVERIFY2(outcome.code == 3, outcome.said().constData());
  QCOMPARE(outcome.out, QByteArray());
  QVERIFY2(outcome.err.contains("linekeeper --headless"), "it says how to start one");
  QVERIFY2(outcome.err.count('\n') == 1, outcome.err.constData());
}

void UsageTest::jsonErrorsAreOneObject() {
  for (const char* line : {"send --json dev-1 on", "send --json --ttl x dev-1 on", "devices --json --nothing"}) {
    const Outcome outcome = run(m_place, line);
    const auto json = outcome.json();
    QVERIFY2(json && json->isObject(), outcome.said().constData());
    const QByteArray error = json->object().value(QLatin1StringView("error")).toString().toUtf8();
    QVERIFY2(!error.isEmpty() && outcome.err.contains(error), outcome.said().constData());
    QVERIFY(outcome.code == 2 || outcome.code == 3);
  }
}

QTEST_GUILESS_MAIN(UsageTest)
#include "tst_cli_usage.moc"
