// What the console's window takes with a large fleet that changes all the time, on a cluster that is made up:
// console_bench [--sessions N] [--changes N] [--seconds S]. Prints figures; judges none of them.
#include <malloc.h>
#include <time.h>

#include <QApplication>
#include <QCommandLineParser>
#include <QHeaderView>
#include <QLineEdit>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <cstdio>
#include <numeric>

#include "clicks.h"
#include "fake_parts.h"
#include "synthetic_fleet.h"
#include "ui/device_export.h"
#include "ui/devices_model.h"
#include "ui/main_window.h"
#include "ui/table_view.h"

namespace {

using namespace lk;
using namespace lk::ui;
using namespace lk::bench;

constexpr int kPatienceMs = 300'000;

// How long the event loop did not come round: a timer of 5 ms, and the most that lay between two of its calls, by the
// wall's clock and by the processor's time of this thread, which the machine's other work is no part of.
class DriftTimer : public QObject {
 public:
  DriftTimer() {
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] { tick(); });
    m_timer.start(5);
    begin();
  }

  void begin() {
    m_since.start();
    m_busyAt = busyMs();
    m_worst = m_worstBusy = 0;
    m_over = 0;
  }
  [[nodiscard]] double worst() const { return m_worst; }
  [[nodiscard]] double worstBusy() const { return m_worstBusy; }
  [[nodiscard]] int over100() const { return m_over; }

 private:
  static double busyMs() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
  }
  void tick() {
    const double gap = static_cast<double>(m_since.nsecsElapsed()) / 1e6;
    m_since.start();
    const double busy = busyMs();
    m_worst = std::max(m_worst, gap);
    m_worstBusy = std::max(m_worstBusy, busy - m_busyAt);
    m_busyAt = busy;
    if (gap > 100) ++m_over;
  }

  QTimer m_timer;
  QElapsedTimer m_since;
  double m_busyAt = 0;
  double m_worst = 0;
  double m_worstBusy = 0;
  int m_over = 0;
};

// How long something takes, by the wall's clock and by the processor's time of all threads, the made-up cluster's too.
class Stopwatch {
 public:
  Stopwatch() { m_since.start(); }
  [[nodiscard]] double ms() const { return static_cast<double>(m_since.nsecsElapsed()) / 1e6; }
  [[nodiscard]] double busyMs() const { return now() - m_busyAt; }

 private:
  static double now() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
  }

  QElapsedTimer m_since;
  double m_busyAt = now();
};

struct Slowest {
  double ms = 0;
  double busyMs = 0;
  QString what;

  void add(const Stopwatch& took, const QString& name) {
    busyMs = std::max(busyMs, took.busyMs());
    if (took.ms() <= ms) return;
    ms = took.ms();
    what = name;
  }
};

double allocatedBytes() {
  malloc_trim(0);
  const auto info = mallinfo2();
  return static_cast<double>(info.uordblks) + static_cast<double>(info.hblkhd);
}

class Bench {
 public:
  Bench(int sessions, int changes, double seconds)
      : m_sessions(sessions),
        m_changes(changes),
        m_seconds(seconds),
        m_window(ConsoleParts{&m_fleet, nullptr, &m_settings, m_folder.filePath(QStringLiteral("state.ini")), true}) {
    m_window.resize(1280, 800);
    m_window.showPage(MainWindow::Devices);
    m_window.show();
    m_table = ui::test::named<QTableView>(m_window, "Devices");
    m_devices = qobject_cast<DevicesModel*>(m_table->model());
    // The table stands behind its empty state until there are rows.
    QTest::qWait(600);
  }

  bool run() {
    std::printf("%d sessions on 4 nodes, %d changes a second\n", m_sessions, m_changes);
    return fill() && live() && filterBySubstring() && lookUp() && sortByEachColumn() && sortWithSelection() &&
           exportAll();
  }

 private:
  void say(const char* what, const char* value) { std::printf("  %-46s %s\n", what, value); }
  void say(const char* what, double value, const char* unit) {
    std::printf("  %-46s %9.1f %s\n", what, value, unit);
    std::fflush(stdout);
  }
  void say(const char* what, const Slowest& slowest) {
    std::printf("  %-46s %9.1f ms (%s; all threads' own time %.1f ms)\n", what, slowest.ms, qPrintable(slowest.what),
                slowest.busyMs);
    std::fflush(stdout);
  }
  void sayGap(const char* what) {
    std::printf("  %-46s %9.1f ms (of the thread's own time %.1f ms; above 100 ms: %d)\n", what, m_drift.worst(),
                m_drift.worstBusy(), m_drift.over100());
    std::fflush(stdout);
  }
  bool settled() {
    return QTest::qWaitFor([this] { return !m_devices->taking() && !m_devices->ordering(); }, kPatienceMs);
  }

  bool fill() {
    const double before = allocatedBytes();
    m_fleet.setSessions(m_sessions);
    m_drift.begin();
    QElapsedTimer took;
    took.start();
    QMetaObject::invokeMethod(
        &m_window, [this] { trigger("refresh"); }, Qt::QueuedConnection);
    const bool came = QTest::qWaitFor([this] { return m_devices->rowCount() == m_sessions; }, kPatienceMs);
    if (!came || !settled()) return false;
    say("all rows listed and sorted within", static_cast<double>(took.elapsed()), "ms");
    sayGap("longest gap meanwhile");
    QTest::qWait(500);
    say("bytes of the table a row", (allocatedBytes() - before) / m_sessions, "");
    return true;
  }

