#include <QProcess>
#include <QTest>

#include "server/node/metrics_text.h"
#include "tests/control/examples.h"

// What Prometheus' own checker says of the metrics: nothing.
class PromtoolTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void findsNothing_data();
  void findsNothing();
  void findsWhatIsWrong();

 private:
  static int check(const QByteArray& text, QByteArray& said);
};

int PromtoolTest::check(const QByteArray& text, QByteArray& said) {
  QProcess promtool;
  promtool.setProcessChannelMode(QProcess::MergedChannels);
  promtool.start(QStringLiteral(LINEKEEPER_PROMTOOL), {QStringLiteral("check"), QStringLiteral("metrics")});
  promtool.write(text);
  promtool.closeWriteChannel();
  const bool ended = promtool.waitForFinished(60'000);
  said = promtool.readAll();
  return ended ? promtool.exitCode() : -1;
}

void PromtoolTest::findsNothing_data() {
  QTest::addColumn<bool>("full");
  QTest::newRow("of a node just started") << false;
  QTest::newRow("of a node with everything") << true;
}

void PromtoolTest::findsNothing() {
  QFETCH(bool, full);
  QByteArray said;
  QCOMPARE(check(lk::node::metricsText(full ? lk::test::fullSample() : lk::node::MetricsSample()), said), 0);
  QCOMPARE(said, QByteArray());
}

void PromtoolTest::findsWhatIsWrong() {
  QByteArray said;
  QVERIFY(check("linekeeper_sessions{ 1\n", said) != 0);
  QVERIFY(!said.isEmpty());
}

QTEST_GUILESS_MAIN(PromtoolTest)
#include "tst_promtool.moc"
