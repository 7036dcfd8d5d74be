// nginx's grammar as nginx reads it: what it refuses is refused in its words and at its line.
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "server/setup/nginx_config.h"
#include "tests/setup/recorded_system.h"

using namespace lk;
using namespace lk::setup;
using lk::test::RecordedSystem;

namespace {

// What the real nginx says of this configuration.
QByteArray saidByNginx(const QTemporaryDir& dir, const QByteArray& text) {
  QFile file(dir.filePath(QStringLiteral("nginx.conf")));
  if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) return {};
  file.close();
  QProcess nginx;
  nginx.start(QStringLiteral("/usr/sbin/nginx"),
              {QStringLiteral("-t"), QStringLiteral("-p"), dir.path(), QStringLiteral("-c"), file.fileName(),
               QStringLiteral("-e"), QStringLiteral("stderr")});
  if (!nginx.waitForFinished(10'000)) return {};
  return nginx.readAllStandardError();
}

}  // namespace

class SetupNginxConfig : public QObject {
  Q_OBJECT

  QTemporaryDir m_dir;

 private Q_SLOTS:
  void wordsAreWhatNginxTakesThemFor_data();
  void wordsAreWhatNginxTakesThemFor();
  void whatNginxRefusesIsRefusedAtItsLine_data();
  void whatNginxRefusesIsRefusedAtItsLine();
  void directivesHaveTheirArgumentsLinesAndBytes();
  void commentsAndBlanksAreNoWords();
  void aMapIsABlockLikeAnother();
  void luaBlocksAreSkippedWhole();
  void aBlockThatNobodyClosesIsNamed();
  void aQuoteThatNobodyClosesIsNamed();
  void blocksNestedTooDeepAreRefused();
  void includesStandInTheirPlace();
  void whereAFileIsIncludedIsKnown();
  void includesAreRelativeToTheMainFilesFolder();
  void includesOfPatternsComeSortedAndWithoutHiddenFiles();
  void aPatternThatMatchesNothingIsNoError();
  void aPatternOfFoldersSaysThatItIsNotFollowed();
  void aMissingIncludeSaysWhereItIsIncluded();
  void anUnreadableIncludeSaysSo();
  void anIncludeWithoutOneNameIsRefused();
  void filesThatIncludeThemselvesAreRefused();
  void includesThatMultiplyEndSomewhere();
  void aMainFileThatIsNotThereIsNamed();
  void onWindowsFoldersAreParsedWithEitherSlash();
  void anErrorInAnIncludedFileNamesThatFile();
};

void SetupNginxConfig::wordsAreWhatNginxTakesThemFor_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::newRow("plain") << QByteArray("abc");
  QTest::newRow("double quotes") << QByteArray("\"a b;c{d}\"");
  QTest::newRow("single quotes") << QByteArray("'a \"b\" ;{}#'");
  QTest::newRow("quote within a word") << QByteArray("a\"b'c");
  QTest::newRow("escaped quote") << QByteArray(R"("a\"b")");
  QTest::newRow("escaped backslash") << QByteArray(R"(a\\tb)");
  QTest::newRow("escaped tab") << QByteArray(R"(a\tb)");
  QTest::newRow("other escapes stay") << QByteArray(R"(a\.b\d\;\{\ c)");
  QTest::newRow("escape first") << QByteArray(R"(\include)");
  QTest::newRow("variable in braces") << QByteArray("a${b}c");
  QTest::newRow("variable first") << QByteArray("${b}$c$");
  QTest::newRow("two braces after $") << QByteArray("${{b}}");
  QTest::newRow("closing brace in a word") << QByteArray("a}b");
  QTest::newRow("hash in a word") << QByteArray("a#b");
  QTest::newRow("not ASCII") << QByteArray("gerät");
  QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBFuser");
  QTest::newRow("empty") << QByteArray("\"\"");
}

