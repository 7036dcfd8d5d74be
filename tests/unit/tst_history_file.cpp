#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include "server/node/history_file.h"
#include "tests/unit/manual_clock.h"

using namespace lk;
using namespace lk::node;
using lk::test::ManualClock;

namespace {

HistoryRecord connectAt(std::int64_t atMs) {
  HistoryRecord record;
  record.atMs = atMs;
  record.session = static_cast<std::uint64_t>(atMs);
  record.address = "10.2.0.7";
  return record;
}

QByteArray contents(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool write(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

// One life of a node.
struct Life {
  explicit Life(const QString& path, const Clock& clock, qint64 grown = HistoryFile::kGrown)
      : file(path, history, clock, grown) {
    loaded = file.load();
  }
  DeviceHistory history;
  HistoryFile file;
  Result<void> loaded;
};

}  // namespace

class TestHistoryFile : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
    m_path = m_dir->filePath(QStringLiteral("a folder/history-n1.log"));
  }

  void whatHappensWhileItIsReadStandsBesideIt() {
    constexpr int kDevices = 8'000;
    {
      Life life(m_path, m_clock);
      for (int i = 0; i < kDevices; ++i) life.history.add("dev-" + std::to_string(i), connectAt(i + 1));
      QVERIFY(life.file.flush().ok());
    }
    {
      DeviceHistory history;
      HistoryFile file(m_path, history, m_clock);
      while (history.devices() == 0) QVERIFY(file.loadSome().ok());
      QVERIFY(file.loading());
      history.add("dev-0", connectAt(100'000));
      history.add("dev-7999", connectAt(100'001));
      QVERIFY(file.flush().ok());  // which has to wait
      while (file.loading()) QVERIFY(file.loadSome().ok());
      QCOMPARE(history.devices(), std::size_t{kDevices});
      QVERIFY(file.pending());
      QVERIFY(file.flush().ok());
      QVERIFY(!file.pending());
    }
    const Life next(m_path, m_clock);
    for (const std::string device : {"dev-0", "dev-7999"}) {
      QCOMPARE(next.history.of(device).size(), std::size_t{2});
      QVERIFY(next.history.of(device).back().atMs >= 100'000);
    }
  }

  void outlivesARestart() {
    {
      Life life(m_path, m_clock);
      QVERIFY(life.loaded.ok());
      life.history.add("dev-1", connectAt(1));
      QVERIFY(life.file.flush().ok());
      life.history.add("dev-1", connectAt(2));
      life.history.add("dev-2", connectAt(3));
      QVERIFY(life.file.flush().ok());
    }
    Life next(m_path, m_clock);
    QCOMPARE(next.history.of("dev-1").size(), std::size_t{2});
    QCOMPARE(next.history.of("dev-2").front().address, std::string("10.2.0.7"));
    next.history.add("dev-1", connectAt(4));
    QVERIFY(next.file.flush().ok());
    Life third(m_path, m_clock);
    QCOMPARE(third.history.of("dev-1").size(), std::size_t{3});
    QCOMPARE(third.file.linesLost(), std::uint64_t{0});
  }

  void nothingNewIsNothingWritten() {
    Life life(m_path, m_clock);
    QVERIFY(life.file.flush().ok());
    QVERIFY(!QFile::exists(m_path));
  }

  void aTornEndLosesOnlyThatLine() {
    {
      Life life(m_path, m_clock);
      for (int i = 1; i <= 3; ++i) life.history.add("dev-" + std::to_string(i), connectAt(i));
      QVERIFY(life.file.flush().ok());
    }
    const QByteArray whole = contents(m_path);
    const qsizetype lastLine = whole.chopped(1).lastIndexOf('\n') + 1;
    for (qsizetype cut = lastLine + 1; cut < whole.size() - 1; ++cut) {
      QVERIFY(write(m_path, whole.first(cut)));
      Life torn(m_path, m_clock);
      QVERIFY(torn.loaded.ok());
      QCOMPARE(torn.history.devices(), std::size_t{2});
      QCOMPARE(torn.file.linesLost(), std::uint64_t{1});
      // What is written next does not go the way of the torn line.
      torn.history.add("dev-9", connectAt(9));
      QVERIFY(torn.file.flush().ok());
      Life after(m_path, m_clock);
      QCOMPARE(after.history.devices(), std::size_t{3});
      QVERIFY(!after.history.of("dev-9").empty());
    }
  }

  void garbageIsPassedOver() {
    {
      Life life(m_path, m_clock);
      life.history.add("dev-1", connectAt(1));
      QVERIFY(life.file.flush().ok());
    }
    QVERIFY(write(m_path, QByteArray(10'000, '\0') + "\n{}\n" + QByteArray(100'000, 'x') + '\n' + contents(m_path)));
    Life life(m_path, m_clock);
    QVERIFY(life.loaded.ok());
    QCOMPARE(life.history.devices(), std::size_t{1});
    QVERIFY(life.file.linesLost() > 2);
  }

  void whatHasGrownIsWrittenAnewAndLosesNothing() {
    constexpr qint64 kGrown = 200'000;
    Life life(m_path, m_clock, kGrown);
    life.history.add("quiet", connectAt(1));
    for (int i = 1; i <= 20'000; ++i) {
      life.history.add("dev-" + std::to_string(i % 50), connectAt(i));
      if (i % 50 == 0) QVERIFY(life.file.flush().ok());
    }
    QVERIFY(life.file.flush().ok());
    QVERIFY(contents(m_path).size() < 2 * kGrown);
    QVERIFY(!QFile::exists(m_path + QStringLiteral(".old")));
    Life next(m_path, m_clock, kGrown);
    QCOMPARE(next.history.devices(), std::size_t{51});
    QVERIFY(!next.history.of("quiet").empty());
    QVERIFY(next.history.of("dev-7") == life.history.of("dev-7"));
  }

  // All that is known takes more than that: it would be written anew for ever.
  void whatIsKnownMayBeLongerThanWhatIsGrown() {
    constexpr qint64 kGrown = 20'000;
    Life life(m_path, m_clock, kGrown);
    for (int i = 1; i <= 1'000; ++i) life.history.add("dev-" + std::to_string(i), connectAt(i));
    for (int i = 0; i < 10 && life.file.pending(); ++i) QVERIFY(life.file.flush().ok());
    QVERIFY(!life.file.pending());
    QVERIFY(contents(m_path).size() > kGrown);
  }

  // What is new goes in parts, and the other records of devices that it is about do not go with it.
  void muchThatIsNewWhileItIsWrittenAnewGoesInParts() {
    constexpr qint64 kGrown = 1'000'000;
    constexpr int kDevices = 5'000;
    Life life(m_path, m_clock, kGrown);
    for (int i = 0; i < 10 * kDevices; ++i) life.history.add("dev-" + std::to_string(i % kDevices), connectAt(i + 1));
    QVERIFY(life.file.flush().ok());
    QVERIFY(QFile::exists(m_path + QStringLiteral(".old")));
    for (int i = 0; i < kDevices; ++i) life.history.add("dev-" + std::to_string(i), connectAt(100'000 + i));
    int parts = 0;
    for (qint64 before = 0; life.file.pending(); ++parts) {
      QVERIFY(life.file.flushSome().ok());
      const qint64 now = QFileInfo(m_path).size();
      QVERIFY2(now - before < 400'000, QByteArray::number(now - before).constData());
      before = now;
    }
    QVERIFY(parts > 10);
    QVERIFY(!QFile::exists(m_path + QStringLiteral(".old")));
    const Life next(m_path, m_clock, kGrown);
    for (int i = 0; i < kDevices; ++i) {
      const std::string device = "dev-" + std::to_string(i);
      QVERIFY(next.history.of(device) == life.history.of(device));
    }
  }

  // While it is written anew there are two files; a crash leaves both.
  void aCrashWhileItIsWrittenAnewLosesNothing() {
    constexpr int kDevices = 20'000;  // more than go at a time
    {
      Life life(m_path, m_clock, 100'000);
      for (int i = 0; i < kDevices; ++i) life.history.add("dev-" + std::to_string(i), connectAt(i + 1));
      QVERIFY(life.file.flush().ok());
      life.history.add("dev-0", connectAt(kDevices + 1));
      QVERIFY(life.file.flush().ok());
      QVERIFY(QFile::exists(m_path + QStringLiteral(".old")));
    }
    Life next(m_path, m_clock, 100'000'000);
    QCOMPARE(next.history.devices(), static_cast<std::size_t>(kDevices));
    QCOMPARE(next.history.of("dev-0").size(), std::size_t{2});
    for (int i = 0; i < 100 && QFile::exists(m_path + QStringLiteral(".old")); ++i) QVERIFY(next.file.flush().ok());
    QVERIFY(!QFile::exists(m_path + QStringLiteral(".old")));
    Life third(m_path, m_clock, 100'000'000);
    QCOMPARE(third.history.devices(), static_cast<std::size_t>(kDevices));
  }

  // It may be another user's; root, as tests may run, can read any file.
  void whatCannotBeReadIsKept() {
    const QString old = m_path + QStringLiteral(".old");
    QVERIFY(QDir().mkpath(old) && write(old + QStringLiteral("/within"), "what is not known"));
    Life life(m_path, m_clock);
    QVERIFY(!life.loaded.ok());
    QVERIFY2(life.loaded.error().text.find("is kept as ") != std::string::npos, life.loaded.error().text.c_str());
    life.history.add("dev-1", connectAt(1));
    for (int i = 0; i < 3; ++i) QVERIFY(life.file.flush().ok());
    const QFileInfo file(m_path);
    const QStringList kept = file.dir().entryList({file.fileName() + QStringLiteral(".old*")});
    QCOMPARE(kept.size(), 1);
    QCOMPARE(contents(file.dir().filePath(kept.front() + QStringLiteral("/within"))), "what is not known");
    Life next(m_path, m_clock);
    QVERIFY(next.loaded.ok() && next.history.of("dev-1") == life.history.of("dev-1"));
  }

  void aPlaceThatCannotBeWrittenIsSaidOnceAndTriedAgain() {
    const QString folder = m_dir->filePath(QStringLiteral("a folder"));
    QVERIFY(write(folder, "a file where the folder should be"));
    Life life(m_path, m_clock);
    life.history.add("dev-1", connectAt(1));
    const auto first = life.file.flush();
    QVERIFY(!first.ok());
    QVERIFY2(first.error().text.find("node.history-file") != std::string::npos, first.error().text.c_str());
    for (int i = 2; i < 100; ++i) {
      life.history.add("dev-1", connectAt(i));
      m_clock.advance(std::chrono::seconds(1));
      QVERIFY(life.file.flush().ok());
    }
    QVERIFY(QFile::remove(folder));
    m_clock.advance(std::chrono::seconds(60));
    QVERIFY(life.file.flush().ok());
    Life next(m_path, m_clock);
    QVERIFY(next.history.of("dev-1") == life.history.of("dev-1"));
  }

 private:
  std::unique_ptr<QTemporaryDir> m_dir;
  QString m_path;
  ManualClock m_clock;
};

QTEST_GUILESS_MAIN(TestHistoryFile)
#include "tst_history_file.moc"
