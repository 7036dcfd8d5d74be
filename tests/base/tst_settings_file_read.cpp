#include <QDir>
#include <QTest>

#include "server/base/settings_file.h"
#include "server/base/settings_text.h"
#include "server/base/settings_value.h"
#include "settings_folder.h"

using namespace std::chrono_literals;
using namespace lk::test;

// What is read of a settings file, and what is said of a wrong one: all of it, each with its line.
class SettingsFileReadTest : public QObject, protected SettingsFolder {
  Q_OBJECT

 private Q_SLOTS:
  void init() { QVERIFY(begin()); }
  void cleanup() { end(); }

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
  void placesAreTheLinesThatCount();
  void aValueOfAListIsInTheLineThatHoldsIt();
};

void SettingsFileReadTest::readsValues() {
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

void SettingsFileReadTest::readsForms_data() {
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

void SettingsFileReadTest::readsForms() {
  QFETCH(QByteArray, text);
  lk::Settings settings;
  QVERIFY(lk::applySettingsText(text.toStdString(), "x.ini", settings).empty());
  QCOMPARE(bytes(settings.nodeId), QByteArray("a"));
}

void SettingsFileReadTest::saysFileAndLine_data() {
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

void SettingsFileReadTest::saysFileAndLine() {
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

void SettingsFileReadTest::saysEverythingThatIsWrongAtOnce() {
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

void SettingsFileReadTest::aBrokenFileChangesNothing() {
  QVERIFY(put(path(), "[node]\nid = fine\nio-threads = many\n"));
  lk::Settings settings;
  QVERIFY(!lk::readSettingsFile(path(), true, settings).ok());
  QVERIFY(settings == lk::Settings{});
}

void SettingsFileReadTest::aMissingFileIsNoErrorUnlessItMustExist() {
  lk::Settings settings;
  QVERIFY(lk::readSettingsFile(path(), false, settings).ok());
  QVERIFY(settings == lk::Settings{});
  const auto read = lk::readSettingsFile(path(), true, settings);
  QVERIFY(!read.ok());
  QVERIFY2(bytes(read.error().text).contains(native(path())), read.error().text.c_str());
}

void SettingsFileReadTest::unreadableFilesAreErrors() {
  QVERIFY(QDir(m_dir->path()).mkdir(QStringLiteral("linekeeper.ini")));
  lk::Settings settings;
  const auto read = lk::readSettingsFile(path(), false, settings);
  QVERIFY(!read.ok());
  QVERIFY2(bytes(read.error().text).contains(native(path())), read.error().text.c_str());
}

void SettingsFileReadTest::hugeFilesAreRefused() {
  QVERIFY(put(path(), QByteArray(1024 * 1024 + 1, '\n')));
  lk::Settings settings;
  const auto read = lk::readSettingsFile(path(), true, settings);
  QVERIFY(!read.ok());
  QVERIFY2(bytes(read.error().text).contains("1 MiB"), read.error().text.c_str());
}

void SettingsFileReadTest::placesAreTheLinesThatCount() {
  lk::Settings settings;
  lk::SettingsPlaces places;
  const std::string_view text = "[node]\nlisten = 127.0.0.1:1\n\nlisten = 127.0.0.1:2\nkeepalive = soon\n";
  QCOMPARE(lk::applySettingsText(text, "x.ini", settings, &places).size(), std::size_t{1});
  QCOMPARE(bytes(places.said({"a", {"node.listen"}})), QByteArray("x.ini:4: a"));
  QCOMPARE(bytes(places.said({"a", {"node.keepalive"}})), QByteArray("a"));
}

void SettingsFileReadTest::aValueOfAListIsInTheLineThatHoldsIt() {
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

QTEST_GUILESS_MAIN(SettingsFileReadTest)
#include "tst_settings_file_read.moc"
