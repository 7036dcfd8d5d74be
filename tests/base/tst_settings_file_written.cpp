#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTest>

#include "server/base/settings_file.h"
#include "server/base/settings_text.h"
#include "server/base/settings_value.h"
#include "settings_folder.h"

using namespace std::chrono_literals;
using namespace lk::test;

// A settings file that is written anew: what a person wrote there stays, and a failure leaves the old one whole.
class SettingsFileWrittenTest : public QObject, protected SettingsFolder {
  Q_OBJECT

 private Q_SLOTS:
  void init() { QVERIFY(begin()); }
  void cleanup() { end(); }

  void writesOnlyWhatDiffers();
  void keepsCommentsBlanksAndOrder();
  void leavesUntouchedLinesAsTheyWere();
  void linesOfAListAddUp();
  void addsToTheSectionThatIsThere();
  void setsBackToTheDefault();
  void readsBackWhatItWrites_data();
  void readsBackWhatItWrites();
  void keepsTheFileBeforeAsBackup();
  void writesTheSameTextTwice();
  void neverOverwritesABrokenFile();
  void makesTheFolder();
  void saysThatAFolderCannotBeMade();
  void leavesNothingBehindWhenItCannotWrite();
  void sweepsWhatKilledSavesLeft();
};

void SettingsFileWrittenTest::writesOnlyWhatDiffers() {
  QVERIFY(lk::writeSettingsFile(path(), lk::Settings{}).ok());
  QCOMPARE(contents(path()), QByteArray());
  lk::Settings settings;
  settings.drainRate = 50;
  settings.theme = "dark";
  QVERIFY(lk::writeSettingsFile(path(), settings).ok());
  QCOMPARE(contents(path()), QByteArray("[console]\ntheme = dark\n\n[node]\ndrain-rate = 50\n"));
}

void SettingsFileWrittenTest::keepsCommentsBlanksAndOrder() {
  const std::string_view text =
      "# written by hand\n"
      "\n"
      "[metrics]\n"
      "; Prometheus asks here\n"
      "listen = 127.0.0.1:9100\n"
      "\n"
      "[node]\n"
      "# of hall 3\n"
      "id = gw-3\n";
  lk::Settings settings;
  QVERIFY(lk::applySettingsText(text, "x", settings).empty());
  settings.nodeId = "gw-4";
  const QByteArray expected = bytes(text).replace("id = gw-3", "id = gw-4");
  QCOMPARE(bytes(lk::settingsText(text, settings)), expected);
}

void SettingsFileWrittenTest::leavesUntouchedLinesAsTheyWere() {
  const std::string_view text = "[node]\nkeepalive=60s\n  id   =  gw-3\nlisten = 0.0.0.0:1,0.0.0.0:2\n";
  lk::Settings settings;
  QVERIFY(lk::applySettingsText(text, "x", settings).empty());
  QCOMPARE(bytes(lk::settingsText(text, settings)), bytes(text));
  settings.nodeId = "gw-4";
  QCOMPARE(bytes(lk::settingsText(text, settings)),
           QByteArray("[node]\nkeepalive=60s\nid = gw-4\nlisten = 0.0.0.0:1,0.0.0.0:2\n"));
}

void SettingsFileWrittenTest::linesOfAListAddUp() {
  const std::string_view text =
      "[node]\nlisten = 127.0.0.1:1\nid = a\n# and\nlisten = 127.0.0.1:2, 127.0.0.1:3\n[node]\nlisten =\n";
  lk::Settings settings;
  QVERIFY(lk::applySettingsText(text, "x", settings).empty());
  QVERIFY((settings.listen == std::vector<std::string>{"127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3"}));
  settings.nodeId = "b";
  QCOMPARE(bytes(lk::settingsText(text, settings)), bytes(text).replace("id = a", "id = b"));
  settings.listen.pop_back();
  QCOMPARE(bytes(lk::settingsText(text, settings)),
           QByteArray("[node]\nlisten = 127.0.0.1:1, 127.0.0.1:2\nid = b\n# and\n[node]\n"));
}

