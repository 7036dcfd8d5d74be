#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/requests.h"
#include "ui/command_memory.h"
#include "ui/csv_text.h"
#include "ui/payload_template.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

// What the console reads and writes as text, with no window.
class UiTextTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void faultsHaveAPlace_data();
  void faultsHaveAPlace();
  void csvIsRead_data();
  void csvIsRead();
  void wrongCsvNamesTheLine_data();
  void wrongCsvNamesTheLine();
  void csvIsBounded();
  void devicesComeFromTheirColumn();
  void wrongTargetsSayWhatToDo_data();
  void wrongTargetsSayWhatToDo();
  void placeholdersAreFilled_data();
  void placeholdersAreFilled();
  void aValueCantLeaveJsonsQuotes();
  void anUnknownPlaceholderIsAFault();
  void aFaultStandsWhereTheTemplateHasIt();
  void escapedTextComesBack_data();
  void escapedTextComesBack();
  void templatesComeBack();
  void historyComesBackWithinBounds();
  void aBrokenMemoryIsAnError_data();
  void aBrokenMemoryIsAnError();
};

void UiTextTest::faultsHaveAPlace_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<int>("form");
  QTest::addColumn<qsizetype>("at");
  QTest::addColumn<QString>("says");
  const int hex = static_cast<int>(PayloadForm::Hex);
  const int json = static_cast<int>(PayloadForm::Json);
  QTest::newRow("no digit") << q("01 0g") << hex << qsizetype{4} << q("place 5");
  QTest::newRow("half a byte") << q("01 0 ") << hex << qsizetype{3} << q("half a byte");
  QTest::newRow("a value is missing") << q("{\"a\": }") << json << qsizetype{6} << q("line 1, column 7");
  QTest::newRow("in the second line") << q("{\"a\": 1,\n \"b\" 2}") << json << qsizetype{14} << q("line 2, column 6");
  QTest::newRow("behind white space") << q("\n\n  {x}") << json << qsizetype{5} << q("line 3, column 4");
  QTest::newRow("behind letters of two bytes") << q("{\"ä\": äöü}") << json << qsizetype{6} << q("line 1, column 7");
  QTest::newRow("nothing") << QString() << json << qsizetype{0} << q("line 1, column 1");
}

void UiTextTest::faultsHaveAPlace() {
  QFETCH(QString, text);
  QFETCH(int, form);
  QFETCH(qsizetype, at);
  QFETCH(QString, says);
  const PayloadRead read = readPayload(text, static_cast<PayloadForm>(form));
  QVERIFY(read.fault);
  QVERIFY2(read.fault->text.contains(says), qPrintable(read.fault->text));
  QCOMPARE(read.fault->at, at);
}

void UiTextTest::csvIsRead_data() {
  QTest::addColumn<QByteArray>("csv");
  QTest::addColumn<QList<QStringList>>("rows");
  using Rows = QList<QStringList>;
  QTest::newRow("commas") << QByteArray("a,b\nc,d\n") << Rows{{q("a"), q("b")}, {q("c"), q("d")}};
  QTest::newRow("semicolons, and a comma within")
      << QByteArray("a;b\n1,5;2\n") << Rows{{q("a"), q("b")}, {q("1,5"), q("2")}};
  QTest::newRow("tabs") << QByteArray("a\tb\n") << Rows{{q("a"), q("b")}};
  QTest::newRow("Windows' line ends, none at the end") << QByteArray("a\r\nb") << Rows{{q("a")}, {q("b")}};
  QTest::newRow("old line ends") << QByteArray("a\rb\r") << Rows{{q("a")}, {q("b")}};
  QTest::newRow("a byte order mark") << QByteArray(
                                            "\xef\xbb\xbf"
                                            "a,b\n")
                                     << Rows{{q("a"), q("b")}};
  QTest::newRow("quotes") << QByteArray("\"a,\"\"b\"\"\",\"c\nd\"\n") << Rows{{q("a,\"b\""), q("c\nd")}};
  QTest::newRow("empty cells") << QByteArray(",\n\"\",x\n") << Rows{{q(""), q("")}, {q(""), q("x")}};
  QTest::newRow("empty lines") << QByteArray("\n\na\n\n") << Rows{{q("a")}};
  QTest::newRow("nothing") << QByteArray() << Rows{};
}

