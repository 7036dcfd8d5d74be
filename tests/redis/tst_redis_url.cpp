// Where Redis is, as people write it; and which slot a key is in.
#include <QTest>

#include "server/bus/redis_client.h"
#include "server/bus/redis_url.h"

using namespace lk::bus;

class TestRedisUrl : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void isRead_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("tls");
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("addresses");
    QTest::addColumn<int>("database");
    QTest::addColumn<QString>("master");
    const auto row = [](const char* text, RedisUrl::Kind kind, bool tls, const char* user, const char* addresses,
                        int database, const char* master) {
      QTest::newRow(text) << QString::fromUtf8(text) << static_cast<int>(kind) << tls << QString::fromUtf8(user)
                          << QString::fromUtf8(addresses) << database << QString::fromUtf8(master);
    };
    using Kind = RedisUrl::Kind;
    row("redis://redis", Kind::Single, false, "", "redis:6379", 0, "");
    row("redis://127.0.0.1:7000/3", Kind::Single, false, "", "127.0.0.1:7000", 3, "");
    row("rediss://lk@redis.example:7000/", Kind::Single, true, "lk", "redis.example:7000", 0, "");
    row("redis://a%40b@[::1]:7000", Kind::Single, false, "a@b", "[::1]:7000", 0, "");
    row("redis://[::1]", Kind::Single, false, "", "[::1]:6379", 0, "");
    row("redis+cluster://a:1,b,[::1]:3", Kind::Cluster, false, "", "a:1 b:6379 [::1]:3", 0, "");
    row("rediss+cluster://u@a:1", Kind::Cluster, true, "u", "a:1", 0, "");
    row("redis+sentinel://a,b:2/fleet", Kind::Sentinel, false, "", "a:26379 b:2", 0, "fleet");
    row("rediss+sentinel://a/fleet/4", Kind::Sentinel, true, "", "a:26379", 4, "fleet");
  }

  void isRead() {
    QFETCH(QString, text);
    const auto url = parseRedisUrl(text.toStdString());
    QVERIFY2(url.ok(), url.ok() ? "" : url.error().text.c_str());
    QStringList addresses;
    for (const RedisAddress& address : url->addresses) addresses << QString::fromStdString(address.text());
    QTEST(static_cast<int>(url->kind), "kind");
    QTEST(url->tls, "tls");
    QTEST(QString::fromStdString(url->user), "user");
    QTEST(addresses.join(QLatin1Char(' ')), "addresses");
    QTEST(url->database, "database");
    QTEST(QString::fromStdString(url->master), "master");
  }

  void isRefused_data() {
    QTest::addColumn<QString>("says");
    const auto row = [](const char* text, const char* says) { QTest::newRow(text) << QString::fromUtf8(says); };
    row("", "begins with");
    row("http://a", "begins with");
    row("http://u:secret@a", "begins with");
    row("redis:/u:secret@a", "begins with");
    row("redis://", "host");
    row("redis://:6379", "host");
    row("redis://a:0", "1 to 65535");
    row("redis://a:65536", "1 to 65535");
    row("redis://a:", "1 to 65535");
    row("redis://a:1x", "1 to 65535");
    row("redis://a b", "host");
    row("redis://[::1", "IPv6");
    row("redis://[::1]7", ":PORT");
    row("redis://a/x", "database");
    row("redis://a/-1", "database");
    row("redis://a,b", "one server");
    row("redis://@a", "USER");
    row("redis://%4@a", "USER");
    row("redis://u:secret@a", "redis.password-file");
    row("redis+cluster://a/1", "one database");
    row("redis+cluster://a,,b", "host");
    row("redis+sentinel://a", "name is missing");
    row("redis+sentinel://a/", "name is missing");
  }

  void isRefused() {
    QFETCH(QString, says);
    const auto url = parseRedisUrl(QTest::currentDataTag());
    QVERIFY(!url.ok());
    QCOMPARE(url.error().code, lk::Error::Code::Settings);
    const QString text = QString::fromStdString(url.error().text);
    QVERIFY2(text.contains(says), qPrintable(text));
    QVERIFY2(!text.contains(QStringLiteral("secret")), qPrintable(text));
  }

  void slotsAreAsRedisCountsThem_data() {
    QTest::addColumn<int>("slot");
    QTest::newRow("123456789") << 12739;
    QTest::newRow("foo") << 12182;
    QTest::newRow("{foo}bar") << 12182;
    QTest::newRow("a{foo}{bar}") << 12182;
    QTest::newRow("foo{}{bar}") << 8363;
    QTest::newRow("") << 0;
  }

  void slotsAreAsRedisCountsThem() { QTEST(keySlot(QTest::currentDataTag()), "slot"); }
};

QTEST_GUILESS_MAIN(TestRedisUrl)
#include "tst_redis_url.moc"
