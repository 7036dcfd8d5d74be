#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "server/node/node_directory.h"

using lk::node::NodeDirectory;

// Of Windows alone: the lock of a node that was killed, whose process id another linekeeper.exe has meanwhile.
class LeftLockTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void isNoNodeThatRuns();
  void leavesTheIdFree();

 private:
  std::unique_ptr<QTemporaryDir> m_folder;
};

void LeftLockTest::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  const QString path = m_folder->filePath(QStringLiteral("run"));
  QByteArray lock;
  {
    const auto claim = NodeDirectory(path).claim(QStringLiteral("n1"));
    QVERIFY(claim.ok());
    QCOMPARE(NodeDirectory(path).running().size(), 1);
    QFile held(path + QStringLiteral("/n1.lock"));
    QVERIFY(held.open(QIODevice::ReadOnly));
    lock = held.readAll();
  }
  // It names this program and this process, which runs.
  QVERIFY2(lock.startsWith(QByteArray::number(QCoreApplication::applicationPid())), lock.constData());
  QFile left(path + QStringLiteral("/n1.lock"));
  QVERIFY(left.open(QIODevice::WriteOnly));
  QCOMPARE(left.write(lock), lock.size());
}

void LeftLockTest::isNoNodeThatRuns() {
  QVERIFY(NodeDirectory(m_folder->filePath(QStringLiteral("run"))).running().isEmpty());
}

void LeftLockTest::leavesTheIdFree() {
  const NodeDirectory directory(m_folder->filePath(QStringLiteral("run")));
  const auto claim = directory.claim(QStringLiteral("n1"));
  QVERIFY2(claim.ok(), claim.ok() ? "" : claim.error().text.c_str());
  QCOMPARE(directory.running().size(), 1);
  QVERIFY(!directory.claim(QStringLiteral("n1")).ok());
}

QTEST_GUILESS_MAIN(LeftLockTest)
#include "tst_left_lock.moc"