void SettingsFileWrittenTest::addsToTheSectionThatIsThere() {
  lk::Settings settings;
  settings.nodeId = "gw-3";
  settings.drainRate = 7;
  settings.redisPrefix = "hall3";
  const QByteArray text = bytes(lk::settingsText("[node]\nid = gw-3\n[redis]\n# empty\n", settings));
  QCOMPARE(text, QByteArray("[node]\nid = gw-3\ndrain-rate = 7\n[redis]\n# empty\nprefix = hall3\n"));
}

void SettingsFileWrittenTest::setsBackToTheDefault() {
  QVERIFY(put(path(), "[node]\ndrain-rate = 50\n"));
  QVERIFY(lk::writeSettingsFile(path(), lk::Settings{}).ok());
  lk::Settings settings;
  settings.drainRate = 1;
  QVERIFY(lk::readSettingsFile(path(), true, settings).ok() && contents(path()).contains("drain-rate = 500"));
  QCOMPARE(qint64{settings.drainRate}, qint64{500});
}

// Whatever the file looked like: after a write it holds what was written, and is a good file.
void SettingsFileWrittenTest::readsBackWhatItWrites_data() {
  QTest::addColumn<QByteArray>("before");
  QTest::newRow("no file text") << QByteArray();
  QTest::newRow("comments only") << QByteArray("# nothing\n");
  QTest::newRow("no last line end") << QByteArray("[node]\nid = old");
  QTest::newRow("section without keys, no line end") << QByteArray("[redis]");
  QTest::newRow("DOS line ends") << QByteArray("[node]\r\nid = old\r\nkeepalive = 7s\r\n");
  QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF[node]\nid = old\nkeepalive = 7s\n");
  QTest::newRow("byte order mark before a key's section")
      << QByteArray("\xEF\xBB\xBF\n[node]\nid = old\n[metrics]\nlisten =\n");
  QTest::newRow("a section twice") << QByteArray("[node]\nid = old\n[redis]\n[node]\nkeepalive = 7s\n");
  QTest::newRow("everything at once") << QByteArray(
      "[console]\ntheme = light\n[metrics]\nlisten = \n[redis]\nurl = redis://h\n[node]\nlisten = \nid = x\n");
}

void SettingsFileWrittenTest::readsBackWhatItWrites() {
  QFETCH(QByteArray, before);
  lk::Settings settings;
  settings.nodeId = "new";
  settings.listen = {"127.0.0.1:1", "[::1]:2"};
  settings.helloTimeout = 1500ms;
  settings.keepalive = 9s;
  settings.redisUrl = "redis+sentinel://a:1,b:2/m";
  settings.redisPasswordFile = "/etc/pass word";
  settings.metricsListen = "127.0.0.1:9100";
  settings.theme = "dark";
  QVERIFY(put(path(), before));
  const auto written = lk::writeSettingsFile(path(), settings);
  QVERIFY2(written.ok(), written.ok() ? "" : written.error().text.c_str());
  lk::Settings back;
  const auto read = lk::readSettingsFile(path(), true, back);
  QVERIFY2(read.ok(), read.ok() ? "" : read.error().text.c_str());
  QVERIFY2(back == settings, contents(path()).constData());
}

void SettingsFileWrittenTest::keepsTheFileBeforeAsBackup() {
  QVERIFY(put(path(), "[node]\nid = first\n"));
  lk::Settings settings;
  settings.nodeId = "second";
  QVERIFY(lk::writeSettingsFile(path(), settings).ok());
  QCOMPARE(contents(path("linekeeper.ini.bak")), QByteArray("[node]\nid = first\n"));
  settings.nodeId = "third";
  QVERIFY(lk::writeSettingsFile(path(), settings).ok());
  QCOMPARE(contents(path("linekeeper.ini.bak")), QByteArray("[node]\nid = second\n"));
  QCOMPARE(QDir(m_dir->path()).entryList(QDir::Files),
           QStringList({QStringLiteral("linekeeper.ini"), QStringLiteral("linekeeper.ini.bak")}));
}

