#include <QTest>

#include "server/bus/outage_news.h"

using namespace lk::bus;

using Told = std::vector<std::string>;

class TestOutageNews : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { m_told.clear(); }

  void thatItIsUpIsToldAtOnceAndOnce() {
    OutageNews news(hears());
    news.start();
    news.set(true, {});
    news.set(true, "nothing");
    QCOMPARE(m_told, Told{"up"});
    QVERIFY(news.up() && news.why().empty());
  }

  // What the first try came to is told when it is over; until then it may yet come up.
  void atTheStartNothingIsToldBeforeTheFirstTryIsOver() {
    OutageNews news(hears());
    news.start();
    news.set(false, "first");
    news.set(false, "second");
    QCOMPARE(m_told, Told{});
    QCOMPARE(news.why(), std::string("second"));
    QTRY_COMPARE(m_told, Told{"second"});
  }

  // The first reason of an outage is only the earliest.
  void anotherReasonIsToldALittleLater() {
    OutageNews news(hears());
    news.set(true, {});
    news.set(false, "first");
    QCOMPARE(m_told, (Told{"up", "first"}));
    news.set(false, "better");
    QCOMPARE(m_told, (Told{"up", "first"}));
    QTRY_COMPARE(m_told, (Told{"up", "first", "better"}));
    news.set(true, {});
    QCOMPARE(m_told.back(), std::string("up"));
    news.set(false, "better");
    QCOMPARE(m_told, (Told{"up", "first", "better", "up", "better"}));
  }

  void theSameReasonIsToldOnce() {
    OutageNews news(hears());
    news.set(false, "why");
    QTest::qWait(1'200);  // the pause after it is over
    news.set(false, "why");
    QCOMPARE(m_told, Told{"why"});
    news.set(false, "another");
    QCOMPARE(m_told, (Told{"why", "another"}));
  }

 private:
  OutageNews::OnChanged hears() {
    return [this](bool up, const std::string& why) { m_told.push_back(up ? "up" : why); };
  }

  Told m_told;
};

QTEST_GUILESS_MAIN(TestOutageNews)
#include "tst_outage_news.moc"
