// What is written is what Qt's JSON, and our own reader, read.
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <limits>

#include "server/bus/json_fields.h"
#include "server/bus/json_writer.h"

using lk::bus::JsonFields;
using lk::bus::JsonWriter;

class TestJsonWriter : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void anEmptyObject() {
    std::string out = "before ";
    JsonWriter(out).end();
    QCOMPARE(out, std::string("before {}"));
  }

  void fieldsStandInTheirOrder() {
    std::string out;
    JsonWriter json(out);
    json.text("id", "c-1");
    json.number("code", -7);
    json.yes("durable");
    json.text("answer", "");
    json.end();
    QCOMPARE(out, std::string("{\"id\":\"c-1\",\"code\":-7,\"durable\":true,\"answer\":\"\"}"));
  }

  void textsComeBack_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("plain") << QByteArray("relay on");
    QTest::newRow("quote at the end") << QByteArray("say \"on\"");
    QTest::newRow("backslash") << QByteArray("C:\\nginx");
    QTest::newRow("controls") << QByteArray("\x01\t\n\x1f\x7f", 5);
    QTest::newRow("nul within") << QByteArray("a\0b", 3);
    QTest::newRow("two bytes") << QByteArray("grün");
    QTest::newRow("three bytes") << QByteArray("网关");
    QTest::newRow("four bytes") << QByteArray("\xF0\x9F\x94\x8C");
    QTest::newRow("longer than a string holds in place") << QByteArray(300, 'x') + "\"" + QByteArray(300, 'y');
  }
  void textsComeBack() {
    QFETCH(const QByteArray, text);
    const std::string written = objectOf(text);
    const QJsonDocument read = QJsonDocument::fromJson(QByteArray::fromStdString(written));
    QCOMPARE(read.object().value(QStringLiteral("text")).toString().toUtf8(), text);
    JsonFields fields(written);
    std::string_view key;
    JsonFields::Value value;
    QVERIFY(fields.next(key, value));
    QCOMPARE(QByteArray(value.text.data(), static_cast<qsizetype>(value.text.size())), text);
  }

  void whatIsNoUtf8IsReplaced() {
    QCOMPARE(objectOf(QByteArray("a\xC3-b", 4)), std::string("{\"text\":\"a\\ufffd-b\"}"));
    QCOMPARE(objectOf(QByteArray("\xED\xA0\x80", 3)), std::string("{\"text\":\"\\ufffd\\ufffd\\ufffd\"}"));
  }

  void numbersOfAllSizes() {
    std::string out;
    JsonWriter json(out);
    json.number("least", std::numeric_limits<std::int64_t>::min());
    json.number("most", std::numeric_limits<std::int64_t>::max());
    json.end();
    QCOMPARE(out, std::string("{\"least\":-9223372036854775808,\"most\":9223372036854775807}"));
  }

 private:
  static std::string objectOf(const QByteArray& text) {
    std::string out;
    JsonWriter json(out);
    json.text("text", {text.data(), static_cast<std::size_t>(text.size())});
    json.end();
    return out;
  }
};

QTEST_APPLESS_MAIN(TestJsonWriter)
#include "tst_json_writer.moc"
