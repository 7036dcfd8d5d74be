#include <QTest>
#include <random>

#include "tests/cli/running_node.h"
#include "tests/rules/raw_device.h"

using namespace lk::test;

namespace {

// A talk and the answers to it, in order.
QByteArray talk(const QByteArray& device) {
  QByteArray bytes = helloBytes(device);
  for (quint32 i = 1; i <= 20; ++i) {
    bytes += frameBytes(kReport, i, QByteArray(static_cast<qsizetype>(i * i), 'r')) + frameBytes(kPing, 100 + i);
  }
  return bytes;
}

QString answersTo(RawDevice& device) {
  QStringList answers;
  for (int i = 0; i < 41; ++i) {
    const auto frame = device.next();
    if (!frame) break;
    answers.push_back(QStringLiteral("%1/%2").arg(frame->type).arg(frame->id));
  }
  return answers.join(QLatin1Char(' '));
}

}  // namespace

class Rule06SplitAndJoined : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QVERIFY(m_node.start(m_place));
    m_expected = QStringLiteral("2/0");
    for (int i = 1; i <= 20; ++i) m_expected += QStringLiteral(" 6/%1 4/%2").arg(i).arg(100 + i);
  }

  void allInOne() {
    RawDevice device;
    QVERIFY(device.connectTo(m_node.port()));
    device.send(talk("joined"));
    QCOMPARE(answersTo(device), m_expected);
  }

  void byteByByte() {
    RawDevice device;
    QVERIFY(device.connectTo(m_node.port()));
    for (const char byte : talk("split")) device.send(QByteArray(1, byte));
    QCOMPARE(answersTo(device), m_expected);
  }

  void cutAnywhere_data() {
    QTest::addColumn<int>("seed");
    for (int seed = 1; seed <= 10; ++seed) QTest::addRow("seed %d", seed) << seed;
  }
  void cutAnywhere() {
    QFETCH(int, seed);
    std::mt19937 random(static_cast<unsigned>(seed));
    RawDevice device;
    QVERIFY(device.connectTo(m_node.port()));
    QByteArray bytes = talk("cut-" + QByteArray::number(seed));
    while (!bytes.isEmpty()) {
      const auto size = static_cast<qsizetype>(1 + random() % 300);
      device.send(bytes.left(size));
      bytes.remove(0, size);
      if (random() % 4 == 0) QTest::qSleep(1);
    }
    QCOMPARE(answersTo(device), m_expected);
  }

 private:
  Place m_place;
  RunningNode m_node;
  QString m_expected;
};

QTEST_GUILESS_MAIN(Rule06SplitAndJoined)
#include "rule_06_split_and_joined.moc"
