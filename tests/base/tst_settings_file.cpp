#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "server/base/settings_file.h"
#include "server/base/settings_text.h"
#include "server/base/settings_value.h"

using namespace std::chrono_literals;

namespace {

QByteArray bytes(std::string_view text) { return {text.data(), static_cast<qsizetype>(text.size())}; }

// A path as sentences name it.
QByteArray native(const QString& path) { return QDir::toNativeSeparators(path).toUtf8(); }

QByteArray contents(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool put(const QString& path, const QByteArray& text) {
  QFile file(path);
  return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

}  // namespace

class SettingsFileTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup() { m_dir.reset(); }

  void readsValues();
  void readsForms_data();
  void readsForms();
  void saysFileAndLine_data();
  void saysFileAndLine();
  void saysEverythingThatIsWrongAtOnce();
  void aBrokenFileChangesNothing();
  void aMissingFileIsNoErrorUnlessItMustExist();
  void unreadableFilesAreErrors();
  void hugeFilesAreRefused();

  void writesOnlyWhatDiffers();
  void keepsCommentsBlanksAndOrder();
  void leavesUntouchedLinesAsTheyWere();
  void linesOfAListAddUp();
  void placesAreTheLinesThatCount();
  void aValueOfAListIsInTheLineThatHoldsIt();
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

 private:
  [[nodiscard]] QString path(const char* name = "linekeeper.ini") const {
    return m_dir->filePath(QString::fromLatin1(name));
  }
  std::unique_ptr<QTemporaryDir> m_dir;
};

void SettingsFileTest::init() {
  m_dir = std::make_unique<QTemporaryDir>();
  QVERIFY(m_dir->isValid());
}

void SettingsFileTest::readsValues() {
  QVERIFY(put(path(),
              "# the fleet of hall 3\n"
              "[node]\n"
              "id = gw-3\n"
              "listen=127.0.0.1:7601, [::1]:7601\n"
              "  keepalive =  30s \n"
              "\n"
              "; and who watches\n"
              "[metrics]\n"
              "listen = 127.0.0.1:9100\n"));
  lk::Settings settings;
  const auto read = lk::readSettingsFile(path(), true, settings);
  QVERIFY2(read.ok(), read.ok() ? "" : read.error().text.c_str());
  lk::Settings expected;
  expected.nodeId = "gw-3";
  expected.listen = {"127.0.0.1:7601", "[::1]:7601"};
  expected.keepalive = 30s;
  expected.metricsListen = "127.0.0.1:9100";
  QVERIFY(settings == expected);
}

void SettingsFileTest::readsForms_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::newRow("plain") << QByteArray("[node]\nid = a\n");
  QTest::newRow("no last line end") << QByteArray("[node]\nid = a");
  QTest::newRow("DOS line ends") << QByteArray("[node]\r\nid = a\r\n");
  QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF[node]\nid = a\n");
  QTest::newRow("blanks in the section") << QByteArray("  [ node ]  \nid=a\n");
  QTest::newRow("tabs") << QByteArray("[node]\n\tid\t=\ta\t\n");
  QTest::newRow("a section twice") << QByteArray("[node]\n[redis]\n[node]\nid = a\n");
  QTest::newRow("comments beyond ASCII") << QByteArray("# Größe ≤ 3\n[node]\nid = a\n");
}

void SettingsFileTest::readsForms() {
  QFETCH(QByteArray, text);
  lk::Settings settings;
  QVERIFY(lk::applySettingsText(text.toStdString(), "x.ini", settings).empty());
  QCOMPARE(bytes(settings.nodeId), QByteArray("a"));
}

