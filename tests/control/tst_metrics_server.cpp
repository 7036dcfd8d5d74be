#include <QTcpServer>
#include <QTest>
#include <memory>
#include <vector>

#include "server/node/metrics_server.h"
#include "server/node/metrics_text.h"
#include "tests/control/examples.h"
#include "tests/control/fake_node_service.h"
#include "tests/control/http_client.h"

using lk::node::MetricsSample;
using lk::node::MetricsServer;
using lk::test::FakeNodeService;
using lk::test::HttpClient;
using lk::test::httpGet;

namespace {

QByteArray bodyOf(const QByteArray& response) { return response.mid(response.indexOf("\r\n\r\n") + 4); }
QByteArray statusOf(const QByteArray& response) { return response.left(response.indexOf("\r\n")); }

// Its value, trimmed; null if there is no such header.
QByteArray header(const QByteArray& response, const QByteArray& name) {
  const QByteArray head = response.left(response.indexOf("\r\n\r\n"));
  for (const QByteArray& line : head.split('\n')) {
    if (line.toLower().startsWith(name.toLower() + ':')) return line.mid(name.size() + 1).trimmed();
  }
  return {};
}

}  // namespace

class MetricsServerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();
  void metricsAreServed();
  void headHasNoBody();
  void healthAndReadiness_data();
  void healthAndReadiness();
  void otherRequests_data();
  void otherRequests();
  void requestInPieces();
  void headTooLarge();
  void oneRequestAConnection();
  void unfinishedRequestIsCut();
  void slowWriterGetsNoLongerThanASilentOne();
  void soManyConnectionsAtATime();
  void clientThatLeavesBeforeTheAnswer();
  void endOfTheServerEndsConnections();
  void wrongAddresses_data();
  void wrongAddresses();
  void portInUse();

 private:
  std::unique_ptr<FakeNodeService> m_node;
  std::unique_ptr<MetricsServer> m_server;
  quint16 m_port = 0;
};

void MetricsServerTest::init() {
  m_node = std::make_unique<FakeNodeService>();
  m_node->setSample(lk::test::fullSample());
  m_server = std::make_unique<MetricsServer>(*m_node);
  const auto bound = m_server->listen("127.0.0.1:0");
  QVERIFY(bound.ok());
  QVERIFY(bound->startsWith(QLatin1StringView("127.0.0.1:")));
  m_port = bound->section(QLatin1Char(':'), 1).toUShort();
  QVERIFY(m_port > 0);
}

void MetricsServerTest::cleanup() {
  m_server.reset();
  m_node.reset();
}

void MetricsServerTest::metricsAreServed() {
  const QByteArray response = httpGet(m_port, "/metrics");
  QCOMPARE(statusOf(response), QByteArray("HTTP/1.1 200 OK"));
  QCOMPARE(header(response, "Content-Type"), QByteArray("text/plain; version=0.0.4; charset=utf-8"));
  QCOMPARE(header(response, "Connection"), QByteArray("close"));
  QCOMPARE(bodyOf(response), lk::node::metricsText(lk::test::fullSample()));
  QCOMPARE(header(response, "Content-Length").toLongLong(), bodyOf(response).size());
}

void MetricsServerTest::headHasNoBody() {
  HttpClient client(m_port);
  client.send("HEAD /metrics HTTP/1.1\r\n\r\n");
  const QByteArray response = client.answer();
  QCOMPARE(statusOf(response), QByteArray("HTTP/1.1 200 OK"));
  QVERIFY(bodyOf(response).isEmpty());
  QCOMPARE(header(response, "Content-Length").toLongLong(), lk::node::metricsText(lk::test::fullSample()).size());
}

void MetricsServerTest::healthAndReadiness_data() {
  QTest::addColumn<bool>("alive");
  QTest::addColumn<bool>("accepting");
  QTest::addColumn<bool>("draining");
  QTest::addColumn<bool>("paused");
  QTest::addColumn<QByteArray>("says");
  QTest::newRow("all is well") << true << true << false << false << QByteArray("accepting devices");
  QTest::newRow("draining") << true << false << true << false << QByteArray("draining");
  QTest::newRow("out of descriptors") << true << false << false << true << QByteArray("descriptors");
  QTest::newRow("stuck") << false << true << false << false << QByteArray("accepting devices");
  QTest::newRow("no listener") << true << false << false << false << QByteArray("not listening");
}

