#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/requests.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

// The same command again: what a real sh makes of the lines.
class UiShTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aShellTakesTheLineAsItIs_data();
  void aShellTakesTheLineAsItIs();
  void longPayloadsGoThroughAPipe();
};

void UiShTest::aShellTakesTheLineAsItIs_data() {
  QTest::addColumn<QByteArray>("payload");
  QTest::addColumn<QString>("device");
  QTest::newRow("text") << QByteArray("relay on") << q("pump-7");
  QTest::newRow("nothing") << QByteArray() << q("pump-7");
  QTest::newRow("all that a shell minds")
      << QByteArray("it's `$HOME` \"$(id)\" \\ ! * ? ~ # & | ; < > { } ( ) [ ]") << q("pump-7");
  QTest::newRow("two lines and a tab") << QByteArray("a\n\tb\n") << q("pump-7");
  QTest::newRow("letters beyond ASCII") << QByteArray("\xe5\xbc\x80 \xc3\xa4") << q("pump-7");
  QTest::newRow("what looks like an option") << QByteArray("--help") << q("pump-7");
  QTest::newRow("a device that looks like one") << QByteArray("on") << q("-x");
  QTest::newRow("bytes") << QByteArray("\x00\xff\x27", 3) << q("pump-7");
  QTest::newRow("many bytes") << QByteArray(2'000, '\x01') << q("pump-7");
  QTest::newRow("text with a mark before it") << QByteArray(
                                                     "\xef\xbb\xbf"
                                                     "a")
                                              << q("pump-7");
}

// A real sh takes each line apart, with the program's name standing for one that prints its words.
void UiShTest::aShellTakesTheLineAsItIs() {
  QFETCH(QByteArray, payload);
  QFETCH(QString, device);
  const auto words = [](const QString& line, const char* program) {
    QProcess shell;
    const QString script =
        q("%1() { for word in \"$@\"; do printf '%s\\0' \"$word\"; done; }\n").replace(q("%1"), q(program));
    // A function's name has no dash in every shell.
    QString called = line;
    if (called.startsWith(q("redis-cli"))) called.replace(0, 9, q("rediscli"));
    shell.start(q("/bin/sh"), {q("-c"), script + called});
    shell.waitForFinished();
    QStringList all;
    const QList<QByteArray> parts = shell.readAllStandardOutput().split('\0');
    for (const QByteArray& part : parts) all.push_back(QString::fromUtf8(part));
    if (!all.isEmpty()) all.removeLast();
    return all;
  };
  const QStringList sent = words(sendLine(request(payload, qPrintable(device), 60)), "linekeeper");
  QVERIFY2(sent.size() >= 4, qPrintable(sent.join(QLatin1Char('|'))));
  QCOMPARE(sent.front(), q("send"));
  const qsizetype at = sent.indexOf(device);
  QVERIFY(at > 0);
  const QString word = sent[at + 1];
  const QByteArray got = sent.contains(q("--hex"))      ? QByteArray::fromHex(word.toLatin1())
                         : sent.contains(q("--base64")) ? QByteArray::fromBase64(word.toLatin1())
                                                        : word.toUtf8();
  QCOMPARE(got, payload);
  QCOMPARE(sent[sent.indexOf(q("--ttl")) + 1], q("60"));
  const bool mustEndOptions = device.startsWith(QLatin1Char('-')) || payload.startsWith('-');
  QCOMPARE(sent.contains(q("--")), mustEndOptions);
  if (mustEndOptions) QVERIFY(sent.indexOf(q("--")) < at);

  const QStringList published =
      words(publishLine(request(payload, qPrintable(device)), redis("redis://h:1")), "rediscli");
  QCOMPARE(published.mid(0, 6), (QStringList{q("-h"), q("h"), q("-p"), q("1"), q("PUBLISH"), q("lk:cmd")}));
  QCOMPARE(published.size(), 7);
  const QJsonObject message = QJsonDocument::fromJson(published.back().toUtf8()).object();
  const QByteArray text = message.value(q("payload")).toString().toUtf8();
  QCOMPARE(message.value(q("encoding")).toString() == q("base64") ? QByteArray::fromBase64(text) : text, payload);
  QCOMPARE(message.value(q("device")).toString(), device);
}

void UiShTest::longPayloadsGoThroughAPipe() {
  const QByteArray payload(300'000, 'x');
  const QString sent = sendLine(request(payload));
  QVERIFY(sent.startsWith(q("printf %s '")));
  QVERIFY(sent.endsWith(q("' | base64 -d | linekeeper send --file - pump-7 --timeout 10")));
  QProcess shell;
  QTemporaryDir folder;
  shell.setStandardInputFile(QProcess::nullDevice());
  QFile script(folder.filePath(q("line.sh")));
  QVERIFY(script.open(QIODevice::WriteOnly));
  script.write("linekeeper() { cat; }\n" + sent.toUtf8() + "\n");
  script.close();
  shell.start(q("/bin/sh"), {script.fileName()});
  QVERIFY(shell.waitForFinished());
  QCOMPARE(shell.readAllStandardOutput(), payload);
  QVERIFY(publishLine(request(payload), redis("redis://h:1")).endsWith(q("' | redis-cli -h h -p 1 -x PUBLISH lk:cmd")));
}

QTEST_GUILESS_MAIN(UiShTest)
#include "tst_ui_sh.moc"
