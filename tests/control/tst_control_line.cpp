#include <QTest>

#include "server/node/control_line.h"

using lk::node::ControlRequest;
using lk::node::LineSplitter;
using lk::node::parseRequest;

namespace {

QList<QByteArray> linesOf(LineSplitter& splitter) {
  QList<QByteArray> lines;
  while (auto line = splitter.next()) lines.push_back(*line);
  return lines;
}

}  // namespace

class ControlLineTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everySplitGivesTheSameLines();
  void manyLinesAtOnce();
  void longestLinePasses();
  void longerLineEndsIt_data();
  void longerLineEndsIt();
  void readsEveryOp_data();
  void readsEveryOp();
  void refusesAndTellsTheId_data();
  void refusesAndTellsTheId();
};

void ControlLineTest::everySplitGivesTheSameLines() {
  const QByteArray bytes("one\n\ntwo two\n\xff\x00three\n", 22);
  const QList<QByteArray> expected = {"one", "", "two two", QByteArray("\xff\x00three", 7)};
  const qsizetype size = bytes.size();
  for (qsizetype first = 0; first <= size; ++first) {
    for (qsizetype second = first; second <= size; ++second) {
      LineSplitter splitter(64);
      QList<QByteArray> lines;
      for (const QByteArray& part : {bytes.first(first), bytes.sliced(first, second - first), bytes.sliced(second)}) {
        splitter.feed(part);
        lines += linesOf(splitter);
      }
      QCOMPARE(lines, expected);
      QVERIFY(!splitter.tooLong());
    }
  }
}

void ControlLineTest::manyLinesAtOnce() {
  LineSplitter splitter(16);
  QByteArray bytes;
  for (int i = 0; i < 5000; ++i) bytes += QByteArray::number(i) + '\n';
  splitter.feed(bytes);
  const QList<QByteArray> lines = linesOf(splitter);
  QCOMPARE(lines.size(), 5000);
  QCOMPARE(lines.first(), QByteArray("0"));
  QCOMPARE(lines.last(), QByteArray("4999"));
}

void ControlLineTest::longestLinePasses() {
  LineSplitter splitter(1000);
  splitter.feed(QByteArray(1000, 'x'));
  QVERIFY(!splitter.next());
  QVERIFY(!splitter.tooLong());
  splitter.feed(QByteArrayView("\n"));
  QCOMPARE(splitter.next()->size(), 1000);
  QVERIFY(!splitter.tooLong());
}

void ControlLineTest::longerLineEndsIt_data() {
  QTest::addColumn<QByteArray>("before");
  QTest::addColumn<QByteArray>("ending");
  QTest::newRow("with its end") << QByteArray() << QByteArray("\n{}\n");
  QTest::newRow("without an end") << QByteArray() << QByteArray();
  QTest::newRow("after a good line") << QByteArray("{}\n") << QByteArray("\n{}\n");
}

void ControlLineTest::longerLineEndsIt() {
  QFETCH(QByteArray, before);
  QFETCH(QByteArray, ending);
  LineSplitter splitter(1000);
  splitter.feed(before + QByteArray(1001, 'x') + ending);
  QCOMPARE(linesOf(splitter).size(), before.isEmpty() ? 0 : 1);
  QVERIFY(splitter.tooLong());
  splitter.feed(QByteArrayView("{}\n"));
  QVERIFY2(!splitter.next(), "there is no way back");
}

void ControlLineTest::readsEveryOp_data() {
  QTest::addColumn<QByteArray>("op");
  QTest::addColumn<int>("expected");
  QTest::newRow("hello") << QByteArray("hello") << int(ControlRequest::Op::Hello);
  QTest::newRow("fetch") << QByteArray("fetch") << int(ControlRequest::Op::Fetch);
  QTest::newRow("send") << QByteArray("send") << int(ControlRequest::Op::Send);
  QTest::newRow("kick") << QByteArray("kick") << int(ControlRequest::Op::Kick);
  QTest::newRow("drain") << QByteArray("drain") << int(ControlRequest::Op::Drain);
  QTest::newRow("trace") << QByteArray("trace") << int(ControlRequest::Op::Trace);
}

void ControlLineTest::readsEveryOp() {
  QFETCH(QByteArray, op);
  QFETCH(int, expected);
  qint64 id = 0;
  const auto request = parseRequest(R"( {"v":1,"id":9007199254740992,"op":")" + op + "\"}\r", id);
  QVERIFY(request.ok());
  QCOMPARE(int(request->op), expected);
  QCOMPARE(request->id, 9'007'199'254'740'992);
  QCOMPARE(id, request->id);
}

void ControlLineTest::refusesAndTellsTheId_data() {
  QTest::addColumn<QByteArray>("line");
  QTest::addColumn<qint64>("id");
  QTest::addColumn<QByteArray>("says");
  const auto row = [](const char* name, const QByteArray& line, qint64 id, const char* says) {
    QTest::newRow(name) << line << id << QByteArray(says);
  };
  row("nothing", "", 0, "JSON");
  row("words", "GET / HTTP/1.1", 0, "JSON");
  row("half an object", R"({"v":1,"id":1)", 0, "JSON");
  row("two objects", R"({"v":1,"id":1,"op":"hello"}{})", 0, "JSON");
  row("an array", R"([{"v":1,"id":1,"op":"hello"}])", 0, "JSON");
  row("a number", "7", 0, "JSON");
  row("bytes", QByteArray("\x00\xff\xfe{", 4), 0, "JSON");
  row("broken UTF-8", "{\"v\":1,\"id\":1,\"op\":\"\xc3(\"}", 0, "JSON");
  row("deep", QByteArray(100'000, '['), 0, "JSON");
  row("no id", R"({"v":1,"op":"hello"})", 0, "'id'");
  row("id 0", R"({"v":1,"id":0,"op":"hello"})", 0, "'id'");
  row("id below 0", R"({"v":1,"id":-5,"op":"hello"})", -5, "'id'");
  row("id as text", R"({"v":1,"id":"1","op":"hello"})", 0, "'id'");
  row("half an id", R"({"v":1,"id":1.5,"op":"hello"})", 0, "'id'");
  row("huge id", R"({"v":1,"id":1e300,"op":"hello"})", 0, "'id'");
  row("no version", R"({"id":3,"op":"hello"})", 3, "version 1");
  row("other version", R"({"v":2,"id":3,"op":"hello"})", 3, "version 2");
  row("version as text", R"({"v":"1","id":3,"op":"hello"})", 3, "version 1");
  row("no op", R"({"v":1,"id":3})", 3, "op");
  row("unknown op", R"({"v":1,"id":3,"op":"Hello"})", 3, "'Hello'");
  row("op as number", R"({"v":1,"id":3,"op":1})", 3, "op");
}

void ControlLineTest::refusesAndTellsTheId() {
  QFETCH(QByteArray, line);
  QFETCH(qint64, id);
  QFETCH(QByteArray, says);
  qint64 told = 0;
  const auto request = parseRequest(line, told);
  QVERIFY(!request.ok());
  QVERIFY(request.error().code == lk::Error::Code::Protocol);
  QCOMPARE(told, id);
  QVERIFY2(QByteArray::fromStdString(request.error().text).contains(says), request.error().text.c_str());
}

QTEST_GUILESS_MAIN(ControlLineTest)
#include "tst_control_line.moc"