  bool live() {
    m_fleet.setChangesPerSecond(m_changes);
    QTest::qWait(500);
    const quint64 before = m_fleet.changes();
    m_drift.begin();
    QElapsedTimer since;
    since.start();
    while (static_cast<double>(since.elapsed()) < m_seconds * 1e3) QTest::qWait(50);
    say("changes a second that were shown",
        static_cast<double>(m_fleet.changes() - before) * 1e3 / static_cast<double>(since.elapsed()), "");
    sayGap("longest gap under these changes");
    return m_fleet.changes() > before;
  }

  // As one types it, with the changes going on.
  bool filterBySubstring() {
    Slowest slowest;
    m_drift.begin();
    for (const char* text : {"7", "00", "meter", "99", "zzz", "er-1"}) {
      const auto filter = DeviceFilter::parse(QString::fromLatin1(text));
      if (!filter) return false;
      const Stopwatch took;
      m_devices->setFilter(*filter);
      if (!settled()) return false;
      slowest.add(took, QString::fromLatin1(text));
      QTest::qWait(300);
    }
    say("slowest filter by a substring", slowest);
    sayGap("longest gap meanwhile");
    return true;
  }

  bool lookUp() {
    QElapsedTimer took;
    const QString device = SyntheticFleet::deviceName(m_sessions / 2);
    const auto filter = DeviceFilter::parse(QStringLiteral("id:") + device);
    took.start();
    m_devices->setFilter(*filter);
    const double ms = static_cast<double>(took.nsecsElapsed()) / 1e6;
    if (m_devices->rowCount() > 1) return false;
    say("exact id: the call, its row shown", ms, "ms");
    QElapsedTimer find;
    find.start();
    for (int i = 0; i < 1'000; ++i) static_cast<void>(m_devices->rowOf(device));
    say("exact id: a look-up", static_cast<double>(find.nsecsElapsed()) / 1e6, "µs");
    m_devices->setFilter({});
    return settled();
  }

  bool sortByEachColumn() {
    Slowest slowest;
    m_drift.begin();
    for (int column = 0; column < DeviceColumn::kCount; ++column) {
      for (const auto order : {Qt::DescendingOrder, Qt::AscendingOrder}) {
        const Stopwatch took;
        m_table->sortByColumn(column, order);
        if (!settled()) return false;
        slowest.add(took, m_devices->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        QTest::qWait(50);
      }
    }
    say("slowest sort by a column", slowest);
    sayGap("longest gap meanwhile");
    return true;
  }

  bool sortWithSelection() {
    m_table->selectAll();
    QTest::qWait(300);
    m_drift.begin();
    m_table->sortByColumn(DeviceColumn::Reports, Qt::DescendingOrder);
    if (!settled()) return false;
    QTest::qWait(500);
    sayGap("longest gap, all rows selected, sorted anew");
    m_table->clearSelection();
    return true;
  }

  bool exportAll() {
    std::vector<int> slots;
    for (int row = 0; row < m_devices->rowCount(); ++row) slots.push_back(m_devices->slotAt(row));
    QList<int> columns(DeviceColumn::kCount);
    std::iota(columns.begin(), columns.end(), 0);
    DeviceExport job({m_devices->store().rows(), std::move(slots), columns, DeviceExport::Format::Csv,
                      m_devices->nowMs(), m_folder.filePath(QStringLiteral("all.csv"))});
    bool isDone = false;
    QString problem;
    QObject::connect(&job, &DeviceExport::finished, &m_window, [&](const QString& why) {
      isDone = true;
      problem = why;
    });
    m_drift.begin();
    const Stopwatch took;
    job.start();
    if (!QTest::qWaitFor([&] { return isDone; }, kPatienceMs) || !problem.isEmpty()) return false;
    say("all rows exported as CSV within", took.ms(), "ms");
    sayGap("longest gap meanwhile");
    return true;
  }

  void trigger(const char* action) { m_window.findChild<QAction*>(QLatin1StringView(action))->trigger(); }

  int m_sessions;
  int m_changes;
  double m_seconds;
  QTemporaryDir m_folder;
  SyntheticFleet m_fleet;
  ui::test::FakeSettingsStore m_settings;
  MainWindow m_window;
  QTableView* m_table = nullptr;
  DevicesModel* m_devices = nullptr;
  DriftTimer m_drift;
};

}  // namespace

int main(int argc, char** argv) {
  // One arena, so that what is allocated can be counted.
  mallopt(M_ARENA_MAX, 1);
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication app(argc, argv);
  QCommandLineParser line;
  const QCommandLineOption sessions(QStringLiteral("sessions"), {}, QStringLiteral("N"), QStringLiteral("100000"));
  const QCommandLineOption changes(QStringLiteral("changes"), {}, QStringLiteral("N"), QStringLiteral("5000"));
  const QCommandLineOption seconds(QStringLiteral("seconds"), {}, QStringLiteral("S"), QStringLiteral("10"));
  line.addOptions({sessions, changes, seconds});
  line.process(app);
  Bench bench(line.value(sessions).toInt(), line.value(changes).toInt(), line.value(seconds).toDouble());
  if (bench.run()) return 0;
  std::fprintf(stderr, "console_bench: the window did not come to show what it should\n");
  return 1;
}