void SetupNginxConfig::wordsAreWhatNginxTakesThemFor() {
  QFETCH(QByteArray, text);
  const QByteArray whole = text + " on;";
  const auto parsed = parseNginxConfig(whole.toStdString(), "f");
  QVERIFY2(parsed, parsed ? "" : parsed.error().text.c_str());
  QCOMPARE(parsed->size(), std::size_t(1));
  const QByteArray said = saidByNginx(m_dir, whole);
  const QByteArray mine = "unknown directive \"" + QByteArray::fromStdString(parsed->front().name) + "\" in ";
  QVERIFY2(said.contains(mine), (mine + " / " + said).constData());
  QCOMPARE(parsed->front().arguments, std::vector<std::string>{"on"});
}

void SetupNginxConfig::whatNginxRefusesIsRefusedAtItsLine_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QString>("what");
  QTest::addColumn<int>("line");
  const QByteArray map = "events {}\nhttp { map $uri $x {\n";
  const QString end = QStringLiteral("unexpected end of file, expecting \";\" or \"}\"");
  QTest::newRow("closing brace too many") << QByteArray("events {}\n}\n") << QStringLiteral("unexpected \"}\"") << 2;
  QTest::newRow("closing brace missing") << map + "a b;\n\n}\n"
                                         << QStringLiteral("unexpected end of file, expecting \"}\"") << 6;
  QTest::newRow("semicolon missing before brace") << map + "a b;\nc d\n}}\n" << QStringLiteral("unexpected \"}\"") << 5;
  QTest::newRow("semicolon missing at the end") << QByteArray("events {}\nuser root\n") << end << 3;
  QTest::newRow("semicolon alone") << QByteArray("events {};\n") << QStringLiteral("unexpected \";\"") << 1;
  QTest::newRow("brace alone") << QByteArray("events {}\n\n{\n") << QStringLiteral("unexpected \"{\"") << 3;
  QTest::newRow("text after a quote") << map + "a \"b\"c;}}" << QStringLiteral("unexpected \"c\"") << 3;
  QTest::newRow("comment after a quote") << map + "a \"b\"#c\n;}}" << QStringLiteral("unexpected \"#\"") << 3;
  QTest::newRow("quote not closed") << map + "a \"b;\n}}\n" << end << 5;
  QTest::newRow("quote not closed, long")
      << map + "a \"" + QByteArray(5000, 'x') + "\";}}\n"
      << QStringLiteral("too long parameter, probably missing terminating \"\"\"") << 3;
  QTest::newRow("word too long") << map + "a " + QByteArray(5000, 'x') + ";}}\n"
                                 << QStringLiteral("too long parameter \"xxxxxxxxxx...\" started") << 3;
  QTest::newRow("comment too long") << "\n#" + QByteArray(5000, 'x') + "\nevents {}\n"
                                    << QStringLiteral("too long parameter \"#xxxxxxxxx...\" started") << 2;
  QTest::newRow("last escape") << QByteArray("events {}\nuser a\\") << end << 2;
}

void SetupNginxConfig::whatNginxRefusesIsRefusedAtItsLine() {
  QFETCH(QByteArray, text);
  QFETCH(QString, what);
  QFETCH(int, line);
  const std::string file = m_dir.filePath(QStringLiteral("nginx.conf")).toStdString();
  const auto parsed = parseNginxConfig(text.toStdString(), file);
  QVERIFY(!parsed);
  QCOMPARE(parsed.error().code, Error::Code::Protocol);
  const std::string expected = file + ':' + std::to_string(line) + ": " + what.toStdString();
  QVERIFY2(parsed.error().text.starts_with(expected), parsed.error().text.c_str());
  const QByteArray said = saidByNginx(m_dir, text);
  QVERIFY2(said.contains(what.toUtf8()), said.constData());
  QVERIFY2(said.contains(QByteArray::fromStdString(file) + ':' + QByteArray::number(line) + '\n'), said.constData());
}

