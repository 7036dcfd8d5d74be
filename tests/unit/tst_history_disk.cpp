#include <sys/resource.h>

#include <QTemporaryDir>
#include <QTest>
#include <csignal>

#include "server/node/history_file.h"
#include "tests/unit/manual_clock.h"

using namespace lk;
using namespace lk::node;

namespace {

// Room for so many bytes in each file, as on a disk that is full.
void allowBytes(rlim_t bytes) {
  rlimit limit{};
  QCOMPARE(getrlimit(RLIMIT_FSIZE, &limit), 0);
  limit.rlim_cur = std::min(bytes, limit.rlim_max);
  QCOMPARE(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

}  // namespace

class TestHistoryDisk : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { std::signal(SIGXFSZ, SIG_IGN); }
  void cleanup() { allowBytes(RLIM_INFINITY); }

  void aFullDiskIsSaidOnceAndNothingIsLostOnceThereIsRoom() {
    const QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("history.log"));
    test::ManualClock clock;
    DeviceHistory history;
    HistoryFile file(path, history, clock);
    QVERIFY(file.load().ok());
    const auto connect = [&](int i) {
      HistoryRecord record;
      record.atMs = i;
      record.address = "10.2.0.7";
      history.add("dev-" + std::to_string(i % 40), record);
    };
    for (int i = 1; i <= 10; ++i) connect(i);
    QVERIFY(file.flush().ok());

    allowBytes(static_cast<rlim_t>(QFileInfo(path).size()) + 50);  // the next line is torn
    connect(11);
    const auto full = file.flush();
    QVERIFY(!full.ok());
    QVERIFY2(full.error().text.find("Make room") != std::string::npos, full.error().text.c_str());
    for (int i = 12; i <= 100; ++i) {
      connect(i);
      clock.advance(std::chrono::seconds(1));
      QVERIFY(file.flush().ok());  // tried again meanwhile, and not said again
    }

    allowBytes(RLIM_INFINITY);
    clock.advance(std::chrono::seconds(60));
    QVERIFY(file.flush().ok());
    DeviceHistory again;
    HistoryFile next(path, again, clock);
    QVERIFY(next.load().ok());
    QCOMPARE(again.devices(), std::size_t{40});
    for (int i = 0; i < 40; ++i) {
      const std::string device = "dev-" + std::to_string(i);
      QVERIFY(again.of(device) == history.of(device));
    }
  }
};

QTEST_GUILESS_MAIN(TestHistoryDisk)
#include "tst_history_disk.moc"