void UiTextTest::csvIsRead() {
  QFETCH(QByteArray, csv);
  QFETCH(QList<QStringList>, rows);
  const auto table = readCsv(csv);
  QVERIFY2(table.ok(), table.ok() ? "" : table.error().text.c_str());
  QList<QStringList> cells;
  for (const CsvTable::Row& row : table->rows) cells.push_back(row.cells);
  QCOMPARE(cells, rows);
}

void UiTextTest::wrongCsvNamesTheLine_data() {
  QTest::addColumn<QByteArray>("csv");
  QTest::addColumn<QString>("says");
  QTest::newRow("quotes that never close") << QByteArray("a\n\"b\n\nc") << q("line 2: quotes are opened");
  QTest::newRow("something behind quotes") << QByteArray("a\n\"b\"c\n") << q("line 2: something stands behind");
  QTest::newRow("a cell too many") << QByteArray("a,b\n1,2\n1,2,3\n")
                                   << q("line 3 has another number of cells (3) than the first line (2)");
  QTest::newRow("a cell too few, behind a cell of two lines")
      << QByteArray("a,b\n\"1\n\",2\n1\n") << q("line 4 has another number of cells (1)");
  QTest::newRow("another encoding") << QByteArray("ger\xe4t\n") << q("not UTF-8");
  QTest::newRow("a spreadsheet's own file") << QByteArray("PK\x03\x04\0\0", 6) << q("no text");
  QTest::newRow("too many columns") << QByteArray(64, ',') << q("line 1 has 65 columns");
}

void UiTextTest::wrongCsvNamesTheLine() {
  QFETCH(QByteArray, csv);
  QFETCH(QString, says);
  const auto table = readCsv(csv);
  QVERIFY(!table);
  QVERIFY2(QString::fromStdString(table.error().text).contains(says), table.error().text.c_str());
}

void UiTextTest::csvIsBounded() {
  QByteArray csv("device\n");
  for (int i = 0; i < kMostTargets; ++i) csv += "d" + QByteArray::number(i) + '\n';
  const auto most = readCsv(csv);
  QVERIFY(most.ok());
  const auto targets = targetsFromCsv(*most);
  QVERIFY(targets.ok());
  QCOMPARE(targets->targets.size(), kMostTargets);
  QVERIFY(!readCsv(csv + "one-more\n"));
  QVERIFY(!readCsv(QByteArray(kMostCsvBytes + 1, 'a')));
}

void UiTextTest::devicesComeFromTheirColumn() {
  const auto named = targetsFromCsv(*readCsv("Site, Device ,Code\nx, pump-7 ,1\ny,pump-8,2\n"));
  QVERIFY2(named.ok(), named.ok() ? "" : named.error().text.c_str());
  QCOMPARE(named->columns, (QStringList{q("site"), q("device"), q("code")}));
  QCOMPARE(named->targets.size(), 2);
  QCOMPARE(named->targets[0], (CommandTarget{q("pump-7"), {q("x"), q(" pump-7 "), q("1")}, 2}));
  const auto bare = targetsFromCsv(*readCsv("pump-7\npump-8\n"));
  QVERIFY(bare.ok());
  QCOMPARE(bare->targets.size(), 2);
  QCOMPARE(bare->columns, QStringList{q("device")});
}

void UiTextTest::wrongTargetsSayWhatToDo_data() {
  QTest::addColumn<QByteArray>("csv");
  QTest::addColumn<QString>("says");
  QTest::newRow("empty") << QByteArray() << q("device id in each line");
  QTest::newRow("no column of ids") << QByteArray("pump-7,1\n") << q("no column is called 'device'");
  QTest::newRow("no id") << QByteArray("device\npump-7\npump 8\n") << q("line 3: 'pump 8' is no device id");
  QTest::newRow("a column with no name") << QByteArray("device,\np,1\n") << q("column 2 has no name");
  QTest::newRow("two of a name") << QByteArray("device,A,a\np,1,2\n") << q("two columns are called 'a'");
  QTest::newRow("names alone") << QByteArray("device,a\n") << q("no device stands");
}

void UiTextTest::wrongTargetsSayWhatToDo() {
  QFETCH(QByteArray, csv);
  QFETCH(QString, says);
  const auto targets = targetsFromCsv(*readCsv(csv));
  QVERIFY(!targets);
  QVERIFY2(QString::fromStdString(targets.error().text).contains(says), targets.error().text.c_str());
}

