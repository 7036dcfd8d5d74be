#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "server/base/settings_file.h"
#include "server/base/settings_rescue.h"
#include "server/base/settings_value.h"
#include "settings_folder.h"

using namespace lk::test;

namespace {

lk::Result<void> anything(const lk::Settings& /*settings*/, const lk::SettingsPlaces& /*places*/) { return {}; }

}  // namespace

// A settings file that was torn, or written wrongly: kept beside, with what was good before in its place.
class SettingsRescueTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { m_dir = std::make_unique<QTemporaryDir>(); }
  void leavesAGoodFileAlone();
  void aMissingFileIsNothingToRescue();
  void putsTheBackupInPlaceOfABrokenFile_data();
  void putsTheBackupInPlaceOfABrokenFile();
  void withoutAGoodBackupTheDefaultsHold();
  void whatTheProgramRefusesIsBroken();
  void twoBrokenFilesAreBothKept();

 private:
  [[nodiscard]] QString path(const char* name = "lk.ini") const { return m_dir->filePath(QString::fromLatin1(name)); }
  std::unique_ptr<QTemporaryDir> m_dir;
};

void SettingsRescueTest::leavesAGoodFileAlone() {
  QVERIFY(put(path(), "# mine\n[node]\nid = a\n"));
  const auto rescue = lk::rescueSettingsFile(path(), anything);
  QVERIFY(rescue.ok() && !*rescue);
  QCOMPARE(QDir(m_dir->path()).entryList(QDir::Files), QStringList(QStringLiteral("lk.ini")));
  QCOMPARE(contents(path()), QByteArray("# mine\n[node]\nid = a\n"));
}

void SettingsRescueTest::aMissingFileIsNothingToRescue() {
  const auto rescue = lk::rescueSettingsFile(path(), anything);
  QVERIFY(rescue.ok() && !*rescue);
  QVERIFY(QDir(m_dir->path()).isEmpty());
}

void SettingsRescueTest::putsTheBackupInPlaceOfABrokenFile_data() {
  QTest::addColumn<QByteArray>("broken");
  QTest::newRow("cut in a key") << QByteArray("[node]\nid = a\nkeepal");
  QTest::newRow("cut in a value") << QByteArray("[node]\nid = a\nkeepalive = ");
  QTest::newRow("zeros") << QByteArray(64, '\0');
  QTest::newRow("another program's") << QByteArray("{\"a\": 1}\n");
  QTest::newRow("a typing error") << QByteArray("[node]\nkepalive = 5s\n");
  QTest::newRow("endless") << QByteArray(2'000'000, 'x');
}

void SettingsRescueTest::putsTheBackupInPlaceOfABrokenFile() {
  QFETCH(const QByteArray, broken);
  QVERIFY(put(path(), broken) && put(path("lk.ini.bak"), "[node]\nid = before\n"));
  const auto rescue = lk::rescueSettingsFile(path(), anything);
  QVERIFY2(rescue.ok(), rescue.ok() ? "" : rescue.error().text.c_str());
  QVERIFY(*rescue && (*rescue)->fromBackup);
  QCOMPARE(contents((*rescue)->keptAs), broken);
  QVERIFY((*rescue)->keptAs.startsWith(path("lk.ini.broken-")));
  QVERIFY2((*rescue)->why.find("lk.ini") != std::string::npos, (*rescue)->why.c_str());
  QCOMPARE(contents(path()), QByteArray("[node]\nid = before\n"));
}

void SettingsRescueTest::withoutAGoodBackupTheDefaultsHold() {
  for (const QByteArray& backup : {QByteArray(), QByteArray("[nod\n")}) {
    if (!backup.isEmpty()) QVERIFY(put(path("lk.ini.bak"), backup));
    QVERIFY(put(path(), "[node]\nid\n"));
    const auto rescue = lk::rescueSettingsFile(path(), anything);
    QVERIFY(rescue.ok() && *rescue && !(*rescue)->fromBackup);
    QCOMPARE(contents((*rescue)->keptAs), QByteArray("[node]\nid\n"));
    QVERIFY(!QFile::exists(path()));
    lk::Settings settings;
    QVERIFY(lk::readSettingsFile(path(), false, settings).ok());
    QVERIFY(settings == lk::Settings{});
  }
}

void SettingsRescueTest::whatTheProgramRefusesIsBroken() {
  QVERIFY(put(path(), "[node]\nid = bad\n") && put(path("lk.ini.bak"), "[node]\nid = good\n"));
  const auto rescue =
      lk::rescueSettingsFile(path(), [](const lk::Settings& settings, const lk::SettingsPlaces& places) {
        const auto bad = lk::Error{lk::Error::Code::Settings, places.said({"bad together", {"node.id"}})};
        return settings.nodeId == "good" ? lk::Result<void>() : bad;
      });
  QVERIFY(rescue.ok() && *rescue && (*rescue)->fromBackup);
  QCOMPARE(QString::fromStdString((*rescue)->why),
           QDir::toNativeSeparators(path()) + QStringLiteral(":2: bad together"));
  QCOMPARE(contents(path()), QByteArray("[node]\nid = good\n"));
}

void SettingsRescueTest::twoBrokenFilesAreBothKept() {
  QStringList kept;
  for (const QByteArray& broken : {QByteArray("one"), QByteArray("two"), QByteArray("three")}) {
    QVERIFY(put(path(), broken));
    const auto rescue = lk::rescueSettingsFile(path(), anything);
    QVERIFY(rescue.ok() && *rescue);
    QCOMPARE(contents((*rescue)->keptAs), broken);
    QVERIFY(!kept.contains((*rescue)->keptAs));
    kept.push_back((*rescue)->keptAs);
  }
}

QTEST_GUILESS_MAIN(SettingsRescueTest)
#include "tst_settings_rescue.moc"
