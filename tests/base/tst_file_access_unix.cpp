#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "server/base/file_access.h"

using lk::othersMay;
using lk::Use;

class FileAccessUnixTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatOthersMayIsSaid_data();
  void whatOthersMayIsSaid();
};

void FileAccessUnixTest::whatOthersMayIsSaid_data() {
  QTest::addColumn<int>("theirs");
  QTest::addColumn<bool>("reading");
  QTest::addColumn<bool>("writing");
  const auto row = [](const char* name, QFileDevice::Permissions theirs, bool reading, bool writing) {
    QTest::newRow(name) << int(theirs) << reading << writing;
  };
  row("nothing", {}, false, false);
  row("the group reads", QFileDevice::ReadGroup, true, false);
  row("all read", QFileDevice::ReadOther, true, false);
  row("the group writes", QFileDevice::WriteGroup, false, true);
  row("all write", QFileDevice::WriteOther, false, true);
}

void FileAccessUnixTest::whatOthersMayIsSaid() {
  QFETCH(int, theirs);
  const QTemporaryDir folder;
  QFile file(folder.filePath(QStringLiteral("file")));
  QVERIFY(file.open(QIODevice::WriteOnly));
  constexpr auto kMine = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
  QVERIFY(file.setPermissions(kMine | QFileDevice::Permissions::fromInt(theirs)));
  QTEST(othersMay(Use::Reading, file.fileName()), "reading");
  QTEST(othersMay(Use::Writing, file.fileName()), "writing");
}

QTEST_GUILESS_MAIN(FileAccessUnixTest)
#include "tst_file_access_unix.moc"
