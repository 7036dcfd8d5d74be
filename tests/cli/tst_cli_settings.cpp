#include <QFileInfo>
#include <QTcpServer>
#include <QTest>
#include <algorithm>
#include <vector>

#include "tests/cli/program.h"
#include "tests/cli/running_node.h"

using lk::test::contents;
using lk::test::finish;
using lk::test::makeProcess;
using lk::test::native;
using lk::test::Outcome;
using lk::test::Place;
using lk::test::run;
using lk::test::RunningNode;
using lk::test::words;

// What a node starts with, and what keeps it from starting: one clear sentence, exit code 2.
class SettingsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { m_place = std::make_unique<Place>(); }

  void goodSettingsCheckWith0();
  void badFilesSayFileAndLine_data();
  void badFilesSayFileAndLine();
  void everyErrorOfAFileIsSaid();
  void whatIsWrongTogetherHasItsPlace_data();
  void whatIsWrongTogetherHasItsPlace();
  void whatIsWrongBetweenSettingsIsSaid();
  void aFileThatIsNamedMustExist();
  void flagsAreStrongerThanSetIsStrongerThanTheFile();
  void listsThatAreSetTwiceAddUp();
  void addressesThatExcludeEachOtherAreRefused();
  void theLineOfTheListThatExcludesIsNamed();
  void aRedisThatCannotBeIsRefused_data();
  void aRedisThatCannotBeIsRefused();
  void aTakenPortEndsWith2();
  void aTakenMetricsPortEndsWith2();
  void anAddressThatIsNotOursEndsWith2();
  void aSecondNodeOfAnIdEndsWith2();
  void ofManyStartedAtOnceOneWins();
  void aNodeStartsWhileOthersLookForIt();
  void aLongRuntimeFolderIsNoTrouble();
  void aKilledNodesIdIsFree();
  void anUnusableRuntimeFolderEndsWith2();
  void headlessWritesNoSettings();

 private:
  // Ends with 2, prints nothing on stdout, says these things on stderr.
  void verifyRefused(const Outcome& outcome, const QByteArrayList& says);
  std::unique_ptr<Place> m_place;
};

void SettingsTest::verifyRefused(const Outcome& outcome, const QByteArrayList& says) {
  QVERIFY2(outcome.code == 2, outcome.said().constData());
  QCOMPARE(outcome.out, QByteArray());
  for (const QByteArray& text : says)
    QVERIFY2(outcome.err.contains(text), (text + " is not in: " + outcome.err).constData());
}

void SettingsTest::goodSettingsCheckWith0() {
  const QString file = m_place->write(QStringLiteral("good.ini"), "[node]\nid = gw-1\nkeepalive = 30s\n");
  const Outcome outcome = run(*m_place, {QStringLiteral("--config"), file, QStringLiteral("--check-config")});
  QVERIFY2(outcome.code == 0, outcome.said().constData());
  QVERIFY2((outcome.out + outcome.err).contains(native(file)), "it says which file was checked");
  QCOMPARE(run(*m_place, "--check-config").code, 0);
  QCOMPARE(run(*m_place, "--headless --check-config --set node.keepalive=30s").code, 0);
}

