// The servers that other suites rely on do what they say, and leave nothing behind.
#include <signal.h>

#include <QSslSocket>
#include <QTcpServer>
#include <QTest>
#include <cerrno>

#include "tests/support/certificates.h"
#include "tests/support/nginx_stream.h"
#include "tests/support/redis_cluster.h"
#include "tests/support/redis_sentinels.h"
#include "tests/support/redis_server.h"

using namespace lk::test;

namespace {

bool exists(qint64 pid) { return ::kill(static_cast<pid_t>(pid), 0) == 0 || errno != ESRCH; }

}  // namespace

class TestServers : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void respIsReadInAnyPieces() {
    const QByteArray whole = "*3\r\n$2\r\na\r\r\n:7\r\n*2\r\n$-1\r\n-ERR no\r\n";
    for (qsizetype cut = 0; cut < whole.size(); ++cut) {
      QByteArray part = whole.left(cut);
      QVERIFY(!takeRespValue(part));
      QCOMPARE(part, whole.left(cut));
    }
    QByteArray bytes = whole + "+next\r\n";
    const auto value = takeRespValue(bytes);
    QVERIFY(value.has_value());
    QCOMPARE(value->texts(), (QByteArrayList{"a\r", "7", {}, "ERR no"}));
    QCOMPARE(bytes, QByteArray("+next\r\n"));
  }

  void aServerKeepsItsPortAndForgetsItsData() {
    RedisServer redis;
    QVERIFY(redis.start());
    const quint16 port = redis.port();
    QCOMPARE(redis.ask({"SET", "k", "v"}).text, QByteArray("OK"));
    redis.kill9();
    QVERIFY(!redis.ask({"PING"}).good());
    QVERIFY(redis.start());
    QCOMPARE(redis.port(), port);
    QCOMPARE(redis.ask({"GET", "k"}).kind, RespValue::Kind::Nil);
    QCOMPARE(redis.calls("get"), 1);
  }

  void anAppendOnlyServerKeepsItsData() {
    RedisServerPlan plan;
    plan.appendOnly = true;
    plan.password = "secret";
    RedisServer redis(plan);
    QVERIFY(redis.start());
    QCOMPARE(redis.ask({"SET", "k", "v"}).text, QByteArray("OK"));
    redis.kill9();
    QVERIFY(redis.start());
    QCOMPARE(redis.ask({"GET", "k"}).text, QByteArray("v"));
    RespLink stranger(redis.port());
    QVERIFY(stranger.ask({"GET", "k"}).text.startsWith("NOAUTH"));
  }

  void aFrozenServerSaysNothingUntilThawed() {
    RedisServer redis;
    QVERIFY(redis.start());
    redis.freeze();
    QCOMPARE(redis.ask({"PING"}, 200).kind, RespValue::Kind::NoAnswer);
    redis.thaw();
    QCOMPARE(redis.ask({"PING"}).text, QByteArray("PONG"));
  }

  void aServerEndsWithItsObject() {
    qint64 pid = 0;
    {
      RedisServer redis;
      QVERIFY(redis.start());
      redis.freeze();
      pid = redis.process().pid();
      QVERIFY(exists(pid));
    }
    QVERIFY(!exists(pid));
  }

  void tlsIsSpokenWithTheAuthoritysCertificate() {
    Certificates ours;
    Certificates others;
    QVERIFY(ours.make() && others.make());
    RedisServerPlan plan;
    plan.tls = &ours;
    RedisServer redis(plan);
    QVERIFY(redis.start());
    for (const Certificates* trusted : {&ours, &others}) {
      QSslSocket socket;
      QSslConfiguration configuration = socket.sslConfiguration();
      configuration.setCaCertificates(QSslCertificate::fromPath(trusted->authority()));
      socket.setSslConfiguration(configuration);
      socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), redis.tlsPort());
      QCOMPARE(socket.waitForEncrypted(5'000), trusted == &ours);
    }
  }

  void aClusterMovesSlotsAndReplacesAMaster() {
    RedisCluster cluster;
    QVERIFY(cluster.start());
    const QByteArray key = "{tag}k";
    RedisServer* master = cluster.masterOf(key);
    QVERIFY(master != nullptr);
    QCOMPARE(master->ask({"SET", key, "v"}).text, QByteArray("OK"));

    RedisServer* other = cluster.masterOtherThan(master);
    QVERIFY(other != nullptr);
    QVERIFY(other->ask({"GET", key}).text.startsWith("MOVED "));
    QVERIFY(cluster.moveSlot(cluster.slotOf(key), *other));
    QTRY_COMPARE(cluster.masterOf(key), other);
    QCOMPARE(other->ask({"GET", key}).text, QByteArray("v"));

    QCOMPARE(cluster.replicasOf(*other).size(), 1UL);
    // A replica that is behind would be an heir without it.
    RedisServer* replica = cluster.replicasOf(*other).front();
    QTRY_COMPARE(replica->ask({"DBSIZE"}).text, other->ask({"DBSIZE"}).text);
    other->kill9();
    QVERIFY(cluster.waitUntilWell());
    RedisServer* heir = cluster.masterOf(key);
    QVERIFY(heir != nullptr && heir != other);
    QCOMPARE(heir->ask({"GET", key}).text, QByteArray("v"));
  }

  void sentinelsReplaceAMaster() {
    RedisSentinels watched;
    QVERIFY(watched.start());
    RedisServer* master = watched.master();
    QCOMPARE(master, watched.servers().front().get());
    master->freeze();
    QVERIFY(watched.waitForMasterOtherThan(master));
  }

  void nginxSpreadsByAddressAndReloads() {
    QTcpServer first;
    QTcpServer second;
    QVERIFY(first.listen(QHostAddress::LocalHost) && second.listen(QHostAddress::LocalHost));
    NginxStream nginx;
    QVERIFY(nginx.start({first.serverPort(), second.serverPort()}));
    const qint64 pid = nginx.process().pid();

    first.setMaxPendingConnections(200);
    second.setMaxPendingConnections(200);
    int atFirst = 0;
    int atSecond = 0;
    connect(&first, &QTcpServer::newConnection, this, [&] { ++atFirst; });
    connect(&second, &QTcpServer::newConnection, this, [&] { ++atSecond; });
    std::vector<std::unique_ptr<QTcpSocket>> devices;
    const auto connectFrom = [&](int host) {
      devices.push_back(std::make_unique<QTcpSocket>());
      QVERIFY(devices.back()->bind(QHostAddress(0x7F000100U + static_cast<quint32>(host))));
      devices.back()->connectToHost(QHostAddress::LocalHost, nginx.port());
      QVERIFY(devices.back()->waitForConnected(5'000));
    };
    for (int i = 0; i < 40; ++i) connectFrom(i);
    QTRY_COMPARE(atFirst + atSecond, 40);
    QVERIFY(atFirst > 5 && atSecond > 5);

    QVERIFY(nginx.reload({second.serverPort()}));
    const int firstHad = atFirst;
    const int secondHad = atSecond;
    for (int i = 0; i < 20; ++i) connectFrom(i);
    QTRY_COMPARE(atSecond, secondHad + 20);
    QCOMPARE(atFirst, firstHad);
    nginx.stop();
    QVERIFY(!exists(pid));
  }
};

QTEST_GUILESS_MAIN(TestServers)
#include "tst_servers.moc"
