// Rights that a user of a real Redis has too few or too many of are found.
#include <QRegularExpression>
#include <QTcpSocket>
#include <QTest>
#include <initializer_list>
#include <set>

#include "server/bus/redis_rights.h"
#include "server/bus/redis_scripts.h"
#include "server/bus/report_script.h"
#include "server/setup/areas.h"
#include "tests/setup/redis_checks_test.h"

using namespace lk;
using namespace lk::setup;
using namespace lk::test;

class RedisRightsChecksTest : public RedisChecksTest {
  Q_OBJECT

 private Q_SLOTS:
  void aUserWithExactlyTheRightsIsRight() {
    addUser("node", "ACL SETUSER node");
    look("redis://node@" + m_redis->address().toStdString(), "secret");
    QVERIFY2(m_found.has("redis.rights-ok", Grade::Good), m_found.all());
    // Whoever may do so little may not read the configuration either: it says so, and takes nothing for granted.
    QVERIFY2(m_found.only("redis.config-not-seen", Grade::Unknown), m_found.all());
    QVERIFY(m_redis->ask({"KEYS", "*"}).items.empty());  // the trials left nothing
  }

  void eachRightThatIsMissingIsFound_data() {
    QTest::addColumn<QByteArray>("rule");
    for (const bus::RedisRight& right : bus::redisRights()) {
      if (right.need == bus::RedisRight::Need::Always) {
        QTest::newRow(right.rule.data()) << QByteArray(right.rule.data(), qsizetype(right.rule.size()));
      }
    }
  }
  void eachRightThatIsMissingIsFound() {
    QFETCH(QByteArray, rule);
    addUser("node", "ACL SETUSER node");
    QVERIFY(m_redis->ask({"ACL", "SETUSER", "node", "-" + rule.mid(1)}).good());
    look("redis://node@" + m_redis->address().toStdString(), "secret");
    const Finding* finding = m_found.find("redis.rights-missing");
    QVERIFY2(finding != nullptr && finding->grade == Grade::Problem, m_found.all());
    QVERIFY2(QByteArray::fromStdString(finding->fix->text.plain()).contains("missing: " + rule + ")"),
             finding->fix->text.plain().c_str());
    // What it says to do mends it.
    addUser("node", finding->fix->commands.front());
    look("redis://node@" + m_redis->address().toStdString(), "secret");
    QVERIFY2(m_found.has("redis.rights-ok", Grade::Good), m_found.all());
  }

  void keysOfAnotherPrefixAreRightsThatAreMissing() {
    addUser("node", "ACL SETUSER node");
    Surroundings around = surroundings("redis://node@" + m_redis->address().toStdString(), "secret");
    around.settings.redisPrefix = "other";
    m_found.run(redisChecks(m_clock), m_system, around, m_clock);
    QVERIFY2(m_found.has("redis.rights-missing", Grade::Problem), m_found.all());
  }

  // 0.0.0.0 leads to this machine, but is no loopback address by name.
  void aUserThatMayDoAllIsTooWide() {
    look("redis://0.0.0.0:" + std::to_string(m_redis->port()));
    QVERIFY2(m_found.only("redis.rights-for-anybody", Grade::Warning), m_found.all());
    QVERIFY(m_redis->ask({"ACL", "SETUSER", "root", "on", ">secret", "~*", "&*", "+@all"}).good());
    m_undo.push_front({"ACL", "DELUSER", "root"});
    look("redis://root@0.0.0.0:" + std::to_string(m_redis->port()), "secret");
    QVERIFY2(m_found.only("redis.rights-too-wide", Grade::Warning), m_found.all());
  }

  // Typed into Redis as it stands, by names that mean something to it or to a shell.
  void theLineNamesWhomItMeans() {
    const std::string user = "no\"d'e\\;$(reboot)#\x01";
    const std::string line = bus::aclSetUser(user, "f'l\"t", {});
    const std::string shown = "ACL SETUSER \"no\\\"d'e\\\\;$(reboot)#\\x01\" on >PASSWORD resetkeys \"~f'l\\\"t:*\" ";
    QVERIFY2(line.starts_with(shown), line.c_str());
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), m_redis->port());
    QVERIFY(socket.waitForConnected());
    socket.write(QByteArray::fromStdString(line) + "\r\n");
    QVERIFY(socket.waitForReadyRead());
    QCOMPARE(socket.readAll(), QByteArray("+OK\r\n"));
    const QByteArray name = QByteArray::fromStdString(user);
    m_undo.push_front({"ACL", "DELUSER", name});
    QVERIFY(m_redis->ask({"ACL", "DRYRUN", name, "GET", "f'l\"t:k"}).good());
  }

  // Whoever lets scripts do more must say so among the rights.
  void scriptsUseNoCommandThatIsNotAmongTheRights() {
    std::set<QByteArray> rights;
    for (const bus::RedisRight& right : bus::redisRights()) rights.insert(right.rule.data());
    const bus::RedisScripts scripts;
    const bus::ReportScript report;
    static const QRegularExpression call(QStringLiteral("redis\\.p?call\\('([A-Z]+)'"));
    int calls = 0;
    const std::initializer_list<const bus::RedisScript*> all = {
        &scripts.claim,  &scripts.release, &scripts.clean,    &scripts.send,         &scripts.lookAtDevice,
        &scripts.keep,   &scripts.pull,    &scripts.finish,   &scripts.refuse,       &scripts.refuseBeyondMemory,
        &scripts.expire, &scripts.due,     &scripts.tellOnce, &scripts.noteDeadline, &scripts.tellFirst,
        &scripts.beat,   &scripts.leave,   &scripts.cleaning, &scripts.look,         &scripts.tellFirstBeyondMemory,
        &report};
    for (const bus::RedisScript* script : all) {
      auto match = call.globalMatch(QString::fromStdString(script->body()));
      while (match.hasNext()) {
        const QByteArray rule = '+' + match.next().captured(1).toLower().toLatin1();
        QVERIFY2(rights.contains(rule), rule.constData());
        ++calls;
      }
    }
    QVERIFY(calls > 20);
  }

  void aServerThatRefusesInfoIsFound() {
    addUser("node", "ACL SETUSER node");
    QVERIFY(m_redis->ask({"ACL", "SETUSER", "node", "-info"}).good());
    look("redis://node@" + m_redis->address().toStdString(), "secret");
    QVERIFY2(m_found.has("redis.info-refused", Grade::Problem), m_found.all());
  }
};

QTEST_GUILESS_MAIN(RedisRightsChecksTest)
#include "tst_redis_rights_checks.moc"