void SettingsFileTest::saysFileAndLine_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<int>("line");
  QTest::addColumn<QByteArray>("says");
  const auto row = [](const char* name, const QByteArray& text, int line, const char* says) {
    QTest::newRow(name) << text << line << QByteArray(says);
  };
  row("unknown section", "[node]\n[nodes]\nid = a\n", 2, "[nodes]");
  row("unknown key", "[node]\n\n# x\nidd = a\n", 4, "'idd' in section [node]; did you mean id?");
  row("a list's second line", "[node]\nlisten = 127.0.0.1:1\nlisten = x\n", 3, "'x'");
  row("a key of another section", "[redis]\nid = a\n", 2, "'id'");
  row("a key before every section", "id = a\n[node]\n", 1, "before the first [section]");
  row("out of range", "[node]\nio-threads = 65\n", 2, "0 to 64");
  row("a wrong form", "[node]\nkeepalive = soon\n", 2, "'soon'");
  row("a key twice", "[node]\nid = a\n\nid = b\n", 4, "line 2");
  row("a key twice, in two sections of a name", "[node]\nid = a\n[node]\nid = b\n", 4, "line 2");
  row("a line without =", "[node]\nid gw\n", 2, "'id gw'");
  row("a line that begins with =", "[node]\n= gw\n", 2, "'= gw'");
  row("an open bracket", "[node\nid = a\n", 1, "'[node'");
  row("no UTF-8", "[node]\nid = a\n# \xC3\x28\n", 3, "UTF-8");
  row("a zero byte", QByteArray("[node]\nid = a\0b\n", 16), 2, "UTF-8");
  row("DOS line ends", "[node]\r\nid = a\r\nidd = b\r\n", 3, "'idd'");
  row("a value with a comment behind", "[node]\nio-threads = 2 # two\n", 2, "'2 # two'");
}

void SettingsFileTest::saysFileAndLine() {
  QFETCH(QByteArray, text);
  QFETCH(int, line);
  QFETCH(QByteArray, says);
  QVERIFY(put(path(), text));
  lk::Settings settings;
  const auto read = lk::readSettingsFile(path(), false, settings);
  QVERIFY(!read.ok());
  QCOMPARE(read.error().code, lk::Error::Code::Settings);
  const QByteArray sentence = bytes(read.error().text);
  const QByteArray where = native(path()) + ":" + QByteArray::number(line) + ": ";
  QVERIFY2(sentence.contains(where), sentence.constData());
  QVERIFY2(sentence.contains(says), sentence.constData());
}

void SettingsFileTest::saysEverythingThatIsWrongAtOnce() {
  const std::string_view text =
      "[node]\n"
      "io-threads = many\n"
      "kepalive = 5s\n"
      "[nodee]\n"
      "id = said with its section\n"
      "[redis]\n"
      "lease = 0s\n";
  lk::Settings settings;
  const auto wrong = lk::applySettingsText(text, "a.ini", settings);
  QCOMPARE(static_cast<int>(wrong.size()), 4);
  QVERIFY(wrong[0].starts_with("a.ini:2: "));
  QVERIFY(wrong[1].starts_with("a.ini:3: "));
  QVERIFY(wrong[2].starts_with("a.ini:4: "));
  QVERIFY(wrong[3].starts_with("a.ini:7: "));
}

void SettingsFileTest::aBrokenFileChangesNothing() {
  QVERIFY(put(path(), "[node]\nid = fine\nio-threads = many\n"));
  lk::Settings settings;
  QVERIFY(!lk::readSettingsFile(path(), true, settings).ok());
  QVERIFY(settings == lk::Settings{});
}

void SettingsFileTest::aMissingFileIsNoErrorUnlessItMustExist() {
  lk::Settings settings;
  QVERIFY(lk::readSettingsFile(path(), false, settings).ok());
  QVERIFY(settings == lk::Settings{});
  const auto read = lk::readSettingsFile(path(), true, settings);
  QVERIFY(!read.ok());
  QVERIFY2(bytes(read.error().text).contains(native(path())), read.error().text.c_str());
}

void SettingsFileTest::unreadableFilesAreErrors() {
  QVERIFY(QDir(m_dir->path()).mkdir(QStringLiteral("linekeeper.ini")));
  lk::Settings settings;
  const auto read = lk::readSettingsFile(path(), false, settings);
  QVERIFY(!read.ok());
  QVERIFY2(bytes(read.error().text).contains(native(path())), read.error().text.c_str());
}

