#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>
#include <QThread>

#include "server/base/settings_file.h"
#include "tests/cli/child_process.h"
#include "tests/cli/program.h"
#include "tests/cli/saved_sets.h"

using lk::Settings;
using lk::test::contents;
using lk::test::endWithThisProcess;
using lk::test::Outcome;
using lk::test::Place;
using lk::test::run;
using lk::test::savedSet;

// A program that is killed while it saves its settings, again and again: the next start has the old ones or the new.
class SettingsKillsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aThousandKillsLeaveTheOldOrTheNew();

 private:
  static constexpr int kKills = 1'000;
  static constexpr int kStartEvery = 20;     // kills, with the real program
  static constexpr int kLongestUs = 40'000;  // from a first save to the kill

  // What the saver has said of its saves; empty: it was not to be killed.
  [[nodiscard]] static QByteArray saveAndKill(const QString& file);
};

QByteArray SettingsKillsTest::saveAndKill(const QString& file) {
  QProcess saver;
  saver.setProgram(QStringLiteral(LINEKEEPER_SETTINGS_SAVER));
  saver.setArguments({file});
  endWithThisProcess(saver);
  saver.start(QIODevice::ReadOnly);
  QByteArray said;
  while (!said.contains(')')) {
    if (!saver.waitForReadyRead(10'000)) return {};
    said += saver.readAll();
  }
  const auto us = static_cast<unsigned long>(QRandomGenerator::global()->bounded(kLongestUs));
  QThread::usleep(us);
  saver.kill();
  if (!saver.waitForFinished(10'000) || saver.exitStatus() != QProcess::CrashExit) return {};
  return said + saver.readAll();
}

void SettingsKillsTest::aThousandKillsLeaveTheOldOrTheNew() {
  const Place place;
  const QString file = place.path(QStringLiteral("lk.ini"));
  int odd = 0;
  int even = 0;
  int within = 0;
  for (int kill = 1; kill <= kKills; ++kill) {
    const QByteArray said = saveAndKill(file);
    QVERIFY2(!said.isEmpty(), qPrintable(QStringLiteral("kill %1: no save to be killed").arg(kill)));
    if (said.endsWith('(')) ++within;
    Settings settings;
    const auto read = lk::readSettingsFile(file, true, settings);
    QVERIFY2(read.ok(), read.ok() ? "" : read.error().text.c_str());
    const bool isOdd = settings == savedSet(true);
    QVERIFY2(isOdd || settings == savedSet(false), contents(file).constData());
    ++(isOdd ? odd : even);
    Settings before;
    const QString backup = file + QStringLiteral(".bak");
    if (QFile::exists(backup)) {
      QVERIFY2(lk::readSettingsFile(backup, true, before).ok(), contents(backup).constData());
      QVERIFY(before == savedSet(true) || before == savedSet(false));
    }
    if (kill % kStartEvery == 0) {
      const Outcome start = run(place, {QStringLiteral("--check-config"), QStringLiteral("--config"), file});
      QVERIFY2(start.code == 0, start.said().constData());
    }
  }
  qInfo("%d kills: %d within a save, the one set in force %d times, the other %d times", kKills, within, odd, even);
  QVERIFY2(within > kKills / 10, "hardly a kill fell into a save");
  QVERIFY2(odd > 0 && even > 0, "only one set was ever saved");
}

QTEST_GUILESS_MAIN(SettingsKillsTest)
#include "tst_cli_settings_kills.moc"