void SettingsTest::badFilesSayFileAndLine_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<int>("line");
  QTest::addColumn<QByteArray>("says");
  QTest::newRow("unknown section") << QByteArray("[nodes]\n") << 1 << QByteArray("nodes");
  const auto row = [](const char* name, const char* text, int line, const char* says) {
    QTest::newRow(name) << QByteArray(text) << line << QByteArray(says);
  };
  row("unknown key", "[node]\n\nkepalive = 5s\n", 3, "'kepalive' in section [node]; did you mean keepalive?");
  row("no port 0", "[node]\n[redis]\nurl = redis://h:0\n", 3, "1 to 65535");
  row("a password in the URL", "[redis]\nurl = redis://u:pw@h:1\n", 2, "redis.password-file");
  row("no master", "[redis]\nurl = redis+sentinel://a:1\n", 2, "master's name");
  row("keepalive above the longest", "[node]\nid = a\nkeepalive = 10m\n", 3, "node.keepalive-max");
  row("longest below keepalive", "[node]\nkeepalive-max = 30s\n", 2, "node.keepalive (1m)");
  row("both, the later", "[node]\nkeepalive-max = 30s\nid = a\nkeepalive = 40s\n", 4, "is longer than");
  row("no whole seconds", "[node]\nkeepalive = 5500ms\nkeepalive-max = 60s\n", 2, "whole seconds");
  row("braces", "[redis]\nprefix = {a}\n", 2, "braces");
  row("a blank", "[redis]\nprefix = a b\n", 2, "blanks");
  row("no password file", "[redis]\npassword-file = /nope\nurl = redis://h:1\n", 2, "/nope");
  row("no CA file", "[redis]\nca-file = /nope\nurl = redis://h:1\n", 2, "/nope");
  row("nobody may speak", "[node]\nproxy-protocol = optional\nproxy-trusted =\n", 3, "node.proxy-trusted");
  row("an address twice", "[node]\nlisten = 127.0.0.1:1\nlisten = 127.0.0.1:1\n", 3, "127.0.0.1:1 twice");
  row("an address for two", "[metrics]\nlisten = 127.0.0.1:1\n[node]\nlisten = 127.0.0.1:1\n", 4, "metrics.listen");
  QTest::newRow("out of range") << QByteArray("[node]\nkeepalive = 2h\n") << 2 << QByteArray("1h");
  QTest::newRow("wrong form") << QByteArray("[node]\nlisten = 7600\n") << 2 << QByteArray("ADDR:PORT");
  QTest::newRow("a key twice") << QByteArray("[node]\nid = a\nid = b\n") << 3 << QByteArray("line 2");
  QTest::newRow("no =") << QByteArray("[node]\nid a\n") << 2 << QByteArray("id a");
  QTest::newRow("no UTF-8") << QByteArray("[node]\nid = \xFF\n") << 2 << QByteArray("UTF-8");
}

void SettingsTest::badFilesSayFileAndLine() {
  QFETCH(QByteArray, text);
  QFETCH(int, line);
  QFETCH(QByteArray, says);
  const QString file = m_place->write(QStringLiteral("bad.ini"), text);
  const QByteArray where = native(file) + ':' + QByteArray::number(line) + ':';
  for (const char* start : {"--check-config", "--headless"}) {
    verifyRefused(run(*m_place, {QString::fromLatin1(start), QStringLiteral("--config"), file}), {where, says});
  }
  QCOMPARE(contents(file), text);
}

void SettingsTest::everyErrorOfAFileIsSaid() {
  const QString file =
      m_place->write(QStringLiteral("bad.ini"), "[node]\nid = a/b\nio-threads = x\n[metrics]\nport = 1\n");
  const QByteArray path = native(file);
  verifyRefused(run(*m_place, {QStringLiteral("--check-config"), QStringLiteral("--config"), file}),
                {path + ":2:", path + ":3:", path + ":5:"});
}

void SettingsTest::whatIsWrongTogetherHasItsPlace_data() {
  QTest::addColumn<QStringList>("arguments");
  QTest::addColumn<QByteArray>("says");
  const auto row = [](const char* arguments, const char* says) {
    QTest::newRow(arguments) << words(arguments) << QByteArray(says);
  };
  row("--set node.keepalive=5500ms", "linekeeper: --set: node.keepalive and node.keepalive-max must be whole seconds");
  row("--set node.keepalive=10m", "linekeeper: --set: node.keepalive (10m) is longer");
  row("--set redis.url=redis://h:0", "linekeeper: --set: redis.url");
  row("--set redis.prefix={a}", "linekeeper: --set: redis.prefix");
  row("--redis redis://h:0", "linekeeper: --redis: redis.url");
  row("--redis redis://h:1 --set redis.ca-file=/nope", "linekeeper: --set: redis.ca-file");
  row("--listen 127.0.0.1:1 --set metrics.listen=127.0.0.1:1", "linekeeper: --listen: metrics.listen");
  row("--set node.keep-alive=5s",
      "linekeeper: --set node.keep-alive: unknown key 'keep-alive' in section [node]; did "
      "you mean keepalive?");
  row("--set metrics.nope=1", "known are listen");
  row("--set nodes.id=a", "known are [node] [redis]");
}

