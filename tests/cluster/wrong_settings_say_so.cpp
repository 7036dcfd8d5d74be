// What is wrong between Linekeeper and Redis is said in a sentence that says what to do: in the log of a node, which
// serves its devices all the same, and by the exit code of verbs.
#include <QTcpServer>
#include <QTest>

#include "tests/cluster/stand.h"
#include "tests/support/certificates.h"
#include "tests/support/free_port.h"

using namespace lk::test;

namespace {

const QByteArray kPassword("open-sesame-4711");
const QByteArray kWrongPassword("let-me-in-0815");

// A Redis of old: it answers what a handshake may ask, and says its version.
class OldRedis : public QObject {
 public:
  OldRedis() {
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
      while (QTcpSocket* socket = m_server.nextPendingConnection()) {
        auto bytes = std::make_shared<QByteArray>();
        connect(socket, &QTcpSocket::readyRead, this, [socket, bytes] {
          *bytes += socket->readAll();
          while (const auto request = takeRespValue(*bytes)) socket->write(answerTo(request->texts()));
        });
        connect(socket, &QTcpSocket::disconnected, socket, &QTcpSocket::deleteLater);
      }
    });
  }
  [[nodiscard]] bool listen() { return m_server.listen(QHostAddress::LocalHost); }
  [[nodiscard]] QString url() const { return QStringLiteral("redis://127.0.0.1:%1").arg(m_server.serverPort()); }

 private:
  static QByteArray answerTo(const QByteArrayList& words) {
    const QByteArray command = words.value(0).toUpper();
    if (command == "PING") return "+PONG\r\n";
    if (command == "INFO") {
      const QByteArray info =
          "# Server\r\nredis_version:3.2.12\r\nredis_mode:standalone\r\n# Cluster\r\ncluster_enabled:0\r\n";
      return "$" + QByteArray::number(info.size()) + "\r\n" + info + "\r\n";
    }
    if (command == "CLIENT" || command == "SELECT") return "+OK\r\n";
    return "-ERR unknown command '" + words.value(0) + "'\r\n";
  }

  QTcpServer m_server;
};

}  // namespace

