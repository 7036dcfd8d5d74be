#include <QTest>

#include "server/base/address.h"

class AddressTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void reads_data();
  void reads();
  void refuses_data();
  void refuses();
};

void AddressTest::reads_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QByteArray>("host");
  QTest::addColumn<int>("port");
  QTest::addColumn<QByteArray>("back");
  const auto row = [](const char* text, const char* host, int port, const char* back) {
    QTest::newRow(text) << QByteArray(text) << QByteArray(host) << port << QByteArray(back);
  };
  row("0.0.0.0:7600", "0.0.0.0", 7600, "0.0.0.0:7600");
  row("127.0.0.1:0", "127.0.0.1", 0, "127.0.0.1:0");
  row("255.255.255.255:65535", "255.255.255.255", 65535, "255.255.255.255:65535");
  row("localhost:7600", "127.0.0.1", 7600, "127.0.0.1:7600");
  row("[::1]:7600", "::1", 7600, "[::1]:7600");
  row("[::]:0", "::", 0, "[::]:0");
  row("[2001:db8::7]:80", "2001:db8::7", 80, "[2001:db8::7]:80");
  row("[fe80::1%eth0]:7600", "fe80::1%eth0", 7600, "[fe80::1%eth0]:7600");
  row("[::ffff:10.0.0.1]:80", "::ffff:10.0.0.1", 80, "[::ffff:10.0.0.1]:80");
}

void AddressTest::reads() {
  QFETCH(QByteArray, text);
  QFETCH(QByteArray, host);
  QFETCH(int, port);
  QFETCH(QByteArray, back);
  const auto address = lk::parseAddress(text.toStdString());
  QVERIFY2(address.ok(), text.constData());
  QCOMPARE(QByteArray::fromStdString(address->host), host);
  QCOMPARE(int{address->port}, port);
  QCOMPARE(QByteArray::fromStdString(address->text()), back);
  QVERIFY(*lk::parseAddress(address->text()) == *address);
}

void AddressTest::refuses_data() {
  QTest::addColumn<QByteArray>("text");
  for (const char* text : {"",
                           ":",
                           "7600",
                           ":7600",
                           "0.0.0.0",
                           "0.0.0.0:",
                           "0.0.0.0:65536",
                           "0.0.0.0:-1",
                           "0.0.0.0:+1",
                           "0.0.0.0:7600x",
                           "0.0.0.0: 7600",
                           " 0.0.0.0:7600",
                           "256.0.0.1:1",
                           "010.0.0.1:1",
                           "1.2.3:1",
                           "1.2.3.4.5:1",
                           "1..2.3:1",
                           "1.2.3.:1",
                           "a.b.c.d:1",
                           "::1:7600",
                           "[::1]",
                           "[::1]7600",
                           "[]:1",
                           "[1.2.3.4]:1",
                           "[::g]:1",
                           "example.org:7600",
                           "http://1.2.3.4:80"}) {
    QTest::newRow(*text == '\0' ? "nothing" : text) << QByteArray(text);
  }
}

void AddressTest::refuses() {
  QFETCH(QByteArray, text);
  const auto address = lk::parseAddress(text.toStdString());
  QVERIFY(!address.ok());
  QCOMPARE(address.error().code, lk::Error::Code::Settings);
  const auto sentence = QByteArray::fromStdString(address.error().text);
  QVERIFY2(sentence.contains("'" + text + "'"), sentence.constData());
  QVERIFY2(sentence.contains("0.0.0.0:7600"), "the sentence shows a right one");
}

QTEST_GUILESS_MAIN(AddressTest)
#include "tst_address.moc"
