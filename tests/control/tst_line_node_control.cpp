// A console's part of the control protocol, with a node that says what it likes.
#include <QSignalSpy>
#include <QTest>

#include "server/node/line_node_control.h"
#include "tests/control/kept_lines.h"

using namespace lk::node;
using namespace std::chrono_literals;
using lk::Result;
using lk::test::KeptLines;

class LineNodeControlTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_lines = std::make_unique<KeptLines>();
    m_control = std::make_unique<LineNodeControl>(*m_lines, 1h);
    m_answers = m_errors = 0;
  }

  void onlyAnAnswerInPartsGoesOn() {
    m_control->kick({QStringLiteral("pump-7")}, this, heard<KickOutcome>());
    arrive(R"({"id":1,"outcome":{"kicked":["pump-7"]},"more":true})");
    arrive(R"({"id":1,"outcome":{"kicked":["pump-7"]}})");
    QCOMPARE(m_answers, 1);
  }

  void aPartThatCannotBeReadEndsAFetchOnce() {
    m_control->fetch({}, this, heard<Snapshot>());
    arrive(R"({"id":1,"snapshot":{"cursor":7},"more":true})");
    QCOMPARE(m_errors, 1);
    arrive(R"({"id":1,"snapshot":{},"more":true})");
    arrive(R"({"id":1,"snapshot":{}})");
    m_control->lose(QStringLiteral("over"));
    QCOMPARE(m_answers, 0);
    QCOMPARE(m_errors, 1);
  }

  void anErrorEndsAFetchWhateverElseItSays() {
    m_control->fetch({}, this, heard<Snapshot>());
    arrive(R"({"id":1,"error":"no","more":true})");
    arrive(R"({"id":1,"snapshot":{}})");
    m_control->lose(QStringLiteral("over"));
    QCOMPARE(m_answers, 0);
    QCOMPARE(m_errors, 1);
  }

  void partsArePutTogether() {
    m_control->fetch({}, this, heard<Snapshot>());
    arrive(R"({"id":1,"snapshot":{"closed":["1"]},"more":true})");
    QCOMPARE(m_answers, 0);
    arrive(R"({"id":1,"snapshot":{"closed":["2"]}})");
    QCOMPARE(m_answers, 1);
  }

  void aDrainedNodesLastWordIsTold() {
    QSignalSpy drained(m_control.get(), &NodeControl::nodeDrained);
    m_control->greet();
    arrive(R"({"id":1,"info":{"id":"n1"}})");
    m_control->fetch({}, this, heard<Snapshot>());
    QCOMPARE(drained.size(), 0);
    arrive(R"({"drained":true})");
    QCOMPARE(drained, (QList<QVariantList>{{QStringLiteral("n1")}}));
    QCOMPARE(m_answers + m_errors, 0);
  }

 private:
  template <typename T>
  NodeControl::Reply<T> heard() {
    return [this](const Result<T>& result) { ++(result ? m_answers : m_errors); };
  }
  void arrive(const QByteArray& line) { Q_EMIT m_lines->lineArrived(line); }

  std::unique_ptr<KeptLines> m_lines;
  std::unique_ptr<LineNodeControl> m_control;
  int m_answers = 0;
  int m_errors = 0;
};

QTEST_GUILESS_MAIN(LineNodeControlTest)
#include "tst_line_node_control.moc"
