// Two devices that go by one id throw each other out for ever: whose nodes see it name it, once.
#include <QTest>

#include "tests/cli/wire_device.h"
#include "tests/cluster/stand.h"
#include "tests/diagnose/diagnosed.h"

using namespace lk::test;

namespace {

constexpr const char* kFirst = "127.0.0.2";
constexpr const char* kSecond = "127.0.0.3";

}  // namespace

class OneIdTwoDevices : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_stand = std::make_unique<Stand>();
    m_devices.clear();
    QVERIFY(m_stand->startRedis() && m_stand->startNodes(2));
  }
  void cleanup() { m_stand.reset(); }

  void betweenNodes() {
    for (int i = 0; i < 8; ++i) QVERIFY(come(i % 2, i % 2 == 0 ? kFirst : kSecond));
    for (int node = 0; node < 2; ++node) {
      QVERIFY(m_stand->node(node).logs("this id is used twice device=dev-1"));
      const QByteArray log = m_stand->node(node).log();
      QCOMPARE(log.count("used twice"), 1);
      QVERIFY2(log.contains("127.0.0.2 and 127.0.0.3 took it from each other 5 times within") ||
                   log.contains("127.0.0.3 and 127.0.0.2 took it from each other 5 times within"),
               log.constData());
    }
    const Diagnosed diagnosed =
        diagnose(m_stand->place(), QStringLiteral("dev-1"), {QStringLiteral("--redis"), m_stand->url()});
    QCOMPARE(diagnosed.cause(), QByteArray("session.taken-over"));
    QCOMPARE(diagnosed.gradeOf("session"), QByteArray("amber"));
    QVERIFY2(diagnosed.conclusion().contains("127.0.0.2 and 127.0.0.3 took it from each other 7 times in"),
             diagnosed.said().constData());
  }

  void withinOneNode() {
    for (int i = 0; i < 8; ++i) QVERIFY(come(0, i % 2 == 0 ? kFirst : kSecond));
    QVERIFY(m_stand->node(0).logs("this id is used twice device=dev-1"));
    QCOMPARE(m_stand->node(0).log().count("used twice"), 1);
  }

  // It does not know that its connection is dead, nor does the node; wherever it comes back to.
  void aDeviceThatComesBackIsNotNamed() {
    for (int i = 0; i < 8; ++i) QVERIFY(come(i / 2 % 2, kFirst));
    QVERIFY(come(0, kSecond));
    QTest::qWait(500);  // the nodes tell each other within milliseconds
    for (int node = 0; node < 2; ++node) QVERIFY(!m_stand->node(node).log().contains("used twice"));
  }

 private:
  bool come(int node, const char* from) {
    m_devices.push_back(std::make_unique<WireDevice>());
    m_devices.back()->comeFrom(from);
    if (!m_devices.back()->join(m_stand->node(node).port(), "dev-1")) return false;
    return m_devices.size() < 2 || m_devices[m_devices.size() - 2]->waitForEnd();
  }

  std::unique_ptr<Stand> m_stand;
  std::vector<std::unique_ptr<WireDevice>> m_devices;
};

QTEST_GUILESS_MAIN(OneIdTwoDevices)
#include "one_id_two_devices.moc"
