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
    row("!node:n2", true);
    row("!dev-17", false);
    row("!idle>60s", false);
    row("id:dev-17", true);
    row("id:dev-1", false);
    row("id:dev-1 id:dev-17", true);
    row("id:dev-17 node:n2", false);
    row("proto:lk", true);
    row("proto:mqtt", false);
    row("close:keep", true);
    row("close:Kicked", false);
    row("!close:kicked", true);
    row("out>0", true);
    row("out>512", false);
    row("dev:17", false);
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
    row.protocol = QStringLiteral("lk1");
    row.outBuffer = 512;
    row.lastClose = lk::CloseReason::KeepaliveMissed;
    const auto filter = SessionFilter::parse(text);
    QVERIFY(filter.ok());
    QCOMPARE(filter->matches(row, kNow), matches);
  }

  void saysWhichWordIsWrong_data() {
    QTest::addColumn<QString>("text");
    for (const char* text : {"node:", "idle>", "idle>soon", "size>3", "reports>-1", "dev idle<7", "id:", "id:a/b",
                             "!id:dev-17", "close:often", "idle=60s", "!", "out>many"}) {
      QTest::newRow(text) << QString::fromLatin1(text);
    }
  }
  void saysWhichWordIsWrong() {
    QFETCH(QString, text);
    const auto filter = SessionFilter::parse(text);
    QVERIFY(!filter.ok());
    QVERIFY(filter.error().text.find(text.split(QLatin1Char(' ')).back().toStdString()) != std::string::npos);
  }

  // So that a person sees which words to mend, all at once.
  void everyWrongWordIsToldWhereItStands() {
    QList<SessionFilter::Problem> problems;
    const auto filter = SessionFilter::read(QStringLiteral("  dev  idle>often node:n1 up<  "), problems);
    QCOMPARE(problems.size(), 2);
    QCOMPARE(problems[0].at, 7);
    QCOMPARE(problems[0].length, 10);
    QCOMPARE(problems[0].fault, SessionFilter::Fault::NoDuration);
    QCOMPARE(problems[0].key, QStringLiteral("idle"));
    QCOMPARE(problems[1].word, QStringLiteral("up<"));
    SessionRow row;
    row.device = QStringLiteral("dev-1");
    row.node = QStringLiteral("n2");
    QVERIFY2(!filter.matches(row, 0), "the words that are right are used");
  }

  void onlyTheNamedIdsCanMatch() {
    const auto filter = SessionFilter::parse(QStringLiteral("id:a id:b"));
    QVERIFY(filter.ok());
    QCOMPARE(filter->ids(), QSet<QString>({QStringLiteral("a"), QStringLiteral("b")}));
    QVERIFY(!filter->empty());
    QVERIFY(!filter->dependsOnTime());
  }
};

QTEST_APPLESS_MAIN(TestSessionFilter)
#include "tst_session_filter.moc"