void SettingsFileWrittenTest::writesTheSameTextTwice() {
  lk::Settings settings;
  settings.nodeId = "gw";
  settings.theme = "dark";
  settings.metricsListen = "127.0.0.1:1";
  const std::string once = lk::settingsText("# top\n\n[node]\n\n# below\n", settings);
  QCOMPARE(bytes(lk::settingsText(once, settings)), bytes(once));
}

void SettingsFileWrittenTest::neverOverwritesABrokenFile() {
  const QByteArray broken = "[node]\nid = gw\nkepalive = 5s\n";
  QVERIFY(put(path(), broken));
  const auto written = lk::writeSettingsFile(path(), lk::Settings{});
  QVERIFY(!written.ok());
  QVERIFY2(bytes(written.error().text).contains(":3: "), written.error().text.c_str());
  QCOMPARE(contents(path()), broken);
  QVERIFY(!QFile::exists(path("linekeeper.ini.bak")));
}

void SettingsFileWrittenTest::makesTheFolder() {
  lk::Settings settings;
  settings.nodeId = "gw";
  QVERIFY(lk::writeSettingsFile(path("a/b/linekeeper.ini"), settings).ok());
  QCOMPARE(contents(path("a/b/linekeeper.ini")), QByteArray("[node]\nid = gw\n"));
}

// Below a regular file, so that it holds for root too.
void SettingsFileWrittenTest::saysThatAFolderCannotBeMade() {
  QVERIFY(put(path("file"), "x"));
  const auto written = lk::writeSettingsFile(path("file/sub/linekeeper.ini"), lk::Settings{});
  QVERIFY(!written.ok());
  const QByteArray sentence = bytes(written.error().text);
  QVERIFY2(sentence.contains(native(path("file/sub"))), sentence.constData());
  QVERIFY2(sentence.contains("--config"), sentence.constData());
}

void SettingsFileWrittenTest::leavesNothingBehindWhenItCannotWrite() {
  // The backup's name is taken by a folder: the file itself must stay as it was.
  QVERIFY(put(path(), "[node]\nid = first\n"));
  QVERIFY(QDir(m_dir->path()).mkdir(QStringLiteral("linekeeper.ini.bak")));
  lk::Settings settings;
  settings.nodeId = "second";
  QVERIFY(!lk::writeSettingsFile(path(), settings).ok());
  QCOMPARE(contents(path()), QByteArray("[node]\nid = first\n"));
  QCOMPARE(QDir(m_dir->path()).entryList(QDir::Files), QStringList({QStringLiteral("linekeeper.ini")}));
}

void SettingsFileWrittenTest::sweepsWhatKilledSavesLeft() {
  const QStringList old = {QStringLiteral("linekeeper.ini.aBcDeF"), QStringLiteral("linekeeper.ini.bak.XyZabC")};
  const QStringList kept = {QStringLiteral("linekeeper.ini"), QStringLiteral("linekeeper.ini.broken-20260314-091205"),
                            QStringLiteral("linekeeper.ini.fResHx"), QStringLiteral("other.ini.aBcDeF")};
  for (const QString& name : old + kept.mid(1)) {
    QVERIFY(put(m_dir->filePath(name), "half"));
    if (name.contains(QStringLiteral("fResHx"))) continue;
    QFile file(m_dir->filePath(name));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.setFileTime(QDateTime::currentDateTime().addDays(-1), QFileDevice::FileModificationTime));
  }
  QVERIFY(lk::writeSettingsFile(path(), lk::Settings{}).ok());
  QCOMPARE(QDir(m_dir->path()).entryList(QDir::Files, QDir::Name), kept);
}

QTEST_GUILESS_MAIN(SettingsFileWrittenTest)
#include "tst_settings_file_written.moc"
