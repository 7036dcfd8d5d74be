// The sentences of findings, and commands as a shell takes them.
#include <QTest>

#include "server/setup/finding.h"

using namespace lk::setup;

class SetupText : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void valuesStandAtTheirPlaces() {
    QCOMPARE(text("port {0} is {1}'s", 7600, "nginx").plain(), std::string("port 7600 is nginx's"));
    QCOMPARE(text("{1} before {0}", "b", "a").plain(), std::string("a before b"));
  }
  void bracesThatAreNoPlaceStay() {
    QCOMPARE(text("stream { } {x} {7} {", "a").plain(), std::string("stream { } {x} {7} {"));
    QCOMPARE(text("{0}", "{1}").plain(), std::string("{1}"));
  }
  void aTextStandsWithinAnother() {
    const Text inner = text("{0} min", 3);
    const Text outer = text("{0}: {1} ago", "n1", inner);
    QCOMPARE(outer.plain(), std::string("n1: 3 min ago"));
    QVERIFY(outer.texts.at(0).empty());
    QVERIFY(outer.texts.at(1) == inner);
    QVERIFY(text("{0}", "a").texts.empty());
  }
  void commandsAreSafeToCopy() {
    QCOMPARE((CommandLine{"nginx", {"-t", "-c", "/etc/my nginx.conf"}}).shellText(),
             std::string("nginx -t -c '/etc/my nginx.conf'"));
    QCOMPARE((CommandLine{"echo", {"it's", "$HOME", ""}}).shellText(), std::string("echo 'it'\\''s' '$HOME' ''"));
  }
  void theGravestCounts() {
    QCOMPARE(worst({}), Grade::Good);
    QCOMPARE(worst({{.id = "a", .grade = Grade::Warning}, {.id = "b", .grade = Grade::Good}}), Grade::Warning);
  }
};

QTEST_GUILESS_MAIN(SetupText)
#include "tst_setup_text.moc"