class WrongSettingsSaySo : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QVERIFY(m_ours.make() && m_others.make());
    RedisServerPlan plan;
    plan.password = kPassword;
    plan.tls = &m_ours;
    m_redis = std::make_unique<RedisServer>(plan);
    QVERIFY(m_redis->start());
    RedisServerPlan open;
    open.tls = &m_ours;
    m_open = std::make_unique<RedisServer>(open);
    QVERIFY(m_open->start());
    QVERIFY(m_old.listen());
    m_nobody = freePort();
  }

  void faults_data() {
    QTest::addColumn<QStringList>("settings");  // --redis and what goes with it
    QTest::addColumn<QByteArrayList>("words");  // of the sentence
    const QString wrong = m_place.write(QStringLiteral("wrong"), kWrongPassword + '\n');
    const auto set = [](const char* key, const QString& value) {
      return QStringList{QStringLiteral("--set"), QString::fromLatin1(key) + QLatin1Char('=') + value};
    };
    const auto redis = [](const QString& url) { return QStringList{QStringLiteral("--redis"), url}; };
    const auto tls = [](const RedisServer& server) {
      return QStringLiteral("rediss://127.0.0.1:%1").arg(server.tlsPort());
    };
    QTest::newRow("no password") << redis(m_redis->url()) << QByteArrayList{"password", "redis.password-file"};
    QTest::newRow("a wrong password") << redis(m_redis->url()) + set("redis.password-file", wrong)
                                      << QByteArrayList{"password", "redis.password-file"};
    QTest::newRow("nobody listens") << redis(QStringLiteral("redis://127.0.0.1:%1").arg(m_nobody))
                                    << QByteArrayList{QByteArray::number(m_nobody), "refused"};
    QTest::newRow("no such host") << redis(QStringLiteral("redis://no-such-host.invalid:6379"))
                                  << QByteArrayList{"no-such-host.invalid"};
    QTest::newRow("an authority nobody trusts")
        << redis(tls(*m_open)) << QByteArrayList{"certificate", "redis.ca-file"};
    QTest::newRow("another authority") << redis(tls(*m_open)) + set("redis.ca-file", m_others.authority())
                                       << QByteArrayList{"certificate", "redis.ca-file"};
    QTest::newRow("TLS to a port without")
        << redis(QStringLiteral("rediss://127.0.0.1:%1").arg(m_open->port())) + set("redis.ca-file", m_ours.authority())
        << QByteArrayList{"TLS"};
    QTest::newRow("no cluster") << redis(QStringLiteral("redis+cluster://") + QString::fromUtf8(m_open->address()))
                                << QByteArrayList{"redis://", "cluster"};
    QTest::newRow("no Sentinel") << redis(QStringLiteral("redis+sentinel://") + QString::fromUtf8(m_open->address()) +
                                          QStringLiteral("/fleet"))
                                 << QByteArrayList{"Sentinel"};
    QTest::newRow("older than 5") << redis(m_old.url()) << QByteArrayList{"3.2.12", "5"};
  }

  void faults() {
    QFETCH(QStringList, settings);
    QFETCH(QByteArrayList, words);
    // A verb has nothing to talk to, and says why.
    const Outcome outcome = run(m_place, lk::test::words("send dev-1 on") + settings);
    QVERIFY2(outcome.code == 3, outcome.said().constData());
    for (const QByteArray& word : words) QVERIFY2(outcome.err.contains(word), outcome.said().constData());
    QVERIFY2(!outcome.err.contains(kWrongPassword) && !outcome.err.contains(kPassword), "no password is said");

    // A node lets devices in all the same, and says why in its log.
    RunningNode node;
    QVERIFY(node.start(m_place, QStringLiteral("n1"), settings));
    QCOMPARE(node.field("bus"), QStringLiteral("redis"));
    LedgerPlan plan;
    plan.ports = {node.port()};
    LedgerFleet fleet(plan);
    fleet.start();
    QVERIFY(fleet.waitUntilConnected(10'000));
    for (const QByteArray& word : words) QVERIFY2(node.logs(word), node.log().constData());
    QVERIFY2(node.log().count('\n') < 30, "said when it changes, not all the time");
  }

  // Redis answers, and lets this user hear nothing.
  void noRightToTheChannels() {
    RedisServer redis;
    QVERIFY(redis.start());
    QVERIFY(redis.ask({"ACL", "SETUSER", "default", "resetchannels", "&others:*"}).good());
    const QStringList settings = {QStringLiteral("--redis"), redis.url()};
    const Outcome outcome = run(m_place, lk::test::words("send dev-1 on") + settings);
    QVERIFY2(outcome.code == 3 && outcome.err.contains("right to SUBSCRIBE"), outcome.said().constData());
    RunningNode node;
    QVERIFY(node.start(m_place, QStringLiteral("n1"), settings));
    QVERIFY2(node.logs("right to SUBSCRIBE"), node.log().constData());
  }

  void rightSettingsWork_data() {
    QTest::addColumn<bool>("tls");
    QTest::newRow("a password") << false;
    QTest::newRow("a password, and TLS") << true;
  }
  void rightSettingsWork() {
    QFETCH(bool, tls);
    const QString right = m_place.write(QStringLiteral("right"), kPassword + '\n');
    const QString url = tls ? QStringLiteral("rediss://127.0.0.1:%1").arg(m_redis->tlsPort()) : m_redis->url();
    QStringList settings = {QStringLiteral("--redis"), url, QStringLiteral("--set"),
                            QStringLiteral("redis.password-file=") + right};
    if (tls) settings += {QStringLiteral("--set"), QStringLiteral("redis.ca-file=") + m_ours.authority()};
    RunningNode node;
    QVERIFY(node.start(m_place, QStringLiteral("n1"), settings));
    LedgerPlan plan;
    plan.ports = {node.port()};
    LedgerFleet fleet(plan);
    fleet.start();
    QVERIFY(fleet.waitUntilConnected(10'000));
    // The device may have come before Redis was there: its route is made a moment later.
    QVERIFY2(node.logs("bus is up"), node.log().constData());
    Outcome outcome;
    const auto sent = [&] {
      outcome = run(m_place, lk::test::words("send dev-0 on") + settings);
      return outcome.code == 0;
    };
    QVERIFY2(QTest::qWaitFor(sent, 10'000), (outcome.said() + node.log()).constData());
    QCOMPARE(fleet.times("on"), 1);
  }

  void aUrlThatIsNone_data() {
    QTest::addColumn<QString>("url");
    QTest::newRow("another scheme") << QStringLiteral("http://127.0.0.1:6379");
    QTest::newRow("no host") << QStringLiteral("redis://");
    QTest::newRow("a port over all") << QStringLiteral("redis://127.0.0.1:70000");
    QTest::newRow("no master's name") << QStringLiteral("redis+sentinel://127.0.0.1:26379");
    QTest::newRow("a database in a cluster") << QStringLiteral("redis+cluster://127.0.0.1:6379/3");
  }
  void aUrlThatIsNone() {
    QFETCH(QString, url);
    for (const char* start : {"send dev-1 on", "--headless --listen 127.0.0.1:0", "--check-config"}) {
      const Outcome outcome = run(m_place, lk::test::words(start) + QStringList{QStringLiteral("--redis"), url});
      QVERIFY2(outcome.code == 2, outcome.said().constData());
      QVERIFY2((outcome.err + outcome.out).contains("redis"), outcome.said().constData());
    }
  }

 private:
  Place m_place;
  Certificates m_ours;
  Certificates m_others;
  std::unique_ptr<RedisServer> m_redis;
  std::unique_ptr<RedisServer> m_open;
  OldRedis m_old;
  quint16 m_nobody = 0;
};

QTEST_GUILESS_MAIN(WrongSettingsSaySo)
#include "wrong_settings_say_so.moc"