void MetricsServerTest::healthAndReadiness() {
  QFETCH(bool, alive);
  QFETCH(bool, accepting);
  QFETCH(bool, draining);
  QFETCH(bool, paused);
  QFETCH(QByteArray, says);
  MetricsSample sample;
  sample.alive = alive;
  sample.accepting = accepting;
  sample.figures.draining = draining;
  sample.figures.acceptPaused = paused;
  m_node->setSample(sample);
  const QByteArray health = httpGet(m_port, "/healthz");
  QVERIFY2(statusOf(health).startsWith(alive ? "HTTP/1.1 200 " : "HTTP/1.1 503 "), health);
  const QByteArray ready = httpGet(m_port, "/readyz");
  QVERIFY2(statusOf(ready).startsWith(accepting ? "HTTP/1.1 200 " : "HTTP/1.1 503 "), ready);
  QVERIFY2(bodyOf(ready).contains(says), ready);
  for (const QByteArray& response : {health, ready}) {
    QCOMPARE(bodyOf(response).count('\n'), 1);
    QVERIFY(bodyOf(response).endsWith('\n'));
    QCOMPARE(header(response, "Content-Length").toLongLong(), bodyOf(response).size());
  }
}

void MetricsServerTest::otherRequests_data() {
  QTest::addColumn<QByteArray>("request");
  QTest::addColumn<QByteArray>("status");
  const auto row = [](const char* name, const QByteArray& request, const char* status) {
    QTest::newRow(name) << request << QByteArray(status);
  };
  row("query", "GET /metrics?name=x HTTP/1.1\r\n\r\n", "200");
  row("HTTP/1.0", "GET /healthz HTTP/1.0\r\n\r\n", "200");
  row("root", "GET / HTTP/1.1\r\n\r\n", "404");
  row("other path", "GET /metrics/../../etc/passwd HTTP/1.1\r\n\r\n", "404");
  row("longer path", "GET /metricsx HTTP/1.1\r\n\r\n", "404");
  row("other case", "GET /METRICS HTTP/1.1\r\n\r\n", "404");
  row("absolute", "GET http://localhost/metrics HTTP/1.1\r\n\r\n", "404");
  row("POST", "POST /metrics HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", "405");
  row("DELETE", "DELETE /metrics HTTP/1.1\r\n\r\n", "405");
  row("method in lower case", "get /metrics HTTP/1.1\r\n\r\n", "405");
  row("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400");
  row("HTTP/0.9", "GET /metrics\r\n\r\n", "400");
  row("a space too many", "GET  /metrics HTTP/1.1\r\n\r\n", "400");
  row("no words", "\r\n\r\n", "400");
  row("zeroes", QByteArray(100, '\0') + "\r\n\r\n", "400");
  row("TLS", QByteArray("\x16\x03\x01\x00\xf1\x01\x00\x00\xed\x03\x03\r\n\r\n", 15), "400");
}

void MetricsServerTest::otherRequests() {
  QFETCH(QByteArray, request);
  QFETCH(QByteArray, status);
  HttpClient client(m_port);
  client.send(request);
  const QByteArray response = client.answer();
  QVERIFY2(response.startsWith("HTTP/1.1 " + status + ' '), response.left(100));
  QCOMPARE(header(response, "Connection"), QByteArray("close"));
  QCOMPARE(header(response, "Allow"), status == "405" ? QByteArray("GET, HEAD") : QByteArray());
  QVERIFY2(!response.contains("passwd"), "nothing of the request comes back");
}