void SettingsTest::whatIsWrongTogetherHasItsPlace() {
  QFETCH(QStringList, arguments);
  QFETCH(QByteArray, says);
  verifyRefused(run(*m_place, words("--check-config") + arguments), {says});
}

void SettingsTest::listsThatAreSetTwiceAddUp() {
  const QString file = m_place->write(QStringLiteral("a.ini"),
                                      "[node]\nid = n1\nlisten = 127.0.0.1:0\nlisten = 127.0.0.1:0, 127.0.0.1:0\n");
  const QStringList base = {QStringLiteral("--headless"), QStringLiteral("--config"), file};
  RunningNode fromFile;
  QVERIFY(fromFile.startWith(*m_place, base));
  QCOMPARE(fromFile.field("listen").split(QLatin1Char(',')).size(), 3);
  RunningNode fromSet;
  QVERIFY(fromSet.startWith(*m_place,
                            base + words("--node-id n2 --set node.listen=127.0.0.1:0 --set node.listen=[::1]:0")));
  const QString listen = fromSet.field("listen");
  QVERIFY2(listen.contains(QStringLiteral("127.0.0.1:")) && listen.contains(QStringLiteral("[::1]:")), "both");
  QVERIFY2(listen.count(QLatin1Char(',')) == 1, "in place of the file's");
}

void SettingsTest::addressesThatExcludeEachOtherAreRefused() {
  verifyRefused(run(*m_place, "--check-config --listen 127.0.0.1:7600,127.0.0.1:7600"),
                {"--listen: node.listen holds 127.0.0.1:7600 twice"});
  verifyRefused(run(*m_place, "--check-config --listen 127.0.0.1:7600 --listen 0.0.0.0:7600"), {"0.0.0.0:7600"});
  QCOMPARE(run(*m_place, "--check-config --listen 127.0.0.1:0 --listen 127.0.0.1:0 --metrics 127.0.0.1:0").code, 0);
}

void SettingsTest::theLineOfTheListThatExcludesIsNamed() {
  const QString file = m_place->write(QStringLiteral("a.ini"),
                                      "[metrics]\nlisten = 127.0.0.1:7601\n[node]\nlisten = 127.0.0.1:7600\n"
                                      "listen = 127.0.0.1:7600\nlisten = 127.0.0.1:7601\nlisten = 127.0.0.1:7602\n");
  const QStringList check = words("--check-config --config") << file;
  const QByteArray named = native(file);
  verifyRefused(run(*m_place, check),
                {named + ":5: node.listen holds 127.0.0.1:7600 twice",
                 named + ":6: metrics.listen is 127.0.0.1:7601, and node.listen holds 127.0.0.1:7601"});
  verifyRefused(run(*m_place, check + words("--metrics 127.0.0.1:7602")), {"--metrics: metrics.listen is"});
}

void SettingsTest::whatIsWrongBetweenSettingsIsSaid() {
  verifyRefused(
      run(*m_place, "--check-config --set node.keepalive=5500ms --set node.keepalive-max=5s --set redis.prefix={}"),
      {"is longer than", "whole seconds", "redis.prefix"});
}

void SettingsTest::aFileThatIsNamedMustExist() {
  const QString file = m_place->path(QStringLiteral("none.ini"));
  verifyRefused(run(*m_place, {QStringLiteral("--headless"), QStringLiteral("--config"), file}), {native(file)});
}

