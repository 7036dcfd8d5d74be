// Defects of an nginx that runs, whatever its configuration says: that it runs with another one, that nobody listens
// where devices come, and workers of old that never end.
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <csignal>

#include "tests/setup/nginx_checks_test.h"

using namespace lk;
using namespace lk::setup;
using namespace lk::test;

class NginxRunningChecks : public NginxChecksTest {
  Q_OBJECT

 private Q_SLOTS:
  void nginxThatDoesNotRunWithThisConfiguration() {
    QVERIFY(m_nginx->write(QStringLiteral("other.conf"), filled(goodNginxConfig())));
    Surroundings known = around();
    known.settings.nginxConfig = m_nginx->path(QStringLiteral("other.conf")).toStdString();
    const auto found = findings(known);
    const Finding* finding = found.find("nginx.not-running");
    QVERIFY2(finding, found.all());
    QVERIFY2(evidenceHas(*finding, configFile().toStdString()), "what runs instead is named");
  }

  void portThatNobodyListensAt() {
    const quint16 other = freePort();
    QByteArray text = goodNginxConfig();
    text.replace("LISTEN", QByteArray::number(other));
    QVERIFY(write(text));  // and not reloaded
    const auto found = findings(around());
    const Finding* finding = found.find("nginx.port-refused");
    QVERIFY2(finding, found.all());
    QVERIFY(evidenceHas(*finding, configFile().toStdString() + ":16"));
  }

  void portThatTheNodeHasItself() {
    Surroundings known = around();
    known.nodes[0].listen.push_back("0.0.0.0:" + std::to_string(m_ports.listen));
    const auto found = findings(known);
    const Finding* finding = found.find("nginx.port-of-node");
    QVERIFY2(finding, found.all());
    QVERIFY(evidenceHas(*finding, configFile().toStdString() + ":16"));
  }

  void oldWorkersThatDrainForever() {
    QByteArray text = goodNginxConfig();
    text.replace("worker_shutdown_timeout 10m;\n", "");
    QVERIFY(write(text));
    QTcpServer node;
    QTcpSocket device;
    QVERIFY(keepsAnOldWorker(node, device));
    const auto found = findings(around());
    const Finding* finding = found.find("nginx.old-workers");
    QVERIFY2(finding, found.all());
    QCOMPARE(finding->grade, Grade::Warning);
    QVERIFY(finding->fix && finding->fix->commands.front().starts_with("kill -TERM "));
  }

  void oldWorkersThatWillEndAreNoDefect() {
    QTcpServer node;
    QTcpSocket device;
    QVERIFY(keepsAnOldWorker(node, device));
    const auto found = findings(around());
    const Finding* finding = found.find("nginx.old-workers");
    QVERIFY2(finding, found.all());
    QVERIFY2(worst(found.findings()) == Grade::Good, found.all());
  }

 private:
  // By a connection of a device to a node, as nginx loads its configuration anew.
  bool keepsAnOldWorker(QTcpServer& node, QTcpSocket& device) {
    if (!node.listen(QHostAddress::LocalHost, m_ports.first) && !node.listen(QHostAddress::LocalHost, m_ports.second)) {
      return false;
    }
    device.connectToHost(QHostAddress::LocalHost, m_ports.listen);
    if (!QTest::qWaitFor([&] { return node.hasPendingConnections(); }, 10'000)) return false;
    m_nginx->signal(SIGHUP);
    return QTest::qWaitFor([&] { return m_nginx->log().contains("gracefully shutting down"); }, 10'000);
  }
};

QTEST_GUILESS_MAIN(NginxRunningChecks)
#include "tst_nginx_running_checks.moc"