void SettingsFileTest::hugeFilesAreRefused() {
  QVERIFY(put(path(), QByteArray(1024 * 1024 + 1, '\n')));
  lk::Settings settings;
  const auto read = lk::readSettingsFile(path(), true, settings);
  QVERIFY(!read.ok());
  QVERIFY2(bytes(read.error().text).contains("1 MiB"), read.error().text.c_str());
}

void SettingsFileTest::writesOnlyWhatDiffers() {
  QVERIFY(lk::writeSettingsFile(path(), lk::Settings{}).ok());
  QCOMPARE(contents(path()), QByteArray());
  lk::Settings settings;
  settings.drainRate = 50;
  settings.theme = "dark";
  QVERIFY(lk::writeSettingsFile(path(), settings).ok());
  QCOMPARE(contents(path()), QByteArray("[console]\ntheme = dark\n\n[node]\ndrain-rate = 50\n"));
}

void SettingsFileTest::keepsCommentsBlanksAndOrder() {
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

void SettingsFileTest::leavesUntouchedLinesAsTheyWere() {
  const std::string_view text = "[node]\nkeepalive=60s\n  id   =  gw-3\nlisten = 0.0.0.0:1,0.0.0.0:2\n";
  lk::Settings settings;
  QVERIFY(lk::applySettingsText(text, "x", settings).empty());
  QCOMPARE(bytes(lk::settingsText(text, settings)), bytes(text));
  settings.nodeId = "gw-4";
  QCOMPARE(bytes(lk::settingsText(text, settings)),
           QByteArray("[node]\nkeepalive=60s\nid = gw-4\nlisten = 0.0.0.0:1,0.0.0.0:2\n"));
}

void SettingsFileTest::linesOfAListAddUp() {
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

void SettingsFileTest::placesAreTheLinesThatCount() {
  lk::Settings settings;
  lk::SettingsPlaces places;
  const std::string_view text = "[node]\nlisten = 127.0.0.1:1\n\nlisten = 127.0.0.1:2\nkeepalive = soon\n";
  QCOMPARE(lk::applySettingsText(text, "x.ini", settings, &places).size(), std::size_t{1});
  QCOMPARE(bytes(places.said({"a", {"node.listen"}})), QByteArray("x.ini:4: a"));
  QCOMPARE(bytes(places.said({"a", {"node.keepalive"}})), QByteArray("a"));
}

void SettingsFileTest::aValueOfAListIsInTheLineThatHoldsIt() {
  const std::string_view text =
      "[node]\nlisten =\nlisten = 127.0.0.1:1, 127.0.0.1:2\nlisten =\nlisten = 127.0.0.1:3\nid = a\n"
      "listen = 127.0.0.1:4\n";
  lk::Settings settings;
  lk::SettingsPlaces places;
  QVERIFY(lk::applySettingsText(text, "x.ini", settings, &places).empty());
  QByteArrayList said;
  for (std::size_t i = 0; i < settings.listen.size(); ++i) {
    said.push_back(bytes(places.said({settings.listen[i], {"node.listen"}, i})));
  }
  QCOMPARE(said, (QByteArrayList{"x.ini:3: 127.0.0.1:1", "x.ini:3: 127.0.0.1:2", "x.ini:5: 127.0.0.1:3",
                                 "x.ini:7: 127.0.0.1:4"}));
  // What was set behind the value counts, and what was set before it does not.
  QCOMPARE(bytes(places.said({"a", {"node.id", "node.listen"}, 3})), QByteArray("x.ini:7: a"));
  QCOMPARE(bytes(places.said({"a", {"node.listen", "node.id"}, 2})), QByteArray("x.ini:6: a"));
  places.put("node.listen", "--listen");
  QCOMPARE(bytes(places.said({"a", {"node.listen"}, 3})), QByteArray("--listen: a"));
}

void SettingsFileTest::addsToTheSectionThatIsThere() {
  lk::Settings settings;
  settings.nodeId = "gw-3";
  settings.drainRate = 7;
  settings.redisPrefix = "hall3";
  const QByteArray text = bytes(lk::settingsText("[node]\nid = gw-3\n[redis]\n# empty\n", settings));
  QCOMPARE(text, QByteArray("[node]\nid = gw-3\ndrain-rate = 7\n[redis]\n# empty\nprefix = hall3\n"));
}

void SettingsFileTest::setsBackToTheDefault() {
  QVERIFY(put(path(), "[node]\ndrain-rate = 50\n"));
  QVERIFY(lk::writeSettingsFile(path(), lk::Settings{}).ok());
  lk::Settings settings;
  settings.drainRate = 1;
  QVERIFY(lk::readSettingsFile(path(), true, settings).ok() && contents(path()).contains("drain-rate = 500"));
  QCOMPARE(qint64{settings.drainRate}, qint64{500});
}

// Whatever the file looked like: after a write it holds what was written, and is a good file.
void SettingsFileTest::readsBackWhatItWrites_data() {
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

void SettingsFileTest::readsBackWhatItWrites() {
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

void SettingsFileTest::keepsTheFileBeforeAsBackup() {
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

void SettingsFileTest::writesTheSameTextTwice() {
  lk::Settings settings;
  settings.nodeId = "gw";
  settings.theme = "dark";
  settings.metricsListen = "127.0.0.1:1";
  const std::string once = lk::settingsText("# top\n\n[node]\n\n# below\n", settings);
  QCOMPARE(bytes(lk::settingsText(once, settings)), bytes(once));
}

void SettingsFileTest::neverOverwritesABrokenFile() {
  const QByteArray broken = "[node]\nid = gw\nkepalive = 5s\n";
  QVERIFY(put(path(), broken));
  const auto written = lk::writeSettingsFile(path(), lk::Settings{});
  QVERIFY(!written.ok());
  QVERIFY2(bytes(written.error().text).contains(":3: "), written.error().text.c_str());
  QCOMPARE(contents(path()), broken);
  QVERIFY(!QFile::exists(path("linekeeper.ini.bak")));
}

void SettingsFileTest::makesTheFolder() {
  lk::Settings settings;
  settings.nodeId = "gw";
  QVERIFY(lk::writeSettingsFile(path("a/b/linekeeper.ini"), settings).ok());
  QCOMPARE(contents(path("a/b/linekeeper.ini")), QByteArray("[node]\nid = gw\n"));
}

// Below a regular file, so that it holds for root too.
void SettingsFileTest::saysThatAFolderCannotBeMade() {
  QVERIFY(put(path("file"), "x"));
  const auto written = lk::writeSettingsFile(path("file/sub/linekeeper.ini"), lk::Settings{});
  QVERIFY(!written.ok());
  const QByteArray sentence = bytes(written.error().text);
  QVERIFY2(sentence.contains(native(path("file/sub"))), sentence.constData());
  QVERIFY2(sentence.contains("--config"), sentence.constData());
}

void SettingsFileTest::leavesNothingBehindWhenItCannotWrite() {
  // The backup's name is taken by a folder: the file itself must stay as it was.
  QVERIFY(put(path(), "[node]\nid = first\n"));
  QVERIFY(QDir(m_dir->path()).mkdir(QStringLiteral("linekeeper.ini.bak")));
  lk::Settings settings;
  settings.nodeId = "second";
  QVERIFY(!lk::writeSettingsFile(path(), settings).ok());
  QCOMPARE(contents(path()), QByteArray("[node]\nid = first\n"));
  QCOMPARE(QDir(m_dir->path()).entryList(QDir::Files), QStringList({QStringLiteral("linekeeper.ini")}));
}

void SettingsFileTest::sweepsWhatKilledSavesLeft() {
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

QTEST_GUILESS_MAIN(SettingsFileTest)
#include "tst_settings_file.moc"