void SettingsTest::flagsAreStrongerThanSetIsStrongerThanTheFile() {
  const QString file = m_place->write(QStringLiteral("a.ini"), "[node]\nid = file\nlisten = 127.0.0.1:0\n");
  const QStringList base = {QStringLiteral("--headless"), QStringLiteral("--config"), file};
  RunningNode fromFile;
  QVERIFY(fromFile.startWith(*m_place, base));
  QCOMPARE(fromFile.field("node"), QStringLiteral("file"));
  RunningNode fromSet;
  QVERIFY(fromSet.startWith(*m_place, base + words("--set node.id=set")));
  QCOMPARE(fromSet.field("node"), QStringLiteral("set"));
  RunningNode fromFlag;
  QVERIFY(fromFlag.startWith(*m_place, base + words("--node-id flag --set node.id=set")));
  QCOMPARE(fromFlag.field("node"), QStringLiteral("flag"));
}

void SettingsTest::aRedisThatCannotBeIsRefused_data() {
  QTest::addColumn<QStringList>("arguments");
  const auto check = [](const char* set) {
    return words("--check-config --redis redis://127.0.0.1:1 --set") << QString::fromLatin1(set);
  };
  QTest::newRow("no scheme") << words("--headless --listen 127.0.0.1:0 --redis 127.0.0.1:6379");
  QTest::newRow("a password in it") << words("--check-config --redis redis://me:secret@127.0.0.1");
  QTest::newRow("no password file") << check("redis.password-file=/nowhere/at/all");
  QTest::newRow("no CA file") << check("redis.ca-file=/nowhere/at/all");
  QTest::newRow("a prefix with braces") << check("redis.prefix=a{b}");
  QTest::newRow("a verb") << words("devices --redis 127.0.0.1:6379");
}

void SettingsTest::aRedisThatCannotBeIsRefused() {
  QFETCH(QStringList, arguments);
  verifyRefused(run(*m_place, arguments), {"redis"});
}

void SettingsTest::aTakenPortEndsWith2() {
  QTcpServer other;
  QVERIFY(other.listen(QHostAddress::LocalHost));
  const QByteArray address = "127.0.0.1:" + QByteArray::number(other.serverPort());
  const Outcome outcome = run(*m_place, words("--headless --node-id n1 --listen " + address));
  verifyRefused(outcome, {address});
  QVERIFY2(outcome.err.count('\n') == 1, outcome.err.constData());
}

void SettingsTest::aTakenMetricsPortEndsWith2() {
  QTcpServer other;
  QVERIFY(other.listen(QHostAddress::LocalHost));
  const QByteArray address = "127.0.0.1:" + QByteArray::number(other.serverPort());
  verifyRefused(run(*m_place, words("--headless --node-id n1 --listen 127.0.0.1:0 --metrics " + address)), {address});
}

void SettingsTest::anAddressThatIsNotOursEndsWith2() {
  verifyRefused(run(*m_place, "--headless --node-id n1 --listen 192.0.2.1:7600"), {"192.0.2.1:7600"});
}

void SettingsTest::aSecondNodeOfAnIdEndsWith2() {
  RunningNode first;
  QVERIFY(first.start(*m_place));
  const Outcome second = run(*m_place, "--headless --node-id n1 --listen 127.0.0.1:0");
  verifyRefused(second, {"'n1'", "--node-id", QByteArray::number(first.pid())});
  QVERIFY2(second.err.count('\n') == 1, second.err.constData());
  QCOMPARE(run(*m_place, "devices --node n1").code, 0);  // and the first one serves on

  RunningNode other;
  QVERIFY(other.start(*m_place, QStringLiteral("n2")));
}

