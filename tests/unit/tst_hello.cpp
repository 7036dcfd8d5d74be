#include <QTest>

#include "server/wire/hello.h"

using namespace lk;
using namespace lk::wire;

class TestHello : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void readsAllFields() {
    const auto hello =
        parseHello(R"( {"device":"a.b_c:d-9","token":"t","keepalive":5,"meta":{"fw":"1.2"},"newer":[1]} )");
    QVERIFY(hello.ok());
    QCOMPARE(hello->device, std::string("a.b_c:d-9"));
    QCOMPARE(hello->token, std::string("t"));
    QCOMPARE(hello->keepaliveS, 5U);
    QCOMPARE(hello->meta, std::string(R"({"fw":"1.2"})"));
  }

  void escapesMeanTheirCharacters() {
    const auto hello = parseHello(R"({"device":"\u0061b"})");
    QVERIFY(hello.ok());
    QCOMPARE(hello->device, std::string("ab"));
  }

  void everyEscapeIsTaken() {
    QVERIFY(parseHello("{\n\t\"device\":\"a\",\r\"x\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\\\q\x7f\"}").ok());
  }

  void wrong_data() {
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char* name, const QByteArray& json) { QTest::newRow(name) << json; };
    row("empty", "");
    row("text", "hello");
    row("array", "[]");
    row("null", "null");
    row("trailing", R"({"device":"a"}})");
    row("no device", "{}");
    row("device a number", R"({"device":5})");
    row("device empty", R"({"device":""})");
    row("device of 65", R"({"device":")" + QByteArray(65, 'a') + R"("})");
    row("device with blank", R"({"device":"a b"})");
    row("device with umlaut", "{\"device\":\"\xc3\xa4\"}");
    row("device with NUL", R"({"device":"a\u0000b"})");
    row("token a number", R"({"device":"a","token":7})");
    row("keepalive text", R"({"device":"a","keepalive":"60"})");
    row("keepalive 4", R"({"device":"a","keepalive":4})");
    row("keepalive 3601", R"({"device":"a","keepalive":3601})");
    row("keepalive 5.5", R"({"device":"a","keepalive":5.5})");
    row("keepalive 1e99", R"({"device":"a","keepalive":1e99})");
    row("keepalive past 32 bits", R"({"device":"a","keepalive":4294967356})");
    row("meta a list", R"({"device":"a","meta":[]})");
    row("meta of numbers", R"({"device":"a","meta":{"a":1}})");
    row("meta too big", R"({"device":"a","meta":{"a":")" + QByteArray(1100, 'm') + R"("}})");
    row("bad UTF-8", "{\"device\":\"a\",\"token\":\"\xff\"}");
    row("overlong UTF-8", "{\"device\":\"a\",\"token\":\"\xc0\xaf\"}");
    row("unknown escape", R"({"device":"a","x":"\q"})");
    row("unknown escape in a name", R"({"device":"a","\q":1})");
    row("bare line end", "{\"device\":\"a\",\"token\":\"\n\"}");
    row("bare NUL", QByteArray("{\"device\":\"a\",\"x\":\"\0\"}", 22));
    row("\\u of three digits", R"({"device":"a","x":"\u123"})");
    row("\\u of no digits", R"({"device":"a","x":"\u12g4"})");
    row("deep", R"({"device":"a","x":)" + QByteArray(5000, '[') + "}");
  }
  void wrong() {
    QFETCH(QByteArray, json);
    const auto hello = parseHello({json.data(), std::size_t(json.size())});
    QVERIFY(!hello.ok());
    QVERIFY(!hello.error().text.empty());
  }

  void limitsAreInside_data() {
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("device of 64") << QByteArray(R"({"device":")" + QByteArray(64, 'a') + R"("})");
    QTest::newRow("keepalive 5") << QByteArray(R"({"device":"a","keepalive":5})");
    QTest::newRow("keepalive 3600") << QByteArray(R"({"device":"a","keepalive":3600})");
    QTest::newRow("meta of 1 KiB") << QByteArray(R"({"device":"a","meta":{"a":")" + QByteArray(1016, 'm') + R"("}})");
  }
  void limitsAreInside() {
    QFETCH(QByteArray, json);
    QVERIFY(parseHello({json.data(), std::size_t(json.size())}).ok());
  }

  void tokensAreBlottedOut() {
    const std::string shown = withoutToken(R"({"device":"a","token":"secret"})");
    QVERIFY(shown.find("secret") == std::string::npos);
    QVERIFY(shown.find("***") != std::string::npos);
    QCOMPARE(withoutToken(R"({"device": "a"})"), std::string(R"({"device": "a"})"));
    QCOMPARE(withoutToken(R"({"token":"secret")"), std::string());
  }

  void welcomeIsJson() {
    QCOMPARE(welcomePayload({18446744073709551615U, 60}, "n1"),
             std::string(R"({"session":"18446744073709551615","node":"n1","keepalive":60})"));
  }
};

QTEST_APPLESS_MAIN(TestHello)
#include "tst_hello.moc"
