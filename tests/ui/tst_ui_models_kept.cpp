// What of the page of the devices is kept in files: filters with a name, and exports.
#include <QAbstractItemModelTester>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "session_rows.h"
#include "ui/device_export.h"
#include "ui/device_order.h"
#include "ui/saved_filters.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;
using Tester = QAbstractItemModelTester;

class UiModelsKeptTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void savedFiltersKeepTheirOrderAndAreKept();
  void aNameIsTakenOnce();
  void anEmptyExportAndAHugeOneAreWhole();
  void anExportThatFailsSaysWhy();
};

void UiModelsKeptTest::savedFiltersKeepTheirOrderAndAreKept() {
  const QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("state.ini"));
  {
    QSettings state(path, QSettings::IniFormat);
    SavedFilters filters(&state, QStringLiteral("devices/savedFilters"));
    Tester tester(&filters, Tester::FailureReportingMode::QtTest);
    QVERIFY(filters.save(QStringLiteral("b"), QStringLiteral("up<5m")));
    QVERIFY(filters.save(QStringLiteral("  a  "), QStringLiteral("node:n1, \"quoted\"")));
    QVERIFY(filters.save(QStringLiteral("c"), QStringLiteral("x")));
    QVERIFY(filters.setData(filters.index(0, SavedFilters::Name), QStringLiteral("z"), Qt::EditRole));
    filters.remove(1);
  }
  QSettings state(path, QSettings::IniFormat);
  const SavedFilters again(&state, QStringLiteral("devices/savedFilters"));
  const QList<SavedFilters::Entry> expected = {{QStringLiteral("b"), QStringLiteral("up<5m")},
                                               {QStringLiteral("z"), QStringLiteral("node:n1, \"quoted\"")}};
  QVERIFY(again.all() == expected);
}

void UiModelsKeptTest::aNameIsTakenOnce() {
  SavedFilters filters(nullptr, QStringLiteral("f"));
  QVERIFY(!filters.save(QStringLiteral("  "), QStringLiteral("x")));
  QVERIFY(filters.save(QStringLiteral("a"), QStringLiteral("x")));
  QVERIFY(filters.save(QStringLiteral("a"), QStringLiteral("y")));
  QCOMPARE(filters.rowCount(), 1);
  QCOMPARE(filters.all().front().filter, QStringLiteral("y"));
  QVERIFY(filters.save(QStringLiteral("b"), QStringLiteral("x")));
  QVERIFY(!filters.setData(filters.index(1, SavedFilters::Name), QStringLiteral("a"), Qt::EditRole));
  QVERIFY(!filters.setData(filters.index(1, SavedFilters::Name), QStringLiteral(" "), Qt::EditRole));
  QVERIFY(!filters.setData(filters.index(1, SavedFilters::Filter), QStringLiteral("q"), Qt::EditRole));
  QCOMPARE(filters.all()[1].name, QStringLiteral("b"));
}

void UiModelsKeptTest::anEmptyExportAndAHugeOneAreWhole() {
  SessionRows rows;
  std::vector<int> places;
  for (int i = 0; i < 30'000; ++i) {
    places.push_back(rows.add());
    rows.change(i).row = packed(row(static_cast<quint64>(i), QString::number(i)), rows.words());
  }
  for (const bool isEmpty : {true, false}) {
    DeviceExport job({rows,
                      isEmpty ? std::vector<int>() : places,
                      {DeviceColumn::Device, DeviceColumn::Node},
                      DeviceExport::Format::Csv,
                      0});
    QSignalSpy finished(&job, &DeviceExport::finished);
    job.start();
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(finished.front().front().toString(), QString());
    QCOMPARE(job.text().count(QLatin1Char('\n')), isEmpty ? 1 : 30'001);
    QVERIFY(isEmpty || job.text().endsWith(QStringLiteral("29999,n1\r\n")));
  }
}

void UiModelsKeptTest::anExportThatFailsSaysWhy() {
  const QTemporaryDir folder;
  SessionRows rows;
  DeviceExport job({rows,
                    {},
                    {DeviceColumn::Device},
                    DeviceExport::Format::Csv,
                    0,
                    folder.filePath(QStringLiteral("none/devices.csv"))});
  QSignalSpy finished(&job, &DeviceExport::finished);
  job.start();
  QCOMPARE(finished.count(), 1);
  QVERIFY(finished.front().front().toString().contains(QStringLiteral("none/devices.csv can't be written")));
}

QTEST_MAIN(UiModelsKeptTest)
#include "tst_ui_models_kept.moc"