void SettingsTest::ofManyStartedAtOnceOneWins() {
  std::vector<std::unique_ptr<QProcess>> nodes;
  for (int i = 0; i < 4; ++i) {
    nodes.push_back(makeProcess(*m_place, words("--headless --node-id n1 --listen 127.0.0.1:0")));
    nodes.back()->start();
  }
  const auto running = [&] {
    return std::ranges::count_if(nodes, [](const auto& node) { return node->state() != QProcess::NotRunning; });
  };
  QTRY_COMPARE(running(), 1);
  for (const auto& node : nodes) {
    if (node->state() == QProcess::NotRunning) verifyRefused(finish(*node), {"'n1'", "--node-id"});
  }
  QCOMPARE(run(*m_place, "nodes --json").json()->array().size(), 1);
  for (const auto& node : nodes) {
    node->kill();
    node->waitForFinished();
  }
}

// Looking for nodes must not keep one from starting.
void SettingsTest::aNodeStartsWhileOthersLookForIt() {
  for (int round = 0; round < 5; ++round) {
    {
      RunningNode first;
      QVERIFY(first.start(*m_place));
    }  // killed, its lock left behind
    std::vector<std::unique_ptr<QProcess>> lookers;
    for (int i = 0; i < 8; ++i) {
      lookers.push_back(makeProcess(*m_place, words("nodes")));
      lookers.back()->start();
    }
    RunningNode second;
    QVERIFY(second.start(*m_place));
    for (const auto& looker : lookers) QVERIFY(finish(*looker).code != Outcome::kCrashed);
  }
}

// A socket's path has room for 107 bytes.
void SettingsTest::aLongRuntimeFolderIsNoTrouble() {
  auto environment = m_place->environment();
  const QString folder = m_place->path(QString(150, QLatin1Char('x')));
  environment.insert(QStringLiteral("LINEKEEPER_RUNTIME_DIR"), folder);
  const auto node = makeProcess(*m_place, words("--headless --node-id n1 --listen 127.0.0.1:0"));
  node->setProcessEnvironment(environment);
  node->start();
  QVERIFY(QTest::qWaitFor([&] { return node->canReadLine(); }, 15'000));
  const auto devices = makeProcess(*m_place, words("devices"));
  devices->setProcessEnvironment(environment);
  devices->start();
  QCOMPARE(finish(*devices).code, 0);
  const auto drain = makeProcess(*m_place, words("drain n1"));
  drain->setProcessEnvironment(environment);
  drain->start();
  QCOMPARE(finish(*drain).code, 0);
  QCOMPARE(finish(*node).code, 0);
}

void SettingsTest::aKilledNodesIdIsFree() {
  {
    RunningNode first;
    QVERIFY(first.start(*m_place));
    first.process().kill();
    QVERIFY(first.process().waitForFinished());
  }
  QCOMPARE(run(*m_place, "devices").code, 3);
  RunningNode second;
  QVERIFY(second.start(*m_place));
  QCOMPARE(run(*m_place, "devices").code, 0);
}

// A folder below a regular file: it can't be made by anybody, root included.
void SettingsTest::anUnusableRuntimeFolderEndsWith2() {
  const QString file = m_place->write(QStringLiteral("file"), "x");
  auto process = makeProcess(*m_place, words("--headless --node-id n1 --listen 127.0.0.1:0"));
  auto environment = m_place->environment();
  environment.insert(QStringLiteral("LINEKEEPER_RUNTIME_DIR"), file + QStringLiteral("/run"));
  process->setProcessEnvironment(environment);
  process->start();
  verifyRefused(finish(*process), {native(file), "LINEKEEPER_RUNTIME_DIR"});
}

void SettingsTest::headlessWritesNoSettings() {
  RunningNode node;
  QVERIFY(node.start(*m_place, QStringLiteral("n1"), words("--demo 1")));
  QVERIFY(!QFile::exists(m_place->path(QStringLiteral("config"))));
}

QTEST_GUILESS_MAIN(SettingsTest)
#include "tst_cli_settings.moc"
