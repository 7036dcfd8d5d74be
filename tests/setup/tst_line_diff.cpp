// Differences of texts, as `patch` takes them.
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include "server/setup/line_diff.h"

using lk::setup::unifiedDiff;

class LineDiff : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void equalTextsHaveNone() { QCOMPARE(unifiedDiff("a\nb\n", "a\nb\n", "x", "y"), std::string()); }
  void aChangedLineStandsInItsSurroundings() {
    const std::string diff = unifiedDiff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n", "old", "new");
    QCOMPARE(diff, std::string("--- old\n+++ new\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"));
  }
  void aNewFileIsAllAdded() {
    QCOMPARE(unifiedDiff("", "a\n", "/dev/null", "f"), std::string("--- /dev/null\n+++ f\n@@ -0,0 +1 @@\n+a\n"));
  }
  void aMissingLastLineFeedIsSaid() {
    QCOMPARE(unifiedDiff("a", "a\n", "f", "f"),
             std::string("--- f\n+++ f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"));
  }
  // The one judge of the form is patch itself.
  void patchMakesTheOtherTextOfIt_data() {
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QRandomGenerator random(4711);
    for (int i = 0; i < 60; ++i) {
      QByteArray before;
      QByteArray after;
      const int lines = random.bounded(1, 60);
      for (int line = 0; line < lines; ++line) {
        const QByteArray text = "line " + QByteArray::number(random.bounded(12)) + '\n';
        if (random.bounded(8) != 0) before += text;
        if (random.bounded(8) != 0) after += text;
      }
      if (random.bounded(4) == 0) before.chop(1);
      if (random.bounded(4) == 0) after.chop(1);
      if (!before.isEmpty() && !after.isEmpty()) QTest::addRow("texts %d", i) << before << after;
    }
  }
  void patchMakesTheOtherTextOfIt() {
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("f")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(before) == before.size());
    file.close();
    QProcess patch;
    patch.setWorkingDirectory(folder.path());
    patch.start(QStringLiteral("patch"), {QStringLiteral("--fuzz=0"), QStringLiteral("f")});
    const std::string diff = unifiedDiff(before.toStdString(), after.toStdString(), "f", "f");
    patch.write(QByteArray::fromStdString(diff));
    patch.closeWriteChannel();
    QVERIFY2(patch.waitForFinished() && patch.exitCode() == 0, diff.c_str());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), after);
  }
};

QTEST_GUILESS_MAIN(LineDiff)
#include "tst_line_diff.moc"
