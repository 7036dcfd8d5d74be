// Differences of texts, as `patch` takes them.
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include "server/setup/line_diff.h"

using lk::setup::SideBySide;
using lk::setup::sideBySide;
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

  void bothTextsStandWholeBesideEachOther_data() { patchMakesTheOtherTextOfIt_data(); }
  void bothTextsStandWholeBesideEachOther() {
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QByteArray left;
    QByteArray right;
    int lineBefore = 0;
    int lineAfter = 0;
    for (const SideBySide& line : sideBySide(before.toStdString(), after.toStdString())) {
      QVERIFY(line.lineBefore != 0 || line.lineAfter != 0);
      if (line.lineBefore != 0) {
        QCOMPARE(line.lineBefore, ++lineBefore);
        left += QByteArray::fromStdString(line.before) + '\n';
      }
      if (line.lineAfter != 0) {
        QCOMPARE(line.lineAfter, ++lineAfter);
        right += QByteArray::fromStdString(line.after) + '\n';
      }
      if (!line.changed) QCOMPARE(line.before, line.after);
    }
    const auto ended = [](const QByteArray& text) -> QByteArray { return text.endsWith('\n') ? text : text + '\n'; };
    QCOMPARE(left, ended(before));
    QCOMPARE(right, ended(after));
  }

  void aChangedLineStandsBesideWhatItWas() {
    const auto lines = sideBySide("a\nb\nc\n", "a\nB\nx\nc\n");
    const std::vector<SideBySide> wanted = {
        {1, 1, "a", "a", false}, {2, 2, "b", "B", true}, {0, 3, "", "x", true}, {3, 4, "c", "c", false}};
    QCOMPARE(lines, wanted);
  }
};

QTEST_GUILESS_MAIN(LineDiff)
#include "tst_line_diff.moc"
