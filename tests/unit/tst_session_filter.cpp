#include <QTest>

#include "server/node/session_filter.h"

using namespace lk::node;

class TestSessionFilter : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void finds_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("matches");
    const auto row = [](const char* text, bool matches) {
      QTest::newRow(text) << QString::fromLatin1(text) << matches;
    };
    row("", true);
    row("   ", true);
    row("dev-1", true);
    row("DEV", true);
    row("dev other", false);
    row("node:n1", true);
    row("node:n2", false);
    row("addr:10.2.", true);
    row("addr:2.", false);
    row("idle>60s", true);
    row("idle<60s", false);
    row("up>1h", true);
    row("up>3h dev", false);
    row("reports>41 pending<1", true);
    row("reports>42", false);
  }
  void finds() {
    QFETCH(QString, text);
    QFETCH(bool, matches);
    constexpr qint64 kNow = 100'000'000;
    SessionRow row;
    row.device = QStringLiteral("dev-17");
    row.node = QStringLiteral("n1");
    row.address = QStringLiteral("10.2.0.9");
    row.lastHeardAtMs = kNow - 61'000;
    row.connectedAtMs = kNow - 7'200'000;
    row.reports = 42;
    const auto filter = SessionFilter::parse(text);
    QVERIFY(filter.ok());
    QCOMPARE(filter->matches(row, kNow), matches);
  }

  void saysWhichWordIsWrong_data() {
    QTest::addColumn<QString>("text");
    for (const char* text : {"node:", "idle>", "idle>soon", "size>3", "reports>-1", "dev idle<7"}) {
      QTest::newRow(text) << QString::fromLatin1(text);
    }
  }
  void saysWhichWordIsWrong() {
    QFETCH(QString, text);
    const auto filter = SessionFilter::parse(text);
    QVERIFY(!filter.ok());
    QVERIFY(filter.error().text.find(text.split(QLatin1Char(' ')).back().toStdString()) != std::string::npos);
  }
};

QTEST_APPLESS_MAIN(TestSessionFilter)
#include "tst_session_filter.moc"
