#include <QTest>

#include "server/bus/command_message.h"
#include "server/bus/json_fields.h"
#include "server/bus/result_message.h"

using namespace lk;
using namespace lk::bus;

namespace {

std::string json(QByteArray text) { return text.replace('\'', '"').toStdString(); }

// What parsing says, and what it could read for an answer.
struct Parsed {
  explicit Parsed(const std::string& message) : said(answerableOf(message)), command(parseCommandMessage(message)) {}
  Command said;
  Result<Command> command;
};

}  // namespace

class TestCommandMessage : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void readsAllFields() {
    const Parsed parsed(
        json(" {'id':'c-1','device':'a.b','payload':'0a0B','encoding':'hex','ttl':604800,'timeout':300,"
             "'reply':'mine','via':'lk:console:x','hops':2,'newer':{'a':[1,{}]}} "));
    QVERIFY(parsed.command.ok());
    const Command& command = *parsed.command;
    QCOMPARE(parsed.said.id, std::string("c-1"));
    QCOMPARE(command.id, std::string("c-1"));
    QCOMPARE(command.device, std::string("a.b"));
    QCOMPARE(command.payload, std::string("\n\x0b"));
    QCOMPARE(command.ttl, std::chrono::seconds(604'800));
    QCOMPARE(command.timeout, std::chrono::seconds(300));
    QCOMPARE(command.reply, std::string("mine"));
    QCOMPARE(command.via, std::string("lk:console:x"));
    QCOMPARE(command.hops, 2);
  }

  // Of a message that is too long only so many bytes are read at its beginning and at its end.
  void theEndsOfOneThatIsTooLongAreAnswered_data() {
    QTest::addColumn<std::string>("begin");
    QTest::addColumn<std::string>("unit");
    QTest::addColumn<std::string>("end");
    QTest::addColumn<std::string>("found");
    const std::string begin = json("{'id':'c','device':'d','payload':'");
    const std::string end = json("','reply':'r'}");
    QTest::newRow("letters") << begin << std::string("x") << end << std::string("c d r");
    QTest::newRow("quotes") << begin << std::string(R"(\")") << end << std::string("c d r");
    QTest::newRow("backslashes") << begin << std::string(R"(\\)") << end << std::string("c d r");
    QTest::newRow("escapes") << begin << std::string(R"(\u4e2d)") << end << std::string("c d r");
    QTest::newRow("characters") << begin << std::string("\xe4\xb8\xad") << end << std::string("c d r");
    QTest::newRow("four bytes each") << begin << std::string("\xf0\x9f\x98\x80") << end << std::string("c d r");
    QTest::newRow("all behind") << json("{'payload':'") << std::string("x") << json("','id':'c','device':'d'}")
                                << std::string("c d ");
    QTest::newRow("cut") << begin << std::string("x") << std::string() << std::string("c d ");
    QTest::newRow("something behind it") << begin << std::string("x") << json("','reply':'r'} {")
                                         << std::string("c d ");
    QTest::newRow("another object's") << json("{'more':{'payload':'") << std::string("x") << json("','id':'c'}}")
                                      << std::string("  ");
    QTest::newRow("blanks") << json("{'id':'c','device':'d'}") << std::string(" ") << std::string()
                            << std::string("c d ");
    QTest::newRow("nothing of it") << std::string() << std::string("x") << std::string() << std::string("  ");
  }
  void theEndsOfOneThatIsTooLongAreAnswered() {
    QFETCH(std::string, begin);
    QFETCH(std::string, unit);
    QFETCH(std::string, end);
    QFETCH(std::string, found);
    // Wherever it is cut.
    for (std::size_t length = 200; length < 200 + 2 * unit.size(); ++length) {
      std::string message = begin;
      while (message.size() + end.size() < length) message += unit;
      message += end;
      for (const std::size_t most : {70U, 71U, 72U, 73U, 74U, 75U}) {
        const Command said = answerableOfEnds(message, most);
        QCOMPARE(said.id + ' ' + said.device + ' ' + said.reply, found);
      }
    }
  }

  void whatIsShortIsReadWhole() {
    const Command said = answerableOfEnds(json("{'id':'c','x':[1,2],'reply':'r','device':'d'}"));
    QCOMPARE(said.id + ' ' + said.device + ' ' + said.reply, std::string("c d r"));
  }

  void whatIsLeftOutHasItsDefault() {
    const Parsed parsed(json("{'id':'c','device':'d','payload':''}"));
    QVERIFY(parsed.command.ok());
    QVERIFY(!parsed.command->durable());
    QCOMPARE(parsed.command->timeout, std::chrono::seconds(10));
    QVERIFY(parsed.command->payload.empty() && parsed.command->reply.empty() && parsed.command->via.empty());
  }

  void payloads_data() {
    QTest::addColumn<std::string>("fields");
    QTest::addColumn<std::string>("payload");
    QTest::newRow("text") << json("'payload':'relay on'") << std::string("relay on");
    QTest::newRow("escapes") << json("'payload':'\\u00e4\\ud83d\\ude00\\n\\/\\") + "\"\""
                             << std::string("\xc3\xa4\xf0\x9f\x98\x80\n/\"");
    QTest::newRow("zero") << std::string(R"("payload":"a\u0000b")") << std::string("a\0b", 3);
    QTest::newRow("base64") << json("'payload':'AP8=','encoding':'base64'") << std::string("\0\xff", 2);
    QTest::newRow("base64 that is not padded")
        << json("'payload':'AP8','encoding':'base64'") << std::string("\0\xff", 2);
    QTest::newRow("encoding first") << json("'encoding':'hex','payload':'ff'") << std::string("\xff");
    QTest::newRow("the last of two counts") << json("'payload':'a','payload':'b'") << std::string("b");
  }
  void payloads() {
    QFETCH(std::string, fields);
    QFETCH(std::string, payload);
    const Parsed parsed(R"({"id":"c","device":"d",)" + fields + '}');
    QVERIFY2(parsed.command.ok(), parsed.command.ok() ? "" : parsed.command.error().text.c_str());
    QCOMPARE(parsed.command->payload, payload);
  }

  // JSON has one kind of number: a program that keeps seconds as a floating-point number writes them so.
  void wholeNumbers_data() {
    QTest::addColumn<std::string>("number");
    QTest::addColumn<int>("value");
    const auto row = [](const char* number, int value) { QTest::newRow(number) << std::string(number) << value; };
    row("60", 60);
    row("60.0", 60);
    row("1e2", 100);
    row("2.5E+2", 250);
    row("6000e-2", 60);
  }
  void wholeNumbers() {
    QFETCH(std::string, number);
    QFETCH(int, value);
    const Parsed parsed(R"({"id":"c","device":"d","payload":"x","ttl":)" + number + R"(,"timeout":)" + number + '}');
    QVERIFY2(parsed.command.ok(), parsed.command.ok() ? "" : parsed.command.error().text.c_str());
    QCOMPARE(parsed.command->ttl, std::chrono::seconds(value));
    QCOMPARE(parsed.command->timeout, std::chrono::seconds(value));
  }

  void aZeroWithAFractionIsLive() {
    const Parsed parsed(json("{'id':'c','device':'d','payload':'x','ttl':0.0}"));
    QVERIFY(parsed.command.ok());
    QVERIFY(!parsed.command->durable());
  }

  // wrong: with an id that can be answered `rejected`, be it before or behind what is wrong.
  void wrongWithAnId_data() {
    QTest::addColumn<std::string>("fields");
    const auto row = [](const char* name, const char* fields) { QTest::newRow(name) << json(fields); };
    row("no device", "'payload':'x'");
    row("a device that can't be", "'device':'a b','payload':'x'");
    row("device a number", "'device':1,'payload':'x'");
    row("no payload", "'device':'d'");
    row("payload null", "'device':'d','payload':null");
    row("unknown encoding", "'device':'d','payload':'x','encoding':'rot13'");
    row("encoding a number", "'device':'d','payload':'x','encoding':1");
    row("odd hex", "'device':'d','payload':'abc','encoding':'hex'");
    row("no hex", "'device':'d','payload':'xy','encoding':'hex'");
    row("encoding empty", "'device':'d','payload':'x','encoding':''");
    row("no base64", "'device':'d','payload':'!','encoding':'base64'");
    row("base64 of one letter", "'device':'d','payload':'Y','encoding':'base64'");
    row("base64 with a letter too many", "'device':'d','payload':'YWJjY','encoding':'base64'");
    row("base64 with a letter too many, padded", "'device':'d','payload':'YWJjY===','encoding':'base64'");
    row("ttl below 0", "'device':'d','payload':'x','ttl':-1");
    row("ttl past the most", "'device':'d','payload':'x','ttl':604801");
    row("ttl past the most, with a power of ten", "'device':'d','payload':'x','ttl':6.04801e5");
    row("ttl past what a double holds", "'device':'d','payload':'x','ttl':1e400");
    row("ttl a fraction", "'device':'d','payload':'x','ttl':1.5");
    row("ttl a fraction with a power of ten", "'device':'d','payload':'x','ttl':15e-1");
    row("ttl past 64 bits", "'device':'d','payload':'x','ttl':99999999999999999999");
    row("ttl a text", "'device':'d','payload':'x','ttl':'1'");
    row("timeout 0", "'device':'d','payload':'x','timeout':0");
    row("timeout 301", "'device':'d','payload':'x','timeout':301");
    row("reply empty", "'device':'d','payload':'x','reply':''");
    row("reply with a line feed", "'device':'d','payload':'x','reply':'a\\n'");
    row("hops 9", "'device':'d','payload':'x','hops':9");
  }
  void wrongWithAnId() {
    QFETCH(std::string, fields);
    for (const std::string& message : {json("{'id':'c-1',") + fields + '}', '{' + fields + json(",'id':'c-1'}")}) {
      const Parsed parsed(message);
      QVERIFY2(!parsed.command.ok(), message.c_str());
      QCOMPARE(parsed.command.error().code, Error::Code::Protocol);
      QVERIFY(!parsed.command.error().text.empty());
      QCOMPARE(parsed.said.id, std::string("c-1"));
    }
  }

  void wrongWithoutAnId_data() {
    QTest::addColumn<std::string>("message");
    QTest::newRow("nothing") << std::string();
    QTest::newRow("blanks") << std::string("  \n");
    QTest::newRow("text") << std::string("relay on");
    QTest::newRow("an array") << std::string("[]");
    QTest::newRow("cut in a text") << json("{'id':'c");
    QTest::newRow("no id") << json("{'device':'d','payload':'x'}");
    QTest::newRow("id empty") << json("{'id':'','device':'d','payload':'x'}");
    QTest::newRow("id a number") << json("{'id':7,'device':'d','payload':'x'}");
    QTest::newRow("id of more than 1024 bytes") << json("{'id':'" + QByteArray(1025, 'i') + "','device':'d'}");
    QTest::newRow("a good id, then none") << json("{'id':'c','device':'d','payload':'x','id':7}");
    QTest::newRow("100 000 deep") << std::string(100'000, '[');
    QTest::newRow("1 MiB of letters") << std::string(1U << 20U, 'x');
  }
  void wrongWithoutAnId() {
    QFETCH(std::string, message);
    const Parsed parsed(message);
    QVERIFY(!parsed.command.ok());
    QVERIFY(!parsed.command.error().text.empty());
    QCOMPARE(parsed.said.id, std::string());
  }

  // Such ids are no good, and yet their publishers know their commands by them.
  void oddIdsAreAnswered_data() {
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<std::string>("said");
    QTest::newRow("65 letters") << QByteArray(65, 'i') << std::string(65, 'i');
    QTest::newRow("1024 letters") << QByteArray(1024, 'i') << std::string(1024, 'i');
    QTest::newRow("an escape sequence") << QByteArray("\\u001b[2J") << std::string("\x1b[2J");
    QTest::newRow("a line feed") << QByteArray("a\\nb") << std::string("a\nb");
    QTest::newRow("the last of two") << QByteArray("c','id':'a\\tb") << std::string("a\tb");
  }
  void oddIdsAreAnswered() {
    QFETCH(QByteArray, id);
    QFETCH(std::string, said);
    const Parsed parsed(json("{'id':'" + id + "','device':'d','payload':'x'}"));
    QVERIFY(!parsed.command.ok());
    QVERIFY(parsed.command.error().text.starts_with("'id' must be"));
    QCOMPARE(parsed.said.id, said);
    QCOMPARE(parsed.said.device, std::string("d"));
  }

  // No JSON, and yet whoever published it hears of it.
  void brokenBehindItsId_data() {
    QTest::addColumn<std::string>("message");
    QTest::newRow("cut behind a field") << json("{'id':'c','device':'d','payload':'x'");
    QTest::newRow("something behind it") << json("{'id':'c','device':'d','payload':'x'}}");
    QTest::newRow("a comma too many") << json("{'id':'c','device':'d','payload':'x',}");
    QTest::newRow("no UTF-8") << json("{'id':'c','device':'d','payload':'\xff'}");
    QTest::newRow("overlong UTF-8") << json("{'id':'c','device':'d','payload':'\xc0\xaf'}");
    QTest::newRow("half a pair") << json("{'id':'c','device':'d','payload':'\\ud83d'}");
    QTest::newRow("the other half") << json("{'id':'c','device':'d','payload':'\\ude00'}");
    QTest::newRow("a bare line feed") << json("{'id':'c','device':'d','payload':'a\nb'}");
    QTest::newRow("a leading zero") << json("{'id':'c','device':'d','payload':'x','ttl':01}");
    QTest::newRow("a word nobody knows") << json("{'id':'c','device':'d','payload':'x','n':yes}");
    QTest::newRow("brackets that cross") << json("{'id':'c','device':'d','payload':'x','n':[{]}}");
    QTest::newRow("17 deep") << json("{'id':'c','device':'d','payload':'x','n':" + QByteArray(17, '[') +
                                     QByteArray(17, ']') + '}');
  }
  void brokenBehindItsId() {
    QFETCH(std::string, message);
    const Parsed parsed(message);
    QVERIFY(!parsed.command.ok());
    QCOMPARE(parsed.said.id, std::string("c"));
  }

  void anAnswerGoesToWhoPublished() {
    const Parsed wrong(json("{'ttl':-1,'reply':'mine','via':'lk:console:x','id':'c','device':'d','payload':'x'}"));
    QVERIFY(!wrong.command.ok());
    QCOMPARE(wrong.said.device, std::string("d"));
    QCOMPARE(wrong.said.reply, std::string("mine"));
    QCOMPARE(wrong.said.via, std::string("lk:console:x"));
    const Parsed worse(json("{'ttl':-1,'reply':7,'id':'c','device':'a b','payload':'x'}"));
    QVERIFY(worse.said.device.empty() && worse.said.reply.empty() && worse.said.payload.empty());
  }

  void sixteenDeepIsPassedOver() {
    const Parsed parsed(
        json("{'n':" + QByteArray(16, '[') + QByteArray(16, ']') + ",'id':'c','device':'d','payload':'x'}"));
    QVERIFY(parsed.command.ok());
  }

  void anIdCountsItsCharacters() {
    const QByteArray umlauts = QByteArray("\xc3\xa4").repeated(64);
    QVERIFY(Parsed(json("{'id':'" + umlauts + "','device':'d','payload':'x'}")).command.ok());
  }

  void whatIsWrittenIsReadTheSame_data() {
    QTest::addColumn<std::string>("payload");
    QTest::newRow("empty") << std::string();
    QTest::newRow("text") << std::string("a \"quoted\" \\ line\nand \xc3\xa4");
    QTest::newRow("bytes") << std::string("\0\x01\xff\x80", 4);
    QTest::newRow("escape") << std::string("\x1b[2J");
  }
  void whatIsWrittenIsReadTheSame() {
    QFETCH(std::string, payload);
    Command command;
    command.id = "an id \"\xc3\xa4\"";
    command.device = "d";
    command.payload = payload;
    command.ttl = std::chrono::seconds(7);
    command.timeout = std::chrono::seconds(3);
    command.reply = "mine";
    command.via = "lk:node:n1/7";
    command.hops = 1;
    const Parsed parsed(commandMessage(command));
    QVERIFY(parsed.command.ok());
    QCOMPARE(parsed.command->id, command.id);
    QCOMPARE(parsed.command->payload, command.payload);
    QCOMPARE(parsed.command->ttl, command.ttl);
    QCOMPARE(parsed.command->timeout, command.timeout);
    QCOMPARE(parsed.command->reply, command.reply);
    QCOMPARE(parsed.command->via, command.via);
    QCOMPARE(parsed.command->hops, command.hops);
  }

  void aResultIsReadTheSame() {
    CommandResult result;
    result.id = "c-1";
    result.device = "d";
    result.status = CommandStatus::Failed;
    result.durable = true;
    result.code = 7;
    result.answer = std::string("\0\xff", 2);
    result.session = 18'446'744'073'709'551'615U;
    result.reason = "it said \"no\"\n";
    result.queuedUs = 1;
    result.writeUs = 2;
    result.ackUs = 3;
    const std::string message = resultMessage(result, "n1");
    QVERIFY(message.find("\"session\":\"18446744073709551615\"") != std::string::npos);
    const auto read = parseResultMessage(message);
    QVERIFY(read.ok());
    QCOMPARE(read->id, result.id);
    QCOMPARE(read->status, result.status);
    QCOMPARE(read->durable, true);
    QCOMPARE(read->code, 7);
    QCOMPARE(read->answer, result.answer);
    QCOMPARE(read->node, std::string("n1"));
    QCOMPARE(read->session, result.session);
    QCOMPARE(read->reason, result.reason);
    QCOMPARE(read->queuedUs + read->writeUs * 10 + read->ackUs * 100, std::int64_t{321});
  }

  void aResultThatIsNone_data() {
    QTest::addColumn<std::string>("message");
    QTest::newRow("nothing") << std::string();
    QTest::newRow("no status") << json("{'id':'c'}");
    QTest::newRow("a status nobody knows") << json("{'id':'c','status':'lost'}");
    QTest::newRow("no id") << json("{'status':'done'}");
  }
  void aResultThatIsNone() {
    QFETCH(std::string, message);
    QVERIFY(!parseResultMessage(message).ok());
  }

  void logsAreSafeAndShort() {
    QCOMPARE(forLog("a\x1b[2J\n\\\xff"), std::string("a\\x1b[2J\\x0a\\x5c\\xff"));
    const std::string cut = forLog(std::string(1'000'000, 'x'));
    QVERIFY(cut.size() < 300);
    QVERIFY(cut.find("1000000 bytes") != std::string::npos);
  }
};

QTEST_APPLESS_MAIN(TestCommandMessage)
#include "tst_command_message.moc"