void UiTextTest::placeholdersAreFilled_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<int>("form");
  QTest::addColumn<QByteArray>("bytes");
  const int text = static_cast<int>(PayloadForm::Text);
  const int hex = static_cast<int>(PayloadForm::Hex);
  const int json = static_cast<int>(PayloadForm::Json);
  QTest::newRow("none") << q("relay on") << text << QByteArray("relay on");
  QTest::newRow("device") << q("I am {device}.") << text << QByteArray("I am pump-7.");
  QTest::newRow("counter") << q("{counter}/{counter:100}/{counter:007}") << text << QByteArray("3/102/009");
  QTest::newRow("columns, whatever the case") << q("{Site}-{serial no}") << text << QByteArray("Hafen-0a");
  QTest::newRow("a brace is a brace") << q("{} {1} { device } {{device} {{") << text
                                      << QByteArray("{} {1} { device } {device} {{");
  QTest::newRow("hex") << q("01 {serial no} {counter:00}") << hex << QByteArray("\x01\x0a\x02");
  QTest::newRow("JSON") << q("{\"d\":\"{device}\",\"n\":{counter},\"o\":{}}") << json
                        << QByteArray("{\"d\":\"pump-7\",\"n\":3,\"o\":{}}");
}

void UiTextTest::placeholdersAreFilled() {
  QFETCH(QString, text);
  QFETCH(int, form);
  QFETCH(QByteArray, bytes);
  const auto parsed = PayloadTemplate::parse(text, {q("device"), q("site"), q("serial no")});
  QVERIFY(!parsed.fault);
  const CommandTarget target{q("pump-7"), {q("pump-7"), q("Hafen"), q("0a")}, 2};
  const PayloadRead read = parsed.value.bytesFor(target, 2, static_cast<PayloadForm>(form));
  QVERIFY2(!read.fault, read.fault ? qPrintable(read.fault->text) : "");
  QCOMPARE(read.bytes, bytes);
}

void UiTextTest::aValueCantLeaveJsonsQuotes() {
  const auto parsed = PayloadTemplate::parse(q("{\"note\":\"say \\\"{note}\\\"\",\"x\":1}"), {q("note")});
  const CommandTarget target{q("d"), {q("\",\"x\":2,\"y\":\"\\\n")}, 1};
  const PayloadRead read = parsed.value.bytesFor(target, 0, PayloadForm::Json);
  QVERIFY(!read.fault);
  const QJsonObject object = QJsonDocument::fromJson(read.bytes).object();
  QCOMPARE(object.keys(), (QStringList{q("note"), q("x")}));
  QCOMPARE(object.value(q("note")).toString(), q("say \"") + target.values.front() + q("\""));
  // Outside of quotes it stands as it is, and must be JSON.
  const auto bare = PayloadTemplate::parse(q("[{note}]"), {q("note")});
  QVERIFY(bare.value.bytesFor(target, 0, PayloadForm::Json).fault);
}

void UiTextTest::anUnknownPlaceholderIsAFault() {
  const auto parsed = PayloadTemplate::parse(q("go to {sight}"), {q("device"), q("site")});
  QVERIFY(parsed.fault);
  QCOMPARE(parsed.fault->at, 6);
  QCOMPARE(parsed.fault->length, 7);
  QVERIFY2(parsed.fault->text.contains(q("{device}, {counter}, {site}")), qPrintable(parsed.fault->text));
  QVERIFY(PayloadTemplate::parse(q("{counter:x}"), {}).fault);
  QVERIFY(!PayloadTemplate::parse(q("{counter:1}"), {}).fault);
}

void UiTextTest::aFaultStandsWhereTheTemplateHasIt() {
  const auto parsed = PayloadTemplate::parse(q("01 {code} zz"), {q("code")});
  const PayloadRead behind = parsed.value.bytesFor({q("d"), {q("ff ff ff")}, 1}, 0, PayloadForm::Hex);
  QVERIFY(behind.fault);
  QCOMPARE(behind.fault->at, 10);
  QCOMPARE(behind.fault->length, 1);
  const PayloadRead within = parsed.value.bytesFor({q("d"), {q("no")}, 1}, 0, PayloadForm::Hex);
  QVERIFY(within.fault);
  QCOMPARE(within.fault->at, 3);
  QCOMPARE(within.fault->length, 6);
}

