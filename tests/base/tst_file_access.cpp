#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "server/base/file_access.h"
#include "server/base/local_socket_name.h"
#include "tests/base/opened_to_others.h"

using lk::closeToOthers;
using lk::localSocketName;
using lk::othersMay;
using lk::Use;

class FileAccessTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatIsClosedIsItsOwnersAlone();
  void aClosedFolderKeepsWhatIsMadeInIt();
  void whatIsOpenToAllIsSaid();
  void whatIsNotThereCanNotBeClosed();
  void socketsOfTwoFoldersHaveTwoNames();
  void aLongFolderHasAShortName();

 private:
  [[nodiscard]] QString write(const QString& name) const {
    QFile file(m_folder.filePath(name));
    return file.open(QIODevice::WriteOnly) && file.write("x") == 1 ? file.fileName() : QString();
  }
  QTemporaryDir m_folder{QDir::tempPath() + QStringLiteral("/Line keeper 网关-XXXXXX")};
};

void FileAccessTest::whatIsClosedIsItsOwnersAlone() {
  const QString file = write(QStringLiteral("secret"));
  QVERIFY(closeToOthers(file));
  QVERIFY(!othersMay(Use::Reading, file));
  QVERIFY(!othersMay(Use::Writing, file));
  QFile again(file);
  QVERIFY(again.open(QIODevice::ReadWrite));
  QCOMPARE(again.readAll(), QByteArray("x"));
}

void FileAccessTest::aClosedFolderKeepsWhatIsMadeInIt() {
  const QString folder = m_folder.filePath(QStringLiteral("run"));
  QVERIFY(QDir().mkpath(folder));
  QVERIFY(closeToOthers(folder));
  QVERIFY(!othersMay(Use::Writing, folder));
  QVERIFY(!write(QStringLiteral("run/file")).isEmpty());
}

void FileAccessTest::whatIsOpenToAllIsSaid() {
  const QString file = write(QStringLiteral("read by all"));
  QVERIFY(lk::test::openToOthers(file));
  QVERIFY(othersMay(Use::Reading, file));
  QVERIFY(!othersMay(Use::Writing, file));
  QVERIFY(closeToOthers(file));
  QVERIFY(!othersMay(Use::Reading, file));
}

void FileAccessTest::whatIsNotThereCanNotBeClosed() {
  QVERIFY(!closeToOthers(m_folder.filePath(QStringLiteral("no"))));
}

void FileAccessTest::socketsOfTwoFoldersHaveTwoNames() {
  const QString one = localSocketName(QStringLiteral("/run/a"), QStringLiteral("n1"));
  QCOMPARE(one, localSocketName(QStringLiteral("/run/a"), QStringLiteral("n1")));
  QVERIFY(one != localSocketName(QStringLiteral("/run/b"), QStringLiteral("n1")));
  QVERIFY(one != localSocketName(QStringLiteral("/run/a"), QStringLiteral("n2")));
}

void FileAccessTest::aLongFolderHasAShortName() {
  const QString folder = QLatin1Char('/') + QString(200, QLatin1Char('f'));
  const QString one = localSocketName(folder, QStringLiteral("n1"));
  QVERIFY(one.size() < 90);
  QVERIFY(one != localSocketName(folder, QStringLiteral("n2")));
}

QTEST_GUILESS_MAIN(FileAccessTest)
#include "tst_file_access.moc"