void SetupNginxConfig::directivesHaveTheirArgumentsLinesAndBytes() {
  const std::string text =
      "user  root ;\n"
      "stream {\n"
      "  upstream nodes {\n"
      "    hash $remote_addr\n"
      "         consistent;\n"
      "  }\n"
      "}";
  const auto parsed = parseNginxConfig(text, "nginx.conf");
  QVERIFY(parsed);
  QCOMPARE(parsed->size(), std::size_t(2));
  const NginxDirective& user = parsed->front();
  QCOMPARE(text.substr(user.begin, user.end - user.begin), std::string("user  root ;"));
  QCOMPARE(user.place.text(), std::string("nginx.conf:1"));
  QVERIFY(!user.hasBlock);
  const NginxDirective& stream = parsed->back();
  QVERIFY(stream.hasBlock);
  QCOMPARE(stream.end, text.size());
  const NginxDirective* hash = stream.first("upstream")->first("hash");
  QVERIFY(hash);
  QCOMPARE(hash->arguments, (std::vector<std::string>{"$remote_addr", "consistent"}));
  QCOMPARE(hash->argument(1), std::string("consistent"));
  QCOMPARE(hash->argument(2), std::string());
  QCOMPARE(hash->place, (NginxPlace{"nginx.conf", 4}));
  QCOMPARE(text.substr(hash->begin, hash->end - hash->begin), std::string("hash $remote_addr\n         consistent;"));
  QVERIFY(!stream.first("server"));
  QCOMPARE(stream.all("upstream").size(), std::size_t(1));
}

void SetupNginxConfig::commentsAndBlanksAreNoWords() {
  const auto parsed = parseNginxConfig("# a;\n\r\n\tuser # b {\n root;# c", "f");
  QVERIFY(parsed);
  QCOMPARE(parsed->size(), std::size_t(1));
  QCOMPARE(parsed->front().arguments, std::vector<std::string>{"root"});
  QCOMPARE(parsed->front().place.line, 3);
}

void SetupNginxConfig::aMapIsABlockLikeAnother() {
  const auto parsed = parseNginxConfig("map $a ${b} {\n default '';\n ~^x{2}$ \"1 2\";\n \"\" 3;\n}", "f");
  QVERIFY(!parsed);  // as nginx: { ends a word that is not quoted
  const auto quoted = parseNginxConfig("map $a ${b} {\n default '';\n \"~^x{2}$\" \"1 2\";\n \"\" 3;\n}", "f");
  QVERIFY(quoted);
  QCOMPARE(quoted->front().arguments, (std::vector<std::string>{"$a", "${b}"}));
  QCOMPARE(quoted->front().block.size(), std::size_t(3));
  QCOMPARE(quoted->front().block[1].name, std::string("~^x{2}$"));
}

void SetupNginxConfig::luaBlocksAreSkippedWhole() {
  const auto parsed = parseNginxConfig(
      "server {\n"
      "  preread_by_lua_block {\n"
      "    local t = { a = \"}\", b = '\\'}' } -- it's }\n"
      "    --[[ } ]] local s = [==[ }]]} ]==]\n"
      "    if t[1] then ngx.say(\"hello\") end\n"
      "  }\n"
      "  listen 1;\n"
      "}\n",
      "f");
  QVERIFY2(parsed, parsed ? "" : parsed.error().text.c_str());
  QCOMPARE(parsed->front().block.size(), std::size_t(2));
  QCOMPARE(parsed->front().block[1].place.line, 7);
  const auto open = parseNginxConfig("x_by_lua_block {\n a = {} \n", "f");
  QVERIFY(!open);
  QVERIFY2(open.error().text.starts_with("f:3: "), open.error().text.c_str());
}

void SetupNginxConfig::aBlockThatNobodyClosesIsNamed() {
  const auto parsed = parseNginxConfig("events {}\nstream {\nserver {\n}\n", "f");
  QVERIFY(!parsed);
  QCOMPARE(parsed.error().text,
           std::string("f:5: unexpected end of file, expecting \"}\" of \"stream\", opened in line 2"));
}

void SetupNginxConfig::aQuoteThatNobodyClosesIsNamed() {
  const auto parsed = parseNginxConfig("a b;\nc 'd;\ne f;\n", "f");
  QVERIFY(!parsed);
  QVERIFY2(parsed.error().text.ends_with("begins in line 2"), parsed.error().text.c_str());
}

void SetupNginxConfig::blocksNestedTooDeepAreRefused() {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "a{";
  const auto parsed = parseNginxConfig(text, "f");
  QVERIFY(!parsed);
  QVERIFY2(parsed.error().text.find("too deep") != std::string::npos, parsed.error().text.c_str());
}