void UiTextTest::escapedTextComesBack_data() {
  QTest::addColumn<QString>("text");
  for (const char* text :
       {"relay on", "{device}", "{{device}", "{{{x y}}}", "{", "{\"a\":{\"b\":1}}", "a{b", "{a}{b}"}) {
    QTest::newRow(text) << q(text);
  }
}

void UiTextTest::escapedTextComesBack() {
  QFETCH(QString, text);
  const auto parsed = PayloadTemplate::parse(PayloadTemplate::escaped(text), {});
  QVERIFY(!parsed.fault);
  QVERIFY(!parsed.value.hasPlaceholders());
  QCOMPARE(parsed.value.bytesFor({}, 0, PayloadForm::Text).bytes, text.toUtf8());
}

void UiTextTest::templatesComeBack() {
  const QList<CommandTemplate> templates = {{q("Relay on"), PayloadForm::Text, q("relay {device}"), 0, 10},
                                            {q("Ruhe"), PayloadForm::Json, q("{\"ä\":\n1}"), 3'600, 300},
                                            {q("hex"), PayloadForm::Hex, q("01 ff"), 604'800, 1}};
  const auto again = templatesFromJson(templatesToJson(templates));
  QVERIFY(again.ok());
  QCOMPARE(*again, templates);
  // What can't be is left out, the rest stays.
  const auto some = templatesFromJson(
      "{\"version\":1,\"templates\":[{\"name\":\"\"},{\"name\":\"a\",\"ttl\":-5},{\"name\":\"a\"},7,{\"name\":\" "
      "b\"}]}");
  QVERIFY(some.ok());
  QCOMPARE(some->size(), 1);
  QCOMPARE(some->front().ttlS, 0);
  QList<CommandTemplate> many;
  for (int i = 0; i <= kMostTemplates; ++i) many.push_back({QString::number(i), PayloadForm::Text, {}, 0, 10});
  QCOMPARE(templatesFromJson(templatesToJson(many))->size(), kMostTemplates);
}

void UiTextTest::historyComesBackWithinBounds() {
  CommandRecord own;
  own.own = own.answered = true;
  own.firstAtMs = 1'700'000'000'123;
  own.request = request(QByteArray("\x00\x01", 2), "d1", 60);
  own.request.timeoutS = 7;
  own.update.id = own.request.id;
  own.update.device = own.request.device;
  own.update.durable = true;
  own.update.status = CommandStatus::Failed;
  own.update.final = true;
  own.update.code = 3;
  own.update.answer = "no";
  own.update.reason = q("because");
  own.update.ackUs = 1'873;
  own.update.payload = own.request.payload;
  own.update.payloadSize = 2;
  CommandRecord other;
  other.answered = true;
  other.update.id = q("x");
  other.update.device = q("d2");
  other.update.payload = QByteArray(256, 'a');
  other.update.payloadSize = 300;
  other.update.status = CommandStatus::Queued;
  const auto again = historyFromJson(historyToJson({own, other}));
  QVERIFY(again.ok());
  QCOMPARE(again->size(), 2);
  QVERIFY(again->front() == own);
  QVERIFY(again->back() == other);

  QList<CommandRecord> many;
  for (int i = 0; i < 1'500; ++i) {
    own.update.id = own.request.id = QString::number(i);
    many.push_back(own);
  }
  const auto newest = historyFromJson(historyToJson(many));
  QCOMPARE(newest->size(), kMostHistory);
  QCOMPARE(newest->back().update.id, q("1499"));
  for (CommandRecord& record : many) record.request.payload = QByteArray(65'536, 'x');
  QCOMPARE(historyFromJson(historyToJson(many))->size(), kMostHistoryPayload / 65'536);
}

void UiTextTest::aBrokenMemoryIsAnError_data() {
  QTest::addColumn<QByteArray>("json");
  QTest::newRow("empty") << QByteArray();
  QTest::newRow("half") << templatesToJson({}).chopped(3);
  QTest::newRow("another's") << QByteArray("{\"a\":1}");
  QTest::newRow("of a later version") << QByteArray("{\"version\":2,\"templates\":[],\"commands\":[]}");
}

void UiTextTest::aBrokenMemoryIsAnError() {
  QFETCH(QByteArray, json);
  QVERIFY(!templatesFromJson(json));
  QVERIFY(!historyFromJson(json));
  QVERIFY(!historyFromJson(json).error().text.empty());
}

QTEST_GUILESS_MAIN(UiTextTest)
#include "tst_ui_text.moc"
