// What is told of a command, to whom and when: that it is written comes with its end, if that is near.
#include <QTest>

#include "tests/unit/ledger_fixture.h"

using namespace lk;
using namespace std::chrono_literals;
using enum CommandStatus;
using Fixture = lk::test::LedgerFixture;
using Told = std::vector<std::pair<std::string, CommandStatus>>;

class TestCommandNews : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatEndsAtOnceIsToldInOne() {
    Fixture f;
    f.connect();
    f.submit("a");
    f.clock.advance(3ms);
    f.written(0);
    QVERIFY(f.ledger.writtenUntold());
    QVERIFY2(f.saw("a", {Written}), "who asked hears it at once");
    QCOMPARE(f.port.changes, 0);
    f.clock.advance(2ms);
    f.acked(0);
    QVERIFY(!f.ledger.writtenUntold());
    QCOMPARE(f.bus.told, (Told{{"a", Written}, {"a", Done}}));
    QCOMPARE(f.port.changes, 2);
    QVERIFY(f.saw("a", {Written, Done}));
    f.ledger.tellWritten(f.clock.steady() + 1h);
    QCOMPARE(f.bus.told.size(), std::size_t{2});
  }

  void whatDoesNotEndIsToldAlone() {
    Fixture f;
    f.connect();
    f.submit("a");
    f.submit("b");
    f.written(0);
    f.clock.advance(8ms);
    f.written(1);
    f.ledger.tellWritten(f.clock.steady() - 8ms);
    QCOMPARE(f.bus.told, (Told{{"a", Written}}));
    QVERIFY(f.ledger.writtenUntold());
    f.ledger.tellWritten(f.clock.steady());
    QCOMPARE(f.bus.told, (Told{{"a", Written}, {"b", Written}}));
    QVERIFY(!f.ledger.writtenUntold());
    f.acked(1, 4);
    f.acked(0);
    QCOMPARE(f.bus.told, (Told{{"a", Written}, {"b", Written}, {"b", Failed}, {"a", Done}}));
    QCOMPARE(f.port.changes, 4);
  }

  void aSessionThatIsLostWasWrittenToBefore() {
    Fixture f;
    f.connect();
    f.submit("a");
    f.submit("b", 1h);
    f.written(0);
    f.written(1);
    f.disconnect();
    f.dropped(0, true);
    f.dropped(1, true);
    QCOMPARE(f.bus.told, (Told{{"a", Written}, {"a", Unacknowledged}, {"b", Written}, {"b", Unacknowledged}}));
    QVERIFY(!f.ledger.writtenUntold());
  }

  void whatIsLeftToTheBusWasWrittenBefore() {
    Fixture f;
    f.connect();
    f.keepElsewhere("a");
    f.written(0);
    f.ledger.letGo("d");
    QCOMPARE(f.bus.told, (Told{{"a", Written}}));
    QVERIFY(!f.ledger.writtenUntold());
    QCOMPARE(f.ledger.pending() + f.ledger.waiting(), std::size_t{0});
  }

  void aTtlThatEndsMeanwhileIsToldInOne() {
    Fixture f;
    f.connect();
    f.submit("a", 1s);
    f.pass(999ms);
    f.written(0);
    f.pass(2ms);
    QCOMPARE(f.bus.told, (Told{{"a", Written}, {"a", Expired}}));
  }
};

QTEST_APPLESS_MAIN(TestCommandNews)
#include "tst_command_news.moc"