void SetupNginxConfig::includesStandInTheirPlace() {
  RecordedSystem system;
  system.file("/etc/nginx/nginx.conf", "user root;\nstream {\n  include /srv/nodes.conf;\n  tcp_nodelay on;\n}\n");
  system.file("/srv/nodes.conf", "upstream a {}\nupstream b {}\n");
  const auto config = readNginxConfig(system, "/etc/nginx/nginx.conf");
  QVERIFY(config);
  const NginxDirective* stream = config->whole.first("stream");
  QVERIFY(stream);
  QCOMPARE(stream->block.size(), std::size_t(3));
  QCOMPARE(stream->block[1].place, (NginxPlace{"/srv/nodes.conf", 2}));
  QCOMPARE(stream->block[2].place, (NginxPlace{"/etc/nginx/nginx.conf", 4}));
  QCOMPARE(config->files, (std::vector<std::string>{"/etc/nginx/nginx.conf", "/srv/nodes.conf"}));
}

void SetupNginxConfig::whereAFileIsIncludedIsKnown() {
  const std::string main = "/etc/nginx/nginx.conf";
  RecordedSystem system;
  system.file(main, "a {\n  include both;\n}\nb {\n  include both;\n  include one;\n}\n");
  system.file("/etc/nginx/both", "x 1;\ninclude inner;\n");
  system.file("/etc/nginx/inner", "y 2;\n");
  system.file("/etc/nginx/one", "z 3;\n");
  const auto config = readNginxConfig(system, main);
  QVERIFY(config);
  using Places = std::vector<NginxPlace>;
  QCOMPARE(config->placesOf(main), Places());
  QCOMPARE(config->placesOf("/etc/nginx/one"), (Places{{main, 6}}));
  QCOMPARE(config->placesOf("/etc/nginx/both"), (Places{{main, 2}, {main, 5}}));
  QCOMPARE(config->placesOf("/etc/nginx/inner"), (Places{{"/etc/nginx/both", 2}, {main, 2}, {main, 5}}));
}

void SetupNginxConfig::includesAreRelativeToTheMainFilesFolder() {
  RecordedSystem system;
  system.file("/etc/nginx/nginx.conf", "include conf/a.conf;");
  system.file("/etc/nginx/conf/a.conf", "include conf/b.conf;");
  system.file("/etc/nginx/conf/b.conf", "user root;");
  const auto config = readNginxConfig(system, "/etc/nginx/nginx.conf");
  QVERIFY2(config, config ? "" : config.error().text.c_str());
  QCOMPARE(config->whole.block.size(), std::size_t(1));
}

void SetupNginxConfig::includesOfPatternsComeSortedAndWithoutHiddenFiles() {
  RecordedSystem system;
  system.file("/etc/nginx/nginx.conf", "include on/*;");
  system.file("/etc/nginx/on/20", "b 2;");
  system.file("/etc/nginx/on/10", "a 1;");
  system.file("/etc/nginx/on/.10.swp", "binary");
  const auto config = readNginxConfig(system, "/etc/nginx/nginx.conf");
  QVERIFY2(config, config ? "" : config.error().text.c_str());
  QCOMPARE(config->whole.block.size(), std::size_t(2));
  QCOMPARE(config->whole.block[0].name, std::string("a"));
}

void SetupNginxConfig::aPatternThatMatchesNothingIsNoError() {
  RecordedSystem system;
  system.file("/etc/nginx/nginx.conf", "include none/*.conf;\nuser root;");
  const auto config = readNginxConfig(system, "/etc/nginx/nginx.conf");
  QVERIFY(config);
  QCOMPARE(config->whole.block.size(), std::size_t(1));
}

void SetupNginxConfig::aPatternOfFoldersSaysThatItIsNotFollowed() {
  RecordedSystem system;
  system.file("/etc/nginx/nginx.conf", "\ninclude sites/*/nginx.conf;");
  const auto config = readNginxConfig(system, "/etc/nginx/nginx.conf");
  QVERIFY(!config);
  QCOMPARE(config.error().code, Error::Code::Limit);
  QVERIFY2(config.error().text.starts_with("/etc/nginx/nginx.conf:2: "), config.error().text.c_str());
}

