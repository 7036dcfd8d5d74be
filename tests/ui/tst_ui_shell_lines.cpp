#include <QTest>

#include "tests/cli/taken_apart.h"
#include "tests/ui/requests.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;
using lk::test::takenApart;

// The same command again: lines for a terminal of Windows, and where all lines lead. What sh makes of its lines is
// tst_ui_sh's.
class UiShellLinesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void windowsTakesTheLineAsItIs_data();
  void windowsTakesTheLineAsItIs();
  void longPayloadsOfWindowsGoThroughAFile();
  void linesLeadToTheSameRedis_data();
  void linesLeadToTheSameRedis();
  void publishedMessagesAreThoseOfTheBus();
};

void UiShellLinesTest::windowsTakesTheLineAsItIs_data() {
  QTest::addColumn<QByteArray>("payload");
  QTest::addColumn<QString>("line");
  const auto row = [](const char* name, const QByteArray& payload, const char* line) {
    QTest::newRow(name) << payload << q(line);
  };
  row("text", "relay on", R"(linekeeper send pump-7 "relay on" --timeout 10)");
  row("what neither minds within quotes", R"(it's C:\a & b | c > d ^ (e), @f; #g!)",
      R"(linekeeper send pump-7 "it's C:\a & b | c > d ^ (e), @f; #g!" --timeout 10)");
  row("letters beyond ASCII", "\xe5\xbc\x80", "linekeeper send pump-7 \"\xe5\xbc\x80\" --timeout 10");
  row("quotes", R"({"on":1})", "linekeeper send --base64 pump-7 eyJvbiI6MX0= --timeout 10");
  row("a variable of cmd", "%PATH%", "linekeeper send --base64 pump-7 JVBBVEgl --timeout 10");
  row("a variable of PowerShell", "$HOME", "linekeeper send --base64 pump-7 JEhPTUU= --timeout 10");
  row("an escape of PowerShell", "a`n", "linekeeper send --base64 pump-7 YWBu --timeout 10");
  row("what PowerShell takes for a quote", "\xe2\x80\x9d", "linekeeper send --base64 pump-7 4oCd --timeout 10");
  row("a backslash at the end", "C:\\", "linekeeper send --base64 pump-7 Qzpc --timeout 10");
  row("two lines", "a\nb", "linekeeper send --base64 pump-7 YQpi --timeout 10");
  row("what looks like an option", "--help", R"(linekeeper send --timeout 10 -- pump-7 "--help")");
  row("bytes", QByteArray("\x00\xff", 2), "linekeeper send --hex pump-7 00ff --timeout 10");
  row("nothing, which PowerShell would leave out", "", R"(linekeeper send --hex pump-7 " " --timeout 10)");
}

void UiShellLinesTest::windowsTakesTheLineAsItIs() {
  QFETCH(QByteArray, payload);
  QFETCH(QString, line);
  QCOMPARE(sendLine(request(payload), {}, Terminal::Windows), line);
  const QStringList words = takenApart(line);
  const QString word = words[words.indexOf(q("pump-7")) + 1];
  const QByteArray got = words.contains(q("--hex"))      ? QByteArray::fromHex(word.toLatin1())
                         : words.contains(q("--base64")) ? QByteArray::fromBase64(word.toLatin1())
                                                         : word.toUtf8();
  QCOMPARE(got, payload);
}

// More than cmd takes in a line.
void UiShellLinesTest::longPayloadsOfWindowsGoThroughAFile() {
  const QByteArray payload(30'000, 'x');
  const QString file = q(R"("$env:TEMP\linekeeper-payload")");
  QCOMPARE(sendLine(request(payload), {}, Terminal::Windows),
           q("[IO.File]::WriteAllBytes(") + file + q(", [Convert]::FromBase64String(\"") +
               QString::fromLatin1(payload.toBase64()) + q("\")); linekeeper send --file ") + file +
               q(" pump-7 --timeout 10"));
}

void UiShellLinesTest::linesLeadToTheSameRedis_data() {
  QTest::addColumn<QString>("url");
  QTest::addColumn<QString>("begins");
  QTest::newRow("one server") << q("redis://10.0.0.5:6380") << q("redis-cli -h 10.0.0.5 -p 6380 PUBLISH");
  QTest::newRow("a name, the usual port")
      << q("redis://redis.fleet.example") << q("redis-cli -h redis.fleet.example -p 6379 P");
  QTest::newRow("a database does not matter to channels") << q("redis://h:1/3") << q("redis-cli -h h -p 1 PUBLISH");
  QTest::newRow("TLS and a user") << q("rediss://ops@h:1") << q("redis-cli --tls --user ops -h h -p 1 PUBLISH");
  QTest::newRow("IPv6") << q("redis://[::1]:7") << q("redis-cli -h ::1 -p 7 PUBLISH");
  QTest::newRow("a cluster") << q("redis+cluster://a:1,b:2") << q("redis-cli -c -h a -p 1 PUBLISH");
  QTest::newRow("sentinels")
      << q("redis+sentinel://s:26380,t:1/my")
      << q("redis-cli -h \"$(redis-cli -h s -p 26380 SENTINEL get-master-addr-by-name my | sed -n 1p)\" -p \"$(");
  QTest::newRow("none") << QString() << QString();
  QTest::newRow("no URL") << q("here") << QString();
}

void UiShellLinesTest::linesLeadToTheSameRedis() {
  QFETCH(QString, url);
  QFETCH(QString, begins);
  const QString line = publishLine(request("on"), redis(qPrintable(url)));
  QVERIFY2(line.startsWith(begins), qPrintable(line));
  if (begins.isEmpty()) QCOMPARE(line, QString());
  RedisPlace place = redis("rediss://h:1");
  place.prefix = q("fleet a");
  place.passwordFile = q("/etc/lk/it's");
  place.caFile = q("/etc/lk/ca.pem");
  QVERIFY(
      publishLine(request("on"), place)
          .startsWith(q("REDISCLI_AUTH=\"$(cat '/etc/lk/it'\\''s')\" redis-cli --tls --cacert /etc/lk/ca.pem -h h -p 1 "
                        "PUBLISH 'fleet a:cmd' ")));
  QCOMPARE(sendLine(request("on"), place),
           q("linekeeper send pump-7 'on' --timeout 10 --redis rediss://h:1 --set 'redis.prefix=fleet a' --set "
             "'redis.password-file=/etc/lk/it'\\''s' --set redis.ca-file=/etc/lk/ca.pem"));
  QCOMPARE(sendLine(request("on"), place, Terminal::Windows),
           q(R"(linekeeper send pump-7 "on" --timeout 10 --redis "rediss://h:1" --set "redis.prefix=fleet a" )"
             R"(--set "redis.password-file=/etc/lk/it's" --set "redis.ca-file=/etc/lk/ca.pem")"));
}

void UiShellLinesTest::publishedMessagesAreThoseOfTheBus() {
  const QString line = publishLine(request("on", "pump-7", 3'600), redis("redis://h:1"));
  QVERIFY2(line.endsWith(q("PUBLISH lk:cmd "
                           "'{\"device\":\"pump-7\",\"id\":\"c-1\",\"payload\":\"on\",\"timeout\":10,\"ttl\":3600}'")),
           qPrintable(line));
}

QTEST_GUILESS_MAIN(UiShellLinesTest)
#include "tst_ui_shell_lines.moc"
