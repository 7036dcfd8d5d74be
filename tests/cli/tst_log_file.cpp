#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include "app/log_file.h"
#include "tests/cli/place.h"

using lk::app::LogFile;
using lk::test::contents;

// The log of a node that nobody looks after.
class LogFileTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { m_dir = std::make_unique<QTemporaryDir>(); }

  void linesAreThereAtOnce();
  void goesOnWithWhatIsThere();
  void makesItsFolder();
  void aGrownFileBecomesAnOlderOne();
  void onlySoManyOlderOnesAreKept();
  void aFileThatHasGrownBeforeIsLeftAtTheFirstLine();
  void aLineLongerThanAFileIsWrittenWhole();
  void aFolderInItsPlaceIsSaid();

 private:
  [[nodiscard]] QString path() const { return m_dir->filePath(QStringLiteral("logs/a.log")); }
  [[nodiscard]] QByteArray older(int number) const { return contents(path() + QStringLiteral(".%1").arg(number)); }

  std::unique_ptr<QTemporaryDir> m_dir;
};

void LogFileTest::linesAreThereAtOnce() {
  LogFile log(path());
  QVERIFY(log.open());
  log.write(QStringLiteral("one 设备"));
  QCOMPARE(contents(path()), QByteArray("one 设备\n"));
}

void LogFileTest::goesOnWithWhatIsThere() {
  for (const char* line : {"one", "two"}) {
    LogFile log(path());
    QVERIFY(log.open());
    log.write(QString::fromLatin1(line));
  }
  QCOMPARE(contents(path()), QByteArray("one\ntwo\n"));
}

void LogFileTest::makesItsFolder() {
  LogFile log(m_dir->filePath(QStringLiteral("a/b/c.log")));
  QVERIFY(log.open());
  QVERIFY(QFileInfo(m_dir->filePath(QStringLiteral("a/b"))).isDir());
}

void LogFileTest::aGrownFileBecomesAnOlderOne() {
  LogFile log(path(), 10);
  QVERIFY(log.open());
  for (const char* line : {"1234", "5678", "next"}) log.write(QString::fromLatin1(line));
  QCOMPARE(older(1), QByteArray("1234\n5678\n"));
  QCOMPARE(contents(path()), QByteArray("next\n"));
}

void LogFileTest::onlySoManyOlderOnesAreKept() {
  LogFile log(path(), 6);
  QVERIFY(log.open());
  for (int i = 10; i < 20; ++i) log.write(QStringLiteral("no %1").arg(i));
  QCOMPARE(contents(path()), QByteArray("no 19\n"));
  for (int number = 1; number <= LogFile::kOlder; ++number) {
    QCOMPARE(older(number), "no " + QByteArray::number(19 - number) + '\n');
  }
  QCOMPARE(QDir(m_dir->filePath(QStringLiteral("logs"))).entryList(QDir::Files).size(), LogFile::kOlder + 1);
}

void LogFileTest::aFileThatHasGrownBeforeIsLeftAtTheFirstLine() {
  {
    LogFile log(path());
    QVERIFY(log.open());
    log.write(QStringLiteral("a long line of before"));
  }
  LogFile log(path(), 10);
  QVERIFY(log.open());
  log.write(QStringLiteral("new"));
  QCOMPARE(contents(path()), QByteArray("new\n"));
  QCOMPARE(older(1), QByteArray("a long line of before\n"));
}

void LogFileTest::aLineLongerThanAFileIsWrittenWhole() {
  LogFile log(path(), 4);
  QVERIFY(log.open());
  log.write(QStringLiteral("longer than four"));
  QCOMPARE(contents(path()), QByteArray("longer than four\n"));
  QVERIFY(!QFileInfo::exists(path() + QStringLiteral(".1")));
}

void LogFileTest::aFolderInItsPlaceIsSaid() {
  QVERIFY(QDir().mkpath(path()));
  LogFile log(path());
  const auto opened = log.open();
  QVERIFY(!opened);
  QVERIFY2(opened.error().text.find("a.log") != std::string::npos, opened.error().text.c_str());
  log.write(QStringLiteral("lost, and nothing worse"));
}

QTEST_GUILESS_MAIN(LogFileTest)
#include "tst_log_file.moc"