void SetupNginxConfig::aMissingIncludeSaysWhereItIsIncluded() {
  RecordedSystem system;
  system.file("/etc/nginx/nginx.conf", "user root;\ninclude nodes.conf;");
  const auto config = readNginxConfig(system, "/etc/nginx/nginx.conf");
  QVERIFY(!config);
  QCOMPARE(config.error().code, Error::Code::NotFound);
  QVERIFY2(config.error().text.starts_with("/etc/nginx/nginx.conf:2: "), config.error().text.c_str());
  QVERIFY2(config.error().text.find("/etc/nginx/nodes.conf") != std::string::npos, config.error().text.c_str());
}

void SetupNginxConfig::anUnreadableIncludeSaysSo() {
  RecordedSystem system;
  system.file("/etc/nginx/nginx.conf", "\ninclude secret.conf;");
  system.deny("/etc/nginx/secret.conf");
  const auto config = readNginxConfig(system, "/etc/nginx/nginx.conf");
  QVERIFY(!config);
  QCOMPARE(config.error().code, Error::Code::NotPermitted);
  QVERIFY2(config.error().text.starts_with("/etc/nginx/nginx.conf:2: "), config.error().text.c_str());
}

void SetupNginxConfig::anIncludeWithoutOneNameIsRefused() {
  RecordedSystem system;
  system.file("/n", "include;");
  const auto config = readNginxConfig(system, "/n");
  QVERIFY(!config);
  QCOMPARE(config.error().text, std::string("/n:1: invalid number of arguments in \"include\" directive"));
}

void SetupNginxConfig::filesThatIncludeThemselvesAreRefused() {
  RecordedSystem system;
  system.file("/etc/nginx/nginx.conf", "include a;");
  system.file("/etc/nginx/a", "\n\ninclude nginx.conf;");
  const auto config = readNginxConfig(system, "/etc/nginx/nginx.conf");
  QVERIFY(!config);
  QCOMPARE(config.error().code, Error::Code::Protocol);
  QVERIFY2(config.error().text.starts_with("/etc/nginx/a:3: "), config.error().text.c_str());
}

void SetupNginxConfig::includesThatMultiplyEndSomewhere() {
  RecordedSystem system;
  for (int i = 0; i < 40; ++i) {
    const std::string next = std::to_string(i + 1);
    system.file("/" + std::to_string(i), "include " + next + ";\ninclude " + next + ";");
  }
  system.file("/40", "a b;");
  const auto config = readNginxConfig(system, "/0");
  QVERIFY(!config);
  QCOMPARE(config.error().code, Error::Code::Protocol);
}

void SetupNginxConfig::aMainFileThatIsNotThereIsNamed() {
  RecordedSystem system;
  const auto config = readNginxConfig(system, "/etc/nginx/nginx.conf");
  QVERIFY(!config);
  QCOMPARE(config.error().code, Error::Code::NotFound);
  QVERIFY(config.error().text.starts_with("/etc/nginx/nginx.conf: "));
}

void SetupNginxConfig::onWindowsFoldersAreParsedWithEitherSlash() {
  RecordedSystem system(System::Kind::Windows);
  system.file("C:\\nginx\\conf\\nginx.conf", "include a.conf;\ninclude D:/b.conf;");
  system.file("C:\\nginx\\conf\\a.conf", "a 1;");
  system.file("D:/b.conf", "b 1;");
  const auto config = readNginxConfig(system, "C:\\nginx\\conf\\nginx.conf");
  QVERIFY2(config, config ? "" : config.error().text.c_str());
  QCOMPARE(config->whole.block.size(), std::size_t(2));
}

void SetupNginxConfig::anErrorInAnIncludedFileNamesThatFile() {
  RecordedSystem system;
  system.file("/etc/nginx/nginx.conf", "stream {\ninclude a;\n}");
  system.file("/etc/nginx/a", "upstream a {\n");
  const auto config = readNginxConfig(system, "/etc/nginx/nginx.conf");
  QVERIFY(!config);
  QVERIFY2(config.error().text.starts_with("/etc/nginx/a:2: "), config.error().text.c_str());
}

QTEST_GUILESS_MAIN(SetupNginxConfig)
#include "tst_nginx_config.moc"