void MetricsServerTest::requestInPieces() {
  HttpClient client(m_port);
  for (const char byte : QByteArray("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
    client.send(QByteArray(1, byte));
    QCoreApplication::processEvents();
  }
  QVERIFY(client.answer().startsWith("HTTP/1.1 200 "));
}

void MetricsServerTest::headTooLarge() {
  HttpClient client(m_port);
  client.send("GET /metrics HTTP/1.1\r\nX-Long: " + QByteArray(9'000, 'x'));
  const QByteArray response = client.answer();
  QVERIFY2(response.startsWith("HTTP/1.1 431 "), response.left(100));
  QCOMPARE(m_node->asked(), 0);
  HttpClient fits(m_port);
  fits.send("GET /healthz HTTP/1.1\r\nX-Long: " + QByteArray(8'000, 'x') + "\r\n\r\n");
  QVERIFY(fits.answer().startsWith("HTTP/1.1 200 "));
}

void MetricsServerTest::oneRequestAConnection() {
  const QByteArray request = "GET /healthz HTTP/1.1\r\n\r\n";
  HttpClient client(m_port);
  client.send(request + request + request);
  const QByteArray response = client.answer();
  QCOMPARE(response.count("HTTP/1.1 "), 1);
  QCOMPARE(m_node->asked(), 1);

  m_node->hold();
  HttpClient impatient(m_port);
  impatient.send(request);
  QTRY_COMPARE(m_node->held(), 1U);
  impatient.send(request);
  HttpClient other(m_port);
  other.send(request);
  QTRY_VERIFY2(m_node->held() >= 2U, "the second request of the first has been read by now");
  m_node->release();
  QCOMPARE(impatient.answer().count("HTTP/1.1 "), 1);
  QVERIFY(other.answer().startsWith("HTTP/1.1 200 "));
}

void MetricsServerTest::unfinishedRequestIsCut() {
  HttpClient silent(m_port);
  HttpClient half(m_port);
  QVERIFY(silent.connected());
  half.send("GET /metrics HTTP/1.1\r\n");
  QVERIFY2(half.answer().isEmpty() && !half.isOpen(), "within the time that answer() waits");
  QVERIFY(silent.answer().isEmpty() && !silent.isOpen());
  QVERIFY(httpGet(m_port, "/healthz").startsWith("HTTP/1.1 200 "));
}

void MetricsServerTest::slowWriterGetsNoLongerThanASilentOne() {
  HttpClient slow(m_port);
  slow.send("GET /metrics HTTP/1.1\r\nX-Slow: ");
  QVERIFY(slow.connected());
  for (int i = 0; i < 120 && slow.isOpen(); ++i) {
    slow.send("x");
    QTest::qWait(250);  // 30 s of bytes in all: the deadline is for the whole request
  }
  QVERIFY(!slow.isOpen());
}

void MetricsServerTest::soManyConnectionsAtATime() {
  std::vector<std::unique_ptr<HttpClient>> clients;
  for (int i = 0; i < 32; ++i) {
    clients.push_back(std::make_unique<HttpClient>(m_port));
    QVERIFY(clients.back()->connected());
    clients.back()->send("GET /healthz HTTP/1.1\r\n");
  }
  HttpClient tooMany(m_port);
  QVERIFY2(tooMany.answer().isEmpty() && !tooMany.isOpen(), "the next is turned away");
  // Not the first of them: a connection has five seconds.
  clients.back()->send("\r\n");
  QVERIFY2(clients.back()->answer().startsWith("HTTP/1.1 200 "), "those who came first are served");
  QByteArray response;
  QTRY_VERIFY2((response = httpGet(m_port, "/healthz")).startsWith("HTTP/1.1 200 "), "its place is free again");
}

void MetricsServerTest::clientThatLeavesBeforeTheAnswer() {
  m_node->hold();
  HttpClient client(m_port);
  client.send("GET /metrics HTTP/1.1\r\n\r\n");
  QTRY_COMPARE(m_node->held(), 1U);
  client.leave();
  HttpClient next(m_port);
  next.send("GET /metrics HTTP/1.1\r\n\r\n");
  QTRY_COMPARE(m_node->held(), 2U);
  m_node->release();
  QVERIFY(next.answer().startsWith("HTTP/1.1 200 "));
}

void MetricsServerTest::endOfTheServerEndsConnections() {
  m_node->hold();
  HttpClient client(m_port);
  client.send("GET /metrics HTTP/1.1\r\n\r\n");
  QTRY_COMPARE(m_node->held(), 1U);
  m_server.reset();
  m_node->release();
  QVERIFY(client.answer().isEmpty() && !client.isOpen());
}

void MetricsServerTest::wrongAddresses_data() {
  QTest::addColumn<QByteArray>("address");
  for (const char* address : {"", "9100", "127.0.0.1", "127.0.0.1:99999", "nowhere:9100", "192.0.2.1:9100"}) {
    QTest::newRow(address) << QByteArray(address);
  }
}

void MetricsServerTest::wrongAddresses() {
  QFETCH(QByteArray, address);
  MetricsServer server(*m_node);
  const auto bound = server.listen(address.toStdString());
  QVERIFY(!bound.ok());
  QVERIFY2(QByteArray::fromStdString(bound.error().text).contains(address), bound.error().text.c_str());
}

void MetricsServerTest::portInUse() {
  MetricsServer second(*m_node);
  const QByteArray address = "127.0.0.1:" + QByteArray::number(m_port);
  const auto bound = second.listen(address.toStdString());
  QVERIFY(!bound.ok());
  QVERIFY(bound.error().code == lk::Error::Code::InUse);
  const QByteArray text = QByteArray::fromStdString(bound.error().text);
  QVERIFY2(text.contains(address) && text.contains("--metrics"), text);
}

QTEST_GUILESS_MAIN(MetricsServerTest)
#include "tst_metrics_server.moc"
